"""What is believed of one client, ready for JSON: the golden record with its provenance, what is missing, and how old it is."""

from collections.abc import Iterable, Mapping
from typing import Any

from visavis.clients.believing.golden import Golden, Kept, Record, changed_on, golden
from visavis.clients.believing.survivorship import FILLED, LISTS, UNITS, RecordRules, name_of

UNIT_OF = {field: unit for unit, fields in UNITS.items() for field in fields}
"""Field of a record → what it is taken with."""


def believed(records: Iterable[Record], rules: RecordRules) -> dict[str, Any]:
    """Out of the records of a client that are there.

    Keys: believed: for each unit (name, address, emails …) what is kept: unit, value, source, key, on (the day on which that
    record was changed last), rule, said_by, and otherwise (value, said_by); of lists, value and said_by of each in `items`.
    missing: units that nobody tells. sources: each record with the day of its last change, and how many of its fields are
    `filled` `of` all that describe somebody.
    """
    every = list(records)
    found = golden(every, rules)
    return {
        "believed": [_told(unit, found, rules) for unit in UNITS if unit not in found.missing],
        "missing": list(found.missing),
        "sources": sorted((_freshness(record) for record in every), key=lambda each: (each["source"], each["key"])),
    }


def with_kept(contradictions: list[dict[str, Any]], found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Contradictions (see `visavis.clients.show`), each with the value that is `kept`, the record it is `kept_from`, and the
    `rule` that kept it; null where none of theirs is."""
    units = {each["unit"]: each for each in found["believed"]}
    told = []
    for each in contradictions:
        unit = units.get(UNIT_OF[each["field"]], {})
        kept = unit["items"][0]["value"] if "items" in unit else unit.get("fields", {}).get(each["field"])
        by = f"{unit['source']}/{unit['key']}" if unit and kept is not None else None
        told.append(each | {"kept": kept, "kept_from": by, "rule": unit["rule"] if by else None})
    return told


def _told(unit: str, found: Golden, rules: RecordRules) -> dict[str, Any]:
    if unit not in LISTS:
        return _kept(found.kept[unit])
    items = found.lists[unit]
    return {
        "unit": unit,
        "value": [each.value for each in items],
        **{"source": items[0].source, "key": items[0].key, "on": _day(items[0].on), "rule": name_of(rules.of(unit))},
        "items": [{"value": each.value, "said_by": list(each.said_by), "on": _day(each.on)} for each in items],
    }


def _kept(kept: Kept) -> dict[str, Any]:
    return {
        "unit": kept.unit,
        "value": _plain(kept.value),
        "fields": {name: _plain(value) for name, value in kept.fields.items()},
        **{"source": kept.source, "key": kept.key, "on": _day(kept.on), "rule": kept.rule},
        "said_by": list(kept.said_by),
        "otherwise": [{"value": _plain(each.value), "said_by": list(each.said_by)} for each in kept.otherwise],
    }


def _freshness(record: Record) -> dict[str, Any]:
    filled = sum(record.get(name) not in (None, "", []) for name in FILLED)
    return {
        **{"source": record["source"], "key": record["key"], "on": _day(changed_on(record))},
        **{"filled": filled, "of": len(FILLED)},
    }


def _day(on: Any) -> str | None:
    return on.isoformat() if on else None


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
