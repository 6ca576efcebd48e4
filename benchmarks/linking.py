"""How well and how fast records are linked, on generated customers and on Febrl, beside two simple ways in the same run.

`python -m benchmarks.linking [--entities N] [--no-stock]`. P, R, F1 are over pairs of records, after clustering; the data sets are
looked for in `../shared/data` or `VISAVIS_DATA`.
"""

import argparse
import csv
import datetime
import os
import resource
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from visavis.engine.duckdb import DuckDB
from visavis.engine.linking.clustering import components
from visavis.engine.linking.link import link
from visavis.engine.steps import Piece
from visavis.engine.tables import RECORDS, Type

DATA = Path(os.environ.get("VISAVIS_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
_ARROW = {
    Type.TEXT: pa.string(),
    Type.TEXTS: pa.list_(pa.string()),
    Type.DATE: pa.date32(),
    Type.TIMESTAMP: pa.timestamp("us"),
}
SCHEMA = pa.schema([(column.name, _ARROW[column.type]) for column in RECORDS.columns])

Labels = NDArray[np.int64]
Records = list[dict[str, Any]]


def main() -> None:
    """Prints one line per way of linking; says so where the sets are absent."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--entities", type=int, help="a sample of that many customers instead of all")
    parser.add_argument("--no-stock", action="store_true", help="leave Splink as it comes out")
    asked, _ = parser.parse_known_args()
    if not DATA.is_dir():
        print(f"the public data sets are not at {DATA}; name their folder in VISAVIS_DATA")
        return
    records = customers(DATA, entities=asked.entities)
    truth = labels(record["truth"] for record in records)
    ways = [("exact e-mail or phone", exact), ("visavis", linked)]
    if not asked.no_stock:
        ways.insert(1, ("Splink as it comes (.95)", stock))
    first = 0.0
    for name, way in ways:
        began = time.perf_counter()
        precision, recall, f1 = scores(way(records), truth)
        took = time.perf_counter() - began
        first = first or f1
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(
            f"customers {len(records):>7}  {name:<25} P {precision:.3f} R {recall:.3f} F1 {f1:.3f} "
            f"(× {f1 / first:.3f})  {took:6.1f} s, peak so far {peak:.2f} GB",
            flush=True,
        )
    for number in (1, 2, 3):
        records = febrl(DATA, number)
        precision, recall, f1 = scores(linked(records), labels(record["truth"] for record in records))
        print(f"Febrl {number}   {len(records):>7}  {'visavis':<25} P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")


def customers(data: Path, *, entities: int | None = None) -> Records:
    """The generated customers as records, with their `truth`; a sample of about that many customers, the same each time."""
    where = f"WHERE hash(entity_id) % 41393 < {entities}" if entities else ""
    rows = duckdb.sql(
        f"SELECT * FROM read_parquet('{data / 'customers_100k.parquet'}') {where} ORDER BY source, record_id"
    ).to_arrow_table()
    return [
        {
            "source": row["source"],
            "key": row["record_id"],
            "given_name": row["first_name"],
            "family_name": row["last_name"],
            "emails": [row["email"]] if row["email"] else None,
            "phones": [row["phone"]] if row["phone"] else None,
            **{name: row[name] for name in ("street", "postcode", "city", "company")},
            "birth_date": _date(row["birth_date"]),
            "truth": str(row["entity_id"]),
        }
        for row in rows.to_pylist()
    ]


def _date(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text or "")
    except ValueError:
        return None


def febrl(data: Path, number: int) -> Records:
    """One of the Febrl sets as records; the truth is the number in `rec_id`."""
    with (data / "febrl" / f"dataset{number}.csv").open(encoding="utf-8", newline="") as file:
        rows = [{k: (v or "").strip() for k, v in row.items()} for row in csv.DictReader(file, skipinitialspace=True)]
    return [
        {
            "source": "febrl",
            "key": row["rec_id"],
            "given_name": row["given_name"],
            "family_name": row["surname"],
            "street": f"{row['street_number']} {row['address_1']}".strip(),
            "postcode": row["postcode"],
            "city": row["suburb"],
            "birth_date": _date(
                "-".join((row["date_of_birth"][:4], row["date_of_birth"][4:6], row["date_of_birth"][6:]))
            ),
            "truth": row["rec_id"].split("-")[1],
        }
        for row in rows
    ]


def linked(records: Records) -> Labels:
    """The clusters that the product proposes."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        runner = DuckDB(place / "duckdb")
        names = SCHEMA.names
        plain = [{name: record.get(name) or None for name in names} for record in records]
        pq.write_table(pa.Table.from_pylist(plain, SCHEMA), place / "records.parquet")
        columns = tuple((column.name, column.type) for column in RECORDS.columns)
        runner.show("records", [Piece((place / "records.parquet",), columns)], columns)
        for table in ("events", "exchanges", "ratings"):
            runner.show(table, [], (("client_ref", Type.TEXT),))
        link(runner, place / "work", edges=place / "edges.parquet", clusters=place / "clusters.parquet")
        runner.close()
        found = pq.read_table(place / "clusters.parquet").to_pylist()
    cluster = {(row["source"], row["key"]): row["cluster"] for row in found}
    return labels(cluster[record["source"], record["key"]] for record in records)


def exact(records: Records) -> Labels:
    """Records that share an e-mail or a phone number, as written but for case and blanks."""
    holders: dict[str, list[int]] = {}
    for number, record in enumerate(records):
        phones = ("".join(c for c in phone if c.isdigit())[-9:] for phone in record["phones"] or ())
        for value in (*(mail.lower() for mail in record["emails"] or ()), *phones):
            holders.setdefault(value, []).append(number)
    pairs = [(group[0], other) for group in holders.values() for other in group[1:]]
    left, right = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    return _spread(len(records), *components(left, right))


def stock(records: Records) -> Labels:
    """Splink with comparisons from its library, trained as its tutorial does, threshold .95."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    names = ("given_name", "family_name", "street", "postcode", "city", "company")
    table = pa.Table.from_pylist(
        [
            {
                "unique_id": number,
                **{name: record.get(name) or None for name in names},
                "email": (record["emails"] or [None])[0],
                "phone": (record["phones"] or [None])[0],
                "birth_date": record["birth_date"] and record["birth_date"].isoformat(),
            }
            for number, record in enumerate(records)
        ]
    )
    rules = [
        block_on("email"),
        block_on("phone"),
        block_on("family_name", "given_name"),
        block_on("family_name", "postcode"),
        block_on("given_name", "postcode"),
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.ForenameSurnameComparison("given_name", "family_name"),
            cl.EmailComparison("email"),
            cl.LevenshteinAtThresholds("phone", 2),
            cl.JaroWinklerAtThresholds("street", 0.9),
            cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("birth_date", 1),
        ],
        blocking_rules_to_generate_predictions=rules,
    )
    connection = duckdb.connect(config={"memory_limit": "2GB"})
    linker = Linker(DuckDBAPI(connection).register(table), settings, log_level=40)
    linker.training.estimate_probability_two_random_records_match(rules[:2], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (rules[0], rules[2]):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    scored = linker.inference.predict(threshold_match_probability=0.95)
    pairs = connection.sql(f"SELECT unique_id_l, unique_id_r FROM {scored.physical_name}").fetchnumpy()
    return _spread(len(records), *components(pairs["unique_id_l"], pairs["unique_id_r"]))


def _spread(size: int, nodes: Labels, found: Labels) -> Labels:
    everyone = np.arange(size)
    everyone[nodes] = found
    return everyone


def labels(names: Iterable[str]) -> Labels:
    """Names as numbers."""
    return np.unique(np.array(list(names)), return_inverse=True)[1]


def scores(found: Labels, truth: Labels) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of records that stand in one cluster."""
    together = np.unique(np.stack([found, truth]), axis=1, return_counts=True)[1]
    hits, said, true = (_pairs(counts) for counts in (together, np.bincount(found), np.bincount(truth)))
    precision, recall = hits / max(said, 1), hits / max(true, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-12)


def _pairs(counts: Labels) -> float:
    return float((counts * (counts - 1) // 2).sum())


if __name__ == "__main__":
    main()
