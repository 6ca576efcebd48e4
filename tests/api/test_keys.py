"""Who gets in: nobody without a key of theirs, whatever the address; and not too often."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.conftest import Program
from visavis.api.asking import Pace, TooOften, pace
from visavis.api.urls import api, urlpatterns
from visavis.house import keys
from visavis.house.models import ApiKey, User
from visavis.mistakes import Mistake
from visavis.vocabulary import Role

Programs = Callable[..., Program]
ADDRESSES = {
    "/voices/heard": {"get", "post"},
    "/voices/{voice}": {"get"},
    "/voices/{voice}/corrections": {"post"},
    "/voices/{voice}/corrections/{question}": {"delete"},
    "/voices/{voice}/routes": {"post"},
    "/clients": {"get"},
    "/clients/{client}": {"get"},
    "/clients/{client}/erasure": {"get", "post"},
    "/clients/{client}/history": {"get"},
    "/clients/{client}/why": {"get"},
    "/clients/{former}/undoing": {"post"},
    "/commitments": {"get"},
    "/decisions": {"post"},
    "/decisions/{decision}": {"get"},
    "/decisions/{decision}/undoing": {"post"},
    "/doubts": {"get"},
    "/records": {"post"},
}
"""Every address, written down by hand; open to everybody with a key, as its page is, but for ONLY."""

ONLY = {
    "/clients/{client}/erasure": {Role.ADMINISTRATOR},
    "/records": {Role.ANALYST, Role.ADMINISTRATOR},
}
"""Addresses that are for some roles alone."""


def operations() -> list[tuple[str, str]]:
    return [(method, path) for path, methods in sorted(ADDRESSES.items()) for method in sorted(methods)]


def filled(path: str) -> str:
    for name, value in (
        ("voice", "00000000-0000-0000-0000-000000000007"),
        ("question", "theme"),
        ("client", "c-000001"),
        ("former", "c-000002"),
        ("decision", "1"),
    ):
        path = path.replace(f"{{{name}}}", value)
    return path


def test_every_address_is_written_down_here() -> None:
    described = api.get_openapi_schema()["paths"]
    assert {path.removeprefix("/api/v1"): set(methods) for path, methods in described.items()} == ADDRESSES
    assert all(getattr(pattern.callback, "by_key", False) for pattern in urlpatterns)
    assert all(each["security"] for methods in described.values() for each in methods.values())


@pytest.mark.parametrize("key", ["", "vv_wrong", "Bearer", "vv_" + "x" * 500])
def test_nobody_gets_in_without_a_key(home: Path, key: str) -> None:
    nobody = Program(Client(), key)
    for method, path in operations():
        answer = nobody.call(method, filled(path), {} if method == "post" else None)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer"), path
        assert answer.json()["what"] == "il manque une clé valable"


def test_a_signed_in_browser_does_not_get_in(home: Path) -> None:
    client = Client()
    client.force_login(User.objects.create_user("a@exemple.example", "A", Role.ADMINISTRATOR, "x" * 20))
    assert client.get("/api/v1/commitments").status_code == 401
    assert client.post("/api/v1/voices/heard", {"words": "x"}, content_type="application/json").status_code == 401


@pytest.mark.parametrize("role", list(Role))
def test_every_role_gets_in_where_its_pages_do(program: Programs, role: Role) -> None:
    mine = program(role)
    statuses = {
        (method, path): mine.call(method, filled(path), {} if method == "post" else None).status_code
        for method, path in operations()
    }
    closed = {(method, path) for path, may in ONLY.items() for method in ADDRESSES[path] if role not in may}
    # whose key it is is told before what is wrong with an empty body
    assert closed == {operation for operation, status in statuses.items() if status == 403}
    assert {status for operation, status in statuses.items() if operation not in closed} <= {200, 404, 422}


def test_a_key_is_shown_once_and_kept_as_a_digest(home: Path) -> None:
    user = User.objects.create_user("a@exemple.example", "A", Role.EMPLOYEE, "x" * 20)
    key, token = keys.make_key(user, "  caisse \0 du  magasin ")
    assert (key.name, token[:3], token in str(ApiKey.objects.values_list())) == ("caisse du magasin", "vv_", False)
    assert keys.holder_of(token) == key
    assert ApiKey.objects.get().last_used_on == timezone.now().date()
    assert keys.holder_of(token + "x") is None


def test_withdrawn_keys_and_those_of_who_left_open_nothing(program: Programs) -> None:
    mine, other = program(), program(Role.LEAD)
    owner = User.objects.get(email="employee@exemple.example")
    key = keys.keys_of(owner).get()
    assert not keys.withdraw_key(User.objects.get(email="lead@exemple.example"), key.pk)
    assert mine.call("get", "/commitments").status_code == 200
    assert keys.withdraw_key(owner, key.pk)
    assert mine.call("get", "/commitments").status_code == 401
    User.objects.filter(email="lead@exemple.example").update(left_at=timezone.now())
    assert other.call("get", "/commitments").status_code == 401


@pytest.mark.parametrize("name", ["", " \0 ", "x" * 101])
def test_a_key_needs_a_name(home: Path, name: str) -> None:
    user = User.objects.create_user("a@exemple.example", "A", Role.EMPLOYEE, "x" * 20)
    with pytest.raises(Mistake):
        keys.make_key(user, name)


def test_not_more_than_a_few_keys_each(home: Path) -> None:
    user = User.objects.create_user("a@exemple.example", "A", Role.EMPLOYEE, "x" * 20)
    for number in range(keys.MOST):
        keys.make_key(user, str(number))
    with pytest.raises(Mistake):
        keys.make_key(user, "one more")


def test_a_key_may_call_so_often_and_no_more() -> None:
    counted = Pace(most=3, window=60)
    for second in (0, 1, 2):
        counted.note(1, second)
    counted.note(2, 2)
    with pytest.raises(TooOften) as wait:
        counted.note(1, 20)
    assert wait.value.seconds == 40
    counted.note(1, 60.5)


def test_too_many_calls_are_told_when_to_come_back(program: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "most", 2)
    mine = program()
    statuses = [mine.call("get", "/commitments").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    refused = mine.call("get", "/commitments")
    assert 0 < int(refused["Retry-After"]) <= 60


def test_guessing_keys_is_slowed_down(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("visavis.api.asking.FREE_PER_NETWORK", 3)
    statuses = [Program(Client(), f"vv_{n}").call("get", "/commitments").status_code for n in range(5)]
    assert statuses == [401, 401, 401, 429, 429]


def test_last_use_is_noted_once_a_day(home: Path) -> None:
    user = User.objects.create_user("a@exemple.example", "A", Role.EMPLOYEE, "x" * 20)
    key, token = keys.make_key(user, "caisse")
    ApiKey.objects.update(last_used_on=datetime.date(2020, 1, 1))
    keys.holder_of(token)
    assert ApiKey.objects.get(pk=key.pk).last_used_on == timezone.now().date()
