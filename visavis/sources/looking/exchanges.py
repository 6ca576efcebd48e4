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


def propose_exchange(look: Look) -> Fact | None:
    """An exchange per row, if there is a text and something tells who spoke, where, or in which conversation."""
    text = text_of(look, ())
    if text is None:
        return None
    direction, channel = _direction(look), _named(look, Idea.CHANNEL)
    sender, thread, reply = _named(look, Idea.SENDER), _named(look, Idea.THREAD), _named(look, Idea.REPLY)
    signs = sum(column is not None for column in (direction, channel, sender, thread, reply))
    if signs < 2 and not (signs == 1 and not any(column.ideas & {Idea.STATUS} for column in look.columns)):
        return None
    key = find_key(look)
    moments = moments_of(look)
    occurred = moments.occurred or moments.done or moments.updated
    fields: dict[str, Part] = {}
    if thread is not None:
        fields["thread"] = Part(thread.name)
    if occurred is not None:
        fields["occurred_at"] = moment_part(occurred)
    if direction is not None:
        fields["direction"] = _direction_part(direction)
    if channel is not None:
        fields["channel"] = _channel_part(channel)
    client = client_of(look, names_in([key]) | {text.name}) or (
        Part({"record": sender.name}, sure=False) if sender else None
    )
    if client is not None:
        fields["client_ref"] = client
    taken = names_in(fields.values()) | names_in([key]) | {text.name}
    if (team := team_of(look, taken)) is not None:
        fields["team"] = Part(team.name)
    if (staff := staff_of(look, taken | names_in(fields.values()))) is not None:
        fields["staff"] = Part(staff.name, Words(fr="devient un pseudonyme", en="becomes a pseudonym"))
    if (about := about_of(look, names_in([key]))) is not None:
        fields["about"] = about
    subject = next(
        (
            column
            for column in look.columns
            if Idea.SUBJECT in own_ideas(look, column) and column.kind is Kind.TEXT and column is not text
        ),
        None,
    )
    if subject is not None:
        fields["subject"] = Part(subject.name)
    fields["text"] = Part(text.name)
    if reply is not None:
        fields["reply_to"] = Part(reply.name)
    return Fact("exchanges", key, fields, extras_of(look, names_in(fields.values()) | names_in([key])))


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


def _direction_part(column: Column) -> Part:
    outward_name = {"outbound", "sortant", "outgoing"} & set(words_of(column.name))
    inward, outward = (_OUTWARD, _INWARD) if outward_name and column.kind is Kind.BOOLEAN else (_INWARD, _OUTWARD)
    found: dict[str, str] = {}
    for value in column.values:
        words = set(words_of(value))
        side = (
            "in"
            if words & set(inward.split())
            else "out"
            if words & set(outward.split())
            else "internal"
            if words & {"internal", "interne"}
            else None
        )
        if side is not None:
            found[value] = side
    if len(found) < len(column.values):
        return Part(
            {"column": column.name, "map": found, "otherwise": "null"},
            Words(fr="sens non reconnu pour certaines valeurs", en="some values are not known as directions"),
            sure=False,
        )
    return Part({"column": column.name, "map": found, "otherwise": "reject"})


def _channel_part(column: Column) -> Part:
    by_word = {word: name for name, words in _CHANNELS.items() for word in words.split()}
    found = {
        value: next((by_word[word] for word in words_of(value) if word in by_word), "other") for value in column.values
    }
    if all(value == name for value, name in found.items()):
        return Part(column.name)
    return Part({"column": column.name, "map": found, "otherwise": "keep"}, sure="other" not in found.values())
