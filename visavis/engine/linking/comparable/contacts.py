"""Addresses that reach someone: e-mails and phone numbers, made comparable."""

import re
from functools import lru_cache

from visavis.engine.linking.comparable.text import is_placeholder, plain, words

_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[a-z]{2,}")
LONGEST_ADDRESS = 254
"""Characters of the longest address that mail can be sent to (RFC 5321)."""

DOTS_DO_NOT_COUNT = frozenset({"gmail.com", "googlemail.com"})
SAME_DOMAIN = {"googlemail.com": "gmail.com"}
"""Domains of providers: whose mailboxes are those without dots; which stand for another."""

_FRENCH = re.compile(r"(?:(?:\+|00)33(?:\(0\))?|0)([1-9]\d{8})")
_NOT_DIALLED = re.compile(r"[\s.\-/\u00a0\u202f]+")


def email_address(text: str | None) -> str | None:
    """The mailbox in comparable form, or None if it is none: lower case; dots and +tags dropped where the provider does."""
    found = _EMAIL.search((text or "").strip().casefold().removeprefix("mailto:"))
    if not found:
        return None
    local, _, domain = found[0].strip(".'\"").rpartition("@")
    local = local.strip("'\"")
    if domain in words("plus_is_a_tag"):
        local = local.split("+", 1)[0] or local
    if domain in DOTS_DO_NOT_COUNT:
        local = local.replace(".", "") or local
    domain = SAME_DOMAIN.get(domain, domain)
    return f"{local}@{domain}" if local and len(local) + len(domain) < LONGEST_ADDRESS else None


def is_role_mailbox(address: str) -> bool:
    """Whether the mailbox tells nobody's identity: a function's (`contact@`, `info@`, `sav-lyon@`), or typed to fill a field."""
    parts = re.sub(r"\d+", " ", plain(address.partition("@")[0].replace(".", " "))).split()
    if not parts:
        return False
    return (
        "".join(parts) in words("role_mailboxes")
        or parts[0] in words("role_mailboxes")
        or is_placeholder(" ".join(parts))
    )


@lru_cache(maxsize=200_000)
def phone_number(text: str | None, country: str = "FR") -> str | None:
    """The number in E.164, or None if it can't be one; `country` (ISO 3166) is assumed where no prefix is written.

    One digit again and again (`00 00 00 00 00`, `06 66 66 66 66`) is typed to fill a field.
    """
    dialled = _NOT_DIALLED.sub("", text or "")
    if country == "FR" or dialled.startswith(("+33", "0033")):
        found = _FRENCH.fullmatch(dialled)
        if found:
            return f"+33{found[1]}" if len(set(found[1][1:])) > 1 else None
    digits = [c for c in dialled if c.isdigit()]
    if len(digits) < 6 or len(dialled) > 40 or len(set(digits[-7:])) == 1:
        return None
    import phonenumbers

    try:
        number = phonenumbers.parse(dialled, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
