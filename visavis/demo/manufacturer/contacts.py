"""The people of the companies: what each does there, how to reach them, and those who change employer."""

from dataclasses import dataclass

import numpy as np

from visavis.demo import names
from visavis.demo.chance import Flags, Numbers, Texts, between, happens, one_of, stream, texts
from visavis.demo.days import FIRST_DAY, LAST_DAY, day
from visavis.demo.manufacturer.companies import NEVER_DAY, Companies
from visavis.demo.manufacturer.lists import words
from visavis.demo.manufacturer.plan import RATES

ROLES = ("decides", "buys", "uses", "pays")
DECIDES, BUYS, USES, PAYS = range(4)
FEWEST, MOST = 2, 8
DOUBLE_NAMES = 0.07


@dataclass(frozen=True, slots=True)
class Contacts:
    """One row per person; `company` is the row of the first employer in the block."""

    company: Numbers
    key: Texts
    """The person's name in the truth."""
    given: Texts
    family: Texts
    woman: Flags
    english: Flags
    role: Numbers
    """Position in ROLES."""
    second_role: Numbers
    """Position in ROLES of what they do besides; -1 for nothing."""
    job: Texts
    email: Texts
    mobile: Numbers
    line: Numbers
    """Direct line; 0 for none."""
    moved_on: Numbers
    """The day on which they go to `next_company`; NEVER_DAY for those who stay."""
    next_company: Numbers
    next_email: Texts
    by_role: Numbers
    """Of each company, the row of somebody in each role: shape (companies, roles)."""

    def __len__(self) -> int:
        return len(self.company)

    def in_charge(self, company: Numbers, role: Numbers, days: Numbers) -> Numbers:
        """Who does that at the company on a day: the holder of the role, or a colleague once they have gone."""
        found = self.by_role[company, role]
        for other in range(len(ROLES)):
            gone = days >= self.moved_on[found]
            found = np.where(gone, self.by_role[company, (role + other) % len(ROLES)], found)
        return found

    def email_on(self, contact: Numbers, days: Numbers) -> Texts:
        """The address under which they write on a day."""
        return np.where(days >= self.moved_on[contact], self.next_email[contact], self.email[contact]).astype(object)


def make_contacts(companies: Companies, seed: int, block: int) -> Contacts:
    """Two to eight people in each company, every role held by somebody."""
    rng = stream(seed, "contacts", block)
    many = FEWEST + one_of(rng, len(companies), (12, 26, 26, 16, 10, 6, 4))
    company = np.repeat(np.arange(len(companies)), many)
    n = len(company)
    place = np.arange(n) - np.repeat(np.cumsum(many) - many, many)
    role, second = _roles(rng, place, many[company])
    english = companies.english[company]
    given, family, slugs, woman = _names(rng, english)
    email = _emails(rng, slugs, companies, company)
    first, last = day(FIRST_DAY), day(LAST_DAY)
    moves = happens(rng, n, RATES.moved_job) & (len(companies) > 1)
    following = (company + between(rng, n, 1, max(1, len(companies) - 1))) % len(companies)
    digit = 100_000_000 * (1 + (companies.phone[company] // 100_000_000 - 1) % 5)
    number = companies.number[company] * MOST + place
    return Contacts(
        company=company,
        key=texts([f"P{one}-{two}" for one, two in zip(companies.number[company].tolist(), place.tolist(), strict=True)]),
        given=given, family=family, woman=woman, english=english, role=role, second_role=second,
        job=_jobs(rng, role, english, woman), email=email,
        mobile=np.where(happens(rng, n, 0.7), 610_000_000 + (number * 104_729 + 71) % 79_999_987, 0),
        line=np.where(happens(rng, n, 0.55), digit + 50_000_000 + (number * 7_919 + 5) % 39_999_983, 0),
        moved_on=np.where(moves, between(rng, n, first + 60, last - 60), NEVER_DAY),
        next_company=np.where(moves, following, -1),
        next_email=_emails(rng, slugs, companies, np.where(moves, following, company), suffix="2"),
        by_role=_by_role(company, role, len(companies)),
    )  # fmt: skip


def _roles(rng: np.random.Generator, place: Numbers, many: Numbers) -> tuple[Numbers, Numbers]:
    """The first two buy and use; in companies of two or three, people do several things."""
    n = len(place)
    free = np.asarray([USES, BUYS, USES, DECIDES, PAYS])[one_of(rng, n, (5, 2, 1, 1, 1))]
    role = np.select([place == 0, place == 1, place == 2, place == 3], [BUYS, USES, PAYS, DECIDES], free)
    second = np.select([(place == 0) & (many < 4), (place == 1) & (many < 3)], [DECIDES, PAYS], -1)
    return role, np.where((second < 0) & happens(rng, n, 0.1) & (role != DECIDES), DECIDES, second)


def _names(rng: np.random.Generator, english: Flags) -> tuple[Texts, Texts, Texts, Flags]:
    n = len(english)
    given, family = names.given_names(), names.family_names()
    woman = happens(rng, n, 0.42)
    group = np.where(english, np.where(woman, 4, 5), np.where(woman, 2, 3) - 2 * happens(rng, n, 0.25))
    at = np.zeros(n, dtype=np.int64)
    for place, name in enumerate(("women_elder", "men_elder", "women", "men", "english_women", "english_men")):
        start, size = given.groups[name]
        members = group == place
        at[members] = start + between(rng, int(members.sum()), 0, size - 1)
    (french, french_size), (foreign, foreign_size) = family.groups["french"], family.groups["english"]
    # Two people of one name at different companies are rare, as they are among so few.
    of, other = (
        np.where(english, foreign + between(rng, n, 0, foreign_size - 1), french + between(rng, n, 0, french_size - 1))
        for _ in range(2)
    )
    double = happens(rng, n, DOUBLE_NAMES) & (of != other)
    named = np.where(double, family.words[of] + "-" + family.words[other], family.words[of]).astype(object)
    slugs = np.where(double, family.slugs[of] + family.slugs[other], family.slugs[of]).astype(object)
    return given.words[at], named, np.stack([given.slugs[at], slugs]), woman


def _emails(rng: np.random.Generator, slugs: Texts, companies: Companies, company: Numbers, suffix: str = "") -> Texts:
    """Each company writes its addresses in its own manner; who comes second with a name gets a number."""
    given, family = slugs
    manner = (companies.number * 2_654_435_761 % 1_000 // 200)[company]
    initial = texts([word[:1] for word in given])
    local = np.select(
        [manner <= 1, manner == 2, manner == 3],
        [given + "." + family, initial + family, initial + "." + family],
        family + "." + given,
    ).astype(object)
    whole = local + "@" + companies.domain[company]
    _, first = np.unique(whole.astype(str), return_index=True)
    again = np.ones(len(whole), dtype=bool)
    again[first] = False
    rows = texts([str(row % 1_000) for row in range(len(whole))])
    whole[again] = local[again] + suffix + rows[again] + "@" + companies.domain[company][again]
    return whole


def _jobs(rng: np.random.Generator, role: Numbers, english: Flags, woman: Flags) -> Texts:
    found = np.full(len(role), "", dtype=object)
    for at, name in enumerate(ROLES):
        for jobs, speaks in (("jobs", ~english), ("english_jobs", english)):
            mine = (role == at) & speaks
            titles = words(f"{jobs}.{name}")
            chosen = titles[between(rng, int(mine.sum()), 0, len(titles) - 1)]
            pairs = zip(chosen, woman[mine].tolist(), strict=True)
            found[mine] = texts([title.split("|")[her] for title, her in pairs])
    return found


def _by_role(company: Numbers, role: Numbers, companies: int) -> Numbers:
    """Somebody of each company for each role, the first person of the company where nobody else has it."""
    first = np.searchsorted(company, np.arange(companies))
    found = np.repeat(first[:, None], len(ROLES), axis=1)
    for at in range(len(ROLES)):
        rows = np.flatnonzero(role == at)[::-1]
        found[company[rows], at] = rows
    return found
