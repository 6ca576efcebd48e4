"""How often two records drawn at random reach each level: `u` of what strangers reach by chance.

Some hundred records make a hundred thousand pairs. Which ones is a function of their number and of how many there are, so the same
data give the same shares; a test holds them against Splink's, which draws the same records.
"""

from pathlib import Path

import duckdb
import numpy as np

from visavis.engine.linking.scored.evidence import make_levels
from visavis.engine.linking.scored.patterns import levels_of
from visavis.engine.linking.scored.scoring import columns_of
from visavis.engine.linking.weights.model import Model
from visavis.engine.steps import Runner, step

SEED = 20240229
PAIRS = 100_000
"""Random pairs, about."""

_BUCKETS = 1_000_000_000


def write_sample(runner: Runner, model: Model, target: Path) -> int:
    """Write some records of the view `linking_input`, with what `model` compares, to `target`; how many records it was drawn from,
    addresses left out."""
    counted = runner.rows(
        "SELECT count(*) AS every, coalesce(max(rid), 0) AS most, coalesce(sum(CASE WHEN origin = 'record' THEN 1 ELSE 0 END), 0) AS records "
        "FROM linking_input"
    )[0]
    chosen = ", ".join(map(str, drawn(int(counted["every"]), int(counted["most"])))) or "0"
    read = ", ".join(sorted({"rid", *columns_of(model)}))
    runner.run(
        [step("linking_sample", f"SELECT {read} FROM linking_input WHERE rid IN ({chosen})", "records drawn at random")]
    )
    runner.write("linking_sample", target)
    return int(counted["records"])


def drawn(every: int, most: int) -> list[int]:
    """Of the numbers from 1 to `most`, those drawn where `every` of them are records: as many as make PAIRS."""
    wanted = ((8 * PAIRS + 1) ** 0.5 + 1) / 2
    if wanted >= every:
        return list(range(1, most + 1))
    most_bucket = max(1, round(wanted / every * _BUCKETS))
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT rid FROM range(1, {most + 1}) AS r(rid) WHERE hash(rid || '_{SEED}') % {_BUCKETS} < {most_bucket} ORDER BY rid"
        ).fetchnumpy()["rid"]
    return [int(rid) for rid in found]


def sampled_u(connection: duckdb.DuckDBPyConnection, model: Model) -> dict[str, dict[str, float]]:
    """Comparison → level → share of the pairs of `linking_input` at that level, of those that can be compared; levels that none
    reaches left out."""
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW linking_pairs AS SELECT l.rid AS rid_l, r.rid AS rid_r, 0 AS rule "
        "FROM linking_input AS l JOIN linking_input AS r ON l.rid < r.rid"
    )
    make_levels(connection, model)
    counted = connection.sql("SELECT pattern, count(*) AS pairs FROM linking_levels GROUP BY pattern").fetchnumpy()
    connection.execute("DROP TABLE linking_levels")
    connection.execute("DROP VIEW linking_pairs")
    levels = levels_of(model, np.asarray(counted["pattern"], dtype=np.int64))
    shares = {}
    for comparison in model.comparisons:
        pairs = np.bincount(levels[comparison.name], weights=counted["pairs"], minlength=len(comparison.levels))
        reached = {
            lv.name: n for lv, n in zip(comparison.levels, pairs.tolist(), strict=True) if lv.m is not None and n
        }
        compared = sum(reached.values())
        shares[comparison.name] = {name: n / compared for name, n in reached.items()}
    return shares
