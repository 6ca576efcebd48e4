"""What account managers write down: calls and visits. One of them sees his clients alone, until he leaves."""

from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts, happens, one_of, stream
from visavis.demo.days import DAY, day
from visavis.demo.manufacturer.companies import NEVER_DAY, Companies
from visavis.demo.manufacturer.orders import keys, working_moments
from visavis.demo.manufacturer.plan import ACCOUNTS, LEAVES_ON, QUOTES, RATES, SALES, SUCCESSOR_ON
from visavis.demo.manufacturer.staff import Staff

KINDS = ("Appel", "Visite", "Visio")
CALL, VISIT = 0, 1


@dataclass(frozen=True, slots=True)
class Activities:
    """One row per call or visit, in order of time."""

    key: Texts
    company: Numbers
    kind: Numbers
    at: Numbers
    team: Numbers
    staff: Numbers

    def __len__(self) -> int:
        return len(self.key)


def make_activities(companies: Companies, staff: Staff, seed: int, block: int) -> Activities:
    """About fifteen a company; the locked portfolio is seen by one person only, then by nobody, then by a successor."""
    rng = stream(seed, "activities", block)
    company = np.repeat(np.arange(len(companies)), rng.poisson(RATES.activities * companies.size))
    at = np.sort(working_moments(rng, np.full(len(company), NEVER_DAY)))
    company = company[rng.permutation(len(company))]
    seen = (at // DAY < companies.lost_on[company]) & ~_nobody(companies, company, at)
    company, at = company[seen], at[seen]
    n = len(company)
    locked = companies.locked[company]
    successor = locked & (at // DAY >= day(SUCCESSOR_ON))
    shared = ~locked & happens(rng, n, RATES.shared_touches)
    team = np.where(shared, np.asarray([ACCOUNTS, QUOTES, SALES])[one_of(rng, n, (3, 1, 2))], ACCOUNTS)
    manager = companies.manager[company]
    other = (manager + 1 + rng.integers(3, size=n)) % staff.managers
    person = staff.first[ACCOUNTS] + np.where(
        successor, (manager + 1) % staff.managers, np.where(shared, other, manager)
    )
    luck = rng.integers(1 << 20, size=n)
    return Activities(
        key=keys("AC", block, n), company=company, kind=one_of(rng, n, (5, 2, 2)), at=at, team=team,
        staff=np.where(team == ACCOUNTS, person, staff.somebody(team, luck)),
    )  # fmt: skip


def _nobody(companies: Companies, company: Numbers, at: Numbers) -> Flags:
    """Contacts with the locked portfolio that did not take place, since its only keeper had left."""
    days = at // DAY
    return companies.locked[company] & (days > day(LEAVES_ON)) & (days < day(SUCCESSOR_ON))
