"""The kind `roots` where nobody declared it: over requests alone, not over all that happened."""

from pathlib import Path
from typing import Any

from tests.mirror.written import write
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.tables import Type
from visavis.mirror.guard.work_or_cases import CASES, WORK, kinds_told, told_as_work
from visavis.mirror.measure import measure


def test_what_is_no_request_is_not_counted_as_one_without_a_root(tmp_path: Path) -> None:
    asked = ["client", "client", "management", None]
    rows: list[dict[str, Any]] = [
        {"source": "q", "key": f"r{n}", "type": "request", "extra_root": asked[n % 4]} for n in range(20)
    ]
    rows += [{"source": "q", "key": f"d{n}", "type": "delivery", "client_ref": "record/crm/1"} for n in range(50)]
    runner, lake = DuckDB(tmp_path / "scratch"), Lake(tmp_path / "lake")
    try:
        manifest = write(lake, Manifest("r0"), "events", rows, {"extra_root": Type.TEXT})
        lake.show(runner, measure(tmp_path, runner, lake, manifest, "r1"), ["measures"])
        found = runner.rows("SELECT figure, value, n FROM measures WHERE kind = 'roots' AND grouping IS NULL")
    finally:
        runner.close()
    figures = {row["figure"]: (row["value"], row["n"]) for row in found}
    assert figures["value"] == (10 / 15, 15)
    assert figures["left_out_root"] == (5, 20)


def test_teams_are_told_over_all_time_or_month_by_month_whichever_was_first(tmp_path: Path) -> None:
    """Requests that are cases of a promise have slices by month and team: what a team did over all time would tell of hidden months."""
    rows: list[dict[str, Any]] = [
        {"source": "q", "key": f"{team}{n}", "type": "request", "extra_root": "client", "team": team, "staff": f"{team}{n % 6}"}
        for team in ("desk", "floor")
        for n in range(12)
    ]  # fmt: skip
    promised = [{"promise": "answered", "source": "q", "key": row["key"], "team": row["team"], "n": 1} for row in rows]
    runner, lake = DuckDB(tmp_path / "scratch"), Lake(tmp_path / "lake")

    def told(manifest: Manifest, run: str) -> tuple[Manifest, set[str | None]]:
        lake.show(runner, after := measure(tmp_path, runner, lake, manifest, run), ["measures"])
        found = runner.rows("SELECT grouping FROM measures WHERE kind = 'roots' AND NOT value IS NULL")
        return after, {row["grouping"] for row in found}

    try:
        alone = write(lake, Manifest("r0"), "events", rows, {"extra_root": Type.TEXT})
        both, found = told(write(lake, alone, "cases", promised), "r1")
        assert found == {None}, "the promise goes first"
        assert kinds_told(both.ledger, CASES) == {("q", "request")}
        assert told_as_work(runner, both.ledger) == set()
        first, found = told(alone, "r2")
        assert found == {None, "desk", "floor"}
        later, found = told(write(lake, first, "cases", promised), "r3")
        assert found == {None, "desk", "floor"}, "whoever told of them first goes on"
        assert (kinds_told(later.ledger, CASES), kinds_told(later.ledger, WORK)) == (set(), {("q", "request")})
        lake.show(runner, later, ["cases", "events"])
        assert told_as_work(runner, later.ledger) == {"answered"}, "and nothing is told of the promise's teams"
    finally:
        runner.close()
