"""“My client”: how much of the relation with clients hangs on single people, what that risks, and what it is good for.

Over the aggregates of `knowing` and `holding_on`. Herfindahl–Hirschman index as in `concentration`; truck factor after Avelino
and others (2016), weighed by what clients are worth. Nothing here is one person's figure: it is told of the company or of a
portfolio, from five people and five clients on.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.intervals import Interval, newcombe, wilson
from visavis.engine.measuring.quantiles import Ordered
from visavis.engine.measuring.resampling import ratio_interval
from visavis.engine.measuring.selecting import Unmeasurable
from visavis.engine.measuring.survival import kaplan_meier
from visavis.engine.measuring.values import (
    BOOTSTRAP_95,
    GROUPS_95,
    KAPLAN_MEIER_95,
    NEWCOMBE_95,
    RANKS_95,
    WILSON_95,
    Figure,
)
from visavis.vocabulary import SMALLEST_GROUP

COUNTED = "counted, greedy"
AGAIN = 90
"""Within how many days a client is met by somebody else after a hand-over."""


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What is counted of a portfolio, or of all clients: `worth` in whatever unit, `people` those who know its clients."""

    people: int
    clients: int
    worth: float
    met_often: int
    locked: int
    locked_worth: float
    orphaned: int
    by_one: int
    covered: int
    knowing: int


@dataclass(frozen=True, slots=True)
class Groups:
    """The same by group of clients, one entry each: what intervals are resampled from."""

    clients: Sequence[float] = ()
    knowing: Sequence[float] = ()
    worth: Sequence[float] = ()
    locked_worth: Sequence[float] = ()


NONE = Groups()


@dataclass(frozen=True, slots=True)
class Spread:
    """Distributions over the clients that were met often enough: top share, index, normalised index."""

    tops: Ordered
    indices: Ordered
    normalised: Ordered


def truck_factor(places: npt.ArrayLike, worth: npt.ArrayLike) -> int | None:
    """How many people have to go, most-knowing first, until more than half of the worth has nobody left who knows it.

    `worth` is what falls with the person at each of `places` (0: what nobody knows today); None where nothing is worth anything.
    """
    order = np.asarray(places, dtype=np.int64)
    falls = np.asarray(worth, dtype=np.float64)
    by_place = np.bincount(order, falls) if len(order) else np.zeros(0)
    whole = float(by_place.sum())
    if whole <= 0:
        return None
    fallen = by_place.cumsum()
    return int(np.flatnonzero(fallen > whole / 2)[0])


def relation(portfolio: Portfolio, spread: Spread, factor: int | None, groups: Groups = NONE) -> list[Figure]:
    """The figures of a portfolio, its index first; `groups` carries the intervals of what is summed over clients. The truck
    factor has none: it is counted over everybody there is, and tells of them alone; its `n` is clients. Raises Unmeasurable below five people or clients."""
    one = portfolio
    if not one.clients:
        raise Unmeasurable("no_rows")
    if one.people < SMALLEST_GROUP:
        raise Unmeasurable("fewer_than_five", str(one.people))
    if one.clients < SMALLEST_GROUP:
        raise Unmeasurable("too_few_clients", str(one.clients))
    return [
        _median("median_hhi", spread.indices, "index"),
        _median("median_hhi_normalised", spread.normalised, "index"),
        _median("median_top_share", spread.tops, "share"),
        _share("locked_share", one.locked, one.met_often),
        Figure("locked_worth_share", one.locked_worth / one.worth if one.worth > 0 else None, one.clients, "share", ratio_interval(groups.locked_worth, groups.worth), BOOTSTRAP_95, None if one.worth > 0 else "no_worth"),
        _share("known_by_one_share", one.by_one, one.clients),
        _share("orphaned_share", one.orphaned, one.clients),
        _share("covered_share", one.covered, one.clients),
        Figure("truck_factor", None if factor is None else float(factor), one.clients, "person", None, COUNTED, None if factor is not None else "no_worth"),
        Figure("mean_people_per_client", one.knowing / one.clients, one.clients, "person", ratio_interval(groups.knowing, groups.clients), GROUPS_95),
        Figure("clients", one.clients, one.clients, "client"),
        Figure("people", one.people, one.people, "person"),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bond:
    """Clients in one person's hands, or others: how many, held by how many people, still met; contacts before and since."""

    clients: int
    people: int
    stayed: int
    n_before: int
    n_since: int
    growth: Interval | None = None
    """Of contacts since over those before, clients resampled."""


def benefit(held: Bond | None, others: Bond | None) -> list[Figure]:
    """Beside the risk: how many of the clients that one person held a year ago are still there, against the others.

    An association: who is held, and by whom, is not drawn at random.
    """
    if held is None or others is None or min(held.clients, others.clients) < SMALLEST_GROUP:
        return [Figure("stayed_difference", None, 0, "share", reason="nothing_to_compare")]
    if held.people < SMALLEST_GROUP:
        return [Figure("stayed_difference", None, 0, "share", reason="fewer_than_five")]
    difference = held.stayed / held.clients - others.stayed / others.clients
    interval = newcombe(held.stayed, held.clients, others.stayed, others.clients)
    return [
        Figure("stayed_difference", difference, held.clients + others.clients, "share", interval, NEWCOMBE_95),
        _share("held_stayed_share", held.stayed, held.clients),
        _share("others_stayed_share", others.stayed, others.clients),
        *(
            Figure(f"{name}_growth", each.n_since / each.n_before, each.clients, "ratio", each.growth, GROUPS_95)
            for name, each in (("held", held), ("others", others))
            if each.n_before
        ),
    ]


def handovers(gaps: npt.ArrayLike, met: npt.ArrayLike, counts: npt.ArrayLike, people: int) -> list[Figure]:
    """How long clients waited for somebody else once their main contact was gone (days), those who still wait counted.

    `people` is how many contacts left; below five nothing is told, for it would tell of them.
    """
    n = int(np.asarray(counts, dtype=np.int64).sum())
    if not n:
        return [Figure("handover_median", None, 0, "day", reason="no_handovers")]
    if people < SMALLEST_GROUP or n < SMALLEST_GROUP:
        return [Figure("handover_median", None, 0, "day", reason="fewer_than_five")]
    curve = kaplan_meier(gaps, met, counts)
    median, within = curve.median, 1 - curve.at(AGAIN)
    still = curve.interval_at(AGAIN)
    return [
        Figure("handover_median", median, n, "day", curve.quantile_interval(0.5) if median is not None else None, KAPLAN_MEIER_95,
               None if median is not None else "too_many_waiting"),
        Figure("met_again_in_90_days", within, n, "share", (1 - still[1], 1 - still[0]) if still else None, KAPLAN_MEIER_95)
        if curve.knows(AGAIN)
        else Figure("met_again_in_90_days", None, n, "share", None, None, "not_seen_so_long"),
        Figure("handovers", n, n, "client"),
    ]  # fmt: skip


def second_contact(others: Mapping[str, tuple[int, int]], shown: Collection[str]) -> str | None:
    """The function of `shown` that most often knows the clients that two functions know, without a number: how many it knows would be
    a sum over its people beside what is told of the portfolio. `others`: how many clients each knows, and how many of its people
    know them. None below five clients or five people."""
    able = {name: n for name, (n, people) in others.items() if name in shown and people >= SMALLEST_GROUP}
    if sum(n for name, (n, _) in others.items() if name in shown) < SMALLEST_GROUP or not able:
        return None
    return min(able, key=lambda each: (-able[each], each))


def together(portfolios: Sequence[Portfolio], people: int) -> Portfolio:
    """All portfolios as one; `people` because somebody may stand behind several."""
    return Portfolio(
        people,
        *(
            sum(getattr(each, name) for each in portfolios)
            for name in Portfolio.__dataclass_fields__
            if name != "people"
        ),
    )


def _median(name: str, of: Ordered, unit: str) -> Figure:
    if not of.n:
        return Figure(name, None, 0, unit, reason="none_met_often")
    return Figure(name, of.quantile(0.5), of.n, unit, of.median_interval(), RANKS_95)


def _share(name: str, n: int, of: int) -> Figure:
    if not of:
        return Figure(name, None, 0, "share", reason="none_met_often")
    return Figure(name, n / of, of, "share", wilson(n, of), WILSON_95)
