"""The mirror cut to a part of it: promises of one step of the journey, one promise, one team or kind of clients.

A step and a promise only choose among promises, each told in whole as before: they publish no sum of their own, so nothing can be
subtracted. A team's or segment's figures are those of the document `slices`, told where five people stand behind them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from visavis.mirror.guard.faced import Asked, Faced, face
from visavis.mirror.guard.slices import ENDED
from visavis.mirror.reasons import Reason
from visavis.mirror.reflection import Felt, Mirror, Reflected
from visavis.mirror.tell.narrowed import narrowed


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody wants to see of the mirror; empty: whatever. Days are whole months where a team or segment is asked for."""

    promise: str = ""
    step: str = ""
    side: str = ""
    value: str = ""

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return not (self.promise or self.step or self.side)


def chosen(mirror: Mirror, part: Part) -> list[Reflected]:
    """The promises that a part is about."""
    return [
        one for one in mirror.promises if part.promise in ("", one.name) and part.step in ("", one.step or "")
    ]  # fmt: skip


def cut(mirror: Mirror, part: Part, document: Mapping[str, Any] | None) -> Mirror:
    """That part of `mirror`, in the period that it is of (of a team or segment: in its whole months). Measures and refused rows are about the whole: no part has them.

    `document` is the document `slices`; without it nothing is told of teams and segments.
    """
    if part.whole:
        return mirror
    promises = chosen(mirror, part)
    said = next((one.says for one in promises if part.promise), None)
    unseen, days = 0, (mirror.from_day, mirror.to_day)
    if part.side:
        days = whole_months(*days)
        asked = Asked(part.side, part.value, *(day.replace(day=1).isoformat() if day else "" for day in days))
        faced = [(one, face(document or {}, one.name, asked)) for one in promises]
        promises = [_of_group(one, each) for one, each in faced if each.facts.n or each.open or each.untestable]
        unseen = len(faced) - len(promises)
    words = narrowed(part.side, part.value, part.step, said)
    return replace(
        mirror,
        from_day=days[0],
        to_day=days[1],
        promises=promises,
        measures=[],
        refused=[],
        part=words,
        unseen=unseen,
    )


def _of_group(one: Reflected, faced: Faced) -> Reflected:
    """The promise as the group lives it: its voices are the list of its cases, which shows what clients said of each."""
    ended = (*faced.ended, faced.open, faced.untestable)
    counts = dict(zip(map(str, ENDED), ended, strict=True))
    reason = None
    if faced.few:
        reason = Reason("few_cases") if faced.facts.n else Reason("none_due")
        counts = dict.fromkeys(counts, 0)
    felt = Felt(one.felt.unit)
    if faced.felt.value is not None and not reason:
        felt = Felt(one.felt.unit, perceived=faced.felt, gap=faced.gap, gap_interval=faced.gap_interval)
    return replace(
        one,
        outcomes=counts,
        rate=faced.facts,
        reason=reason,
        untestable={},
        unfiltered=None,
        felt=felt,
        trend=list(faced.facts_over_time) if faced.grain == "month" else [],
        voices={"kept": [], "missed": []},
    )


def whole_months(first: date | None, last: date | None) -> tuple[date | None, date | None]:
    """The first and the last day of the months that lie wholly between two days, both included."""
    if first and first.day > 1:
        first = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    if last:
        last = (last + timedelta(days=1)).replace(day=1) - timedelta(days=1)
    return first, last
