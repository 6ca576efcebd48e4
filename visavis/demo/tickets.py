"""Requests to the company, as a log with one row per change: opened, taken, waiting for the client, resolved, closed."""

from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts, between, happens, lasting, one_of, stream, texts
from visavis.demo.days import DAY, NEVER, OPEN, at_a_decent_hour, day, moment_open, open_minutes
from visavis.demo.orders import Orders
from visavis.demo.outcomes import CUTOFF, END, by_open_minutes
from visavis.demo.people import Clients
from visavis.demo.plan import (
    AFTER_SALES,
    BILLING,
    CUSTOMER_CARE,
    FIRST_DAY,
    KEY_ACCOUNTS,
    LAST_DAY,
    LOGISTICS,
    NEW_SITE_SINCE,
    RATES,
)  # fmt: skip
from visavis.demo.reach import Reach
from visavis.demo.staff import colleague, somebody_of

SUBJECTS = ("Suivi de livraison", "Produit abîmé", "Remboursement", "Facture", "Renseignement", "Site et compte")
WHERE, BROKEN, REFUND, INVOICE, INFORMATION, SITE = range(6)
TEAM_OF_SUBJECT = np.asarray([CUSTOMER_CARE, AFTER_SALES, BILLING, BILLING, CUSTOMER_CARE, CUSTOMER_CARE])
TAKEN_WITHIN = 8 * 60
"""Open minutes within which a request is to be taken in charge."""
RESOLVED_WITHIN = 24 * 60
"""Open minutes within which it is to be resolved, waiting for the client not counted."""


@dataclass(frozen=True, slots=True)
class Tickets:
    """One row per request, in order of time; moments after the export are NEVER."""

    key: Texts
    client: Numbers
    email: Texts
    subject: Numbers
    order: Numbers
    """Row of the order it is about, or -1."""
    team: Numbers
    agent: Numbers
    second_agent: Numbers
    """The agent who took it over, or -1."""
    opened: Numbers
    taken: Numbers
    handed: Numbers
    waiting: Numbers
    answered: Numbers
    resolved: Numbers
    reopened: Numbers
    resolved_again: Numbers
    closed: Numbers
    held: Flags
    """Requests of key accounts that one person keeps for itself."""
    take_outcome: Texts
    resolve_outcome: Texts

    def __len__(self) -> int:
        return len(self.key)

    @property
    def done(self) -> Numbers:
        """When it was resolved for good, NEVER where it was not."""
        return np.where(self.resolved_again < NEVER, self.resolved_again, self.resolved)


def make_tickets(clients: Clients, reach: Reach, orders: Orders, seed: int) -> Tickets:
    """Requests that follow from orders gone wrong, others, and the many of key accounts."""
    rng = stream(seed, "tickets")
    client, subject, order, opened = _asked(rng, clients, orders)
    keep = (reach.email[client] != "") & (opened <= CUTOFF)
    turn = np.flatnonzero(keep)[np.argsort(opened[keep], kind="stable")]
    client, subject, order, opened = client[turn], subject[turn], order[turn], opened[turn]
    n = len(client)
    key_account = clients.key_account[client]
    held_client = clients.key_account & (
        np.cumsum(clients.key_account) <= RATES.key_accounts_held * clients.key_account.sum()
    )
    held = held_client[client]
    team = np.where(key_account, KEY_ACCOUNTS, TEAM_OF_SUBJECT[subject])
    agent = np.where(
        held,
        somebody_of(np.full(n, KEY_ACCOUNTS), np.zeros(n, dtype=np.int64)),
        somebody_of(team, rng.integers(1 << 20, size=n)),
    )
    moments = _lived(rng, opened, subject, held)
    handed = moments["handed"] < NEVER
    other_team = np.where(happens(rng, n, 0.5), team, np.where(subject == WHERE, LOGISTICS, AFTER_SALES))
    second = np.where(handed, colleague(agent, other_team, rng.integers(1 << 20, size=n)), -1)
    done = np.where(moments["resolved_again"] < NEVER, moments["resolved_again"], moments["resolved"])
    return Tickets(
        key=texts([f"T{number}" for number in 80_001 + np.arange(n)]), client=client, email=reach.email[client],
        subject=subject, order=order, team=team, agent=agent, second_agent=second, opened=opened, held=held,
        take_outcome=by_open_minutes(opened, moments["taken"], TAKEN_WITHIN),
        resolve_outcome=by_open_minutes(opened, done, RESOLVED_WITHIN, _paused(moments)), **moments,
    )  # fmt: skip


def _asked(rng: np.random.Generator, clients: Clients, orders: Orders) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Client, subject, order and moment of each request."""
    rate = np.select(
        [orders.lost, orders.outcome == "broken", orders.outcome == "late", orders.outcome == "partial"],
        [0.85, 0.5, 0.42, 0.6],
        0.07,
    )
    rows = np.flatnonzero(happens(rng, len(orders), rate) & ~orders.cancelled)
    went_well = orders.outcome[rows] == "kept"
    usual = np.asarray([BROKEN, REFUND, INVOICE])[one_of(rng, len(rows), (5, 3, 2))]
    about = np.where(went_well, usual, np.where(orders.outcome[rows] == "partial", BROKEN, WHERE))
    after = np.where(went_well, between(rng, len(rows), 1, 25), between(rng, len(rows), 1, 3))
    many = rng.poisson(np.where(clients.key_account, 15.0, 0.22)) + np.where(clients.key_account, 4, 0)
    other = np.repeat(np.arange(len(clients)), many)
    late_site = happens(rng, len(other), 0.45)
    span = between(rng, len(other), day(FIRST_DAY), day(LAST_DAY))
    topic = np.asarray([INFORMATION, INVOICE, SITE])[one_of(rng, len(other), (6, 2, 2))]
    topic = np.where((span >= day(NEW_SITE_SINCE)) & late_site, SITE, topic)
    client = np.concatenate([orders.client[rows], other])
    days = np.concatenate([orders.due_on[rows] + after, span])
    opened = days * DAY + between(rng, len(days), 7 * 60, 22 * 60)
    left = open_minutes(np.full(1, END * DAY)) - open_minutes(opened)
    opened = np.where((left == TAKEN_WITHIN) | (left == RESOLVED_WITHIN), opened - 7, opened)
    return client, np.concatenate([about, topic]), np.concatenate([rows, np.full(len(other), -1)]), opened


def _lived(rng: np.random.Generator, opened: Numbers, subject: Numbers, held: Flags) -> dict[str, Numbers]:
    """When each change of a request came; never in time by a hair, so that no outcome hangs on an edge."""
    n = len(opened)
    lag = lasting(rng, n, np.where(TEAM_OF_SUBJECT[subject] == BILLING, 190.0, 120.0), 1.15)
    lag = np.where(lag == TAKEN_WITHIN, lag - 1, lag)
    ignored = happens(rng, n, 0.02)
    start = open_minutes(opened)
    taken = np.where(ignored, NEVER, moment_open(start + lag))
    first = lasting(rng, n, 300.0, 0.95) + 2
    waits = happens(rng, n, 0.28) & ~ignored
    handed = np.where(
        happens(rng, n, 0.24) & ~held & ~ignored, moment_open(start + lag + np.maximum(1, first // 2)), NEVER
    )
    stop = moment_open(start + lag + first)
    answered = np.where(waits, at_a_decent_hour(stop + lasting(rng, n, 1100.0, 1.0) + 1), NEVER)
    waiting = np.where(waits, stop, NEVER)
    answered = np.where(waits & (answered <= waiting), waiting + 30, answered)
    again = open_minutes(np.where(waits, answered, stop))
    second = np.where(waits, lasting(rng, n, 200.0, 0.9), 0)
    paused = np.where(waits, again - open_minutes(stop), 0)
    second = np.where(waits & (again + second - start - paused == RESOLVED_WITHIN), second + 1, second)
    stop = np.where(~waits & (lag + first == RESOLVED_WITHIN), stop + 1, stop)
    resolved = np.where(ignored, NEVER, np.where(waits, moment_open(again + second), stop))
    reopened = np.where(
        happens(rng, n, 0.05) & ~ignored, at_a_decent_hour(resolved + lasting(rng, n, 1500.0, 0.6)), NEVER
    )
    reopened = np.where(reopened <= resolved, NEVER, reopened)
    once_more = np.where(
        reopened < NEVER, moment_open(open_minutes(np.where(reopened < NEVER, reopened, opened)) + OPEN + 7), NEVER
    )
    too_late = once_more > CUTOFF
    reopened, once_more = np.where(too_late, NEVER, reopened), np.where(too_late, NEVER, once_more)
    last = np.where(once_more < NEVER, once_more, resolved)
    closed = np.where(last < NEVER, (last // DAY + 7) * DAY + 5 * 60, NEVER)
    moments = {
        "taken": taken, "handed": handed, "waiting": waiting, "answered": answered, "resolved": resolved,
        "reopened": reopened, "resolved_again": once_more, "closed": closed,
    }  # fmt: skip
    return {name: np.where(when > CUTOFF, NEVER, when) for name, when in moments.items()}


def _paused(moments: dict[str, Numbers]) -> Numbers:
    """Open minutes spent waiting for the client, until the end of observation where the wait goes on."""
    waiting = moments["waiting"] < NEVER
    start = np.where(waiting, moments["waiting"], END * DAY)
    stop = np.where(waiting & (moments["answered"] < NEVER), moments["answered"], END * DAY)
    return np.where(waiting, open_minutes(stop) - open_minutes(start), 0)
