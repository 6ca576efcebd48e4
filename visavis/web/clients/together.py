"""Why records are together, in words: what speaks for it, what against, and how strongly."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from visavis.clients.reasons.compared import values_of
from visavis.clients.reasons.phrases import bits_of, compared, edge_told, phrase
from visavis.clients.reasons.words import COMPARISONS, LEVELS, RULES
from visavis.clients.who import LinkedRecord
from visavis.mistakes import Words

ADDRESSES = {
    "email": Words("une adresse e-mail citée par des faits", "an e-mail address that facts name"),
    "phone": Words("un numéro de téléphone cité par des faits", "a phone number that facts name"),
}
"""Records that are but an address; the address itself is a personal detail."""

CERTAIN = Words("certain", "certain")
STRENGTHS = (
    (0.999, Words("presque certain", "almost certain")),
    (0.99, Words("très probable", "very likely")),
    (0.9, Words("probable", "likely")),
    (0.0, Words("fragile", "fragile")),
)
WIDEST = 16
"""Bits that fill a bar."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record as the page names it: never by address, number or birth date."""

    source: str
    key: str
    name: str = ""
    place: str = ""
    gone: bool = False

    @property
    def token(self) -> str:
        """What stands for the record in forms, without telling its key."""
        return hashlib.md5(f"{self.source}/{self.key}".encode(), usedforsecurity=False).hexdigest()

    @property
    def address(self) -> Words | None:
        """What kind of address the record is, where it is nothing else."""
        return ADDRESSES.get(self.source)

    @property
    def known_as(self) -> str:
        """Its key, unless that is an e-mail address or a phone number."""
        dialled = sum(char.isdigit() for char in self.key) >= 9 and self.key.startswith(("+", "0"))
        return "" if "@" in self.key or dialled or self.address else self.key


@dataclass(frozen=True, slots=True)
class Weight:
    """What one comparison weighs, in bits; where its bar begins, and how wide it is, of 100."""

    what: Words
    bits: float
    left: str
    width: str


@dataclass(frozen=True, slots=True)
class Tie:
    """Two records held together."""

    left: Record
    right: Record
    strength: Words
    why: tuple[Words, ...]
    although: tuple[Words, ...]
    weights: tuple[Weight, ...]
    total: float | None
    probability: float | None


def records_of(links: Iterable[LinkedRecord], said: list[dict[str, Any]]) -> dict[str, Record]:
    """Records by `source/key`: all that are linked, named by what sources say."""
    found = {
        f"{link.source}/{link.key}": Record(link.source, link.key, gone=link.vanished_run is not None) for link in links
    }
    for each in said:
        full = " ".join(part for part in (each.get("given_name"), each.get("family_name")) if part)
        name = full or each.get("name") or each.get("company") or ""
        record = Record(each["source"], each["key"], name, each.get("city") or "", each["gone"])
        found[f"{record.source}/{record.key}"] = record
    return found


def ties(
    edges: Iterable[dict[str, Any]], records: Mapping[str, Record], values: Mapping[str, dict[str, Any]] | None = None
) -> list[Tie]:
    """Edges of `visavis.clients.reasons.why.why`, in their order, in words; with `values`, what sources say by `source/key`, those that
    were compared stand beside."""
    return [_tie(edge, records, values or {}) for edge in edges]


def _tie(edge: dict[str, Any], records: Mapping[str, Record], values: Mapping[str, dict[str, Any]]) -> Tie:
    left, right = (
        records.get(f"{edge[f'source_{side}']}/{edge[f'key_{side}']}")
        or Record(edge[f"source_{side}"], edge[f"key_{side}"])
        for side in ("l", "r")
    )
    if edge["weight"] is None:
        return Tie(left, right, CERTAIN, (edge_told(edge),), (), (), None, None)
    one, other = (values.get(f"{each.source}/{each.key}") for each in (left, right))
    known = values_of(edge["evidence"], one, other) if one and other else {}
    ordered = compared(edge["evidence"])
    strength = next(words for least, words in STRENGTHS if edge["probability"] >= least)
    for_it = [_phrase(part, known) for part in ordered if bits_of(part) > 0]
    return Tie(
        left,
        right,
        strength,
        tuple(for_it) or (RULES.get(edge["rule"], Words(edge["rule"], edge["rule"])),),
        tuple(_phrase(part, known) for part in reversed(ordered) if bits_of(part) < 0),
        tuple(_weight(part) for part in edge["evidence"]),
        edge["weight"],
        edge["probability"],
    )


def _phrase(part: Mapping[str, Any], known: Mapping[str, str]) -> Words:
    return phrase(part, known.get(part["comparison"], ""))


def _weight(part: dict[str, Any]) -> Weight:
    bits = bits_of(part)
    width = min(abs(bits), WIDEST) / WIDEST * 50
    return Weight(_compared(part), bits, f"{50 if bits > 0 else 50 - width:.1f}", f"{width:.1f}")


def _compared(part: dict[str, Any]) -> Words:
    name = COMPARISONS.get(part["comparison"], Words(part["comparison"], part["comparison"]))
    level = LEVELS.get(part["level"], Words(part["level"], part["level"]))
    rare = part["rarity"] > 0.5
    if not level.fr:
        return name
    return Words(
        fr=f"{name.fr} : {level.fr}{' (rare)' if rare else ''}", en=f"{name.en}: {level.en}{' (rare)' if rare else ''}"
    )
