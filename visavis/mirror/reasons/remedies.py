"""What to do about a figure that can't be given, for those who work on pages rather than in files and terminals."""

from visavis.mirror.reasons import Reason
from visavis.mistakes import Lang, Words

_COLUMN = Words(
    fr="Ajoutez à vos fichiers la colonne qui le dit, puis déposez-les de nouveau.",
    en="Add the column that tells it to your files, then drop them again.",
)
_AT_SOURCE = Words(
    fr="Faites compléter vos fichiers là où ils sont produits.", en="Have your files completed where they are made."
)
_DEFINITION = Words(
    fr="Demandez à votre analyste de revoir la définition de la mesure.",
    en="Ask your analyst to review the definition of the measure.",
)

REMEDIES: dict[str, Words] = {
    "no_cases": Words(
        fr="Vérifiez les conditions de la promesse, et que la source a été déposée.",
        en="Check the conditions of the promise, and that the source was dropped.",
    ),
    "not_run": Words(fr="Lancez un calcul dans Réglages.", en="Start a run in Settings."),
    "no_due": Words(
        fr="Ajoutez la colonne d’échéance à vos fichiers, ou fixez un délai dans la promesse.",
        en="Add the due column to your files, or set a delay in the promise.",
    ),
    "no_start": _COLUMN,
    "no_course": _COLUMN,
    "no_done_column": _COLUMN,
    "nobody_named": _COLUMN,
    "no_flag": _AT_SOURCE,
    "no_score": _AT_SOURCE,
    "no_count": _AT_SOURCE,
    "impossible_counts": _AT_SOURCE,
    "outside_calendar": _AT_SOURCE,
    "too_few_clients": Words(
        fr="Attendez plus de cas, ou comptez les clients qui en ont moins.",
        en="Wait for more cases, or count clients who have fewer.",
    ),
    **dict.fromkeys(
        (
            "no_rows",
            "missing_field",
            "list_field",
            "no_moment",
            "wrong_value",
            "no_stage",
            "empty_first",
            "no_time",
            "other",
        ),
        _DEFINITION,
    ),
}
"""By code; the other codes have a remedy that needs no file."""


def remedy(why: Reason, lang: Lang) -> str:
    """What to do, as a sentence."""
    if why.code in REMEDIES:
        return REMEDIES[why.code].say(lang)
    text = why.remedy(lang)
    return text[:1].upper() + text[1:] + "."
