"""Voices that say almost word for word the same: grouped at each run, under names that stay."""

import hashlib
import json
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from visavis.clients.publishing import same_id
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.progress import Progress, silent
from visavis.engine.reading.alike import SHORTEST, groups
from visavis.engine.reading.selection import VERBATIMS
from visavis.engine.steps import Step, step
from visavis.mistakes import Words

VERSION = "1"
LEDGER = "alike"
"""Where the manifest's ledger tells of which files the table was made, and by which version."""

BATCH = 8_192

TEXTS: Step = step(
    "alike_texts",
    f"""SELECT md5(text) AS text_md5, min(text) AS text, min({same_id('"table"', "source", "''", "key")}) AS fact, count(*) AS n
    FROM verbatims WHERE length(text) >= {SHORTEST} GROUP BY 1""",
    "each different text, the first of its facts and their number",
)
NAMED: tuple[Step, ...] = (
    step(
        "alike_groups",
        """SELECT p.leader, min(k."group") AS former, min(t.fact) AS fact, CAST(sum(t.n) AS BIGINT) AS size
        FROM alike_placed AS p JOIN alike_texts AS t ON p.text_md5 = t.text_md5
        LEFT JOIN alike_known AS k ON p.text_md5 = k.text_md5 GROUP BY p.leader""",
        "each group: its former name, its first fact, how many verbatims it has",
    ),
    step(
        "alike_kept",
        "SELECT former, min(leader) AS leader FROM alike_groups WHERE former IS NOT NULL GROUP BY former",
        "which group keeps each former name, where one was split",
    ),
    step(
        "alike_named",
        """SELECT g.leader, g.size, CASE WHEN k.leader IS NOT NULL THEN g.former
        WHEN o.former IS NOT NULL THEN md5(g.fact || '+') ELSE g.fact END AS name
        FROM alike_groups AS g LEFT JOIN alike_kept AS k ON g.former = k.former AND g.leader = k.leader
        LEFT JOIN alike_kept AS o ON g.fact = o.former""",
        "each group under its name: the former one, else the id of its first fact",
    ),
    step(
        "new_alike",
        """SELECT v.source, v."table", v.key, n.name AS "group", n.size, md5(v.text) AS text_md5
        FROM verbatims AS v JOIN alike_placed AS p ON md5(v.text) = p.text_md5 JOIN alike_named AS n ON p.leader = n.leader""",
        "each verbatim with its group",
    ),
)


def find_alike(runner: DuckDB, lake: Lake, manifest: Manifest, run: str, *, progress: Progress = silent) -> Manifest:
    """The manifest with `alike`. Texts of the former run keep their groups, and new ones are compared with all.

    Costs next to nothing where no exchange and no rating changed.
    """
    made_of = _digest([VERSION, *(entry.path for table in ("exchanges", "ratings") for entry in manifest.of(table))])
    before: dict[str, str] = manifest.ledger.get(LEDGER, {})
    if before.get("made_of") == made_of:
        return manifest
    lake.show(runner, manifest, ("exchanges", "ratings", "alike"))
    runner.run([VERBATIMS, TEXTS])
    known = "FROM alike" if before.get("version") == VERSION else "SELECT * FROM alike WHERE 1 = 0"
    connection = runner.connection
    connection.execute(f'CREATE OR REPLACE TEMP TABLE alike_known AS SELECT DISTINCT text_md5, "group" FROM ({known})')
    count = int(runner.rows("SELECT count(*) AS n FROM alike_texts")[0]["n"])
    entries = []
    if count:
        progress(Words(fr="Recherche des messages qui se répètent", en="Looking for messages that repeat one another"))
        connection.execute(
            """CREATE OR REPLACE TEMP TABLE alike_order AS SELECT t.text_md5, t.text, k."group",
            row_number() OVER (ORDER BY t.fact) - 1 AS place FROM alike_texts AS t LEFT JOIN alike_known AS k ON t.text_md5 = k.text_md5"""
        )
        former = runner.connection.sql(
            """SELECT place, CASE WHEN "group" IS NULL THEN -1 ELSE dense_rank() OVER (ORDER BY "group") END AS former
            FROM alike_order ORDER BY place"""
        ).to_arrow_table()
        numbers = former.column("former").to_numpy()
        leaders = groups(_texts(runner), numbers if (numbers >= 0).any() else None)
        placed = pa.table({"place": np.arange(len(leaders)), "leader": leaders})
        connection.register("alike_leaders", placed)
        connection.execute(
            """CREATE OR REPLACE TEMP TABLE alike_placed AS SELECT o.text_md5, l.leader
            FROM alike_order AS o JOIN alike_leaders AS l ON o.place = l.place"""
        )
        runner.run(NAMED)
        target = lake.new_file("alike", run)
        entries = [lake.entry("alike", target, runner.write("new_alike", target))]
        connection.unregister("alike_leaders")
    done = manifest.replaced("alike", entries)
    ledger = done.ledger | {LEDGER: {"made_of": made_of, "version": VERSION}}
    return Manifest(done.run, done.finished_at, done.entries, ledger)


def _texts(runner: DuckDB) -> Iterator[str]:
    for batch in runner.connection.sql("SELECT text FROM alike_order ORDER BY place").to_arrow_reader(BATCH):
        yield from batch.column("text").to_pylist()


def _digest(parts: list[str]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
