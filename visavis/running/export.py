"""A table of the lake, written for other tools; no employee can be counted in it (X6)."""

import sys
import uuid
from collections.abc import Collection
from pathlib import Path
from typing import Literal

from visavis.clients.believing.golden_steps import golden_steps
from visavis.clients.believing.survivorship import rules_of
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest, extra_name
from visavis.engine.people import known_teams, without
from visavis.engine.reading.personal.masking import REACHING
from visavis.engine.reading.personal.spans import Kind
from visavis.engine.spreadsheets import harmless
from visavis.engine.steps import literal, quoted, step
from visavis.engine.tables import ALL, CLIENTS, EXTRA, Type
from visavis.mistakes import Lang, Mistake, Words
from visavis.promises.commitments import CONFIRMED
from visavis.running.masking import MASKED, masks

Shape = Literal["csv", "parquet", "json"]

FORMATS = {"csv": "FORMAT csv, HEADER", "parquet": "FORMAT parquet", "json": "FORMAT json"}

WITHHELD = ("staff",)
"""Columns that stay in the lake: with them a reader could count what single employees did (X6)."""


VERBATIM = (
    ("readings", "evidence"),
    ("worded", "opening"),
    ("word_forms", "words"),
    ("word_uses", "word"),
    ("word_uses", "sentence"),
)
"""Columns of single words of texts, that could name somebody: the texts themselves are exported, masked."""


DETAILS = ("emails", "phones", "street", "postcode", "birth_date", "also_known_as")
"""Columns of records that tell how to reach somebody, or when they were born; what sources say beyond may tell it too."""


def export_table(
    home: Path,
    table: str,
    *,
    shape: Shape = "csv",
    out: Path | None = None,
    details: bool = True,
    reaching: bool = False,
    lang: Lang = "fr",
) -> int:
    """Write `table` of the last run to `out` (standard output if None); the number of rows.

    Personal data in words is masked, in `lang`; `reaching`: but for e-mail, phone and address. Without `details`, records come without the columns of DETAILS and without extra fields. Teams of fewer than five people are left blank. Extra fields are named as people write them (`extra.made_sla`); lists become JSON in CSV; vectors are written to Parquet alone; cells that a spreadsheet would
    take for a formula get a leading apostrophe. Raises Mistake for an unknown table, or where nothing was run yet.
    """
    lake = Lake(home / "lake")
    manifest = lake.current()
    if table not in ALL:
        raise Mistake(
            Words(fr=f"pas de table « {table} »", en=f"there is no table “{table}”"),
            remedy=Words(fr=f"choisissez parmi: {', '.join(ALL)}", en=f"choose one of: {', '.join(ALL)}"),
        )
    if manifest is None:
        raise Mistake(
            Words(fr="rien n’a encore été calculé ici", en="nothing was computed here yet"),
            remedy=Words(fr="lancez: visavis run", en="start: visavis run"),
        )
    runner = DuckDB()
    try:
        lake.show(runner, manifest, sorted({table, "events", "exchanges", "personal"}))
        if table == CLIENTS.name:
            _show_clients(runner, home, lake, manifest)
        return _copy(
            runner,
            _select(runner, table, shape, details=details, shown=REACHING if reaching else (), lang=lang),
            shape,
            out,
        )
    finally:
        runner.close()


def _show_clients(runner: DuckDB, home: Path, lake: Lake, manifest: Manifest) -> None:
    """Make the view of golden records: the lake holds what they are made of, and `record.yaml` the rules."""
    lake.show(runner, manifest, ("records", "links"))
    members = "SELECT source, key, CAST(substr(client_id, 3) AS BIGINT) AS client FROM links"
    runner.run([step("members", members), *golden_steps(rules_of(home))])


def _select(runner: DuckDB, table: str, shape: Shape, *, details: bool, shown: Collection[Kind], lang: Lang) -> str:
    columns = runner.connection.execute(f"DESCRIBE {quoted(table)}").fetchall()
    types = {column.name: column.type for column in ALL[table].columns}
    masked = known_teams(runner).masked
    if table == "commitments":  # what nobody confirmed is its author's business alone (X6)
        runner.connection.execute(f"CREATE OR REPLACE TEMP VIEW confirmed_commitments AS {CONFIRMED}")
    source, words = (
        masks(runner, table, lang, shown)
        if table in MASKED
        else (f"{quoted('confirmed_commitments' if table == 'commitments' else table)} AS f", {})
    )
    parts = []
    for name, sql_type, *_ in columns:
        if name in WITHHELD or (table, name) in VERBATIM:
            continue
        if shape != "parquet" and types.get(name) == Type.BLOB:
            continue
        if table in ("records", CLIENTS.name) and not details and (name in DETAILS or name.startswith(EXTRA)):
            continue
        value = words.get(name, f"f.{quoted(name)}")
        if name == "team" or (name.startswith(EXTRA) and sql_type == "VARCHAR"):
            value = without(value, masked)
        if shape == "csv" and types.get(name) == Type.TEXTS:
            value = f"CAST(to_json({value}) AS VARCHAR)"
        elif shape == "csv" and sql_type == "VARCHAR":
            value = harmless(value)
        parts.append(f"{value} AS {quoted(extra_name(name))}")
    ends = ("source_l", "key_l", "source_r", "key_r", "rule") if table == "edges" else ()
    order = [
        name
        for name in ("client_id", "name", "position", "promise", "source", "table", "key", "place", *ends)
        if name in {c[0] for c in columns} and (name != "client_id" or table == CLIENTS.name)
    ]
    ordered = f" ORDER BY {', '.join(f'f.{quoted(name)}' for name in order)}" if order else ""
    return f"SELECT {', '.join(parts)} FROM {source}{ordered}"


def _copy(runner: DuckDB, query: str, shape: Shape, out: Path | None) -> int:
    if out is None:
        scratch = runner.scratch / f"export-{uuid.uuid4().hex}"
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        scratch = out.with_name(f".{out.name}.{uuid.uuid4().hex[:8]}")
    try:
        rows = int(
            runner.connection.execute(f"COPY ({query}) TO {literal(str(scratch))} ({FORMATS[shape]})").fetchall()[0][0]
        )
        if out is not None:
            scratch.replace(out)
        else:
            with scratch.open("rb") as written:
                while block := written.read(1 << 20):
                    sys.stdout.buffer.write(block)
            sys.stdout.buffer.flush()
        return rows
    finally:
        scratch.unlink(missing_ok=True)
