"""Promises: what is said against what is lived."""

from visavis.engine.measuring.catalogue.explained import Explained
from visavis.mistakes import Words

ENTRIES: tuple[Explained, ...] = (
    Explained(
        "kept-rate",
        Words(fr="Taux de promesses tenues", en="Kept rate"),
        Words(
            fr="La part des cas échus où la promesse a été tenue.",
            en="The share of due cases in which the promise was kept.",
        ),
        "kept / (kept + late + partial + broken); interval: Wilson 95 %, (p̂ + z²/2n ± z·√(p̂q̂/n + z²/4n²)) / (1 + z²/n)",
        Words(
            fr="Un filtre peut cacher les cas gênants: ne garder que les commandes livrées fait disparaître celles qui ne l’ont jamais été. Le taux sans le filtre est donc donné à côté.",
            en="A filter can hide awkward cases: keeping delivered orders only makes those never delivered vanish. The rate without the filter therefore stands beside it.",
        ),
        Words(
            fr="Une échéance et un moment de réalisation, ou un indicateur, une note, un décompte.",
            en="A due and a done moment, or a flag, a score, a tally.",
        ),
        Words(
            fr="Rien sur les cas non échus ni invérifiables, qui sont comptés à part; rien sur les causes; rien si on le regarde en continu jusqu’à ce qu’il plaise (la fourchette vaut pour un seul regard).",
            en="Nothing about cases not yet due or untestable, which are counted apart; nothing about causes; nothing if watched until it pleases (the interval holds for a single look).",
        ),
    ),
    Explained(
        "trend",
        Words(fr="Évolution par mois", en="Trend by month"),
        Words(
            fr="Le taux de promesses tenues mois par mois, au mois de l’échéance.",
            en="The kept rate month by month, by the month of the due day.",
        ),
        "kept rate of the cases whose day falls in the month, each with its Wilson interval",
        Words(
            fr="Un mois de peu de cas bouge par hasard: il porte une large fourchette, et le terminal le dessine comme un point au-dessous de 5 cas.",
            en="A month of few cases moves by chance: its interval is wide, and the terminal draws it as a dot below 5 cases.",
        ),
        Words(fr="Les mêmes données, datées.", en="The same data, dated."),
        Words(
            fr="Ne dit pas qu’une action a changé quelque chose: il y faut un témoin.",
            en="Does not say that an action changed anything: that needs a control.",
        ),
    ),
    Explained(
        "felt",
        Words(fr="Ce que disent les clients", en="What clients say"),
        Words(
            fr="La note moyenne des cas tenus et des cas manqués; et, si la promesse dit quelle note signifie « tenue » (kept_when), la part des clients qui le disent et l’écart avec les faits.",
            en="The mean score of kept and of missed cases; and, where the promise says which score means kept (kept_when), the share of clients who say so and the gap to the facts.",
        ),
        "gap = said kept / ratings − kept rate of the facts; interval: Newcombe 1998, method 10 (too wide rather than too narrow, since the same cases stand on both sides)",
        Words(
            fr="Seuls ceux qui répondent sont entendus; les mécontents répondent souvent plus.",
            en="Only those who answer are heard; the dissatisfied often answer more.",
        ),
        Words(
            fr="Des avis rattachés aux cas (about), l’unité déclarée: avis ou cas.",
            en="Ratings about the cases, the unit declared: ratings or cases.",
        ),
        Words(
            fr="Ne parle pas au nom des clients qui n’ont rien dit; sans kept_when, aucune part n’est donnée: une bonne note n’est pas l’aveu d’une promesse tenue.",
            en="Does not speak for clients who said nothing; without kept_when no share is given: a good score is not a statement that the promise was kept.",
        ),
    ),
    Explained(
        "course",
        Words(fr="Ce que deviennent les cas, jour après jour", en="What becomes of the cases, day by day"),
        Words(
            fr="Depuis le jour où un cas commence, la part déjà tenue, la part déjà manquée, et celle qui attend encore; un cas ouvert compte tant qu’on l’a suivi.",
            en="Since the day on which a case began, the share already kept, the share already missed, and that which still waits; an open case counts for as long as it was watched.",
        ),
        "Aalen–Johansen: F_k(t) = Σ S(tᵢ₋)·dₖᵢ/nᵢ for k = kept, missed; kept on the day it was done, missed at the end of the due day; interval: delta method on log(−log F), Wilson over those not lost from sight before where F is 0 or 1",
        Words(
            fr="Une suite de cas faciles au début embellit la courbe: elle mêle les cas anciens et récents, comme si rien n’avait changé entre-temps.",
            en="Easy cases at the beginning flatter the curve: it mixes old and recent cases as if nothing had changed in between.",
        ),
        Words(
            fr="Le jour où le cas commence, son échéance, et le jour où c’est fait.",
            en="The day on which the case began, its due day, and the day on which it was done.",
        ),
        Words(
            fr="Rien au-delà du jour où moins de cinq cas sont encore suivis; rien sous cinq cas échus; rien des cas annulés, dont aucun fait ne dit le jour; rien sur les causes.",
            en="Nothing beyond the day on which fewer than five cases are still watched; nothing below five cases due; nothing on cases called off, of which no fact tells the day; nothing about causes.",
        ),
    ),
)
