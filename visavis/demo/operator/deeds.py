"""What employees did for clients afterwards, by which it can be seen whether they kept their word, and the list some keep of it."""

import numpy as np

from visavis.demo.blocks import Block
from visavis.demo.chance import Texts, between, happens, texts
from visavis.demo.days import CLOSES, DAY, OPENS, written_days, written_moments
from visavis.demo.operator.plan import AGENTS, TEAMS
from visavis.demo.operator.telling import NO_DAY
from visavis.demo.operator.tickets import Tickets
from visavis.demo.operator.writing import Written
from visavis.demo.words.answering import ACTS

DEEDS = {
    "call": "Appel sortant", "send": "Envoi", "repair": "Dépannage", "refund": "Virement", "visit": "Passage", "check": "Vérification",
    "answer": "Réponse", "deliver": "Livraison", "correct": "Correction", "quote": "Devis",
}  # fmt: skip
"""What a kept word looks like in the follow-up."""
_OBJECTS = {
    "call": "Rappeler le client", "send": "Envoyer ce qui manque", "repair": "Remettre la ligne en service", "refund": "Rembourser",
    "visit": "Passer sur place", "check": "Vérifier et dire ce qu’il en est", "answer": "Répondre à sa question",
    "deliver": "Livrer", "correct": "Corriger", "quote": "Envoyer le devis",
}  # fmt: skip


def deed_columns(written: Written, tickets: Tickets, block: Block) -> dict[str, Texts]:
    """The follow-up of clients: what was promised and done, and calls that nobody had promised."""
    rng = block.stream("deeds")
    held = np.flatnonzero(written.held_on < NO_DAY)
    other = np.flatnonzero(happens(rng, len(written), 0.08) & (written.answered_at < NO_DAY * DAY))
    rows = np.concatenate([held, other])
    days = np.concatenate([written.held_on[held], written.answered_at[other] // DAY])
    n, ticket = len(rows), written.ticket[rows]
    kind = texts([DEEDS[act] for act in ACTS])[
        np.where(np.arange(n) < len(held), written.act[rows], ACTS.index("call"))
    ]
    at = days * DAY + between(rng, n, OPENS, CLOSES - 1)
    # What was held on the day of the answer was done after it.
    at = np.maximum(at, np.where(days == written.answered_at[rows] // DAY, written.answered_at[rows] + 1, 0))
    turn = np.argsort(at, kind="stable")
    return {
        "acte": block.keys("V", 70_001, n),
        "fait_le": written_moments(at[turn], day_first=True),
        "nature": kind[turn],
        "courriel": tickets.email[ticket[turn]],
        "equipe": texts(TEAMS)[tickets.team[ticket[turn]]],
        "agent": texts(AGENTS)[tickets.agent[ticket[turn]]],
    }


def noted_columns(written: Written, tickets: Tickets, block: Block) -> dict[str, Texts]:
    """The list that employees keep of what they promised: about half of it."""
    rows = np.flatnonzero(written.noted)
    ticket = written.ticket[rows]
    rows, ticket = (
        rows[np.argsort(written.answered_at[rows], kind="stable")],
        ticket[np.argsort(written.answered_at[rows], kind="stable")],
    )
    return {
        "engagement": noted_keys(tickets, written, rows),
        "pris_le": written_moments(written.answered_at[rows], day_first=True),
        "promis_pour": written_days(written.due_on[rows], day_first=True),
        "tenu_le": written_days(written.held_on[rows], day_first=True),
        "courriel": tickets.email[ticket],
        "objet": texts([_OBJECTS[act] for act in ACTS])[written.act[rows]],
        "agent": texts(AGENTS)[tickets.agent[ticket]],
        "equipe": texts(TEAMS)[tickets.team[ticket]],
    }


def noted_keys(tickets: Tickets, written: Written, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Texts:
    """Number of a commitment in the list: that of the request."""
    return np.asarray("E" + tickets.key[written.ticket[rows]], dtype=object)
