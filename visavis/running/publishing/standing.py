"""Where the computed tables stand: what the database holds, as far as the lake knows, and which rows may differ from that."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.lake import Lake
from visavis.running.publishing.inputs import read_inputs
from visavis.running.publishing.kept import holds, kept_rows
from visavis.running.publishing.tables import MARK, Computed, Kind

FOLDER = "published"


@dataclass(frozen=True, slots=True)
class Standing:
    """The folder of what was last published (None where it is missing or not that of this database), the last decision
    that it tells of, the fingerprints of what they were made of, and whether no other run has begun since."""

    folder: Path | None
    decided: int = 0
    inputs: Mapping[str, str] = field(default_factory=dict)
    latest: bool = False

    def known(self, table: Computed) -> str | None:
        """SELECT the rows of `table`, with digests; None where every row may differ."""
        return kept_rows(self.folder, table.name) if self.folder and holds(self.folder, table.name) else None


def standing(lake: Lake) -> Standing:
    """What the last run that planned its tables left, if the lake still has it."""
    from django.db.models import Q

    from visavis.running.models import Run

    runs = Run.objects.order_by("-finished_at", "-id")
    last = runs.exclude(published=None).exclude(finished_at=None).first()
    folder = lake.folder / last.published if last and last.published else None
    inputs = read_inputs(folder) if folder else None
    if last is None or folder is None or inputs is None:
        return Standing(None)
    others = Run.objects.exclude(id=last.id).filter(Q(finished_at=None) | Q(finished_at__gte=last.finished_at))
    return Standing(folder, last.decided, inputs, latest=not others.exists())


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
            for place, each in enumerate(table.keys):
                if each.kind is Kind.ID:
                    columns[place] = [key.replace("-", "") for key in columns[place]]
            columns[-1] = [mark is not None for mark in columns[-1]]
            writer.write_table(pa.table([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema))
            rows += len(found)
    return target if rows else None
