"""Requests to the company, as a log with one row per change: opened, taken, waiting for the client, resolved, closed."""

from dataclasses import dataclass

import numpy as np

from visavis.demo.blocks import Block
from visavis.demo.chance import Flags, Numbers, Texts, happens, lasting, one_of
from visavis.demo.days import DAY, NEVER, OPEN, at_a_decent_hour, moment_open, open_minutes
from visavis.demo.operator.asking import INSTALLATION, TEAM_OF_SUBJECT, Asked
from visavis.demo.operator.people import Clients
from visavis.demo.operator.plan import BILLING, KEY_ACCOUNTS, LOGISTICS, NETWORK, PLANNING, RATES
from visavis.demo.operator.reach import Reach
from visavis.demo.operator.staff import colleague, in_turn, somebody_of
from visavis.demo.outcomes import CUTOFF, END, by_open_minutes

CHANNELS = ("Courriel", "Formulaire", "Téléphone", "Boutique")
MAIL, FORM, PHONE, SHOP = range(4)
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
    row: Numbers
    """Row of the installation, parcel, outage or invoice it is about, or -1."""
    channel: Numbers
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


def make_tickets(clients: Clients, reach: Reach, asked: Asked, block: Block) -> Tickets:
    """What was asked by clients whose address is known, and what became of it."""
    rng = block.stream("tickets")
    keep = (reach.email[asked.client] != "") & (asked.at <= CUTOFF)
    turn = np.flatnonzero(keep)[np.argsort(asked.at[keep], kind="stable")]
    client, subject, opened = asked.client[turn], asked.subject[turn], _off_the_edge(asked.at[turn])
    n = len(client)
    held = held_clients(clients, block)[client]
    team = np.where(clients.key_account[client], KEY_ACCOUNTS, TEAM_OF_SUBJECT[subject])
    agent = np.where(
        held, somebody_of(team, np.zeros(n, dtype=np.int64)), somebody_of(team, rng.integers(1 << 20, size=n))
    )
    moments = _lived(rng, opened, subject, held)
    other_team = np.where(
        subject == INSTALLATION, PLANNING, np.asarray([LOGISTICS, NETWORK, BILLING])[one_of(rng, n, (3, 3, 2))]
    )
    other_team = np.where(happens(rng, n, 0.4), team, other_team)
    handed = moments["handed"] < NEVER
    # even a team that is handed little is met in more than a few people: it can be told of
    turns = in_turn(np.where(handed, other_team, -1), rng.integers(1 << 20, size=n))
    second = np.where(handed, colleague(agent, other_team, turns), -1)
    done = np.where(moments["resolved_again"] < NEVER, moments["resolved_again"], moments["resolved"])
    channel = one_of(rng, n, (42, 30, 22, 6))
    return Tickets(
        key=block.keys("T", 80_001, n, each=8), client=client, email=reach.email[client], subject=subject,
        row=asked.row[turn], channel=np.where(clients.key_account[client] & (channel > FORM), MAIL, channel), team=team,
        agent=agent, second_agent=second, opened=opened, held=held,
        take_outcome=by_open_minutes(opened, moments["taken"], TAKEN_WITHIN),
        resolve_outcome=by_open_minutes(opened, done, RESOLVED_WITHIN, _paused(moments)), **moments,
    )  # fmt: skip


def held_clients(clients: Clients, block: Block) -> Flags:
    """The key accounts that one person keeps for itself: some of the first block's."""
    share = RATES.key_accounts_held if block.begins else 0.0
    return clients.key_account & (np.cumsum(clients.key_account) <= share * clients.key_account.sum())


def _off_the_edge(opened: Numbers) -> Numbers:
    """Requests still unanswered at the end are not due at that very minute."""
    left = open_minutes(np.full(1, END * DAY)) - open_minutes(opened)
    return np.where((left == TAKEN_WITHIN) | (left == RESOLVED_WITHIN), opened - 7, opened)


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
