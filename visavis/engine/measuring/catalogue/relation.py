"""Who holds the relation to each client."""

from visavis.engine.measuring.catalogue.explained import Explained
from visavis.mistakes import Words

ENTRIES: tuple[Explained, ...] = (
    Explained(
        "concentration",
        Words(fr="Répartition des clients sur les personnes", en="How clients spread over people"),
        Words(
            fr="Pour chaque client, la part de ses cas que tient la personne qui en tient le plus, et l’indice HHI; publié comme une distribution sur les clients.",
            en="For each client, the share of its cases held by the person who holds most, and the HHI; published as a distribution over clients.",
        ),
        "sᵢ = cases of person i / all; top share = max sᵢ; HHI = Σ sᵢ², from 1/N to 1; medians with their interval by ranks (binomial, ½)",
        Words(
            fr="Un lien personnel fort peut être un bien pour le client: la dépendance n’est pas une faute, c’est un risque à couvrir. Un client de peu de cas paraît toujours concentré, d’où min_cases.",
            en="A strong personal bond can be good for the client: dependence is no fault, but a risk to be covered. A client of few cases always looks concentrated, hence min_cases.",
        ),
        Words(
            fr="Des faits qui nomment le client et la personne (pseudonyme).",
            en="Facts that name the client and the person (a pseudonym).",
        ),
        Words(
            fr="Jamais le chiffre d’une personne, jamais un classement; rien à moins de cinq personnes ou de cinq clients.",
            en="Never one person’s figure, never a ranking; nothing below five people or five clients.",
        ),
    ),
    Explained(
        "relation",
        Words(fr="« Mon client »: sur qui repose la relation", en="“My client”: on whom the relation rests"),
        Words(
            fr="Combien de clients sont dans les mains d’une seule personne, combien de personnes pourraient partir avant que la moitié de la clientèle ne connaisse plus personne, et ce que ce lien apporte aux clients.",
            en="How many clients are in one person’s hands, how many people could leave before half of the clients know nobody any more, and what this bond is good for.",
        ),
        "a contact counts 2^(−age / half-life); HHI = Σ sᵢ²; normalised (HHI − 1/N)/(1 − 1/N); locked: top share ≥ .8 of ≥ 5 contacts; truck factor: people removed by the worth they know, most first, until > ½ of the worth has nobody left; covered: ≥ 2 people of ≥ 2 functions; hand-over: Kaplan–Meier from the last day of the main contact to the next person’s first; benefit: p̂(held) − p̂(others) still met, Newcombe 95 %",
        Words(
            fr="Un contact noté n’est pas une connaissance, et ce qui n’est pas noté ne compte pas. Un client suivi par une seule personne peut en être très content: c’est pourquoi ce qu’ils deviennent est montré à côté, comme une association et non une cause.",
            en="A contact on record is not knowledge, and what is not on record does not count. A client followed by one person may be very happy with it: which is why what becomes of them stands beside it, as an association and not a cause.",
        ),
        Words(
            fr="Des faits qui nomment le client, la personne (pseudonyme), son équipe et le jour; pour les cloisons et l’information retenue, des faits déclarés.",
            en="Facts that name the client, the person (a pseudonym), their team and the day; for fences and withheld information, declared facts.",
        ),
        Words(
            fr="Jamais une personne, jamais un classement: la société, ou un portefeuille d’au moins cinq personnes et cinq clients. Rien sur les passages de relais quand moins de cinq personnes sont parties. Le second contact suggéré est une fonction, pas quelqu’un.",
            en="Never a person, never a ranking: the company, or a portfolio of at least five people and five clients. Nothing about hand-overs when fewer than five people left. The second contact suggested is a function, not somebody.",
        ),
    ),
)
