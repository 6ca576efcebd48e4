"""What was promised to a client, face to face with what they received."""

from collections.abc import Mapping
from dataclasses import dataclass

from visavis.clients.reading import ask
from visavis.mirror import wording
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


def promised_to(client: int, sayings: Mapping[str, Words]) -> list[Promised]:
    """Promises held against what that client lived, those most often missed first; those between teams are left out."""
    counted: dict[str, dict[str, int]] = {}
    for name, outcome, n in ask(_COUNTED, client):
        counted.setdefault(name, {})[outcome] = int(n)
    promised = [_promised(name, says, counted[name]) for name, says in sayings.items() if name in counted]
    return sorted(promised, key=lambda each: (-each.missed, -each.cases, each.name))


_COUNTED = (
    "SELECT promise, outcome, sum(n) FROM visavis_case WHERE client = %s AND vanished_run IS NULL "
    "GROUP BY promise, outcome"
)


def _promised(name: str, says: Words, counted: dict[str, int]) -> Promised:
    return Promised(
        name,
        says,
        sum(counted.values()),
        sum(counted.get(outcome, 0) for outcome in MISSED),
        tuple((str(outcome), _words(outcome, counted[outcome])) for outcome in ENDED if counted.get(outcome)),
    )


def _words(outcome: Outcome, n: int) -> Words:
    return Words(fr=wording.counted(n, *ENDED[outcome], "fr"), en=wording.counted(n, *ENDED[outcome], "en"))
