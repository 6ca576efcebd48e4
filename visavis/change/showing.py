"""Actions as pages and the command line show them: what was written down, what the last run found, whether seals hold."""

import json
from dataclasses import dataclass
from typing import Any

from visavis.change.models import Action, ActionStop, ActionVersion
from visavis.change.plan import Plan, plan_of
from visavis.change.registering import broken_seals, registered
from visavis.change.saying import verdict_told
from visavis.clients.reading import ask
from visavis.engine.measuring.verdicts import Verdict
from visavis.mistakes import Mistake, Words

TAGS = {
    Verdict.IMPROVED: "kept",
    Verdict.WORSENED: "broken",
    Verdict.NOISE: "partial",
    Verdict.UNMEASURABLE: "untestable",
}
"""The class of a verdict's label."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One action: the version that is judged, the one that counts (None: too late), its verdict by the last run (None: that version was
    not judged yet)."""

    action: Action
    version: ActionVersion
    counts: ActionVersion | None
    plan: Plan
    changed_since: bool
    stop: ActionStop | None
    found: dict[str, Any] | None
    intact: bool

    @property
    def number(self) -> int:
        """By which people call it."""
        return self.action.pk

    @property
    def verdict(self) -> str:
        """The code of its verdict; empty: not judged yet."""
        return str(self.found["verdict"]) if self.found else ""

    @property
    def tag(self) -> str:
        """The class of its label."""
        return TAGS[Verdict(self.verdict)] if self.verdict else "open"

    @property
    def label(self) -> Words:
        """Its verdict in a word or two."""
        return verdict_told(self.found)


def shown_actions() -> list[Shown]:
    """Every action, the one that begins last first."""
    found, broken = verdicts(), broken_seals()
    stops = {each.action_id: each for each in ActionStop.objects.select_related("stopped_by")}
    shown = [_shown(each, found, broken, stops.get(each.pk)) for each in Action.objects.order_by("id")]
    return sorted(shown, key=lambda each: (each.version.starts_on, each.number), reverse=True)


def shown_action(number: int) -> Shown:
    """The action of that number. Raises Mistake where there is none."""
    action = Action.objects.filter(pk=number).first()
    if action is None:
        raise Mistake(
            Words(fr=f"aucune action ne porte le numéro {number}", en=f"no action has the number {number}"),
            remedy=Words(fr="voyez la liste : visavis action list", en="see the list: visavis action list"),
        )
    return _shown(action, verdicts(), broken_seals(), ActionStop.objects.filter(action=action).first())


def verdicts() -> dict[str, Any]:
    """By number, what the last run found; empty before the first run."""
    for (body,) in ask("SELECT CAST(body AS text) FROM visavis_document WHERE name = 'verdicts'"):
        found: dict[str, Any] = json.loads(body)["actions"]
        return found
    return {}


def _shown(action: Action, found: dict[str, Any], broken: frozenset[int], stop: ActionStop | None) -> Shown:
    of = registered(action)
    version = of.counts or of.latest
    intact = not any(each in broken for each in action.versions.values_list("place", flat=True))
    told = found.get(str(action.pk))
    if told and told["version"] != version.number:
        told = None  # what another version counted is nothing that this one says
    return Shown(action, version, of.counts, plan_of(version), of.changed_since, stop, told, intact)


def as_data(shown: Shown) -> dict[str, Any]:
    """One action for other programs."""
    version = shown.version
    return {
        "number": shown.number,
        "title": version.title,
        "owner": version.owner,
        "teams": version.teams,
        "what": version.what,
        "cause": version.cause,
        "because": version.because,
        "outcome": version.outcome,
        "direction": version.direction,
        "control": version.control,
        "starts_on": version.starts_on.isoformat(),
        "waits": version.waits,
        "reads_on": version.reads_on.isoformat(),
        "baseline": version.baseline,
        "announced": version.announced,
        "roll_out": version.roll_out or None,
        "version": version.number,
        "registered_at": version.registered_at.isoformat(),
        "preregistered": shown.counts is not None,
        "changed_since": shown.changed_since,
        "demonstration": shown.action.demonstration,
        "seal": version.seal,
        "former": version.former,
        "intact": shown.intact,
        "stopped_on": shown.stop.stopped_on.isoformat() if shown.stop else None,
        "verdict": shown.verdict or None,
        "found": shown.found,
    }
