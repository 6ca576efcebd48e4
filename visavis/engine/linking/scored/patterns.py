"""Patterns: the levels that all comparisons of a pair find, in one number, and what a model makes of each.

The levels are the digits of the number, the first comparison's the least; each digit counts as many as its comparison has levels.
"""

import json
import math
from itertools import accumulate

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from visavis.engine.linking.weights.model import Model
from visavis.engine.tables import Type

Ids = NDArray[np.int64]


def places_of(model: Model) -> tuple[int, ...]:
    """What one level of each comparison counts in a pattern."""
    sizes = [len(comparison.levels) for comparison in model.comparisons]
    return tuple(accumulate([1, *sizes[:-1]], lambda one, other: one * other))


def levels_of(model: Model, patterns: Ids) -> dict[str, Ids]:
    """Of each comparison, by name, the level in every pattern."""
    return {
        comparison.name: patterns // place % len(comparison.levels)
        for comparison, place in zip(model.comparisons, places_of(model), strict=True)
    }


def refined(model: Model) -> dict[str, str]:
    """Comparison → the column whose frequency refines it; raises ValueError where one has several."""
    found: dict[str, str] = {}
    for comparison in model.comparisons:
        columns = sorted({level.tf for level in comparison.levels if level.tf})
        if len(columns) > 1:
            raise ValueError(f"{comparison.name} counts the frequencies of {' and '.join(columns)}: one at most")
        if columns:
            found[comparison.name] = columns[0]
    return found


def pattern_columns(model: Model) -> tuple[tuple[str, Type], ...]:
    """The columns of `pattern_table`."""
    logs = tuple((f"logu_{name}", Type.DECIMAL) for name in refined(model))
    return (("pattern", Type.INTEGER), ("bits", Type.DECIMAL), *logs, ("evidence", Type.TEXT))


def pattern_table(model: Model, patterns: Ids) -> pa.Table:
    """Of each pattern: `bits`, its weight with the prior; `logu_<comparison>`, log2 of `u` where a frequency refines it, else
    null; `evidence`, as an edge tells it, `rarity_mark` standing for the bits of refined comparisons."""
    levels = levels_of(model, patterns)
    bits = np.full(len(patterns), model.prior_bits)
    logs: dict[str, list[float | None]] = {}
    told = [[_part("prior", "", f"{model.prior_bits:.2f}", "0.0")] * len(patterns)]
    for comparison in model.comparisons:
        at = levels[comparison.name]
        bits += np.array([level.weight for level in comparison.levels])[at]
        texts = [
            _part(comparison.name, lv.name, f"{lv.weight:.2f}", rarity_mark(comparison.name) if lv.tf else "0.00")
            if lv.weight
            else ""
            for lv in comparison.levels
        ]
        told.append([texts[level] for level in at.tolist()])
        if comparison.name in refined(model):
            known = [math.log2(level.u) if level.tf and level.u else None for level in comparison.levels]
            logs[f"logu_{comparison.name}"] = [known[level] for level in at.tolist()]
    evidence = [f"[{','.join(filter(None, parts))}]" for parts in zip(*told, strict=True)]
    return pa.table(
        {
            "pattern": pa.array(patterns, pa.int64()),
            "bits": pa.array(bits, pa.float64()),
            **{name: pa.array(values, pa.float64()) for name, values in logs.items()},
            "evidence": pa.array(evidence, pa.string()),
        }
    )


def rarity_mark(comparison: str) -> str:
    """What stands in the evidence of a pattern where the bits of rarity of that comparison belong."""
    return f"<{comparison}>"


def _part(comparison: str, level: str, bits: str, rarity: str) -> str:
    return f'{{"comparison":{_quoted(comparison)},"level":{_quoted(level)},"bits":{bits},"rarity":{rarity}}}'


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
