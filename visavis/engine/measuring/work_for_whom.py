"""For whom work is done: the share of requests, and of their hours, whose root asks: client, internal client, hierarchy, regulation.

A request leads to a client where it names one, or is about something that does, over HOPS at most: it then counts as the
client's, whoever passed it on; a boss's request with a client root is the client's.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from visavis.engine.measuring.intervals import Z95, wilson
from visavis.engine.measuring.selecting import Facts, Selection, Unmeasurable, select_rows
from visavis.engine.measuring.values import RATIO_95, WILSON_95, Figure
from visavis.engine.people import without
from visavis.engine.settling import Columns
from visavis.engine.steps import Step, literal, step
from visavis.engine.tables import Type

CLIENT, INTERNAL, HIERARCHY, REGULATION = "client", "internal", "hierarchy", "regulation"
ROOTS = (CLIENT, INTERNAL, HIERARCHY, REGULATION)
HOPS = 3


def root_steps(
    name: str,
    facts: Facts,
    selection: Selection,
    roots: Mapping[str, Collection[str]],
    masked: Collection[str] = (),
) -> list[Step]:
    """Steps to `<name>_roots`: team (null: none, or too few people), root (null: unknown), n, hours, squares (of hours).

    `selection` gives the fields `asked`, `team`, `client`, `about` and, where hours are known, `hours`; `roots` tells which values
    of `asked` mean which root. Raises Unmeasurable for a field that is not there.
    """
    rows = select_rows(f"{name}_rows", facts, selection, "the requests")
    hours = "CAST(r.hours AS DOUBLE)" if "hours" in selection.fields else "CAST(NULL AS DOUBLE)"
    known = " ".join(
        f"WHEN lower(trim(r.asked)) IN ({', '.join(literal(value.strip().lower()) for value in values)}) THEN {literal(root)}"
        for root, values in roots.items()
        if values
    )
    asked = f"CASE {known} ELSE NULL END" if known else "CAST(NULL AS VARCHAR)"
    further = range(2, HOPS + 1)
    joins = " ".join(f"LEFT JOIN {name}_things AS t{hop} ON t{hop - 1}.about = t{hop}.id" for hop in further)
    led = " OR ".join(f"NOT t{hop}.client IS NULL" for hop in range(1, HOPS + 1))
    abouts = "SELECT about FROM events WHERE NOT about IS NULL"
    if (facts.view, selection.fields["about"]) != ("events", "about"):
        abouts += f" UNION ALL SELECT about FROM {name}_rows WHERE NOT about IS NULL"
    return [
        *rows,
        step(
            f"{name}_things",
            f"""SELECT source || '/' || key AS id, min(client_ref) AS client, min(about) AS about FROM events
            WHERE source || '/' || key IN ({abouts}) GROUP BY source || '/' || key""",
            "what requests may be about, and whose it is",
        ),
        step(
            f"{name}_led",
            f"SELECT t1.id FROM {name}_things AS t1 {joins} WHERE {led}",
            "those of them that lead to a client",
        ),
        step(
            f"{name}_asked",
            f"""SELECT {without("r.team", masked)} AS team,
            CASE WHEN NOT r.client IS NULL OR NOT l.id IS NULL THEN {literal(CLIENT)} ELSE {asked} END AS root,
            CASE WHEN {hours} >= 0 THEN {hours} ELSE NULL END AS hours FROM {name}_rows AS r LEFT JOIN {name}_led AS l ON r.about = l.id""",
            "each request, and whose asking it goes back to",
        ),
        step(
            f"{name}_roots",
            f"""SELECT team, root, count(*) AS n, count(hours) AS timed, coalesce(sum(hours), 0) AS hours,
            coalesce(sum(hours * hours), 0) AS squares FROM {name}_asked GROUP BY team, root""",
            "requests and hours by team and root",
        ),
    ]


def settled(name: str) -> dict[str, Columns]:
    """Steps that several others read, with their columns, for `settling.perform`."""
    return {f"{name}_things": (("id", Type.TEXT), ("client", Type.TEXT), ("about", Type.TEXT))}


@dataclass(frozen=True, slots=True)
class Work:
    """The figures of one team, of those that are not shown apart (None), or of all (team "")."""

    team: str | None
    figures: tuple[Figure, ...]


def work_for_whom(rows: Sequence[Mapping[str, Any]]) -> list[Work]:
    """All teams together first (team ""), then each; the client's share of requests is the first figure.

    Raises Unmeasurable `no_rows` without requests, `no_root` where the root of none is known.
    """
    if not rows:
        raise Unmeasurable("no_rows")
    if all(row["root"] is None for row in rows):
        raise Unmeasurable("no_root")
    teams = sorted({row["team"] for row in rows}, key=lambda team: (team is None, team or ""))
    return [Work("", _figures(rows)), *(Work(team, _figures([r for r in rows if r["team"] == team])) for team in teams)]


def _figures(rows: Sequence[Mapping[str, Any]]) -> tuple[Figure, ...]:
    known = [row for row in rows if row["root"] is not None]
    n, unknown = sum(row["n"] for row in known), sum(row["n"] for row in rows if row["root"] is None)
    by_root = {root: [row for row in known if row["root"] == root] for root in ROOTS}
    figures = [_requests(root, sum(row["n"] for row in found), n) for root, found in by_root.items()]
    whole, squares = sum(row["hours"] for row in known), sum(row["squares"] for row in known)
    timed = sum(row["timed"] for row in known)
    if whole > 0:
        figures += [_hours(root, found, whole, squares, timed) for root, found in by_root.items()]
    return (*figures, Figure("left_out_root", unknown, n + unknown, "request"))


def _requests(root: str, n: int, of: int) -> Figure:
    if not of:
        return Figure(root, None, 0, "share", reason="no_root")
    return Figure(root, n / of, of, "share", wilson(n, of), WILSON_95)


def _hours(root: str, rows: Sequence[Mapping[str, Any]], whole: float, squares: float, timed: int) -> Figure:
    """Share of hours; its variance is that of a ratio: Σ hᵢ²(1ᵢ − R)² / (Σ hᵢ)² (Cochran 1977, 6.4)."""
    share = sum(row["hours"] for row in rows) / whole
    own = sum(row["squares"] for row in rows)
    spread = sqrt(max(0.0, own * (1 - share) ** 2 + (squares - own) * share**2)) / whole
    interval = (max(0.0, share - Z95 * spread), min(1.0, share + Z95 * spread)) if timed > 1 else None
    return Figure(f"hours_{root}", share, timed, "share", interval, RATIO_95)
