"""Fences and what is withheld: what only its holder can read, why and since when; what was first written in private. Portable.

Both need facts of a kind that the company declares: nothing else in its files says who may read what.
"""

from collections.abc import Collection, Mapping

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.anonymity import groups_told
from visavis.engine.measuring.intervals import wilson
from visavis.engine.measuring.quantiles import ordered
from visavis.engine.measuring.selecting import Facts, Selection, Unmeasurable, select_rows
from visavis.engine.measuring.survival import kaplan_meier
from visavis.engine.measuring.values import KAPLAN_MEIER_95, RANKS_95, WILSON_95, Figure
from visavis.engine.portable import days_between, total
from visavis.engine.steps import Step, literal, step
from visavis.vocabulary import SMALLEST_GROUP

UNSAID = "?"
"""What stands for a motive that is not said, or not told."""


def fence_steps(name: str, facts: Facts, selection: Selection, as_of: str) -> list[Step]:
    """`<name>_fences` (fenced, clients): of the clients in `<name>_clients`, how many have a record that its holder alone can
    read; `<name>_motives` (motive, age, n): why, and for how many days; `<name>_fencers` (motive, person): who put them up. `selection`:
    `client`, `motive`, `person` and the moment `put_up`."""
    last = f"CAST({literal(as_of)} AS DATE)"
    # Contacts may end before the fences do: what was put up since has no age yet.
    age = f"CASE WHEN put_up_on <= {last} THEN {days_between('put_up_on', last)} END"
    return [
        *select_rows(f"{name}_put_up", facts, selection, "the facts that are fences"),
        step(
            f"{name}_fences",
            f"""SELECT CASE WHEN f.client IS NULL THEN 0 ELSE 1 END AS fenced, count(*) AS clients FROM {name}_clients AS c
            LEFT JOIN (SELECT DISTINCT coalesce(w.cluster, p.client) AS client FROM {name}_put_up AS p
            LEFT JOIN {name}_who AS w ON p.client = w.ref) AS f ON c.client = f.client GROUP BY CASE WHEN f.client IS NULL THEN 0 ELSE 1 END""",
            "clients of whom something stands behind a fence",
        ),
        step(
            f"{name}_motives",
            f"SELECT motive, {age} AS age, count(*) AS n FROM {name}_put_up GROUP BY motive, {age}",
            "fences by motive and age",
        ),
        step(
            f"{name}_fencers",
            f"SELECT DISTINCT motive, person FROM {name}_put_up WHERE NOT person IS NULL",
            "who put them up",
        ),
    ]


def withheld_steps(name: str, facts: Facts, selection: Selection) -> list[Step]:
    """`<name>_withheld` (state, days, n): what was written of the same matter, private first or not, and after how many days the
    client's circle saw it. `selection`: the fields `matter` and `person`, the moment `told` and the flag `private`. `<name>_hiders` (people): who wrote in private."""
    first = "min(CASE WHEN private = {} THEN told_on END)"
    state = "CASE WHEN hid_on IS NULL OR open_on < hid_on OR open_on = hid_on THEN 'open' WHEN open_on IS NULL THEN 'hidden' ELSE 'shown' END"
    days = days_between("hid_on", "coalesce(open_on, last_on)")
    return [
        *select_rows(f"{name}_told", facts, selection, "what was written of clients, and where"),
        step(
            f"{name}_matters",
            f"""SELECT m.matter, m.hid_on, m.open_on, l.last_on FROM (SELECT matter, {first.format(1)} AS hid_on,
            {first.format(0)} AS open_on FROM {name}_told WHERE NOT matter IS NULL AND NOT told_on IS NULL GROUP BY matter) AS m
            CROSS JOIN (SELECT max(told_on) AS last_on FROM {name}_told) AS l""",
            "when each matter was first told in private, and where its circle could see it",
        ),
        step(
            f"{name}_withheld",
            f"SELECT {state} AS state, {days} AS days, count(*) AS n FROM {name}_matters GROUP BY {state}, {days}",
            "how long what was private stayed so",
        ),
        step(f"{name}_items", f"SELECT {total('1')} AS n FROM {name}_matters", "how many matters there are"),
        step(
            f"{name}_hiders",
            f"SELECT count(DISTINCT person) AS people FROM {name}_told WHERE private = 1",
            "how many people wrote in private",
        ),
    ]


def fences(
    fenced: int,
    clients: int,
    motives: Mapping[str, int],
    ages: npt.ArrayLike,
    counts: npt.ArrayLike,
    people: Mapping[str, Collection[str]] | None = None,
) -> list[Figure]:
    """Which share of clients has a record that its holder alone can read, why, and the median age in days.

    `people` by motive: who put these fences up, where anybody is named. A motive that fewer than five give is told with others, also
    where it would follow by subtraction; of fences that fewer than five put up, neither motive nor age. Raises Unmeasurable without clients.
    """
    if not clients:
        raise Unmeasurable("no_rows")
    found = [Figure("fenced_share", fenced / clients, clients, "share", wilson(fenced, clients), WILSON_95)]
    n, known = sum(motives.values()), {name: them for name, them in (people or {}).items() if them}
    if known and len(frozenset[str]().union(*known.values())) < SMALLEST_GROUP:
        return [*found, Figure("fence_age", None, 0, "day", reason="fewer_than_five")]
    told = groups_told(known) if known else motives.keys()
    listed = {name: k for name, k in motives.items() if name in told and name != UNSAID}
    if rest := n - sum(listed.values()):
        listed[UNSAID] = rest
    old = ordered(ages, counts)
    age = Figure("fence_age", old.quantile(0.5), old.n, "day", old.median_interval(), RANKS_95) if old.n else None
    return [
        *found,
        *([age] if age else []),
        *(
            Figure(f"fence:{name}", k / n, n, "share", wilson(k, n), WILSON_95)
            for name, k in sorted(listed.items(), key=lambda each: -each[1])
        ),
    ]


def withheld(
    states: Mapping[str, int],
    days: npt.ArrayLike,
    shown: npt.ArrayLike,
    counts: npt.ArrayLike,
    people: int | None = None,
) -> list[Figure]:
    """Which share of matters was first written in private, and the median days until its circle saw it (Kaplan–Meier), unless fewer
    than five `people` wrote these; None: nobody is named. Raises Unmeasurable without matters."""
    n = sum(states.values())
    if not n:
        raise Unmeasurable("no_rows")
    private = n - states.get("open", 0)
    found = [Figure("withheld_share", private / n, n, "share", wilson(private, n), WILSON_95)]
    if private and people is not None and people < SMALLEST_GROUP:
        found.append(Figure("withheld_days", None, 0, "day", reason="fewer_than_five"))
    elif private:
        curve = kaplan_meier(np.asarray(days), np.asarray(shown), np.asarray(counts))
        median = curve.median
        ends = curve.quantile_interval(0.5) if median is not None else None
        why = None if median is not None else "too_many_waiting" if curve.n_ended else "none_finished"
        found.append(Figure("withheld_days", median, private, "day", ends, KAPLAN_MEIER_95, why))
    return found
