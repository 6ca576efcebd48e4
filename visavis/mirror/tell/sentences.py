"""Words that the mirror's pages share."""

from visavis.mirror.tell.wording import counted, number
from visavis.mistakes import Lang, Words

AUDIENCES = {
    "public": Words(fr="promesse publique", en="public promise"),
    "service-level": Words(fr="engagement de service", en="service level"),
    "individual": Words(fr="engagement individuel", en="individual commitment"),
    "internal": Words(fr="engagement interne", en="internal promise"),
}
SIDES = {
    "kept": Words(fr="quand elle est tenue", en="when it is kept"),
    "missed": Words(fr="quand elle ne l’est pas", en="when it is not"),
}
PERIODS = {
    1: Words(fr="par mois", en="by month"),
    3: Words(fr="par trimestre", en="by quarter"),
    6: Words(fr="par semestre", en="by half-year"),
    12: Words(fr="par an", en="by year"),
    24: Words(fr="par deux ans", en="by two years"),
    60: Words(fr="par cinq ans", en="by five years"),
    120: Words(fr="par dix ans", en="by ten years"),
    1200: Words(fr="par siècle", en="by century"),
}
"""How the bars of a trend are grouped, by number of months."""

CASE, CASES = Words(fr="cas", en="case"), Words(fr="cas", en="cases")
OFF, OFFS = (
    Words(fr="annulé, non compté", en="called off"),
    Words(fr="annulés, non comptés", en="called off"),
)
RATING, RATINGS = Words(fr="avis", en="rating"), Words(fr="avis", en="ratings")

ENDED = {
    "late": (Words(fr="tenu en retard", en="late"), Words(fr="tenus en retard", en="late")),
    "partial": (Words(fr="tenu en partie", en="partial"), Words(fr="tenus en partie", en="partial")),
    "broken": (Words(fr="non tenu", en="broken"), Words(fr="non tenus", en="broken")),
    "open": (Words(fr="en cours", en="open"), Words(fr="en cours", en="open")),
    "untestable": (Words(fr="invérifiable", en="untestable"), Words(fr="invérifiables", en="untestable")),
}


def cases(n: int, lang: Lang) -> str:
    """`2 904 cas`."""
    return counted(n, CASE, CASES, lang)


def missed(outcomes: dict[str, int], lang: Lang) -> list[str]:
    """How the cases ended that were not kept, in words, those that occurred: `18 tenus en retard`."""
    return [
        f"{number(outcomes[outcome], lang)} {(one if outcomes[outcome] == 1 else many).say(lang)}"
        for outcome, (one, many) in ENDED.items()
        if outcomes.get(outcome)
    ]
