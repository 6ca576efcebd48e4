"""The kinds `climate` and `agreement`: declared, found without being declared, the same on both engines, silent where they must be."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.mirror.written import declare, write
from visavis.declarations import read_folder
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.steps import Runner
from visavis.engine.tables import Type
from visavis.mirror.declaration import MeasureDeclaration
from visavis.mirror.measure import measure
from visavis.mirror.reflect import reflect_manifest
from visavis.mirror.teams import as_document, waves
from visavis.mirror.tell.measures_in_words import sentences
from visavis.mistakes import Mistakes

ITEMS = {"extra_pride_1": Type.DECIMAL, "extra_pride_2": Type.DECIMAL, "extra_pride_3": Type.DECIMAL}
AGREED = "- {name: read-twice, agreement: {over: ratings, value: score, scale: ordinal}}\n"


@pytest.fixture
def duckdb(tmp_path: Path) -> Iterator[DuckDB]:
    runner = DuckDB(tmp_path / "scratch")
    yield runner
    runner.close()


def sheets(*teams: tuple[str, int, int], year: int = 2025) -> list[dict[str, Any]]:
    """So many people of each team, around such an answer on 1 to 5."""
    return [
        {"source": "survey", "key": f"{year}/{team}/{n}", "type": "team-survey", "team": team, "occurred_on": date(year, 3, 1)}
        | {name: float(min(5, max(1, level + (n + place * (n % 2)) % 3 - 1))) for place, name in enumerate(ITEMS)}
        for team, people, level in teams
        for n in range(people)
    ]  # fmt: skip


def told(home: Path, runner: Runner, table: str, rows: list[dict[str, Any]], extra: dict[str, Type]) -> tuple[Lake, Manifest, list[dict[str, Any]]]:  # fmt: skip
    lake = Lake(home / "lake")
    manifest = measure(home, runner, lake, write(lake, Manifest("r0"), table, rows, extra), "r1")
    lake.show(runner, manifest, ["measures"])
    return lake, manifest, runner.rows("SELECT * FROM measures ORDER BY name, grouping, period, position")


def test_teams_are_told_wave_by_wave_without_being_declared(tmp_path: Path, runner: Runner) -> None:
    before = sheets(("Atelier", 12, 3), ("Guichet", 12, 3), year=2024)
    rows = [*before, *sheets(("Atelier", 14, 4), ("Guichet", 12, 2), ("Quai", 9, 3), ("Duo", 2, 5), ("Trio", 3, 5))]
    lake, manifest, found = told(tmp_path, runner, "events", rows, ITEMS)
    own = [row for row in found if row["kind"] == "climate"]
    assert {row["period"] for row in own} == {"2024", "2025"}
    assert {row["grouping"] for row in own if row["period"] == "2025"} == {None, "Atelier", "Guichet", "Quai"}
    document = as_document(runner if isinstance(runner, DuckDB) else runner.duckdb, lake, manifest)  # type: ignore[attr-defined]
    last, first = waves(document)
    assert (last.period, last.value.value, first.period, first.value.value) == ("2025", 40, "2024", 24)
    assert last.told
    assert (last.told.value, last.told.n) == (3, 5)
    (scale,) = last.scales
    assert scale.name == "pride"
    assert [team for team, _ in scale.teams] == ["Atelier", "Quai", "Guichet"]
    assert [figure.n for _, figure in scale.teams] == [14, 9, 12]
    assert scale.whole["mean"].interval
    assert [step["name"] for step in document["steps"]]


def test_what_one_more_person_answered_does_not_follow_from_two_runs(tmp_path: Path, duckdb: DuckDB) -> None:
    rows = sheets(("Atelier", 14, 4), ("Guichet", 12, 2), ("Quai", 9, 3))
    lake, manifest, before = told(tmp_path, duckdb, "events", rows, ITEMS)
    late = {**rows[0], "key": "2025/Atelier/late", **dict.fromkeys(ITEMS, 1.0)}
    again = measure(tmp_path, duckdb, lake, write(lake, manifest, "events", [*rows, late], ITEMS), "r2")
    lake.show(duckdb, again, ["measures"])
    after = duckdb.rows("SELECT * FROM measures")
    means = [
        {row["grouping"]: (row["value"], row["n"]) for row in found if row["figure"] == "pride" and row["grouping"]}
        for found in (before, after)
    ]
    assert means[0] == means[1]
    assert set(means[0]) == {"Atelier", "Guichet", "Quai"}
    five = [{**late, "key": f"2025/Atelier/late {n}"} for n in range(5)]
    last = measure(tmp_path, duckdb, lake, write(lake, again, "events", [*rows, *five], ITEMS), "r3")
    lake.show(duckdb, last, ["measures"])
    (moved,) = duckdb.rows("SELECT value, n FROM measures WHERE figure = 'pride' AND grouping = 'Atelier'")
    assert moved["n"] == 19
    assert moved["value"] < means[0]["Atelier"][0]


def test_who_left_a_scale_out_does_not_follow_from_how_many_answered(tmp_path: Path, duckdb: DuckDB) -> None:
    """Where twelve of a team's fourteen sheets answer a scale whole, both numbers together would tell of the other two."""
    extra = ITEMS | {"extra_calm_1": Type.DECIMAL}

    def found(home: Path, *silent: int) -> tuple[dict[str, int], dict[str, int]]:
        rows = [
            row | {"extra_calm_1": None if n < left_out else float(1 + n % 5)}
            for (team, people), left_out in zip((("Atelier", 14), ("Guichet", 16), ("Quai", 9)), silent, strict=True)
            for n, row in enumerate(sheets((team, people, 3)))
        ]
        _, _, rows = told(home, duckdb, "events", rows, extra)
        own = [row for row in rows if row["kind"] == "climate" and row["grouping"] and row["value"] is not None]
        calm = {row["grouping"]: row["n"] for row in own if row["figure"] == "calm"}
        return {row["grouping"]: row["n"] for row in own if row["figure"] == "value"}, calm

    answers = {"Atelier": 14, "Guichet": 16, "Quai": 9}
    assert found(tmp_path / "all", 0, 0, 0) == (answers, answers)
    assert found(tmp_path / "many", 6, 0, 0) == (answers, {"Atelier": 8, "Guichet": 16, "Quai": 9})
    assert found(tmp_path / "few", 2, 1, 0) == (answers, {"Quai": 9})


def test_declared_items_may_be_reversed(tmp_path: Path, duckdb: DuckDB) -> None:
    text = """- name: pride
  climate: {where: {type: team-survey}, scales: {pride: [extra.pride_1, extra.pride_2], less: [extra.pride_3]}, reversed: [extra.pride_3], low: 1, high: 5, by: all}
"""
    declare(tmp_path, "measures", text)
    _, _, found = told(tmp_path, duckdb, "events", sheets(("Atelier", 8, 4), ("Guichet", 7, 4)), ITEMS)
    value = {row["figure"]: row["value"] for row in found if row["grouping"] is None and row["name"] == "pride"}
    straight = [float(row["extra_pride_3"]) for row in sheets(("Atelier", 8, 4), ("Guichet", 7, 4))]
    assert value["less:mean"] == pytest.approx(6 - sum(straight) / len(straight))
    assert {row["period"] for row in found if row["name"] == "pride"} == {None}


def test_of_measures_over_the_same_sheets_one_tells_of_teams(tmp_path: Path, duckdb: DuckDB) -> None:
    """Two sheets of a team in another year would follow from all of them less those of the year."""
    text = "- {name: {name}, climate: {where: {where}, scales: {pride: [extra.pride_1]}, low: 1, high: 5, by: {by}}}\n"
    given = (("every", "{type: team-survey}", "all"), ("yearly", "{type: team-survey}", "year"), ("other", "{type: pulse}", "all"))  # fmt: skip
    lines = [text.replace("{name}", name).replace("{where}", where).replace("{by}", by) for name, where, by in given]
    declare(tmp_path, "measures", "".join(lines))
    rows = sheets(("Atelier", 8, 4), ("Guichet", 7, 4))
    pulse = [row | {"key": f"p{row['key']}", "type": "pulse"} for row in rows]
    _, _, found = told(tmp_path, duckdb, "events", [*rows, *pulse], ITEMS)
    own = [row for row in found if row["kind"] == "climate"]
    assert {row["name"] for row in own if row["grouping"]} == {"every", "other"}
    assert {row["name"] for row in own if not row["grouping"]} == {"every", "yearly", "other"}


@pytest.mark.parametrize(
    ("climate", "said"),
    [
        ("{scales: {}, low: 1, high: 5}", "chaque échelle"),
        ("{scales: {a: []}, low: 1, high: 5}", "chaque échelle"),
        ("{scales: {a: [extra.x]}, low: 5, high: 1}", "low est plus petit"),
        ("{scales: {a: [extra.x]}, low: 1, high: 5, reversed: [extra.y]}", "reversed"),
        ("{scales: {a: [staff]}, low: 1, high: 5}", "employé"),
    ],
)
def test_wrong_declarations_are_refused(tmp_path: Path, climate: str, said: str) -> None:
    declare(tmp_path, "measures", f"- {{name: x, climate: {climate}}}\n")
    with pytest.raises(Mistakes) as wrong:
        read_folder(tmp_path / "measures", MeasureDeclaration)
    assert said in wrong.value.say("fr")


def test_sheets_that_tell_nothing_say_why(tmp_path: Path, duckdb: DuckDB) -> None:
    declare(tmp_path, "measures", "- {name: x, climate: {where: {type: never}, scales: {a: [extra.pride_1]}, low: 1, high: 5}}\n"
            "- {name: y, climate: {scales: {a: [team]}, low: 1, high: 5}}\n- {name: z, climate: {scales: {a: [extra.no]}, low: 1, high: 5}}\n")  # fmt: skip
    _, _, found = told(tmp_path, duckdb, "events", sheets(("Atelier", 8, 4)), ITEMS)
    reasons = {row["name"]: row["reason"] for row in found if row["name"] in "xyz"}
    assert reasons == {"x": "no_answers", "y": "not_numbers:team", "z": "missing_field:extra.no"}


def ratings(*judged: tuple[str, float]) -> list[dict[str, Any]]:
    return [
        {"source": "coders", "key": str(n), "instrument": "tone", "about": f"mail/{unit}", "score": score, "low": 1.0, "high": 5.0}
        for n, (unit, score) in enumerate(judged)
    ]  # fmt: skip


def test_agreement_is_told_with_its_interval_and_in_words(tmp_path: Path, runner: Runner) -> None:
    declare(tmp_path, "measures", AGREED)
    judged = [(f"m{n}", score) for n in range(30) for score in (1 + n % 5, 1 + (n + (n % 6 == 0)) % 5)]
    lake, manifest, found = told(tmp_path, runner, "ratings", [*ratings(*judged, ("alone", 3.0))], {})
    own = {row["figure"]: row for row in found if row["kind"] == "agreement"}
    assert own["judgements"]["value"] == 60
    assert own["same"]["value"] == pytest.approx(25 / 30)
    assert own["value"]["low"] < own["value"]["value"] < own["value"]["high"]
    if isinstance(runner, DuckDB):
        (measured,) = [one for one in reflect_manifest(tmp_path, lake, manifest).measures if one.kind == "agreement"]
        first, second = sentences(measured)
        assert "s’accordent à α = 0," in first.fr
        assert "of pairs of judgements are the same" in second.en


def test_agreement_of_a_few_employees_would_be_about_them(tmp_path: Path, duckdb: DuckDB) -> None:
    declare(
        tmp_path,
        "measures",
        "- {name: read-twice, agreement: {over: events, unit: about, value: status, judge: staff}}\n",
    )

    def events(people: int) -> list[dict[str, Any]]:
        return [
            {"source": "q", "key": f"{n}-{k}", "type": "check", "about": f"t/{n}", "staff": f"s{(n + k) % people}", "status": "ok" if (n + k) % 3 else "no"}
            for n in range(40)
            for k in range(2)
        ]  # fmt: skip

    _, _, few = told(tmp_path, duckdb, "events", events(4), {})
    assert [(row["value"], row["reason"]) for row in few if row["kind"] == "agreement"] == [(None, "fewer_than_five:4")]
    _, _, many = told(tmp_path, duckdb, "events", events(6), {})
    assert [row["value"] is None for row in many if row["kind"] == "agreement"] == [False] * 3
