"""The chain: who serves whom, in whose hands the time of cases went, with what that goes along, for whom work is done."""

from visavis.engine.measuring.catalogue.explained import Explained
from visavis.mistakes import Words

ENTRIES: tuple[Explained, ...] = (
    Explained(
        "service-graph",
        Words(fr="Distance d’une équipe aux clients", en="A team’s distance to the clients"),
        Words(
            fr="Par combien d’équipes passe le travail d’une équipe avant d’arriver aux clients de l’entreprise, et quelle part des messages passe par elle pour atteindre qui peut agir.",
            en="Through how many teams a team’s work goes before it arrives at the company’s clients, and what part of voices passes through it to reach whoever is able to act.",
        ),
        "distance: fewest hops to the clients in the graph “team serves team” (1: serves them itself); between: Σ over teams t able to act, weighted by their voices, of the share of shortest paths clients → t through the team (Freeman 1977, Brandes 2001)",
        Words(
            fr="Le plan est ce que des personnes en ont dit: un service oublié rallonge les chemins. Être loin n’est pas servir moins.",
            en="The map is what people said of it: a service forgotten makes ways longer. To be far is not to serve less.",
        ),
        Words(fr="Qui sert qui (fichier ou saisie).", en="Who serves whom (from a file or noted)."),
        Words(
            fr="Aucune distance pour une équipe dont le travail ne mène pas aux clients; rien sur des personnes.",
            en="No distance for a team whose work does not lead to the clients; nothing about persons.",
        ),
    ),
    Explained(
        "chain",
        Words(fr="Où passe le temps, où se perd le retard", en="Where time goes, where delay is lost"),
        Words(
            fr="Pour chaque équipe, la part du temps des cas de clients passée entre ses mains, la part de reprises, et la part du retard des cas arrivés après leur date.",
            en="For each team, the share of clients’ cases’ time spent in its hands, the part that is rework, and its share of the delay of cases that came after their day.",
        ),
        "walked back from the case’s end: the step that ended last held the case since it began, then the one before …; share = Σ its time / Σ time from beginning to end of all cases that are over; delay = Σ over late cases of max(0, time at a step − median of that step); intervals: groups of clients resampled",
        Words(
            fr="Le temps entre les mains d’une équipe compte son attente autant que son travail: elle peut attendre une pièce, une réponse, un client. Le temps habituel n’est pas le temps voulu.",
            en="Time in a team’s hands counts its waiting as well as its work: it may be waiting for a part, an answer, a client. The usual time is not the time wanted.",
        ),
        Words(
            fr="Un journal qui dit quelle équipe a eu chaque cas, et quand; les cas eux-mêmes, leur client, et leur date prévue.",
            en="A log that tells which team had each case, and when; the cases themselves, their client, and their due day.",
        ),
        Words(
            fr="Rien sur les cas encore en cours, comptés à part; rien sur une équipe de moins de cinq personnes, réunie aux autres; pas de faute: un temps n’est pas un tort.",
            en="Nothing about cases still under way, which are counted apart; nothing about a team of fewer than five, put together with others; no fault: time is no blame.",
        ),
    ),
    Explained(
        "association",
        Words(fr="Ce qui va avec l’issue", en="What goes along with the outcome"),
        Words(
            fr="Quelle part de ce qui varie d’un cas à l’autre (arriver après sa date, la note du client) va avec les jours passés dans chaque équipe.",
            en="What part of what varies from case to case (coming after its day, what the client rates) goes along with the days spent in each team.",
        ),
        "Shapley shares of R² of a linear fit of the outcome on days in each team: φᵢ = Σ |S|!(n−|S|−1)!/n! · [R²(S ∪ i) − R²(S)], exact; interval: 400 resamples of groups of clients",
        Words(
            fr="Ce n’est pas une cause: une équipe qui reçoit les cas difficiles ira avec les mauvaises issues. R² ne descend pas sous zéro: avec peu de cas, une petite part n’est que du hasard.",
            en="It is no cause: a team that is given the hard cases goes along with bad outcomes. R² never falls below zero: with few cases, a small share is chance alone.",
        ),
        Words(fr="Le même journal, et une date prévue ou des notes sur les cas.", en="The same log, and a due day or ratings of the cases."),
        Words(
            fr="Rien à moins de 50 cas, de 10 groupes de clients ou de deux équipes, ni si tous les cas ont la même issue. Au-delà de 12 équipes, les autres sont réunies.",
            en="Nothing below 50 cases, 10 groups of clients or two teams, nor where all cases have the same outcome. Beyond 12 teams, the others are put together.",
        ),
    ),
    Explained(
        "roots",
        Words(fr="Pour qui travaillons-nous ?", en="For whom do we work?"),
        Words(
            fr="La part des demandes, et de leurs heures, dont l’origine est un client, un client interne, la hiérarchie ou la réglementation.",
            en="The share of requests, and of their hours, that go back to a client, an internal client, the hierarchy or regulation.",
        ),
        "share = requests of the root / requests whose root is known, Wilson 95 %; hours: Σ hᵢ of the root / Σ hᵢ, variance of a ratio; a request that names a client, or is about something that does within 3 hops, is the client’s whoever passed it on",
        Words(
            fr="Celui qui saisit la demande choisit le mot: la hiérarchie peut s’appeler client. Travailler pour la loi n’est pas travailler contre le client.",
            en="Whoever records the request chooses the word: the hierarchy may be called a client. To work for the law is not to work against the client.",
        ),
        Words(fr="Un champ qui dit qui a demandé; des heures, si l’outil les note.", en="A field that says who asked; hours, where the tool notes them."),
        Words(
            fr="Rien par personne; rien des demandes dont l’origine n’est pas dite, comptées à part; rien sur une équipe de moins de cinq personnes; rien par équipe des messages, ni des demandes que des conditions choisissent.",
            en="Nothing per person; nothing of requests whose root is not said, counted apart; nothing about a team of fewer than five; nothing by team of messages, nor of requests that conditions choose.",
        ),
    ),
)  # fmt: skip
