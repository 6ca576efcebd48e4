"""Whether a period stands out from those before it."""

from visavis.engine.measuring.catalogue.explained import Explained
from visavis.mistakes import Words

ENTRIES: tuple[Explained, ...] = (
    Explained(
        "control-chart",
        Words(fr="Ce mois sort-il de l’ordinaire ?", en="Is this month out of the ordinary?"),
        Words(
            fr="Si la dernière période diffère de ce dont varient d’ordinaire les premières qui sont montrées, ou si une dérive lente s’est installée.",
            en="Whether the last period differs from what the first ones shown usually vary by, or whether a slow drift has set in.",
        ),
        "shares: Laney’s p′, p̄ ± k·σ_z·√(p̄(1 − p̄)/nᵢ)·√(1 + 1/m), σ_z = max(1, mean|zᵢ − zᵢ₋₁|/1.128); values: XmR, x̄ ± k·MR̄/1.128·√(1 + 1/m); drift: EWMA, λ = 0.2, beyond k·√(λ/(2 − λ)·(1 − (1 − λ)²ⁱ) + (1 − (1 − λ)ⁱ)²/m); m first periods (8, from 13 on 12, from 37 on 24) frozen; k = 3, or Student’s quantile of the same tail at 0.62·(m − 1) degrees of freedom where the spread comes out of the baseline",
        Words(
            fr="Les premières périodes servent d’étalon: si elles étaient déjà mauvaises, l’ordinaire l’est aussi. Une saison peut passer pour un écart. Sur une année sans aucun changement, une alerte fausse survient environ une fois sur vingt.",
            en="The first periods are the yardstick: if they were bad already, so is the ordinary. A season may pass for a signal. Over a year in which nothing changed, a false signal comes about once in twenty.",
        ),
        Words(
            fr="Neuf périodes d’au moins cinq cas. Le filtre « de … à … » choisit d’où partent les premières.",
            en="Nine periods of at least five cases. The filter “from … to …” chooses where the first ones begin.",
        ),
        Words(
            fr="Ne dit pas pourquoi une période sort de l’ordinaire, ni qu’une action a agi: il y faut un témoin. Rien si tous les cas des premières périodes sont pareils.",
            en="Does not say why a period stands out, nor that an action worked: that needs a control. Nothing where all cases of the first periods are alike.",
        ),
    ),
)
