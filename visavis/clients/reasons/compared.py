"""What two records said where they were compared, as they wrote it: for those who may see it."""

import re
from collections.abc import Mapping
from typing import Any

READ: dict[str, tuple[str, ...]] = {
    "given": ("given_name", "name"),
    "family": ("family_name", "name"),
    "household": ("family_name", "street", "postcode"),
    "place": ("street", "postcode"),
    "email": ("emails",),
    "phone": ("phones",),
    "birth_date": ("birth_date",),
    "company": ("company",),
    "siren": ("company",),
}
"""Comparison → the fields that tell it, the first that is filled of names; all of addresses."""

Record = Mapping[str, Any]


def values_of(evidence: list[dict[str, Any]], left: Record, right: Record) -> dict[str, str]:
    """Comparison → what both records wrote, once where they wrote the same."""
    found = {}
    for part in evidence:
        written = [_written(part["comparison"], record) for record in (left, right)]
        if not all(written):
            continue
        told = _common(*written) or list(dict.fromkeys(each[0] for each in written))
        found[part["comparison"]] = " / ".join(told)
    return found


def _common(one: list[str], other: list[str]) -> list[str]:
    """The first writing that both share, capitals and signs aside; in small letters where one of them writes it so."""
    for each in one:
        for same in other:
            if _bare(each) == _bare(same):
                return [same if each.isupper() else each]
    return []


def _bare(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    return digits[-9:] if len(digits) >= 9 and not any(map(str.isalpha, text)) else re.sub(r"\W", "", text).casefold()


def _written(comparison: str, record: Record) -> list[str]:
    fields = READ.get(comparison, ())
    if comparison in ("household", "place"):
        whole = " ".join(str(record[name]) for name in fields if record.get(name))
        return [whole] if whole else []
    for name in fields:
        value = record.get(name)
        if isinstance(value, (list, tuple)) and value:
            return list(map(str, value))
        if value:
            return [value.isoformat() if hasattr(value, "isoformat") else str(value)]
    return []
