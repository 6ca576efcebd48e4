"""How long something may take, as sentences say it in French and English, in the words of promises (`2 business days`)."""

import re
from dataclasses import dataclass

_NUMBERS = {
    **{"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10},
    **{"onze": 11, "douze": 12, "quatorze": 14, "quinze": 15, "vingt": 20, "trente": 30, "quarante-huit": 48, "soixante": 60},
    **{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9, "ten": 10},
    **{"eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30, "forty-eight": 48, "sixty": 60},
}  # fmt: skip
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_RANGE = rf"(?:{_NUMBER}\s*(?:/|-|–|à|to|ou|or)\s*)?(?P<number>{_NUMBER})"
_UNIT = (
    r"(?P<unit>minutes?|mins?|mn|heures?|hours?|h|jours?|days?|j|semaines?|weeks?|mois|months?)\b"
    r"(?:\s*(?P<after>ouvr[ée]e?s?|ouvrables?))?"
)
_BUSINESS = r"(?:(?P<before>business|working)[\s-]+)?"
_LENGTH = rf"{_RANGE}(?:\s*\(\d+\))?[\s-]*{_BUSINESS}{_UNIT}"
_WITHIN = (
    r"(?:sous|dans\s+l[ea]s?|dans\s+un\s+créneau\s+(?:de|d['’])|within\s+an?(?=\s+[\w-]+[\s-]hour\b)|dans\s+un\s+d[ée]lai(?:\s+(?:maximum|maximal|moyen|garanti))?\s+(?:de|d['’])|"
    r"d[ée]lai[^.;]{0,40}?(?:\s:|\sde|\sd['’])|en(?:\s+moins\s+de)?|au\s+plus\s+tard|"
    r"(?:comptez|prévoyez)|apr[èe]s|[:]|"
    r"within|inside|in(?:\s+(?:less|no\s+more)\s+than|\s+under|\s+at\s+most)?|no\s+(?:later|more)\s+than|takes?(?:\s+(?:up\s+to|at\s+most))?|"
    r"time\s*(?:of|is|:)|under|up\s+to)"
)
_DURATION = re.compile(rf"\b{_WITHIN}\s*(?:un\s+maximum\s+de\s+|a\s+maximum\s+of\s+)?{_LENGTH}".replace(r"\b(?:sous", r"(?<!\w)(?:sous"), re.IGNORECASE)  # fmt: skip
_TRAILING = re.compile(rf"{_LENGTH}\s+(?:(?:au\s+)?(?:plus|maximum)|après|after|at\s+most|(?:au\s+)?max)\b", re.IGNORECASE)  # fmt: skip
_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), within)
    for pattern, within in (
        (r"\bsous\s+huitaine\b", "8 days"),
        (r"\bsous\s+quinzaine\b", "15 days"),
        (r"\ble\s+jour\s+m[êe]me\b|\bsame[\s-]day\b", "0 days"),
        (r"\b(?:next|following)\s+(?:working|business)\s+day\b|\ble\s+(?:lendemain\s+|prochain\s+jour\s+)ouvré\b", "1 business day"),
        (r"\ble\s+jour\s+ouvré\s+suivant\b", "1 business day"),
        (r"\bdans\s+la\s+demi-journée\b|\bby\s+the\s+end\s+of\s+the\s+day\b", "0 days"),
        (r"\bdans\s+le\s+mois\b|\bwithin\s+the\s+month\b", "31 days"),
        (r"\ble\s+lendemain\b|\bnext[\s-]day\b|\bthe\s+following\s+day\b", "1 day"),
        (r"\bdans\s+l['’]heure\b|\bwithin\s+the\s+hour\b", "1 hour"),
        (r"\bdans\s+la\s+(?:journée)\b|\bwithin\s+the\s+day\b", "0 days"),
        (r"\bdans\s+la\s+semaine\b|\bwithin\s+the\s+week\b", "7 days"),
    )
)  # fmt: skip
_ANNOUNCED = re.compile(
    r"(?:à|au|le|by|on)\s+(?:the\s+|la\s+)?(?:(?:date|jour|day|heure|time)\s+(?:annoncée?|convenue?|prévue?|promise?|indiquée?|(?:that\s+)?we\s+(?:announced?|agreed?|promised?)|(?:agreed|announced|promised))|(?:agreed|announced|promised|confirmed)\s+(?:date|day|time))",
    re.IGNORECASE,
)
_UNITS = {"m": "minute", "h": "hour", "j": "day", "d": "day", "s": "week", "w": "week"}


@dataclass(frozen=True, slots=True)
class Deadline:
    """`within` is a duration as promises write it, or None: the date that was announced. `saturdays`: business days count them."""

    within: str | None
    saturdays: bool = False


def deadline_in(sentence: str) -> Deadline | None:
    """The first limit of time that the sentence sets; None where it sets none."""
    found = _DURATION.search(sentence) or _TRAILING.search(sentence)
    if found is not None:
        read = _read(found)
        if read is not None:
            return read
    for pattern, within in _WORDS:
        if pattern.search(sentence):
            return Deadline(within)
    return Deadline(None) if _ANNOUNCED.search(sentence) else None


def _read(found: re.Match[str]) -> Deadline | None:
    said = found["number"].lower()
    number = int(said) if said.isdigit() else _NUMBERS[said]
    word = found["unit"].lower()
    after = (found["after"] or "").lower()
    business = bool(found["before"] or after)
    if number == 0:
        return None
    if word in ("mois", "month", "months"):
        return Deadline(f"{number * 31} days")
    unit = _UNITS["m" if word.startswith("m") else word[0]]
    if unit == "week":
        number, unit, business = (number * 5 if business else number * 7), "day", business
    if unit == "hour" and business and number % 24 == 0:
        number, unit = (
            number // 24,
            "day",
        )  # « 48 h ouvrées » are two days on which people work, not 48 hours of opening
    amount = f"{number} {'business ' if business else ''}{unit}{'' if number == 1 else 's'}"
    return Deadline(amount, saturdays=business and "ouvrable" in after)
