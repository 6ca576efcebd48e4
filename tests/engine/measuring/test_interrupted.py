"""From cases to weeks before and after a start, on both engines."""

from datetime import date, timedelta

from visavis.engine.measuring.aimed import promise_tally
from visavis.engine.measuring.interrupted import Sided, Window, series_of, week_steps
from visavis.engine.steps import Runner, literal, step

START = date(2025, 9, 1)


def cases(*rows: tuple[str, str | None, int | None, str, int]) -> str:
    """SQL of cases: promise, team, days since the start, outcome, n."""
    told = [
        f"SELECT {literal(promise)} AS promise, CAST({literal(team)} AS VARCHAR) AS team, "
        f"CAST({literal(None if day is None else (START + timedelta(days=day)).isoformat())} AS DATE) AS on_day, "
        f"{literal(outcome)} AS outcome, CAST({n} AS BIGINT) AS n"
        for promise, team, day, outcome, n in rows
    ]
    return " UNION ALL ".join(told)


def test_weeks_are_counted_from_the_start_backwards_and_from_the_end_of_the_wait_onwards(runner: Runner) -> None:
    rows = [
        ("called", "A", -1, "kept", 1), ("called", "B", -7, "late", 1), ("called", "A", -8, "kept", 2),
        ("called", "A", -14, "broken", 1), ("called", "A", -15, "kept", 50),  # before the window
        ("called", "A", 0, "kept", 60), ("called", "A", 6, "kept", 70),  # while it waits
        ("called", "A", 7, "partial", 1), ("called", "A", 13, "kept", 1), ("called", "B", 20, "kept", 3),
        ("called", "A", 21, "kept", 80),  # an unfinished week
        ("called", "A", 8, "open", 90), ("called", "A", 8, "untestable", 90), ("called", "A", None, "kept", 90),
        ("billed", "A", -3, "kept", 5), ("billed", None, 14, "late", 2), ("other", "A", 8, "kept", 99),
    ]  # fmt: skip
    runner.run([step("cases", cases(*rows))])
    window = Window(START, waits=7, reads_on=START + timedelta(days=23), before=16)
    assert window.weeks == (2, 2)
    sides = [Sided("called"), Sided("billed"), Sided("called", ("A",))]
    tallies = ["called", "billed", "called"]
    for name, promise in (("called", "called"), ("billed", "billed")):
        runner.run(promise_tally(name, promise, named=False))
    runner.run(week_steps("action_1", sides, tallies, window))
    series = series_of(runner.rows("SELECT * FROM action_1_by_week"), 3, window)
    assert [each.after.tolist() for each in series] == [[False, False, True, True]] * 3
    assert [each.kept.tolist() for each in series] == [[2, 1, 1, 3], [0, 5, 0, 0], [2, 1, 1, 0]]
    assert [each.n.tolist() for each in series] == [[3, 2, 2, 3], [0, 5, 0, 2], [3, 1, 2, 0]]


def test_a_window_that_ends_before_it_begins_has_no_weeks() -> None:
    window = Window(START, waits=14, reads_on=START - timedelta(days=3), before=60)
    assert window.weeks == (8, 0)
    (series,) = series_of([], 1, window)
    assert series.n.tolist() == [0] * 8
