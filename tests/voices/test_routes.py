"""Carrying voices in a run: from facts and remits, anew only where something changed, people's word above all."""

from pathlib import Path
from typing import Any

import pytest

from visavis import database
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Entry, Lake, Manifest
from visavis.engine.steps import SQL_TYPES, literal, step
from visavis.engine.tables import ALL
from visavis.voices.acting import teams_in_facts
from visavis.voices.hearing import voice_of
from visavis.voices.routes import READ, carry

TEAMS = """- name: Facturation
  themes: [price]
- name: Réseau
  words: [vos cordistes]
- name: Logistique
"""


@pytest.fixture
def home(tmp_path: Path, either_database: str, request: pytest.FixtureRequest) -> Path:
    import shutil

    from visavis.running.home import make_home

    place = tmp_path / "home"
    make_home(place, lang="fr")
    if either_database == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), place / database.FILE)
    (place / "teams.yaml").write_text(TEAMS, encoding="utf-8")
    database.use(place)
    return place


def table(lake: Lake, runner: DuckDB, name: str, *rows: dict[str, Any]) -> Entry:
    def value(row: dict[str, Any], column: Any) -> str:
        given = row.get(column.name)
        written = "NULL" if given is None else literal(str(given))
        return f'CAST({written} AS {SQL_TYPES[column.type]}) AS "{column.name}"'

    parts = ["SELECT " + ", ".join(value(row, column) for column in ALL[name].columns) for row in rows]
    runner.run([step(f"made_{name}", " UNION ALL ".join(parts))])
    path = lake.new_file(name, "r")
    return lake.entry(name, path, runner.write(f"made_{name}", path), source="s")


def told(lake: Lake, runner: DuckDB) -> Manifest:
    """A message about an outage that Réseau mended, one on a price, one that nobody knows of, thanks to the rope men."""
    said = {"source": "s", "direction": "in", "occurred_on": "2025-06-01"}
    read = {"source": "s", "table": "exchanges"}
    return Manifest(
        "r1",
        entries=(
            table(
                lake, runner, "exchanges",
                said | {"key": "1", "text": "Rien ne marche", "about": "s/o1"},
                said | {"key": "2", "text": "C’est trop cher"},
                said | {"key": "3", "text": "Et alors ?"},
                said | {"key": "4", "text": "Merci à vos cordistes !"},
                {"source": "s", "key": "5", "direction": "out", "text": "Bonjour", "team": "Réseau"},
            ),
            table(
                lake, runner, "events",
                {"source": "s", "key": "o1", "type": "outage", "team": "Accueil", "occurred_on": "2025-06-02", "staff": "p1"},
                {"source": "s", "key": "o2", "type": "repair", "about": "s/o1", "team": "Réseau", "occurred_on": "2025-05-30", "staff": "p2"},
            ),
            table(
                lake, runner, "readings",
                read | {"key": "1"}, read | {"key": "2", "theme": "price"}, read | {"key": "3"}, read | {"key": "4", "sentiment": "positive"},
            ),
        ),
    )  # fmt: skip


def routes(lake: Lake, runner: DuckDB, manifest: Manifest) -> dict[str, tuple[str | None, str | None]]:
    lake.show(runner, manifest, ["routes"])
    return {row["key"]: (row["team"], row["thanked"]) for row in runner.rows("SELECT * FROM routes ORDER BY key")}


def test_facts_remits_and_thanks_carry_and_a_person_stands_above_them(home: Path) -> None:
    from visavis.house.models import User
    from visavis.vocabulary import Role
    from visavis.voices.models import Rerouting, Voice

    lake, runner = Lake(home / "lake"), DuckDB(home / "scratch")
    manifest = told(lake, runner)
    done = carry(home, runner, lake, manifest, "r1")
    assert routes(lake, runner, done) == {
        "1": ("Réseau", None),
        "2": ("Facturation", None),
        "3": (None, None),
        "4": ("Réseau", "\nRéseau\n"),
    }
    assert carry(home, runner, lake, done, "r2").of("routes") == done.of("routes")
    user = User.objects.create_user("a@exemple.example", "Awa", Role.EMPLOYEE)
    voice = Voice.objects.create(id=voice_of("x"), moment="2025-06-01T00:00:00Z", source="s", text="x")
    Rerouting.objects.create(voice=voice.id, team="Logistique", user=user)
    id_of_third = runner.rows("SELECT md5(concat_ws(chr(31), 'exchanges', 's', '', '3')) AS id")[0]["id"]
    Rerouting.objects.create(voice=id_of_third, team="Logistique", user=user)
    again = carry(home, runner, lake, done, "r3")
    assert again.of("routes") != done.of("routes")
    assert routes(lake, runner, again)["1"] == ("Réseau", None)
    runner.close()


def test_without_teams_nothing_is_carried(home: Path) -> None:
    (home / "teams.yaml").unlink()
    lake, runner = Lake(home / "lake"), DuckDB(home / "scratch")
    manifest = told(lake, runner)
    assert carry(home, runner, lake, manifest, "r1").of("routes") == ()
    (home / "teams.yaml").write_text(TEAMS, encoding="utf-8")
    assert len(carry(home, runner, lake, manifest, "r2").of("routes")) == 1
    runner.close()


def test_no_text_or_no_fact_at_all_is_no_fault(home: Path) -> None:
    lake, runner = Lake(home / "lake"), DuckDB(home / "scratch")
    assert carry(home, runner, lake, Manifest("r1"), "r1").of("routes") == ()
    runner.close()


def test_teams_of_fewer_than_five_people_are_named_without_figures(home: Path) -> None:
    lake, runner = Lake(home / "lake"), DuckDB(home / "scratch")
    events = [
        {"source": "s", "key": f"i{i}", "type": team, "team": team, "staff": f"{team}{i % people}", "occurred_on": "2025-06-01"}
        for team, people in (("Petite", 2), ("Moyenne", 6), ("Grande", 8))
        for i in range(12)
    ]  # fmt: skip
    manifest = Manifest("r1", entries=(table(lake, runner, "events", *events),))
    lake.show(runner, manifest, READ)
    found = {each["name"]: each for each in teams_in_facts(runner)}
    assert found["Petite"] == {"name": "Petite", "masked": True, "proposed": []}
    assert found["Moyenne"]["masked"]  # it hides the small one among five
    assert found["Grande"]["proposed"] == [{"kind": "object", "value": "s/Grande", "n": 12, "of": 12}]
    runner.close()
