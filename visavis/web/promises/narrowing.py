"""Which cases of a promise an address asks for: how they ended, of whom, when, and whether clients spoke of them.

A list of one team's cases tells the team of each, which no other page does: held beside other lists, day by day, it would tell what the
guarded sums of the mirror leave out. So it is for those who look at raw rows (`by_team`).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from visavis.mirror.tell.narrowed import segment
from visavis.mistakes import Words
from visavis.promises.cases import Narrowed
from visavis.vocabulary import MISSED, Outcome
from visavis.web.mirror.periods import DAY, month_of
from visavis.web.promises.words import OUTCOMES

TEAM = "team:"
ENDS: dict[str, tuple[Outcome, ...]] = {"missed": MISSED, **{str(outcome): (outcome,) for outcome in Outcome}}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: as the list takes it, as the form shows it (`chosen`), as an address tells it. `unknown`: of a group of
    which nothing may be told; `withheld`: of a team whose cases are listed for others alone. `months` are the first days of months;
    `groups` are values with their words."""

    outcomes: tuple[Outcome, ...]
    narrowed: Narrowed
    chosen: dict[str, str]
    unknown: bool
    withheld: bool
    months: tuple[date, ...]
    groups: tuple[tuple[str, Words], ...]

    @property
    def address(self) -> str:
        """`outcome=late&from=2024-03&to=2024-03`: empty where all cases are asked for."""
        return urlencode(self.chosen, safe=":")

    @property
    def ends(self) -> list[tuple[str, Words]]:
        """How cases end, by code."""
        return list(OUTCOMES.items())


def asked(
    given: QueryDict, promise: str, months: list[date], document: dict[str, Any] | None, *, by_team: bool
) -> Asked:
    """What `given` asks for; what means nothing is passed over. `document` holds the slices of the run."""
    every = _groups(promise, document)
    groups = tuple(each for each in every if by_team or not each[0].startswith(TEAM))
    of = given.get("of", "")
    known = of in dict(groups)
    month = given.get("month", "")
    named = {
        "outcome": end if (end := given.get("outcome", "")) in ENDS else "",
        "of": of if known else "",
        "from": _when(given.get("from", month)),
        "to": _when(given.get("to", month)),
        "said": "yes" if given.get("said") == "yes" else "",
    }
    side, _, value = named["of"].partition(":")
    narrowed = Narrowed(
        since=_first(named["from"]),
        until=_last(named["to"]),
        team=value if side == "team" else "",
        segment=value if side == "segment" else "",
        said=bool(named["said"]),
    )
    return Asked(
        ENDS.get(named["outcome"], tuple(Outcome)),
        narrowed,
        {key: text for key, text in named.items() if text},
        bool(of) and of not in dict(every),
        not known and of in dict(every),
        _offered(months, narrowed),
        groups,
    )


def _groups(promise: str, document: dict[str, Any] | None) -> tuple[tuple[str, Words], ...]:
    """Teams and kinds of clients of which something of this promise may be told."""
    cells = (document or {}).get("promises", {}).get(promise, {}).get("facts", {}).get("cells", ())
    found = sorted({(side, value) for _, side, value, *_n in cells if side}, key=lambda each: (each[0] != "team", each))
    return tuple(
        (f"{side}:{value}", Words(value, value) if side == "team" else segment(value)) for side, value in found
    )


def _when(text: str) -> str:
    """A month, or a day where one is asked for; empty for anything else."""
    month, text = month_of(text), text.strip()
    if month is None:
        return ""
    if not DAY.fullmatch(text):
        return f"{month:%Y-%m}"
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return f"{month:%Y-%m}"


def _first(text: str) -> date | None:
    return (date.fromisoformat(text) if DAY.fullmatch(text) else month_of(text)) if text else None


def _last(text: str) -> date | None:
    if not text or DAY.fullmatch(text):
        return date.fromisoformat(text) if text else None
    first = month_of(text)
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1) if first else None


def _offered(months: list[date], narrowed: Narrowed) -> tuple[date, ...]:
    """The months of the trend, and those that are asked for."""
    own = {day.replace(day=1) for day in (narrowed.since, narrowed.until) if day}
    return tuple(sorted({*months, *own}, reverse=True))
