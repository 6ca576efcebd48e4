"""Which promises count the same facts, and who stands behind these.

Where one promise counts all complaints of a team and another those about one product, the difference is what the team did about
all other products: so slices of all promises are held together (`slices_held`).
"""

from collections.abc import Sequence
from datetime import date

from visavis.engine.portable import month_of, total
from visavis.engine.steps import Step, literal, step

Slice = tuple[str, str, str]
"""Period, side, value."""

SIDES = ("team", "segment")


def shared_steps(promises: Sequence[str], ended: Sequence[str]) -> list[Step]:
    """Steps over `cases`, `felt`, `placed_cases`, `placed_felt` and `team_members` to `shared_facts` and `shared_felt`: promise,
    month, team, segment, staff, `counted` (the months in which each of `promises` counts these facts), how many there are (n), and
    how many ended in each of `ended` ways, or what was kept in the eyes of clients (kept)."""
    outcomes = ", ".join(
        f"{total(f'CASE WHEN p.outcome = {literal(each)} THEN 1 ELSE 0 END')} AS {each}" for each in ended
    )
    same = "coalesce(p.source, '') = coalesce(s.source, '') AND p.key = s.key"
    views = (
        ("facts", "cases", "on_day", "placed_cases", same, outcomes),
        ("felt", "felt", "felt_on", "placed_felt", f"{same} AND p.felt_on = s.felt_on", f"{total('p.kept')} AS kept"),
    )
    found = []
    for what, table, day, placed, on, counts in views:
        by = "source, key" if what == "facts" else f"source, key, {day}"
        months = " || '|' || ".join(
            f"max(CASE WHEN promise = {literal(each)} THEN CAST({month_of(day)} AS VARCHAR) ELSE '' END)"
            for each in promises
        )
        who = "p.promise, p.month, p.team, p.segment, coalesce(p.staff, t.member), s.counted"
        found += [
            step(
                f"counted_{what}",
                f"SELECT {by}, {months} AS counted FROM {table} WHERE NOT {day} IS NULL GROUP BY {by}",
                "which promises count a fact, and in which months",
            ),
            step(
                f"shared_{what}",
                f"""SELECT p.promise, p.month, p.team, p.segment, coalesce(p.staff, t.member) AS staff, s.counted, count(*) AS n, {counts}
                FROM {placed} AS p JOIN counted_{what} AS s ON {on} LEFT JOIN team_members AS t ON p.unnamed = t.team
                WHERE NOT coalesce(p.staff, t.member) IS NULL GROUP BY {who}""",
                "who stands behind facts, and which promises count these",
            ),
        ]
    return found


def day_of(month: date | str) -> str:
    """The first day of a month, ISO."""
    return str(month)[:10]


def block_of(month: date | str, grain: str) -> str:
    """The first day of the block of months that a month falls into, ISO; empty for all time."""
    first = date.fromisoformat(str(month)[:10])
    if grain == "all":
        return ""
    starts = {"month": first.month, "quarter": first.month - (first.month - 1) % 3, "year": 1}
    return first.replace(month=starts[grain], day=1).isoformat()
