"""Réglages · Équipes: teams are added, people join, remits are confirmed, withdrawn and given back."""

from pathlib import Path
from typing import Any

import pytest

from visavis.vocabulary import Role

pytestmark = pytest.mark.usefixtures("home")
DECLARED = """- name: Facturation
  words: [vos comptables]
  themes: [price, refund]
  steps: [buy]
  objects: [factures/invoice]
"""


def rows() -> list[tuple[str, str, str]]:
    from visavis.house.teams import remits

    return remits()


def test_a_team_is_added_given_something_to_act_on_and_it_is_taken_back(signed_in: Any) -> None:
    from visavis.house.models import Remit, Team

    steward = signed_in(Role.ANALYST)
    assert "Aucune équipe encore" in steward.get("/settings/teams").content.decode()
    steward.post("/settings/teams", {"name": "  Logistique "})
    team = Team.objects.get(name="Logistique")
    steward.post(f"/settings/teams/{team.pk}/remits", {"what": "theme:delivery"})
    assert rows() == [("Logistique", "theme", "delivery")]
    remit = Remit.objects.get()
    undo = steward.post(f"/settings/teams/remits/{remit.pk}/withdrawal", follow=True).content.decode()
    assert rows() == []
    assert "n’agit plus sur" in undo.replace(" ", " ")
    steward.post(f"/settings/teams/{team.pk}/remits", {"what": "theme:delivery"})
    assert rows() == [("Logistique", "theme", "delivery")]
    refused = steward.post(f"/settings/teams/{team.pk}/remits", {"what": "theme:nothing"})
    assert refused.status_code == 422
    steward.post(f"/settings/teams/{team.pk}/ending")
    assert rows() == []


def test_people_join_and_leave_and_see_their_teams_in_preferences(signed_in: Any) -> None:
    from visavis.house.models import User
    from visavis.house.teams import add_team, teams_of

    steward, other = signed_in(Role.ADMINISTRATOR), signed_in(Role.EMPLOYEE, lang="en")
    team, user = add_team("Réseau", by=None), User.objects.get(role=Role.EMPLOYEE)
    for _ in range(2):
        steward.post(f"/settings/teams/{team.pk}/members", {"user": user.pk})
    assert teams_of(user) == ["Réseau"]
    assert "Réseau" in other.get("/preferences").content.decode()
    steward.post(f"/settings/teams/{team.pk}/departures", {"user": user.pk})
    assert teams_of(user) == []
    assert steward.post(f"/settings/teams/{team.pk}/members", {"user": "x"}).status_code == 404


def test_what_the_file_declares_is_taken_in_but_not_what_a_person_took_away(signed_in: Any, home: Path) -> None:
    from visavis.house.models import Remit, Team

    (home / "teams.yaml").write_text(DECLARED, encoding="utf-8")
    steward = signed_in(Role.ANALYST)
    for _ in range(2):
        steward.get("/settings/teams")
    name = "Facturation"
    assert rows() == [
        (name, "object", "factures/invoice"),
        (name, "step", "buy"),
        (name, "theme", "price"),
        (name, "theme", "refund"),
    ]
    assert Team.objects.get().words == ["vos comptables"]
    steward.post(f"/settings/teams/remits/{Remit.objects.get(value='refund').pk}/withdrawal")
    (home / "teams.yaml").write_text(DECLARED.replace("  steps: [buy]\n", ""), encoding="utf-8")
    steward.get("/settings/teams")
    assert rows() == [(name, "object", "factures/invoice"), (name, "theme", "price")]
    (home / "teams.yaml").write_text("- nom: x\n", encoding="utf-8")
    page = steward.get("/settings/teams")
    assert page.status_code == 200
    assert "teams.yaml" in page.content.decode()
