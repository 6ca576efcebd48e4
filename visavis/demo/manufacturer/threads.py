"""Conversations by mail with the shared mailboxes: who asked what, when it was answered, and where nobody answered."""

from dataclasses import dataclass, fields

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts, between, happens, lasting, one_of, stream
from visavis.demo.days import (
    CLOSES,
    DAY,
    LAST_DAY,
    NEVER,
    OPEN,
    OPENS,
    add_working,
    day,
    moment_open,
    next_working,
    open_minutes,
)
from visavis.demo.manufacturer.companies import NEVER_DAY, Companies
from visavis.demo.manufacturer.contacts import BUYS, PAYS, USES, Contacts
from visavis.demo.manufacturer.orders import Orders
from visavis.demo.manufacturer.plan import (
    ALTA,
    FOR_ORDERS,
    FOR_QUOTES,
    FOR_SUPPORT,
    FORGOTTEN_FOR,
    LEAVES_ON,
    RATES,
    SALES,
    SUCCESSOR_ON,
)
from visavis.demo.manufacturer.quotes import Quotes, orphaned
from visavis.demo.manufacturer.staff import Staff
from visavis.demo.manufacturer.tickets import BREAKDOWN, DEFECT, DOCUMENTATION, Tickets
from visavis.demo.outcomes import CUTOFF, seen
from visavis.demo.words.situations import AT

ABOUT_NOTHING, ABOUT_QUOTE, ABOUT_ORDER, ABOUT_TICKET = range(4)


@dataclass(frozen=True, slots=True)
class Threads:
    """One row per conversation."""

    mailbox: Numbers
    company: Numbers
    contact: Numbers
    asked: Numbers
    answered: Numbers
    """When the first answer went out; NEVER where none did."""
    situation: Numbers
    line: Numbers
    days: Numbers
    """How late it was, where it was late; else 0."""
    number: Texts
    amount: Numbers
    about: Numbers
    row: Numbers
    """Row of the quote, order or ticket that it is about."""
    staff: Numbers
    alone: Flags
    """Nobody at Brévane knows the company at that time."""
    wants: Flags
    """Whether it asks for an answer; thanks do not."""

    def __len__(self) -> int:
        return len(self.mailbox)


def make_threads(
    companies: Companies, contacts: Contacts, staff: Staff, quotes: Quotes, orders: Orders, tickets: Tickets, seed: int,
    block: int,
) -> Threads:  # fmt: skip
    """All conversations of one block, in no order."""
    rng = stream(seed, "threads", block)
    parts = [
        _of_quotes(rng, quotes),
        _of_tickets(rng, tickets),
        _of_orders(rng, companies, contacts, staff, orders),
        _of_the_forsaken(rng, companies, contacts, staff),
        _of_the_lost(rng, companies, contacts, staff),
    ]
    whole = Threads(
        **{one.name: np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Threads)}
    )
    rows = np.flatnonzero(whole.asked <= CUTOFF)
    return Threads(**{one.name: getattr(whole, one.name)[rows] for one in fields(Threads)})


def _of_quotes(rng: np.random.Generator, quotes: Quotes) -> Threads:
    rows = np.flatnonzero(happens(rng, len(quotes), 0.55))
    n = len(rows)
    return Threads(
        mailbox=np.full(n, FOR_QUOTES), company=quotes.company[rows], contact=quotes.contact[rows], asked=quotes.asked[rows],
        answered=quotes.sent[rows], situation=np.full(n, AT["ask-quote"]), line=quotes.line[rows], days=np.zeros(n, dtype=np.int64),
        number=np.full(n, "", dtype=object), amount=np.zeros(n, dtype=np.int64), about=np.full(n, ABOUT_QUOTE), row=rows,
        staff=quotes.staff[rows], alone=quotes.orphaned[rows], wants=np.ones(n, dtype=bool),
    )  # fmt: skip


def _of_tickets(rng: np.random.Generator, tickets: Tickets) -> Threads:
    rows = np.flatnonzero(happens(rng, len(tickets), 0.45))
    n, subject = len(rows), tickets.subject[rows]
    missing = (subject == DOCUMENTATION) & happens(rng, n, 0.7)
    broken = (subject == DEFECT) | ((subject == BREAKDOWN) & happens(rng, n, 0.5))
    situation = np.select([missing, broken], [AT["documentation-bad"], AT["part-defective"]], AT["ask-specification"])
    return Threads(
        mailbox=np.full(n, FOR_SUPPORT), company=tickets.company[rows], contact=tickets.contact[rows],
        asked=tickets.opened[rows], answered=tickets.answered[rows], situation=situation, line=tickets.line[rows],
        days=np.zeros(n, dtype=np.int64), number=tickets.key[rows], amount=np.zeros(n, dtype=np.int64),
        about=np.full(n, ABOUT_TICKET), row=rows, staff=tickets.staff[rows], alone=np.zeros(n, dtype=bool), wants=np.ones(n, dtype=bool),
    )  # fmt: skip


def _of_orders(
    rng: np.random.Generator, companies: Companies, contacts: Contacts, staff: Staff, orders: Orders
) -> Threads:
    """Where is it, what is missing, what is wrong on the invoice; and thanks."""
    n = len(orders)
    missed = np.isin(orders.outcome, ("late", "broken")) & ~orders.cancelled
    came = orders.delivered < NEVER
    lacking = orders.certificates & ~orders.joined
    luck = rng.random(n)
    late = missed & (luck < 0.45)
    short = (orders.outcome == "partial") & (luck < 0.6)
    papers = came & lacking & ~late & ~short & (rng.random(n) < 0.65)
    billed = came & orders.wrong & (orders.invoiced < NEVER_DAY) & ~late & ~short & ~papers & (rng.random(n) < 0.6)
    curious = ~missed & ~short & ~papers & ~billed & ~orders.cancelled & (rng.random(n) < 0.06)
    glad = came & (orders.outcome == "kept") & ~curious & ~papers & ~billed & (rng.random(n) < 0.06)
    rows = np.flatnonzero(late | short | papers | billed | curious | glad)
    n = len(rows)
    late, short, papers, billed, curious, glad = (one[rows] for one in (late, short, papers, billed, curious, glad))
    asks = happens(rng, n, 0.5)
    thanks = np.asarray([AT["thanks-back-office-b2b"], AT["order-on-time"], AT["part-good"], AT["surprise-pump"]])
    situation = np.select(
        [late & asks, late, short, papers, billed, curious],
        [AT["ask-delivery"], AT["order-late"], AT["order-incomplete"], AT["ask-certificate"], AT["invoice-wrong-b2b"], AT["ask-delivery"]],
        thanks[one_of(rng, n, (5, 3, 2, 1.2))],
    )  # fmt: skip
    arrived = np.where(orders.delivered[rows] < NEVER, orders.delivered[rows] // DAY, orders.due_on[rows])
    due = orders.due_on[rows]
    after = np.select([late, curious, billed], [due, orders.ordered[rows] // DAY + 3, orders.invoiced[rows]], arrived)
    asked_on = next_working(np.minimum(after, day(LAST_DAY)) + between(rng, n, 1, 3))
    asked = asked_on * DAY + between(rng, n, OPENS - 60, CLOSES - 1)
    role = np.where(billed, PAYS, BUYS)
    contact = np.where(glad & happens(rng, n, 0.5), contacts.in_charge(orders.company[rows], np.full(n, USES), asked_on),
                       contacts.in_charge(orders.company[rows], role, asked_on))  # fmt: skip
    alone = orphaned(companies, orders.company[rows], asked)
    return Threads(
        mailbox=np.full(n, FOR_ORDERS), company=orders.company[rows], contact=contact, asked=asked,
        answered=_answered(rng, asked, alone, ~glad), situation=situation, line=orders.line[rows],
        days=np.where(late, np.maximum(1, asked_on - due), 0), number=_numbers(orders.key[rows], billed), amount=orders.amount[rows],
        about=np.full(n, ABOUT_ORDER), row=rows, staff=staff.somebody(SALES, rng.integers(1 << 20, size=n)), alone=alone, wants=~glad,
    )  # fmt: skip


def _numbers(keys: Texts, billed: Flags) -> Texts:
    """The order's number, or the invoice's where it is about that."""
    return np.asarray(
        [f"FA{key[2:]}" if of else key for key, of in zip(keys, billed.tolist(), strict=True)], dtype=object
    )


def _answered(rng: np.random.Generator, asked: Numbers, alone: Flags, wants: Flags) -> Numbers:
    """When the first answer went out."""
    n = len(asked)
    rate = np.where(alone, RATES.answered_after_leaving, np.where(wants, RATES.answered, 0.7))
    lag = lasting(rng, n, np.where(alone, 1500.0, 210.0), 0.9)
    heard = happens(rng, n, rate)
    # Outside the forsaken portfolio somebody notices in the end.
    noticed = ~heard & ~alone & (asked // DAY < day(LAST_DAY) - FORGOTTEN_FOR)
    lag = np.where(noticed, lag + 7 * OPEN, lag)
    return seen(np.where(heard | noticed, moment_open(np.maximum(open_minutes(asked), 1) + lag), NEVER))


def _of_the_forsaken(rng: np.random.Generator, companies: Companies, contacts: Contacts, staff: Staff) -> Threads:
    """Clients of the one who left: whom shall we write to now?"""
    company = np.repeat(np.arange(len(companies)), rng.poisson(np.where(companies.locked, 2.2, 0.0)))
    n = len(company)
    first, last = day(LEAVES_ON) + 7, day(SUCCESSOR_ON) + 20
    asked_on = next_working(first + (rng.random(n) * (last - first)).astype(np.int64))
    asked = asked_on * DAY + between(rng, n, OPENS, CLOSES - 1)
    alone = orphaned(companies, company, asked)
    situation = np.where(happens(rng, n, 0.6), AT["contact-left"], AT["nobody-answers"])
    there = asked_on < companies.lost_on[company]
    whole = _plain(rng, contacts, staff, company, asked, situation, alone, between(rng, n, 4, 25))
    return Threads(**{one.name: getattr(whole, one.name)[there] for one in fields(Threads)})


def _of_the_lost(rng: np.random.Generator, companies: Companies, contacts: Contacts, staff: Staff) -> Threads:
    """Half of those who leave say so."""
    lost = np.flatnonzero((companies.lost_on < NEVER_DAY) & happens(rng, len(companies), 0.5))
    n = len(lost)
    asked_on = add_working(next_working(companies.lost_on[lost]), -between(rng, n, 0, 6))
    asked = asked_on * DAY + between(rng, n, OPENS, CLOSES - 1)
    situation = np.full(n, AT["leaving-b2b"])
    return _plain(
        rng, contacts, staff, lost, asked, situation, orphaned(companies, lost, asked), np.zeros(n, dtype=np.int64)
    )


def _plain(
    rng: np.random.Generator, contacts: Contacts, staff: Staff, company: Numbers, asked: Numbers, situation: Numbers,
    alone: Flags, days: Numbers,
) -> Threads:  # fmt: skip
    n = len(company)
    wants = np.ones(n, dtype=bool)
    return Threads(
        mailbox=np.full(n, FOR_ORDERS), company=company, contact=contacts.in_charge(company, np.full(n, BUYS), asked // DAY),
        asked=asked, answered=_answered(rng, asked, alone, wants), situation=situation, line=np.full(n, ALTA), days=days,
        number=np.full(n, "", dtype=object), amount=np.zeros(n, dtype=np.int64), about=np.full(n, ABOUT_NOTHING),
        row=np.full(n, -1), staff=staff.somebody(SALES, rng.integers(1 << 20, size=n)), alone=alone, wants=wants,
    )  # fmt: skip
