"""How long things take."""

from visavis.engine.measuring.catalogue.explained import Explained
from visavis.mistakes import Words

ENTRIES: tuple[Explained, ...] = (
    Explained(
        "delay",
        Words(fr="Délai", en="Delay"),
        Words(
            fr="Le temps au bout duquel la moitié des cas a abouti, ceux qui attendent encore comptés comme en attente.",
            en="The time after which half of the cases have ended, those still waiting counted as waiting.",
        ),
        "Kaplan–Meier: S(t) = Π(1 − dᵢ/nᵢ); median: smallest t with S(t) ≤ ½; Greenwood’s variance, log(−log) interval; beside it the plain median of the finished",
        Words(
            fr="La médiane des seuls cas terminés flatte: elle oublie ceux qui attendent. L’autre suppose que les cas quittés de vue auraient attendu comme les autres.",
            en="The median of the finished alone flatters: it forgets those who wait. The other supposes that cases lost from sight would have waited like the rest.",
        ),
        Words(
            fr="Un moment de départ et un moment d’arrivée; pour les cas en attente, quand ils ont été vus pour la dernière fois (sinon la fin de leur source).",
            en="A moment of beginning and one of end; for waiting cases, when they were last seen (else the end of their source).",
        ),
        Words(
            fr="Pas de médiane quand plus de la moitié attend encore; pas d’heures à partir de dates sans heure; rien sur une équipe de moins de cinq personnes.",
            en="No median where more than half are still waiting; no hours out of dates without a time; nothing about a team of fewer than five.",
        ),
    ),
)
