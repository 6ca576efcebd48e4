"""The golden record of one client: what is believed of what its records say, from which of them, and who says otherwise.

A pure function of the records and the rules: the order of records never matters, and what nobody says is absent. For all clients
at once the same is said in SQL (`visavis.clients.believing.golden_steps`); a test holds them equal.
"""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from visavis.clients.believing.survivorship import (
    BARE,
    DEFAULT,
    FILLED,
    LISTS,
    UNITS,
    RecordRules,
    Rule,
    Trusted,
    name_of,
)
from visavis.vocabulary import RecordKind

Record = Mapping[str, Any]
"""Columns of the lake's records, source and key among them."""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Another value, and the records (source/key) that say it."""

    value: Any
    said_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is believed of a unit: `value` for people; `fields`, what each of its fields is; the record that it is from, when that
    was changed (None: unknown), by which rule, all records that say the same, and what others say instead."""

    unit: str
    value: Any
    fields: Mapping[str, Any]
    source: str
    key: str
    on: datetime.date | None
    rule: str
    said_by: tuple[str, ...]
    otherwise: tuple[Otherwise, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One of a list: an address or number, from which record, when that was changed, and all records that hold it."""

    value: str
    source: str
    key: str
    on: datetime.date | None
    said_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Golden:
    """The golden record: units that somebody tells, lists in order, and units that nobody tells."""

    kept: Mapping[str, Kept]
    lists: Mapping[str, tuple[Item, ...]]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    record: Record
    value: str
    shown: Any
    fields: Mapping[str, Any]
    same: str
    worse: int = 0

    @property
    def name(self) -> str:
        return f"{self.record['source']}/{self.record['key']}"


def golden(records: Iterable[Record], rules: RecordRules = DEFAULT) -> Golden:
    """The golden record out of the records of one client that are there, each once."""
    every = list(records)
    kept, lists = {}, {}
    for unit in UNITS:
        rule = rules.of(unit)
        if unit in LISTS:
            if items := _items(unit, every, rule):
                lists[unit] = items
        elif found := _kept(unit, every, rule):
            kept[unit] = found
    return Golden(kept, lists, tuple(unit for unit in UNITS if unit not in kept and unit not in lists))


def _kept(unit: str, records: list[Record], rule: Rule) -> Kept | None:
    said = _ranked([each for record in records if (each := _TOLD[unit](record))], rule)
    if not said:
        return None
    best = said[0]
    fields = dict(best.fields)
    shown = best.shown
    if unit == "name":
        fields |= _person(records, rule)
    if unit == "address":
        fields["city"] = _town(fields.get("city", ""), records)
        shown = _address(fields)
    others: dict[str, list[_Said]] = {}
    for each in said:
        others.setdefault(each.same, []).append(each)
    agreeing = others.pop(best.same)
    return Kept(
        unit,
        shown,
        {name: value for name, value in fields.items() if value not in ("", None)},
        best.record["source"],
        best.record["key"],
        changed_on(best.record),
        name_of(rule),
        tuple(sorted(each.name for each in agreeing)),
        tuple(Otherwise(group[0].shown, tuple(sorted(each.name for each in group))) for group in others.values()),
    )


def _items(unit: str, records: list[Record], rule: Rule) -> tuple[Item, ...]:
    said: list[_Said] = []
    for record in records:
        once: dict[str, str] = {}
        for item in sorted(cleaned(each) for each in record.get(unit) or ()):
            if item:
                once.setdefault(item.lower() if unit == "emails" else re.sub("[^0-9+]", "", item), item)
        said += [_Said(record, item, item, {}, same) for same, item in once.items()]
    found: dict[str, list[_Said]] = {}
    for each in _ranked(said, rule):
        found.setdefault(each.same, []).append(each)
    return tuple(
        Item(
            group[0].value,
            group[0].record["source"],
            group[0].record["key"],
            changed_on(group[0].record),
            tuple(sorted(each.name for each in group)),
        )
        for group in found.values()
    )


def _ranked(said: list[_Said], rule: Rule) -> list[_Said]:
    """Best first; the same order for the same records, however they come."""
    agreeing: dict[str, int] = {}
    for each in said:
        agreeing[each.same] = agreeing.get(each.same, 0) + 1

    def order(each: _Said) -> tuple[Any, ...]:
        record = each.record
        filled = -sum(record.get(name) is not None for name in FILLED)
        latest, last = _latest(record), (record["source"], record["key"], each.value)
        if isinstance(rule, Trusted):
            place = rule.trusted.index(record["source"]) if record["source"] in rule.trusted else len(rule.trusted)
            return place, each.worse, filled, latest, last
        first = {
            "most_recent": latest,
            "most_frequent": -agreeing[each.same],
            "most_complete": 0,
            "longest": -len(each.value),
        }[rule]
        return first, each.worse, filled, latest, last

    return sorted(said, key=order)


def _latest(record: Record) -> tuple[bool, float]:
    """What sorts the record changed last first, those of no known day last."""
    at = _changed(record)
    return (True, 0.0) if at is None else (False, -(at - datetime.datetime(1970, 1, 1)) / datetime.timedelta(seconds=1))


def _changed(record: Record) -> datetime.datetime | None:
    at, on = record.get("updated_at"), record.get("updated_on")
    return at or (datetime.datetime.combine(on, datetime.time()) if on else None)


def changed_on(record: Record) -> datetime.date | None:
    """The day on which a record was changed last, as far as its source tells."""
    at = _changed(record)
    return record.get("updated_on") or (at.date() if at else None)


def cleaned(text: Any) -> str:
    """With single spaces, none around; empty for None."""
    return re.sub(r"[ \t\n\f\r]+", " ", text or "").strip(" ")


def _lower(text: str) -> str:
    return "".join(each.lower() if len(each.lower()) == 1 else each for each in text)


def _same(text: str) -> str:
    """What two writings of one value share."""
    return _lower(text).translate(BARE)


def _upper(text: str) -> str:
    return "".join(each.upper() if len(each.upper()) == 1 else each for each in text)


def _text(record: Record, value: str, *, worse: int = 0, **fields: Any) -> _Said | None:
    return _Said(record, value, value, fields, _same(value), worse) if value else None


def _capitals(value: str) -> int:
    return int(value == _upper(value))


def _shown(record: Record) -> str:
    person = cleaned(f"{cleaned(record.get('given_name'))} {cleaned(record.get('family_name'))}")
    written = cleaned(record.get("name"))
    if record.get("kind") == RecordKind.ORGANISATION:
        return written or cleaned(record.get("company"))
    return person or written


def _name(record: Record) -> _Said | None:
    shown = _shown(record)
    return _text(record, shown, worse=_capitals(shown), name=shown) if "@" not in shown else None


def _person(records: list[Record], rule: Rule) -> dict[str, str]:
    """Given and family name, from the best record that tells them apart."""
    said = []
    for record in records:
        names = {name: cleaned(record.get(name)) for name in ("given_name", "family_name")}
        whole = " ".join(each for each in names.values() if each)
        worse = 2 * (not all(names.values())) + _capitals(whole)
        if record.get("kind") == RecordKind.ORGANISATION or "@" in whole:
            continue
        if found := _text(record, whole, worse=worse, **names):
            said.append(found)
    return dict(_ranked(said, rule)[0].fields) if said else {}


def _company(record: Record) -> _Said | None:
    company = cleaned(record.get("company"))
    return _text(record, company, worse=_capitals(company), company=company)


def _address(fields: Mapping[str, str]) -> str:
    return cleaned(" ".join(fields.get(name, "") for name in UNITS["address"]))


def _whole_address(record: Record) -> _Said | None:
    fields = {name: cleaned(record.get(name)) for name in UNITS["address"]}
    missing = sum(not fields[name] for name in ("street", "postcode", "city"))
    return _text(record, _address(fields), worse=missing, **fields) if missing < 3 else None


def _town(city: str, records: list[Record]) -> str:
    """The town as any record writes it otherwise than in capitals."""
    if city != _upper(city):
        return city
    towns = {cleaned(record.get("city")) for record in records}
    return min((town for town in towns if town and town != _upper(town) and _same(town) == _same(city)), default=city)


def _birth_date(record: Record) -> _Said | None:
    day = record.get("birth_date")
    return _Said(record, day.isoformat(), day, {"birth_date": day}, day.isoformat()) if day else None


def _language(record: Record) -> _Said | None:
    language = cleaned(record.get("language"))
    return _text(record, language, language=language)


_TOLD = {
    "name": _name,
    "company": _company,
    "address": _whole_address,
    "birth_date": _birth_date,
    "language": _language,
}
