"""Records in comparable form, all pairs of them scored on DuckDB as batch linking does it."""

import json
from typing import Any

import duckdb
import pyarrow as pa

from benchmarks.linking.generated import COLUMNS, records
from visavis.engine.linking.comparable.normalise import normalised
from visavis.engine.linking.scored.evidence import make_edges
from visavis.engine.linking.scored.scoring import Frequencies, Row, Scorer
from visavis.engine.linking.weights.frequencies import count_frequencies
from visavis.engine.linking.weights.model import Model

FIELDS = ("kind", "given_name", "family_name", "name", "street", "postcode", "city", "country", "company", "birth_date")


def raw(rid: int, **fields: Any) -> dict[str, Any]:
    """A record as normalisation reads it, null where `fields` say nothing."""
    nothing = dict.fromkeys((*FIELDS, "emails", "phones", "also_known_as"))
    return {"rid": rid, "source": "s", "key": f"{rid:06d}", "origin": "record"} | nothing | fields


def generated(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """`count` generated customers' records, as normalisation reads them."""
    found = []
    for rid, row in enumerate(records(count, seed=seed), 1):
        told = dict(zip((*COLUMNS, "birth_date", "truth"), row, strict=True))
        lists = {f"{name}s": [told[name]] if told[name] else None for name in ("email", "phone")}
        plain = {name: told[name] for name in FIELDS if name in told}
        found.append(raw(rid, **plain, **lists))
    return found


def by_batch(rows: pa.Table, model: Model) -> dict[tuple[int, int], tuple[float, list[dict[str, Any]]]]:
    """Weight and evidence of every pair of `rows`, rid_l < rid_r."""
    connection = duckdb.connect()
    try:
        connection.register("given", rows)
        connection.execute("CREATE TABLE linking_input AS FROM given")
        connection.execute(
            "CREATE TABLE linking_pairs AS SELECT l.rid AS rid_l, r.rid AS rid_r, 0 AS rule "
            "FROM given AS l JOIN given AS r ON l.rid < r.rid"
        )
        count_frequencies(connection, model)
        make_edges(connection, model, least=0.0)
        found = connection.execute("SELECT rid_l, rid_r, weight, evidence FROM linking_edges").fetchall()
        return {(left, right): (weight, json.loads(evidence)) for left, right, weight, evidence in found}
    finally:
        connection.close()


def frequencies(rows: pa.Table) -> Frequencies:
    """Share of each value of the columns whose frequency counts."""
    found = {}
    for column in ("given", "family"):
        values = [value for value in rows[column].to_pylist() if value is not None]
        found[column] = {value: values.count(value) / len(values) for value in set(values)}
    return found


def scorer(rows: pa.Table, model: Model) -> tuple[Scorer, dict[int, Row]]:
    """The scorer with the frequencies of `rows`, and each row by rid as it reads it."""
    made = Scorer(model, frequencies(rows))
    return made, {row["rid"]: made.row(row) for row in rows.to_pylist()}


def all_normalised(raw_records: list[dict[str, Any]]) -> pa.Table:
    """In comparable form."""
    return normalised(raw_records)
