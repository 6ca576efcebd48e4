"""The guided visit: five stops on the real pages of a demonstration; how far somebody is, is one row."""

from enum import StrEnum

from django.utils import timezone

from visavis.house.models import User, Visit


class Stop(StrEnum):
    """The stops, in order."""

    MIRROR = "mirror"
    PROMISE = "promise"
    CLIENT = "client"
    TODAY = "today"
    UNMEASURED = "unmeasured"


STOPS = tuple(Stop)


def visit_of(user: User) -> Visit | None:
    """How far this person is; None before the first stop."""
    return Visit.objects.filter(user=user).first()


def stop_of(visit: Visit) -> Stop:
    """The stop reached last; the first where another version of Visavis knew one that is no more."""
    return next((stop for stop in STOPS if stop == visit.stop), STOPS[0])


def arrive(user: User, stop: Stop, place: str) -> None:
    """This person stands at `stop`, which the page at `place` shows."""
    Visit.objects.update_or_create(user=user, defaults={"stop": stop, "place": place, "left_at": None})


def put_aside(user: User) -> None:
    """Leave the visit where it is: it can be taken up again."""
    Visit.objects.filter(user=user, left_at=None).update(left_at=timezone.now())


def end(user: User) -> None:
    """Come to the end of the visit."""
    now = timezone.now()
    Visit.objects.filter(user=user).update(left_at=now)
    Visit.objects.filter(user=user, ended_at=None).update(ended_at=now)
