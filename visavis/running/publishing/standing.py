"""Where the computed tables stand: what the database holds, as far as the lake knows, and which rows may differ from that."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.lake import Lake
from visavis.running.publishing.tables import MARK, Computed, Kind

FOLDER = "published"


@dataclass(frozen=True, slots=True)
class Standing:
    """The folder of the rows last published (None where it is missing or not that of this database), and the last decision
    that they tell of."""

    folder: Path | None
    decided: int = 0

    def known(self, table: Computed) -> Path | None:
        """The file of keys and digests of `table`; None where every row may differ."""
        return self.folder / f"{table.name}.parquet" if self.folder else None


def standing(lake: Lake) -> Standing:
    """What the last run that planned its tables left, if the lake still has it."""
    from visavis.running.models import Run

    last = Run.objects.exclude(published=None).exclude(finished_at=None).order_by("-finished_at", "-id").first()
    folder = lake.folder / last.published if last and last.published else None
    return Standing(folder, last.decided) if last and folder and folder.is_dir() else Standing(None)


def write_unsure(table: Computed, target: Path, clients: tuple[int, ...] | None) -> Path | None:
    """Write the keys that the database has of `table` (of all clients if None): their rows may differ from what is known.

    Returns `target`, or None where there is no such row.
    """
    from django.db import connection

    if clients == ():
        return None
    types = {Kind.ID: pa.string(), Kind.INTEGER: pa.int64()}
    schema = pa.schema([*((f.name, types.get(f.kind, pa.string())) for f in table.keys), ("gone", pa.bool_())])
    keys = ", ".join(f"CAST({f.name} AS VARCHAR(36))" if f.kind is Kind.ID else f.name for f in table.keys)
    where = "" if clients is None else f"WHERE client IN ({', '.join(['%s'] * len(clients))})"
    rows = 0
    with connection.cursor() as cursor, pq.ParquetWriter(target, schema) as writer:
        cursor.execute(f"SELECT {keys}, {MARK} FROM {table.name} {where}", clients or ())
        while found := cursor.fetchmany(50_000):
            columns = [list(column) for column in zip(*found, strict=True)]
            for place, field in enumerate(table.keys):
                if field.kind is Kind.ID:
                    columns[place] = [each.replace("-", "") for each in columns[place]]
            columns[-1] = [mark is not None for mark in columns[-1]]
            writer.write_table(pa.table([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema))
            rows += len(found)
    return target if rows else None
