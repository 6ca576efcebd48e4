"""On how few people the relation with a client rests: Herfindahl–Hirschman index and top share, as a distribution over clients.

For a client, sᵢ is the share of its cases that person i of the company holds; HHI = Σ sᵢ² (Hirschman 1945, Herfindahl 1950). Nothing
here is ever one person's figure: what is published is a distribution over clients, from at least five people (X6).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.intervals import wilson
from visavis.engine.measuring.quantiles import ordered
from visavis.engine.measuring.selecting import Facts, Selection, Unmeasurable, select_rows
from visavis.engine.measuring.values import ORDER_95, RANKS_95, STUDENT_95, WILSON_95, Figure
from visavis.engine.portable import total
from visavis.engine.steps import Step, step
from visavis.vocabulary import SMALLEST_GROUP

Numbers = npt.NDArray[np.float64]


def herfindahl(shares: Sequence[float]) -> float:
    """HHI = Σ sᵢ², of counts or shares (they are divided by their sum); from 1/N to 1. Raises ValueError where they sum to 0."""
    whole = float(sum(shares))
    if whole <= 0 or min(shares) < 0:
        raise ValueError("shares must not be negative and must sum to more than 0")
    return float(sum((share / whole) ** 2 for share in shares))


def normalised(hhi: float, people: int) -> float | None:
    """(HHI − 1/N) / (1 − 1/N): 0 where N people share equally, 1 where one holds all; None for a single person."""
    return None if people < 2 else (hhi - 1 / people) / (1 - 1 / people)


def concentration_steps(name: str, facts: Facts, selection: Selection, *, pairs: bool) -> list[Step]:
    """Steps to `<name>_by_client` (client, cases, persons, top_share, hhi) and `<name>_people` (min_cases-free totals).

    `selection` gives the fields `client`, `person` and, where `pairs` holds, `about`: distinct (about, person) pairs are
    counted, else rows. Rows without one of them are left out.
    """
    counted = "count(DISTINCT about)" if pairs else "count(*)"
    known = "NOT client IS NULL AND NOT person IS NULL" + (" AND NOT about IS NULL" if pairs else "")
    return [
        *select_rows(f"{name}_rows", facts, selection, "the facts that the measure is computed over"),
        step(
            f"{name}_held",
            f"SELECT client, person, {counted} AS held FROM {name}_rows WHERE {known} GROUP BY client, person",
            "how many cases of each client each person holds",
        ),
        step(
            f"{name}_cases",
            f"SELECT client, count(DISTINCT about) AS cases FROM {name}_rows WHERE {known} GROUP BY client"
            if pairs
            else f"SELECT client, {total('held')} AS cases FROM {name}_held GROUP BY client",
            "how many cases each client has",
        ),
        step(
            f"{name}_shares",
            f"""SELECT client, CAST(max(held) AS DOUBLE) / sum(held) AS top_share,
            sum(CAST(held AS DOUBLE) * held) / (CAST(sum(held) AS DOUBLE) * CAST(sum(held) AS DOUBLE)) AS hhi,
            count(*) AS persons, {total("held")} AS held FROM {name}_held GROUP BY client""",
            "the share of the person who holds most, and the HHI, of each client",
        ),
        step(
            f"{name}_by_client",
            f"SELECT c.client, c.cases, s.persons, s.top_share, s.hhi FROM {name}_cases AS c JOIN {name}_shares AS s ON c.client = s.client"
            if pairs
            else f"SELECT client, held AS cases, persons, top_share, hhi FROM {name}_shares",
            "each client: cases, people who know it, top share and HHI",
        ),
        step(
            f"{name}_rows_known",
            f"SELECT count(*) AS n, {total(f'CASE WHEN {known} THEN 1 ELSE 0 END')} AS known FROM {name}_rows",
            "how many facts there are, and how many name client and person",
        ),
    ]


def people_step(name: str, min_cases: int) -> Step:
    """The step `<name>_people`: distinct people in all, and among clients of at least `min_cases` cases."""
    return step(
        f"{name}_people",
        f"""SELECT count(DISTINCT h.person) AS people,
        count(DISTINCT CASE WHEN c.cases >= {min_cases} THEN h.person END) AS people_counted
        FROM {name}_held AS h JOIN {name}_cases AS c ON h.client = c.client""",
        "how many people the figures come from",
    )


@dataclass(frozen=True, slots=True)
class ByClient:
    """One entry per client: its cases, the people who know it, the top person's share and the HHI."""

    cases: Numbers
    persons: Numbers
    top_share: Numbers
    hhi: Numbers


def concentration(
    clients: ByClient, *, people: int, people_counted: int, min_cases: int
) -> tuple[Figure, list[Figure]]:
    """The median top share over clients of at least `min_cases` cases, and the distribution around it.

    Raises Unmeasurable below five people, among all clients (`people`) or among those counted (`people_counted`), and below
    five clients: a median over fewer would show what single people hold.
    """
    if not len(clients.cases):
        raise Unmeasurable("no_rows")
    if people < SMALLEST_GROUP:
        raise Unmeasurable("fewer_than_five", str(people))
    counted = clients.cases >= min_cases
    n, every = int(counted.sum()), len(clients.cases)
    if n < SMALLEST_GROUP:
        raise Unmeasurable("too_few_clients", str(n))
    if people_counted < SMALLEST_GROUP:
        raise Unmeasurable("fewer_than_five", str(people_counted))
    top, hhi, persons = (ordered(part[counted]) for part in (clients.top_share, clients.hhi, clients.persons))
    value = Figure("median_top_share", top.quantile(0.5), n, "share", top.median_interval(), RANKS_95)
    known_by_one = int((clients.persons == 1).sum())
    return value, [
        Figure("clients", every, every, "client"),
        Figure("clients_with_min_cases", n, every, "client"),
        value,
        Figure("mean_top_share", top.mean(), n, "share", top.mean_interval(), STUDENT_95),
        Figure("quartile_1_top_share", top.quantile(0.25), n, "share", top.quantile_interval(0.25), ORDER_95),
        Figure("quartile_3_top_share", top.quantile(0.75), n, "share", top.quantile_interval(0.75), ORDER_95),
        Figure("median_hhi", hhi.quantile(0.5), n, "index", hhi.median_interval(), RANKS_95),
        Figure("mean_hhi", hhi.mean(), n, "index", hhi.mean_interval(), STUDENT_95),
        Figure("median_persons_per_client", persons.quantile(0.5), n, "person", persons.median_interval(), RANKS_95),
        Figure("mean_persons_per_client", persons.mean(), n, "person", persons.mean_interval(), STUDENT_95),
        Figure("known_by_one", known_by_one, every, "client"),
        Figure("known_by_one_share", known_by_one / every, every, "share", wilson(known_by_one, every), WILSON_95),
    ]
