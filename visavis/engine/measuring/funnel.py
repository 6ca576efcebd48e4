"""How many got how far: the stages of a funnel, in the order in which they are declared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from visavis.engine.measuring.intervals import wilson
from visavis.engine.measuring.selecting import Facts, Selection, Unmeasurable, select_rows
from visavis.engine.measuring.values import WILSON_95, Figure
from visavis.engine.portable import total
from visavis.engine.steps import Step, literal, quoted, step


def funnel_steps(
    name: str, facts: Facts, selection: Selection, *, order: Sequence[str], period: str | None
) -> list[Step]:
    """Steps to `<name>_stages`: year, month, stage, n and one column per flag; year and month null where `period` leaves them out.

    `selection` gives the field `stage`, the moment `happened` where there is a period, and the flags. Stages that are not in
    `order` come out as null.
    """
    known = ", ".join(literal(stage) for stage in order)
    year = "CAST(year(happened_on) AS BIGINT)" if period else "CAST(NULL AS BIGINT)"
    month = "CAST(month(happened_on) AS BIGINT)" if period == "month" else "CAST(NULL AS BIGINT)"
    flags = "".join(f", {quoted(flag)}" for flag in selection.flags)
    totals = "".join(f", {total(quoted(flag))} AS {quoted(flag)}" for flag in selection.flags)
    day = "happened_on" if period else "CAST(NULL AS DATE)"
    return [
        *select_rows(f"{name}_rows", facts, selection, "the facts that the measure is computed over"),
        step(
            f"{name}_days",
            f"SELECT {day} AS happened_on, stage, count(*) AS n{totals} FROM {name}_rows GROUP BY {'happened_on, ' if period else ''}stage",
            "how many facts of each day stand at each stage, by the facts' own words",
        ),
        step(
            f"{name}_placed",
            f"SELECT {year} AS year, {month} AS month, CASE WHEN stage IN ({known}) THEN stage END AS stage, n{flags} FROM {name}_days",
            "their period, and their stage where it is one of those asked for",
        ),
        step(
            f"{name}_stages",
            f"SELECT year, month, stage, {total('n')} AS n{totals} FROM {name}_placed GROUP BY year, month, stage",
            "how many facts stand at each stage in each period",
        ),
    ]


@dataclass(frozen=True, slots=True)
class Funnel:
    """One period's funnel: how many reached the end, each stage, each `of_which`, and the facts at no known stage."""

    value: Figure
    stages: list[Figure]
    of_which: list[Figure]
    elsewhere: int


def funnel(
    at_stage: Mapping[str | None, int], order: Sequence[str], of_which: Mapping[str, int], *, cumulative: bool
) -> Funnel:
    """The stages out of how many facts stand at each (`at_stage`; key None: at none of `order`).

    `cumulative`: a fact stands at the *highest* stage it reached, so it reached those before as well. Shares are of the first
    stage, `of_which` too. Raises Unmeasurable where no fact stands at any of the stages.
    """
    counts = [at_stage.get(stage, 0) for stage in order]
    if not sum(counts):
        raise Unmeasurable("no_stage" if sum(at_stage.values()) else "no_rows")
    reached = [sum(counts[place:]) for place in range(len(order))] if cumulative else counts
    stages = [_share(stage, n, reached[0]) for stage, n in zip(order, reached, strict=True)]
    extra = [_share(name, n, reached[0]) for name, n in of_which.items()]
    last = stages[-1]
    share = _rate(last.n, reached[0])
    value = Figure(
        "value", share, reached[0], "share", *_surely(last.n, reached[0]), None if share is not None else "empty_first"
    )
    return Funnel(value, stages, extra, at_stage.get(None, 0))


def _share(name: str, n: int, first: int) -> Figure:
    return Figure(name, _rate(n, first), n, "share", *_surely(n, first))


def _rate(n: int, first: int) -> float | None:
    return n / first if first else None


def _surely(n: int, first: int) -> tuple[tuple[float, float] | None, str | None]:
    return (wilson(n, first), WILSON_95) if 0 <= n <= first and first else (None, None)
