"""Organisations: names without legal forms, and the numbers that states give them."""

import re
from functools import cache

from visavis.engine.linking.comparable.text import lines, plain

_NUMBER = re.compile(r"(?<!\d)(\d{3}[ .\u00a0\u202f]?\d{3}[ .\u00a0\u202f]?\d{3})([ .\u00a0\u202f]?\d{5})?(?!\d)")
_VAT_PREFIX = re.compile(r"(?i)\bFR\s?\d{2}(?=[ ]?\d{3})")

_SHORTEST = 5
"""Letters of a name that can't be a domain's by chance."""


@cache
def _forms() -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((tuple(line.split()) for line in lines("legal_forms")), key=len, reverse=True))


@cache
def _forms_by_end() -> dict[str, list[tuple[str, ...]]]:
    """Forms by their last word, the longest first."""
    by_end: dict[str, list[tuple[str, ...]]] = {}
    for form in _forms():
        by_end.setdefault(form[-1], []).append(form)
    return by_end


@cache
def _leading_forms() -> frozenset[str]:
    """Forms of one word that may stand before a name."""
    return frozenset(form[0] for form in _forms() if len(form) == 1 and (len(form[0]) > 2 or form[0] == "sa"))


def company_name(text: str | None) -> str:
    """The name in plain words without legal forms at either end; the whole of it where nothing else would be left."""
    return formless(plain((text or "").replace("&", " et ")))


@cache
def ends_of_forms() -> frozenset[str]:
    """The last words of legal forms, and the forms that may stand before a name: plain text that neither ends nor begins with any
    of them is without legal forms."""
    return frozenset(_forms_by_end()) | _leading_forms()


def formless(line: str) -> str:
    """`company_name` of plain text."""
    words = line.split()
    kept, shorter = words, _without_form(words)
    while shorter != kept:
        kept, shorter = shorter, _without_form(shorter)
    return " ".join(kept)


def _without_form(words: list[str]) -> list[str]:
    """The words without the longest form at their end, or else without one at their beginning."""
    for form in _forms_by_end().get(words[-1], ()) if words else ():
        if len(words) > len(form) and tuple(words[-len(form) :]) == form:
            return words[: -len(form)]
    return words[1:] if len(words) > 1 and words[0] in _leading_forms() else words


def has_legal_form(text: str | None) -> bool:
    """Whether a name ends or begins with a legal form, as names of organisations do and persons' do not."""
    words = plain((text or "").replace("&", " et ")).split()
    return any(
        len(words) > len(form) and (tuple(words[-len(form) :]) == form or tuple(words[: len(form)]) == form)
        for form in _forms()
        if form[0] not in ("co", "ei", "sa", "ag", "ab", "as", "oy", "sl", "ug", "kg") or words[-1:] == [form[0]]
    )


def bears_its_domain(name: str | None, address: str) -> bool:
    """Whether a name is spelt out by the domain of an address, as organisations' are: `Hôtel de l’Écluse`, `…@hotel-de-lecluse.fr`."""
    spelt = company_name(name).replace(" ", "")
    label = address.rpartition("@")[2].rpartition(".")[0].rpartition(".")[2]
    return len(spelt) >= _SHORTEST and re.sub("[^a-z]", "", label.casefold()) == re.sub("[^a-z]", "", spelt)


def siren(text: str | None) -> str | None:
    """The SIREN (nine digits, Luhn-valid) in a SIREN, SIRET or French VAT number; None if there is none."""
    if not text or not any(map(str.isdecimal, text)):
        return None
    bare = _VAT_PREFIX.sub("", text)
    for found in _NUMBER.finditer(bare):
        digits = re.sub(r"\D", "", found[1])
        if luhn(digits) and digits != "000000000":
            return digits
    return None


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812-1)."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if index % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
