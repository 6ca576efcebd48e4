"""What everybody may read of an action that is judged by a part of the company: the verdict and its effect, not what was counted.

Counts of a team or of a kind of clients over days that somebody chose, at each run anew, would tell by difference what one to four
people did: neither other actions, nor the months of the mirror, are held beside them. Whoever looks at raw rows sees them.
"""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest

from visavis.change.aims import Aims
from visavis.change.plan import Plan
from visavis.change.showing import Shown
from visavis.engine.measuring.interrupted import Sided
from visavis.mistakes import Mistake
from visavis.web.access import STEWARDS, role_of

LEAST = {"few_cases_before": "< 10", "few_cases_after": "< 10", "few_periods_before": "< 8", "few_periods_after": "< 4"}
"""What a reason says in the place of a count."""


def as_told_to(request: HttpRequest, shown: Shown, aims: Aims) -> Shown:
    """The action as whoever asks may see it."""
    if role_of(request) in STEWARDS or not shown.found:
        return shown
    of_part = parts(shown.plan, aims)
    return replace(shown, found=_withheld(shown.found, of_part)) if any(of_part) else shown


def parts(plan: Plan, aims: Aims) -> list[bool]:
    """Of the action's own series, then of its controls: whether it counts some teams, one kind of clients, or what a condition chooses."""
    if plan.roll_out is not None:
        return [True]
    return [side.apart or _chooses(side, aims) for side in (plan.outcome, *plan.control)]


def _chooses(side: Sided, aims: Aims) -> bool:
    """Whether a condition of its measure names a team or a value of the company's own; where measures can't be read, it may."""
    try:
        return bool(aims.names(side))
    except Mistake:
        return True


def _withheld(found: dict[str, Any], of_part: list[bool]) -> dict[str, Any]:
    """The verdict without counts of parts: `sides` has None for them, `withheld` says so."""
    sides = [None if part else side for part, side in zip(of_part, found["sides"], strict=False)]
    roll_out = found["roll_out"]
    if roll_out:
        roll_out = roll_out | {"teams": [each | {"counts": None} for each in roll_out["teams"]]}
    return found | {
        "withheld": True,
        "sides": sides,
        "roll_out": roll_out,
        "so_far": None if of_part[0] else found["so_far"],
        "blocks": [],
        "detail": LEAST.get(found["reason"], found["detail"]),
    }
