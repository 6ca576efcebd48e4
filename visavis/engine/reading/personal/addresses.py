"""Postal addresses in French and English: number, way and its name; flat, postcode and town beside them."""

import re
from collections.abc import Iterator

from visavis.engine.reading.personal.spans import Kind, Span

_BIG = r"[A-ZÀ-ÖØ-Þ][\w'.-]*"
_NUMBER = r"\d{1,4}(?: ?(?:bis|ter|quater|[a-dA-D])\b)?,? (?:et \d{1,4},? )?"
_WAYS = (
    r"rue|avenue|av\.?|ave\.?|boulevard|bd\.?|bld\.?|blvd\.?|boul\.?|impasse|imp\.?|faubourg|fbg\.?|chauss[ée]e|esplanade|"
    r"ruelle|venelle|rond[- ]point|lotissement|sentier|chem\.?|mail|clos"
)
_UNSURE = (
    r"place|pl\.?|all[ée]es?|chemin|ch\.?|route|rte\.?|quai|cours|passage|square|sq\.?|villa|cit[ée]|r[ée]sidence|hameau|"
    r"voie|mont[ée]e|parc|promenade|traverse"
)
"""Ways by names that mean other things, too: only before a name in capitals."""
_LINK = r"(?:de la |de l'|des |du |de |d'|la |le |les |l'|aux? |à )"
_DATED = r"\d{1,2}(?:er)?(?= (?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre)) \w+"
_NAME = rf"{_LINK}{{0,2}}(?:{_BIG}|{_DATED})(?:[ -]{_LINK}{{0,2}}{_BIG}){{0,4}}"
_TOWN = rf"{_BIG}(?:[ -](?:{_BIG}|(?:sur|sous|en|les?|la|lès|de|du|des)\b|d'{_BIG}|l'{_BIG}|\d{{1,2}}(?=e?\b))){{0,4}}"
_TO_TOWN = rf"(?:(?:,| -|\s?\n| à| a)?\s?\d{{5}}(?: {_TOWN})?|,? ?à {_BIG})?"
_INSIDE = (
    r"(?:(?i:appartement|appt?\.?|apt\.?|b[âa]t(?:iment)?\.?|esc(?:alier)?\.?|r[ée]sidence|flat|unit|suite) (?:n° ?)?"
    rf"[\w'-]{{1,20}}(?: {_BIG}){{0,3}}, ?){{0,3}}"
)
_NO_NAME = (
    r"(?!(?:depuis|et|est|pour|dans|qui|que|mais|car|je|on|ou|donc|avec|plus|pas|sans|il|elle|c|j|a|à|entre|vers)\b)"
)
_LOW = rf"{_NO_NAME}[^\W\d_][\w'.-]+"
_LOW_TOWN = r"(?:,? ?\d{5}(?: [^\W\d_][\w'-]+(?:-[\w-]+)?)?|,? (?:à|a) [^\W\d_][\w'-]+)?"
_FRENCH = re.compile(rf"(?<![\w,.]){_INSIDE}{_NUMBER}(?:(?i:{_WAYS}|{_UNSURE})) {_NAME}{_TO_TOWN}")
_SMALL = re.compile(
    rf"(?<![\w,.]){_NUMBER}(?:{_WAYS}) (?:{_LINK}{{1,2}}{_LOW}(?: {_LINK}{_LOW})?|{_LOW}(?: {_LOW})?){_LOW_TOWN}", re.IGNORECASE
)  # fmt: skip
_POSTCODE = re.compile(rf"(?<![\w,./-])(?:(?:F|FR)-)?(?:0[1-9]|[1-8]\d|9[0-8])\d{{3}} (?!€|EUR|Euro){_TOWN}")
_BOX = re.compile(rf"(?<!\w)(?:BP|CS|TSA|B\.P\.|P\.?O\.? Box) ?(?:n° ?)?\d{{2,6}}(?:,? \d{{5}} {_TOWN})?")
_HAMLET = re.compile(rf"(?<!\w)(?i:lieu[- ]?dit|hameau(?: de| du| des)?) {_BIG}(?:[ -]{_BIG}){{0,3}}{_TO_TOWN}")

_STREETS = (
    r"Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Ln\.?|Drive|Dr\.?|Close|Court|Ct\.?|Way|Terrace|Place|Pl\.?|Gardens|Gdns|"
    r"Crescent|Cres\.?|Square|Sq\.?|Hill|Park|Boulevard|Blvd\.?|Grove|Mews|Parade|Walk|Row|Green|Parkway|Pkwy|Highway|Hwy|"
    r"Circle|Rise|Quay|Wharf|Yard|Broadway"
)
_UK = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
_ENGLISH = re.compile(
    r"(?<![\w.,])(?:(?i:flat|apartment|apt|unit|suite) ?\w{1,5},? ?)?\d{1,5}[A-Da-d]?,? "
    rf"(?:[A-Z][\w'.-]*|the)(?: (?:[A-Z][\w'.-]*|the|of|on)){{0,3}} (?:{_STREETS})(?!\w)"
    r"(?:,? ?(?:Apt|Flat|Unit|Suite|#)\.? ?\w{1,5})?"
    rf"(?:(?:,|\s?\n)? ?[A-Z][\w'-]+(?:[ -][A-Z][\w'-]+){{0,2}}(?=,? ?(?:[A-Z]{{2}} \d{{5}}|{_UK})))?"
    rf"(?:,? ?[A-Z]{{2}} \d{{5}}(?:-\d{{4}})?|,? ?{_UK}|,? (?:in )?[A-Z][\w'-]+(?: [A-Z][\w'-]+)?(?=[.,;!?\n]|$))?"
)
_ENGLISH_SMALL = re.compile(
    r"(?<![\w.,])\d{1,5} (?!(?:days?|hours?|years?|weeks?|months?|minutes?|times|of|more|miles?)\b)[a-z]+(?: [a-z]+)? "
    r"(?:street|road|avenue|lane|drive|crescent|boulevard|terrace|gardens)(?!\w)(?:,? [a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2})?"
)
_BRITISH = re.compile(r"(?<![\w-])[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?![\w-])")
"""A British postcode tells a street; alone it must be written with its blank."""

_WITH_DIGITS = (_FRENCH, _SMALL, _POSTCODE, _BOX, _HAMLET, _ENGLISH, _ENGLISH_SMALL, _BRITISH)
_WITHOUT = (_HAMLET,)
_ANY_DIGIT = re.compile(r"\d")


def addresses(text: str) -> Iterator[Span]:
    """Spans of addresses in `text`."""
    for pattern in _WITH_DIGITS if _ANY_DIGIT.search(text) else _WITHOUT:
        for found in pattern.finditer(text):
            yield Span(found.start(), len(found[0].rstrip(" ,.\n-")), Kind.ADDRESS)
