"""Logs: one row per change, several rows per case. The fold gives the case; each row is a touch or a change."""

from dataclasses import dataclass

from visavis.engine.steps import quoted
from visavis.mistakes import Words
from visavis.sources.looking.columns import Column
from visavis.sources.looking.names import Idea
from visavis.sources.looking.nouns import noun_of
from visavis.sources.looking.proposal import Fact, Look, Part
from visavis.sources.looking.roles import client_of, extras_of, names_in, own_ideas, staff_of, team_of
from visavis.sources.looking.statuses import closed, resolved, taken_in_charge

_MOST_ROWS_PER_CASE, _FEWEST = 60.0, 1.3


@dataclass(frozen=True, slots=True)
class Log:
    """A log: the case, the moment of each change, what changes, and how often each column varies within a case."""

    case: Column
    changed: Column
    sequence: Column | None
    activity: Column
    varying: dict[str, float]
    why: Words


def find_log(look: Look) -> Log | None:
    """Tell whether the rows are changes of cases: a repeated id, a moment and a status that move within it."""
    if any(
        column.unique and Idea.ID in column.ideas and Idea.EVENT not in column.ideas and not _is_log_id(look, column)
        for column in look.columns
    ):
        return None
    candidates = [column for column in look.columns if _may_be_case(column)]
    for case in sorted(candidates, key=lambda column: (-_case_likeness(column), -column.distinct, column.place)):
        if (log := _as_log(look, case)) is not None:
            return log
    return None


def _is_log_id(look: Look, column: Column) -> bool:
    """A unique number of the change itself, beside the id of a case."""
    return (
        column.place == 0
        and Idea.CASE not in column.ideas
        and any(Idea.CASE in other.ideas and Idea.ID in other.ideas and not other.unique for other in look.columns)
        and bool(
            look.file_words & {"log", "history", "historique", "journal", "event", "events", "evenement", "evenements"}
        )
    )


def _may_be_case(column: Column) -> bool:
    if not column.is_id_like or column.unique or column.filled < 0.99 * column.rows or column.distinct < 2:
        return False
    if column.ideas & {Idea.CLIENT, Idea.STAFF, Idea.TEAM, Idea.EMAIL, Idea.PHONE, Idea.STATUS} and not column.ideas & {
        Idea.CASE,
        Idea.ID,
    }:
        return False
    return _FEWEST <= column.filled / column.distinct <= _MOST_ROWS_PER_CASE


def _case_likeness(column: Column) -> int:
    words = column.name.lower()
    likeness = (3 if Idea.CASE in column.ideas or words.startswith("case") else 0) + (
        2 if Idea.ID in column.ideas else 0
    )
    return likeness - (4 if column.ideas & {Idea.CLIENT, Idea.STAFF, Idea.SEQUENCE, Idea.KIND} else 0)


def _as_log(look: Look, case: Column) -> Log | None:
    varying = _variation(look, case)
    moments = [
        column
        for column in look.columns
        if column.kind.value == "date"
        and column.filled >= 0.99 * column.rows
        and varying.get(column.name, 0.0) >= 0.6
        and not own_ideas(look, column) & {Idea.DUE, Idea.BIRTH}
    ]
    activities = [
        column
        for column in look.columns
        if column.is_category
        and varying.get(column.name, 0.0) >= 0.5
        and not column.ideas & {Idea.STAFF, Idea.TEAM, Idea.CLIENT, Idea.BY}
    ]
    constant = [
        column
        for column in look.columns
        if column is not case and not column.is_constant and varying.get(column.name, 1.0) <= 0.15
    ]
    if not moments or not activities or not (constant or Idea.CASE in case.ideas):
        return None
    changed = max(moments, key=lambda column: (Idea.UPDATED in column.ideas, varying[column.name], -column.place))
    activity = max(
        activities,
        key=lambda column: (
            Idea.STATUS in column.ideas,
            column.name.endswith("concept:name"),
            varying[column.name],
            -column.place,
        ),
    )
    per_case = case.filled / max(case.distinct, 1)
    why = Words(
        fr=f"« {case.name} » revient {per_case:.1f} fois en moyenne; {changed.name} et {activity.name} y changent",
        en=f"“{case.name}” comes back {per_case:.1f} times on average; {changed.name} and {activity.name} change within it",
    )
    return Log(case, changed, _sequence(look, case, changed, varying), activity, varying, why)


def _variation(look: Look, case: Column) -> dict[str, float]:
    """For each column, the share of cases with several rows in which it takes several values (first 200,000 rows)."""
    others = [column for column in look.columns if column is not case]
    varies = ", ".join(
        f"min({quoted(column.name)}) IS DISTINCT FROM max({quoted(column.name)}) AS v{column.place}"
        for column in others
    )
    shares = ", ".join(f"avg(v{column.place}::INT)" for column in others)
    row = look.session.one(
        f"SELECT {shares} FROM (SELECT {varies} FROM {look.table} WHERE rowid < 200000 GROUP BY {quoted(case.name)} HAVING count(*) > 1)"
    )
    return {column.name: share or 0.0 for column, share in zip(others, row, strict=True)}


def _sequence(look: Look, case: Column, changed: Column, varying: dict[str, float]) -> Column | None:
    """A counter of changes that breaks ties of time: nearly unique with the case."""
    for column in look.columns:
        if not column.is_number or Idea.SEQUENCE not in column.ideas or varying.get(column.name, 0.0) < 0.5:
            continue
        rows, distinct = look.session.one(
            f"SELECT count(*), count(DISTINCT ({quoted(case.name)}, {quoted(column.name)})) FROM {look.table}"
        )
        if distinct >= 0.98 * rows:
            return column
    return None


def propose_log(look: Look, log: Log) -> list[Fact]:
    """The touches (or changes) of each row, and the case folded from its rows."""
    noun = noun_of([log.case.name, *sorted(look.file_words), look.name], "case")
    return [_touches(look, log, noun), _case(look, log, noun)]


def _touches(look: Look, log: Log, noun: str) -> Fact:
    taken = {log.case.name, log.changed.name, log.activity.name}
    fields: dict[str, Part] = {
        "type": Part({"value": f"{noun}-change"}, Words(fr="une ligne, un changement", en="one row, one change")),
        "about": Part({"key": log.case.name, "of": look.name}),
        "occurred_at": Part(log.changed.name),
        "status": Part(log.activity.name),
    }
    if (team := _changing(team_of(look, taken), log)) is not None:
        fields["team"] = Part(team.name)
    if (staff := staff_of(look, taken)) is not None:
        fields["staff"] = Part(staff.name, Words(fr="devient un pseudonyme", en="becomes a pseudonym"))
    key = Part("none", Words(fr="les lignes n’ont pas de clé", en="rows have no key"))
    return Fact("events", key, fields, where=_without_automatic(look, log, staff))


def _changing(column: Column | None, log: Log) -> Column | None:
    return column if column is not None and log.varying.get(column.name, 0.0) > 0.05 else None


def _without_automatic(look: Look, log: Log, staff: Column | None) -> Part | None:
    """Leave closings out where one or two accounts make nearly all of them: nobody touched the case."""
    if staff is None:
        return None
    people = staff.distinct
    for value in closed(log.activity.values):
        rows = look.session.ask(
            f"SELECT {quoted(staff.name)}, count(*) FROM {look.table} WHERE {quoted(log.activity.name)} = ? GROUP BY 1 ORDER BY 2 DESC".replace(
                "?", _text(value)
            )
        )
        total, two = sum(row[1] for row in rows), sum(row[1] for row in rows[:2])
        if people >= 5 and total >= 10 and two >= 0.95 * total:
            return Part(
                {log.activity.name: {"not": [value]}},
                Words(
                    fr=f"« {value} »: {two / total:.0%} par un ou deux comptes sur {people}, donc automatique",
                    en=f"“{value}”: {two / total:.0%} by one or two accounts of {people}, so automatic",
                ),
                sure=False,
            )
    return None


def _text(value: str) -> str:
    from visavis.engine.steps import literal

    return literal(value)


def _case(look: Look, log: Log, noun: str) -> Fact:
    order = [log.changed.name, *([log.sequence.name] if log.sequence else [])]
    client = client_of(look, {log.case.name})
    fields: dict[str, Part] = {
        "type": Part(
            {"value": noun}, Words(fr="d’après les noms; à votre goût", en="by the names; call it as you like")
        )
    }
    if client is not None:
        fields["client_ref"] = Part(
            {**client.value, "take": "last" if log.sequence else "first"}, client.why, client.sure
        )
    moments, extra = _case_moments(look, log)
    fields |= moments
    if log.activity.name not in {"", log.case.name} and Idea.STATUS in log.activity.ideas:
        fields["status"] = Part({"column": log.activity.name, "take": "last"})
    taken = {log.case.name, log.changed.name, log.activity.name} | names_in(fields.values()) | names_in(extra.values())
    if (team := team_of(look, taken)) is not None:
        fields["team"] = Part({"column": team.name, "take": "last"})
    extra |= extras_of(look, taken | names_in(fields.values()), take="last")
    extra["last_seen"] = Part(
        {"column": log.changed.name, "as": "timestamp", "take": "max"},
        Words(fr="dernier changement connu", en="last change known"),
    )
    return Fact("events", Part(log.case.name, log.why), fields, extra, fold=Part({"by": log.case.name, "order": order}))


def _case_moments(look: Look, log: Log) -> tuple[dict[str, Part], dict[str, Part]]:
    """When the case began, was due and was done: from columns that stand still, else from the activities."""
    still = [column for column in look.columns if column.kind.value == "date" and column is not log.changed]
    began = _best(still, look, {Idea.START}, {Idea.DUE, Idea.DONE, Idea.CLOSED, Idea.DELIVERED, Idea.UPDATED})
    due = _best(still, look, {Idea.DUE, Idea.LIMIT}, {Idea.UPDATED})
    done = _best(still, look, {Idea.DONE, Idea.DELIVERED}, {Idea.DUE, Idea.UPDATED, Idea.START}) or _best(
        still, look, {Idea.CLOSED}, {Idea.DUE}
    )
    fields: dict[str, Part] = {}
    fields["occurred_at"] = (
        Part({"column": began.name, "take": "first"})
        if began
        else Part({"column": log.changed.name, "take": "min"}, Words(fr="premier changement", en="first change"))
    )
    if due is not None:
        fields["due_at"] = Part({"column": due.name, "take": "last"})
    if done is not None:
        fields["done_at"] = Part({"column": done.name, "take": "last"})
        return fields, {}
    return _from_activities(log, fields)


def _best(columns: list[Column], look: Look, wanted: set[Idea], refused: set[Idea]) -> Column | None:
    fitting = [
        column for column in columns if own_ideas(look, column) & wanted and not own_ideas(look, column) & refused
    ]
    return min(
        fitting,
        key=lambda column: (
            column.name.lower().startswith("sys"),
            -column.filled if Idea.START in wanted else 0,
            column.place,
        ),
        default=None,
    )


def _from_activities(log: Log, fields: dict[str, Part]) -> tuple[dict[str, Part], dict[str, Part]]:
    values = list(log.activity.values)
    extra: dict[str, Part] = {}
    taken, solved, shut = taken_in_charge(values), resolved(values), closed(values)
    ends = solved or shut
    chosen = taken or ends
    if chosen:
        reason = Words(fr="pris en charge", en="taken in charge") if taken else Words(fr="résolu", en="resolved")
        fields["done_at"] = Part(
            {"column": log.changed.name, "take": "min", "where": {log.activity.name: chosen}}, reason, sure=False
        )
    if taken and ends:
        extra["resolved_at"] = Part(
            {"column": log.changed.name, "as": "timestamp", "take": "max", "where": {log.activity.name: ends}}
        )
    return fields, extra
