"""The files of the lake without what bears a mark: each file that tells of an erased client is written anew, others stay."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from visavis.clients.marks import marking
from visavis.engine.duckdb import DuckDB, scan_counted
from visavis.engine.lake import Entry, Lake, Manifest
from visavis.engine.steps import literal, quoted
from visavis.engine.tables import FACTS
from visavis.running.erasing.rules import NAMELESS, Rule, rule_of

_NEEDED = ("source", "key", "table", "client_ref", "about", "thread", "emails", "phones", "text_md5", "form", "same_as")
"""Columns that rules read; where a file has none of that name, it is null."""
_LISTS = ("emails", "phones")


@dataclass(slots=True)
class Swept:
    """The manifest without erased clients, and how many rows went or lost what is personal, by table."""

    manifest: Manifest
    rows: dict[str, int] = field(default_factory=dict)


def show_marks(session: DuckDB, digests: Iterable[str]) -> None:
    """Make the table `gone` and the macro `mark` that rules read."""
    from visavis.clients.erasing import secret_of_marks

    session.connection.execute(marking(secret_of_marks()))
    session.connection.register("gone_given", pa.table({"digest": pa.array(sorted(digests), pa.string())}))
    session.connection.execute("CREATE OR REPLACE TEMP TABLE gone AS SELECT DISTINCT digest FROM gone_given")
    session.connection.unregister("gone_given")


def without_marked(
    session: DuckDB,
    lake: Lake,
    manifest: Manifest,
    run: str,
    *,
    stay: Collection[str] = (),
    tables: Collection[str] = (),
) -> Swept:
    """The manifest whose files bear no mark; those whose paths are in `stay` are not looked at, nor other tables than `tables`.

    Former files are left to the lake's clean-up. `show_marks` must have been called.
    """
    swept = Swept(manifest)
    entries: list[Entry] = []
    for entry in manifest.entries:
        if entry.path in stay or (tables and entry.table not in tables):
            entries.append(entry)
            continue
        found, hit = _rewritten(session, lake, entry, run)
        if hit:
            swept.rows[entry.table] = swept.rows.get(entry.table, 0) + hit
        if found.rows or not hit or entry.table not in (*FACTS, "log", "rejects"):
            entries.append(found)
    swept.manifest = replace(manifest, entries=tuple(entries))
    return swept


def _rewritten(session: DuckDB, lake: Lake, entry: Entry, run: str) -> tuple[Entry, int]:
    """The entry, of a new file where rows of it bear a mark, be they rows that count no longer, and how many do."""
    counted = [each for each in lake.counted(entry) if each[0].suffix == ".parquet"]
    if not counted:
        return entry, 0
    files, stale = [file for file, _ in counted], counted[0][1]
    listed = scan_counted(files)
    columns = {row[0]: row[1] for row in session.connection.execute(f"DESCRIBE SELECT * FROM {listed}").fetchall()}
    rule = rule_of(entry.table, columns)
    if rule is None:
        return entry, 0
    given = _completed(listed, columns, entry)
    hit = int(session.connection.execute(f"SELECT count(*) FROM {given} WHERE {rule.when}").fetchall()[0][0])
    if not hit:
        return entry, 0
    target = lake.new_file(entry.table, run)
    given = _completed(scan_counted(files, stale), columns, entry)
    rows = session.connection.execute(
        f"COPY (SELECT {_selected(rule, columns)} FROM {given} WHERE {'true' if rule.values else f'NOT ({rule.when})'}) "
        f"TO {literal(str(target))} (FORMAT parquet, COMPRESSION snappy)"
    ).fetchall()[0][0]
    return replace(entry, path=target.relative_to(lake.folder).as_posix(), rows=int(rows), stale=""), hit


def _completed(listed: str, columns: Collection[str], entry: Entry) -> str:
    missing = [name for name in (*_NEEDED, "text", "value") if name not in columns]
    nulls = [f"CAST(NULL AS VARCHAR{'[]' if name in _LISTS else ''}) AS {quoted(name)}" for name in missing]
    nulls = [
        f"{literal(entry.source)} AS source" if name == "source" else sql
        for name, sql in zip(missing, nulls, strict=True)
    ]
    return f"(SELECT {', '.join(['*', *nulls])} FROM {listed}) AS given"


def _selected(rule: Rule, columns: Sequence[str] | Collection[str]) -> str:
    """Every column, those of marked rows with the values that stay."""
    return ", ".join(
        f"CASE WHEN {rule.when} THEN {rule.values[name]} ELSE {quoted(name)} END AS {quoted(name)}"
        if name in rule.values
        else quoted(name)
        for name in columns
    )


def nameless_once(session: DuckDB, lake: Lake, manifest: Manifest, fresh: Collection[str], run: str) -> Manifest:
    """The manifest where an event of an erased client that was delivered again stands once.

    Of an event that one row tells, the row that came last stays; of one that is folded out of a log, the former one, which was
    folded out of all of it. `fresh`: paths of files that were delivered now.
    """
    folded = {(entry.source, entry.fact) for entry in manifest.of("log")}
    loses = {
        (entry.source, entry.fact): [
            each for each in manifest.of("events", source=entry.source)
            if each.fact == entry.fact and (each.path in fresh) == ((entry.source, entry.fact) in folded)
        ]
        for entry in manifest.of("events") if entry.path in fresh
    }  # fmt: skip
    replaced: dict[Entry, Entry] = {}
    for (source, fact), losing in loses.items():
        others = [each for each in manifest.of("events", source=source) if each.fact == fact and each not in losing]
        if not losing or not others:
            continue
        held = ", ".join(literal(str(file)) for each in others for file in lake.files(each))
        for entry in losing:
            replaced[entry] = _without_keys(
                session, lake, entry, f"SELECT key FROM read_parquet([{held}], union_by_name=true)", run
            )
    return replace(manifest, entries=tuple(replaced.get(each, each) for each in manifest.entries))


def _without_keys(session: DuckDB, lake: Lake, entry: Entry, keys: str, run: str) -> Entry:
    listed = f"read_parquet([{', '.join(literal(str(file)) for file in lake.files(entry))}])"
    twice = f"key LIKE {literal(NAMELESS + '%')} AND key IN ({keys})"
    if not session.connection.execute(f"SELECT count(*) FROM {listed} WHERE {twice}").fetchall()[0][0]:
        return entry
    target: Path = lake.new_file(entry.table, run)
    rows = session.connection.execute(
        f"COPY (SELECT * FROM {listed} WHERE NOT coalesce({twice}, false)) TO {literal(str(target))} "
        "(FORMAT parquet, COMPRESSION snappy)"
    ).fetchall()[0][0]
    return replace(entry, path=target.relative_to(lake.folder).as_posix(), rows=int(rows))
