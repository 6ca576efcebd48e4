from datetime import date
from pathlib import Path

from visavis.engine.duckdb import DuckDB
from visavis.engine.holding.counting import count_steps
from visavis.engine.steps import step

CASES = """SELECT * FROM (VALUES
 ('a', 's', '1', DATE '2024-01-05', 'kept', NULL, 1),
 ('a', 's', '2', DATE '2024-01-31', 'late', NULL, 1),
 ('a', 's', '3', DATE '2024-02-01', 'kept', NULL, 1),
 ('a', 's', '4', NULL, 'untestable', 'no_due', 1),
 ('t', 's', '5', DATE '2024-01-01', 'kept', NULL, 863),
 ('t', 's', '5', DATE '2024-01-01', 'late', NULL, 147)
) AS t(promise, source, key, on_day, outcome, reason, n)"""
FELT = """SELECT * FROM (VALUES
 ('a', 's', '1', 'kept', DATE '2024-01-05', DATE '2024-01-06', 5.0, 1.0, 5.0, 'exactly twenty chars'),
 ('a', 's', '1', 'kept', DATE '2024-01-05', DATE '2024-01-07', 3.0, 1.0, 5.0, 'nineteen characters'),
 ('a', 's', '3', 'kept', DATE '2024-02-01', DATE '2024-02-09', 4.0, 1.0, 5.0, 'a longer text, said on the ninth'),
 ('a', 's', '2', 'late', DATE '2024-01-31', DATE '2024-02-02', 1.0, 1.0, 5.0, NULL),
 ('a', 's', '4', 'open', NULL, DATE '2024-02-02', 1.0, 1.0, 5.0, 'an open case falls on neither side')
) AS t(promise, source, key, outcome, on_day, felt_on, score, low, high, text)"""


def counted(tmp_path: Path, *days: date | None, **more: dict[str, float]) -> DuckDB:
    runner = DuckDB(tmp_path)
    runner.run([step("cases", CASES), step("felt", FELT), *count_steps(*days, **more)])
    return runner


def test_tallies_count_for_all_their_cases_and_reasons_stay_apart(tmp_path: Path) -> None:
    rows = counted(tmp_path).rows("SELECT * FROM outcome_counts ORDER BY promise, outcome")
    assert [tuple(row.values()) for row in rows] == [
        ("a", "kept", None, 2),
        ("a", "late", None, 1),
        ("a", "untestable", "no_due", 1),
        ("t", "kept", None, 863),
        ("t", "late", None, 147),
    ]


def test_trend_is_by_month_of_the_case(tmp_path: Path) -> None:
    rows = counted(tmp_path).rows("SELECT * FROM outcome_trend WHERE promise = 'a' ORDER BY period, outcome")
    assert [tuple(row.values()) for row in rows] == [
        ("a", date(2024, 1, 1), "kept", 1),
        ("a", date(2024, 1, 1), "late", 1),
        ("a", date(2024, 2, 1), "kept", 1),
    ]


def test_felt_means_by_side_with_default_and_declared_threshold(tmp_path: Path) -> None:
    assert counted(tmp_path).rows("SELECT * FROM felt_means ORDER BY side") == [
        {"promise": "a", "side": "kept", "n": 3, "mean": 4.0, "said_kept": 2},
        {"promise": "a", "side": "missed", "n": 1, "mean": 1.0, "said_kept": 0},
    ]
    strict = counted(tmp_path, kept_when={"a": 5.0}).rows("SELECT said_kept FROM felt_means WHERE side = 'kept'")
    assert strict == [{"said_kept": 1}]


def test_days_are_included_at_both_ends(tmp_path: Path) -> None:
    runner = counted(tmp_path, date(2024, 1, 31), date(2024, 2, 1))
    rows = runner.rows("SELECT outcome, n FROM outcome_counts WHERE promise = 'a' ORDER BY outcome")
    assert rows == [{"outcome": "kept", "n": 1}, {"outcome": "late", "n": 1}]


def test_voices_are_recent_and_neither_too_short_nor_of_open_cases(tmp_path: Path) -> None:
    rows = counted(tmp_path).rows("SELECT side, position, text FROM felt_voices ORDER BY side, position")
    assert [tuple(row.values()) for row in rows] == [
        ("kept", 1, "a longer text, said on the ninth"),
        ("kept", 2, "exactly twenty chars"),
    ]
