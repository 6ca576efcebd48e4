"""The mirror by month, team and kind of client: what may be told, what adds up, and what is left out aloud."""

import datetime
import tempfile
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.both import Both
from tests.engine.measuring.test_anonymity import isolated
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.measuring.anonymity import Part
from visavis.engine.measuring.intervals import newcombe, wilson
from visavis.engine.steps import Piece, Runner
from visavis.engine.tables import ALL, Type
from visavis.mirror.draw.facing import draw_facing
from visavis.mirror.guard.cut import Part as Wanted
from visavis.mirror.guard.cut import cut
from visavis.mirror.guard.faced import Asked, face, months_of, values_of
from visavis.mirror.guard.slices import slice_steps, sliced
from visavis.mirror.guard.slices_together import block_of
from visavis.mirror.reflection import Felt, Mirror, Rate, Reflected
from visavis.mistakes import Words

ARROW = {Type.TEXT: pa.string(), Type.INTEGER: pa.int64(), Type.DATE: pa.date32(), Type.DECIMAL: pa.float64()}
Case = tuple[str, str | None, int, str, str]
"""Team, staff, month of 2025, outcome, kind of client."""
EVERY: Mapping[str, Callable[[Case], bool]] = {"p": lambda case: True}


def show(
    runner: Runner,
    folder: Path,
    cases: list[Case],
    felt: Sequence[tuple[int, int, float]] = (),
    promises: Mapping[str, Callable[[Case], bool]] = EVERY,
) -> None:
    """The views that the steps read; `felt`: number of the case, month in which it was said, score; `promises`: which counts which."""
    folder.mkdir(parents=True, exist_ok=True)
    day = {month: datetime.date(2025, month, 10) for month in range(1, 13)}
    tables: dict[str, list[dict[str, Any]]] = {
        "cases": [
            {"promise": promise, "source": "s", "key": str(n), "client_ref": f"ref/{kind}", "team": team, "on_day": day[month], "outcome": outcome, "n": 1}
            for n, (team, staff, month, outcome, kind) in enumerate(cases) for promise, counts in promises.items() if counts((team, staff, month, outcome, kind))
        ],
        "events": [{"source": "s", "key": str(n), "team": team, "staff": staff} for n, (team, staff, *_) in enumerate(cases)],
        "exchanges": [],
        "felt": [
            {"promise": "p", "source": "s", "key": str(n), "felt_on": day[month], "score": score, "low": 1.0, "high": 5.0}
            for n, month, score in felt
        ],
        "records": [{"source": "r", "key": kind, "kind": kind} for kind in ("person", "organisation")],
    }  # fmt: skip
    for table, rows in tables.items():
        columns = tuple((column.name, column.type) for column in ALL[table].columns)
        own = tuple((name, type_) for name, type_ in columns if rows and name in rows[0]) or columns[:1]
        target = folder / f"{table}.parquet"
        pq.write_table(pa.Table.from_pylist(rows, pa.schema([(name, ARROW[type_]) for name, type_ in own])), target)
        runner.show(table, [Piece((target,), own)], columns)
    others: dict[str, tuple[dict[str, list[Any]], tuple[tuple[str, Type], ...]]] = {
        "members": ({"source": ["r", "r"], "key": ["person", "organisation"], "client": [1, 2]},
                    (("source", Type.TEXT), ("key", Type.TEXT), ("client", Type.INTEGER))),
        "client_refs": ({"ref": ["ref/person", "ref/organisation"], "client": [1, 2]}, (("ref", Type.TEXT), ("client", Type.INTEGER))),
    }  # fmt: skip
    for name, (values, columns) in others.items():
        target = folder / f"{name}.parquet"
        pq.write_table(pa.table(values), target)
        runner.show(name, [Piece((target,), columns)], columns)


class Shown(Lake):
    """A lake whose views stand already."""

    def show(self, *_: Any) -> None: ...


def document(
    runner: Runner,
    folder: Path,
    cases: list[Case],
    felt: Sequence[tuple[int, int, float]] = (),
    **more: Any,
) -> tuple[dict[str, Any], dict[str, Any]]:
    show(runner, folder, cases, felt)
    return sliced(runner, Shown(folder), Manifest("run"), {"p": 4.0}, **more)[:2]


def team(name: str, people: int, start: int = 0, *, month: int = 3, outcome: str = "kept") -> list[Case]:
    return [(name, f"s{each}", month, outcome, "person") for each in range(start, start + people)]


LARGE, MIDDLE, SMALL = team("large", 9), team("middle", 6, 20), team("small", 3, 40, outcome="late")


def test_the_steps_say_the_same_on_both_engines(runner: Runner, tmp_path: Path) -> None:
    show(runner, tmp_path, [*LARGE, *SMALL, ("large", None, 4, "open", "organisation")], [(0, 4, 5.0), (1, 5, 2.0)])
    runner.run(slice_steps(["kind"], {"p": 4.0}))
    rows = runner.rows("SELECT * FROM sliced_facts ORDER BY month, team")
    assert [(row["team"], row["segment"], row["kept"], row["late"], row["open"]) for row in rows] == [
        ("large", "person", 9, 0, 0),
        ("small", "person", 0, 3, 0),
        ("large", "organisation", 0, 0, 1),
    ]
    assert len(runner.rows("SELECT * FROM behind_facts")) == 9 + 3 + 9, "what nobody signed stands for the whole team"
    felt = runner.rows("SELECT month, said, kept FROM sliced_felt ORDER BY month")
    assert [tuple(row.values()) for row in felt] == [
        (datetime.date(2025, 4, 1), 1, 1),
        (datetime.date(2025, 5, 1), 1, 0),
    ]


def test_a_team_of_three_hides_with_the_smallest_of_the_others(runner: Runner, tmp_path: Path) -> None:
    if isinstance(runner, Both):
        return  # the steps are compared above
    told, _ = document(runner, tmp_path, [*LARGE, *MIDDLE, *SMALL])
    assert values_of(told) == {"team": ["large"], "segment": ["person"]}
    assert months_of(told) == ["2025-03-01"]
    assert face(told, "p", Asked("team", "small")).few
    large = face(told, "p", Asked("team", "large"))
    assert (large.facts.kept, large.facts.n, large.facts.interval) == (9, 9, wilson(9, 9))
    whole = face(told, "p", Asked())
    assert (whole.facts.kept, whole.facts.n, whole.facts.interval) == (15, 18, wilson(15, 18))


def test_periods_become_longer_where_months_are_too_small(runner: Runner, tmp_path: Path) -> None:
    if isinstance(runner, Both):
        return
    cases = [case for month in (1, 2, 3) for case in team("north", 2, month * 10, month=month)]
    cases += [case for month in (1, 2, 3) for case in team("south", 9, 100, month=month)]
    told, _ = document(runner, tmp_path, cases)
    asked = face(told, "p", Asked("team", "north"))
    assert (asked.grain, asked.facts.n) == ("quarter", 6), "month by month, the south would tell of two in the north"
    few = [
        case
        for month in (1, 2, 3)
        for name in "ab"
        for case in team(name, 3, month * 10 + 100 * ord(name), month=month)
    ]
    told, _ = document(runner, tmp_path / "few", few)
    quarter = face(told, "p", Asked("team", "a"))
    assert (quarter.grain, quarter.facts.n, quarter.untold) == ("quarter", 9, False)
    cut = face(told, "p", Asked("team", "a", first="2025-02-01"))
    assert (cut.facts.value, cut.few) == (None, True), "a quarter can't be cut"


def test_the_gap_has_an_interval_and_both_stand_on_one_axis(runner: Runner, tmp_path: Path) -> None:
    if isinstance(runner, Both):
        return
    cases = [*team("large", 9), *team("large", 9, month=4), *team("large", 6, month=4, outcome="late")]
    felt = [(n, 4, 5.0) for n in range(6)] + [(n, 5, 1.0) for n in range(6, 12)]
    told, _ = document(runner, tmp_path, cases, felt)
    one = face(told, "p", Asked())
    assert (one.felt.kept, one.felt.n, one.gap) == (6, 12, 6 / 12 - 18 / 24)
    assert one.gap_interval == newcombe(6, 12, 18, 24)
    assert [each.period.month for each in one.felt_over_time] == [4, 5]
    drawing = draw_facing(one.facts_over_time, one.felt_over_time)
    assert drawing is not None
    assert [line.who for line in drawing.lines] == ["facts", "clients"]
    assert drawing.lines[0].dots[0].x == drawing.left
    assert drawing.lines[1].dots[-1].x == drawing.right, "what clients said came a month later"
    april = face(told, "p", Asked(first="2025-04-01", last="2025-04-01"))
    assert (april.facts.n, april.felt.n) == (15, 6)


def test_one_person_more_leaves_a_team_as_it_was_told(runner: Runner, tmp_path: Path) -> None:
    if isinstance(runner, Both):
        return
    first = [*LARGE, *team("middle", 8, 20)]
    told, ledger = document(runner, tmp_path / "0", first)
    more = [*first, ("large", "s0", 3, "broken", "person")]
    again, ledger = document(runner, tmp_path / "1", more, former=told, told=ledger)
    assert [face(each, "p", Asked("team", "large")).facts.n for each in (told, again)] == [9, 9]
    assert face(again, "p", Asked()).facts.n == 18
    five = [*first, *(("large", f"s{n}", 3, "broken", "person") for n in range(5))]
    last, _ = document(runner, tmp_path / "2", five, former=again, told=ledger)
    assert face(last, "p", Asked("team", "large")).facts.n == 14


def test_nothing_was_promised_or_done_yet(runner: Runner, tmp_path: Path) -> None:
    if isinstance(runner, Both):
        return
    told, ledger = document(runner, tmp_path, [])
    assert (told["promises"], ledger) == ({}, {})
    empty = face(told, "p", Asked())
    assert (empty.facts.value, empty.felt.value, empty.gap, empty.few) == (None, None, None, True)
    assert draw_facing((), ()) is None


CASES = st.lists(
    st.tuples(
        st.sampled_from(["north", "south", None]), st.sampled_from([None, *(f"s{n}" for n in range(8))]),
        st.sampled_from([1, 2]), st.sampled_from(["kept", "late"]), st.sampled_from(["person", "organisation"]),
    ),
    min_size=20, max_size=45,
)  # fmt: skip


@settings(max_examples=6, deadline=None)
@given(CASES)
def test_no_filter_of_the_mirror_isolates_fewer_than_five_people(cases: list[Case]) -> None:
    """All that the pages tell: every step, promise, team and kind of client in every period, and the lists of their cases."""
    with tempfile.TemporaryDirectory() as scratch:
        runner = DuckDB(Path(scratch))
        show(runner, Path(scratch) / "facts", cases)
        told, _, listed = sliced(runner, Shown(Path(scratch)), Manifest("run"), {"p": 4.0})
        placed = runner.rows("SELECT key, team, segment, month, staff, unnamed FROM placed_cases")
        members = {(row["team"], row["member"]) for row in runner.rows("SELECT * FROM team_members")}
        runner.close()
    people = {
        int(row["key"]): {row["staff"]} if row["staff"] else {who for team, who in members if team == row["unnamed"]}
        for row in placed
    }
    behind: dict[tuple[str, str, str], set[Part]] = {}
    for row in placed:
        for side, value in (("", ""), ("team", row["team"]), ("segment", row["segment"])):
            for grain in ("month", told["promises"]["p"]["facts"]["grain"]):
                key = (block_of(row["month"], grain), side, value)
                parts = {(who, (row["team"], row["segment"], row["month"])) for who in people[int(row["key"])]}
                behind.setdefault(key, set()).update(parts)
    cells = [tuple(cell[:3]) for cell in told["promises"]["p"]["facts"]["cells"]]
    groups = [frozenset(behind[cell]) for cell in cells if cell[1] and behind[cell]]
    whole = [frozenset(behind[cell]) for cell in cells if not cell[1]]
    assert isolated(groups, whole) is None
    every = Mirror("r", None, None, None, [promise_at("p", "receive"), promise_at("q", "help")])
    for part in (
        Wanted(*asked) for asked in product(("", "p", "q"), ("", "receive", "help"), ("", "team"), ("north", "south"))
    ):
        for one in cut(every, part, told).promises:
            counted = sum(one.outcomes.values())
            sums = face(told, one.name, Asked(part.side, part.value))
            assert not part.side or counted in (0, sum((*sums.ended, sums.open, sums.untestable)))
            assert part.side or one in every.promises, "a step and a promise choose; they sum nothing of their own"
    for each in listed:
        key = (each["first"].isoformat() if each["first"] > datetime.date.min else "", each["side"], each["value"])
        assert key in cells, "cases are listed of slices that are told, and of none else"
        assert not behind[key] or len({who for who, _ in behind[key]}) >= 5


def promise_at(name: str, step: str) -> Reflected:
    """A promise of which nothing matters but its step."""
    return Reflected(name, Words(name, name), "public", None, {}, Rate(0, 0), None, {}, None, Felt(), [], {}, [], step)
