"""Forecasts that people of the invented companies sealed before a quarter: they hope for better answers than clients give.

They are dated by the company and marked as a demonstration: nobody sealed them then, and no account belongs to them. Leaders and
the front line forecast the same wave, leaders with more hope and another order of needs, so that the page has something to show.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import numpy as np

from visavis import database
from visavis.vocabulary import Theme

WAVE = date(2025, 7, 1)
SEALED_ON = date(2025, 6, 18)


@dataclass(frozen=True, slots=True)
class Group:
    """People of one team: how many, the level they expect on average, the needs as they order them, how well they think we listen."""

    team: str
    people: int
    level: float
    needs: tuple[Theme, ...]
    rating: float


@dataclass(frozen=True, slots=True)
class Invented:
    """What the people of one company forecast: the level of a question (a net promoter score, or a share), and needs."""

    question: str
    groups: tuple[Group, ...]


_FRONT = (Theme.WAITING, Theme.FOLLOW_UP, Theme.PRICE, Theme.COMPETENCE, Theme.WEBSITE, Theme.RECEPTION)
_LEADERS = (Theme.PRICE, Theme.WEBSITE, Theme.RECEPTION, Theme.COMPETENCE, Theme.FOLLOW_UP, Theme.WAITING)

FORECASTS: dict[str, Invented] = {
    "operator": Invented(
        "score:after-contact",
        (Group("Service client", 9, 0.42, _FRONT, 0.62), Group("Direction", 7, 0.75, _LEADERS, 0.84)),
    ),
    "manufacturer": Invented(
        "score:after-help",
        (Group("Assistance technique", 8, 0.72, _FRONT, 0.6), Group("Direction", 6, 0.88, _LEADERS, 0.82)),
    ),
}
"""By kind of company."""


def write_forecasts(home: Path, kind: str) -> int:
    """Write the forecasts of that kind of company down in `home`, unless some stand there already; how many were written."""
    database.use(home)
    from visavis.questions.foretelling import NEEDS, sealed
    from visavis.questions.models import AnswerForecast

    invented = FORECASTS.get(kind)
    if invented is None or AnswerForecast.objects.filter(demonstration=True).exists():
        return 0
    random = np.random.default_rng(20250618)
    number = 0
    for group in invented.groups:
        for _ in range(group.people):
            number += 1
            at = datetime.combine(SEALED_ON, time(9), UTC) + timedelta(minutes=7 * number)
            value = round(float(np.clip(random.normal(group.level, 0.1), -0.9, 0.9)), 2)
            half = round(float(random.uniform(0.06, 0.14)), 2)
            order = _nearly(group.needs, random)
            rating = round(float(np.clip(random.normal(group.rating, 0.08), 0, 1)), 2)
            same = {
                "person": f"invented {number}", "team": group.team, "wave": WAVE, "written_at": at,
                "known_until": SEALED_ON - timedelta(days=3), "demonstration": True,
            }  # fmt: skip
            level = AnswerForecast(question=invented.question, value=value, low=round(value - half, 2), high=round(value + half, 2), **same)  # fmt: skip
            sealed(level, at)
            sealed(AnswerForecast(question=NEEDS, ranking=order, rating=rating, **same), at)
    return number


def _nearly(needs: tuple[Theme, ...], random: np.random.Generator) -> list[str]:
    """The order with two neighbours in each other's place: people of one team agree, yet not wholly."""
    order = [str(each) for each in needs]
    at = int(random.integers(len(order) - 1))
    order[at], order[at + 1] = order[at + 1], order[at]
    return order
