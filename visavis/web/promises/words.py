"""Words that the pages of promises share."""

from visavis.mirror.reasons import Reason
from visavis.mistakes import Words

GROUPS = {
    "public": Words(fr="promesses publiques", en="public promises"),
    "service-level": Words(fr="engagements de service", en="service levels"),
    "individual": Words(fr="engagements individuels", en="individual commitments"),
    "internal": Words(fr="engagements internes", en="internal promises"),
}
"""Headings of the list, by audience."""

OUTCOMES = {
    "kept": Words(fr="tenue", en="kept"),
    "late": Words(fr="tenue en retard", en="late"),
    "partial": Words(fr="tenue en partie", en="partial"),
    "broken": Words(fr="non tenue", en="broken"),
    "open": Words(fr="en cours", en="open"),
    "untestable": Words(fr="invérifiable", en="untestable"),
}
"""How a case ended, by code, in the order of pages."""

KINDS = {
    "due": Words(fr="à faire avant une échéance", en="to be done by a due moment"),
    "holds": Words(fr="un champ dit si elle est tenue", en="a field says whether it was kept"),
    "at_least": Words(fr="une note à atteindre", en="a score to reach"),
    "tally": Words(fr="des décomptes (combien, dont manqués)", en="counts (how many, of which missed)"),
}
"""How a promise can be tested, by the key of its YAML."""

UNITS = {
    "minutes": Words(fr="minutes", en="minutes"),
    "hours": Words(fr="heures", en="hours"),
    "days": Words(fr="jours", en="days"),
    "business hours": Words(fr="heures ouvrées", en="business hours"),
    "business days": Words(fr="jours ouvrés", en="business days"),
}
EVENTUALLY = {
    "broken": Words(fr="non tenue", en="broken"),
    "late": Words(fr="tenue en retard", en="late"),
}
"""What a failure is called where no moment tells late from never."""


def reason_words(why: Reason | None) -> Words | None:
    """Why a case can't be tested, in both languages."""
    return Words(fr=why.say("fr"), en=why.say("en")) if why else None
