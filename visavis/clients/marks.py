"""Marks: by them what an erased client was is known again without being told.

A mark is HMAC-SHA256 of what something was (a record, a reference, an address, a fact), under a secret of this home: it tells
nothing, but whoever holds the same thing again can tell that it was erased.
"""

import hmac

RECORD, REFERENCE, CONTACT = "record", "reference", "contact"
"""Kinds of marks: a record, as `source/key`; a `client_ref`; an e-mail address or phone number that they alone held."""
FACT, EVENT, THREAD, TEXT, FORM = "fact", "event", "thread", "text", "form"
"""A fact, as `table/source/key`; an event, as `source/key`; a conversation, as `source/thread`; the MD5 of a text; the form of one."""

LENGTH = 32


def mark(secret: bytes, kind: str, value: str) -> str:
    """The mark of `value`; see `marking` for the same in SQL."""
    return hmac.new(secret, f"{kind}\x1f{value}".encode(), "sha256").hexdigest()[:LENGTH]


def marking(secret: bytes) -> str:
    """DuckDB: makes the macro `mark(kind, value)`, which is HMAC as `mark` has it."""
    padded = secret.ljust(64, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in padded).hex() for pad in (0x36, 0x5C))
    return (
        "CREATE OR REPLACE TEMP MACRO mark(kind, value) AS substr(sha256(unhex("
        f"'{outer}') || unhex(sha256(unhex('{inner}') || encode(kind || chr(31) || value)))), 1, {LENGTH})"
    )


def contact(value: str) -> str:
    """An e-mail address or phone number as marks know it."""
    return value.strip().lower()
