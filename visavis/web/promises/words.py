"""Words that the pages of promises share."""

from visavis.mirror.reasons import Reason
from visavis.mistakes import Words

OUTCOMES = {
    "kept": Words(fr="tenue", en="kept"),
    "late": Words(fr="tenue en retard", en="late"),
    "partial": Words(fr="tenue en partie", en="partial"),
    "broken": Words(fr="non tenue", en="broken"),
    "open": Words(fr="en cours", en="open"),
    "untestable": Words(fr="invérifiable", en="untestable"),
}
"""How a case ended, by code, in the order of pages."""


def reason_words(why: Reason | None) -> Words | None:
    """Why a case can't be tested, in both languages."""
    return Words(fr=why.say("fr"), en=why.say("en")) if why else None
