"""The messages behind each request: what the client wrote, and the first answer."""

from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts, between, happens, stream, texts
from visavis.demo.days import NEVER, written_moments
from visavis.demo.orders import Orders
from visavis.demo.people import Clients
from visavis.demo.plan import AGENTS, TEAMS
from visavis.demo.tickets import SUBJECTS, Tickets
from visavis.demo.voices import Lived, reply, say, situations

_ASKS = situations("ask-where", "ask-broken", "ask-refund", "ask-invoice", "ask-information", "ask-site")


@dataclass(frozen=True, slots=True)
class Messages:
    """One row per message, in order of time; `answer` tells the company's from the client's."""

    key: Texts
    ticket: Numbers
    at: Numbers
    answer: Flags
    text: Texts
    situation: Numbers
    english: Flags
    channel: Texts


def make_messages(clients: Clients, orders: Orders, tickets: Tickets, seed: int) -> Messages:
    """One message of the client when a request is opened, one answer soon after it is taken in charge."""
    rng = stream(seed, "messages")
    n = len(tickets)
    english = clients.english[tickets.client]
    situation = _ASKS[tickets.subject]
    product = (
        np.where(tickets.order >= 0, orders.product[tickets.order], between(rng, n, 0, 13))
        if len(orders)
        else between(rng, n, 0, 13)
    )
    asked = say(
        rng, Lived(situation, english, product, between(rng, n, 2, 9), clients.home.city[tickets.client]), letter=True
    )
    replied = np.flatnonzero((tickets.taken < NEVER) & happens(rng, n, 0.93))
    channel = np.where(happens(rng, n, 0.7), "courriel", "formulaire").astype(object)
    ticket = np.concatenate([np.arange(n), replied])
    at = np.concatenate([tickets.opened, tickets.taken[replied]])
    answer = np.arange(len(ticket)) >= n
    text = np.concatenate([asked, reply(rng, english[replied])])
    turn = np.lexsort((answer, ticket, at))
    return Messages(
        key=texts([f"M{number}" for number in 200_001 + np.arange(len(turn))]),
        ticket=ticket[turn],
        at=at[turn],
        answer=answer[turn],
        text=text[turn],
        situation=situation[ticket[turn]],
        english=english[ticket[turn]],
        channel=channel[ticket[turn]],
    )


def message_columns(messages: Messages, tickets: Tickets) -> dict[str, Texts]:
    """The shared mailbox of the company."""
    ticket, answer = messages.ticket, messages.answer
    first = np.full(len(tickets), "", dtype=object)
    first[ticket[~answer]] = messages.key[~answer]
    return {
        "id": messages.key,
        "fil": tickets.key[ticket],
        "envoye_le": written_moments(messages.at, day_first=False),
        "sens": np.where(answer, "sortant", "entrant").astype(object),
        "canal": messages.channel,
        "adresse": tickets.email[ticket],
        "equipe": texts(TEAMS)[tickets.team[ticket]],
        "agent": np.where(answer, texts(AGENTS)[tickets.agent[ticket]], "").astype(object),
        "objet": texts(SUBJECTS)[tickets.subject[ticket]],
        "texte": messages.text,
        "en_reponse_a": np.where(answer, first[ticket], "").astype(object),
    }
