"""One-time links: only their digest is kept, one person wins, nothing changes where something is wrong."""

import datetime
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection, connections
from django.utils import timezone

from visavis.house.inviting import accept, invite, open_invitation, renew
from visavis.house.leaving import change_role, close_account, reopen_account
from visavis.house.models import Invitation, User
from visavis.mistakes import Mistake
from visavis.vocabulary import Role

PASSWORD = "quatre mots sans rapport"


def mistake(call: Callable[[], object]) -> str:
    """What is said in French when the call fails."""
    with pytest.raises(Mistake) as raised:
        call()
    return raised.value.what.fr


def test_only_the_digest_of_a_token_is_kept(home: Path) -> None:
    token = invite(Role.LEAD)
    kept = Invitation.objects.get()
    assert kept.digest == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) >= 43
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM visavis_invitation")
        assert token not in str(cursor.fetchall())


def test_a_link_makes_one_user_of_its_role(home: Path) -> None:
    token = invite(Role.ANALYST)
    user = accept(
        token, email=" Claire.Morel@Exemple.example ", name=" Claire   Morel ", password=PASSWORD, language="en"
    )
    assert (user.email, user.name, user.role, user.language) == (
        "claire.morel@exemple.example",
        "Claire Morel",
        "analyst",
        "en",
    )
    assert User.objects.get().check_password(PASSWORD)
    used = Invitation.objects.get()
    assert (used.used_by, open_invitation(token)) == (user, None)
    again = mistake(lambda: accept(token, email="b@exemple.example", name="B", password=PASSWORD))
    assert again == "ce lien a déjà servi ou n’est plus valable"
    assert User.objects.count() == 1


def test_a_link_lapses(home: Path) -> None:
    token = invite(Role.LEAD, hours=1)
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert open_invitation(token) is None
    assert mistake(lambda: accept(token, email="a@exemple.example", name="A", password=PASSWORD)) == (
        "ce lien a déjà servi ou n’est plus valable"
    )


def test_what_is_wrong_leaves_the_link_open(home: Path) -> None:
    User.objects.create_user("claire@exemple.example", "Claire", Role.LEAD, PASSWORD)
    token = invite(Role.LEAD)
    bound = invite(Role.LEAD, email="paul@exemple.example")

    def said(token: str, email: str, name: str, password: str) -> str:
        return mistake(lambda: accept(token, email=email, name=name, password=password))

    assert [
        said(token, "claire@exemple.example", "Claire", PASSWORD),
        said(token, "nobody", "Claire", PASSWORD),
        said(token, "b@exemple.example", "  ", PASSWORD),
        said(token, "b@exemple.example", "B", "court"),
        said(token, "b@exemple.example", "B", "qwertyuiop123"),
        said(token, "camille.durand@exemple.example", "Camille Durand", "camille.durand"),
        said(token, "b@exemple.example", "B", "x" * 1001),
        said(bound, "other@exemple.example", "Paul", PASSWORD),
        said("guessed", "b@exemple.example", "B", PASSWORD),
    ] == [
        "claire@exemple.example a déjà un compte",
        "cette adresse e-mail n’en est pas une",
        "le nom est vide ou trop long",
        "le mot de passe a moins de 12 caractères",
        "ce mot de passe est trop courant",
        "le mot de passe ressemble trop à votre nom ou à votre adresse",
        "le mot de passe est trop long",
        "ce lien est pour une autre adresse",
        "ce lien a déjà servi ou n’est plus valable",
    ]
    assert (open_invitation(token) is None, open_invitation(bound) is None, User.objects.count()) == (False, False, 1)


def race(tries: list[Callable[[], User]]) -> list[str]:
    """What becomes of calls that begin at the same moment, each on a connection of its own."""
    start = Barrier(len(tries))

    def one(call: Callable[[], User]) -> str:
        start.wait()
        try:
            return call().email
        except Mistake as wrong:
            return wrong.what.fr
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tries)) as people:
        return sorted(people.map(one, tries))


def test_of_people_who_race_for_a_link_one_wins(home: Path) -> None:
    token = invite(Role.ADMINISTRATOR)

    def asks(number: int) -> Callable[[], User]:
        return lambda: accept(token, email=f"p{number}@exemple.example", name="P", password=PASSWORD)

    outcome = race([asks(number) for number in range(8)])
    winners = [said for said in outcome if "@" in said]
    assert outcome == sorted([*winners, *["ce lien a déjà servi ou n’est plus valable"] * 7])
    assert [user.email for user in User.objects.all()] == winners


def test_of_two_links_that_race_for_an_address_one_wins_and_the_other_stays_open(home: Path) -> None:
    tokens = [invite(Role.LEAD), invite(Role.LEAD)]

    def asks(token: str) -> Callable[[], User]:
        return lambda: accept(token, email="p@exemple.example", name="P", password=PASSWORD)

    assert race([asks(token) for token in tokens]) == ["p@exemple.example", "p@exemple.example a déjà un compte"]
    assert sorted(open_invitation(token) is None for token in tokens) == [False, True]


def test_a_link_renews_the_password_of_its_holder_alone(home: Path) -> None:
    admin = User.objects.create_user("admin@exemple.example", "Admin", Role.ADMINISTRATOR, PASSWORD)
    paul = User.objects.create_user("paul@exemple.example", "Paul", Role.LEAD, PASSWORD)
    token = renew(paul, made_by=admin)
    renewed = accept(token, email="evil@exemple.example", name="Evil", password="un autre mot de passe")
    paul.refresh_from_db()
    assert renewed == paul
    assert (paul.email, paul.name, paul.role) == ("paul@exemple.example", "Paul", "lead")
    assert (paul.check_password("un autre mot de passe"), paul.check_password(PASSWORD)) == (True, False)
    assert (open_invitation(token), User.objects.count()) == (None, 2)


def test_a_closed_account_gets_no_new_password(home: Path) -> None:
    admin = User.objects.create_user("admin@exemple.example", "Admin", Role.ADMINISTRATOR, PASSWORD)
    paul = User.objects.create_user("paul@exemple.example", "Paul", Role.LEAD, PASSWORD)
    token = renew(paul, made_by=admin)
    close_account(paul, by=admin)
    paul.refresh_from_db()
    assert mistake(lambda: renew(paul, made_by=admin)) == "ce compte est fermé"
    lapsed = mistake(lambda: accept(token, email=paul.email, name="Paul", password="un autre mot de passe"))
    assert lapsed == "ce lien a déjà servi ou n’est plus valable"
    paul.refresh_from_db()
    assert paul.check_password(PASSWORD)


def test_the_house_keeps_an_administrator(home: Path) -> None:
    one = User.objects.create_user("one@exemple.example", "One", Role.ADMINISTRATOR, PASSWORD)
    other = User.objects.create_user("other@exemple.example", "Other", Role.ADMINISTRATOR, PASSWORD)
    assert mistake(lambda: close_account(one, by=one)) == "vous ne pouvez pas fermer votre propre compte"
    close_account(other, by=one)
    assert mistake(lambda: change_role(one, Role.LEAD, by=one)) == "il ne resterait personne pour administrer Visavis"
    reopen_account(other, by=one)
    change_role(one, Role.LEAD, by=one)
    one.refresh_from_db()
    assert (one.role, User.objects.get(pk=other.pk).left_at) == ("lead", None)


def test_two_administrators_cannot_leave_at_once(home: Path) -> None:
    people = [
        User.objects.create_user(f"{name}@exemple.example", name, Role.ADMINISTRATOR, PASSWORD)
        for name in ("one", "two")
    ]

    def steps_down(user: User) -> Callable[[], User]:
        def step() -> User:
            change_role(user, Role.EMPLOYEE, by=user)
            return user

        return step

    outcome = race([steps_down(user) for user in people])
    assert [said for said in outcome if "@" not in said] == ["il ne resterait personne pour administrer Visavis"]
    assert User.objects.filter(role=Role.ADMINISTRATOR).count() == 1
