"""Technical questions and breakdowns, as the help desk lists them."""

from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Numbers, Texts, between, happens, lasting, one_of, stream
from visavis.demo.days import DAY, LAST_DAY, NEVER, OPEN, day, moment_open, open_minutes
from visavis.demo.manufacturer.companies import NEVER_DAY, Companies
from visavis.demo.manufacturer.contacts import BUYS, USES, Contacts
from visavis.demo.manufacturer.orders import keys, working_moments
from visavis.demo.manufacturer.plan import FORGOTTEN_FOR, HELP, HOTLINE_SINCE, HYDRANE, LAUNCHED_ON, RATES
from visavis.demo.manufacturer.staff import Staff
from visavis.demo.outcomes import CUTOFF, END, by_open_minutes, seen

SUBJECTS = ("Caractéristiques", "Documentation", "Panne", "Pièce défectueuse", "Mise en service")
SPECIFICATION, DOCUMENTATION, BREAKDOWN, DEFECT, STARTING = range(5)
ANSWERED_WITHIN = 8 * 60
"""Open minutes within which a technical question is to be answered."""


@dataclass(frozen=True, slots=True)
class Tickets:
    """One row per question, in order of time."""

    key: Texts
    company: Numbers
    contact: Numbers
    subject: Numbers
    line: Numbers
    opened: Numbers
    answered: Numbers
    resolved: Numbers
    staff: Numbers
    outcome: Texts

    def __len__(self) -> int:
        return len(self.key)


def make_tickets(companies: Companies, contacts: Contacts, staff: Staff, seed: int, block: int) -> Tickets:
    """About four questions a company, and more on documentation since the line Hydrane is sold."""
    rng = stream(seed, "manufacturer tickets", block)
    usual = np.repeat(np.arange(len(companies)), rng.poisson(RATES.tickets * companies.size))
    opened = working_moments(rng, np.full(len(usual), NEVER_DAY))
    launched = day(LAUNCHED_ON)
    more = np.repeat(np.arange(len(companies)), rng.poisson(0.8 * companies.size))
    rising = launched + ((day(LAST_DAY) - launched) * np.sqrt(rng.random(len(more)))).astype(np.int64)
    company = np.concatenate([usual, more])
    opened = np.concatenate([opened, rising * DAY + between(rng, len(more), 7 * 60, 20 * 60)])
    subject = np.concatenate([one_of(rng, len(usual), (5, 1, 4, 3, 3)), np.full(len(more), DOCUMENTATION)])
    line = np.concatenate([one_of(rng, len(usual), (4, 3, 3)), np.full(len(more), HYDRANE)])
    left = open_minutes(np.full(1, END * DAY)) - open_minutes(opened)
    opened = np.where(left == ANSWERED_WITHIN, opened - 7, opened)
    stays = (opened // DAY < companies.lost_on[company]) & (opened <= CUTOFF)
    turn = np.flatnonzero(stays)[np.argsort(opened[stays], kind="stable")]
    company, opened, subject, line = company[turn], opened[turn], subject[turn], line[turn]
    n = len(company)
    on_call = opened // DAY >= day(HOTLINE_SINCE)
    lag = lasting(rng, n, np.where(on_call, 165.0, 315.0), 0.85)
    lag = np.where(lag == ANSWERED_WITHIN, lag - 1, lag)
    start = np.maximum(open_minutes(opened), 1)
    forgotten = happens(rng, n, 0.015)
    recent = opened // DAY > day(LAST_DAY) - FORGOTTEN_FOR
    lag = np.where(forgotten, lag + 6 * OPEN, lag)
    answered = np.where(forgotten & recent, NEVER, moment_open(start + lag))
    resolved = np.where(answered < NEVER, moment_open(start + lag + lasting(rng, n, 2.2 * OPEN, 1.0)), NEVER)
    answered, resolved = seen(answered), seen(resolved)
    return Tickets(
        key=keys("AT", block, n), company=company,
        contact=contacts.in_charge(company, np.where(happens(rng, n, 0.85), USES, BUYS), opened // DAY),
        subject=subject, line=line, opened=opened, answered=answered, resolved=resolved,
        staff=staff.somebody(HELP, rng.integers(1 << 20, size=n)),
        outcome=by_open_minutes(opened, answered, ANSWERED_WITHIN),
    )  # fmt: skip
