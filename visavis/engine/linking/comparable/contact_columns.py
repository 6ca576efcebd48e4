"""E-mails and phone numbers of a whole column at once, exactly as engine/linking/comparable/contacts.py reads each.

What most people write is plain, and is read here in a few passes over the column; whatever else occurs is left to those functions.
"""

from functools import cache
from string import ascii_lowercase

import numpy as np
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
from visavis.engine.linking.comparable.distinct import Distinct, Mask, mask
from visavis.engine.linking.comparable.plain_columns import by_hand, from_lines, lines_of, offsets, parted, texts
from visavis.engine.linking.comparable.text import words

_PLAIN_MAILBOX = "^[a-z0-9](?:[a-z0-9._+-]*[a-z0-9])?@[a-z0-9][a-z0-9.-]*[.][a-z]{2,}$"
_PLAIN_ADDRESS = "^[a-z0-9._+@-]*$"
_FRENCH = r"^(?:\+33|0033|0)[1-9][0-9]{8}$"
_ABROAD = r"^(?:\+|00)33"
_ONE_LETTER = "|".join(f"{letter}{{3,}}" for letter in ascii_lowercase)
_NATIONAL = 9
"""Digits of a French number without its prefix."""


def mailboxes(written: pa.Array) -> pa.Array:
    """`email_address` of each text (no nulls)."""
    lowered = pc.ascii_lower(written)
    plain = pc.and_(
        pc.match_substring_regex(lowered, _PLAIN_MAILBOX), pc.less(pc.binary_length(lowered), LONGEST_ADDRESS)
    )
    return by_hand(written, mask(plain), _as_provided(lowered), email_address)


def _as_provided(lowered: pa.Array) -> pa.Array:
    """Plain mailboxes as their providers read them."""
    local, domain = parted(lowered, "@")
    domains = Distinct.of(domain)
    at = domains.texts()
    tagged, dotted, other = (
        domains.spread([each in those for each in at], pa.bool_())
        for those in (words("plus_is_a_tag"), DOTS_DO_NOT_COUNT, SAME_DOMAIN)
    )
    tagged = pc.and_(tagged, pc.match_substring(local, "+"))
    dotted = pc.and_(dotted, pc.match_substring(local, "."))
    anew = pc.or_(pc.or_(tagged, dotted), other)
    if not mask(anew).any():
        return lowered
    local = local.filter(anew)
    local = pc.if_else(tagged.filter(anew), parted(local, "+")[0], local)
    local = pc.if_else(dotted.filter(anew), pc.replace_substring(local, ".", ""), local)
    usual = domains.spread([SAME_DOMAIN.get(each, each) for each in at]).filter(anew)
    return pc.replace_with_mask(lowered, anew, pc.binary_join_element_wise(local, usual, "@"))


def roles(addresses: pa.Array) -> Mask:
    """`is_role_mailbox` of each address that `email_address` gave (no nulls)."""
    plain = mask(pc.match_substring_regex(addresses, _PLAIN_ADDRESS))
    told = mask(pc.match_substring_regex(addresses, _may_be_a_role()))
    asked = np.flatnonzero(told | ~plain)
    told[asked] = _roles(addresses.take(pa.array(asked)), plain[asked])
    return told


@cache
def _may_be_a_role() -> str:
    """What an address begins with, where its first word, or all of them in one, is a role, or the first is typed to fill a field."""
    apart = "[^a-z@]*"
    spelt = (apart.join(each) for each in sorted(words("role_mailboxes")))
    return f"^{apart}(?:{'|'.join([*spelt, *sorted(words('placeholders')), _ONE_LETTER])})[^a-z]"


def _roles(addresses: pa.Array, plain: Mask) -> Mask:
    spelt = pc.ascii_trim_whitespace(pc.replace_substring_regex(parted(addresses, "@")[0], "[^a-z]+", " "))
    first = parted(spelt, " ")[0]
    known = texts(sorted(words("role_mailboxes")))
    told = pc.or_(pc.is_in(first, known), pc.is_in(pc.replace_substring(spelt, " ", ""), known))
    typed = pc.or_(
        pc.is_in(first, texts(sorted(words("placeholders")))), pc.match_substring_regex(first, f"^(?:{_ONE_LETTER})$")
    )
    return mask(by_hand(addresses, plain & ~mask(typed), told, is_role_mailbox))


def numbers(written: pa.Array, country: str) -> pa.Array:
    """`phone_number` of each text (no nulls), where that country is assumed."""
    dialled = from_lines(lines_of(written).translate(None, b" ./-"), len(written))
    french = mask(pc.match_substring_regex(dialled, _FRENCH))
    if country != "FR":
        french &= mask(pc.match_substring_regex(dialled, _ABROAD))
    told = pc.replace_with_mask(
        pa.nulls(len(written), pa.string()), pa.array(french), _international(dialled.filter(pa.array(french)))
    )
    return by_hand(written, french, told, lambda text: phone_number(text, country))


def _international(dialled: pa.Array) -> pa.Array:
    """French numbers with the prefix of France; null where one digit was typed again and again."""
    letters, ends = np.frombuffer(dialled.buffers()[2] or b"", np.uint8), offsets(dialled)[1:]
    bare = letters[ends[:, np.newaxis] + np.arange(-_NATIONAL, 0)]
    whole = np.concatenate([np.broadcast_to(np.frombuffer(b"+33", np.uint8), (len(dialled), 3)), bare], axis=1)
    ends = np.arange(len(dialled) + 1, dtype=np.int32) * whole.shape[1]
    found = pa.StringArray.from_buffers(len(dialled), pa.py_buffer(ends), pa.py_buffer(whole.tobytes()))
    filled = (bare[:, 1:] == bare[:, 1:2]).all(axis=1)
    return pc.if_else(pa.array(filled), None, found) if filled.any() else found
