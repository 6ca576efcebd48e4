"""Check digits: what only looks like an account, a card or a social security number is left alone."""

from functools import cache

_IBAN_LENGTHS = """
AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22
GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MA28 MC27 MD24
ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26
UA29 VA22 VG24 XK20
"""


@cache
def iban_lengths() -> dict[str, int]:
    """Characters of an IBAN, by country."""
    return {each[:2]: int(each[2:]) for each in _IBAN_LENGTHS.split()}


def is_iban(text: str) -> bool:
    """Whether `text` (capital letters and digits, nothing between) is an IBAN: its country's length, and modulo 97 (ISO 13616)."""
    if not (text.isascii() and text.isalnum()) or iban_lengths().get(text[:2]) != len(text):
        return False
    turned = text[4:] + text[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def is_luhn(digits: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812, Luhn)."""
    total = 0
    for place, digit in enumerate(map(int, reversed(digits))):
        total += digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4)
    return total % 10 == 0


_CARDS = (
    ("4", (13, 16, 19)),
    *((str(each), (16,)) for each in range(51, 56)),
    *((str(each), (16,)) for each in (*range(2221, 2721),)),
    *(("34", (15,)), ("37", (15,)), ("36", (14,)), ("38", (14,)), ("39", (14,))),
    *((str(each), (14,)) for each in range(300, 306)),
    *(("6011", (16, 19)), ("64", (16, 19)), ("65", (16, 19)), ("62", (16, 17, 18, 19)), ("35", (16,))),
    *((each, (16, 17, 18, 19)) for each in ("5018", "5020", "5038", "5893", "6304", "6759", "6761", "6762", "6763")),
)
"""Beginnings of card numbers, with the numbers of digits that follow from them."""


def is_card(digits: str) -> bool:
    """Whether `digits` are a payment card's: a known beginning, its number of digits, the check digit."""
    known = any(digits.startswith(begin) and len(digits) in sizes for begin, sizes in _CARDS)
    return known and len(set(digits)) > 1 and is_luhn(digits)


def is_social(text: str) -> bool:
    """Whether `text` (15 characters) is a French social security number: its key is 97 less the number modulo 97.

    The departments of Corsica, 2A and 2B, count as 19 and 18 (INSEE).
    """
    department = {"2A": "19", "2B": "18"}.get(text[5:7], text[5:7])
    digits = text[:5] + department + text[7:]
    if len(digits) != 15 or not (digits.isascii() and digits.isdecimal()):
        return False
    return int(digits[13:]) == 97 - int(digits[:13]) % 97
