"""The step *read*: every verbatim that is new, or changed, or was read by a former model."""

from collections.abc import Callable, Iterator
from itertools import batched

import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Entry, Lake, Manifest
from visavis.engine.progress import Progress, silent
from visavis.engine.reading.reader import Reader, load_reader, reader_version
from visavis.engine.reading.selection import VERBATIMS
from visavis.engine.reading.verbatims import READINGS_SCHEMA, read_verbatims
from visavis.engine.steps import Step, literal, step
from visavis.mistakes import Words

BATCH = 2_048
PART = 4_096
"""Verbatims after which what was read is kept: a run that is killed loses a minute of reading at most."""

Keep = Callable[[Manifest], None]

SAME = 'r.source = v.source AND r."table" = v."table" AND r.key = v.key AND r.text_md5 = md5(v.text)'


def read_steps(model: str) -> list[Step]:
    """Views `unread` (verbatims that reader `model` has not read) and `still_read` (readings that stay)."""
    # own heads answer over what was read, and add their versions to the reader's
    ours = f"split_part(r.model, '+', 1) = {literal(model)}"
    return [
        VERBATIMS,
        step("still_read", f"SELECT r.* FROM readings AS r SEMI JOIN verbatims AS v ON {SAME} WHERE {ours}"),
        step(
            "unread",
            f"SELECT v.* FROM verbatims AS v ANTI JOIN (SELECT * FROM readings AS r WHERE {ours}) AS r ON {SAME}",
        ),
    ]


def read(
    runner: DuckDB,
    lake: Lake,
    manifest: Manifest,
    run: str,
    *,
    progress: Progress = silent,
    keep: Keep = lambda _: None,
) -> Manifest:
    """The manifest with `readings` of every verbatim that stands in it now; the rest is kept from the former run.

    `keep` gets the manifest with what was read so far, every PART verbatims.
    """
    lake.show(runner, manifest, ("exchanges", "ratings", "readings"))
    runner.run([VERBATIMS])
    if not _count(runner, "verbatims"):
        return manifest.replaced("readings", [])
    runner.run(read_steps(reader_version()))
    unread, still, before = (_count(runner, view) for view in ("unread", "still_read", "readings"))
    entries = list(manifest.of("readings"))
    if still < before:
        kept = lake.new_file("readings", run)
        entries = [lake.entry("readings", kept, runner.write("still_read", kept))] if still else []
    if unread:
        progress(Words(fr="Préparation du lecteur", en="Getting the reader ready"))
        for entry in _write(runner, load_reader(), lake, run, unread, progress):
            entries.append(entry)
            keep(manifest.replaced("readings", entries))
    return manifest.replaced("readings", entries)


def _count(runner: DuckDB, view: str) -> int:
    return int(runner.rows(f"SELECT count(*) AS n FROM {view}")[0]["n"])


def _write(runner: DuckDB, reader: Reader, lake: Lake, run: str, unread: int, progress: Progress) -> Iterator[Entry]:
    """Files of readings, as soon as each is complete."""
    # Alike lengths stand together, so that the encoder pads little; equal texts do too.
    query = 'SELECT source, "table", key, text FROM unread ORDER BY length(text), text, source, "table", key'
    batches = runner.connection.sql(query).to_arrow_reader(BATCH)
    for part in batched(read_verbatims(_told(batches, unread, progress), reader), PART // BATCH):
        target = lake.new_file("readings", run)
        with pq.ParquetWriter(target, READINGS_SCHEMA) as writer:
            for batch in part:
                writer.write_batch(batch)
        yield lake.entry("readings", target, sum(batch.num_rows for batch in part))


def _told(batches: Iterator[pa.RecordBatch], unread: int, progress: Progress) -> Iterator[pa.RecordBatch]:
    done = 0
    for batch in batches:
        told = Words(
            fr=f"Lecture des verbatims ({unread:,})".replace(",", "\u202f"), en=f"Reading verbatims ({unread:,})"
        )
        progress(told, done / unread)
        yield batch
        done += batch.num_rows
