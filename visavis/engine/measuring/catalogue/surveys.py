"""What clients answered."""

from visavis.engine.measuring.catalogue.explained import Explained
from visavis.mistakes import Words

ENTRIES: tuple[Explained, ...] = (
    Explained(
        "survey",
        Words(fr="Ce que disent les clients", en="What clients say"),
        Words(
            fr="Le score de chaque question posée aux clients, mois par mois et depuis le début: promoteurs moins détracteurs sur une échelle de 0 à 10, part de satisfaits sur 1 à 5, part de « c’était facile » sur 1 à 7.",
            en="The score of each question put to clients, month by month and since the beginning: promoters minus detractors on 0 to 10, the share satisfied on 1 to 5, the share who found it easy on 1 to 7.",
        ),
        "NPS = p − d, adjusted Wald: (p + d − (p − d)²)/(n + 3) with ¾ added to p and d; CSAT, CES: share, Wilson 95 %; since the beginning: always-valid, E(p) = B(a+S, b+n−S)/(B(a,b)·p^S·(1−p)^(n−S)) < 20",
        Words(
            fr="Seuls ceux qui répondent sont entendus. Un client qui répond souvent compte plusieurs fois, et rend la fourchette trop étroite.",
            en="Only those who answer are heard. A client who answers often counts several times, which makes the interval too narrow.",
        ),
        Words(
            fr="Des notes avec leur échelle et leur question (instrument); pour le taux de réponse, la liste de ceux qui ont été interrogés.",
            en="Scores with their scale and question (instrument); for the response rate, the list of those who were asked.",
        ),
        Words(
            fr="Pas de taux de réponse quand les fichiers ne contiennent que des réponses; rien d’une question qui porte deux échelles; une note hors échelle n’est comptée nulle part; rien sur les causes.",
            en="No response rate where the files hold answers only; nothing of a question that has two scales; a score off its scale is counted nowhere; nothing about causes.",
        ),
    ),
    Explained(
        "weighted",
        Words(fr="Score redressé", en="Weighted score"),
        Words(
            fr="Le score tel qu’il serait si toutes les sortes de clients avaient répondu dans les mêmes proportions que dans le fichier client, ou que dans la population que vous déclarez.",
            en="The score as it would be if all sorts of clients had answered in the proportions of the client register, or of the population that you declare.",
        ),
        "raking to the margins of the register (Deming and Stephan 1940), or to declared shares, weights cut at 5 × their mean (or as declared), effective answers (Σw)²/Σw² (Kish); early and late answers: difference, Newcombe 95 %; worst case: all the silent against, or all for",
        Words(
            fr="Un poids corrige ce que le fichier sait des clients, pas la raison pour laquelle ils se taisent.",
            en="A weight corrects what the register knows about clients, not why they stay silent.",
        ),
        Words(
            fr="Des réponses reliées à des clients, et dans le fichier client un champ à peu de valeurs (particulier ou entreprise, segment).",
            en="Answers joined to clients, and in the register a field of few values (person or organisation, segment).",
        ),
        Words(
            fr="Se tait quand une sorte de clients n’a pas répondu du tout: aucun poids ne parle pour elle.",
            en="Stays silent where one sort of clients has not answered at all: no weight speaks for it.",
        ),
    ),
)
