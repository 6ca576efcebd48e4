"""The database follows the home that was asked for, for whoever asks, whatever was open before."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
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


@pytest.fixture
def a_thread(quick_passwords: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[[], None]], None]]:
    """A thread of its own to do something in, as this one may have an event loop already (browsers are driven by one)."""
    from django.db import connections

    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with ThreadPoolExecutor(1) as pool:
        yield lambda work: pool.submit(work).result()
        pool.submit(connections.close_all).result()


def test_code_under_an_event_loop_follows_its_home_and_so_does_the_thread_after_it(
    tmp_path: Path, a_thread: Callable[[Callable[[], None]], None]
) -> None:
    a_thread(lambda: _to_and_fro(tmp_path))


def _to_and_fro(tmp_path: Path) -> None:
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
    tmp_path: Path,
    either_database: str,
    a_thread: Callable[[Callable[[], None]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_thread(lambda: _to_sqlite(tmp_path, monkeypatch))


def _to_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _home(tmp_path / "here", "here@x.example")
    monkeypatch.delenv(database.URL, raising=False)

    async def elsewhere() -> list[str]:
        database.use(tmp_path / "there")
        return _people()

    (tmp_path / "there").mkdir()
    assert asyncio.run(elsewhere()) == []
