"""The words that deadlines are said with, as patterns: numbers, days, months, units. Texts are lower case, apostrophes plain."""

import re

NUMBERS = {
    **{"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10},
    **{"onze": 11, "douze": 12, "quatorze": 14, "quinze": 15, "vingt": 20, "vingt et un": 21, "trente": 30, "quarante-huit": 48},
    **{"vingt-quatre": 24, "soixante-douze": 72, "soixante": 60, "quarante": 40, "une dizaine de": 10, "une quinzaine de": 15},
    **{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9, "ten": 10},
    **{"eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20, "twenty-four": 24, "thirty": 30, "sixty": 60},
    **{"forty-eight": 48, "seventy-two": 72, "a couple of": 2, "couple of": 2, "couple": 2},
}  # fmt: skip
DAYS = {
    name: place
    for names in (
        ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
        ("mon", "tues", "weds", "thurs", "fri", "sat", "sun"),
    )
    for place, name in enumerate(names)
}
MONTHS = {
    name: place
    for names in (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "janv fevrier mars avr mai juin juil aout sept oct nov déc",
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
    )
    for place, name in enumerate(names.split(), start=1)
} | {"févr": 2, "fév": 2, "decembre": 12, "dec": 12, "sept": 9}

NUMBER = rf"(?:\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
RANGE = rf"(?:{NUMBER}\s*(?:/|-|–|à|ou|to|or)\s*)?(?P<number>{NUMBER})"
UNIT = r"(?P<unit>minutes?|mins?|mn|heures?|hours?|hrs?|h|jours?|days?|j|semaines?|weeks?|mois|months?)\b"

_LONG_FR = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
_LONG_EN = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
DAY_FR = rf"(?P<weekday>{_LONG_FR})"
DAY_EN = rf"(?P<weekday>{_LONG_EN}|(?:mon|tues?|weds?|thu(?:rs)?|fri|sat|sun)(?=\b(?! ?shine)))"
MONTH_FR = r"(?P<month>janvier|janv|février|fevrier|févr|fév|mars|avril|avr|mai|juin|juillet|juil|août|aout|septembre|sept|octobre|oct|novembre|nov|décembre|decembre|déc|dec)\b\.?"
MONTH_EN = r"(?P<month>january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?"
YEAR = r"(?:,?\s+(?P<year>20\d\d))?"


def plain(text: str) -> str:
    """Lower case, plain apostrophes and blanks, every character in its place."""
    lower = text.lower()
    said = lower if len(lower) == len(text) else text
    for written, meant in _PLAIN:
        said = said.replace(written, meant)
    return said


_PLAIN = (("’", "'"), ("\u00a0", " "), ("\u202f", " "), ("\t", " "), ("\u2011", "-"))


def number_of(said: str) -> int:
    """The number that digits or a word say."""
    return int(said) if said.isdigit() else NUMBERS[said]


PAST = re.compile(r"(?:\bd[eu]|\bdepuis(?: le)?|\bdatée? du|\bdatant d[eu]|\bof|\bsince|\bfrom|\bdated|\bon file|\bhier|\byesterday|\blast|\bdernier|\bcelui d[eu]|\bpast|\bpassée?)(?: ce| la| le| your| the| our)?\s+$")  # fmt: skip
"""What stands before a day that is looked back on: `votre message de lundi`."""
AHEAD = re.compile(r"demain|prochain|à venir|qui vient|next|coming|tomorrow|today|tonight|en huit|en quinze|fortnight")
"""What looks ahead whatever stands before it: `au cours de la semaine prochaine`."""
AFTERWARDS = re.compile(r"^\s+(?:dernier|passé|écoulé|last\b|ago\b|plus tôt)")
STARTS_LATER = re.compile(r"^\s*(?:ouvrée?s?|ouvrables?|maximum|au plus(?: tard)?)?\s*,?\s*(?:après(?![- ]midi)|à compter|à partir|à réception|dès|suivant (?:la|le|votre|réception)|suivants? (?:la|le|votre)|following (?:the|your|receipt)|of (?:the |your )?(?:receipt|receiving|order|payment|approval|confirmation|purchase|delivery)|after|from (?:the|your|receipt|when|date)|once|when)\b")  # fmt: skip
"""What counts from something yet to come: no date can be told."""

BEFORE = re.compile(r"\b(?:avant|before)(?: le| la| les| the| ce| this)?\s*$|^(?:avant|before)\b")
"""What leaves out the day that it names."""
EVENT_FIRST = re.compile(
    r"\bdès (?!que possible|qu'il|demain|aujourd|ce |lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)|\bune fois\b|\bà réception\b|\baprès (?:réception|validation|accord|signature|paiement|votre)\b|\bas soon as (?!possible|we can|i can)|\bonce\b|\bupon\b|\bon receipt\b|\bafter (?:we|you|receipt|receiving|approval|payment)\b|\bsuite à (?:la )?réception\b|\bwhen (?:we|you|it|the)\b"
)
"""An event yet to come, from which a span that follows counts."""
OPEN = re.compile(
    r"\b(?:ouvert\w*|ouvrons|ouvre|fermé\w*|horaires?|joignables?|permanence|accueille|accueillons|open|opening hours|closed|hours are|available|standard)\b[^.]*\b(?:du|de|from|between|entre|monday|mon|lundi|every|tous|chaque|\d)|\b7 ?j(?:ours)? ?(?:/|sur) ?7\b|\b24 ?h(?:eures)? ?(?:/|sur) ?24\b|\b24/7\b"
)
"""Hours of opening."""
FROM_TO = re.compile(
    r"\b(?:du (?:lun|mar|mercre|jeu|vendre|same)di (?:matin )?au $|from (?:mon|tues|wednes|thurs|fri|satur)day (?:to|through|until) $)|\b(?:monday|mon) ?(?:to|-|–|through) ?$|\b(?:tous les|toutes les|chaque|every|each)(?: \w+)? $"
)
"""What makes a day one of many."""
_PLANNED = r"prév|programm|plan|fix|cal[eé]|report|repouss|réserv|décal|avanc|demand|promis|engag|confirm|convenu|book|schedul|arrang|resched|promis|confirm|set\b|agreed|moved|due"
WAS = {
    "fr": re.compile(
        rf"\b(?:ai|as|a|avons|avez|ont|suis|sommes|êtes|est|sont|avait|avions|aviez|était|étaient)\b(?! (?:\w+ )?(?:{_PLANNED}))(?: \w+){{0,3}} \w+(?:é|ée|és|ées|u|us|ue|it|is)\b(?![^,;]*(?:rai|rons|ra|rez|ront|vais|allons)\b)[^,;:]*$"
    ),
    "en": re.compile(
        rf"\b(?:i|we|he|she|they|you|it|who|engineer|driver|team|colleague)\b(?: \w+ly)? (?!need|{_PLANNED})(?:\w+ed|sent|came|went|spoke|wrote|left|was|were|told|met|rang|paid|got|had|saw|said|took|made)\b(?![^,;]*(?:will|shall|going|'ll)\b)[^,;:]*$"
    ),
}
"""A past tense before a day, by language (the French « a » is no English article): it is looked back on, unless `for`, `pour` or the like leads to it."""
LEADS_ON = re.compile(
    r"(?:\bpour(?: le)?|\bfor(?: the)?|\bthan|\bby|\bà|\bau|\bjusqu'à|\bjusqu'au|\buntil|\btill|\bd'ici(?: le| à)?|\bavant(?: le)?|\bbefore|\bau plus tard(?: le)?|\bdès|\bà partir d[eu])\s*$"
)
