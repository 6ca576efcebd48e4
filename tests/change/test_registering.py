"""What is written down before an action begins: checked, sealed, chained, and never changed unseen."""

import hashlib
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.change.acted import IN_TIME, PLAN, START, declare, written
from visavis import database
from visavis.change.models import ActionVersion
from visavis.change.plan import plan_of, sided
from visavis.change.registering import broken_seals, canonical, register, registered, stop
from visavis.engine.measuring.interrupted import Sided
from visavis.house.models import User
from visavis.mistakes import Mistake
from visavis.running.home import make_home
from visavis.vocabulary import Role

LATER = datetime(2030, 1, 1, tzinfo=UTC).date()


@pytest.fixture
def home(tmp_path: Path, either_database: str, migrated_sqlite: Path) -> Path:
    make_home(tmp_path / "home", lang="fr")
    if either_database == "sqlite":
        shutil.copy(migrated_sqlite, tmp_path / "home" / database.FILE)
    declare(tmp_path / "home")
    database.use(tmp_path / "home")
    return tmp_path / "home"


def test_what_was_written_comes_back_and_its_seal_is_the_print_of_its_text(home: Path) -> None:
    user = User.objects.create_user("a@exemple.example", "A", Role.ANALYST)
    version = register(home, PLAN, by=user)
    version.refresh_from_db()
    assert plan_of(version) == PLAN
    assert version.seal == hashlib.sha256(canonical(version).encode()).hexdigest()
    assert (version.number, version.place, version.former, version.registered_by) == (1, 1, "", user)


def test_each_seal_holds_the_one_before(home: Path) -> None:
    first, second = written(), written(title="Autre chose")
    third = written(title="Mieux dit", action=first.action)
    assert [each.former for each in (first, second, third)] == ["", first.seal, second.seal]
    assert (third.number, third.place) == (2, 3)
    assert broken_seals() == frozenset()


@pytest.mark.parametrize(
    "change",
    [
        {"control": []}, {"starts_on": date(2025, 3, 10)}, {"reads_on": date(2025, 7, 1)}, {"direction": "down"}, {"waits": 0},
        {"outcome": {"promise": "facture-juste", "teams": []}}, {"registered_at": IN_TIME - timedelta(days=1)}, {"title": "Autre"},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_a_change_in_the_table_shows(home: Path, change: dict[str, object]) -> None:
    written()
    second = written(title="Autre chose")
    ActionVersion.objects.filter(place=1).update(**change)
    assert broken_seals() == {1}
    ActionVersion.objects.filter(place=1).delete()
    assert broken_seals() == {second.place}, "one that was taken away is missed"


def test_the_version_written_before_the_start_counts_and_later_ones_are_told(home: Path) -> None:
    first = written()
    in_time = written(at=IN_TIME + timedelta(days=2), action=first.action, waits=0)
    found = registered(first.action)
    assert (found.counts, found.changed_since) == (in_time, False)
    too_late = written(at=datetime(2025, 4, 1, tzinfo=UTC), action=first.action, control=())
    found = registered(first.action)
    assert (found.counts, found.latest, found.changed_since) == (in_time, too_late, True)


def test_a_start_put_off_after_it_happened_does_not_count(home: Path) -> None:
    first = written()
    written(at=datetime(2025, 4, 1, tzinfo=UTC), action=first.action, starts_on=date(2025, 5, 1))
    assert registered(first.action).counts == first
    assert registered(first.action).changed_since


@pytest.mark.parametrize("late", [datetime(2025, 3, 3, tzinfo=UTC), datetime(2025, 5, 1, tzinfo=UTC)])
def test_written_down_on_its_first_day_or_later_nothing_counts(home: Path, late: datetime) -> None:
    assert registered(written(at=late).action).counts is None


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"title": " "}, "a title"),
        ({"owner": "x" * 201}, "an owner"),
        ({"outcome": Sided("")}, "is needed"),
        ({"outcome": Sided("nobody")}, "no promise is called"),
        ({"announced": "nobody"}, "no promise is called"),
        ({"control": (Sided("rappele"),)}, "judged already"),
        ({"control": (Sided("facture-juste"), Sided("facture-juste", ("A",)))}, "judged already"),
        ({"outcome": Sided("rappele", ("A",)), "control": (Sided("rappele", ("A", "B")),)}, "judged already"),
        ({"reads_on": START + timedelta(days=20)}, "too early"),
        ({"waits": 100}, "too early"),
        ({"baseline": 30}, "before the start"),
    ],
)
def test_what_could_never_be_judged_is_refused(home: Path, change: dict[str, object], why: str) -> None:
    from dataclasses import replace

    with pytest.raises(Mistake, match=why):
        register(home, replace(PLAN, **change), by=None)  # type: ignore[arg-type]
    assert not ActionVersion.objects.exists()


def test_other_teams_of_the_same_promise_may_be_the_control(home: Path) -> None:
    from dataclasses import replace

    plan = replace(PLAN, outcome=sided("rappele@ A , B,A"), control=(sided("rappele@C"),))
    assert register(home, plan, by=None).outcome == {"promise": "rappele", "teams": ["A", "B"]}


def test_an_action_is_stopped_once_and_for_a_reason(home: Path) -> None:
    version = written()
    with pytest.raises(Mistake, match="say why"):
        stop(version.action, why=" ", by=None, on=LATER)
    stop(version.action, why="Trop cher", by=None, on=LATER)
    with pytest.raises(Mistake, match="stopped already"):
        stop(version.action, why="Encore", by=None, on=LATER)
    with pytest.raises(Mistake, match="stopped already"):
        register(home, PLAN, by=None, action=version.action)
