"""What a reviewer's answers are worth: `python -m benchmarks.linking.answers [--size N] [--entities N] [--batch N] [--noisy]`.

Answers are given by the truth, to the pairs of the queue, in batches; after each batch linking runs again with what was decided,
and so does the queue. Printed after 0, 50, 100 and 300 answers, F1 over pairs of records: with decisions alone (weights stay),
with the weights that answers teach alone (decisions left out), and with both, as the product does after a refit.
"""

import argparse
import json
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.linking import sets
from benchmarks.linking.ways import Labels, scores, truth
from visavis.engine.duckdb import DuckDB
from visavis.engine.linking.clusters.decided import NOTHING, Decided, End
from visavis.engine.linking.link import link
from visavis.engine.linking.reviewing import write_doubts
from visavis.engine.linking.weights.learning import Answer, answers_in, learn
from visavis.engine.linking.weights.model import Model
from visavis.engine.steps import Piece
from visavis.engine.tables import RECORDS, Type

STOPS = (50, 100, 300)


@dataclass(frozen=True, slots=True)
class World:
    """Records whose customers are known, and a folder for what is made of them."""

    file: Path
    folder: Path
    true: Labels
    customer: dict[End, int]


def main() -> None:
    """Prints one line for each stop and way."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, nargs="*", default=[], help="records of our own set")
    parser.add_argument("--entities", type=int, help="a sample of that many public customers; 0: all")
    parser.add_argument("--noisy", type=int, nargs="*", default=[], help="records of our own set, one source spoilt")
    parser.add_argument("--batch", type=int, default=50, help="answers between two runs")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "records.parquet"
        if asked.entities is not None:
            sets.customers(sets.DATA, file, entities=asked.entities or None)
            _tell("customers (public)", file, asked.batch)
        for size in asked.size:
            sets.invented(file, size)
            _tell(f"generated {size}", file, asked.batch)
        for size in asked.noisy:
            sets.invented(file, size)
            spoil(file)
            _tell(f"spoilt {size}", file, asked.batch)


def spoil(file: Path, source: str = "tickets") -> None:
    """Give half the records of `source` a phone that three of them share, those of one call centre: it says less than others."""
    table = pq.read_table(file)
    rows = np.flatnonzero(pc.equal(table["source"], source).to_numpy(zero_copy_only=False))
    chosen = np.random.default_rng(5).permutation(rows)[: len(rows) // 2].tolist()
    phones = table["phones"].to_pylist()
    for count, row in enumerate(chosen):
        phones[row] = [f"+3318{count // 3:07d}"]
    place = table.schema.get_field_index("phones")
    pq.write_table(table.set_column(place, table.schema.field(place), [phones]), file)


def _tell(name: str, file: Path, batch: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = duckdb.sql(f"SELECT source, key, truth FROM read_parquet('{file}')").fetchall()
        world = World(file, Path(folder), truth(file), {(source, key): number for source, key, number in rows})
        first = _linked(world, None, NOTHING)
        _say(name, 0, "as it comes", world)
        decided = NOTHING
        answered = 0
        for stop in STOPS:
            while answered < stop:
                decided, asked = _answered(world, decided, min(batch, stop - answered), first.threshold)
                answered += asked
                if not asked:
                    break
                _linked(world, first, decided)
            _say(name, answered, "decisions", world)
            learnt = learn(first, _answers(world, decided, first.threshold))
            told = f"{learnt.former_loss:.3f} → {learnt.loss:.3f} bits, deviation {learnt.deviation}"
            _linked(world, learnt.model, NOTHING)
            _say(name, answered, "weights", world, told)
            _linked(world, learnt.model, decided)
            _say(name, answered, "both", world)
            print(json.dumps({f"{a}/{b}": round(bits, 2) for (a, b), bits in learnt.moved.items() if abs(bits) > 0.5}))
            if stop != STOPS[-1]:
                _linked(world, first, decided)


def _linked(world: World, model: Model | None, decided: Decided) -> Model:
    """Write edges, clusters and doubts; the model that scored."""
    runner = DuckDB(world.folder / "duckdb")
    columns = tuple((column.name, column.type) for column in RECORDS.columns)
    runner.show("records", [Piece((world.file,), columns)], columns)
    for table in ("events", "exchanges", "ratings"):
        runner.show(table, [], (("client_ref", Type.TEXT),))
    edges, clusters = world.folder / "edges.parquet", world.folder / "clusters.parquet"
    linked = link(runner, world.folder / "work", edges=edges, clusters=clusters, model=model, decided=decided)
    runner.close()
    return linked.model


def _answered(world: World, decided: Decided, most: int, threshold: float) -> tuple[Decided, int]:
    """The first pairs of the queue answered by the truth, added to what was decided."""
    with _views(world) as connection:
        target = world.folder / "doubts.parquet"
        write_doubts(connection, target, threshold=threshold, decided=decided)
    together, apart = list(decided.together), list(decided.apart)
    rows = pq.read_table(target).slice(0, most).to_pylist()
    for row in rows:
        one, other = (row["source_l"], row["key_l"]), (row["source_r"], row["key_r"])
        (together if world.customer[one] == world.customer[other] else apart).append((one, other))
    return replace(decided, together=tuple(together), apart=tuple(apart)), len(rows)


def _views(world: World) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for name in ("edges", "clusters"):
        connection.execute(f"CREATE VIEW {name} AS FROM read_parquet('{world.folder / name}.parquet')")
    for name in ("events", "exchanges", "ratings"):
        connection.execute(f"CREATE VIEW {name} AS SELECT CAST(NULL AS VARCHAR) AS client_ref WHERE FALSE")
    return connection


def _answers(world: World, decided: Decided, threshold: float) -> list[Answer]:
    with _views(world) as connection:
        return answers_in(connection, decided, threshold)


def _say(name: str, answers: int, way: str, world: World, told: str = "") -> None:
    found = duckdb.sql(
        "SELECT CAST(c.cluster AS BIGINT) AS cluster FROM (SELECT file_row_number AS row, * FROM "
        f"read_parquet('{world.file}', file_row_number = true)) AS r "
        f"JOIN read_parquet('{world.folder / 'clusters.parquet'}') AS c USING (source, key) ORDER BY r.row"
    ).fetchnumpy()["cluster"]
    precision, recall, f1 = scores(np.asarray(found, dtype=np.int64), world.true)
    print(f"{name:<20} {answers:>4} {way:<12} P {precision:.4f} R {recall:.4f} F1 {f1:.4f}  {told}", flush=True)


if __name__ == "__main__":
    main()
