"""Rows in which someone said something to someone: messages, mails, calls, chats."""

from visavis.mistakes import Words
from visavis.sources.looking.columns import Column
from visavis.sources.looking.events import about_of
from visavis.sources.looking.keys import find_key
from visavis.sources.looking.kinds import Kind
from visavis.sources.looking.names import Idea, words_of
from visavis.sources.looking.proposal import Fact, Look, Part
from visavis.sources.looking.ratings import text_of
from visavis.sources.looking.roles import (
    client_of,
    extras_of,
    moment_part,
    moments_of,
    names_in,
    own_ideas,
    staff_of,
    team_of,
)

_CHANNELS = {
    "mail": "mail e_mail email courriel emails",
    "phone": "phone telephone tel call appel telephonique",
    "chat": "chat messenger livechat tchat whatsapp sms",
    "web": "web site formulaire form website internet portail portal",
    "shop": "shop magasin boutique store agence guichet",
    "visit": "visit visite rendez_vous rdv",
    "letter": "letter courrier lettre post",
    "social": "social twitter facebook instagram tweet linkedin",
}
_INWARD = "in inbound entrant entrante incoming recu recue received client customer true 1 oui yes"
_OUTWARD = "out outbound sortant sortante outgoing envoye envoyee sent agent staff false 0 non no"


def propose_exchanges(look: Look) -> list[Fact]:
    """An exchange per row, if there is a text and something tells who spoke, where, or in which conversation.

    Where a sender and a recipient stand beside a direction, two facts: the client is the sender of what comes in, the
    recipient of what goes out.
    """
    text = text_of(look, ())
    if text is None:
        return []
    direction, channel = _direction(look), _named(look, Idea.CHANNEL)
    sender, thread, reply = _named(look, Idea.SENDER), _named(look, Idea.THREAD), _named(look, Idea.REPLY)
    signs = sum(column is not None for column in (direction, channel, sender, thread, reply))
    if signs < 2 and not (signs == 1 and not any(column.ideas & {Idea.STATUS} for column in look.columns)):
        return []
    key, recipient = find_key(look), _named(look, Idea.RECIPIENT)
    fields = {
        **_part("thread", thread),
        **_moment(look),
        **({"direction": _direction_part(direction)} if direction else {}),
        **({"channel": _channel_part(channel)} if channel else {}),
    }
    ends = names_in([Part(end.name) for end in (sender, recipient) if end is not None])
    taken = names_in(fields.values()) | names_in([key]) | {text.name} | ends
    client = client_of(look, taken)
    fields |= {"client_ref": client} if client else {}
    fields |= _inside(look, taken, names_in([key]))
    subject = next((column for column in look.columns if _is_subject(look, column, text)), None)
    fields |= {**_part("subject", subject), "text": Part(text.name), **_part("reply_to", reply)}
    extra = extras_of(look, names_in(fields.values()) | names_in([key]) | ends)
    if client is None and sender is not None:
        return _by_end(key, fields, extra, direction, sender, recipient)
    return [Fact("exchanges", key, fields, extra)]


def _part(field: str, column: Column | None) -> dict[str, Part]:
    return {} if column is None else {field: Part(column.name)}


def _moment(look: Look) -> dict[str, Part]:
    moments = moments_of(look)
    occurred = moments.occurred or moments.done or moments.updated
    return {} if occurred is None else {"occurred_at": moment_part(occurred)}


def _inside(look: Look, taken: set[str], key: set[str]) -> dict[str, Part]:
    """Team, staff, and the event it is about."""
    fields = _part("team", team_of(look, taken))
    if (staff := staff_of(look, taken | names_in(fields.values()))) is not None:
        fields["staff"] = Part(staff.name, Words(fr="devient un pseudonyme", en="becomes a pseudonym"))
    about = about_of(look, key)
    return fields | ({"about": about} if about else {})


def _is_subject(look: Look, column: Column, text: Column) -> bool:
    return Idea.SUBJECT in own_ideas(look, column) and column.kind is Kind.TEXT and column is not text


def _by_end(
    key: Part,
    fields: dict[str, Part],
    extra: dict[str, Part],
    direction: Column | None,
    sender: Column,
    recipient: Column | None,
) -> list[Fact]:
    """The client is at one end of the message or the other, as its direction says; else the sender, in doubt."""
    sides = _sides(direction) if direction is not None else {}
    facts = []
    for side, end in (("in", sender), ("out", recipient)):
        values = [value for value, told in sides.items() if told == side]
        if direction is None or recipient is None or end is None or not values:
            return [Fact("exchanges", key, {**fields, "client_ref": _end_part(sender, sure=False)}, extra)]
        told = {**fields, "direction": Part({"value": side}), "client_ref": _end_part(end, sure=True)}
        facts.append(Fact("exchanges", key, told, extra, where=Part({direction.name: values})))
    return facts


def _end_part(end: Column, *, sure: bool) -> Part:
    form = {Kind.EMAIL: "email", Kind.PHONE: "phone"}.get(end.kind, "record")
    return Part({form: end.name}, sure=sure)


def _named(look: Look, idea: Idea) -> Column | None:
    return next(
        (
            column
            for column in look.columns
            if idea in column.ideas
            and column.filled
            and not column.is_moment
            and not column.is_free_text
            and not (
                idea is Idea.CHANNEL
                and not (column.is_category or (column.kind is Kind.TEXT and column.distinct <= 20))
            )
            and not (idea is Idea.REPLY and not column.is_id_like)
            and not (idea is Idea.SENDER and Idea.STAFF in column.ideas)
        ),
        None,
    )


def _direction(look: Look) -> Column | None:
    return next(
        (
            column
            for column in look.columns
            if Idea.DIRECTION in column.ideas and column.distinct <= 4 and column.values
        ),
        None,
    )


def _sides(column: Column) -> dict[str, str]:
    """What each value of a direction says: in, out or internal; a column named `outbound` turns yes and no around."""
    outward_name = {"outbound", "sortant", "outgoing"} & set(words_of(column.name))
    inward, outward = (_OUTWARD, _INWARD) if outward_name and column.kind is Kind.BOOLEAN else (_INWARD, _OUTWARD)
    found: dict[str, str] = {}
    for value in column.values:
        words = set(words_of(value))
        for side, known in (("in", inward), ("out", outward), ("internal", "internal interne")):
            if words & set(known.split()):
                found[value] = side
                break
    return found


def _direction_part(column: Column) -> Part:
    sides = _sides(column)
    if len(sides) == len(column.values):
        return Part({"column": column.name, "map": sides, "otherwise": "reject"})
    why = Words(fr="sens non reconnu pour certaines valeurs", en="some values are not known as directions")
    return Part({"column": column.name, "map": sides, "otherwise": "null"}, why, sure=False)


def _channel_part(column: Column) -> Part:
    by_word = {word: name for name, words in _CHANNELS.items() for word in words.split()}
    found = {
        value: next((by_word[word] for word in words_of(value) if word in by_word), "other") for value in column.values
    }
    if all(value == name for value, name in found.items()):
        return Part(column.name)
    return Part({"column": column.name, "map": found, "otherwise": "keep"}, sure="other" not in found.values())
