"""What people did with voices is read back as facts: who saw what is never told, what was taken back is gone."""

import shutil
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from visavis import database
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.voices.handling import handled_events
from visavis.voices.hearing import voice_of

FIRST, SECOND = voice_of("a"), voice_of("b")


@pytest.fixture
def home(tmp_path: Path, either_database: str, request: pytest.FixtureRequest) -> Path:
    from visavis.running.home import make_home

    place = tmp_path / "home"
    make_home(place, lang="fr")
    if either_database == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), place / database.FILE)
    database.use(place)
    return place


@pytest.fixture
def handled(home: Path) -> Callable[[], list[dict[str, Any]]]:
    from django.utils import timezone

    from visavis.house.models import User
    from visavis.vocabulary import Role
    from visavis.voices.models import Correction, Rerouting, Seen

    user = User.objects.create_user("a@x.example", "Alix Sarre", Role.EMPLOYEE, "quelque chose de long")
    Seen.objects.create(voice=FIRST, team="Réseau", user=user)
    Rerouting.objects.create(voice=FIRST, team="Facturation", was="", user=user)
    Rerouting.objects.create(voice=FIRST, team="Réseau", was="Facturation", user=user, why="Alix le dit")
    Rerouting.objects.create(voice=FIRST, team="Boutiques", was="Réseau", user=user, withdrawn_at=timezone.now())
    Rerouting.objects.create(voice=SECOND, team="", was="Réseau", user=user)
    for question in ("theme", "step"):
        Correction.objects.create(voice=SECOND, text_md5="0" * 32, question=question, answer="price", user=user)
    return lambda: [dict(row) for _, row in handled_events(None)]


def test_gestures_become_events_about_the_voice(handled: Callable[[], list[dict[str, Any]]]) -> None:
    rows = handled()
    told = [(row["type"], row["about"], row["team"], row["status"]) for row in rows]
    first, second = (f"voice/{each.hex}" for each in (FIRST, SECOND))
    assert told == [
        ("seen", first, "Réseau", None),
        ("routed", first, "Facturation", "former"),
        ("routed", first, "Réseau", "standing"),
        ("routed", second, None, "standing"),
        ("read", second, None, None),
    ]
    assert len({row["key"] for row in rows}) == len(rows)
    assert "Alix" not in str(rows)
    assert all("staff" not in row and "client_ref" not in row and "occurred_at" not in row for row in rows)
    assert abs((rows[0]["done_at"].replace(tzinfo=UTC) - datetime.now(UTC)).total_seconds()) < 600
    assert rows == handled(), "the same again, so that nothing is computed anew"


@pytest.mark.usefixtures("handled")
def test_they_are_facts_of_the_lake_and_move_no_day_that_facts_tell_of(home: Path, tmp_path: Path) -> None:
    from visavis.running.reading_back import read_back

    lake, runner = Lake(home / "lake"), DuckDB(tmp_path / "scratch")
    manifest = read_back(home, lake, runner, Manifest("r1"), Manifest(""), "r1")
    lake.show(runner, manifest, ["events"])
    found = runner.rows("SELECT type, count(*) AS n, max(occurred_on) AS day, count(done_on) AS done FROM events GROUP BY type ORDER BY type")  # fmt: skip
    assert [tuple(row.values()) for row in found] == [
        ("read", 1, None, 1),
        ("routed", 3, None, 3),
        ("seen", 1, None, 1),
    ]
    again = read_back(home, lake, runner, Manifest("r2"), manifest, "r2")
    assert again.entries == manifest.entries
    runner.close()


def test_a_rating_is_carried_under_the_name_of_its_voice(tmp_path: Path) -> None:
    """Reroutings of answers to surveys were never learnt from: their voices went by another name."""
    from tests.engine.measuring.lines import show_rows
    from visavis.voices.acting import acting_steps

    runner = DuckDB(tmp_path / "scratch")
    rating = {"source": "s", "key": "1", "instrument": "nps", "text": "Bof"}
    show_rows(runner, tmp_path, exchanges=[], events=[], ratings=[rating], readings=[])
    runner.run(acting_steps())
    (row,) = runner.rows("SELECT id FROM to_carry")
    from hashlib import md5

    named = md5(chr(31).join(("ratings", "s", "", "1")).encode(), usedforsecurity=False).hexdigest()
    assert uuid.UUID(row["id"]).hex == named
    runner.close()
