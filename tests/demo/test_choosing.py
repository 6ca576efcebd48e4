"""What the guided visit shows: chosen by the data of any company, and no month named that chance alone would name."""

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.web.clients.rows import client
from visavis import database
from visavis.clients.models import Link
from visavis.demo.choosing import Break, broke_in, known_by_several, most_broken, sources_of_records
from visavis.engine.measuring.intervals import wilson
from visavis.mirror.reflection import Felt, Mirror, Month, Rate, Reflected
from visavis.mistakes import Words


def rate(kept: int, n: int) -> Rate:
    return Rate(kept, n, kept / n, wilson(kept, n)) if n else Rate(0, 0)


def months(*counts: tuple[int, int]) -> list[Month]:
    return [Month(date(2024 + n // 12, n % 12 + 1, 1), rate(*each)) for n, each in enumerate(counts)]


def promise(name: str, *counts: tuple[int, int], audience: str = "public") -> Reflected:
    kept, n = sum(each[0] for each in counts), sum(each[1] for each in counts)
    return Reflected(
        name=name,
        says=Words(name, name),
        audience=audience,
        carrier=None,
        outcomes={"kept": kept, "late": n - kept},
        rate=rate(kept, n),
        reason=None,
        untestable={},
        unfiltered=None,
        felt=Felt(),
        trend=months(*counts),
        voices={},
        steps=[],
    )


def mirror(*promises: Reflected) -> Mirror:
    return Mirror("r1", date(2025, 1, 31), None, None, list(promises))


@pytest.fixture
def chosen() -> Callable[..., str | None]:
    def choose(*promises: Reflected) -> str | None:
        found = most_broken(mirror(*promises))
        return found.name if found else None

    return choose


def test_the_month_is_the_first_of_the_lower_ones() -> None:
    steady = [(95, 100)] * 5
    assert broke_in(months(*steady, (60, 100), (65, 100), (62, 100))) == Break(
        date(2024, 6, 1), rate(475, 500), rate(187, 300)
    )


def test_months_without_cases_are_passed_over() -> None:
    assert broke_in(months((95, 100), (0, 0), (94, 100), (0, 0), (50, 100))) == Break(
        date(2024, 5, 1), rate(189, 200), rate(50, 100)
    )


def test_a_promise_that_is_mended_or_steady_did_not_break() -> None:
    assert broke_in(months(*[(50, 100)] * 6, *[(95, 100)] * 6)) is None
    assert broke_in(months(*[(80, 100)] * 12)) is None
    assert broke_in([]) is None
    assert broke_in(months((3, 3), (0, 3))) is None


def test_chance_alone_names_no_month() -> None:
    chance = random.Random(3)
    named = sum(
        broke_in(months(*[(sum(chance.random() < 0.85 for _ in range(60)), 60) for _ in range(18)])) is not None
        for _ in range(400)
    )
    assert named <= 2


def test_the_one_that_fell_most_comes_before_the_one_kept_least(chosen: Callable[..., str | None]) -> None:
    low = promise("low", *[(55, 100)] * 8)
    fell = promise("fell", *[(97, 100)] * 4, *[(80, 100)] * 4)
    fell_more = promise("fell-more", *[(97, 100)] * 4, *[(70, 100)] * 4)
    assert chosen(low, fell, fell_more) == "fell-more"
    assert chosen(low, promise("high", *[(90, 100)] * 8)) == "low"


def test_promises_between_teams_kept_ones_and_untestable_ones_are_not_shown(
    chosen: Callable[..., str | None],
) -> None:
    internal = promise("internal", *[(97, 100)] * 4, *[(10, 100)] * 4, audience="internal")
    assert chosen(internal, promise("kept", (100, 100)), promise("unknown")) is None
    assert chosen(internal, promise("ours", (90, 100))) == "ours"
    assert chosen() is None


def test_few_cases_come_last(chosen: Callable[..., str | None]) -> None:
    assert chosen(promise("few", (1, 5)), promise("many", (80, 100))) == "many"
    assert chosen(promise("few", (1, 5))) == "few"


@pytest.fixture
def home(either_database: str, tmp_path: Path) -> Path:
    database.use(tmp_path)
    return tmp_path


def test_a_client_of_three_records_with_most_to_tell(home: Path) -> None:
    assert known_by_several() is None
    client(1, "Une", records=2, sources=2, voices=9, kept=9, missed=9, last_on=date(2025, 3, 2))
    assert known_by_several() is None
    client(2, "Deux", records=3, sources=3, last_on=date(2025, 3, 1))
    client(3, "Trois", records=3, sources=3, voices=1, kept=1, missed=1, last_on=date(2024, 1, 1))
    client(4, "Quatre", records=40, sources=9, voices=9, facts=5_000, kept=1, missed=1, last_on=date(2025, 3, 1))
    client(5, "Cinq", records=4, sources=4, voices=9, kept=1, missed=1, vanished_run="r2")
    found = known_by_several()
    assert found is not None
    assert found.client == 3
    # Records of one source say less of linking than those of several, however much the page tells.
    Link.objects.create(source="shop", key="2", client_id=2, run="r1")
    Link.objects.create(source="crm", key="K3b", client_id=3, run="r1")
    Link.objects.create(source="email", key="a@b.example", client_id=3, run="r1")
    assert sources_of_records([2, 3]) == {2: 2, 3: 1}
    found = known_by_several()
    assert found is not None
    assert found.client == 2


def test_clients_without_a_day_are_found_too(home: Path) -> None:
    client(1, "Une", records=3, sources=3)
    found = known_by_several()
    assert found is not None
    assert found.client == 1
