"""What becomes of cases day by day: open ones count while watched, kept and missed exclude each other; both engines agree."""

import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visavis.engine.measuring.course import KEPT, MISSED, MOST_POINTS, Watched, course, course_steps
from visavis.engine.measuring.intervals import wilson
from visavis.engine.steps import Piece, Runner
from visavis.engine.tables import ALL, Type

ARROW = {Type.TEXT: pa.string(), Type.INTEGER: pa.int64(), Type.DATE: pa.date32()}
OPEN = 0


def day(n: int) -> datetime.date:
    return datetime.date(2025, 3, 1) + datetime.timedelta(days=n)


def show(runner: Runner, folder: Path, **tables: list[dict[str, Any]]) -> None:
    for table in ("cases", "events", "exchanges", "ratings"):
        rows = tables.get(table, [])
        columns = tuple((column.name, column.type) for column in ALL[table].columns)
        own = tuple((name, type_) for name, type_ in columns if rows and name in rows[0]) or columns[:1]
        target = folder / f"{table}.parquet"
        pq.write_table(pa.Table.from_pylist(rows, pa.schema([(name, ARROW[type_]) for name, type_ in own])), target)
        runner.show(table, [Piece((target,), own)], columns)


def case(key: str, outcome: str, due: int, done: int | None, n: int = 1) -> dict[str, Any]:
    return {"promise": "p", "source": "s", "key": key, "outcome": outcome, "due_on": day(due),
            "done_on": None if done is None else day(done), "n": n}  # fmt: skip


def test_each_case_ends_on_its_day_on_both_engines(runner: Runner, tmp_path: Path) -> None:
    cases = [
        case("a", "kept", 5, 3), case("b", "late", 5, 9), case("c", "broken", 5, None), case("d", "partial", 5, 4),
        case("e", "open", 30, None), case("f", "kept", 5, -2), case("g", "untestable", 5, 5),
    ]  # fmt: skip
    events = [{"source": "s", "key": key, "type": "order", "occurred_on": day(0)} for key in "abcdefg"]
    events += [{"source": "s", "key": "a", "type": "note", "occurred_on": day(-40)}]
    show(runner, tmp_path, cases=cases, events=events)
    runner.run(course_steps([Watched("p", "events", "order", day(20))]))
    rows = [tuple(row.values()) for row in runner.rows("SELECT * FROM case_courses ORDER BY days NULLS LAST, state")]
    assert rows == [
        ("p", 3, KEPT, 1),
        ("p", 4, MISSED, 1),
        ("p", 5, MISSED, 2),
        ("p", 20, OPEN, 1),
        ("p", None, KEPT, 1),
    ]


def test_open_cases_count_while_they_were_watched() -> None:
    # A hundred begin; twenty are kept on day 1; forty were watched until then alone; ten of the others are missed on day 2.
    found = course([1, 1, 2, 9], [KEPT, OPEN, MISSED, OPEN], [20, 40, 10, 30])
    first, second = found.days
    assert [first.at_risk, first.kept.value, first.missed.value] == pytest.approx([100, 0.2, 0.0])
    assert [second.at_risk, second.kept.value, second.missed.value] == pytest.approx([40, 0.2, 0.8 * 0.25])
    assert second.waiting.value == pytest.approx(0.6)
    assert (first.missed.low, first.missed.high) == wilson(0, 100), "of none, the interval is told too"


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (([3, 9], [OPEN, OPEN], [30, 2]), "none_due"),
        (([3], [KEPT], [4]), "few_cases"),
        (([None, None], [KEPT, OPEN], [40, 1]), "no_course"),
        (([1], [KEPT], [1]), "few_cases"),
        (([], [], []), "none_due"),
    ],
)
def test_what_tells_nothing_says_why(rows: tuple[list[int | None], list[int], list[int]], reason: str) -> None:
    assert course(*rows).reason == reason


def test_everything_on_one_day_is_told() -> None:
    found = course([0], [KEPT], [9])
    assert [(each.day, each.kept.value, each.kept.low) for each in found.days] == [(0, 1.0, wilson(9, 9)[0])]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.one_of(st.none(), st.integers(0, 900)), st.integers(0, 2), st.integers(1, 30)), max_size=400)
)
def test_shares_stay_shares(rows: list[tuple[int | None, int, int]]) -> None:
    days, states, counts = ([row[place] for row in rows] for place in range(3))
    found = course(days, states, counts)  # type: ignore[arg-type]
    assert found.n + found.unplaced == sum(row[2] for row in rows)
    assert (found.reason is None) == bool(found.days)
    assert len(found.days) <= MOST_POINTS + 1
    for each in found.days:
        assert each.kept.value + each.missed.value + each.waiting.value == pytest.approx(1)
        for share in (each.kept, each.missed, each.waiting):
            assert -1e-9 <= share.low <= share.value + 1e-9
            assert share.value - 1e-9 <= share.high <= 1 + 1e-9
