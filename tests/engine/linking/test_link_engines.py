"""The same facts linked on DuckDB and on Spark: the same weights as in this process, the same partition."""

import math
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from tests.both import Both
from tests.engine.linking.facts import show_facts
from tests.engine.linking.scored import FIELDS, generated
from visavis.engine.linking.kept import file_of
from visavis.engine.linking.link import link
from visavis.engine.linking.scored.scoring import Scorer
from visavis.engine.linking.weights.trained import FREQUENCIES, read_trained
from visavis.engine.steps import Runner

Ends = tuple[str, str, str, str]


def linked(runner: Runner, folder: Path, records: list[dict[str, Any]]) -> tuple[dict[Ends, float], dict[Any, Any]]:
    """Weights by source and key of both ends, and the cluster of each record."""
    show_facts(runner, folder / "facts", records)
    edges, clusters, work = folder / "edges.parquet", folder / "clusters.parquet", folder / "work"
    link(runner, work, edges=edges, clusters=clusters, kept=folder / "kept", trained=folder / "trained")
    weights = {
        (row["source_l"], row["key_l"], row["source_r"], row["key_r"]): row["weight"]
        for row in pq.read_table(edges).to_pylist()
    }
    return weights, {(row["source"], row["key"]): row["cluster"] for row in pq.read_table(clusters).to_pylist()}


def in_process(folder: Path, ends: list[Ends]) -> dict[Ends, float]:
    """What the trained model, with its frequencies, weighs those pairs in this process."""
    trained = read_trained(folder / "trained")
    shares = {
        file.stem: dict(duckdb.sql(f"SELECT value, share FROM read_parquet('{file}')").fetchall())
        for file in (folder / "trained" / FREQUENCIES).glob("*.parquet")
    }
    scorer = Scorer(trained.model, shares)
    rows = pq.read_table(file_of(folder / "kept", "input")).to_pylist()
    of = {(row["source"], row["key"]): scorer.row(row) for row in rows}
    return {each: scorer.weight(of[each[:2]], of[each[2:]]) for each in ends}


def test_every_engine_links_alike(runner: Runner, tmp_path: Path) -> None:
    kept = (*FIELDS, "source", "key", "emails", "phones")
    records = [{name: row[name] for name in kept} for row in generated(700, seed=5)]
    engines = [runner.duckdb, runner.spark] if isinstance(runner, Both) else [runner]
    found = [linked(engine, tmp_path / engine.dialect, records) for engine in engines]
    weights, clusters = found[0]
    model = read_trained(tmp_path / "duckdb" / "trained").model
    assert len(weights) > 500
    assert len(set(clusters.values())) < len(records)
    assert model.records == len(records)
    for ends, weight in in_process(tmp_path / "duckdb", list(weights)).items():
        assert math.isclose(weights[ends], weight, abs_tol=1e-6), ends
    for others, grouped in found[1:]:
        assert others.keys() == weights.keys()
        assert all(math.isclose(others[ends], weight, abs_tol=1e-6) for ends, weight in weights.items())
        assert grouped == clusters
