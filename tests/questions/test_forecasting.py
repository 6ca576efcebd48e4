import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.holding import is_held
from visavis import database
from visavis.house.models import User
from visavis.mistakes import Mistake
from visavis.questions import forecasting
from visavis.questions.forecasting import forecasts_of, may_forecast, reveal, score, seal, seal_of
from visavis.questions.models import Forecast, Reveal
from visavis.running.home import make_home
from visavis.vocabulary import Role


@pytest.fixture
def user(tmp_path: Path, either_database: str) -> User:
    make_home(tmp_path / "home", lang="fr")
    database.use(tmp_path / "home")
    return User.objects.create_user("a@exemple.example", "A", Role.LEAD)


def test_a_forecast_is_sealed_and_found_again(user: User) -> None:
    seal(user, "delivery", 0.9)
    kept = Forecast.objects.get()
    assert (kept.promise, kept.value, kept.seal) == ("delivery", 0.9, seal_of(kept))
    assert {name: each.value for name, each in forecasts_of(user).items()} == {"delivery": 0.9}


@pytest.mark.parametrize("change", [{"value": 0.8}, {"promise": "other"}, {"nonce": "0" * 32}])
def test_a_seal_tells_of_any_change(user: User, change: dict[str, object]) -> None:
    seal(user, "delivery", 0.9)
    Forecast.objects.update(**change)
    kept = Forecast.objects.get()
    assert kept.seal != seal_of(kept)


def test_a_seal_tells_of_another_moment_and_of_somebody_else(user: User) -> None:
    other = User.objects.create_user("b@exemple.example", "B", Role.LEAD)
    kept = seal(user, "delivery", 0.9)
    kept.sealed_at += datetime.timedelta(microseconds=1)
    assert kept.seal != seal_of(kept)
    kept.refresh_from_db()
    kept.user = other
    assert kept.seal != seal_of(kept)


def test_a_second_forecast_is_refused_and_the_first_stays(user: User) -> None:
    seal(user, "delivery", 0.9)
    with pytest.raises(Mistake, match="sealed already"):
        seal(user, "delivery", 0.5)
    assert Forecast.objects.get().value == 0.9


def test_whoever_saw_the_result_forecasts_no_more(user: User) -> None:
    reveal(user, ["delivery", "ticket", "delivery"], {})
    reveal(user, ["delivery"], {})
    assert sorted(Reveal.objects.values_list("promise", flat=True)) == ["delivery", "ticket"]
    with pytest.raises(Mistake, match="seen this result"):
        seal(user, "delivery", 0.9)
    assert (may_forecast(user, "delivery"), may_forecast(user, "other")) == (False, True)
    other = User.objects.create_user("b@exemple.example", "B", Role.LEAD)
    assert may_forecast(other, "delivery")


def test_revealing_costs_one_query_where_nothing_is_new(user: User) -> None:
    reveal(user, ["delivery"], {})
    with connection.execute_wrapper(_counting := Counting()):
        reveal(user, ["delivery"], {})
    assert _counting.n == 1


def test_a_result_seen_under_one_name_is_seen_under_any(user: User) -> None:
    reveal(user, ["trial"], {"trial": "test:1", "not-shown": "test:2"})
    assert sorted(Reveal.objects.values_list("promise", flat=True)) == ["test:1", "trial"]
    told = [may_forecast(user, name, test=test) for name, test in (("a", "test:1"), ("a", "test:2"), ("a", ""))]
    assert told == [False, True, True]
    with pytest.raises(Mistake, match="seen this result"):
        seal(user, "delivery", 0.9, test="test:1")
    seal(user, "delivery", 0.9, test="test:2")


def test_nobody_seals_while_the_result_is_being_shown(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    held = []
    looked, sealed = forecasting._new, forecasting._sealed

    def shown(*given: Any) -> list[str]:
        held.append(("shown", connection.in_atomic_block and is_held(user)))
        return looked(*given)

    def kept(*given: Any) -> Forecast:
        held.append(("sealed", is_held(user)))
        return sealed(*given)

    monkeypatch.setattr(forecasting, "_new", shown)
    monkeypatch.setattr(forecasting, "_sealed", kept)
    seal(user, "delivery", 0.9)
    reveal(user, ["delivery"], {})
    assert held == [("sealed", True), ("shown", False), ("shown", True)]


class Counting:
    def __init__(self) -> None:
        self.n = 0

    def __call__(self, execute, *args):  # type: ignore[no-untyped-def]
        self.n += 1
        return execute(*args)


def test_not_saying_is_recorded_and_final(user: User) -> None:
    seal(user, "delivery", None)
    assert (Forecast.objects.get().value, forecasts_of(user)) == (None, {})
    with pytest.raises(Mistake, match="sealed already"):
        seal(user, "delivery", 0.9)


@pytest.mark.parametrize("value", [-0.01, 1.01, float("nan")])
def test_shares_alone_are_forecasts(user: User, value: float) -> None:
    with pytest.raises(Mistake, match="0 to 100"):
        seal(user, "delivery", value)
    assert not Forecast.objects.exists()


def test_scores_are_points_and_whether_the_interval_holds_the_forecast(user: User) -> None:
    forecast = seal(user, "delivery", 0.95)
    far = score(forecast, 0.9205, (0.9102, 0.9298))
    near = score(forecast, 0.945, (0.93, 0.95))
    assert far is not None
    assert near is not None
    assert (round(far.points, 2), far.inside) == (2.95, False)
    assert (round(near.points, 2), near.inside) == (0.5, True)
    assert score(forecast, None, None) is None
    assert score(seal(user, "ticket", None), 0.9, (0.8, 0.95)) is None
