"""A home with two promises, plans for actions, and cases that tell what became of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from visavis.change.models import Action, ActionVersion
from visavis.change.plan import Plan
from visavis.change.registering import write_down
from visavis.engine.measuring.interrupted import Sided
from visavis.engine.steps import Step, literal, step

PROMISES = """- name: {name}
  says: {{fr: "{fr}", en: "{en}"}}
  audience: public
  test: {{over: events, where: {{type: call}}, due: due_at, done: done_at}}
"""
START, READ = date(2025, 3, 3), date(2025, 6, 22)
IN_TIME = datetime(2025, 2, 20, 9, 30, tzinfo=UTC)

PLAN = Plan(
    title="Plus de personnes pour rappeler",
    owner="Service client",
    outcome=Sided("rappele"),
    control=(Sided("facture-juste"),),
    starts_on=START,
    reads_on=READ,
    waits=7,
    baseline=182,
)


def declare(home: Path) -> None:
    """Write the promises that actions are judged by."""
    told = [
        PROMISES.format(name="rappele", fr="Rappelé sous 2 jours", en="Called back within two days"),
        PROMISES.format(name="facture-juste", fr="Une facture juste", en="A right invoice"),
    ]
    (home / "promises" / "tout.yaml").write_text("".join(told), encoding="utf-8")


def written(
    plan: Plan = PLAN, *, at: datetime = IN_TIME, action: Action | None = None, **changed: object
) -> ActionVersion:
    """The plan, written down at a moment of the past."""
    return write_down(replace(plan, **changed), by=None, at=at, action=action)  # type: ignore[arg-type]


def cases(*, lift: float = 0.3, control: float = 0.0, until: date = READ) -> Step:
    """Ten calls and ten invoices a week: 60 % of the calls kept before the start, `lift` more since."""
    rows: list[str] = []
    day = START - timedelta(days=182)
    while day <= until:
        week = (day - START).days // 7
        for promise, kept in (
            ("rappele", 6 + (week % 2) + 10 * lift * (week >= 0)),
            ("facture-juste", 8 + (week % 2) + 10 * control * (week >= 0)),
        ):
            whole = min(10, round(kept))
            for outcome, n in (("kept", whole), ("late", 10 - whole)):
                if n:
                    rows.append(
                        f"({literal(promise)}, 'calls', '{len(rows)}', CAST(NULL AS VARCHAR), CAST(NULL AS VARCHAR), DATE '{day}', {literal(outcome)}, {n})"
                    )
        day += timedelta(days=7)
    return step(
        "cases",
        f"SELECT * FROM (VALUES {', '.join(rows)}) AS c(promise, source, key, client_ref, team, on_day, outcome, n)",
    )
