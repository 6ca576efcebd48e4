"""Two records scored in this process, by the same model and to the same weights as in batch; and the keys of one record.

Records are tuples of the columns that a scorer names, out of the normalised input (engine/linking/comparable/normalise.py).
"""

import datetime
import hashlib
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from visavis.engine.linking.scored import compiling
from visavis.engine.linking.weights.model import Comparison, Model

SMALLEST_TF = 0.00001
"""No value counts as rarer than this; the same in batch (engine/linking/scored/scoring_steps.py)."""

Row = tuple[Any, ...]
Frequencies = Mapping[str, Mapping[str, float]]
"""Column → value → its share of all values of that column."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one comparison weighs, in bits: `rarity` is what a rare value adds to, or a frequent one takes from `bits`."""

    comparison: str
    level: str
    bits: float
    rarity: float


@dataclass(frozen=True, slots=True)
class Score:
    """The weight of a pair in bits, prior included, the probability that it is one client, and what it is made of."""

    weight: float
    probability: float
    parts: tuple[Part, ...]

    def evidence(self) -> str:
        """As batch writes it beside an edge: JSON, what weighs nothing left out."""
        told = (
            f'{{"comparison":"{each.comparison}","level":"{each.level}","bits":{each.bits:.2f},"rarity":{each.rarity:.2f}}}'
            for each in self.parts
            if each.bits
        )
        prior = self.weight - sum(each.bits + each.rarity for each in self.parts)
        return f"[{','.join([_prior(prior), *told])}]"


def _prior(bits: float) -> str:
    return f'{{"comparison":"prior","level":"","bits":{bits:.2f},"rarity":0.0}}'


class Scorer:
    """A model ready to score; raises NotUnderstood where one of its conditions has no counterpart in Python.

    `frequencies` are those that batch scored with; `unseen`: the share that a value counts for which they lack.
    """

    def __init__(self, model: Model, frequencies: Frequencies, *, unseen: Mapping[str, float] | None = None) -> None:
        self.model = model
        self.columns = columns_of(model)
        self._prior = model.prior_bits
        self._levels_of = _level_function(model, self.columns)
        self._weighed = [_weights(comparison) for comparison in model.comparisons]
        self._frequencies, self._unseen = frequencies, unseen or {}
        self._place = {name: place for place, name in enumerate(self.columns)}

    def row(self, record: Mapping[str, Any]) -> Row:
        """The columns of a normalised record that scoring reads."""
        return tuple(_plain(record[name]) for name in self.columns)

    def levels(self, left: Row, right: Row) -> tuple[int, ...]:
        """The level that each comparison finds, by its position."""
        found: tuple[int, ...] = self._levels_of(left, right)
        return found

    def weight(self, left: Row, right: Row) -> float:
        """The weight of the pair in bits. `left` is the record that comes first by (source, key), as in batch."""
        total = self._prior
        for weighed, level in zip(self._weighed, self._levels_of(left, right), strict=True):
            bits, column, u = weighed[level]
            total += bits
            if column:
                total += self._rarity(column, u, left, right)
        return total

    def score(self, left: Row, right: Row) -> Score:
        """As `weight`, with what it is made of."""
        parts = []
        for comparison, weighed, level in zip(
            self.model.comparisons, self._weighed, self._levels_of(left, right), strict=True
        ):
            bits, column, u = weighed[level]
            rarity = self._rarity(column, u, left, right) if column else 0.0
            parts.append(Part(comparison.name, comparison.levels[level].name, bits, rarity))
        total = self._prior
        for part in parts:
            total += part.bits + part.rarity
        return Score(total, probability(total), tuple(parts))

    def _rarity(self, column: str, u: float, left: Row, right: Row) -> float:
        known = self._frequencies.get(column, {})
        unseen = self._unseen.get(column)
        place = self._place[column]
        shares = [share for row in (left, right) if row[place] is not None and (share := known.get(row[place], unseen))]
        return math.log2(u) - math.log2(max(*shares, SMALLEST_TF)) if shares else 0.0


def probability(weight: float) -> float:
    """Of a weight in bits."""
    return 1 / (1 + 2.0**-weight) if weight > -1000 else 0.0


def columns_of(model: Model) -> tuple[str, ...]:
    """The columns that the conditions of `model` read, and those whose frequencies count, by name."""
    named = {
        column[:-2]
        for comparison in model.comparisons
        for level in comparison.levels
        if level.condition != "ELSE"
        for column in compiling.columns(level.condition)
    }
    return tuple(sorted(named | {lv.tf for each in model.comparisons for lv in each.levels if lv.tf}))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


def _weights(comparison: Comparison) -> list[tuple[float, str | None, float]]:
    return [(level.weight, level.tf, level.u or 1.0) for level in comparison.levels]


def _level_function(model: Model, columns: Iterable[str]) -> Callable[[Row, Row], tuple[int, ...]]:
    names = {f"{column}_{side}": f"{column}_{side}" for column in columns for side in "lr"}
    lines = ["def levels(left, right):"]
    for side, row in (("l", "left"), ("r", "right")):
        lines.append(f"    {', '.join(f'{column}_{side}' for column in columns)}, = {row}")
    found = []
    for comparison in model.comparisons:
        chain = ""
        for place, level in enumerate(comparison.levels):
            if level.condition == "ELSE":
                chain += str(place)
                break
            chain += f"{place} if {compiling.condition(level.condition, names)} else "
        else:
            raise compiling.NotUnderstood(f"comparison {comparison.name} has no ELSE")
        found.append(f"({chain})")
    lines.append(f"    return ({', '.join(found)},)")
    return compiling.made("\n".join(lines), "levels")


class Keys:
    """The keys of a model, ready to be read off one record."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._functions = [_key_functions(key.value, key.when) for key in model.keys]

    def of(self, record: Mapping[str, Any]) -> list[tuple[int, str]]:
        """Every (position in `model.keys`, value) of a normalised record, each once; dates as texts or dates."""
        plain = {name: _plain(value) for name, value in record.items()}
        found: dict[tuple[int, str], None] = {}
        for rule, (key, (columns, value, when)) in enumerate(zip(self.model.keys, self._functions, strict=True)):
            for item in (None,) if key.each is None else plain[key.each] or ():
                row = [item if name == "item" else plain[name] for name in columns]
                if when(*row) and (told := value(*row)) is not None:
                    found[rule, told] = None
        return list(found)


def _key_functions(sql: str, when: str | None) -> tuple[list[str], Callable[..., Any], Callable[..., Any]]:
    columns = sorted({*compiling.columns(sql), *(compiling.columns(when) if when else ())})
    names = {name: name for name in columns}
    given = ", ".join(columns)
    held = compiling.condition(when, names) if when else "True"
    return (
        columns,
        compiling.made(f"def value({given}):\n    return {compiling.value(sql, names)}", "value"),
        compiling.made(f"def when({given}):\n    return {held}", "when"),
    )


def digest(*parts: str) -> int:
    """A number of 64 bits for what `parts` say together, as DuckDB's `md5_number_lower` gives it, signed."""
    told = hashlib.md5("\x1f".join(parts).encode(), usedforsecurity=False).digest()
    return int.from_bytes(told[8:], "little", signed=True)
