"""The journey behind the promises: the ways that cases take, where they wait and on whom, what comes back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from visavis.engine.measuring.examples import HANDOFF, STEP, WAY
from visavis.mirror.draw.process import ProcessMap, draw_process, in_order
from visavis.mirror.examples import DOCUMENT, addresses
from visavis.mirror.grouped import Grouped, groups
from visavis.mirror.kinds.process import MOVE, PART
from visavis.mirror.reflection import Amount
from visavis.mirror.tell.typesetting import typeset
from visavis.mirror.tell.wording import duration
from visavis.web.access import STEWARDS, role_of
from visavis.web.mirror.cases import team_names, tells_teams
from visavis.web.mirror.chain import document_of
from visavis.web.speaking import spoken

ARROW = " → "
MOST_HANDOFFS = 12


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step: the median wait, those that still stand there, and how many come back."""

    name: str
    wait: Amount
    waiting: Amount | None
    returned: Amount | None
    still: str
    back: str
    """Where the cases still there, and those that came back, stand; empty: nowhere."""


@dataclass(frozen=True, slots=True)
class WayRow:
    """One way: its steps, what part of cases goes so, and how long they take."""

    steps: tuple[str, ...]
    share: Amount
    took: Amount | None
    cases: str


@dataclass(frozen=True, slots=True)
class HandoffRow:
    """Cases that one team hands to another."""

    start: str
    end: str
    share: Amount
    n: int
    cases: str


@dataclass(frozen=True, slots=True)
class LogShown:
    """The process of the cases of one source."""

    name: str
    whole: Grouped
    map: ProcessMap
    steps: tuple[StepRow, ...]
    ways: tuple[WayRow, ...]
    handoffs: tuple[HandoffRow, ...]
    slowest: StepRow | None

    @property
    def returned(self) -> Amount | None:
        """How many cases come back to a step."""
        return self.whole.figure("returned")

    @property
    def ways_in_all(self) -> int:
        """How many different ways there are."""
        found = self.whole.figure("ways")
        return int(found.value or 0) if found else 0

    @property
    def handed(self) -> Amount | None:
        """Hand-offs per case."""
        return self.whole.figure("handoffs_per_case")


@require_safe
def journey(request: HttpRequest) -> HttpResponse:
    """Every log of the last run, the longest spans first."""
    document = document_of("process")
    found = groups(document)
    lists = addresses(document_of(DOCUMENT + "process"), "process")
    if role_of(request) not in STEWARDS:
        teams = team_names()
        lists = {each: where for each, where in lists.items() if not tells_teams("process", each[0] or "", teams)}
    logs = [_log(one, found, lists) for one in found if one.about is not None and PART not in one.about]
    logs.sort(key=lambda log: -log.whole.value.n)
    refused = next((one.value.reason for one in found if one.about is None and one.value.value is None), None)
    context = {"section": "journey", "logs": logs, "refused": refused, "queries": document.get("steps", [])}
    return render(request, "mirror/journey.html", context)


def _log(whole: Grouped, found: Iterable[Grouped], lists: Mapping[tuple[str | None, str], str]) -> LogShown:
    name = whole.about or ""
    parts: dict[str, list[tuple[str, Grouped]]] = {STEP: [], WAY: [], MOVE: [], HANDOFF: []}
    for one in found:
        source, _, rest = (one.about or "").partition(PART)
        what, _, of = rest.partition(PART)
        if source == name and what in parts:
            parts[what].append((of, one))
    ways = [
        WayRow(tuple(of.split(ARROW)), one.value, one.figure("mean_finished"), lists.get((one.about, "value"), ""))
        for of, one in parts[WAY]
    ]
    ways.sort(key=lambda way: (-(way.share.value or 0), way.steps))
    rows = {of: _step(of, one, lists) for of, one in parts[STEP]}
    order = in_order(list(rows), [(way.steps, way.share.value or 0.0) for way in ways])
    moves = {
        (start, end): int(one.value.value or 0)
        for (start, _, end), one in ((of.partition(ARROW), one) for of, one in parts[MOVE])
    }
    waits = {
        of: (row.wait.value, typeset(duration(row.wait.value, "day", spoken())))
        for of, row in rows.items()
        if row.wait.value is not None
    }
    handoffs = [
        HandoffRow(start, end, one.value, _count(one), lists.get((one.about, "value"), ""))
        for (start, _, end), one in ((of.partition(ARROW), one) for of, one in parts[HANDOFF])
    ]
    handoffs.sort(key=lambda row: (-row.n, row.start, row.end))
    slowest = max((row for row in rows.values() if row.wait.value), key=lambda row: row.wait.value or 0.0, default=None)
    return LogShown(
        name,
        whole,
        draw_process(order, waits, moves, whole.value.n),
        tuple(rows[of] for of in order),
        tuple(ways),
        tuple(handoffs[:MOST_HANDOFFS]),
        slowest,
    )


def _step(of: str, one: Grouped, lists: Mapping[tuple[str | None, str], str]) -> StepRow:
    still, back = (lists.get((one.about, figure), "") for figure in ("censored", "returned"))
    return StepRow(of, one.value, one.figure("censored"), one.figure("returned"), still, back)


def _count(one: Grouped) -> int:
    found = one.figure("handoffs")
    return int(found.value or 0) if found else 0
