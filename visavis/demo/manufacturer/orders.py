"""Orders on their way through the teams, the delivery notes that go with them, and the invoices."""

from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts, between, happens, lasting, one_of, stream, texts
from visavis.demo.days import (
    CLOSES,
    DAY,
    FIRST_DAY,
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
from visavis.demo.manufacturer.contacts import BUYS, Contacts
from visavis.demo.manufacturer.plan import (
    ASSEMBLY,
    FORGOTTEN_FOR,
    HYDRANE,
    LAUNCHED_ON,
    PARTS,
    PARTS_STORE,
    QUALITY,
    RATES,
    SALES,
    SHIPPING,
    STUDIES,
)
from visavis.demo.outcomes import by_day, seen

ROUTES = ((SALES, STUDIES, ASSEMBLY, QUALITY, SHIPPING), (SALES, PARTS_STORE, SHIPPING))
"""The teams that an order of a machine goes through, and those of spare parts."""
BUDGETS = ((1.0, 4.0, 7.0, 2.0, 1.0), (0.5, 1.1, 0.75))
"""Working days planned for each of them."""
USUAL = (0.72, 0.78, 0.8, 0.7, 0.6)
"""The median that a team of the first route takes, as a share of what is planned."""
STUDIES_OF_HYDRANE = 2.3
"""The same of the studies for the line Hydrane."""
SPREAD = 0.42
MARGIN = 2
"""Working days that are added when a date is confirmed."""
STUDIED_WITHIN, CONFIRMED_WITHIN, PARTS_WITHIN = 5, 1, 2
"""Working days within which studies end, an order is confirmed, parts in stock leave."""
BLOCK_OF_KEYS = 100_000
"""Orders (quotes, tickets …) of one block are numbered from a multiple of this."""


@dataclass(frozen=True, slots=True)
class Orders:
    """One row per order, in order of time; what had not come when the files were exported is NEVER."""

    key: Texts
    company: Numbers
    place: Numbers
    """Establishment that receives it."""
    contact: Numbers
    ordered: Numbers
    line: Numbers
    amount: Numbers
    confirmed: Numbers
    due_on: Numbers
    entered: Numbers
    """When each stage began: shape (orders, stages)."""
    left: Numbers
    delivered: Numbers
    incomplete: Flags
    cancelled: Flags
    certificates: Flags
    joined: Flags
    invoiced: Numbers
    wrong: Flags
    outcome: Texts
    confirm_outcome: Texts
    studies_outcome: Texts
    """Empty for parts, and where studies have not begun."""
    parts_outcome: Texts
    """Empty for machines."""

    def __len__(self) -> int:
        return len(self.key)


def keys(prefix: str, block: int, n: int) -> Texts:
    """Numbers of documents: `CO-100017`."""
    return texts([f"{prefix}-{number}" for number in (block + 1) * BLOCK_OF_KEYS + np.arange(n)])


def working_moments(rng: np.random.Generator, until: Numbers) -> Numbers:
    """A moment of a working day for each row, before the day `until` (or the end)."""
    first, last = day(FIRST_DAY), np.minimum(until, day(LAST_DAY)) - 2
    days = first + (rng.random(len(until)) * np.maximum(1, last - first)).astype(np.int64)
    return next_working(days) * DAY + between(rng, len(until), OPENS, CLOSES - 1)


def make_orders(companies: Companies, contacts: Contacts, seed: int, block: int) -> Orders:
    """About nine orders a company; none after it has left."""
    rng = stream(seed, "manufacturer orders", block)
    company = np.repeat(np.arange(len(companies)), rng.poisson(RATES.orders * companies.size))
    ordered = np.sort(working_moments(rng, companies.lost_on[company]))
    company = company[rng.permutation(len(company))]
    gone = ordered // DAY >= companies.lost_on[company]
    company, ordered = company[~gone], ordered[~gone]
    n = len(company)
    launched = ordered // DAY >= day(LAUNCHED_ON)
    line = np.where(launched, one_of(rng, n, (3, 2.5, 2, 2.2, 4)), one_of(rng, n, (4.2, 3, 2.2, 0, 4)))
    confirmed_on = add_working(ordered // DAY, one_of(rng, n, (5, 8, 1, 0.6, 0.3)))
    confirmed = np.maximum(confirmed_on * DAY + between(rng, n, OPENS, CLOSES - 1), ordered + 3)
    recent = ordered // DAY > day(LAST_DAY) - FORGOTTEN_FOR
    forgotten = happens(rng, n, 0.02)
    at_last = add_working(ordered // DAY, between(rng, n, 6, 15)) * DAY + between(rng, n, OPENS, CLOSES - 1)
    confirmed = np.where(forgotten, np.where(recent, NEVER, at_last), confirmed)
    entered, left, out = _stages(rng, ordered, line)
    planned = np.where(line == PARTS, 4, int(sum(BUDGETS[0])) + MARGIN)
    due_on = add_working(ordered // DAY, planned + between(rng, n, 0, 2))
    transit = one_of(rng, n, (3, 6, 1))
    arrived = add_working(out // DAY, transit) * DAY + between(rng, n, CLOSES - 200, CLOSES + 40)
    cancelled = happens(rng, n, RATES.cancelled)
    lost = happens(rng, n, 0.008)
    found = add_working(arrived // DAY, between(rng, n, 10, 30)) * DAY + arrived % DAY
    delivered = seen(np.where(cancelled | (lost & recent), NEVER, np.where(lost, found, arrived)))
    incomplete = happens(rng, n, RATES.incomplete) & (delivered < NEVER)
    stops = cancelled[:, None] & (np.arange(entered.shape[1]) > 0)
    entered, left = np.where(stops, NEVER, seen(entered)), np.where(cancelled[:, None], NEVER, seen(left))
    done_on = np.where(delivered < NEVER, delivered // DAY, NEVER_DAY)
    outcome = by_day(due_on, done_on)
    outcome = np.where((outcome == "kept") & incomplete, "partial", outcome).astype(object)
    certificates = (line != PARTS) & happens(rng, n, RATES.certificates) & (delivered < NEVER)
    out_on = next_working(np.where(delivered < NEVER, delivered, ordered) // DAY)
    sent = np.where(delivered < NEVER, add_working(out_on, between(rng, n, 1, 5)), NEVER_DAY)
    confirmed = seen(confirmed)
    return Orders(
        key=keys("CO", block, n), company=company,
        place=companies.place_first[company] + rng.integers(1 << 20, size=n) % companies.places_of[company],
        contact=contacts.in_charge(company, np.full(n, BUYS), ordered // DAY), ordered=ordered, line=line,
        amount=np.where(line == PARTS, lasting(rng, n, 480.0, 0.8), lasting(rng, n, 9_500.0, 0.7)),
        confirmed=confirmed, due_on=due_on, entered=entered, left=left, delivered=delivered, incomplete=incomplete,
        cancelled=cancelled, certificates=certificates, joined=happens(rng, n, RATES.certificates_joined),
        invoiced=np.where(sent > day(LAST_DAY), NEVER_DAY, sent), wrong=happens(rng, n, RATES.invoices_wrong),
        outcome=outcome,
        confirm_outcome=by_day(add_working(ordered // DAY, CONFIRMED_WITHIN), np.where(confirmed < NEVER, confirmed // DAY, NEVER_DAY)),
        studies_outcome=_within(entered[:, 1], left[:, 1], STUDIED_WITHIN, line != PARTS),
        parts_outcome=_within(ordered, left[:, 2], PARTS_WITHIN, (line == PARTS) & ~cancelled),
    )  # fmt: skip


def _stages(rng: np.random.Generator, ordered: Numbers, line: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """When each stage began and ended; parts have three stages, the others NEVER. And when the last one ended."""
    n = len(line)
    entered, left = (np.full((n, len(ROUTES[0])), NEVER) for _ in range(2))
    now = open_minutes(ordered)
    out = ordered
    for stage in range(len(ROUTES[0])):
        budget = np.where(line == PARTS, (*BUDGETS[1], 0, 0)[stage], BUDGETS[0][stage])
        usual = np.where((line == HYDRANE) & (ROUTES[0][stage] == STUDIES), STUDIES_OF_HYDRANE, USUAL[stage])
        goes = (line != PARTS) | (stage < len(ROUTES[1]))
        took = lasting(rng, n, np.maximum(budget, 0.1) * usual * OPEN, SPREAD)
        entered[:, stage] = np.where(goes, moment_open(np.maximum(now, 1)), NEVER)
        now = np.where(goes, now + took, now)
        left[:, stage] = np.where(goes, moment_open(now), NEVER)
        out = np.where(goes, left[:, stage], out)
    entered[:, 0] = ordered
    return entered, left, out


def _within(start: Numbers, done: Numbers, days: int, among: Flags) -> Texts:
    """Outcome of cases due a number of working days after their start; empty where there is no case."""
    begun = among & (start < NEVER)
    due = add_working(np.where(begun, start // DAY, day(FIRST_DAY)), days)
    outcome = by_day(due, np.where(done < NEVER, done // DAY, NEVER_DAY))
    return np.where(begun, outcome, "").astype(object)
