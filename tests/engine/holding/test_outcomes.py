import datetime
from pathlib import Path

import pytest

from tests.engine.holding.facts_at_hand import event, hold, outcomes, promise, tuples, when
from visavis.engine.tables import CASES, FELT
from visavis.mistakes import Mistake

DUE = {"due": "due_at", "done": "done_at"}
LATEST = event("z", occurred="2024-06-30 12:00", due="2024-06-29", done="2024-06-29")


def test_by_day_every_outcome(tmp_path: Path) -> None:
    rows = [
        event("same-day", due="2024-06-10 09:00", done="2024-06-10 18:00"),
        event("next-day", due="2024-06-10 23:00", done="2024-06-11 00:30"),
        event("never", due="2024-06-29"),
        event("due-today", due="2024-06-30"),
        event("later", due="2024-07-15"),
        event("no-due", done="2024-06-01"),
        LATEST,
    ]
    runner = hold(tmp_path, promise(**DUE), events=rows)
    assert outcomes(runner) == {
        "same-day": "kept",
        "next-day": "late",
        "never": "broken",
        "due-today": "open",
        "later": "open",
        "no-due": "untestable",
        "z": "kept",
    }
    assert outcomes(runner, "reason")["no-due"] == "no_due"


def test_by_timestamp_and_days_without_time(tmp_path: Path) -> None:
    rows = [
        event("in-time", due="2024-06-10 09:00", done="2024-06-10 09:00"),
        event("a-second-late", due="2024-06-10 09:00", done="2024-06-10 09:00:01"),
        event("bare-due", due="2024-06-10", done="2024-06-10 23:59:59", zone="Europe/Paris"),
        event("bare-due-late", due="2024-06-10", done="2024-06-11 00:00:01", zone="Europe/Paris"),
        event("bare-done", due="2024-06-10 09:00", done="2024-06-10"),
        event("never", due="2024-06-30 11:59"),
        event("due-now", due="2024-06-30 12:00"),
        event("bare-due-today", due="2024-06-30"),
        event("bare-due-long-ago", due="1900-01-01"),
        LATEST,
    ]
    runner = hold(tmp_path, promise(**DUE, by="timestamp"), events=rows)
    assert outcomes(runner) == {
        "in-time": "kept",
        "a-second-late": "late",
        "bare-due": "kept",
        "bare-due-late": "late",
        "bare-done": "kept",
        "never": "broken",
        "due-now": "open",
        "bare-due-today": "open",
        "bare-due-long-ago": "broken",
        "z": "kept",
    }
    assert outcomes(runner, "due_at")["bare-due"] == datetime.datetime(2024, 6, 10, 22, 0)


def test_the_end_is_what_happened_in_own_sources_and_never_a_due_moment(tmp_path: Path) -> None:
    rows = [
        event("a", occurred="2024-06-01", due="2024-06-05", done="2024-06-02"),
        event("b", occurred="2024-06-01", due="2024-06-05"),
        event("c", occurred="2024-12-01", source="other"),
    ]
    assert outcomes(hold(tmp_path, promise(**DUE, where={"source": "s"}), events=rows))["b"] == "open"
    assert outcomes(hold(tmp_path, promise(**DUE, where={"source": ["s", "other"]}), events=rows))["b"] == "broken"
    until = promise(**DUE, where={"source": "s"}, observed_until=datetime.date(2024, 6, 6))
    assert outcomes(hold(tmp_path, until, events=rows))["b"] == "broken"
    on_the_day = promise(**DUE, where={"source": "s"}, observed_until=datetime.date(2024, 6, 5))
    assert outcomes(hold(tmp_path, on_the_day, events=rows)) == {"a": "kept", "b": "open"}


def test_where_nothing_was_ever_done_the_files_do_not_tell(tmp_path: Path) -> None:
    runner = hold(tmp_path, promise(**DUE), events=[event("a", occurred="2024-06-09", due="2024-06-05")])
    assert tuples(runner.rows("SELECT outcome, reason FROM cases_1")) == [("untestable", "no_done_column")]
    rows = [event("a", due="2024-06-05", status="x"), event("b", due="2024-06-05", done="2024-06-09", status="y")]
    assert outcomes(hold(tmp_path, promise(**DUE, where={"status": "x"}), events=rows)) == {"a": "broken"}


def test_partial_is_kept_in_time_but_short(tmp_path: Path) -> None:
    rows = [
        event("full", due="2024-06-05", done="2024-06-05", value=10.0),
        event("short", due="2024-06-05", done="2024-06-05", value=9.5),
        event("short-and-late", due="2024-06-05", done="2024-06-06", value=9.5),
        event("unknown", due="2024-06-05", done="2024-06-05"),
    ]
    runner = hold(tmp_path, promise(**DUE, partial={"field": "value", "below": 10}), events=rows)
    assert outcomes(runner) == {"full": "kept", "short": "partial", "short-and-late": "late", "unknown": "kept"}


def test_flag_with_missing_value(tmp_path: Path) -> None:
    rows = [
        event(key, extra_made_sla=flag, occurred="2024-06-05") for key, flag in (("y", True), ("n", False), ("?", None))
    ]
    types = {"extra_made_sla": "boolean"}
    runner = hold(tmp_path, promise(holds={"field": "extra.made_sla", "equals": True}), types, events=rows)
    assert outcomes(runner) == {"y": "kept", "n": "broken", "?": "untestable"}
    assert outcomes(runner, "reason")["?"] == "no_flag"
    late = promise(holds={"field": "extra.made_sla", "equals": True, "as": "late"})
    assert outcomes(hold(tmp_path, late, types, events=rows))["n"] == "late"


def test_ratings_at_least(tmp_path: Path) -> None:
    rows = [
        {"source": "s", "key": k, "score": s, **when("occurred", "2024-01-05")}
        for k, s in (("a", 8.0), ("b", 7.9), ("c", None))
    ]
    runner = hold(tmp_path, promise(at_least={"score": 8}), ratings=rows)
    assert outcomes(runner) == {"a": "kept", "b": "broken", "c": "untestable"}


def test_tallies_count_and_keep_impossible_ones(tmp_path: Path) -> None:
    month = datetime.date(2024, 1, 1)
    rows = [
        {"source": "s", "key": "a", "type": "t", "period": month, "population": 10, "missed": 3},
        {"source": "s", "key": "b", "type": "t", "period": month, "population": -2, "missed": 1},
        {"source": "s", "key": "c", "type": "t", "period": month, "population": 5, "missed": None},
    ]
    test = promise(over="tallies", tally={"population": "population", "missed": "missed", "as": "late"})
    runner = hold(tmp_path, test, tallies=rows)
    assert tuples(runner.rows("SELECT key, outcome, reason, n FROM cases_1 ORDER BY key, outcome")) == [
        ("a", "kept", None, 7),
        ("a", "late", None, 3),
        ("b", "kept", None, -3),
        ("b", "late", None, 1),
        ("c", "untestable", "no_count", 5),
    ]


def test_what_the_filter_drops_is_counted_by_status(tmp_path: Path) -> None:
    rows = [
        event("a", due="2024-06-05", done="2024-06-05", status="delivered"),
        event("b", due="2024-06-05", status="shipped", occurred="2024-06-20"),
        event("c", due="2024-06-05", status="canceled"),
        event("d", due="2024-06-05", status=None),
        event("e", due="2024-06-05", done="2024-06-05", status="delivered", type="other"),
    ]
    runner = hold(tmp_path, promise(**DUE, where={"type": "case", "status": "delivered"}), events=rows)
    assert outcomes(runner) == {"a": "kept"}
    assert tuples(runner.rows("SELECT * FROM dropped_1 ORDER BY status NULLS LAST")) == [
        ("canceled", True, "broken", 1),
        ("shipped", False, "broken", 1),
        (None, False, "broken", 1),
    ]


def test_conditions_in_lists_not_and_null(tmp_path: Path) -> None:
    rows = [
        event(key, due="2024-06-05", done="2024-06-05", status=key if key != "none" else None)
        for key in ("x", "y", "none")
    ]

    def cases(status: object) -> set[str]:
        return set(outcomes(hold(tmp_path, promise(**DUE, where={"status": status}), events=rows)))

    assert cases("x") == {"x"}
    assert cases(["x", "y"]) == {"x", "y"}
    assert cases({"not": "x"}) == {"y", "none"}
    assert cases({"not": ["x", None]}) == {"y"}
    assert cases(None) == {"none"}
    assert cases(["x", None]) == {"x", "none"}


def test_an_unknown_field_names_what_is_near(tmp_path: Path) -> None:
    rows = [event("a", extra_made_sla=True)]
    with pytest.raises(Mistake) as found:
        hold(
            tmp_path,
            promise(holds={"field": "extra.made_slo", "equals": True}),
            {"extra_made_sla": "boolean"},
            events=rows,
        )
    assert "extra.made_sla" in found.value.say("en")
    with pytest.raises(Mistake, match="no field") as found:
        hold(tmp_path, promise(**DUE, where={"statut": "x"}), events=rows[:0])
    assert "status" in found.value.say("fr")


def test_a_figure_on_a_team_of_fewer_than_five_is_not_given(tmp_path: Path) -> None:
    def rows_of(small: int) -> list[dict[str, object]]:
        teams = ["small" if i < small else "large" for i in range(12)]
        return [event(str(i), due="2024-06-05", done="2024-06-05", team=t, staff=f"p{i}") for i, t in enumerate(teams)]

    rows = rows_of(4)
    assert set(outcomes(hold(tmp_path, promise(**DUE, where={"team": "small"}), events=rows), "reason").values()) == {
        "fewer_than_five"
    }
    # What a large team leaves of the whole would be the small team's figure.
    large = promise(**DUE, where={"team": "large"})
    assert set(outcomes(hold(tmp_path, large, events=rows), "reason").values()) == {"fewer_than_five"}
    assert set(outcomes(hold(tmp_path, large, events=rows_of(5)), "reason").values()) == {None}
    around = hold(tmp_path, promise(**DUE, where={"team": {"not": "small"}}), events=rows)
    assert set(outcomes(around, "reason").values()) == {"fewer_than_five"}


def test_felt_by_rating_and_by_case(tmp_path: Path) -> None:
    rows = [event("a", due="2024-06-05", done="2024-06-05"), event("b", due="2024-06-05", done="2024-06-07")]
    said = [
        ("1", "s/a", 5.0, "2024-06-06"),
        ("2", "s/a", 2.0, "2024-06-08"),
        ("3", "s/b", 1.0, "2024-06-09"),
        ("4", "s/c", 1.0, "2024-06-09"),
    ]
    ratings = [
        {
            "source": "r",
            "key": k,
            "about": about,
            "score": score,
            "low": 1.0,
            "high": 5.0,
            "text": f"words {k}",
            **when("occurred", on),
        }
        for k, about, score, on in said
    ]
    runner = hold(tmp_path, promise(**DUE, felt_by={}), events=rows, ratings=ratings)
    assert tuples(runner.rows("SELECT key, outcome, score FROM felt_1 ORDER BY key, score")) == [
        ("a", "kept", 2.0),
        ("a", "kept", 5.0),
        ("b", "late", 1.0),
    ]
    runner = hold(tmp_path, promise(**DUE, felt_by={"unit": "case"}), events=rows, ratings=ratings)
    assert tuples(runner.rows("SELECT key, score, text FROM felt_1 ORDER BY key")) == [
        ("a", 3.5, "words 2"),
        ("b", 1.0, "words 3"),
    ]
    names = [row[0] for row in runner.connection.execute("DESCRIBE felt_1").fetchall()]
    assert names == list(FELT.names)
    assert [row[0] for row in runner.connection.execute("DESCRIBE cases_1").fetchall()] == list(CASES.names)
