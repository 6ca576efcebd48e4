"""Forecasts of answers: drafts that may be taken back, seals that may not, and only before their wave."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from visavis import database
from visavis.house.models import User
from visavis.house.teams import add_team, join
from visavis.mistakes import Mistake
from visavis.questions.foretelling import NEEDS, Foretold, draft, forecasts_of, questions, seal, seal_of, take_back
from visavis.questions.models import AnswerForecast
from visavis.questions.waves import known_waves, last_day, quarter_after
from visavis.running.home import make_home
from visavis.running.models import Document
from visavis.vocabulary import Role

TODAY = datetime(2025, 11, 20, 9, tzinfo=UTC)
WAVE = date(2026, 1, 1)
LEVELS = {
    "after-call": {"how": "nps", "waves": {"2025-07-01": {"": [30, 20, 10], "Care": [9, 9, 9]}}},
    "stars": {"how": "csat", "waves": {"2025-07-01": {"": [8, 0, 2]}}},
}
SPOKEN = {"waiting": 9, "price": 5, "refund": 2, "website": 1}


@pytest.fixture
def user(tmp_path: Path, migrated_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> User:
    make_home(tmp_path / "home", lang="fr")
    shutil.copy(migrated_sqlite, tmp_path / "home" / database.FILE)
    return somebody(tmp_path / "home", monkeypatch)


def somebody(home: Path, monkeypatch: pytest.MonkeyPatch) -> User:
    """Somebody of a home that knows of answers up to November."""
    database.use(home)
    monkeypatch.setattr("visavis.questions.foretelling.timezone.now", lambda: TODAY)
    Document.objects.create(name="counts", run="r", body={"as_of": "2025-11-15"})
    Document.objects.create(name="waves", run="r", body={"levels": LEVELS, "needs": {"2025-07-01": SPOKEN}})
    return User.objects.create_user("a@exemple.example", "A", Role.LEAD)


LEVEL = Foretold(question="score:after-call", wave=WAVE, value=0.4, low=0.3, high=0.5)
ORDER = Foretold(question=NEEDS, wave=WAVE, ranking=("price", "waiting", "refund", "website"), rating=0.8)


def test_a_draft_is_replaced_taken_back_or_sealed_for_good(
    tmp_path: Path, either_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_home(tmp_path / "home", lang="fr")
    user = somebody(tmp_path / "home", monkeypatch)
    join(add_team("Care", by=None), user)
    draft(user, LEVEL)
    kept = draft(user, replace(LEVEL, value=0.45))
    assert (AnswerForecast.objects.get(), kept.team) == (kept, "Care")
    take_back(user, kept.pk)
    assert not AnswerForecast.objects.exists()
    sealed = seal(user, draft(user, LEVEL).pk)
    assert (sealed.seal, sealed.known_until) == (seal_of(sealed), date(2025, 11, 15))
    for again in (lambda: draft(user, LEVEL), lambda: take_back(user, sealed.pk), lambda: seal(user, sealed.pk)):
        with pytest.raises(Mistake, match="sealed already"):
            again()
    order = draft(user, ORDER)
    assert [each.pk for each in forecasts_of(user)] == [order.pk, sealed.pk], "drafts come first"


def test_nobody_seals_or_takes_back_what_is_not_theirs(user: User) -> None:
    other = User.objects.create_user("b@exemple.example", "B", Role.LEAD)
    theirs = draft(other, LEVEL)
    for verb in (seal, take_back):
        with pytest.raises(Mistake, match="not, or no longer, yours"):
            verb(user, theirs.pk)
    assert forecasts_of(user) == []


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"question": "score:nothing"}, "no answer is known"), ({"question": ""}, "no answer is known"),
    ({"about_team": "Nobody"}, "nothing is told of the clients"), ({"wave": date(2025, 10, 1)}, "has begun"),
    ({"wave": date(2026, 2, 1)}, "has begun"), ({"wave": date(2027, 1, 1)}, "has begun"), ({"value": None}, "from -100 to 100"),
    ({"value": 1.01}, "from -100 to 100"), ({"value": float("nan")}, "from -100 to 100"), ({"low": None}, "the range"),
    ({"low": 0.45}, "the range"), ({"high": 0.2}, "the range"), ({"question": "score:stars", "value": -0.2, "low": -0.3}, "from 0 to 100"),
]  # fmt: skip


def test_what_could_not_be_scored_is_refused(user: User) -> None:
    for change, why in WRONG:
        with pytest.raises(Mistake, match=why):
            draft(user, replace(LEVEL, **change))
    for ranking in ((), ("price",), ("price", "price", "refund", "website"), ("price", "waiting", "refund", "other")):
        with pytest.raises(Mistake, match="its place"):
            draft(user, replace(ORDER, ranking=ranking))
    with pytest.raises(Mistake, match="rating of listening"):
        draft(user, replace(ORDER, rating=1.2))
    assert not AnswerForecast.objects.exists()


def test_a_wave_that_begins_meanwhile_can_no_longer_be_sealed(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = draft(user, LEVEL)
    Document.objects.filter(name="counts").update(body={"as_of": "2026-01-01"})
    with pytest.raises(Mistake, match="has begun"):
        seal(user, kept.pk)
    Document.objects.filter(name="counts").update(body={"as_of": "2025-11-15"})
    monkeypatch.setattr("visavis.questions.foretelling.timezone.now", lambda: datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(Mistake, match="has begun"):
        seal(user, kept.pk)


def test_a_seal_tells_of_any_change(user: User) -> None:
    kept = seal(user, draft(user, LEVEL).pk)
    for change in (
        {"value": 0.6},
        {"person": "user 99"},
        {"team": "x"},
        {"rating": 0.1},
        {"known_until": date(2025, 1, 1)},
    ):
        changed = AnswerForecast.objects.get(pk=kept.pk)
        for name, value in change.items():
            setattr(changed, name, value)
        assert changed.seal != seal_of(changed), change


def test_what_may_be_forecast_and_when(user: User) -> None:
    waves = known_waves()
    assert questions(waves) == ["score:after-call", "score:stars", NEEDS]
    assert waves.asked_needs() == sorted(SPOKEN)
    assert waves.ahead(TODAY.date()) == [WAVE, date(2026, 4, 1)]
    assert waves.ahead(date(2025, 1, 1)) == [WAVE, date(2026, 4, 1)], "facts tell of November already"
    Document.objects.filter(name="waves").delete()
    assert questions(known_waves()) == []


@pytest.mark.parametrize(
    ("day", "after"), [((2025, 1, 1), (2025, 4, 1)), ((2025, 3, 31), (2025, 4, 1)), ((2025, 10, 1), (2026, 1, 1)), ((2025, 12, 31), (2026, 1, 1))]
)  # fmt: skip
def test_quarters(day: tuple[int, int, int], after: tuple[int, int, int]) -> None:
    assert quarter_after(date(*day)) == date(*after)
    assert last_day(date(2025, 10, 1)) == date(2025, 12, 31)
