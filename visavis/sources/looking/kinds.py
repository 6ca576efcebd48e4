"""What kind of thing one value looks like, by its shape alone."""

import re
from enum import StrEnum


class Kind(StrEnum):
    """Shapes of values; a column takes the kind that almost all of its values share."""

    EMPTY = "empty"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    MONTH = "month"
    EMAIL = "email"
    PHONE = "phone"
    TEXT = "text"


_TIME = r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?(?: ?(?:Z|UTC|[+-]\d{2}(?::?\d{2})?))?)?"
ISO = rf"\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}{_TIME}"
NUMERIC = rf"\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:\d{{4}}|\d{{2}}){_TIME}"
COMPACT = r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
NAMED = (
    r"\d{1,2}(?:er|st|nd|rd|th)?[- ./]+(?:de )?(?:janv?|jan[uv][a-z]*|f[eé]v[a-zé]*|feb[a-z]*|mar[sc]?h?|avr[a-z]*|apr[a-z]*|mai|may|juin|june?|juil[a-z]*|july?|"
    r"ao[uû]t?|aug[a-z]*|sept?[a-z]*|oct[a-z]*|nov[a-z]*|d[eé]c[a-zé]*)\.?[- ./,]+\d{4}" + _TIME
)
MONTH = (
    r"\d{4}[-/](?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[-/]\d{4}"
    r"|(?:19|20)\d{2}\.(?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])\.(?:19|20)\d{2}"
)
_BLANK = "[ \u00a0\u202f]"
_GROUPS = rf"\d{{1,3}}(?:{_BLANK}\d{{3}})+"
_UNIT = rf"{_BLANK}?[€$%]"
INTEGER = rf"[+-]?\d{{1,18}}|[+-]?{_GROUPS}"
DECIMAL = (
    rf"[+-]?(?:\d*[.,]\d+(?:[eE][+-]?\d+)?|(?:{_GROUPS}|\d{{1,3}}(?:[.,]\d{{3}})+)[.,]\d+|\d+[eE][+-]?\d+)(?:{_UNIT})?"
    rf"|[+-]?(?:\d+|{_GROUPS}){_UNIT}"
)
EMAIL = r"[^@\s,;<>]+@[^@\s,;<>]+\.[A-Za-z]{2,}"
PHONE = r"(?:(?:\+|00)\d{1,3}[ .\-/()]*(?:\d[ .\-/()]*){6,12}|\(?0\d(?:[ .\-/()]*\d){7,10}|\(\d{3}\) ?\d{3}[- ]\d{4}|\d{3}-\d{3}-\d{4})"
BOOLEAN = r"true|false|yes|no|oui|non|vrai|faux|[01]|[yn]|[on]|[vf]|[tf]"

_SHAPES = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Kind.BOOLEAN, BOOLEAN),
        (Kind.DATE, f"{ISO}|{NUMERIC}|{COMPACT}|{NAMED}"),
        (Kind.MONTH, MONTH),
        (Kind.INTEGER, INTEGER),
        (Kind.DECIMAL, DECIMAL),
        (Kind.EMAIL, EMAIL),
        (Kind.PHONE, PHONE),
    )
)
PATTERNS = {kind: shape.pattern for kind, shape in _SHAPES}
"""The same shapes for DuckDB (RE2: no backreferences), to be matched in full and without regard to case."""


def kind_of(value: str) -> Kind:
    """The kind of one value; `0` and `1` are booleans until another integer stands beside them."""
    stripped = value.strip()
    if not stripped:
        return Kind.EMPTY
    if len(stripped) > 64:
        return Kind.TEXT
    for kind, shape in _SHAPES:
        if shape.fullmatch(stripped):
            return kind
    return Kind.TEXT


def kind_of_column(counts: dict[Kind, int]) -> tuple[Kind, float]:
    """The kind that a column's values share, and the share of filled values that agree (1.0: all of them)."""
    filled = {kind: count for kind, count in counts.items() if kind is not Kind.EMPTY and count}
    total = sum(filled.values())
    if not total:
        return Kind.EMPTY, 1.0
    text = filled.get(Kind.TEXT, 0)
    numbers = filled.get(Kind.INTEGER, 0) + filled.get(Kind.DECIMAL, 0)
    booleans = filled.get(Kind.BOOLEAN, 0)
    candidates = {
        Kind.BOOLEAN: booleans if not numbers else 0,
        Kind.INTEGER: (filled.get(Kind.INTEGER, 0) + booleans) if not filled.get(Kind.DECIMAL) else 0,
        Kind.DECIMAL: (numbers + booleans) if filled.get(Kind.DECIMAL) else 0,
        Kind.DATE: filled.get(Kind.DATE, 0),
        Kind.MONTH: filled.get(Kind.MONTH, 0),
        Kind.EMAIL: filled.get(Kind.EMAIL, 0),
        Kind.PHONE: filled.get(Kind.PHONE, 0),
    }
    if filled.get(Kind.PHONE, 0) and not text:
        candidates[Kind.PHONE] += filled.get(Kind.INTEGER, 0)
    best = max(candidates, key=lambda kind: candidates[kind])
    share = candidates[best] / total
    return (best, share) if share >= 0.5 else (Kind.TEXT, 1.0)
