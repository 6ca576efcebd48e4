"""Actions in the browser: read by everybody, written and sealed by stewards, told in both languages, nothing lost on a mistake."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.change.acted import IN_TIME, READ, cases, declare, written
from visavis.change.aims import Aims
from visavis.change.judging import judge
from visavis.change.models import Action, ActionStop, ActionVersion
from visavis.engine.duckdb import DuckDB
from visavis.engine.measuring.interrupted import Sided
from visavis.running.models import Document
from visavis.vocabulary import Role

SignedIn = Callable[..., Client]
TOMORROW = timezone.now().date() + timedelta(days=1)
TYPED = {
    "title": "Un script d’accueil <b>",
    "owner": "Service client",
    "outcome": "rappele",
    "control": "facture-juste",
    "cause": "promise",
    "because": "rappele",
    "direction": "up",
    "starts_on": TOMORROW.isoformat(),
    "reads_on": (TOMORROW + timedelta(days=90)).isoformat(),
    "waits": "14",
    "baseline": "365",
    "announced": "rappele",
}


@pytest.fixture
def judged(home: Path) -> ActionVersion:
    """An action that helped, judged by the last run."""
    declare(home)
    version = written()
    session = DuckDB(home / "scratch")
    session.run([cases()])
    found = judge(session, READ + timedelta(days=9), Aims(home))
    session.close()
    Document.objects.create(name="verdicts", run="r", body={"as_of": str(READ), "actions": _plain(found["actions"])})
    return version


def _plain(found: object) -> object:
    import json

    return json.loads(json.dumps(found, default=str))


def page(client: Client, where: str) -> str:
    response = client.get(where)
    assert response.status_code == 200
    return unescape(response.content.decode()).replace("\u202f", " ").replace("\xa0", " ")


def test_without_any_action_the_page_says_why_it_exists(signed_in: SignedIn) -> None:
    text = page(signed_in(Role.EMPLOYEE), "/actions")
    assert "Aucune action n’est inscrite" in text
    assert "/actions/new" not in text
    assert "/actions/new" in page(signed_in(Role.ANALYST), "/actions")


def test_the_list_tells_each_verdict_with_effect_interval_and_cases(judged: ActionVersion, signed_in: SignedIn) -> None:
    text = page(signed_in(Role.EMPLOYEE), "/actions")
    assert '<span class="tag kept">amélioré</span>' in text
    assert "points par rapport au témoin, fourchette de" in text
    assert "260 cas avant, 150 après" in text
    english = page(signed_in(Role.EMPLOYEE, lang="en"), "/actions")
    assert "judged by “Called back within two days”" in english


def test_one_action_shows_its_course_table_plan_and_seal(judged: ActionVersion, signed_in: SignedIn) -> None:
    where = f"/actions/{judged.action_id}"
    text = page(signed_in(Role.EMPLOYEE), where)
    for part in (
        "moins d’une fois sur 1 000",
        'class="course"',
        "début",
        "action_1_by_week",
        judged.seal,
        "Une facture juste",
    ):
        assert part in text, part
    assert "Arrêter l’action" not in text
    assert "Arrêter l’action" in page(signed_in(Role.ANALYST), where)
    ActionVersion.objects.update(title="Autre")
    assert "Un sceau est rompu" in page(signed_in(Role.EMPLOYEE), where)
    assert signed_in(Role.EMPLOYEE).get("/actions/999").status_code == 404


def test_a_steward_writes_an_action_down_and_is_shown_its_seal(home: Path, signed_in: SignedIn) -> None:
    declare(home)
    client = signed_in(Role.ANALYST)
    assert "Rappelé sous 2 jours" in page(client, "/actions/new")
    response = client.post("/actions/new", TYPED)
    version = ActionVersion.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/actions/{version.action_id}?written=yes")
    assert (version.outcome, version.control) == (
        {"promise": "rappele", "teams": []}, [{"promise": "facture-juste", "teams": []}],
    )  # fmt: skip
    raw = client.get(response["Location"]).content.decode()
    assert version.seal in raw
    assert "Un script d’accueil &lt;b&gt;" in raw
    assert "Annoncée aux clients" in raw
    assert "Le prochain calcul la jugera" in raw
    assert signed_in(Role.EMPLOYEE).post("/actions/new", TYPED).status_code == 403


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"outcome": ""}, "il faut la promesse"),
        ({"control": "rappele"}, "déjà jugés"),
        ({"starts_on": "demain"}, "n’est pas une date"),
        ({"waits": "-1"}, "en chiffres"),
        ({"direction": "sideways"}, "pas dans la liste"),
        ({"reads_on": TOMORROW.isoformat()}, "trop tôt"),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_is_kept(
    home: Path, signed_in: SignedIn, change: dict[str, str], why: str
) -> None:
    declare(home)
    response = signed_in(Role.ANALYST).post("/actions/new", TYPED | change)
    text = unescape(response.content.decode()).replace("\u202f", " ")
    assert response.status_code == 422
    assert why in text
    assert 'value="Un script d’accueil <b>"' in text
    assert not Action.objects.exists()


def test_a_new_version_stands_beside_the_first_and_a_stop_says_why(judged: ActionVersion, signed_in: SignedIn) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    where = f"/actions/{judged.action_id}"
    assert 'value="Plus de personnes pour rappeler"' in page(client, f"{where}/versions")
    assert client.post(f"{where}/versions", TYPED).status_code == 303
    text = page(client, where)
    assert "c’est la version 1, scellée avant, qui compte" in text
    assert client.post(f"{where}/stop", {"why": " "}).status_code == 422
    assert client.post(f"{where}/stop", {"why": "Trop cher"}).status_code == 303
    assert ActionStop.objects.get().why == "Trop cher"
    assert "Arrêtée : Trop cher" in page(client, where)


@pytest.mark.parametrize("plan", [
    {"outcome": Sided("rappele", ("North",))},
    {"outcome": Sided("rappele", segment="large")},
    {"control": (Sided("rappele", ("South",)),)},
])  # fmt: skip
def test_what_was_counted_of_a_part_is_for_those_who_look_at_raw_rows(
    home: Path, signed_in: SignedIn, plan: dict[str, Any]
) -> None:
    """Days that somebody chose, counted anew at each run, would tell by difference what one to four people did."""
    declare(home)
    version = written(**plan)
    side = {"before": {"kept": 61, "n": 83}, "after": {"kept": 57, "n": 71}}
    effect = {"value": 0.1, "low": 0.02, "high": 0.18, "p": 0.01}
    block = {"from": str(READ), "until": str(READ), "after": True, "sides": [{"kept": 17, "n": 19}] * 2}
    found = dict.fromkeys(("detail", "control_shift", "trend", "level", "slope", "roll_out"), None) | {
        "version": 1, "changed_since": False, "verdict": "improved", "reason": None, "unit": "share", "effect": effect,
        "p_adjusted": 0.01, "compared": 1, "method": "m", "sides": [side, side], "blocks": [block], "steps": [],
        "so_far": {"kept": 57, "n": 71, "low": 0.6, "high": 0.9},
    }  # fmt: skip
    Document.objects.create(
        name="verdicts", run="r", body={"as_of": str(READ), "actions": {str(version.action_id): found}}
    )
    where = f"/actions/{version.action_id}"
    every = page(signed_in(Role.ANALYST), where)
    assert [n for n in ("83 cas", "71 cas", " 19<") if n not in every] == []
    of_whole = 1 if "control" in plan else 0
    for role in (Role.EMPLOYEE, Role.LEAD, Role.SPONSOR):
        told = page(signed_in(role), where)
        assert "amélioré" in told
        assert "10,0 points par rapport au témoin" in told
        assert "ce qui a été compté n’est montré qu’aux analystes" in told
        assert told.count("· 83 cas") == told.count("· 71 cas") == 1, "of the other series, which is the whole"
        assert told.count("pas montré") == 1
        assert " 19<" not in told
    if not of_whole:
        assert "Depuis le début" not in page(signed_in(Role.EMPLOYEE), where)
        assert "83 cas avant" not in page(signed_in(Role.EMPLOYEE), "/actions")


def test_what_was_counted_for_another_version_is_not_told_of_this_one(home: Path, signed_in: SignedIn) -> None:
    """Of versions written down too late the last one is judged: until the next run nothing is counted of it."""
    declare(home)
    late = IN_TIME + timedelta(days=30)
    first = written(at=late)
    session = DuckDB(home / "scratch")
    session.run([cases()])
    found = judge(session, READ + timedelta(days=9), Aims(home))["actions"]
    session.close()
    Document.objects.create(name="verdicts", run="r", body=_plain({"as_of": READ, "actions": found}))
    where = f"/actions/{first.action_id}"
    counted = "· 260 cas"
    assert counted in page(signed_in(Role.ANALYST), where)
    written(at=late + timedelta(days=1), action=first.action, control=())
    for role in (Role.ANALYST, Role.EMPLOYEE):
        assert counted not in page(signed_in(role), where)
        assert "pas encore calculé" in page(signed_in(role), "/actions")
