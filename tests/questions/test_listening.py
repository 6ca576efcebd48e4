from pathlib import Path

import pytest

from visavis import database
from visavis.house.models import User
from visavis.questions.forecasting import seal
from visavis.questions.listening import listened
from visavis.running.home import make_home
from visavis.vocabulary import Role

RATES = {"delivery": (0.8, (0.75, 0.85)), "call": (0.5, (0.4, 0.6))}


@pytest.fixture
def people(tmp_path: Path, either_database: str) -> list[User]:
    make_home(tmp_path / "home", lang="fr")
    database.use(tmp_path / "home")
    return [User.objects.create_user(f"{n}@exemple.example", "A", Role.EMPLOYEE) for n in range(5)]


def test_the_house_is_told_of_from_five_people_on(people: list[User]) -> None:
    for user in people[:4]:
        seal(user, "delivery", 0.9)
        seal(user, "call", None)
    assert (listened(RATES).people, listened(RATES).error) == (4, None)
    seal(people[4], "delivery", 0.76)
    seal(people[4], "call", 0.9)
    seal(people[4], "unknown", 0.1)
    told = listened(RATES)
    assert (told.people, told.forecasts) == (5, 6)
    assert told.error == pytest.approx((4 * 0.1 + 0.04 + 0.4) / 6)
    assert told.excess == pytest.approx((4 * 0.1 - 0.04 + 0.4) / 6)
    assert told.inside == pytest.approx(1 / 6)
    assert told.inside_interval is not None
