"""The kinds survey, retention and advocacy on facts that are sound, and on facts that can't carry them."""

import datetime
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.mirror.written import declare, write
from visavis.declarations import read_folder
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.tables import Type
from visavis.mirror.declaration import MeasureDeclaration
from visavis.mirror.measure import measure
from visavis.mistakes import Mistakes

DAY = datetime.date(2024, 3, 1)
Rows = list[dict[str, Any]]


@pytest.fixture
def duckdb(tmp_path: Path) -> Iterator[DuckDB]:
    runner = DuckDB(tmp_path / "scratch")
    yield runner
    runner.close()


def on(days: int) -> datetime.date:
    return DAY + datetime.timedelta(days=days)


def found(
    home: Path, runner: DuckDB, measures: str = "", **tables: Rows
) -> dict[tuple[str, str | None, str], dict[str, Any]]:
    """The figures over all time by kind, grouping and name; none is a NaN, and each has a value or a reason."""
    lake, manifest = Lake(home / "lake"), Manifest("r0")
    for table, rows in tables.items():
        extra = {"extra_lost_on": Type.DATE, "extra_segment": Type.TEXT} if table == "records" else None
        manifest = write(lake, manifest, table, rows, extra)
    (home / "measures").mkdir(exist_ok=True)
    if measures:
        declare(home, "measures", measures)
    after = measure(home, runner, lake, manifest, "r1")
    lake.show(runner, after, ["measures"])
    rows = runner.rows("SELECT * FROM measures WHERE period IS NULL AND kind IN ('survey', 'retention', 'advocacy')")
    for row in rows:
        assert (row["value"] is None) == (row["reason"] is not None), row
        assert not any(isinstance(each, float) and not math.isfinite(each) for each in row.values()), row
    return {(row["kind"], row["grouping"], row["figure"]): row for row in rows}


def rating(n: int, score: float | None, low: float | None = 0, high: float | None = 10, **more: Any) -> dict[str, Any]:
    return {
        "source": "s",
        "key": f"r{n}",
        "instrument": "nps",
        "score": score,
        "low": low,
        "high": high,
        "occurred_on": on(n),
    } | more


def register(n: int, **more: Any) -> dict[str, Any]:
    return {"source": "crm", "key": str(n), "kind": "person", "extra_segment": "big" if n % 2 else "small"} | more


def clusters(n: int) -> Rows:
    return [{"source": "crm", "key": str(k), "cluster": str(k)} for k in range(n)]


def test_a_survey_with_those_who_were_asked(tmp_path: Path, duckdb: DuckDB) -> None:
    ratings = [rating(n, 10 if n % 4 else 3, client_ref=f"record/crm/{n}") for n in range(40)]
    sent = [{"source": "s", "key": f"i{n}", "type": "sent", "client_ref": f"record/crm/{n}"} for n in range(100)]
    told = found(
        tmp_path, duckdb, "- name: clients\n  survey: {asked: {nps: {over: events, where: {type: sent}}}}",
        ratings=ratings, events=sent, records=[register(n) for n in range(100)], clusters=clusters(100),
    )  # fmt: skip
    assert told["survey", "nps", "value"]["value"] == pytest.approx(0.5)
    assert told["survey", "nps", "response"]["value"] == 0.4
    worst = told["survey", "nps", "worst_case"]
    assert (worst["low"], worst["high"]) == pytest.approx(((20 - 60) / 100, (20 + 60) / 100))
    # those of segment small gave all the bad answers, as many as the others: raking changes nothing here
    assert told["survey", "nps", "weighted"]["value"] == pytest.approx(0.5)
    assert told["survey", "nps", "effective_answers"]["value"] == pytest.approx(40)


WEIGHTS = "- {name: clients, survey: {margins: [], weights: {margins: {extra.segment: {big: 1, small: 3}}, most: %s}}}"


@pytest.mark.parametrize(("most", "worth"), [("5", 32.0), ("1", 40.0), ("1.2", 38.46)])
def test_answers_are_weighted_to_declared_shares(tmp_path: Path, duckdb: DuckDB, most: str, worth: float) -> None:
    """Big clients all recommend us, of the small half do and half warn; the files hold as many of both, the market three times as many small ones."""
    ratings = [rating(n, 10 if n % 4 else 3, client_ref=f"record/crm/{n}") for n in range(40)]
    told = found(tmp_path, duckdb, WEIGHTS % most, ratings=ratings, records=[register(n) for n in range(100)], clusters=clusters(100))  # fmt: skip
    weighted = told["survey", "nps", "weighted_to"]
    # of the small, 10 of 20 say 10 and 10 say 3: their score is 0; that of the big is 1
    assert weighted["value"] == pytest.approx(1 - float(0.75 if most == "5" else 0.6 if most == "1.2" else 0.5))
    assert weighted["low"] < weighted["value"] < weighted["high"]
    assert (weighted["n"], weighted["method"]) == (40, "raked to declared shares")
    assert told["survey", "nps", "effective_answers"]["value"] == pytest.approx(worth, abs=0.01)
    assert ("survey", "nps", "weighted") not in told


@pytest.mark.parametrize(
    ("margin", "reason"),
    [("{big: 1}", "unknown_class:small"), ("{big: 1, small: 1, huge: 2}", "silent_class:huge")],
)
def test_shares_that_do_not_fit_the_answers_say_so(tmp_path: Path, duckdb: DuckDB, margin: str, reason: str) -> None:
    ratings = [rating(n, 10, client_ref=f"record/crm/{n}") for n in range(8)]
    told = found(
        tmp_path, duckdb, f"- {{name: x, survey: {{weights: {{margins: {{extra.segment: {margin}}}}}}}}}",
        ratings=ratings, records=[register(n) for n in range(9)], clusters=clusters(9),
    )  # fmt: skip
    assert told["survey", "nps", "weighted_to"]["reason"] == reason
    assert told["survey", "nps", "weighted"]["value"] == 1.0


def test_shares_of_nobody_are_refused(tmp_path: Path) -> None:
    declare(tmp_path, "measures", "- {name: x, survey: {weights: {margins: {extra.segment: {big: 0}}}}}")
    with pytest.raises(Mistakes, match=r"dépasse 0|more than 0"):
        read_folder(tmp_path / "measures", MeasureDeclaration)


@pytest.mark.parametrize(
    ("ratings", "grouping", "figure", "reason"),
    [
        ([rating(1, 99), rating(2, -1)], "nps", "value", "out_of_scale"),
        ([rating(1, None), rating(2, 5, None, None)], "nps", "value", "out_of_scale"),
        ([rating(1, 9), rating(2, 5, 1, 5)], "nps", "value", "mixed_scales"),
        ([rating(1, 9)], "nps", "response", "asked_unknown"),
        ([rating(1, 9)], "nps", "late_difference", "no_delay"),
    ],
)
def test_answers_that_tell_nothing(
    tmp_path: Path, duckdb: DuckDB, ratings: Rows, grouping: str, figure: str, reason: str
) -> None:
    assert found(tmp_path, duckdb, ratings=ratings)["survey", grouping, figure]["reason"] == reason


def test_a_list_of_those_asked_that_holds_answers_only_gives_no_rate(tmp_path: Path, duckdb: DuckDB) -> None:
    """As where a file holds answered threads alone: everybody would have answered."""
    sent = [{"source": "s", "key": "i1", "type": "sent", "client_ref": "record/crm/1"}]
    told = found(
        tmp_path, duckdb, "- name: x\n  survey: {asked: {nps: {over: events, where: {type: sent}}}}",
        ratings=[rating(1, 9)], events=sent,
    )  # fmt: skip
    assert told["survey", "nps", "response"]["reason"] == "everybody_answered"


def test_without_facts_nothing_is_computed_unasked(tmp_path: Path, duckdb: DuckDB) -> None:
    assert found(tmp_path, duckdb, ratings=[], events=[], records=[]) == {}


def test_clients_who_left_by_file_or_by_ended_contract(tmp_path: Path, duckdb: DuckDB) -> None:
    records = [register(n, extra_lost_on=on(200 + n) if n < 3 else None) for n in range(10)]
    seen = [
        {"source": "s", "key": f"e{n}", "type": "call", "client_ref": f"record/crm/{n}", "occurred_on": on(0)}
        for n in range(10)
    ]
    ended = {5: on(300), 6: None, 1: on(10)}
    contracts = [
        {
            "source": "c",
            "key": str(n),
            "type": "contract",
            "client_ref": f"record/crm/{n}",
            "occurred_on": on(1),
            "done_on": day,
        }
        for n, day in ended.items()
    ]
    last = {"source": "s", "key": "z", "type": "call", "occurred_on": on(500)}
    told = found(tmp_path, duckdb, events=[*seen, *contracts, last], records=records, clusters=clusters(10), cases=[])
    assert told["retention", None, "clients"]["value"] == 10
    assert told["retention", None, "left"]["value"] == 4
    assert told["retention", None, "value"]["value"] == pytest.approx(0.6)
    assert told["retention", "2024", "left"]["value"] == 4


@pytest.mark.parametrize(
    ("years", "told"),
    [
        ({2022: 9, 2023: 7, 2024: 3}, {"2022"}),
        ({2022: 9, 2023: 7, 2024: 5}, {"2022", "2023", "2024"}),
        ({2022: 9, 2023: 7, 2024: 3, 2025: 2}, {"2022", "2023"}),
    ],
)
def test_no_year_of_few_clients_follows_by_subtraction(
    tmp_path: Path, duckdb: DuckDB, years: dict[int, int], told: set[str]
) -> None:
    began = [datetime.date(year, 3, 1) for year, n in years.items() for _ in range(n)]
    seen = [
        {"source": "s", "key": f"e{n}", "type": "call", "client_ref": f"record/crm/{n}", "occurred_on": day}
        for n, day in enumerate([*began, datetime.date(2026, 3, 1)])
    ]
    records = [register(n, extra_lost_on=day + datetime.timedelta(90) if n == 0 else None) for n, day in enumerate(began)]  # fmt: skip
    rows = found(tmp_path, duckdb, events=seen, records=records, clusters=clusters(len(began)), cases=[])
    assert {of for kind, of, _ in rows if kind == "retention" and of} == told


@pytest.mark.parametrize(
    ("records", "figure", "expected"),
    [
        ([register(0, extra_lost_on=on(-50))], "value", "nobody_left"),
        ([register(0, extra_lost_on=on(5))], "value", "too_few_followed"),
        ([register(0, extra_lost_on=on(9000)), register(1)], "value", "not_seen_so_long"),
    ],
)
def test_clocks_that_go_backwards_one_client_and_days_to_come(
    tmp_path: Path, duckdb: DuckDB, records: Rows, figure: str, expected: str
) -> None:
    seen = [
        {"source": "s", "key": f"e{n}", "type": "call", "client_ref": f"record/crm/{n}", "occurred_on": on(k)}
        for n in (0, 1)
        for k in (0, 20)
    ]
    rows = [row | {"key": f"{row['key']}-{place}"} for place, row in enumerate(seen)]
    told = found(tmp_path, duckdb, events=rows, records=records, clusters=clusters(2), cases=[])
    row = told["retention", None, figure]
    assert row["reason"] == expected


def test_referrals_to_the_end(tmp_path: Path, duckdb: DuckDB) -> None:
    referrals = [
        {
            "source": "s",
            "key": f"p{n}",
            "type": "referral",
            "client_ref": f"record/crm/{n % 4}",
            "done_on": on(9) if n < 6 else None,
        }
        for n in range(8)
    ]
    ratings = [rating(n, 9 if n < 6 else 5) for n in range(10)]
    told = found(
        tmp_path,
        duckdb,
        events=referrals,
        ratings=ratings,
        records=[register(n) for n in range(20)],
        clusters=clusters(20),
    )
    shares = {name: told["advocacy", None, name]["value"] for name in ("value", "made", "converted", "retained")}
    assert shares == {"value": 0.6, "made": 0.2, "converted": 0.75, "retained": None}
    assert told["advocacy", None, "retained"]["reason"] == "no_retained"
