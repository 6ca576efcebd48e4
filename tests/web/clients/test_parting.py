"""Why records are together, parting them and undoing it, and personal details: on a home whose lake was linked and published.

Making that home costs seconds: what only reads it is one test.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.clients.homes import make_home
from tests.web.reading import text_of
from visavis.clients.models import Decision, DetailsSeen, Link, TimelineItem, public_id
from visavis.vocabulary import Role

SignIn = Callable[..., Client]
DETAILS = ("jc.dupont@free.fr", "JC.Dupont@free.fr", "0612345678", "+33612345678", "1960", "1961")


def plain(text: str) -> str:
    return re.sub(r"[\u202f\u00a0]", " ", text)


@pytest.fixture
def dupont(home: Path) -> str:
    """The address of a client of two records and an e-mail address, which contradict each other on the birth date."""
    make_home(home)
    return f"/clients/{public_id(Link.objects.get(source='crm', key='1').client_id)}"


def tokens(html: str) -> dict[str, str]:
    """What the form sends for each record, by how the record is named."""
    found = re.findall(r'name="record" value="([0-9a-f]{32})"[^>]*><span>(.*?)</span></label>', html, re.S)
    return {" ".join(re.sub(r"<[^>]+>", " ", label).split()): token for token, label in found}


def test_what_is_read(dupont: str, signed_in: SignIn) -> None:
    check_reasons(dupont, signed_in)
    check_contradictions(dupont, signed_in)
    check_details(dupont, signed_in)
    check_employees(dupont, signed_in)
    check_two_records(dupont, signed_in)


def check_reasons(dupont: str, signed_in: SignIn) -> None:
    """Why together, without details."""
    answer = signed_in(Role.EMPLOYEE).get(f"{dupont}/why")
    html, text = answer.content.decode(), plain(text_of(answer))
    assert [each for each in DETAILS if each in html] == []
    assert text.startswith("Revenir à la fiche client Pourquoi ces 2 fiches sont réunies")
    assert "Jean-Claude Dupont crm · 1" in text
    assert "Certain. adresse d’un seul client" in text
    assert "e-mail : identique" in text
    assert "une adresse e-mail citée par des faits" in text
    assert set(tokens(html)) == {
        "Jean-Claude Dupont crm · 1",
        "J DUPONT shop · a/1",
        "une adresse e-mail citée par des faits",
    }


def check_two_records(dupont: str, signed_in: SignIn) -> None:
    """The path between two records, its values for those who said today why they need them; and why not another client."""
    browser = signed_in(Role.EMPLOYEE)
    every = tokens(browser.get(f"{dupont}/why").content.decode())
    ends = (every["J DUPONT shop · a/1"], every["une adresse e-mail citée par des faits"])
    asked = f"{dupont}/why?one={ends[0]}&other={ends[1]}"
    answer = browser.get(asked)
    told = plain(text_of(answer)).partition("Le chemin le plus solide de l’une à l’autre :")[2]
    assert told.index("même e-mail") < told.index("adresse d’un seul client")
    assert [each for each in DETAILS if each in answer.content.decode()] == []
    browser.post(f"{dupont}/details", {"purpose": "call"})
    assert "même e-mail (jc.dupont@free.fr)" in plain(text_of(browser.get(asked)))
    other = public_id(Link.objects.get(source="crm", key="2").client_id)
    assert f"{other} : jamais comparées : rien de ce qui sert de clé" in plain(
        text_of(browser.get(f"{dupont}/why?not={other}"))
    )
    assert "n’est pas un identifiant de client" in plain(text_of(browser.get(f"{dupont}/why?not=Dupont")))


def check_contradictions(dupont: str, signed_in: SignIn) -> None:
    """Which sources contradict each other, without details."""
    browser = signed_in(Role.EMPLOYEE)
    answer = browser.get(f"{dupont}/contradictions")
    text = plain(text_of(answer))
    assert "Date de naissance : crm contredit par shop. Retenu : crm, ce que disent le plus de fiches." in text
    assert "Personne ne dit : entreprise, adresse, langue." in text
    assert "crm : fiche modifiée le 1er mars 2024, 5 champs remplis sur 11" in text
    assert "shop : date de la fiche inconnue, 4 champs remplis sur 11" in text
    assert [each for each in DETAILS if each in answer.content.decode()] == []
    part = browser.get(f"{dupont}/contradictions", headers={"HX-Request": "true"})
    assert b"<html" not in part.content


def check_details(dupont: str, signed_in: SignIn) -> None:
    """Details are shown for a purpose, and that they were is noted."""
    browser = signed_in(Role.LEAD)
    for address in (dupont, f"{dupont}/details", f"{dupont}/why", "/clients?q=dupont"):
        html = browser.get(address).content.decode()
        assert [each for each in DETAILS if each in html] == []
    answer = browser.post(f"{dupont}/details", {"purpose": "call"})
    text = plain(text_of(answer))
    assert "Affichées pour : appeler ou écrire. C’est noté." in text
    assert "crm 1 prénom Jean-Claude nom de famille Dupont e-mails jc.dupont@free.fr téléphones 0612345678" in text
    assert "date de naissance 2 janvier 1960" in text
    assert "Ce que nous en retenons nom Jean-Claude Dupont crm/1, de la fiche la plus complète" in text
    seen = DetailsSeen.objects.get()
    assert (seen.user.role, public_id(seen.client), seen.purpose) == ("lead", dupont.rpartition("/")[2], "call")
    part = browser.post(
        f"{dupont}/details", {"purpose": "deliver"}, headers={"HX-Request": "true", "HX-Target": "details"}
    )
    assert b"<html" not in part.content
    assert b"jc.dupont@free.fr" in part.content
    assert DetailsSeen.objects.count() == 2


def check_employees(dupont: str, signed_in: SignIn) -> None:
    """No employee stands on any page."""
    assert TimelineItem.objects.filter(key="o1").exists()  # a fact that an employee stands behind, p-1234
    browser = signed_in(Role.ADMINISTRATOR)
    for address in (dupont, f"{dupont}?kind=events", f"{dupont}/why", f"{dupont}/contradictions", "/clients", "/"):
        assert b"p-1234" not in browser.get(address).content
    assert b"p-1234" not in browser.post(f"{dupont}/details", {"purpose": "call"}).content


def test_parting_and_undoing_it(dupont: str, signed_in: SignIn) -> None:
    browser = signed_in(Role.EMPLOYEE)
    shop = tokens(browser.get(f"{dupont}/why").content.decode())["J DUPONT shop · a/1"]
    before = dict(Link.objects.values_list("key", "client_id"))
    done = browser.post(f"{dupont}/parting", {"record": [shop], "reason": "Ce sont <b>père</b> et fils."})
    assert done.status_code == 302
    new = done.headers["Location"]
    assert re.fullmatch(r"/clients/c-\d{6}\?parted=\d+", new)
    page = browser.get(new)
    assert "C’est fait : ces fiches sont désormais deux clients." in plain(text_of(page))
    assert "Annuler la séparation" in text_of(page)
    why = browser.get(new.partition("?")[0] + "/why")
    assert "Camille employee" in text_of(why)
    assert "« Ce sont <b>père</b> et fils. »" in plain(text_of(why))
    assert b"<b>" not in why.content
    decision = Decision.objects.get()
    undone = browser.post(f"{new.partition('?')[0]}/undoing", {"what": decision.pk, "reason": "Une seule personne."})
    assert undone.headers["Location"] == f"{dupont}/why"
    assert dict(Link.objects.values_list("key", "client_id")) == before
    assert browser.get(new.partition("?")[0]).headers["Location"] == dupont
    history = browser.get(f"{dupont}/why")
    said = plain(text_of(history))
    assert "annulation de la décision n° 1" in said
    assert said.index("Décision n° 2, annulation") < said.index("Décision n° 1, séparation")
    assert "(annulée par la décision n° 2)" in said
    again = browser.post(f"{dupont}/undoing", {"what": decision.pk, "reason": "Une seule personne."})
    assert again.status_code == 422
    assert "Cette décision est déjà annulée" in plain(text_of(again))


def test_parting_that_can_not_be_keeps_what_was_typed(dupont: str, signed_in: SignIn) -> None:
    for chosen, reason, sentence in (
        (1, "", "Il manque la raison"),
        (0, "Deux personnes.", "Choisissez une partie des fiches"),
        (3, "Deux personnes.", "Choisissez une partie des fiches"),
        ("f" * 32, "Deux personnes.", "Une des fiches choisies n’est plus à ce client"),
    ):
        check_refused(dupont, signed_in, chosen, reason, sentence)


def check_refused(dupont: str, signed_in: SignIn, chosen: int | str, reason: str, sentence: str) -> None:
    """Nothing is parted, the choice and the reason stay."""
    browser = signed_in(Role.EMPLOYEE)
    every = list(tokens(browser.get(f"{dupont}/why").content.decode()).values())
    record = [chosen] if isinstance(chosen, str) else every[:chosen]
    answer = browser.post(f"{dupont}/parting", {"record": record, "reason": reason})
    assert answer.status_code == 422
    assert sentence in plain(text_of(answer))
    assert f">{reason}</textarea>" in answer.content.decode()
    assert answer.content.decode().count(" checked>") == (chosen if isinstance(chosen, int) else 0)
    assert not Decision.objects.exists()


def test_merging_with_another_client_and_undoing_it(dupont: str, signed_in: SignIn) -> None:
    browser = signed_in(Role.EMPLOYEE)
    here = dupont.rpartition("/")[2]
    before = dict(Link.objects.values_list("key", "client_id"))
    other = public_id(max(before.values()))
    assert other != here
    for named, reason, sentence in (
        ("Paul", "Le même.", "Ce n’est pas un identifiant de client"),
        (here, "Le même.", "Ces identifiants sont ceux d’un seul client"),
        (other, "", "Il manque la raison"),
        ("c-999999", "Le même.", "Aucun client c-999999"),
    ):
        refused = browser.post(f"{dupont}/merger", {"other": named, "reason": reason})
        assert (refused.status_code, sentence in plain(text_of(refused))) == (422, True)
        assert f'value="{named}"' in refused.content.decode()
    assert dict(Link.objects.values_list("key", "client_id")) == before
    done = browser.post(f"{dupont}/merger", {"other": other, "reason": "Le même, il l’a dit."})
    survivor = min(here, other)
    assert done.headers["Location"] == f"/clients/{survivor}/why"
    why = browser.get(done.headers["Location"])
    assert "Décision n° 1, réunion" in plain(text_of(why))
    assert "« Le même, il l’a dit. »" in plain(text_of(why))
    assert "jc.dupont@free.fr" not in why.content.decode()
    browser.post(f"/clients/{survivor}/undoing", {"what": "1", "reason": "Deux, en fait."})
    assert dict(Link.objects.values_list("key", "client_id")) == before
    assert browser.get(f"/clients/{other}").status_code == 200
