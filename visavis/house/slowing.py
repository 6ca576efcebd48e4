"""Slowing down whoever guesses: failures are rows, counted over a quarter of an hour, kept for a day.

What was tried is kept as a keyed hash alone, so that the rows tell nobody who tried to sign in from where.
"""

import datetime

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.crypto import salted_hmac

from visavis.house.models import SignInAttempt
from visavis.mistakes import Mistake, Words

WINDOW = datetime.timedelta(minutes=15)
KEPT = datetime.timedelta(days=1)
FIRST_WAIT = 5
LONGEST_WAIT = 300


class TooManyTries(Mistake):
    """Refused for a while, whoever asks and whether or not they are right."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(
            Words(fr="trop d’essais manqués", en="too many failed tries"),
            remedy=Words(
                fr=f"attendez {_duration(seconds, 'seconde', 'minute')}, puis réessayez",
                en=f"wait {_duration(seconds, 'second', 'minute')}, then try again",
            ),
        )


def check_pace(tries: dict[str, int]) -> None:
    """Raise TooManyTries while one of the subjects of `tries` failed too often: its value is how many failures are free.

    Each failure beyond doubles the wait since the last one: 5 s, 10 s, 20 s … up to five minutes.
    """
    now = timezone.now()
    free = {_digest(subject): count for subject, count in tries.items()}
    failures = (
        SignInAttempt.objects.filter(about__in=free, tried_at__gt=now - WINDOW)
        .values("about")
        .annotate(count=Count("pk"), last=Max("tried_at"))
    )
    waits = [
        failed["last"] + wait_after(failed["count"] - free[failed["about"]]) - now
        for failed in failures
        if failed["count"] >= free[failed["about"]]
    ]
    longest = max(waits, default=datetime.timedelta())
    if longest > datetime.timedelta():
        raise TooManyTries(max(1, round(longest.total_seconds())))


def wait_after(failures_beyond: int) -> datetime.timedelta:
    """How long to wait since the last failure, when that many went beyond the free ones."""
    return datetime.timedelta(seconds=min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(failures_beyond, 10)))


def note_failure(*subjects: str) -> None:
    """Remember that a try about each of these failed; forget what is older than a day."""
    SignInAttempt.objects.filter(tried_at__lt=timezone.now() - KEPT).delete()
    SignInAttempt.objects.bulk_create(SignInAttempt(about=_digest(subject)) for subject in subjects)


def forget_failures(subject: str) -> None:
    """Forget failures about this subject: it succeeded."""
    SignInAttempt.objects.filter(about=_digest(subject)).delete()


def _digest(subject: str) -> str:
    return salted_hmac("visavis.house.slowing", subject, algorithm="sha256").hexdigest()


def _duration(seconds: int, second: str, minute: str) -> str:
    n, noun = (seconds, second) if seconds < 60 else (-(-seconds // 60), minute)
    return f"{n} {noun}{'s' if n > 1 else ''}"
