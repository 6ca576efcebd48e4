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
)
