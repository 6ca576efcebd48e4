"""The mirror cut into slices by month, team and client segment: small sums that pages add up, none about one to four people.

Whole months of all cases are always there. Of teams and segments, months are told where five people stand behind every sum and
difference (`anonymity`), else quarters, years, or all time together; all promises are held together, in a run and over all runs
(`slices_held`).
Facts of which a team is known but nobody is named stand for the whole team; where nobody was ever named, nobody is singled out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from visavis.engine.lake import Lake, Manifest, extra_columns
from visavis.engine.measuring.anonymity import Cell, Told, tellable
from visavis.engine.measuring.anonymity_blocks import Part
from visavis.engine.portable import month_of, total
from visavis.engine.steps import Runner, Step, literal, quoted, step
from visavis.mirror.guard.slices_held import Stood, hold_slices
from visavis.mirror.guard.slices_together import SIDES, Slice, block_of, shared_steps
from visavis.mirror.guard.work_or_cases import told_as_work

GRAINS = ("month", "quarter", "year", "all")
WELL_COVERED = 0.6
"""Share of cases that must stand in slices which may be told; else their periods become longer."""

SEGMENT_FIELDS = ("extra_segment", "extra_sector", "extra_customer_type", "kind")
"""Where the register says what kind of client one is: the first of these that it has."""

ENDED = ("kept", "late", "partial", "broken", "open", "untestable")
FACTS, FELT_OF = "facts", "felt"
"""What is cut into slices: how cases ended, and what clients said of them."""
FELT = ("said", "kept")
"""How many clients said something of a case, and how many of them that it was kept."""

Row = dict[str, Any]


@dataclass(slots=True)
class Sums:
    """Sums by slice: (period, side, value) → columns; the side is empty for all cases."""

    grain: str = "month"
    cells: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)


def slice_steps(lake_columns: Iterable[str], kept_when: Mapping[str, float]) -> list[Step]:
    """Steps over `cases`, `felt`, `events`, `exchanges`, `records`, `members` and `client_refs` to `sliced_facts` and `sliced_felt`
    (promise, month, team, segment, counts), and `behind_facts`, `behind_felt` (promise, month, team, segment, staff, how many)."""
    known = set(lake_columns)
    column = next((name for name in SEGMENT_FIELDS if name in known), "kind")
    month, felt_month = month_of("c.on_day"), month_of("f.felt_on")
    tested = ", ".join(f"({literal(name)}, CAST({score!r} AS DOUBLE))" for name, score in sorted(kept_when.items()))
    counts = ", ".join(f"{total(f'CASE WHEN outcome = {literal(each)} THEN n ELSE 0 END')} AS {each}" for each in ENDED)
    who = "p.promise, p.month, p.team, p.segment, coalesce(p.staff, t.member)"
    behind = f"""SELECT {who} AS staff, count(*) AS n, {{marks}} FROM {{placed}} AS p LEFT JOIN team_members AS t ON p.unnamed = t.team
        WHERE NOT coalesce(p.staff, t.member) IS NULL GROUP BY {who}"""
    marks = ", ".join(
        f"{total(f'CASE WHEN outcome = {literal(each)} THEN 1 ELSE 0 END')} AS {each}" for each in ENDED[:5]
    )
    return [
        step(
            "segments",
            f"""SELECT m.client, max(r.{quoted(column)}) AS segment FROM members AS m
            JOIN records AS r ON m.source = r.source AND m.key = r.key GROUP BY m.client""",
            "what kind of client each is",
        ),
        step(
            "who_acted",
            """SELECT source, key, staff FROM events WHERE NOT staff IS NULL
            UNION SELECT source, key, staff FROM exchanges WHERE NOT staff IS NULL""",
            "who acted on which fact",
        ),
        step(
            "team_members",
            """SELECT DISTINCT team, staff AS member FROM (SELECT team, staff FROM events UNION ALL SELECT team, staff FROM exchanges) AS t
            WHERE NOT team IS NULL AND NOT staff IS NULL""",
            "who works in which team",
        ),
        step(
            "placed_cases",
            f"""SELECT c.promise, c.source, c.key, {month} AS month, coalesce(c.team, '') AS team, coalesce(s.segment, '') AS segment,
            c.outcome, c.n, w.staff, CASE WHEN w.staff IS NULL THEN c.team END AS unnamed FROM cases AS c
            LEFT JOIN client_refs AS r ON c.client_ref = r.ref LEFT JOIN segments AS s ON r.client = s.client
            LEFT JOIN (SELECT source, key, min(staff) AS staff FROM who_acted GROUP BY source, key) AS w
            ON c.source = w.source AND c.key = w.key WHERE NOT c.on_day IS NULL""",
            "each case with its month, team and kind of client",
        ),
        step(
            "sliced_facts",
            f"SELECT promise, month, team, segment, {counts} FROM placed_cases GROUP BY promise, month, team, segment",
            "how cases ended",
        ),
        step(
            "behind_facts",
            behind.format(placed="placed_cases", marks=marks),
            "who stands behind them",
        ),
        step(
            "placed_felt",
            f"""SELECT f.promise, f.source, f.key, f.felt_on, {felt_month} AS month, p.team, p.segment, p.staff, p.unnamed,
            CASE WHEN f.score >= k.least THEN 1 ELSE 0 END AS kept FROM felt AS f
            JOIN (SELECT * FROM (VALUES {tested or "('', CAST(0 AS DOUBLE))"}) AS v (promise, least)) AS k ON f.promise = k.promise
            JOIN (SELECT promise, source, key, min(team) AS team, min(segment) AS segment, min(staff) AS staff, min(unnamed) AS unnamed
            FROM placed_cases GROUP BY promise, source, key) AS p
            ON f.promise = p.promise AND f.source = p.source AND f.key = p.key WHERE NOT f.score IS NULL AND NOT f.felt_on IS NULL""",
            "what clients said of a case, in the month in which they said it",
        ),
        step(
            "sliced_felt",
            f"""SELECT promise, month, team, segment, count(*) AS said, {total("kept")} AS kept FROM placed_felt
            GROUP BY promise, month, team, segment""",
            "how many clients say that it was kept",
        ),
        step(
            "behind_felt",
            behind.format(placed="placed_felt", marks=f"{total('kept')} AS kept"),
            "who stands behind these cases",
        ),
    ]


def sliced(
    runner: Runner,
    lake: Lake,
    manifest: Manifest,
    kept_when: Mapping[str, float],
    former: Mapping[str, Any] | None = None,
    told: Mapping[str, Any] | None = None,
    secret: bytes = b"",
) -> tuple[dict[str, Any], dict[str, Any], list[Row]]:
    """The document `slices`: by promise the sums of facts and of what clients said; that of what was told so far (hashes); and
    the slices whose cases may be listed: `promise`, `side`, `value`, `first` and `last` day.

    A list says of each case only that one of five people or more stands behind it: those behind the slice's own figure. Where
    that figure is an earlier one, the cases of now would tell what moved, and are not listed.

    The views `members` and `client_refs` must stand. `former` and `told` are the documents of the publication before.
    """
    lake.show(runner, manifest, ("cases", "felt", "events", "exchanges", "records"))
    names = {"kind", *(name for name, _ in extra_columns(manifest.of("records")))}
    steps = slice_steps(names, kept_when)
    runner.run(steps)
    names_of = sorted(row["promise"] for row in runner.rows("SELECT DISTINCT promise FROM cases"))
    if names_of:
        steps += (shared := shared_steps(names_of, ENDED[:5]))
        runner.run(shared)
    ledger = {what: kept for what, kept in (told or {}).items() if what in (FACTS, FELT_OF)}
    listed: list[Row] = []
    promises: dict[str, Any] = defaultdict(dict)
    elsewhere = told_as_work(runner, manifest.ledger)
    for what, columns, counts in ((FACTS, ENDED, ENDED[:5]), (FELT_OF, FELT, ("kept",))):
        rows = _by_promise(runner.rows(f"SELECT * FROM sliced_{what}"))
        behind = _by_promise(runner.rows(f"SELECT * FROM behind_{what}"))
        before = {name: (former or {}).get("promises", {}).get(name, {}).get(what) for name in rows}
        found = {name: _grained(own, behind.get(name, []), columns, before[name]) for name, own in rows.items()}
        grains = {name: grain for name, (grain, _) in found.items()}
        if names_of:
            stood = Stood(names_of, runner.rows(f"SELECT * FROM shared_{what}"), ("n", *counts))
            allowed = {name: frozenset() if name in elsewhere else own for name, (_, own) in found.items()}
            fresh_of, stale_of, ledger[what] = hold_slices(stood, allowed, grains, ledger.get(what), secret=secret)
        for name, own in sorted(rows.items()):
            fresh = fresh_of[name] - stale_of[name]
            sums = _sums(own, columns, grains[name], fresh, stale_of[name], before[name])
            promises[name][what] = {
                "grain": sums.grain,
                "cells": [[*key, *n] for key, n in sorted(sums.cells.items())],
            }
            if what == FACTS:
                listed += [_listed(name, sums.grain, *key) for key in sorted(fresh)]
    return {"promises": promises, "steps": [[each.name, each.sql()] for each in steps]}, ledger, listed


def _listed(promise: str, grain: str, block: str, side: str, value: str) -> Row:
    first, last = date.min, date.max
    if block:
        first = date.fromisoformat(block)
        months = {"month": 1, "quarter": 3, "year": 12}[grain]
        month = first.month - 1 + months
        last = date(first.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return {"promise": promise, "side": side, "value": value, "first": first, "last": last}


def _by_promise(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["promise"]].append(row)
    return found


def _grained(
    rows: Sequence[Row], behind: Sequence[Row], columns: Sequence[str], before: Mapping[str, Any] | None
) -> tuple[str, frozenset[Slice]]:
    """How long periods are, and which slices may be told in them."""
    # Other periods than those told before would tell of months by subtraction.
    standing = before["grain"] if before and any(cell[1] for cell in before["cells"]) else None
    every = sum(sum(row[each] for each in columns) for row in rows if row["team"])
    for grain in (standing,) if standing else GRAINS:
        told = _told(rows, behind, grain)
        seen = sum(
            sum(row[each] for each in columns)
            for row in rows
            if (block_of(row["month"], grain), "team", row["team"]) in told
        )
        if seen >= WELL_COVERED * every:
            break
    return grain, told


def _sums(
    rows: Sequence[Row],
    columns: Sequence[str],
    grain: str,
    fresh: frozenset[Slice],
    stale: frozenset[Slice],
    before: Mapping[str, Any] | None,
) -> Sums:
    """Whole months; slices that are `fresh`; and of those that are `stale`, what was told `before`."""
    sums = Sums(grain)
    _add(sums, ((("", ""), "month", row) for row in rows), columns)
    _add(sums, (((side, row[side]), grain, row) for row in rows for side in SIDES if row[side]), columns, fresh)
    if before and before["grain"] == grain:
        kept = {tuple(cell[:3]): list(cell[3:]) for cell in before["cells"] if cell[1]}
        sums.cells |= {key: kept[key] for key in stale if key in kept}
    return sums


def _add(
    sums: Sums,
    placed: Iterable[tuple[tuple[str, str], str, Row]],
    columns: Sequence[str],
    allowed: frozenset[Slice] | None = None,
) -> None:
    for (side, value), grain, row in placed:
        key = (block_of(row["month"], grain), side, value)
        if allowed is None or key in allowed:
            cell = sums.cells.setdefault(key, [0] * len(columns))
            for place, name in enumerate(columns):
                cell[place] += int(row[name])


def _told(rows: Sequence[Row], behind: Sequence[Row], grain: str) -> frozenset[Slice]:
    """Teams and segments that may be told beside the whole, in each block of months; teams first, the larger before."""
    parts: dict[str, dict[tuple[str, str], set[Part]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        block = parts[block_of(row["month"], grain)]
        for side in SIDES:
            if row[side]:
                block[side, row[side]] |= set()
    for row in behind:
        block = parts[block_of(row["month"], grain)]
        part: Part = (row["staff"], (row["team"], row["segment"]))
        for key in (("", ""), *((side, row[side]) for side in SIDES if row[side])):
            block[key].add(part)
    found: set[Slice] = set()
    for name, block in parts.items():
        known = Told()
        known.add(block.pop(("", ""), set()))
        cells = [Cell(key, frozenset(them)) for key, them in block.items()]
        cells.sort(key=lambda cell: (SIDES.index(str(cell.name[0])), -len(cell.people), str(cell.name)))
        found |= {(name, str(cell.name[0]), str(cell.name[1])) for cell in tellable(cells, known)}
    return frozenset(found)
