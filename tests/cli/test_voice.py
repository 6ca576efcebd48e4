"""`visavis voice`: words noted from a terminal, and how long until teams saw messages."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from visavis import database
from visavis.cli.main import app
from visavis.mistakes import Mistake
from visavis.running.home import make_home


@pytest.fixture
def home(tmp_path: Path, migrated_sqlite: Path) -> Path:
    place = tmp_path / "home"
    make_home(place, lang="en")
    shutil.copy(migrated_sqlite, place / database.FILE)
    database.use(place)
    return place


def said(home: Path, *words: str, given: str | None = None) -> str:
    ran = CliRunner().invoke(app, ["--home", str(home), "--lang", "en", "voice", *words], input=given)
    if ran.exception is not None:
        raise ran.exception
    return ran.stdout


def test_words_are_noted_by_whoever_has_an_account(home: Path) -> None:
    from visavis.house.models import User
    from visavis.vocabulary import Role
    from visavis.voices.hearing import heard_facts

    User.objects.create_user("awa@exemple.example", "Awa", Role.EMPLOYEE)
    noted = json.loads(said(home, "add", "-", "--as", "AWA@exemple.example", "--at", "2026-03-04T15:30+01:00", "--json", given="Coupée\n"))  # fmt: skip
    (fact,) = heard_facts()
    assert (fact["key"], fact["text"], str(fact["occurred_at"])) == (noted["key"], "Coupée", "2026-03-04 14:30:00")
    for wrong in (["x", "--as", "nobody@exemple.example"], ["x", "--as", "awa@exemple.example", "--at", "soon"]):
        with pytest.raises(Mistake):
            said(home, "add", *wrong)


def test_reached_tells_teams_without_voices_and_no_team(home: Path) -> None:
    from visavis.house.teams import add_team

    assert said(home, "reached") == "No team is in the list.\n"
    add_team("Réseau", by=None)
    assert said(home, "reached") == "Réseau: no voice since the team is here\n"
    (told,) = json.loads(said(home, "reached", "--json"))
    assert (told["team"], told["n"], told["median_hours"], told["reason"]) == ("Réseau", 0, None, "fewer_than_five")
