"""Writing actions down: each version is sealed, and its seal holds the one before it, so that nothing can be changed unseen."""

import hashlib
import json
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone

from visavis.change.aims import Aims, check_measures
from visavis.change.models import Action, ActionStop, ActionVersion
from visavis.change.plan import Plan, as_json, as_roll_out, check, plan_of
from visavis.engine.measuring.drawn_order import draw_order
from visavis.house.models import User
from visavis.mistakes import Mistake, Words
from visavis.promises.ledger import read_ledger

TRIES = 5


def register(home: Path, plan: Plan, *, by: User | None, action: Action | None = None) -> ActionVersion:
    """Write `plan` down as a new action, or as a new version of `action`. Raises Mistake where it can't be judged at all.

    Where teams start one after another, their order is drawn here and nowhere else; a version of the same teams keeps the draw.
    """
    plan = _drawn(plan, action) if plan.roll_out else plan
    check(plan, {each.value.name for each in read_ledger(home)})
    check_measures(Aims(home), (plan.outcome, *plan.control))
    if action is not None and ActionStop.objects.filter(action=action).exists():
        raise _stopped()
    return write_down(plan, by=by, action=action, at=timezone.now())


def _drawn(plan: Plan, action: Action | None) -> Plan:
    """`plan` with its teams in an order that a fresh seed decides, or the one drawn before: nobody draws until it pleases."""
    assert plan.roll_out is not None
    last = action.versions.order_by("-number").first() if action else None
    before = plan_of(last).roll_out if last else None
    kept = before is not None and set(before.teams) == set(plan.roll_out.teams)
    seed = before.seed if before is not None and kept else secrets.token_hex(16)
    drawn = replace(plan.roll_out, seed=seed, teams=tuple(draw_order(plan.roll_out.teams, seed)))
    return replace(plan, roll_out=drawn, teams=plan.teams or tuple(sorted(drawn.teams)))


def write_down(
    plan: Plan, *, by: User | None, at: datetime, action: Action | None = None, demonstration: bool = False
) -> ActionVersion:
    """The sealed version of `plan`, told to be of the moment `at`; nothing of it is checked."""
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                of = action or Action.objects.create(demonstration=demonstration)
                return _append(plan, of, by, at)
        except IntegrityError:  # somebody else took that place in the chain
            if attempt == TRIES - 1:
                raise
    raise AssertionError("the last try returns or raises")


def _append(plan: Plan, action: Action, by: User | None, at: datetime) -> ActionVersion:
    last = ActionVersion.objects.order_by("-place").first()
    version = ActionVersion(
        action=action,
        number=action.versions.count() + 1,
        place=last.place + 1 if last else 1,
        registered_at=at.astimezone(UTC).replace(microsecond=0),
        registered_by=by,
        title=" ".join(plan.title.split()),
        what=plan.what.strip(),
        owner=" ".join(plan.owner.split()),
        teams=list(plan.teams),
        cause=plan.cause,
        because=plan.because.strip(),
        outcome=as_json(plan.outcome),
        direction=plan.direction,
        control=[as_json(each) for each in plan.control],
        starts_on=plan.starts_on,
        waits=plan.waits,
        reads_on=plan.reads_on,
        baseline=plan.baseline,
        announced=plan.announced,
        roll_out=as_roll_out(plan.roll_out),
        former=last.seal if last else "",
    )
    version.seal = seal_of(version)
    version.save(force_insert=True)
    return version


SEALED = (
    "action_id", "number", "place", "registered_by_id", "title", "what", "owner", "teams", "cause", "because", "outcome", "direction",
    "control", "waits", "baseline", "announced", "former",
)  # fmt: skip
"""Columns that the seal is made of, beside the moment and the days."""


def canonical(version: ActionVersion) -> str:
    """The text that is sealed: JSON with sorted keys and no spaces, days and moment (UTC, to the second) in ISO."""
    told = {name: getattr(version, name) for name in SEALED}
    told["registered_at"] = version.registered_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    told |= {name: _day(getattr(version, name)) for name in ("starts_on", "reads_on")}
    # Versions from before roll-outs were drawn keep the text that they were sealed by.
    told |= {"roll_out": version.roll_out} if version.roll_out else {}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _day(day: date) -> str:
    return day.isoformat()


def seal_of(version: ActionVersion) -> str:
    """SHA-256 of the canonical text, in 64 hexadecimal digits; another one than `version.seal` tells of tampering."""
    return hashlib.sha256(canonical(version).encode()).hexdigest()


def broken_seals() -> frozenset[int]:
    """Places in the chain whose text, or whose link to the one before, is no longer what was sealed."""
    found, before, expected = set[int](), "", 1
    for version in ActionVersion.objects.order_by("place"):
        if version.seal != seal_of(version) or version.former != before or version.place != expected:
            found.add(version.place)
        before, expected = version.seal, version.place + 1
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Registered:
    """The version by which an action is judged, if any was written down in time, and whether others came too late."""

    counts: ActionVersion | None
    latest: ActionVersion
    changed_since: bool


def registered(action: Action) -> Registered:
    """A version counts if it was written down before the day on which it starts, and before the start of the one it replaces."""
    counts: ActionVersion | None = None
    changed, latest = False, None
    for latest in action.versions.order_by("number"):
        on = latest.registered_at.astimezone(UTC).date()
        if on < latest.starts_on and (on < counts.starts_on if counts else latest.number == 1):
            counts = latest
        elif counts:
            changed = True
    assert latest is not None  # an action is made with its first version
    return Registered(counts, latest, changed)


def stop(action: Action, *, why: str, by: User | None, on: date) -> ActionStop:
    """End the action on a day. Raises Mistake without a reason, and where it was ended already."""
    if not why.strip():
        raise Mistake(
            Words(fr="il faut dire pourquoi l’action s’arrête", en="say why the action stops"),
            remedy=Words(fr="une phrase suffit", en="one sentence is enough"),
        )
    try:
        with transaction.atomic():
            return ActionStop.objects.create(action=action, why=why.strip(), stopped_by=by, stopped_on=on)
    except IntegrityError:
        raise _stopped() from None


def _stopped() -> Mistake:
    return Mistake(
        Words(fr="cette action est déjà arrêtée", en="this action has been stopped already"),
        remedy=Words(fr="inscrivez-en une autre", en="register another one"),
    )
