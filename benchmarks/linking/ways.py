"""Ways of linking the records of a file of `sets`: each gives the number of a cluster for every row, in the file's order."""

import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from visavis import database
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.linking.clusters.clustering import components
from visavis.engine.linking.link import link
from visavis.engine.steps import Piece
from visavis.engine.tables import RECORDS, Type

Labels = NDArray[np.int64]
Took = tuple[float, float]
"""Seconds on the clock, and of the processor."""
_NUMBERED = "SELECT file_row_number AS row, * FROM read_parquet('{file}', file_row_number = true)"


def visavis(file: Path) -> tuple[Labels, Took]:
    """The clients of a home that had none, as the lake tells them: linked, evidence written for every pair, ids given by the database;
    and what that took, in a home whose tables stand already."""
    from visavis.running.publishing.ids import carry_out, plan_ids

    for library in ("pandas", "scipy.sparse.csgraph"):  # Splink's are loaded before its clock starts, too
        import_module(library)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        database.use(home)
        began, busy = time.perf_counter(), time.process_time()
        lake, runner = Lake(home / "lake"), DuckDB(home / "duckdb")
        edges, clusters = (lake.new_file(table, "r1") for table in ("edges", "clusters"))
        columns = tuple((column.name, column.type) for column in RECORDS.columns)
        runner.show("records", [Piece((file,), columns)], columns)
        for table in ("events", "exchanges", "ratings"):
            runner.show(table, [], (("client_ref", Type.TEXT),))
        done = link(runner, home / "work", edges=edges, clusters=clusters)
        manifest = Manifest("r1").replaced("clusters", [lake.entry("clusters", clusters, done.clusters)])
        linked = carry_out(runner, lake, manifest, plan_ids(runner, lake, manifest, "r1"))
        links = lake.folder / linked.of("links")[0].path
        took = time.perf_counter() - began, time.process_time() - busy
        runner.close()
        found = duckdb.sql(
            f"SELECT CAST(c.client_id[3:] AS BIGINT) AS client FROM ({_NUMBERED.format(file=file)}) AS r "
            f"JOIN read_parquet('{links}') AS c USING (source, key) ORDER BY r.row"
        ).fetchnumpy()["client"]
    return np.asarray(found, dtype=np.int64), took


def exact(file: Path) -> Labels:
    """Records that share an e-mail or a phone number, as written but for case and blanks."""
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE records AS {_NUMBERED.format(file=file)}")
        pairs = connection.sql(
            "WITH addresses AS (SELECT row, lower(unnest(emails)) AS value FROM records UNION ALL "
            "SELECT row, right(regexp_replace(unnest(phones), '[^0-9]', '', 'g'), 9) AS value FROM records) "
            "SELECT row, first_value(row) OVER (PARTITION BY value ORDER BY row) AS first FROM addresses"
        ).fetchnumpy()
        size = connection.execute("SELECT count(*) FROM records").fetchall()[0][0]
    return _spread(size, *components(pairs["first"].astype(np.int64), pairs["row"].astype(np.int64)))


def stock(file: Path) -> tuple[Labels, Took]:
    """Splink with comparisons from its library, trained as its tutorial does, threshold .95, phones as their digits (which is how the
    public set gives the F1 known of it); and what its scoring and its clustering took of it."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    connection = duckdb.connect(config={"memory_limit": "4GB"})
    connection.execute(
        "CREATE TABLE given AS SELECT row AS unique_id, given_name, family_name, street, postcode, city, company, "
        "emails[1] AS email, right(regexp_replace(phones[1], '[^0-9]', '', 'g'), 9) AS phone, CAST(birth_date AS VARCHAR) AS birth_date "
        f"FROM ({_NUMBERED.format(file=file)})"
    )
    rules = [
        block_on("email"),
        block_on("phone"),
        block_on("family_name", "given_name"),
        block_on("family_name", "postcode"),
        block_on("given_name", "postcode"),
        block_on("street", "postcode"),
        block_on("birth_date"),
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("family_name"),
            cl.EmailComparison("email"),
            cl.LevenshteinAtThresholds("phone", 2),
            cl.JaroWinklerAtThresholds("street", 0.9),
            cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("birth_date", 1),
        ],
        blocking_rules_to_generate_predictions=rules,
    )
    linker = Linker(DuckDBAPI(connection).register("given"), settings, log_level=40)
    linker.training.estimate_probability_two_random_records_match(rules[:2], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (rules[0], rules[2]):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    began, busy = time.perf_counter(), time.process_time()
    scored = linker.inference.predict(threshold_match_probability=0.95)
    clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(scored, 0.95)
    alone = time.perf_counter() - began, time.process_time() - busy
    told = connection.sql(f"SELECT cluster_id FROM {clustered.physical_name} ORDER BY unique_id").fetchnumpy()
    return np.asarray(told["cluster_id"], dtype=np.int64), alone


def golden(file: Path) -> Labels | None:
    """goldenmatch without configuration, by the Python that `make bench-linking` installs it for; None without that."""
    python = Path(os.environ.get("VISAVIS_GOLDENMATCH", ".bench-linking/bin/python")).absolute()
    if not python.exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "clusters.parquet"
        script = Path(__file__).with_name("golden.py")
        subprocess.run([python, script, file, target], check=True, capture_output=True, cwd=folder)
        told = duckdb.sql(
            f"SELECT row, min(row) OVER (PARTITION BY cluster) AS first FROM read_parquet('{target}')"
        ).fetchnumpy()
    size = duckdb.sql(f"SELECT count(*) FROM read_parquet('{file}')").fetchall()[0][0]
    everyone = np.arange(size)
    everyone[told["row"]] = told["first"]
    return everyone


STOCK, GOLDEN, OURS = "Splink as it comes (.95)", "goldenmatch", "visavis"
WAYS: dict[str, Callable[[Path], Any]] = {"exact e-mail or phone": exact, STOCK: stock, GOLDEN: golden, OURS: visavis}


def _spread(size: int, nodes: Labels, found: Labels) -> Labels:
    everyone = np.arange(size)
    everyone[nodes] = found
    return everyone


def truth(file: Path) -> Labels:
    """The customer of every row."""
    return np.asarray(duckdb.sql(f"SELECT truth FROM read_parquet('{file}')").fetchnumpy()["truth"], dtype=np.int64)


def scores(found: Labels, true: Labels) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of records that stand in one cluster."""
    together = np.unique(np.stack([found, true]), axis=1, return_counts=True)[1]
    sizes = (np.unique(labels, return_counts=True)[1] for labels in (found, true))
    hits, said, real = (_pairs(counts) for counts in (together, *sizes))
    precision, recall = hits / max(said, 1), hits / max(real, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-12)


def _pairs(counts: Labels) -> float:
    return float((counts * (counts - 1) // 2).sum())
