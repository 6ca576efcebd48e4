"""Postal addresses in French and English: number, way and its name; flat, postcode and town beside them."""

import re
from collections.abc import Iterator

from visavis.engine.reading.personal.spans import Kind, Span

_BIG = r"[A-ZÀ-ÖØ-Þ][\w'.-]*"
_NUMBER = r"(?:num[ée]ro |n° ?)?\d{1,4}(?: ?(?:bis|ter|quater|[a-dA-D])\b)?,? (?:et \d{1,4},? |(?:de la |de l'|du |des |, )(?=r|a|b|i|p|c|q|s|v|m|l|f|e|t|h))?"
_WAYS = (
    r"rue|r\.|avenue|av\.?|ave\.?|boulevard|bd\.?|bld\.?|blvd\.?|boul\.?|impasse|imp\.?|faubourg|fbg\.?|chauss[ée]e|esplanade|"
    r"ruelle|venelle|sente|grande?[- ]rue|vieux chemin|corniche|rond[- ]point|lotissement|sentier|chem\.?|mail|clos"
)
_UNSURE = (
    r"place|pl\.?|all\.?|all[ée]es?|chemin|ch\.?|route|rte\.?|quai|cours|passage|square|sq\.?|villa|cit[ée]|r[ée]sidence|hameau|"
    r"voie|mont[ée]e|parc|promenade|traverse"
)
"""Ways by names that mean other things, too: only before a name in capitals."""
_LINK = r"(?:de la |de l'|des |du |de |d'|la |le |les |l'|aux? |à )"
_DATED = r"\d{1,2}(?:er)?-[A-Z]\w+(?:-\d{4})?|\d{1,2}(?:er)?(?= (?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre)) \w+"
_NAME = rf"{_LINK}{{0,2}}(?:{_BIG}|{_DATED})(?:[ -]{_LINK}{{0,2}}{_BIG}){{0,4}}"
_TOWN = rf"{_BIG}(?:[ -](?:{_BIG}|(?:sur|sous|en|les?|la|lès|de|du|des)\b|d'{_BIG}|l'{_BIG}|\d{{1,2}}(?:er?|[èe]me)?\b)){{0,4}}(?: (?i:cedex)(?: \d{{1,2}})?)?"
_TO_TOWN = rf"(?:(?:,| -|\s?\n| à| a)?\s?\d{{2}} ?\d{{3}}(?: {_TOWN})?|,? ?à {_BIG}|, {_TOWN} \(Qu[ée]bec\)(?: [A-Z]\d[A-Z] ?\d[A-Z]\d)?|, {_TOWN}(?=[.;!?\n]|$))?"
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
_ANY_FRENCH = re.compile(
    rf"(?<![\w,.€])\d{{1,4}}(?: ?(?:bis|ter))?,? [A-ZÀ-ÖØ-Þ][^\W\d_][^,\n\d.;!?]{{1,38}},? (?:0[1-9]|[1-8]\d|9[0-8])\d{{3}} (?!€|EUR|Euro){_TOWN}"
)
"""Whatever the way is called: a number, a name, a postcode and its town."""
_HAMLET_TOWN = re.compile(
    rf"(?<!\w)(?:Le |La |Les |L')[A-ZÀ-ÖØ-Þ][\w'-]+(?:[ -][A-ZÀ-ÖØ-Þ][\w'-]+){{0,2}}, (?:0[1-9]|[1-8]\d|9[0-8])\d{{3}} {_TOWN}"
)
_SPACED = re.compile(rf"(?i:code postal|cp)[ :]{{1,3}}((?:0[1-9]|[1-8]\d|9[0-8]) \d{{3}} {_TOWN})")
_ZONE = re.compile(
    rf"(?<!\w)(?:ZA|ZI|ZAC|Z\.A\.|Z\.I\.|Parc d'activités?) {_LINK}{{0,2}}{_BIG}(?:[ -]{_LINK}{{0,2}}{_BIG}){{0,3}},? \d{{5}} {_TOWN}"
)
_NUMBER_BEHIND = re.compile(
    rf"(?<!\w)(?i:{_WAYS}|{_UNSURE}) {_NAME},? \d{{1,4}}[a-d]?(?:,| -|\n)? ?(?:(?:B|CH|L|LU)-)?[1-9]\d{{3}} (?!€){_TOWN}"
)
"""As Belgians and the Swiss write them."""
_LIVED = re.compile(
    rf"(?i:habit\w+|r[ée]sid\w+|domicili\w+|log[ée]e?s?|adresse(?: est| :)?)(?: [àa]u?)? ((?i:{_WAYS}|{_UNSURE}) {_NAME}(?:, (?:au )?(?:num[ée]ro|n°) ?\d{{1,4}})?(?:,? (?:à|\d{{5}}) {_TOWN})?)"
)
"""A way without a number, where somebody lives."""
_HAMLET = re.compile(rf"(?<!\w)(?i:lieu[- ]?dit|hameau(?: de| du| des)?) {_BIG}(?:[ -]{_BIG}){{0,3}}{_TO_TOWN}")

_STREETS = (
    r"Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Ln\.?|Drive|Dr\.?|Close|Court|Ct\.?|Way|Terrace|Place|Pl\.?|Gardens|Gdns|"
    r"Crescent|Cres\.?|Square|Sq\.?|Hill|Park|Boulevard|Blvd\.?|Grove|Mews|Parade|Walk|Row|Green|Parkway|Pkwy|Highway|Hwy|"
    r"Circle|Rise|Quay|Wharf|Yard|Broadway|Approach|Loop|View|Vale|Fields?|Meadows?|Bank|Gate|Fold|Heights|Trail|Turnpike|Pike|"
    r"Plaza|Ridge|Cove|Crossing|Alley|Embankment|Villas|Cottages|Mansions|Buildings|Croft|Garth|Wynd|Brae|Mount|Chase|Bridge"
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
    r"(?<![\w.,])\d{1,5}[a-d]? (?!(?:days?|hours?|years?|weeks?|months?|minutes?|times|of|more|miles?)\b)[a-z]+(?: [a-z]+)? "
    r"(?:street|road|avenue|lane|drive|crescent|boulevard|terrace|gardens)(?!\w)(?:,? [a-z]{3,}(?=[.,;!?\n]|$))?(?:,? [a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2})?"
)
_BRITISH = re.compile(r"(?<![\w-])[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?![\w-])")
"""A British postcode tells a street; alone it must be written with its blank."""

_ORDINALS = r"\d{1,3}(?:st|nd|rd|th)"
_LIVES = r"(?i:live at|lives at|living at|address(?: is|:)?|deliver(?:ed)? to|send it to|ship to|sent to|moved to|to|at|from)"
_HOUSE = re.compile(
    rf"(?<=\b){_LIVES} ((?:[A-Z][\w'.-]+ ){{1,4}}(?:Cottage|House|Farm|Lodge|Barn|Hall|Rectory|Mill|Manor|Villa|Bungalow),? (?:\d{{1,4}} )?[A-Z][\w'.-]+"
    rf"(?: [A-Z][\w'.-]+){{0,3}}(?:, [A-Z][\w'-]+(?: [A-Z][\w'-]+){{0,2}})?,? {_UK})"
)
_ANY_WAY = re.compile(
    rf"(?<![\w.,-])(?:(?i:flat|apartment|apt|unit|suite) ?[\w/]{{1,5}},? ?)?\d{{1,5}}(?:[-/]\d{{1,4}})?[A-Da-d]? (?:The )?[A-Z][\w'.-]+(?: [A-Z][\w'.-]+){{0,3}}"
    rf"(?:,? [A-Z][\w'-]+(?: [A-Z][\w'-]+){{0,2}})?,? {_UK}"
)
"""Whatever the way is called: a number, names, a British postcode."""
_UNIT = re.compile(
    rf"(?<!\w)(?i:unit|suite|flat|plot) ?\w{{1,4}},? [A-Z][\w'.-]+(?: [A-Z][\w'.-]+){{0,4}},? [A-Z][\w'-]+(?: [A-Z][\w'-]+)?,? {_UK}"
)
_LIVING = re.compile(
    r"(?i:live at|lives at|living at|home is|house is|address(?: is|:)?|deliver(?:ed)? to|moved to) "
    r"(\d{1,4}[A-Da-d]? (?:The )?[A-Z][\w'-]+(?: [A-Z][\w'-]+)?(?:, [A-Z][\w'-]+(?: [A-Z][\w'-]+)?)?)(?=[.,;!?\n]|$)"
)
"""A number and a name where somebody lives: `9 The Maltings, Ely`."""
_AMERICAN = re.compile(
    rf"(?<![\w.,])\d{{1,5}} (?:[NSEW]{{1,2}}\.? )?(?:{_ORDINALS}|(?:[A-Z][\w'.-]*)(?: [A-Z][\w'.-]*){{0,2}}) (?:{_STREETS})(?!\w)(?:,? ?(?:Apt|Unit|Suite|Ste|#)\.? ?\w{{1,5}})?"
    r"(?:,? [A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2})?(?:,? (?:[A-Z]{2,3}) \d{4,5}(?:-\d{4})?)?"
)
_AMERICAN_SMALL = re.compile(
    r"(?<![\w.,])\d{1,5} (?:[nsew]{1,2}\.? )?(?:[a-z]+ ){1,2}(?:st|ave|rd|dr|ln|blvd|ct|pl)\b(?:,? (?:apt|unit|suite|ste|#)\.? ?\w{1,5})?"
    r"(?:,? [a-z]+(?: [a-z]+)?,? [a-z]{2} \d{5})",
)
_PO_BOX = re.compile(
    r"(?<!\w)P\.? ?O\.? Box ?\d{1,6}(?:, [A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2})?(?:,? [A-Z]{2} \d{5}(?:-\d{4})?|,? (?:"
    + _UK
    + "))?",
    re.IGNORECASE,
)
_IRISH = re.compile(
    rf"(?<![\w.,])\d{{1,4}} [A-Z][\w'-]+(?: [A-Z][\w'-]+)? (?:{_STREETS})(?:, [A-Z][\w'-]+(?: [A-Z][\w'-]+)?){{1,2}} \d{{1,2}}\b"
)

_ON_WAY = re.compile(rf"(?i:number|no\.?) \d{{1,4}},? (?:on|in) [A-Z][\w'-]+(?: [A-Z][\w'-]+)? (?:{_STREETS})(?!\w)")
_CODE_TOLD = re.compile(
    rf"(?i:post ?code|zip(?: code)?|eircode)(?: is|:)? ((?i:{_UK})|\d{{5}}(?:-\d{{4}})?|[A-Z]\d\d ?[A-Z0-9]{{4}})(?!\w)"
)
_TAIL = re.compile(
    rf"(?:,? ?\n?[A-Z][\w'-]+(?: [A-Z][\w'-]+){{0,2}}){{0,3}},?[ \n](?:{_UK}|[A-Z][a-z]+ \d{{5}}(?:-\d{{4}})?|[A-Z]{{2}} \d{{5}}(?:-\d{{4}})?|[A-Z]{{2,3}} \d{{4}}|D\d\d [A-Z0-9]{{4}})(?!\w)"
    r"|(?:, [A-Z][\w'-]+(?: [A-Z][\w'-]+)?){1,2}(?=[.;!?\n]|$)"
)
"""Places and codes that go on behind an address."""
_HEAD = re.compile(
    r"(?:(?i:b[âa]t(?:iment)?|building|block|appartement|appt?|apt|apartment|flat|unit|suite|esc(?:alier)?|[ée]tage|floor|villa|r[ée]sidence)\.? [\w' -]{1,24}, ?"
    r"|\d{1,2}(?:er|e|[èe]me|st|nd|rd|th) (?:[ée]tage|floor), ?|(?:The |Le |La |Les )[A-Z][\w'-]+(?: [A-Z][\w'-]+)?, ?"
    r"|[A-Z][\w'-]+ (?:House|Cottage|Court|Lodge|Mill|Farm|Barn|Hall|Mansions|Tower|Towers|Villa), ?){1,3}$"
)
"""What stands before the number."""
_BETWEEN = re.compile(
    r"(?:[ ,;\n-]|(?i:b[âa]t(?:iment)?|appt?|appartement|apt|esc(?:alier)?|[ée]tage|bis|cedex|unit|flat|suite)\b\.?(?: \w{1,3}\b)?|\d{1,2}(?:er|e|[èe]me)|[A-ZÀ-Þ][\w'-]*){0,12}"
)
"""What two parts of one address have between them."""

_WITH_DIGITS = (
    _ON_WAY,
    _CODE_TOLD,
    _ANY_FRENCH,
    _HAMLET_TOWN,
    _HOUSE,
    _ANY_WAY,
    _UNIT,
    _LIVING,
    _AMERICAN,
    _AMERICAN_SMALL,
    _PO_BOX,
    _IRISH,
    _SPACED,
    _ZONE,
    _NUMBER_BEHIND,
    _LIVED,
    _FRENCH,
    _SMALL,
    _POSTCODE,
    _BOX,
    _HAMLET,
    _ENGLISH,
    _ENGLISH_SMALL,
    _BRITISH,
)
_WITHOUT = (_HAMLET, _LIVED)
_ANY_DIGIT = re.compile(r"\d")


def addresses(text: str) -> Iterator[Span]:
    """Spans of addresses in `text`, parts of one address in one span."""
    parts = sorted(_parts(text))
    while parts:
        begin, end = parts.pop(0)
        while parts and (
            parts[0][0] <= end or (parts[0][0] - end <= _APART and _BETWEEN.fullmatch(text, end, parts[0][0]))
        ):
            end = max(end, parts.pop(0)[1])
        if tail := _TAIL.match(text, end):
            end = tail.end()
        if head := _HEAD.search(text, max(0, begin - 60), begin):
            begin = head.start()
        yield Span(begin, end - begin, Kind.ADDRESS)


_APART = 32
"""Characters between two parts of one address at most."""


def _parts(text: str) -> Iterator[tuple[int, int]]:
    for pattern in _WITH_DIGITS if _ANY_DIGIT.search(text) else _WITHOUT:
        for found in pattern.finditer(text):
            group = pattern.groups and 1
            yield found.start(group), found.start(group) + len(found[group].rstrip(" ,.\n-"))
