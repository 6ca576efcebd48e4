"""Réglages · Équipes: who serves whom is noted, taken out and put back, and taken in from a file; without scripts."""

from pathlib import Path
from typing import Any

import pytest

from visavis.vocabulary import Role

PAGE = "/settings/teams"


def serving() -> set[tuple[str, str]]:
    from visavis.house.services import pairs

    return pairs()


def test_a_service_is_noted_taken_out_and_put_back(home: Path, signed_in: Any) -> None:
    from visavis.house.models import Service
    from visavis.house.teams import add_team

    shops, orders = add_team("Boutiques", by=None), add_team("<b>Commandes</b>", by=None)
    steward = signed_in(Role.ANALYST)
    assert "Personne n’a encore dit qui sert qui" in steward.get(PAGE).content.decode()
    steward.post(f"{PAGE}/services", {"team": shops.pk, "served": "clients", "what": "accueille"})
    steward.post(f"{PAGE}/services", {"team": orders.pk, "served": shops.pk})
    assert serving() == {("Boutiques", ""), ("<b>Commandes</b>", "Boutiques")}
    body = steward.get(PAGE).content.decode()
    assert "<b>Commandes" not in body
    assert "accueille" in body
    held = Service.objects.get(team=orders)
    undo = steward.post(f"{PAGE}/services/{held.pk}/withdrawal", follow=True).content.decode()
    assert serving() == {("Boutiques", "")}
    assert f"/services/{held.pk}/restoration" in undo
    steward.post(f"{PAGE}/services/{held.pk}/restoration")
    assert serving() == {("Boutiques", ""), ("<b>Commandes</b>", "Boutiques")}
    refused = steward.post(f"{PAGE}/services", {"team": shops.pk, "served": shops.pk})
    assert refused.status_code == 422
    for wrong in ({"team": "0", "served": "clients"}, {"team": shops.pk, "served": "x"}, {}):
        assert steward.post(f"{PAGE}/services", wrong).status_code == 404


def test_a_file_of_the_exports_is_offered_and_lines_are_pasted(home: Path, signed_in: Any) -> None:
    (home / "exports").mkdir(exist_ok=True)
    (home / "exports" / "equipes.csv").write_text("equipe;sert\nBoutiques;les clients\n", encoding="utf-8")
    (home / "exports" / "autre.csv").write_text("equipe;ville\nBoutiques;Caen\n", encoding="utf-8")
    steward = signed_in(Role.ANALYST)
    body = steward.get(PAGE).content.decode()
    assert 'value="equipes.csv"' in body
    assert "autre.csv" not in body
    assert steward.post(f"{PAGE}/services/file", {"file": "../visavis.yaml"}).status_code == 422
    steward.post(f"{PAGE}/services/file", {"file": "equipes.csv"})
    assert serving() == {("Boutiques", "")}
    wrong = steward.post(f"{PAGE}/services/file", {"lines": "equipe;sert\nA;A\n"})
    assert wrong.status_code == 422
    body = wrong.content.decode().replace("\u202f", " ").replace("\xa0", " ")
    assert "ligne 2" in body
    assert "se sert elle-même" in body
    assert "A;A" in body
    steward.post(f"{PAGE}/services/file", {"lines": "equipe;sert\nA;Boutiques\nBoutiques;clients\n"})
    assert serving() == {("Boutiques", ""), ("A", "Boutiques")}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_is_odd_stands_beside_the_map(home: Path, signed_in: Any, lang: str) -> None:
    steward = signed_in(Role.ANALYST, lang=lang)
    steward.post(f"{PAGE}/services/file", {"lines": "equipe;sert\nA;B\nB;A\nC;clients\n"})
    body = steward.get(PAGE).content.decode()
    assert {"fr": "se servent en rond", "en": "serve in a circle"}[lang] in body
    assert {"fr": "Leur travail ne mène pas aux clients", "en": "Their work does not lead to the clients"}[lang] in body
