"""Accounts in the browser: from the first link to closing an account, without JavaScript."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.web.conftest import PASSWORD
from visavis.clients.models import ClientCard
from visavis.house.inviting import invite
from visavis.house.models import User
from visavis.vocabulary import Role

NEW = "quatre mots sans rapport"


def text(html: bytes) -> str:
    """What is read, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.decode()).split())


def test_the_first_administrator_comes_in_by_the_link_of_the_terminal(home: Path) -> None:
    from visavis.house.inviting import invite
    from visavis.house.models import User

    client = Client()
    link = f"/invitations/{invite(Role.ADMINISTRATOR)}"
    welcome = client.get(link)
    assert "Bienvenue dans Visavis" in text(welcome.content)
    assert "This page can also be read in English" in text(welcome.content)
    english = client.post("/language", {"language": "en", "next": link}, follow=True)
    assert "Welcome to Visavis" in text(english.content)
    wrong = client.post(link, {"name": "Claire <b>Morel", "email": "claire@exemple.example", "password": "short"})
    assert wrong.status_code == 422
    assert "The password has fewer than 12 characters" in text(wrong.content)
    assert 'value="Claire &lt;b&gt;Morel"' in wrong.content.decode()
    assert "short" not in wrong.content.decode()
    landed = client.post(link, {"name": "Claire Morel", "email": "claire@exemple.example", "password": NEW})
    assert landed["Location"] == "/start/files"
    user = User.objects.get()
    assert (user.role, user.language) == ("administrator", "en")
    assert client.get("/settings/people").status_code == 200
    assert Client().get(link).status_code == 404


def test_an_employee_begins_with_today(home: Path) -> None:
    from visavis.house.inviting import invite

    link = f"/invitations/{invite(Role.EMPLOYEE, email='paul@exemple.example')}"
    client = Client()
    assert 'value="paul@exemple.example" readonly' in client.get(link).content.decode()
    landed = client.post(link, {"name": "Paul", "email": "paul@exemple.example", "password": NEW})
    assert landed["Location"] == "/"


def test_an_administrator_prepares_a_link_that_is_shown_once(signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    page = client.post("/settings/people/invitations", {"role": "lead", "email": "paul@exemple.example"})
    link = re.search(r"http://testserver(/invitations/[\w-]{43})", page.content.decode())
    assert link is not None
    assert link[1] not in client.get("/settings/people").content.decode()
    assert "paul@exemple.example · responsable d’équipe" in text(client.get("/settings/people").content)
    assert Client().get(link[1]).status_code == 200
    wrong = client.post("/settings/people/invitations", {"role": "lead", "email": "paul"})
    assert (wrong.status_code, 'value="paul"' in wrong.content.decode()) == (422, True)
    assert client.post("/settings/people/invitations", {"role": "emperor"}).status_code == 404


def test_a_link_can_be_withdrawn(signed_in: Callable[..., Client]) -> None:
    from visavis.house.inviting import invite
    from visavis.house.models import Invitation

    token = invite(Role.LEAD)
    number = Invitation.objects.get().pk
    signed_in(Role.ADMINISTRATOR).post(f"/settings/people/invitations/{number}/withdrawal")
    assert Client().get(f"/invitations/{token}").status_code == 404


def test_a_closed_account_is_signed_out_at_once_and_may_come_back(signed_in: Callable[..., Client]) -> None:
    from visavis.house.models import User

    admin, paul = signed_in(Role.ADMINISTRATOR), signed_in(Role.LEAD)
    number = User.objects.get(role=Role.LEAD).pk
    assert paul.get("/preferences").status_code == 200
    closed = admin.post(f"/settings/people/{number}/closing", follow=True)
    assert "Le compte de Camille lead est fermé." in text(closed.content)
    assert paul.get("/preferences")["Location"] == "/sign-in?next=%2Fpreferences"
    refused = Client().post("/sign-in", {"email": "lead@exemple.example", "password": PASSWORD})
    assert refused.status_code == 422
    admin.post(f"/settings/people/{number}/reopening")
    assert Client().post("/sign-in", {"email": "lead@exemple.example", "password": PASSWORD})["Location"] == "/"


def test_a_role_counts_from_the_next_page_on(signed_in: Callable[..., Client]) -> None:
    from visavis.house.models import User

    admin, paul = signed_in(Role.ADMINISTRATOR), signed_in(Role.LEAD)
    number = User.objects.get(role=Role.LEAD).pk
    assert paul.get("/settings/people").status_code == 403
    admin.post(f"/settings/people/{number}/role", {"role": "administrator"})
    assert paul.get("/settings/people").status_code == 200
    admin.post(f"/settings/people/{number}/role", {"role": "employee"})
    assert paul.get("/settings/people").status_code == 403
    own = User.objects.get(email="administrator@exemple.example").pk
    last = admin.post(f"/settings/people/{own}/role", {"role": "lead"})
    assert "Il ne resterait personne pour administrer Visavis" in text(last.content)


def test_a_session_gets_a_new_key_at_sign_in_and_none_after_it(signed_in: Callable[..., Client]) -> None:
    signed_in(Role.LEAD)
    client = Client()
    client.cookies["sessionid"] = "chosenbyanattacker0123456789abcd"
    client.post("/sign-in", {"email": "lead@exemple.example", "password": PASSWORD})
    key = client.cookies["sessionid"].value
    assert key != "chosenbyanattacker0123456789abcd"
    assert client.get("/preferences").status_code == 200
    client.post("/sign-out")
    stolen = Client()
    stolen.cookies["sessionid"] = key
    assert stolen.get("/preferences").status_code == 302


def test_another_password_ends_other_sessions_and_keeps_this_one(signed_in: Callable[..., Client]) -> None:
    here, elsewhere = signed_in(Role.LEAD), signed_in(Role.LEAD)
    wrong = here.post("/preferences/password", {"current": "wrong", "password": NEW})
    assert "Le mot de passe actuel est inexact" in text(wrong.content)
    common = here.post("/preferences/password", {"current": PASSWORD, "password": "qwertyuiop123"})
    assert "Ce mot de passe est trop courant" in text(common.content)
    done = here.post("/preferences/password", {"current": PASSWORD, "password": NEW}, follow=True)
    assert "Votre mot de passe est changé." in text(done.content)
    assert (here.get("/preferences").status_code, elsewhere.get("/preferences").status_code) == (200, 302)


def test_language_and_appearance_are_kept_for_the_person_and_the_browser(signed_in: Callable[..., Client]) -> None:
    from visavis.house.models import User

    client = signed_in(Role.LEAD)
    client.post("/language", {"language": "en", "next": "/preferences"})
    client.post("/theme", {"theme": "dark", "next": "/preferences"})
    page = client.get("/preferences").content.decode()
    assert '<html lang="en" data-theme="dark">' in page
    user = User.objects.get(role=Role.LEAD)
    assert (user.language, user.theme) == ("en", "dark")
    client.post("/theme", {"theme": "neon"})
    client.post("/theme", {"theme": ""})
    client.post("/language", {"language": "xx"})
    assert '<html lang="en">' in client.get("/preferences").content.decode()


def test_whoever_guesses_waits(home: Path) -> None:
    client = Client()
    told = [client.post("/sign-in", {"email": "p@exemple.example", "password": "x"}).status_code for _ in range(7)]
    assert told == [422] * 5 + [429] * 2
    guessed = [client.get(f"/invitations/guess{n}").status_code for n in range(22)]
    assert guessed == [404] * 20 + [429] * 2


def test_behind_a_proxy_the_network_is_the_one_that_it_added(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.test import RequestFactory

    from visavis.web.accounts.asking import network_of

    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 192.0.2.7")
    assert network_of(request) == "10.0.0.1"
    monkeypatch.setattr(settings, "BEHIND_PROXY", True)
    assert network_of(request) == "192.0.2.7"


def test_the_mistake_at_sign_in_keeps_the_address_and_never_the_password(home: Path) -> None:
    page = Client().post("/sign-in", {"email": 'p"><b>@exemple.example', "password": "my secret"}).content.decode()
    assert 'value="p&quot;&gt;&lt;b&gt;@exemple.example"' in page
    assert "my secret" not in page


def test_choosing_a_language_stays_on_the_page(signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    for where in ("/settings/sources", "/settings/people", "/clients?q=morel", "/promises"):
        page = client.get(where).content.decode()
        assert f'<input type="hidden" name="next" value="{where}">' in page


def test_a_nul_in_what_is_typed_breaks_no_page(home: Path, signed_in: Callable[..., Client]) -> None:
    stranger = signed_in(None)
    assert stranger.post("/sign-in", {"email": "a\0@b.example", "password": "x"}).status_code == 400
    typed = {"email": "c@exemple.example", "name": "Claire\0Morel", "password": PASSWORD}
    assert stranger.post(f"/invitations/{invite(Role.EMPLOYEE)}", typed).status_code == 400
    assert not User.objects.exists()
    ClientCard.objects.create(client=1, name="Paul")
    assert signed_in(Role.EMPLOYEE).get("/clients/c-000001?source=%00").status_code == 400
