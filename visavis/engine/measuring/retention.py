"""Who stays, by cohort, and what had broken before the others left.

Cohorts by Kaplan–Meier, clients still there censored. What broke before: in every month, clients to whom a promise was missed in
the 180 days before it against those to whom it was only kept (the control), and who of both left in that month; months,
and years as a client, pooled by Mantel and Haenszel 1959, interval by Robins, Breslow and Greenwood 1986. An association, never a
cause: whoever was about to leave may have been served worse.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, isnan, log, sqrt

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.intervals import Z95, wilson
from visavis.engine.measuring.leaving import due_steps
from visavis.engine.measuring.survival import Survival, kaplan_meier
from visavis.engine.measuring.values import KAPLAN_MEIER_95, WILSON_95, Figure
from visavis.engine.portable import days_between, month_of, plus_days, year_of
from visavis.engine.settling import Columns
from visavis.engine.steps import Step, step
from visavis.engine.tables import Type
from visavis.vocabulary import SMALLEST_GROUP

BEFORE = 180
"""Within how many days before a month a missed promise counts as what broke before."""

YEAR = 365
HORIZONS = (("stay_6_months", 182), ("stay_12_months", YEAR), ("stay_24_months", 2 * YEAR))
MANTEL_HAENSZEL_95 = "Mantel–Haenszel by month and years as a client, 95 %"
SEEN = ("events", "exchanges", "ratings")


def settled(name: str) -> dict[str, Columns]:
    """Steps that several others read, with their columns."""
    text, day, number = Type.TEXT, Type.DATE, Type.INTEGER
    return {
        f"{name}_leavers": (("ref", text), ("began_on", day), ("left_on", day), ("gone", number)),
        f"{name}_whose": (("ref", text), ("client", text)),
        f"{name}_clients": (("client", text), ("began_on", day), ("left_on", day), ("until_on", day)),
        f"{name}_months": (("month", day),),
        f"{name}_held": (("client", text), ("promise", text), ("month", day), ("missed", number)),
    }


def whose_steps(name: str) -> list[Step]:
    """Steps to `<name>_whose` (ref, client) after `<name>_ends`: the client that each reference means.

    People of a company stand for it where it is the company whose leaving would be known, not the person's: they are told by
    the company that their records name, if one organisation alone has that name.
    """
    return [
        step(
            f"{name}_who",
            """SELECT 'record/' || source || '/' || key AS ref, cluster FROM clusters
            UNION ALL SELECT source || '/' || key AS ref, cluster FROM clusters WHERE source IN ('email', 'phone')""",
            "who is meant by each reference",
        ),
        step(
            f"{name}_known",
            f"SELECT DISTINCT w.cluster FROM {name}_leavers AS l JOIN {name}_who AS w ON l.ref = w.ref",
            "clients whose leaving would be known",
        ),
        step(
            f"{name}_names",
            f"""SELECT lower(trim(r.name)) AS name, min(c.cluster) AS house FROM records AS r
            JOIN clusters AS c ON r.source = c.source AND r.key = c.key JOIN {name}_known AS k ON c.cluster = k.cluster
            WHERE r.kind = 'organisation' AND NOT r.name IS NULL
            GROUP BY lower(trim(r.name)) HAVING min(c.cluster) = max(c.cluster)""",
            "organisations that alone have their name",
        ),
        step(
            f"{name}_houses",
            f"""SELECT c.cluster, min(n.house) AS house FROM records AS r
            JOIN clusters AS c ON r.source = c.source AND r.key = c.key JOIN {name}_names AS n ON lower(trim(r.company)) = n.name
            WHERE r.kind = 'person' GROUP BY c.cluster HAVING min(n.house) = max(n.house)""",
            "people, and the one company that their records name",
        ),
        step(
            f"{name}_whose",
            f"""SELECT w.ref, CASE WHEN k.cluster IS NULL THEN coalesce(h.house, w.cluster) ELSE w.cluster END AS client
            FROM {name}_who AS w LEFT JOIN {name}_known AS k ON w.cluster = k.cluster
            LEFT JOIN {name}_houses AS h ON w.cluster = h.cluster""",
            "the client that each reference means",
        ),
    ]


def staying_steps(name: str, leavings: str, *, every: bool) -> list[Step]:
    """Steps to `<name>_clients` (client, began_on, left_on, until_on) and `<name>_stays` (cohort, state, days, n).

    `leavings` is a view (ref, began_on, left_on) of those whose leaving would be known, left_on null for who is there; where
    began_on is null a client begins with the first fact about it. With `every`, a client has left once all of its rows have
    ended (contracts); else once one of them says so (client files). They read `clusters`, `records` and the facts.
    """
    seen = " UNION ALL ".join(
        f"SELECT f.client_ref AS ref, min(f.occurred_on) AS first_on FROM {table} AS f "
        f"JOIN {name}_open AS o ON f.client_ref = o.ref WHERE NOT f.occurred_on IS NULL GROUP BY f.client_ref"
        for table in SEEN
    )
    last = " UNION ALL ".join(f"SELECT max(occurred_on) AS last_on FROM {table}" for table in SEEN)
    at_once = "min" if every else "max"
    return [
        step(
            f"{name}_leavers",
            f"""SELECT ref, min(began_on) AS began_on, max(left_on) AS left_on,
            {at_once}(CASE WHEN left_on IS NULL THEN 0 ELSE 1 END) AS gone FROM {leavings} GROUP BY ref""",
            "each reference whose leaving would be known, once",
        ),
        *whose_steps(name),
        step(
            f"{name}_told",
            f"""SELECT coalesce(w.client, l.ref) AS client, min(l.began_on) AS began_on, max(l.left_on) AS left_on,
            {at_once}(l.gone) AS gone FROM {name}_leavers AS l LEFT JOIN {name}_whose AS w ON l.ref = w.ref
            GROUP BY coalesce(w.client, l.ref)""",
            "each client: what is told of beginning and end",
        ),
        step(
            f"{name}_open",
            f"""SELECT w.ref FROM {name}_told AS h JOIN {name}_whose AS w ON h.client = w.client WHERE h.began_on IS NULL
            UNION SELECT client FROM {name}_told WHERE began_on IS NULL""",
            "references to clients of whom nobody tells since when they are",
        ),
        step(f"{name}_seen", seen, "since when facts tell of each of these"),
        step(
            f"{name}_first",
            f"""SELECT coalesce(w.client, s.ref) AS client, min(s.first_on) AS first_on FROM {name}_seen AS s
            LEFT JOIN {name}_whose AS w ON s.ref = w.ref GROUP BY coalesce(w.client, s.ref)""",
            "the first fact about each of these clients",
        ),
        step(f"{name}_until", f"SELECT max(last_on) AS until_on FROM ({last}) AS t", "the last day that facts tell of"),
        step(
            f"{name}_clients",
            f"""SELECT t.client, coalesce(t.began_on, f.first_on) AS began_on,
            CASE WHEN t.gone = 1 AND t.left_on <= u.until_on THEN t.left_on END AS left_on, u.until_on
            FROM {name}_told AS t LEFT JOIN {name}_first AS f ON t.client = f.client CROSS JOIN {name}_until AS u""",
            "each client: since when, and until when",
        ),
        step(
            f"{name}_stays",
            f"""SELECT year({year_of("began_on")}) AS cohort, CASE WHEN began_on IS NULL THEN 'no_start'
            WHEN {days_between("began_on", "coalesce(left_on, until_on)")} < 0 THEN 'backwards'
            WHEN left_on IS NULL THEN 'there' ELSE 'left' END AS state,
            {days_between("began_on", "coalesce(left_on, until_on)")} AS days, count(*) AS n
            FROM {name}_clients GROUP BY 1, 2, 3""",
            "how many clients of each year stayed for how many days",
        ),
    ]


def before_steps(name: str, window: int = BEFORE) -> list[Step]:
    """Steps to `<name>_before` (promise, month, missed, gone, tenure, n) after `staying_steps`; they read `cases`, `exchanges`.

    In each month: clients there at its beginning with a due case in the `window` days before; whether one of these was missed,
    and whether they left within the month. `tenure`: in their first year as a client (0), their second (1), or later (2), for
    whoever came lately leaves more often, whatever was missed.
    """
    been = days_between("p.began_on", "h.month")
    first = plus_days("c.on_day", str(window))
    return [
        step(
            f"{name}_months",
            f"""SELECT DISTINCT {month_of("left_on")} AS month FROM {name}_clients WHERE NOT left_on IS NULL""",
            "months in which clients left: no other month can tell them from those who stayed",
        ),
        *due_steps(name),
        step(
            f"{name}_held",
            f"""SELECT c.client, c.promise, m.month, max(c.missed) AS missed FROM {name}_due AS c
            JOIN {name}_months AS m ON c.on_day < m.month AND {first} >= m.month GROUP BY c.client, c.promise, m.month""",
            "by client and month: whether a promise was missed, or only kept, shortly before",
        ),
        step(
            f"{name}_before",
            f"""SELECT promise, month, missed, gone, tenure, count(*) AS n FROM (SELECT h.promise, h.month, h.missed,
            CASE WHEN {month_of("p.left_on")} = h.month THEN 1 ELSE 0 END AS gone,
            CASE WHEN {been} < {YEAR} THEN 0 WHEN {been} < {2 * YEAR} THEN 1 ELSE 2 END AS tenure
            FROM {name}_held AS h JOIN {name}_clients AS p ON h.client = p.client
            WHERE p.began_on < h.month AND (p.left_on IS NULL OR p.left_on >= h.month)) AS t
            GROUP BY promise, month, missed, gone, tenure""",
            "by month and years as a client: how many clients were there, and how many of them left in it",
        ),
    ]


@dataclass(frozen=True, slots=True)
class Stays:
    """How long clients of each cohort (a year) stayed, in days; `left` says for whom it ended. Left out: by state."""

    cohorts: npt.NDArray[np.int64]
    days: npt.NDArray[np.float64]
    left: npt.NDArray[np.bool_]
    counts: npt.NDArray[np.int64]
    left_out: Mapping[str, int]

    def curve(self, cohort: int | None = None) -> Survival:
        """Kaplan–Meier of one cohort, or of all."""
        own = slice(None) if cohort is None else self.cohorts == cohort
        return kaplan_meier(self.days[own], self.left[own], self.counts[own])


def staying(curve: Survival) -> list[Figure]:
    """Shares that stay for 6, 12 and 24 months (12 first), the median stay, and the clients behind them. `curve` in days."""
    by_name = {name: _share(name, curve, days) for name, days in HORIZONS}
    median, n = curve.median, int(curve.n)
    reason = None if median is not None else "too_many_staying" if n else "no_rows"
    interval = curve.quantile_interval(0.5) if median is not None else None
    return [
        by_name.pop("stay_12_months"),
        *by_name.values(),
        Figure("median_stay", median, n, "day", interval, KAPLAN_MEIER_95, reason),
        Figure("clients", n, n, "client"),
        Figure("left", curve.n_ended, n, "client"),
    ]


def _share(name: str, curve: Survival, days: int) -> Figure:
    n = int(curve.n)
    if not n or not curve.knows(days):
        return Figure(name, None, n, "share", reason="no_rows" if not n else "not_seen_so_long")
    if n < SMALLEST_GROUP:
        return Figure(name, None, n, "share", reason="too_few_followed")
    share = curve.at(days)
    # where all have left, or none has, Greenwood's variance knows no spread: Wilson's interval does
    interval = wilson(round(share * n), n) if share in (0.0, 1.0) else curve.interval_at(days)
    return Figure(name, share, n, "share", interval, KAPLAN_MEIER_95)


@dataclass(frozen=True, slots=True)
class Strata:
    """By month and years as a client: clients whose promise was missed and who left, or stayed; and those of the control, alike."""

    missed_left: npt.NDArray[np.float64]
    missed_stayed: npt.NDArray[np.float64]
    kept_left: npt.NDArray[np.float64]
    kept_stayed: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Association:
    """Odds of leaving after a missed promise, relative to the control, with interval and p-value; None where one can't be told."""

    ratio: float | None
    low: float | None
    high: float | None
    p: float
    reason: str | None = None


def associated(strata: Strata, z: float = Z95) -> Association:
    """OR = Σ aᵢdᵢ/nᵢ / Σ bᵢcᵢ/nᵢ over months; variance of log OR by Robins, Breslow and Greenwood; p by Wald.

    Nothing is told below five leavers, nor where one of the sums is zero.
    """
    a, b, c, d = strata.missed_left, strata.missed_stayed, strata.kept_left, strata.kept_stayed
    n = a + b + c + d
    if float(a.sum() + c.sum()) < SMALLEST_GROUP:
        return Association(None, None, None, float("nan"), "too_few_left")
    seen = n > 0
    a, b, c, d, n = a[seen], b[seen], c[seen], d[seen], n[seen]
    r, s, p, q = a * d / n, b * c / n, (a + d) / n, (b + c) / n
    up, down = float(r.sum()), float(s.sum())
    if up <= 0 or down <= 0:
        return Association(None, None, None, float("nan"), "one_sided")
    variance = float(
        (p * r).sum() / (2 * up**2) + (p * s + q * r).sum() / (2 * up * down) + (q * s).sum() / (2 * down**2)
    )
    ratio, half = up / down, z * sqrt(variance)
    from scipy.special import ndtr

    told = 2 * float(ndtr(-abs(log(ratio)) / sqrt(variance))) if variance > 0 else 1.0
    return Association(ratio, ratio * exp(-half), ratio * exp(half), told)


def broke_before(strata: Strata, adjusted: float = float("nan")) -> list[Figure]:
    """How much likelier clients leave after a missed promise than after a kept one, and of how many each is told.

    `adjusted` is the p-value held against all promises that are looked at (Benjamini and Hochberg).
    """
    found = associated(strata)
    left, kept = float(strata.missed_left.sum()), float(strata.kept_left.sum())
    leavers = int(left + kept)
    interval = None if found.low is None or found.high is None else (found.low, found.high)
    value = Figure("odds_ratio", found.ratio, leavers, "ratio", interval, MANTEL_HAENSZEL_95, found.reason)
    if leavers < SMALLEST_GROUP:
        return [value]
    p = None if isnan(adjusted) else adjusted
    missed_rate, kept_rate = (
        _monthly(name, gone, gone + float(stayed.sum()))
        for name, gone, stayed in (
            ("left_after_missed", left, strata.missed_stayed),
            ("left_after_kept", kept, strata.kept_stayed),
        )
    )
    return [
        value,
        Figure("leavers_missed", left / leavers, leavers, "share", wilson(left, leavers), WILSON_95),
        missed_rate,
        kept_rate,
        Figure("p_adjusted", p, leavers, "p", None, "Benjamini–Hochberg", None if p is not None else found.reason),
    ]


def _monthly(name: str, gone: float, of: float) -> Figure:
    if not of:
        return Figure(name, None, 0, "share", reason="no_rows")
    return Figure(name, gone / of, int(of), "share", wilson(gone, of), "Wilson 95 %, per client and month")
