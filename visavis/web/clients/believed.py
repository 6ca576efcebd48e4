"""What is believed of a client and why, what nobody tells, and how old each record is, as pages say it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from visavis.clients.believing.believed import believed, with_kept
from visavis.clients.believing.survivorship import SAID, rules_of
from visavis.clients.reasons.words import FIELDS, UNITS_SAID
from visavis.clients.said import contradictions_said
from visavis.mirror.tell import wording
from visavis.mistakes import Words
from visavis.web.speaking import spoken


@dataclass(frozen=True, slots=True)
class Kept:
    """A value that is believed: what it is, who says so, why it was kept, and what others say instead."""

    what: Words
    value: str
    source: str
    why: Words
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Contradicted:
    """A field that sources contradict one another about: the sources that agree, group by group; whose value was kept, and why."""

    what: Words
    groups: tuple[tuple[str, ...], ...]
    kept: str
    why: Words | None


@dataclass(frozen=True, slots=True)
class Freshness:
    """When a record was changed last (empty: its source does not say), and how many of its fields are filled."""

    source: str
    on: str
    filled: int
    of: int


@dataclass(frozen=True, slots=True)
class Believed:
    """All of it. `kept` holds personal details."""

    kept: tuple[Kept, ...]
    contradicted: tuple[Contradicted, ...]
    missing: tuple[Words, ...]
    freshness: tuple[Freshness, ...]


def believed_of(home: Path, said: Iterable[dict[str, Any]], *, country: str) -> Believed:
    """Out of what each source says (`visavis.clients.said.records_said`); records that are gone say nothing."""
    records = [each for each in said if not each["gone"] and "given_name" in each]
    found = believed(records, rules_of(home))
    return Believed(
        tuple(map(_kept, found["believed"])),
        tuple(map(_contradicted, with_kept(contradictions_said(records, country=country), found))),
        tuple(UNITS_SAID[unit] for unit in found["missing"]) if records else (),
        tuple(
            Freshness(each["source"], _day(each["on"]), each["filled"], each["of"]) for each in found["sources"]
        ),
    )  # fmt: skip


def _kept(told: Mapping[str, Any]) -> Kept:
    others = tuple((_shown(each["value"]), ", ".join(each["said_by"])) for each in told.get("otherwise", ()))
    source = f"{told['source']}/{told['key']}"
    return Kept(UNITS_SAID[told["unit"]], _shown(told["value"]), source, SAID[told["rule"]], others)


def _contradicted(told: Mapping[str, Any]) -> Contradicted:
    groups = tuple(tuple(sorted({said.partition("/")[0] for said in each["said_by"]})) for each in told["values"])
    why = SAID[told["rule"]] if told["rule"] else None
    kept = (told["kept_from"] or "").partition("/")[0]
    return Contradicted(FIELDS.get(told["field"], Words(told["field"], told["field"])), groups, kept, why)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    try:
        return wording.day(date.fromisoformat(value), spoken())
    except ValueError:
        return str(value)


def _day(on: str | None) -> str:
    return wording.day(date.fromisoformat(on), spoken()) if on else ""
