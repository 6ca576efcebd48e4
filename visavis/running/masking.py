"""Words of exported facts with personal data masked. Texts that no run has searched yet are searched by rules alone, at once."""

from collections.abc import Collection

import pyarrow as pa

from visavis.engine.duckdb import DuckDB
from visavis.engine.reading.personal.finding import personal_data
from visavis.engine.reading.personal.spans import TOLD, Kind, written
from visavis.engine.steps import literal, quoted
from visavis.mistakes import Lang

MASKED = {"exchanges": ("subject", "text"), "ratings": ("text",), "felt": ("text",)}
"""Columns of words, by table."""

_SPANS = {"text": "spans", "subject": "subject_spans"}


def masks(runner: DuckDB, table: str, lang: Lang, shown: Collection[Kind] = ()) -> tuple[str, dict[str, str]]:
    """The SQL of `table` beside where personal data stands in it, and the SQL of each of its columns of words, masked.

    Over the views `table` and `personal`. Kinds among `shown` stay.
    """
    if table == "felt":  # its key is the case's: the words tell which text it is
        known = "SELECT text_md5 AS masked_md5, arg_max(spans, length(spans)) AS spans FROM personal GROUP BY ALL"
        same = "p.masked_md5 = md5(f.text)"
    else:
        known = f'SELECT source AS masked_source, key AS masked_key, spans, subject_spans FROM personal WHERE "table" = {literal(table)}'
        same = "p.masked_source = f.source AND p.masked_key = f.key"
    runner.connection.execute(f"CREATE OR REPLACE TEMP VIEW masked_places AS {known}")
    late = _late(runner, table, same)
    if late.num_rows:
        runner.connection.register("masked_late", late)
        runner.connection.execute(
            "CREATE OR REPLACE TEMP VIEW masked_places_all AS FROM masked_places UNION ALL BY NAME FROM masked_late"
        )
    places = "masked_places_all" if late.num_rows else "masked_places"
    joined = f"{quoted(table)} AS f LEFT JOIN {places} AS p ON {same}"
    return joined, {
        column: masked_sql(f"f.{quoted(column)}", f"p.{_SPANS[column]}", lang, shown) for column in MASKED[table]
    }


def _late(runner: DuckDB, table: str, same: str) -> pa.Table:
    """Of texts that no run has searched: the same columns, by rules."""
    columns = ", ".join(f"f.{quoted(each)}" for each in MASKED[table])
    keys = ("text",) if table == "felt" else ("source", "key")
    listed = ", ".join(f"f.{each}" for each in keys if each not in MASKED[table])
    rows = runner.rows(
        f"SELECT DISTINCT {', '.join(each for each in (listed, columns) if each)} FROM {quoted(table)} AS f "
        f"ANTI JOIN masked_places AS p ON {same} WHERE {' OR '.join(f'trim(f.{each}) <> chr(0)' for each in MASKED[table])}"
    )
    found = {
        _SPANS[column]: [written(spans) for spans in personal_data([row[column] or "" for row in rows], model=False)]
        for column in MASKED[table]
    }
    if table == "felt":
        names = {"masked_md5": [_md5(row["text"]) for row in rows]}
    else:
        names = {"masked_source": [row["source"] for row in rows], "masked_key": [row["key"] for row in rows]}
    return pa.table({name: pa.array(values, pa.string()) for name, values in (names | found).items()})


def _md5(text: str) -> str:
    from hashlib import md5

    return md5(text.encode()).hexdigest()


def masked_sql(text: str, spans: str, lang: Lang, shown: Collection[Kind] = ()) -> str:
    """SQL (DuckDB) of `text` with what `spans` (the JSON of `written`) tells masked, as `personal.masking.masked` does."""
    words = " ".join(f"WHEN {literal(str(kind))} THEN {literal(f'[{told.say(lang)}]')}" for kind, told in TOLD.items())
    kept = ", ".join(literal(str(kind)) for kind in shown) or "''"
    listed = f"list_filter(from_json(coalesce(nullif({spans}, ''), '[]'), '[[\"VARCHAR\"]]'), lambda s: s[3] NOT IN ({kept}))"
    bare = f"replace({text}, chr(0), '')"
    begin, length = "CAST(l[{0}][1] AS BIGINT)", "CAST(l[{0}][2] AS BIGINT)"
    former = f"CASE WHEN i = 1 THEN 0 ELSE {begin.format('i - 1')} + {length.format('i - 1')} END"
    piece = f"substr(t, {former} + 1, {begin.format('i')} - ({former})) || CASE l[i][3] {words} ELSE '[…]' END"
    last = f"{begin.format('len(l)')} + {length.format('len(l)')}"
    whole = f"array_to_string(list_transform(range(1, len(l) + 1), lambda i: {piece}), '') || substr(t, {last} + 1)"
    inside = f"(SELECT CASE WHEN len(l) = 0 THEN t ELSE {whole} END FROM (SELECT {listed} AS l, {bare} AS t) AS m)"
    return f"CASE WHEN coalesce({spans}, '') = '' THEN {bare} ELSE {inside} END"
