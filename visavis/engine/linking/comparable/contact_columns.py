"""E-mails and phone numbers of a whole column at once, exactly as engine/linking/comparable/contacts.py reads each.

What most people write is plain, and is read here in a few passes over the column; whatever else occurs is left to those functions.
"""

from collections.abc import Callable, Iterable
from string import ascii_lowercase, digits
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from visavis.engine.linking.comparable.contacts import (
    DOTS_DO_NOT_COUNT,
    LONGEST_ADDRESS,
    SAME_DOMAIN,
    email_address,
    is_role_mailbox,
    phone_number,
)
from visavis.engine.linking.comparable.distinct import Mask, mask
from visavis.engine.linking.comparable.text import words

_PLAIN_MAILBOX = "^[a-z0-9](?:[a-z0-9._+-]*[a-z0-9])?@[a-z0-9][a-z0-9.-]*[.][a-z]{2,}$"
_FRENCH = r"^(?:\+33|0033|0)[1-9][0-9]{8}$"
_ABROAD = r"^(?:\+|00)33"
_ONE_DIGIT = f"(?:{'|'.join(f'{digit}{{8}}' for digit in digits)})$"
_ONE_LETTER = f"^(?:{'|'.join(f'{letter}{{3,}}' for letter in ascii_lowercase)})$"


def mailboxes(written: pa.Array) -> pa.Array:
    """`email_address` of each text (no nulls)."""
    lowered = pc.ascii_lower(written)
    plain = pc.and_(
        pc.match_substring_regex(lowered, _PLAIN_MAILBOX), pc.less(pc.binary_length(lowered), LONGEST_ADDRESS)
    )
    local, domain = (pc.replace_substring_regex(lowered, *each) for each in (("@.*$", ""), ("^.*@", "")))
    tagged = pc.is_in(domain, _texts(words("plus_is_a_tag")))
    local = pc.if_else(tagged, pc.replace_substring_regex(local, r"[+].*$", ""), local)
    local = pc.if_else(pc.is_in(domain, _texts(DOTS_DO_NOT_COUNT)), pc.replace_substring(local, ".", ""), local)
    for other, usual in SAME_DOMAIN.items():
        domain = pc.if_else(pc.equal(domain, other), usual, domain)
    return _by_hand(written, mask(plain), pc.binary_join_element_wise(local, domain, "@"), email_address)


def roles(addresses: pa.Array) -> pa.Array:
    """`is_role_mailbox` of each address that `email_address` gave (no nulls)."""
    plain = mask(pc.match_substring_regex(addresses, _PLAIN_MAILBOX))
    spelt = pc.replace_substring_regex(addresses, "@.*$", "")
    spelt = pc.ascii_trim_whitespace(pc.replace_substring_regex(spelt, "[^a-z]+", " "))
    first = pc.replace_substring_regex(spelt, " .*$", "")
    known = _texts(words("role_mailboxes"))
    told = pc.and_(
        pc.or_(pc.is_in(first, known), pc.is_in(pc.replace_substring(spelt, " ", ""), known)), pc.not_equal(spelt, "")
    )
    typed = pc.or_(pc.is_in(first, _texts(words("placeholders"))), pc.match_substring_regex(first, _ONE_LETTER))
    return _by_hand(addresses, plain & ~mask(typed), told, is_role_mailbox)


def numbers(written: pa.Array, country: str) -> pa.Array:
    """`phone_number` of each text (no nulls), where that country is assumed."""
    dialled = pc.replace_substring_regex(written, "[ ./-]+", "")
    french = mask(pc.match_substring_regex(dialled, _FRENCH))
    if country != "FR":
        french &= mask(pc.match_substring_regex(dialled, _ABROAD))
    bare = pc.utf8_slice_codeunits(dialled, start=-9)
    told = pc.binary_join_element_wise("+33", bare, "")
    told = pc.if_else(pc.match_substring_regex(bare, _ONE_DIGIT), None, told)
    return _by_hand(written, french, told, lambda text: phone_number(text, country))


def _by_hand(written: pa.Array, plain: Mask, told: pa.Array, function: Callable[[str], Any]) -> pa.Array:
    """What was `told` of texts that are `plain`, and of the others what `function` says."""
    if plain.all():
        return told
    others = pa.array(~plain)
    return pc.replace_with_mask(told, others, pa.array(map(function, written.filter(others).to_pylist()), told.type))


def _texts(these: Iterable[str]) -> pa.Array:
    return pa.array(sorted(these), pa.string())
