"""Maintenance contracts: who has one, since when, and who has ended it."""

from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Numbers, Texts, between, happens, stream
from visavis.demo.days import FIRST_DAY, day, next_working
from visavis.demo.manufacturer.companies import Companies
from visavis.demo.manufacturer.orders import keys


@dataclass(frozen=True, slots=True)
class Contracts:
    """One row per contract."""

    key: Texts
    company: Numbers
    signed_on: Numbers
    ended_on: Numbers
    """NEVER_DAY where it goes on."""
    yearly: Numbers

    def __len__(self) -> int:
        return len(self.key)


def make_contracts(companies: Companies, seed: int, block: int) -> Contracts:
    """Every second company has one; it ends when the company goes elsewhere."""
    rng = stream(seed, "contracts", block)
    company = np.flatnonzero(happens(rng, len(companies), 0.5))
    n = len(company)
    return Contracts(
        key=keys("CM", block, n), company=company, signed_on=next_working(day(FIRST_DAY) - between(rng, n, 0, 150)),
        ended_on=companies.lost_on[company], yearly=between(rng, n, 8, 140) * 100,
    )  # fmt: skip
