"""Who stands behind a measure that is about some of us as a whole: those whose facts its conditions choose, or who judged.

Such a measure has no groups: it is one. Where its kind does not tell who stands behind it, the facts that it looks at do, each
person's with their number, states and moments. So it moves from run to run only where five people's facts did.
"""

from collections.abc import Iterator
from typing import Any

from visavis.engine.measuring.knowing import FIRST_DAY
from visavis.engine.measuring.selecting import Selection, Unmeasurable, select_rows
from visavis.engine.people import Behind
from visavis.engine.portable import days_between, total
from visavis.mirror.guard.conditions import OVER, Look, looks_of
from visavis.mirror.kinds.kind import Bench
from visavis.vocabulary import SMALLEST_GROUP

PART = "chosen"
"""What is counted: the facts of one choice, which stands for itself."""
LENGTHS = {"year": 4, "month": 7}
STATES = {"events": "status", "exchanges": "direction", "ratings": "score"}


def hands(bench: Bench, name: str, kind: str, spec: Any) -> list[Behind]:
    """Whose facts the measure `name` looks at, in each of its periods; nobody where fewer than five are named: whether it may be told
    at all is decided by its conditions. These may be others than before: who is left out then has no facts any more."""
    looks = looks_of(0, spec, OVER.get(kind, "events"))
    found = [each for number, look in enumerate(looks) for each in _hands(bench, spec, look, number, name)]
    return found if len({each.staff for each in found}) >= SMALLEST_GROUP else []


def _hands(bench: Bench, spec: Any, look: Look, number: int, name: str) -> Iterator[Behind]:
    facts, view = bench.facts(look.table), f"{bench.name}_hands_{number}"
    events = look.table == "events"
    fields = {
        "staff": "staff" if "staff" in facts.columns else "about.staff",
        "state": getattr(spec, "stage", None) or getattr(spec, "value", None) or STATES[look.table],
    }
    moments = {
        "happened": "occurred_at",
        "began": getattr(spec, "from_", "occurred_at"),
        "ended": getattr(spec, "to", "done_at" if events else "occurred_at"),
    }
    try:
        steps = select_rows(view, facts, Selection(fields, moments, where=look.where), "who stands behind a measure")
    except Unmeasurable:
        return  # the measure itself says what is missing
    bench.runner.run(steps)
    length = LENGTHS.get(getattr(spec, "period", None) or "", 0)
    period = f"substr(CAST(happened_on AS VARCHAR), 1, {length})" if length else "CAST(NULL AS VARCHAR)"
    days = [f"{total(days_between(FIRST_DAY, each))} AS {each}" for each in ("began_on", "ended_on")]
    rows = bench.runner.rows(
        f"""SELECT staff, state, {period} AS period, count(*) AS n, count(ended_on) AS ended, {", ".join(days)} FROM {view}
        WHERE NOT staff IS NULL GROUP BY staff, state, {period}"""
    )
    for row in rows:
        mark = "/".join(str(row[each]) for each in ("state", "n", "ended", "began_on", "ended_on"))
        yield Behind(("",), row["staff"], mark=f"{number}:{mark}", period=row["period"], part=PART, facts=name)
