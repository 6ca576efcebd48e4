"""Requests that come in writing: what the client wrote, what was answered, what was promised, and what they wrote then."""

from dataclasses import dataclass

import numpy as np

from visavis.demo.blocks import Block
from visavis.demo.chance import Flags, Numbers, Texts, between, happens, one_of, texts
from visavis.demo.days import CLOSES, DAY, NEVER, OPENS, add_working, next_working
from visavis.demo.operator.asking import (
    INFORMATION,
    INSTALLATION,
    INVOICE,
    MOVE,
    OUTAGE,
    PARCEL,
    REFUND,
    SITE,
    SITUATION_OF_SUBJECT,
    Happened,
)
from visavis.demo.operator.plan import RATES
from visavis.demo.operator.telling import NO_DAY, About, about, drawn, facts_of, said_by, team_thanked
from visavis.demo.operator.tickets import FORM, MAIL, Tickets
from visavis.demo.outcomes import CUTOFF, by_day
from visavis.demo.words.answering import ACT, KIND, KINDS, Commitments, answer
from visavis.demo.words.situations import situations

_ACTS = {
    INSTALLATION: ("call", "visit", "check"), PARCEL: ("send", "deliver", "call"), OUTAGE: ("repair", "call", "visit"),
    INVOICE: ("correct", "send", "call"), REFUND: ("refund", "call", "check"), INFORMATION: ("call", "answer", "send"),
    SITE: ("check", "correct", "call"), MOVE: ("call", "answer", "visit"),
}  # fmt: skip
_ACT = np.asarray([[ACT[name] for name in _ACTS[subject]] for subject in range(len(_ACTS))], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Written:
    """One row per request in writing: its messages are the client's, the answer, the client's again, the answer to that.

    Moments are NEVER, and texts empty, where there is none.
    """

    ticket: Numbers
    told: About
    asked_at: Numbers
    asked: Texts
    answered_at: Numbers
    answered: Texts
    again_at: Numbers
    again: Texts
    again_situation: Numbers
    again_team: Numbers
    """The team that is thanked then, or -1."""
    closed_at: Numbers
    closing: Texts
    kind: Numbers
    act: Numbers
    due_on: Numbers
    held_on: Numbers
    """The day on which what was promised was done, NO_DAY where it was not."""
    noted: Flags
    """Whether the employee also wrote it in the list of commitments."""
    outcome: Texts
    """Of firm commitments; empty elsewhere."""

    def __len__(self) -> int:
        return len(self.ticket)


def make_written(happened: Happened, tickets: Tickets, block: Block) -> Written:
    """Every request that came by mail or by the form of the site."""
    rng = block.stream("written")
    ticket = np.flatnonzero((tickets.channel == MAIL) | (tickets.channel == FORM))
    told = told_of(rng, happened, tickets, ticket)
    asked_at = tickets.opened[ticket]
    answered_at = _answered_at(rng, tickets, ticket)
    kind, act, due_on, held_on = _promised(rng, tickets.subject[ticket], answered_at)
    outcome = np.where(kind == KIND["firm"], by_day(due_on, held_on), "").astype(object)
    again_at, situation = _again(rng, answered_at, outcome, due_on, held_on)
    n = len(ticket)
    closed_at = np.where((again_at < NEVER) & happens(rng, n, 0.55), _next_hours(rng, again_at), NEVER)
    closed_at = np.where(closed_at > CUTOFF, NEVER, closed_at)
    mail = tickets.channel[ticket] == MAIL
    clients, english = happened.clients, happened.clients.english[told.client]
    asked = np.full(n, "", dtype=object)
    for form, rows in (("letter", np.flatnonzero(mail)), ("chat", np.flatnonzero(~mail))):
        asked[rows] = said_by(rng, clients, told.rows(rows), form)
    answered, again, closing = (np.full(n, "", dtype=object) for _ in range(3))
    rows = np.flatnonzero(answered_at < NEVER)
    facts = facts_of(clients, told.rows(rows), english[rows])
    made = Commitments(kind[rows], act[rows], _named(due_on[rows], answered_at[rows]), answered_at[rows] // DAY)
    answered[rows] = answer(rng, told.situation[rows], english[rows], facts, made)
    rows = np.flatnonzero(again_at < NEVER)
    team = team_thanked(rng, situation)
    then = about(
        told.client, situation, product=told.product, days=np.maximum(again_at // DAY - answered_at // DAY, 2),
        on=answered_at // DAY, cents=told.cents, number=told.number, team=team,
    )  # fmt: skip
    again[rows] = said_by(rng, clients, then.rows(rows), "letter")
    rows = np.flatnonzero(closed_at < NEVER)
    none = np.zeros(len(rows), dtype=np.int64)
    nothing = Commitments(none, none, closed_at[rows] // DAY + 1, closed_at[rows] // DAY)
    facts = facts_of(clients, told.rows(rows), english[rows])
    closing[rows] = answer(rng, situation[rows], english[rows], facts, nothing)
    return Written(
        ticket, told, asked_at, asked, answered_at, answered, again_at, again, situation, team, closed_at, closing, kind, act,
        due_on, held_on, (outcome != "") & happens(rng, n, 0.55), outcome,
    )  # fmt: skip


def told_of(rng: np.random.Generator, happened: Happened, tickets: Tickets, ticket: Numbers) -> About:
    """What requests are about: the thing that was ordered, the day that was named, the amount that was asked."""
    n, subject, row = len(ticket), tickets.subject[ticket], tickets.row[ticket]
    product, cents = between(rng, n, 0, 9), between(rng, n, 19, 189) * 100 + 90
    on, number = tickets.opened[ticket] // DAY, tickets.key[ticket].copy()
    for kind, key, thing, since in (
        (INSTALLATION, happened.installations.key, happened.installations.product, happened.installations.due_on),
        (PARCEL, happened.parcels.key, happened.parcels.product, happened.parcels.due_on),
        (OUTAGE, happened.outages.key, np.asarray([0, 4, 7])[happened.outages.network], happened.outages.began // DAY),
        (INVOICE, happened.invoices.key, np.full(len(happened.invoices.key), 7), happened.invoices.issued_on),
        (REFUND, happened.invoices.key, np.full(len(happened.invoices.key), 7), happened.invoices.corrected_on),
    ):
        chosen = np.flatnonzero((subject == kind) & (row >= 0))
        of = row[chosen]
        product[chosen], on[chosen], number[chosen] = thing[of], since[of], key[of]
        if kind in (INVOICE, REFUND):
            cents[chosen] = happened.invoices.cents[of]
    situation = situations(*SITUATION_OF_SUBJECT)[subject]
    days = np.maximum(tickets.opened[ticket] // DAY - on, 2)
    return about(tickets.client[ticket], situation, product=product, days=days, on=on, cents=cents, number=number)


def _answered_at(rng: np.random.Generator, tickets: Tickets, ticket: Numbers) -> Numbers:
    """Soon after the request was taken in charge; some are never answered, more of those that one person keeps to itself."""
    n = len(ticket)
    taken = tickets.taken[ticket]
    silent = np.where(
        tickets.held[ticket],
        RATES.held_mails_unanswered,
        np.where(tickets.channel[ticket] == MAIL, RATES.mails_unanswered, RATES.forms_unanswered),
    )
    at = np.where((taken >= NEVER) | happens(rng, n, silent), NEVER, taken + between(rng, n, 3, 55))
    return np.where(at > CUTOFF, NEVER, at)


def _promised(
    rng: np.random.Generator, subject: Numbers, answered_at: Numbers
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Kind, act and day of what each answer promises, and the day on which it was done."""
    n = len(subject)
    answered = answered_at < NEVER
    drawn_kind = np.asarray([KIND[name] for name in KINDS])[one_of(rng, n, (43, 27, 16, 8, 6))]
    kind = np.where(answered, drawn_kind, KIND["none"])
    act = _ACT[subject, one_of(rng, n, (4, 3, 2))]
    firm = np.flatnonzero(kind == KIND["firm"])
    due, held = np.full(n, NO_DAY), np.full(n, NO_DAY)
    k = len(firm)
    sent = next_working(answered_at[firm] // DAY)
    due[firm] = add_working(sent, between(rng, k, 1, 7))
    kept = happens(rng, k, RATES.commitments_kept)
    soon = np.maximum(sent, add_working(due[firm], -between(rng, k, 0, 2)))
    late = add_working(due[firm], between(rng, k, 1, 8))
    done = np.where(kept, soon, np.where(happens(rng, k, 0.45), NO_DAY, late))
    held[firm] = np.where(done > CUTOFF // DAY, NO_DAY, done)
    return kind, act, due, held


def _named(due_on: Numbers, answered_at: Numbers) -> Numbers:
    """The day that is named; where none is, one that no sentence will name."""
    return np.where(due_on == NO_DAY, answered_at // DAY + 1, due_on)


_CONTENT = {
    "follow-up-good": 5,
    "thanks-front": 3,
    "thanks-back-office": 1,
    "reception-good": 2,
    "information-good": 2,
    "waiting-good": 2,
}
_LEFT = {"follow-up-bad": 8, "waiting-bad": 4, "leaving": 1, "information-bad": 1.5, "ironic": 0.5}


def _again(
    rng: np.random.Generator, answered_at: Numbers, outcome: Texts, due_on: Numbers, held_on: Numbers
) -> tuple[Numbers, Numbers]:
    """When the client writes again, and of what: thanks where the word was kept, a reminder where it was not."""
    n = len(outcome)
    missed = (outcome == "late") | (outcome == "broken")
    rate = np.select([missed, outcome == "kept"], [0.55, 0.25], 0.16)
    bad = missed | ((outcome == "") & happens(rng, n, 0.35))
    base = np.where(outcome == "kept", held_on + 1, np.where(missed, due_on + 1, answered_at // DAY + 2))
    at = (base + between(rng, n, 0, 2)) * DAY + between(rng, n, 8 * 60, 21 * 60)
    writes = happens(rng, n, rate) & (answered_at < NEVER) & (outcome != "open") & (at <= CUTOFF)
    return np.where(writes, at, NEVER), np.where(bad, drawn(rng, n, _LEFT), drawn(rng, n, _CONTENT))


def _next_hours(rng: np.random.Generator, at: Numbers) -> Numbers:
    """A moment on one of the two working days that follow."""
    days = next_working(np.where(at < NEVER, at // DAY + 1, next_day()))
    return add_working(days, between(rng, len(at), 0, 1)) * DAY + between(rng, len(at), OPENS, CLOSES - 1)


def next_day() -> int:
    """Any day of the calendar, where none is needed."""
    return CUTOFF // DAY


def form_columns(written: Written, tickets: Tickets) -> dict[str, Texts]:
    """What came by the form of the site, and what was answered there, as the site exports it."""
    rows = np.flatnonzero(tickets.channel[written.ticket] == FORM)
    from visavis.demo.days import written_moments
    from visavis.demo.operator.plan import AGENTS, TEAMS

    ticket = written.ticket[rows]
    moments = np.stack([written.asked_at, written.answered_at, written.again_at, written.closed_at])[:, rows]
    said = np.stack([written.asked, written.answered, written.again, written.closing])[:, rows]
    turn, row = np.nonzero(moments < NEVER)
    at = moments[turn, row]
    order = np.lexsort((turn, row, at))
    turn, row, at = turn[order], row[order], at[order]
    ours = turn % 2 == 1
    key = tickets.key[ticket[row]]
    suffix = texts(["-1", "-2", "-3", "-4"])
    return {
        "message": "M" + key + suffix[turn],
        "ticket": key,
        "envoye_le": written_moments(at, day_first=False),
        "sens": np.where(ours, "sortant", "entrant").astype(object),
        "courriel": tickets.email[ticket[row]],
        "equipe": texts(TEAMS)[tickets.team[ticket[row]]],
        "agent": np.where(ours, texts(AGENTS)[tickets.agent[ticket[row]]], "").astype(object),
        "texte": said[turn, row],
        "en_reponse_a": np.where(turn > 0, "M" + key + suffix[np.maximum(turn - 1, 0)], "").astype(object),
    }
