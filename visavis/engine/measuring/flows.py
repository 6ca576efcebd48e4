"""What the steps of process.py counted, as figures: how long cases take and wait, which ways they go, who hands to whom."""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

import numpy as np

from visavis.engine.measuring.delay import Durations, delay
from visavis.engine.measuring.intervals import Z95, wilson
from visavis.engine.measuring.process import DAY, TENTHS
from visavis.engine.measuring.resampling import ratio_interval
from visavis.engine.measuring.selecting import Unmeasurable
from visavis.engine.measuring.values import GROUPS_95, NORMAL_95, WILSON_95, Figure

Rows = Sequence[Mapping[str, Any]]
MOST_WAYS = 12
WAIT = ("median_censored", "quartile_1_censored", "quartile_3_censored", "finished", "censored")
"""What is told of each step's waits, of all that `delay` gives."""


def durations_of(rows: Rows) -> Durations:
    """Rows of state, tenths of an hour and n as durations in days."""
    given = [row for row in rows if row["tenths"] is not None and row["tenths"] >= 0]
    return Durations(
        np.array([row["tenths"] * TENTHS / DAY for row in given], dtype=np.float64),
        np.array([row["state"] == "ended" for row in given], dtype=np.bool_),
        np.array([row["n"] for row in given], dtype=np.int64),
        {},
    )


def case_figures(totals: Rows, summary: Rows, ways: int, left_out: Rows) -> list[Figure]:
    """How long a case takes (the value), those still under way counted as such; how many come back to a step; hand-offs.

    `summary` has a row for each group of clients: `cases`, `returned` and `handed` of it. Raises Unmeasurable where there is no case.
    """
    value, around = delay(durations_of(totals), "day")
    groups = [(int(row["cases"]), int(row["handed"] or 0)) for row in summary]
    cases, handed = (sum(each) for each in zip(*groups, strict=True))
    return [
        value,
        *around,
        share("returned", sum(int(row["returned"]) for row in summary), cases),
        Figure("handoffs", handed, cases, "handoff"),
        _per_case(groups),
        Figure("ways", ways, cases, "way"),
        *(Figure(f"left_out_{row['state']}", int(row["n"]), int(row["n"]), "row") for row in left_out),
    ]


def _per_case(groups: Sequence[tuple[int, int]]) -> Figure:
    """Hand-offs a case, groups of clients resampled."""
    cases, handed = (sum(each) for each in zip(*groups, strict=True))
    ends = ratio_interval([n for _, n in groups], [n for n, _ in groups])
    return Figure("handoffs_per_case", handed / cases, cases, "handoff", ends, GROUPS_95)


def step_figures(waits: Rows, returns: Mapping[str, Any]) -> list[Figure]:
    """How long cases stand at one step (the value: the median, those still there counted), and how many come back to it."""
    try:
        value, around = delay(durations_of(waits), "day")
    except Unmeasurable as why:
        return [Figure("median_censored", None, 0, "day", reason=str(why))]
    kept = [figure for figure in around if figure.name in WAIT[1:]]
    return [value, *kept, share("returned", int(returns["returned"]), int(returns["cases"]))]


def way_figures(way: Mapping[str, Any], cases: int) -> list[Figure]:
    """The share of cases that go this way (the value), and how long those take on average that are over."""
    over = int(way["over"])
    mean = float(way["days"]) / over if over else None
    interval = None
    if mean is not None and over > 1:
        spread = max(0.0, float(way["squares"]) / over - mean * mean) * over / (over - 1)
        half = Z95 * sqrt(spread / over)
        interval = (max(0.0, mean - half), mean + half)
    took = Figure(
        "mean_finished",
        mean if interval else None,
        over,
        "day",
        interval,
        NORMAL_95,
        None if interval else "too_few_finished",
    )
    return [share("share", int(way["n"]), cases), took]


def share(name: str, n: int, of: int) -> Figure:
    """`n` of `of` as a share with its interval; none of nothing."""
    if not of:
        return Figure(name, None, 0, "share", reason="no_rows")
    return Figure(name, n / of, of, "share", wilson(n, of), WILSON_95)
