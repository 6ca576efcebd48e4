"""The database follows the home that was asked for, for whoever asks, whatever was open before."""

import asyncio
from pathlib import Path

import pytest

from visavis import database
from visavis.vocabulary import Role


def _people() -> list[str]:
    from visavis.house.models import User

    return [each.email for each in User.objects.order_by("email")]


def _add(email: str) -> None:
    from visavis.house.models import User

    User.objects.create_user(email, "Camille", Role.ANALYST, "un mot de passe assez long")


def _home(place: Path, email: str) -> Path:
    place.mkdir()
    database.use(place)
    _add(email)
    return place


def test_code_under_an_event_loop_follows_its_home_and_so_does_the_thread_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    here, there = _home(tmp_path / "here", "here@x.example"), _home(tmp_path / "there", "there@x.example")

    async def elsewhere() -> list[list[str]]:
        seen = []
        for place in (here, there):
            database.use(place)
            seen.append(_people())
        return seen

    database.use(here)
    assert _people() == ["here@x.example"]
    assert asyncio.run(elsewhere()) == [["here@x.example"], ["there@x.example"]]
    database.use(there)
    assert _people() == ["there@x.example"]
    assert asyncio.run(elsewhere()) == [["here@x.example"], ["there@x.example"]]
    database.use(here)
    assert _people() == ["here@x.example"]


def test_an_event_loop_that_never_saw_the_other_engine_is_led_to_the_home(
    tmp_path: Path, either_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    _home(tmp_path / "here", "here@x.example")
    monkeypatch.delenv(database.URL, raising=False)

    async def elsewhere() -> list[str]:
        database.use(tmp_path / "there")
        return _people()

    (tmp_path / "there").mkdir()
    assert asyncio.run(elsewhere()) == []
