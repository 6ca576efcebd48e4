"""A slice of the mirror: of one promise, over some months, for one team or kind of client, facts face to face with what is said.

Pure functions over the document `slices`; a slice that would tell of fewer than five people, or cases, is empty and says so.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from visavis.engine.measuring.intervals import Interval, newcombe, wilson
from visavis.mirror.guard.slices import ENDED, FELT
from visavis.mirror.guard.slices_together import SIDES, block_of
from visavis.mirror.reflection import Month, Rate
from visavis.vocabulary import SMALLEST_GROUP


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see; months are ISO days, the first of each; an empty side is all cases."""

    side: str = ""
    value: str = ""
    first: str = ""
    last: str = ""

    @property
    def whole(self) -> bool:
        """Whether no team and no segment is asked for."""
        return not self.side


@dataclass(frozen=True, slots=True)
class Faced:
    """Facts and what clients said of one promise; `ended`: kept, late, partial, broken. `few`: a rate rests on too few; `grain`: how long its periods are; `untold`:
    months asked for of which nothing may be told, for too few people stand behind them."""

    name: str
    facts: Rate
    ended: tuple[int, ...]
    open: int
    untestable: int
    felt: Rate
    gap: float | None
    gap_interval: Interval | None
    grain: str
    facts_over_time: tuple[Month, ...]
    felt_over_time: tuple[Month, ...]
    few: bool
    untold: bool


def values_of(document: Mapping[str, Any]) -> dict[str, list[str]]:
    """Teams and segments of which something is told, by side."""
    found: dict[str, set[str]] = {side: set() for side in SIDES}
    for promise in document.get("promises", {}).values():
        for what in promise.values():
            for _, side, value, *_n in what["cells"]:
                if side:
                    found[side].add(value)
    return {side: sorted(values) for side, values in found.items()}


def months_of(document: Mapping[str, Any]) -> list[str]:
    """Every month that has cases, in order."""
    return sorted(
        {
            cell[0]
            for each in document.get("promises", {}).values()
            for what in each.values()
            for cell in what["cells"]
            if not cell[1]
        }
    )


def face(document: Mapping[str, Any], name: str, asked: Asked) -> Faced:
    """The slice of one promise."""
    promise = document.get("promises", {}).get(name, {})
    facts, grain, every = _cells(promise.get("facts"), asked)
    felt, _, _ = _cells(promise.get("felt"), asked)
    ended = _sum(facts.values(), len(ENDED))
    counts = dict(zip(ENDED, ended, strict=True))
    kept, n = counts["kept"], sum(counts[each] for each in ENDED[:4])
    said, said_kept = _sum(felt.values(), len(FELT))
    lived, perceived = _rate(kept, n), _rate(said_kept, said)
    gap = perceived.value - lived.value if perceived.value is not None and lived.value is not None else None
    return Faced(
        name=name,
        facts=lived,
        ended=tuple(ended[:4]),
        open=counts["open"],
        untestable=counts["untestable"],
        felt=perceived,
        gap=gap,
        gap_interval=newcombe(said_kept, said, kept, n) if gap is not None else None,
        grain=grain,
        facts_over_time=_over_time(facts, lambda cell: (cell[0], sum(cell[:4]))),
        felt_over_time=_over_time(felt, lambda cell: (cell[1], cell[0])),
        few=n < SMALLEST_GROUP,
        untold=not asked.whole and len(facts) < every,
    )


def _cells(what: Mapping[str, Any] | None, asked: Asked) -> tuple[dict[str, list[int]], str, int]:
    """Sums by period, the grain of these periods, and how many periods the whole has there."""
    if what is None:
        return {}, "month", 0
    grain = "month" if asked.whole else what["grain"]
    found: dict[str, list[int]] = {}
    every = set()
    inside: dict[str, bool] = defaultdict(lambda: True)
    for period, side, value, *counts in what["cells"]:
        if not side:
            block = block_of(period, grain)
            within = (not asked.first or period >= asked.first) and (not asked.last or period <= asked.last)
            inside[block] = inside[block] and within
            every.add(block)
        if (side, value) == (asked.side, asked.value):
            found[period] = counts
    # A period of which some months were not asked for can't be cut: it is left out.
    return {period: n for period, n in found.items() if inside[period]}, grain, sum(inside[each] for each in every)


def _sum(cells: Any, width: int) -> list[int]:
    return [sum(column) for column in zip(*cells, strict=True)] or [0] * width


def _rate(kept: int, n: int) -> Rate:
    if n < SMALLEST_GROUP or not 0 <= kept <= n:
        return Rate(kept, n)
    return Rate(kept, n, kept / n, wilson(kept, n))


def _over_time(cells: Mapping[str, Sequence[int]], share: Any) -> tuple[Month, ...]:
    found = []
    for period, counts in sorted(cells.items()):
        kept, n = share(counts)
        if period and n and 0 <= kept <= n:
            found.append(Month(date.fromisoformat(period), Rate(kept, n, kept / n, wilson(kept, n))))
    return tuple(found)
