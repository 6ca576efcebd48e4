"""Quotes that clients ask for; those of a portfolio whose only keeper has left come late, or never."""

from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts, between, happens, lasting, one_of, stream
from visavis.demo.days import CLOSES, DAY, LAST_DAY, NEVER, OPENS, add_working, day
from visavis.demo.manufacturer.companies import NEVER_DAY, Companies
from visavis.demo.manufacturer.contacts import BUYS, USES, Contacts
from visavis.demo.manufacturer.orders import keys, working_moments
from visavis.demo.manufacturer.plan import (
    ACCOUNTS,
    FORGOTTEN_FOR,
    HYDRANE,
    LAUNCHED_ON,
    LEAVES_ON,
    QUOTES,
    RATES,
    SUCCESSOR_ON,
)
from visavis.demo.manufacturer.staff import Staff
from visavis.demo.outcomes import by_day, seen

SENT_WITHIN = 2
"""Working days within which a quote is to be sent."""
WON, LOST, PENDING = "gagné", "perdu", "en attente"


@dataclass(frozen=True, slots=True)
class Quotes:
    """One row per quote asked for, in order of time."""

    key: Texts
    company: Numbers
    contact: Numbers
    asked: Numbers
    sent: Numbers
    line: Numbers
    amount: Numbers
    status: Texts
    team: Numbers
    staff: Numbers
    orphaned: Flags
    """Asked by a company whose only contact at Brévane had left, before somebody took over."""
    outcome: Texts

    def __len__(self) -> int:
        return len(self.key)


def orphaned(companies: Companies, company: Numbers, moments: Numbers) -> Flags:
    """Whether nobody at Brévane knows the company on that day."""
    days = moments // DAY
    return companies.locked[company] & (days > day(LEAVES_ON)) & (days < day(SUCCESSOR_ON))


def make_quotes(companies: Companies, contacts: Contacts, staff: Staff, seed: int, block: int) -> Quotes:
    """About five quotes a company."""
    rng = stream(seed, "quotes", block)
    company = np.repeat(np.arange(len(companies)), rng.poisson(RATES.quotes * companies.size))
    asked = np.sort(working_moments(rng, np.full(len(company), NEVER_DAY)))
    company = company[rng.permutation(len(company))]
    stays = asked // DAY < companies.lost_on[company]
    company, asked = company[stays], asked[stays]
    n = len(company)
    alone = orphaned(companies, company, asked)
    since = companies.locked[company] & (asked // DAY >= day(SUCCESSOR_ON))
    in_time = np.select([alone, since], [RATES.quotes_in_time_after_leaving, 0.62], RATES.quotes_in_time)
    kept = happens(rng, n, in_time)
    soon = add_working(asked // DAY, one_of(rng, n, (2, 5, 4)))
    late = add_working(asked // DAY, SENT_WITHIN + np.where(alone, between(rng, n, 3, 18), between(rng, n, 1, 6)))
    sent = np.where(kept, soon, late) * DAY + between(rng, n, OPENS, CLOSES - 1)
    forgotten = ~kept & happens(rng, n, np.where(alone, RATES.quotes_forgotten_after_leaving, 0.08))
    recent = (asked // DAY > day(LAST_DAY) - FORGOTTEN_FOR) | alone
    at_last = add_working(asked // DAY, between(rng, n, 12, 30)) * DAY + between(rng, n, OPENS, CLOSES - 1)
    sent = seen(np.where(forgotten, np.where(recent, NEVER, at_last), np.maximum(sent, asked + 20)))
    line = np.where(asked // DAY >= day(LAUNCHED_ON), one_of(rng, n, (3, 2, 2, 3)), one_of(rng, n, (4, 3, 2, 0)))
    won = happens(rng, n, np.where(kept, 0.46, 0.27)) & (sent < NEVER)
    told = sent // DAY < day(LAST_DAY) - 30
    held = companies.locked[company] & (asked // DAY <= day(LEAVES_ON))
    team = np.where(held | happens(rng, n, 0.2), ACCOUNTS, QUOTES)
    luck = rng.integers(1 << 20, size=n)
    manager = staff.first[ACCOUNTS] + companies.manager[company]
    after = staff.first[ACCOUNTS] + (companies.manager[company] + 1) % staff.managers
    keeper = np.where(companies.locked[company] & ~held, after, manager)
    return Quotes(
        key=keys("DV", block, n), company=company,
        contact=contacts.in_charge(company, np.where(happens(rng, n, 0.75), BUYS, USES), asked // DAY),
        asked=asked, sent=sent, line=np.minimum(line, HYDRANE), amount=lasting(rng, n, 11_000.0, 0.7),
        status=np.where(won, WON, np.where(told, LOST, PENDING)).astype(object),
        team=team, staff=np.where(team == ACCOUNTS, keeper, staff.somebody(team, luck)), orphaned=alone,
        outcome=by_day(add_working(asked // DAY, SENT_WITHIN), np.where(sent < NEVER, sent // DAY, NEVER_DAY)),
    )  # fmt: skip
