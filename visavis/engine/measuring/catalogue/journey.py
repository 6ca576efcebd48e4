"""The journey: the ways that cases take from end to end."""

from visavis.engine.measuring.catalogue.explained import Explained
from visavis.mistakes import Words

ENTRIES: tuple[Explained, ...] = (
    Explained(
        "process",
        Words(fr="Le parcours des cas, de bout en bout", en="The way of cases, end to end"),
        Words(
            fr="Par quelles étapes passent vraiment les cas des clients, combien de temps la moitié attend à chacune, à qui ils sont passés, et combien reviennent à une étape déjà passée.",
            en="Through which steps clients’ cases really go, how long half of them wait at each, to whom they are handed, and how many come back to a step they had passed.",
        ),
        "wait of a step: Kaplan–Meier median of its time, cases still there counted as waiting; way: the order in which a case met its steps, repeats in a row being one; returned = cases that met a step again after another / cases that met it, Wilson 95 %; time of a way: mean of the cases that are over ± 1.96 standard errors",
        Words(
            fr="Le parcours est celui de l’outil, pas celui du client: ce qu’il a vécu entre deux écrans n’y est pas. Un journal de changements ne dit pas si l’on travaillait ou si l’on attendait.",
            en="It is the way of the tool, not of the client: what was lived between two screens is not in it. A log of changes does not tell work from waiting.",
        ),
        Words(
            fr="Un journal: des événements rattachés à un cas (about), avec une étape ou une équipe et leur date; leur fin, si l’outil la note.",
            en="A log: events about a case, with a step or a team and their date; their end, where the tool notes it.",
        ),
        Words(
            fr="Rien sur ce qui n’est pas un cas de client; rien des lignes sans date ou finies avant de commencer, comptées à part; aucun relais entre équipes en dessous de cinq cas.",
            en="Nothing about what is no client’s case; nothing of rows without a date or that end before they begin, counted apart; no hand-off between teams below five cases.",
        ),
    ),
)
