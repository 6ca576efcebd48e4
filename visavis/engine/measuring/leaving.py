"""Clients who left, by what had broken shortly before: a promise missed, else a conversation never answered, else neither.

Each excludes the others, and clients still there are censored: Aalen–Johansen (see competing.py). What came before is no cause: a
client about to leave may be served worse, and one served often has more occasions to be let down.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from visavis.engine.measuring.competing import CENSORED, Competing, aalen_johansen
from visavis.engine.measuring.intervals import wilson
from visavis.engine.measuring.values import WILSON_95, Figure
from visavis.engine.portable import days_between, plus_days
from visavis.engine.steps import Step, literal, step
from visavis.vocabulary import SMALLEST_GROUP

ANY, UNANSWERED = "(any)", "(unanswered)"
"""Stand among promises: whichever of them; a conversation that a client opened and nobody answered."""
KINDS = {1: "missed", 2: "unanswered", 3: "neither"}
MONTHS = {12: 365, 24: 730}
AALEN_JOHANSEN_95 = "Aalen–Johansen 95 %"


def due_steps(name: str) -> list[Step]:
    """`<name>_due` (client, promise, on_day, missed), over `cases` and `exchanges`: what each client was owed, and whether it came.

    Beside each promise stand ANY of them, and UNANSWERED: conversations that the client opened, missed where we never wrote in them.
    """
    return [
        step(
            f"{name}_owed",
            f"""SELECT coalesce(w.client, c.client_ref) AS client, c.promise, c.on_day,
            CASE WHEN c.outcome = 'kept' THEN 0 ELSE 1 END AS missed FROM cases AS c
            LEFT JOIN {name}_whose AS w ON c.client_ref = w.ref
            WHERE NOT c.client_ref IS NULL AND NOT c.on_day IS NULL AND c.outcome IN ('kept', 'late', 'partial', 'broken')""",
            "due cases of each client",
        ),
        step(
            f"{name}_asked",
            f"""SELECT coalesce(w.client, t.ref) AS client, t.on_day, t.missed FROM (SELECT source, thread,
            min(CASE WHEN direction = 'in' THEN client_ref END) AS ref, min(CASE WHEN direction = 'in' THEN occurred_on END) AS on_day,
            CASE WHEN sum(CASE WHEN direction = 'out' THEN 1 ELSE 0 END) > 0 THEN 0 ELSE 1 END AS missed
            FROM exchanges WHERE NOT thread IS NULL GROUP BY source, thread) AS t LEFT JOIN {name}_whose AS w ON t.ref = w.ref
            WHERE NOT t.ref IS NULL AND NOT t.on_day IS NULL""",
            "conversations that clients opened, and whether we ever wrote in them",
        ),
        step(
            f"{name}_due",
            f"""SELECT client, promise, on_day, missed FROM {name}_owed
            UNION ALL SELECT client, {literal(ANY)}, on_day, missed FROM {name}_owed
            UNION ALL SELECT client, {literal(UNANSWERED)}, on_day, missed FROM {name}_asked""",
            "what each client was owed: promises, any of them, an answer",
        ),
    ]


def leaving_steps(name: str, window: int, most: int) -> list[Step]:
    """Steps to `<name>_ends` (state, days, n; a state of KINDS, 0: still there) and `<name>_departures`: the `most` who left last,
    with the last promise missed and the last conversation unanswered in the `window` days before. After `before_steps`."""
    near = f"d.missed = 1 AND d.on_day < p.left_on AND {plus_days('d.on_day', str(window))} >= p.left_on"
    return [
        step(
            f"{name}_broken",
            f"""SELECT p.client, max(CASE WHEN d.promise = {literal(ANY)} THEN d.on_day END) AS missed_on,
            max(CASE WHEN d.promise = {literal(UNANSWERED)} THEN d.on_day END) AS silent_on
            FROM {name}_clients AS p JOIN {name}_due AS d ON p.client = d.client WHERE {near} GROUP BY p.client""",
            "what had broken shortly before each client left",
        ),
        step(
            f"{name}_followed",
            f"""SELECT p.client, p.began_on, p.left_on, {days_between("p.began_on", "coalesce(p.left_on, p.until_on)")} AS days,
            b.missed_on, b.silent_on, CASE WHEN p.left_on IS NULL THEN 0 WHEN NOT b.missed_on IS NULL THEN 1
            WHEN NOT b.silent_on IS NULL THEN 2 ELSE 3 END AS state
            FROM {name}_clients AS p LEFT JOIN {name}_broken AS b ON p.client = b.client WHERE NOT p.began_on IS NULL""",
            "each client: how long it stayed, and what it left after",
        ),
        step(
            f"{name}_ends",
            f"SELECT state, days, count(*) AS n FROM {name}_followed WHERE days >= 0 GROUP BY state, days",
            "how many clients left after how many days, by what had broken",
        ),
        step(
            f"{name}_gone",
            f"""SELECT client, began_on, left_on, missed_on, silent_on, row_number() OVER (ORDER BY left_on DESC, client) AS place
            FROM {name}_followed WHERE state > 0 AND days >= 0""",
            "clients who left, the last first",
        ),
        step(
            f"{name}_departures",
            f"""SELECT g.place, coalesce(min(w.ref), g.client) AS ref, g.began_on, g.left_on, g.missed_on, g.silent_on,
            min(o.promise) AS promise FROM {name}_gone AS g LEFT JOIN {name}_whose AS w ON g.client = w.client
            LEFT JOIN {name}_owed AS o ON g.client = o.client AND g.missed_on = o.on_day AND o.missed = 1
            WHERE g.place <= {most} GROUP BY g.place, g.client, g.began_on, g.left_on, g.missed_on, g.silent_on""",
            "those who left last, and what broke last before",
        ),
    ]


def leaving(rows: Sequence[Mapping[str, Any]]) -> list[Figure]:
    """Of all clients followed, the share that leaves within 12 and 24 months after each of KINDS; of those who left, which.

    `rows` are those of `<name>_ends`. Nothing is told below five clients followed, of departures below five.
    """
    n = sum(int(row["n"]) for row in rows)
    curves = aalen_johansen([row["days"] for row in rows], [row["state"] for row in rows], [row["n"] for row in rows])
    found = [_by(curves, end, months, n) for months in MONTHS for end in KINDS]
    left = {end: sum(int(row["n"]) for row in rows if row["state"] == end) for end in KINDS}
    gone = sum(left.values())
    if gone < SMALLEST_GROUP:
        return [*found, Figure("departures_missed", None, gone, "share", reason="too_few_left")]
    return found + [
        Figure(f"departures_{what}", left[end] / gone, gone, "share", wilson(left[end], gone), WILSON_95)
        for end, what in KINDS.items()
    ]


def _by(curves: Competing, end: int, months: int, n: int) -> Figure:
    name, days = f"left_{KINDS[end]}_{months}_months", MONTHS[months]
    if n < SMALLEST_GROUP:
        return Figure(name, None, n, "share", reason="too_few_followed" if n else "no_rows")
    if days > curves.until and curves.waiting_at(days) > 0:
        return Figure(name, None, n, "share", reason="not_seen_so_long")
    curve = curves.of.get(end) if end != CENSORED else None
    share = curve.at(days) if curve else 0.0
    # nobody left so yet: Wilson's interval knows how far that may be off, the curve does not
    ends = curve.interval_at(days) if curve and share > 0 else wilson(0, n)
    return Figure(name, share, n, "share", ends, AALEN_JOHANSEN_95)
