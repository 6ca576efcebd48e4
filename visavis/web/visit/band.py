"""What every page of a demonstration carries under its header: that it is one, how far the visit is, the way to own files."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from visavis.demo.standing import company, is_demonstration
from visavis.demo.visiting import STOPS, Stop, stop_of, visit_of
from visavis.house.models import User
from visavis.mistakes import Words
from visavis.web.visit.stops import NAMES, PURPOSES, Told, number_of_stop, told_of


@dataclass(frozen=True, slots=True)
class Listed:
    """One stop as the way through the visit lists it."""

    number: int
    name: Words
    purpose: Words
    here: bool


@dataclass(frozen=True, slots=True)
class Band:
    """The line under the header of a demonstration; `told` is there on the page of the stop that this person is at."""

    company: str
    number: int = 0
    stop: str = ""
    name: Words | None = None
    following: Words | None = None
    going_on: bool = False
    ended: bool = False
    told: Told | None = None
    place: str = ""

    @property
    def of(self) -> int:
        """How many stops there are."""
        return len(STOPS)

    @property
    def part(self) -> str:
        """The template of what is told."""
        return f"visit/stops/{self.stop}.html"

    @property
    def purpose(self) -> Words:
        """What the stop shows."""
        return PURPOSES[Stop(self.stop)]

    @property
    def next(self) -> int:
        """The stop after this one."""
        return self.number + 1

    @property
    def stops(self) -> list[Listed]:
        """Every stop."""
        return [
            Listed(number, NAMES[stop], PURPOSES[stop], number == self.number) for number, stop in enumerate(STOPS, 1)
        ]


def band(request: HttpRequest) -> Callable[[], Band | None]:
    """The band of a page, made only where a template asks for it; None where nobody signed in, or in a company's own home."""

    def make() -> Band | None:
        user = getattr(request, "user", None)
        if not isinstance(user, User) or not is_demonstration(settings.HOME):
            return None
        return _band(user, request.path)

    return make


def _band(user: User, path: str) -> Band:
    visit = visit_of(user)
    if visit is None:
        return Band(company(settings.HOME))
    stop = stop_of(visit)
    going_on = visit.left_at is None
    number = number_of_stop(stop)
    return Band(
        company=company(settings.HOME),
        number=number,
        stop=stop,
        name=NAMES[stop],
        following=NAMES[STOPS[number]] if number < len(STOPS) else None,
        going_on=going_on,
        ended=visit.ended_at is not None,
        told=told_of(stop, visit.place) if going_on and path == visit.place else None,
        place=visit.place,
    )
