"""The step *read*: every verbatim that is new, or changed, or was read by a former reader."""

from collections.abc import Callable, Iterator, Sequence
from itertools import batched

import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Entry, Lake, Manifest
from visavis.engine.progress import Progress, silent
from visavis.engine.reading.encoding.build import OURS, encoder_version
from visavis.engine.reading.reader import Reader, load_reader, reader_version
from visavis.engine.reading.selection import VERBATIMS
from visavis.engine.reading.verbatims import (
    READINGS_SCHEMA,
    SAID_SCHEMA,
    VECTORS_SCHEMA,
    ReadBatch,
    read_verbatims,
)
from visavis.engine.steps import Step, literal, step
from visavis.mistakes import Words

BATCH = 2_048
PART = 4_096
"""Verbatims after which what was read is kept: a run that is killed loses a minute of reading at most."""
TABLES = ("readings", "said", "vectors")
"""Tables of the lake that reading fills."""

Keep = Callable[[Manifest], None]

SAME = 'r.source = v.source AND r."table" = v."table" AND r.key = v.key AND r.text_md5 = md5(v.text)'
_FACT = 's.source = r.source AND s."table" = r."table" AND s.key = r.key'


def read_steps(model: str, encoder: str) -> list[Step]:
    """Views `unread` (verbatims that reader `model` has not read), `still_read` (readings that stay), `still_said` (their
    sentences) and `still_vectors` (of texts that stand; of the encoders that we build, by `encoder` alone)."""
    ours = f"split_part(r.model, '+', 1) = {literal(model)}"
    return [
        VERBATIMS,
        step("still_read", f"SELECT r.* FROM readings AS r SEMI JOIN verbatims AS v ON {SAME} WHERE {ours}"),
        step("still_said", f"SELECT s.* FROM said AS s SEMI JOIN still_read AS r ON {_FACT}"),
        step(
            "unread",
            f"SELECT v.* FROM verbatims AS v ANTI JOIN (SELECT * FROM readings AS r WHERE {ours}) AS r ON {SAME}",
        ),
        step(
            "still_vectors",
            f"""SELECT k.* FROM vectors AS k SEMI JOIN verbatims AS v ON k.text_md5 = md5(v.text)
            WHERE k.model = {literal(encoder)} OR k.model NOT LIKE {literal(OURS + "%")}""",
        ),
    ]


def known_vectors(encoder: str) -> Step:
    """View `known_vectors`, out of the tables: of each text, the vector by `encoder` and those of its sentences; DuckDB alone."""
    return step(
        "known_vectors",
        f"""SELECT k.text_md5, any_value(k.vector) AS vector, any_value(i.inside) AS inside FROM vectors AS k
        LEFT JOIN (
            SELECT text_md5, list(vector ORDER BY place) AS inside FROM (
                SELECT r.text_md5, s.place, any_value(s.vector) AS vector, max(s.place) OVER (PARTITION BY r.text_md5) AS last
                FROM said AS s JOIN readings AS r ON {_FACT} GROUP BY r.text_md5, s.place
            ) WHERE last > 0 GROUP BY text_md5
        ) AS i ON i.text_md5 = k.text_md5
        WHERE k.model = {literal(encoder)} GROUP BY k.text_md5""",
    )


def read(
    runner: DuckDB,
    lake: Lake,
    manifest: Manifest,
    run: str,
    *,
    progress: Progress = silent,
    keep: Keep = lambda _: None,
) -> Manifest:
    """The manifest with `readings`, `said` and `vectors` of every verbatim that stands in it now; the rest is kept from the
    former run. Answers of a company's own heads, named after the reader's version behind a +, stay with it.

    `keep` gets the manifest with what was read so far, every PART verbatims. Texts whose vectors are known are read anew
    without the encoder.
    """
    lake.show(runner, manifest, ("exchanges", "ratings", *TABLES))
    runner.run([VERBATIMS])
    if not _count(runner, "verbatims"):
        for table in TABLES:
            manifest = manifest.replaced(table, [])
        return manifest
    runner.run([*read_steps(reader_version(), encoder_version()), known_vectors(encoder_version())])
    unread = _count(runner, "unread")
    for table, still in zip(TABLES, ("still_read", "still_said", "still_vectors"), strict=True):
        manifest = _without_the_rest(runner, lake, manifest, run, table, still)
    if unread:
        progress(Words(fr="Préparation du lecteur", en="Getting the reader ready"))
        reader = load_reader()
        for table, entry in _write(runner, reader, lake, run, unread, progress):
            manifest = manifest.replaced(table, [*manifest.of(table), entry])
            if table == TABLES[0]:
                # the readings of a part are listed last: what they count as read has its sentences and vectors
                keep(manifest)
    return manifest


def _without_the_rest(runner: DuckDB, lake: Lake, manifest: Manifest, run: str, table: str, still: str) -> Manifest:
    """The manifest with the rows of `table` that stay; its files as they are where all do."""
    rows = _count(runner, still)
    if rows == _count(runner, table):
        return manifest
    kept = lake.new_file(table, run)
    return manifest.replaced(table, [lake.entry(table, kept, runner.write(still, kept))] if rows else [])


def _count(runner: DuckDB, view: str) -> int:
    return int(runner.rows(f"SELECT count(*) AS n FROM {view}")[0]["n"])


def _write(
    runner: DuckDB, reader: Reader, lake: Lake, run: str, unread: int, progress: Progress
) -> Iterator[tuple[str, Entry]]:
    """Files of the three tables, as soon as each is complete; readings last."""
    # Alike lengths stand together, so that the encoder pads little; equal texts do too.
    query = """SELECT u.source, u."table", u.key, u.text, k.vector, k.inside
    FROM unread AS u LEFT JOIN known_vectors AS k ON k.text_md5 = md5(u.text)
    ORDER BY length(u.text), u.text, u.source, u."table", u.key"""
    batches = runner.connection.sql(query).to_arrow_reader(BATCH)
    for part in batched(read_verbatims(_told(batches, unread, progress), reader), PART // BATCH):
        yield from _files(part, lake, run)


def _files(part: Sequence[ReadBatch], lake: Lake, run: str) -> Iterator[tuple[str, Entry]]:
    for table, schema in (("said", SAID_SCHEMA), ("vectors", VECTORS_SCHEMA), ("readings", READINGS_SCHEMA)):
        rows = pa.Table.from_batches([getattr(each, table) for each in part], schema)
        if rows.num_rows:
            target = lake.new_file(table, run)
            pq.write_table(rows, target)
            yield table, lake.entry(table, target, rows.num_rows)


def _told(batches: Iterator[pa.RecordBatch], unread: int, progress: Progress) -> Iterator[pa.RecordBatch]:
    done = 0
    for batch in batches:
        told = Words(
            fr=f"Lecture des verbatims ({unread:,})".replace(",", "\u202f"), en=f"Reading verbatims ({unread:,})"
        )
        progress(told, done / unread)
        yield batch
        done += batch.num_rows
