"""Rows that are events: something happened, was due, was done."""

from visavis.mistakes import Words
from visavis.sources.looking.columns import Column
from visavis.sources.looking.keys import find_key
from visavis.sources.looking.kinds import Kind
from visavis.sources.looking.names import Idea
from visavis.sources.looking.nouns import noun_of
from visavis.sources.looking.proposal import Fact, Look, Part
from visavis.sources.looking.roles import (
    Moments,
    client_of,
    extra_name,
    extras_of,
    moment_part,
    moments_of,
    names_in,
    own_ideas,
    staff_of,
    status_of,
    team_of,
)
from visavis.sources.looking.statuses import stages_of
from visavis.sources.looking.targets import find_target


def propose_events(look: Look) -> Fact | None:
    """An event per row, if the rows have a moment, or refer to an event of another source."""
    moments = moments_of(look)
    key = find_key(look)
    about = about_of(look, names_in([key]) if isinstance(key.value, str) else set())
    if moments.occurred is None and moments.done is None and moments.due is None and about is None:
        return None
    client = client_of(look, names_in([key]))
    if key.value == "none" and about is None and client is None and status_of(look, ()) is None and not moments.due:
        return None
    fields: dict[str, Part] = {"type": type_of(look, key, moments)}
    if about is not None:
        fields["about"] = about
    if client is not None:
        fields["client_ref"] = client
    fields |= _moment_fields(moments)
    taken = names_in(fields.values()) | names_in([key])
    fields |= _people(look, taken)
    taken |= names_in(fields.values())
    amounts = [column for column in look.columns if _is_amount(column) and column.name not in taken]
    # Money is written with cents: `payment_value` rather than `payment_sequential`.
    amount = min(amounts, key=lambda column: (column.kind is not Kind.DECIMAL, column.place), default=None)
    if amount is not None:
        fields["value"] = Part(amount.name, Words(fr="montant", en="an amount"))
    extra = _answers(look, fields)
    extra |= extras_of(look, taken | names_in(fields.values()) | names_in(extra.values()))
    return Fact("events", key, fields, extra)


def _is_amount(column: Column) -> bool:
    return column.is_number and Idea.AMOUNT in column.ideas and not column.ideas & {Idea.COUNT, Idea.ID}


def type_of(look: Look, key: Part, moments: Moments) -> Part:
    """What kind of event: a delivery where a due or done column says so, else the noun of key, file or columns."""
    told = [column for column in (moments.due, moments.done) if column is not None]
    if any(Idea.DELIVERED in own_ideas(look, column) for column in told):
        return Part({"value": "delivery"}, Words(fr="d’après les colonnes de livraison", en="by the delivery columns"))
    names = [
        *([key.value] if isinstance(key.value, str) else key.value),
        *sorted(look.file_words),
        look.name,
        *(column.name for column in look.columns),
    ]
    return Part(
        {"value": noun_of(names, look.name)},
        Words(fr="d’après les noms; à votre goût", en="by the names; call it as you like"),
    )


def about_of(look: Look, taken: set[str]) -> Part | None:
    """The event of another source that the rows are about."""
    for column in look.columns:
        if column.name in taken or not column.is_id_like:
            continue
        if (found := find_target(look, column, "events")) is not None:
            target, share = found
            return Part(
                {"key": column.name, "of": target.source},
                Words(
                    fr=f"{share:.0%} de ses valeurs sont des clés de {target.source}",
                    en=f"{share:.0%} of its values are keys of {target.source}",
                ),
            )
    return None


def _moment_fields(moments: Moments) -> dict[str, Part]:
    fields: dict[str, Part] = {}
    if moments.occurred is not None:
        fields["occurred_at"] = moment_part(moments.occurred)
    if moments.due is not None:
        fields["due_at"] = moment_part(moments.due)
    if moments.done is not None:
        fields["done_at"] = moment_part(moments.done)
    return fields


def _people(look: Look, taken: set[str]) -> dict[str, Part]:
    fields: dict[str, Part] = {}
    if (status := status_of(look, taken)) is not None:
        fields["status"] = _status_part(status)
        taken = taken | {status.name}
    if (team := team_of(look, taken)) is not None:
        fields["team"] = Part(team.name)
        taken = taken | {team.name}
    if (staff := staff_of(look, taken)) is not None:
        fields["staff"] = Part(staff.name, Words(fr="devient un pseudonyme", en="becomes a pseudonym"))
    return fields


def _status_part(status: Column) -> Part:
    stages = stages_of(status.values)
    if stages is None:
        return Part(status.name)
    return Part(
        {"column": status.name, "map": dict(stages), "otherwise": "reject"},
        Words(fr="étapes reconnues: entendu, transmis, lu, répondu", en="known stages: heard, reached, read, answered"),
        sure=False,
    )


def _answers(look: Look, fields: dict[str, Part]) -> dict[str, Part]:
    """A second status beside the one of stages says what was answered."""
    status = fields.get("status")
    if status is None or not isinstance(status.value, dict):
        return {}
    other = status_of(look, names_in(fields.values()))
    if other is None or Idea.STATUS not in other.ideas:
        return {}
    name = "answer" if not other.ideas & {Idea.ANSWER} else extra_name(other.name, ())
    return {name: Part(other.name, Words(fr="ce qui a été répondu", en="what was answered"), sure=False)}
