"""Why records are together, in words: what speaks for it, what against, and how strongly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from visavis.clients.named import Record
from visavis.clients.reasons.compared import values_of
from visavis.clients.reasons.phrases import bits_of, compared, edge_told, phrase
from visavis.clients.reasons.words import COMPARISONS, LEVELS, RULES
from visavis.mistakes import Words

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
