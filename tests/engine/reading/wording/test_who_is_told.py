"""No cell of the word watch, and nothing that follows from cells by subtraction, tells of one to four people."""

import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visavis.engine.measuring.intervals import wilson
from visavis.engine.reading.wording.steps import (
    DIMENSIONS,
    covered_step,
    example_steps,
    message_steps,
    perform,
    said_step,
    show_told,
    trend_steps,
    writer_steps,
)
from visavis.engine.reading.wording.telling import told_of
from visavis.engine.steps import Piece, Runner
from visavis.engine.tables import ALL, Type

ARROW = {Type.TEXT: pa.string(), Type.INTEGER: pa.int64(), Type.DATE: pa.date32()}
Row = tuple[str | None, str | None, str | None, str]
"""Team, channel, staff, text."""


def show(
    runner: Runner, folder: Path, said: list[Row], uses: dict[str, list[str]], forms: dict[str, str] | None = None
) -> None:
    """The views that the steps read: messages of March 2025, one a row; `uses`: lists of each text."""
    folder.mkdir(parents=True, exist_ok=True)
    exchanges = [
        {"source": "s", "key": str(n), "direction": "out", "channel": channel, "team": team, "staff": staff, "text": text,
         "occurred_on": datetime.date(2025, 3, 10), "client_ref": f"client/{n}"}
        for n, (team, channel, staff, text) in enumerate(said)
    ]  # fmt: skip
    texts = sorted({text for *_, text in said})
    md5 = {text: runner.rows(f"SELECT md5('{text}') AS m")[0]["m"] for text in texts}
    worded = [
        {"text_md5": md5[text], "words": 10, "form": (forms or {}).get(text, ""), "opening": text} for text in texts
    ]
    alike = [{"form": form, "words": form, "same_as": form} for form in sorted(set((forms or {}).values()))]
    used = [
        {"text_md5": md5[text], "list": name, "word": name, "sentence": f"{name}!"}
        for text in texts
        for name in uses.get(text, [])
    ]
    tables = {"exchanges": exchanges, "events": [], "worded": worded, "word_forms": alike, "word_uses": used}
    for table, rows in tables.items():
        columns = tuple((column.name, column.type) for column in ALL[table].columns)
        given = tuple((name, type_) for name, type_ in columns if rows and name in rows[0])
        own = given or columns[:1]
        target = folder / f"{table}.parquet"
        pq.write_table(pa.Table.from_pylist(rows, pa.schema([(name, ARROW[type_]) for name, type_ in own])), target)
        runner.show(table, [Piece((target,), own)], columns)


def shown(runner: Runner, folder: Path, said: list[Row]) -> dict[str, set[str]]:
    """The values of each dimension that may be shown."""
    show(runner, folder, said, {})
    perform(runner, [*message_steps(), *writer_steps("month")], folder)
    show_told(runner, "month", folder)
    return {each: {row["value"] for row in runner.rows(f"SELECT value FROM {each}_month_shown")} for each in DIMENSIONS}


def people(n: int, start: int = 0) -> list[str]:
    return [f"p{each}" for each in range(start, start + n)]


def test_five_people_are_shown_and_four_are_not(runner: Runner, tmp_path: Path) -> None:
    said: list[Row] = [("A", "mail", each, "t") for each in people(5)]
    said += [("B", "mail", each, "t") for each in people(6, 10)]
    assert shown(runner, tmp_path / "one", said) == {"all": {""}, "team": {"A", "B"}, "channel": {"mail"}}
    said += [("C", "mail", each, "t") for each in people(4, 20)]
    assert shown(runner, tmp_path / "two", said)["team"] == {"B"}, "A hides the four of C"
    assert shown(runner, tmp_path / "three", [("A", "mail", each, "t") for each in people(4)])["all"] == set()


def test_a_channel_minus_the_team_inside_it_tells_of_nobody(runner: Runner, tmp_path: Path) -> None:
    said: list[Row] = [("A", "phone", each, "t") for each in people(5)] + [("B", "phone", "p20", "t")]
    said += [("B", "mail", each, "t") for each in people(9, 20)] + [("D", "mail", each, "t") for each in people(9, 40)]
    found = shown(runner, tmp_path, said)
    assert found["team"] == {"A", "B", "D"}
    assert found["channel"] == set(), "phone without A is one person, and follows from mail and the whole"


def test_messages_that_name_nobody_stand_for_their_team(runner: Runner, tmp_path: Path) -> None:
    said: list[Row] = [("A", "web", each, "t") for each in people(5)]
    unnamed: list[Row] = [("A", "mail", None, "t")] * 3
    assert shown(runner, tmp_path / "one", said + unnamed)["channel"] == {"web", "mail"}
    assert shown(runner, tmp_path / "two", [*said, (None, "mail", None, "t"), ("Z", "mail", None, "t")])["channel"] == {
        "web"
    }


SAID = st.lists(
    st.tuples(st.sampled_from("ABC-"), st.sampled_from(["mail", "web", "phone", ""]), st.sampled_from(people(13))),
    max_size=60,
)


@settings(max_examples=300)
@given(SAID)
def test_nothing_that_follows_by_subtraction_tells_of_one_to_four_people(said: list[tuple[str, str, str]]) -> None:
    said = [(team.strip("-"), channel, person) for team, channel, person in said]
    told = told_of((("out", 1), *row) for row in said).get(("out", 1))
    if told is None:
        return
    known: list[set[int]] = []
    """Sets of messages whose sums anybody can tell: shown teams together, shown channels together, all others."""
    everything = set(range(len(said)))
    for side, names in ((0, told.teams), (1, told.channels)):
        for number in range(1, 1 << len(names)):
            chosen = {name for place, name in enumerate(names) if number >> place & 1}
            rows = {n for n, row in enumerate(said) if row[side] in chosen}
            known += [rows, everything - rows] if told.people else [rows]
    known.append(everything if told.people else set())
    differences = [one - other for one in known for other in [set(), *known] if other <= one]
    assert [rows for rows in differences if 0 < len({said[n][2] for n in rows}) < 5] == []


def test_shares_and_intervals(runner: Runner, tmp_path: Path) -> None:
    said: list[Row] = [("A", "mail", each, "used" if n < 2 else "not") for n, each in enumerate(people(8))]
    show(runner, tmp_path, said, {"used": ["apology", "apology"]})
    perform(runner, [*message_steps(), *writer_steps("month"), said_step("all", "month")], tmp_path)
    show_told(runner, "month", tmp_path)
    perform(runner, trend_steps("all", "month", ["apology", "blame"]), tmp_path)
    rows: dict[str, dict[str, Any]] = {row["list"]: row for row in runner.rows("SELECT * FROM all_month_wording")}
    assert sorted(rows) == ["apology", "blame", "canned"]
    apology = rows["apology"]
    assert [apology[name] for name in ("people", "messages", "words", "used_in", "uses", "share", "per_thousand")] == [
        8,
        8,
        80,
        2,
        4,
        0.25,
        50.0,
    ]
    assert (apology["low"], apology["high"]) == pytest.approx(wilson(2, 8))
    assert (rows["blame"]["used_in"], rows["blame"]["low"], rows["blame"]["high"]) == (
        0,
        0.0,
        pytest.approx(wilson(0, 8)[1]),
    )


def test_a_sentence_is_quoted_where_five_people_wrote_it_to_five_clients(runner: Runner, tmp_path: Path) -> None:
    said: list[Row] = [("A", "mail", each, "many") for each in people(5)] + [("A", "mail", "p1", "one")] * 9
    show(runner, tmp_path, said, {"many": ["thanks"], "one": ["blame"]}, {"many": "f", "one": "g"})
    perform(runner, [*message_steps(), *example_steps()], tmp_path)
    rows = runner.rows("SELECT list, sentence, messages, people FROM wording_candidates ORDER BY list")
    assert [tuple(row.values()) for row in rows] == [("canned", "many", 5, 5), ("thanks", "thanks!", 5, 5)]


def test_how_much_of_it_may_be_shown(runner: Runner, tmp_path: Path) -> None:
    said: list[Row] = [("A", "mail", each, "t") for each in people(6)] + [("B", "web", "p50", "t")]
    found = shown(runner, tmp_path, said)
    assert (found["team"], found["channel"]) == (set(), set())
    runner.run([*(said_step(each, "month") for each in DIMENSIONS), covered_step("month")])
    assert runner.rows("SELECT messages, shown FROM covered_month") == [{"messages": 14, "shown": 0}]


def test_what_a_team_wrote_in_hidden_periods_is_of_five_people_or_none() -> None:
    """All that it wrote is told elsewhere: what two people wrote in February would follow."""
    rows = [(("out", month), "A", "mail", who) for month, many in ((1, 6), (2, 2), (3, 9)) for who in people(many)]
    rows += [(("out", month), "B", "web", who) for month in (1, 2, 3) for who in people(9, 20)]
    told = told_of(rows)
    assert [set(told["out", month].teams) for month in (1, 2, 3)] == [{"B"}, set(), {"A", "B"}]
