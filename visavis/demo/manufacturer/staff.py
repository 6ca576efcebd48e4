"""Who works at Brévane: five people at least in each team, more where there are many clients."""

from dataclasses import dataclass

import numpy as np

from visavis.demo import names
from visavis.demo.chance import Numbers, Texts, between, frequent_first, stream, texts
from visavis.demo.manufacturer.plan import ACCOUNTS, TEAM_SIZES

COMPANIES_PER_MANAGER = 33
HOLDER = 4
"""Place, among the account managers, of the one who keeps a portfolio to himself."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Employees, team after team; `first` and `size` tell where each team stands."""

    given: Texts
    family: Texts
    login: Texts
    first: Numbers
    size: Numbers

    def somebody(self, team: Numbers | int, luck: Numbers) -> Numbers:
        """A member of each team; the same luck gives the same member."""
        return self.first[team] + luck % self.size[team]

    @property
    def managers(self) -> int:
        """How many account managers there are."""
        return int(self.size[ACCOUNTS])


def make_staff(clients: int, seed: int) -> Staff:
    """The employees of a company with so many clients."""
    rng = stream(seed, "manufacturer staff")
    size = np.asarray([max(base, base * clients // 4000) for base in TEAM_SIZES], dtype=np.int64)
    size[ACCOUNTS] = max(TEAM_SIZES[ACCOUNTS], clients // COMPANIES_PER_MANAGER)
    n = int(size.sum())
    given, family = names.given_names(), names.family_names()
    start, many = given.groups["women"][0], given.groups["women"][1] + given.groups["men"][1]
    at, of = start + between(rng, n, 0, many - 1), frequent_first(rng, n, family.groups["french"][1])
    login = texts([f"{given.slugs[one][0]}.{family.slugs[other]}" for one, other in zip(at, of, strict=True)])
    _, first = np.unique(login.astype(str), return_index=True)
    again = np.ones(n, dtype=bool)
    again[first] = False
    login[again] += texts([str(row) for row in np.flatnonzero(again)])
    return Staff(given.words[at], family.words[of], login, np.cumsum(size) - size, size)
