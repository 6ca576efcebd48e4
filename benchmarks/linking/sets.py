"""Sets whose answer is known, each as one Parquet file: the columns of the lake's records, and `truth`, the customer's number."""

import csv
import datetime
import os
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.linking import generated
from visavis.engine.tables import RECORDS, Type

DATA = Path(os.environ.get("VISAVIS_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
_ARROW = {
    Type.TEXT: pa.string(),
    Type.TEXTS: pa.list_(pa.string()),
    Type.DATE: pa.date32(),
    Type.TIMESTAMP: pa.timestamp("us"),
}
SCHEMA = pa.schema([*((column.name, _ARROW[column.type]) for column in RECORDS.columns), ("truth", pa.int64())])


def customers(data: Path, target: Path, *, entities: int | None = None) -> None:
    """The public generated customers; a sample of about that many `entities`, the same each time."""
    where = f"WHERE hash(entity_id) % 41393 < {entities}" if entities else ""
    plain = ", ".join(("source", "street", "postcode", "city", "company"))
    _copy(
        f"SELECT {plain}, record_id AS key, first_name AS given_name, last_name AS family_name, {_listed('email')}, "
        f"{_listed('phone')}, TRY_CAST(birth_date AS DATE) AS birth_date, entity_id AS truth "
        f"FROM read_parquet('{data / 'customers_100k.parquet'}') {where} ORDER BY source, record_id",
        target,
    )


def invented(target: Path, size: int, *, seed: int = 1) -> None:
    """`size` records of `generated`."""
    plain = target.with_suffix(".plain.parquet")
    generated.write(plain, size, seed=seed)
    columns = [name for name in generated.SCHEMA.names if name not in ("email", "phone")]
    _copy(f"SELECT {', '.join(columns)}, {_listed('email')}, {_listed('phone')} FROM read_parquet('{plain}')", target)
    plain.unlink()


def febrl(data: Path, number: int, target: Path) -> None:
    """One of the Febrl sets; the truth is the number in `rec_id`."""
    with (data / "febrl" / f"dataset{number}.csv").open(encoding="utf-8", newline="") as file:
        rows = [{k: (v or "").strip() for k, v in row.items()} for row in csv.DictReader(file, skipinitialspace=True)]
    _write([_of_febrl(row) for row in rows], target)


def _of_febrl(row: dict[str, str]) -> dict[str, Any]:
    born = row["date_of_birth"]
    return {
        "source": "febrl",
        "key": row["rec_id"],
        "given_name": row["given_name"] or None,
        "family_name": row["surname"] or None,
        "street": f"{row['street_number']} {row['address_1']}".strip() or None,
        "postcode": row["postcode"] or None,
        "city": row["suburb"] or None,
        "birth_date": _date(f"{born[:4]}-{born[4:6]}-{born[6:]}"),
        "truth": int(row["rec_id"].split("-")[1]),
    }


def _date(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _listed(column: str) -> str:
    return f"CASE WHEN {column} IS NOT NULL THEN [{column}] END AS {column}s"


def _copy(sql: str, target: Path) -> None:
    """The rows of `sql` in the columns of SCHEMA; columns that it has not are null."""
    with duckdb.connect() as connection:
        connection.register("empty", SCHEMA.empty_table())
        connection.execute(f"COPY (SELECT * FROM empty UNION ALL BY NAME {sql}) TO '{target}' (FORMAT parquet)")


def _write(rows: list[dict[str, Any]], target: Path) -> None:
    pq.write_table(pa.Table.from_pylist(rows, SCHEMA), target)
