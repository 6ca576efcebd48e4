"""What was promised to a client, face to face with what they received."""

from collections.abc import Mapping
from dataclasses import dataclass

from visavis.clients.reading import ask
from visavis.mirror.tell import wording
from visavis.mistakes import Words
from visavis.vocabulary import MISSED, Outcome

ENDED = {
    Outcome.KEPT: (Words("tenue", "kept"), Words("tenues", "kept")),
    Outcome.LATE: (Words("tenue en retard", "late"), Words("tenues en retard", "late")),
    Outcome.PARTIAL: (Words("tenue en partie", "partly kept"), Words("tenues en partie", "partly kept")),
    Outcome.BROKEN: (Words("non tenue", "broken"), Words("non tenues", "broken")),
    Outcome.OPEN: (Words("en cours", "open"), Words("en cours", "open")),
    Outcome.UNTESTABLE: (Words("invérifiable", "not testable"), Words("invérifiables", "not testable")),
}
"""How cases end, of one and of several, in the order of the page."""


@dataclass(frozen=True, slots=True)
class Promised:
    """One promise, as this client lived it: each outcome that occurred, by code and in words (`2 tenues`)."""

    name: str
    says: Words
    cases: int
    missed: int
    outcomes: tuple[tuple[str, Words], ...]


FIRST = 6
"""Promises that stand on a client's page before all are asked for."""


def promised_to(client: int, sayings: Mapping[str, Words], *, most: int | None = None) -> tuple[list[Promised], int]:
    """Promises held against what that client lived, those most often missed first, and how many there are.

    Those between teams are left out; `most` is how many are told (None: all).
    """
    counted: dict[str, dict[str, int]] = {}
    for name, outcome, n in ask(_COUNTED, client):
        counted.setdefault(name, {})[outcome] = int(n)
    names = sorted((name for name in sayings if name in counted), key=lambda name: (*_first(counted[name]), name))
    return [_promised(name, sayings[name], counted[name]) for name in names[:most]], len(names)


_COUNTED = (
    "SELECT promise, outcome, sum(n) FROM visavis_case WHERE client = %s AND vanished_run IS NULL "
    "GROUP BY promise, outcome"
)


def _first(counted: dict[str, int]) -> tuple[int, int]:
    return -_missed(counted), -sum(counted.values())


def _missed(counted: dict[str, int]) -> int:
    return sum(counted.get(outcome, 0) for outcome in MISSED)


def _promised(name: str, says: Words, counted: dict[str, int]) -> Promised:
    return Promised(
        name,
        says,
        sum(counted.values()),
        _missed(counted),
        tuple((str(outcome), _words(outcome, counted[outcome])) for outcome in ENDED if counted.get(outcome)),
    )


def _words(outcome: Outcome, n: int) -> Words:
    return Words(fr=wording.counted(n, *ENDED[outcome], "fr"), en=wording.counted(n, *ENDED[outcome], "en"))
