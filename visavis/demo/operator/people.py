"""The clients as they really are: persons in households, organisations, where they live and since when."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from visavis.demo import names
from visavis.demo.blocks import Block
from visavis.demo.chance import Flags, Numbers, Texts, between, frequent_first, happens, one_of, texts
from visavis.demo.days import FIRST_DAY, LAST_DAY, NEVER, day
from visavis.demo.operator.plan import RATES


@dataclass(frozen=True, slots=True)
class Address:
    """Parts of an address, one row per client."""

    number: Numbers
    kind: Texts
    street: Texts
    city: Numbers
    """Position in `names.places()`."""


@dataclass(frozen=True, slots=True)
class Clients:
    """One row per client, the truth that no source tells whole."""

    organisation: Flags
    english: Flags
    key_account: Flags
    household: Numbers
    woman: Flags
    luck: Numbers
    """What makes each of them write alike every time."""
    given: Texts
    family: Texts
    maiden: Texts
    """Family name before marriage, empty where it never changed."""
    wed_on: Numbers
    company: Texts
    """Name of the organisation, or of a person's employer where they order from work."""
    legal_form: Texts
    born_on: Numbers
    home: Address
    former_home: Address
    moved_on: Numbers
    mobile: Numbers
    """Nine digits after the leading zero; 0 where there is none."""
    land_line: Numbers
    email: Texts
    second_email: Texts

    def __len__(self) -> int:
        return len(self.organisation)


def make_clients(block: Block) -> Clients:
    """The clients of a block, organisations last."""
    rng, n = block.stream("clients"), block.clients
    organisations = round(n * RATES.organisations)
    persons = n - organisations
    household, place_in = _households(rng, persons)
    households = int(household[-1]) + 1 if persons else 0
    everybody = np.concatenate([household, households + np.arange(organisations)])
    homes = households + organisations
    organisation = np.arange(n) >= persons
    english = happens(rng, homes, RATES.english)[everybody] & ~organisation
    born_on = _births(rng, everybody, place_in, n)
    woman, given, given_slug = _given(rng, place_in, english, born_on)
    family, family_slug, maiden, wed_on = _family(rng, everybody, homes, place_in, english)
    company, company_slug, legal_form, employer = _companies(rng, organisation)
    home, former = _address(rng, homes), _address(rng, homes)
    first, last = day(FIRST_DAY), day(LAST_DAY)
    moved = np.where(happens(rng, homes, 0.16), between(rng, homes, first - 500, last), -NEVER)
    mobile = np.where(happens(rng, n, 0.93) & ~organisation, _mobile_numbers(block), 0)
    with_line = happens(rng, homes, 0.45) | (np.arange(homes) >= households)
    digit = west().land_line[home.city]
    line = np.where(with_line, digit * 100_000_000 + 30_000_000 + _scattered(block, homes, 29_999_999), 0)
    email, second = _emails(
        rng, block, given_slug, family_slug, company_slug, organisation, employer, born_on, everybody
    )
    key_account = np.zeros(n, dtype=bool)
    key_account[persons : persons + min(organisations, max(4, round(n * RATES.key_accounts)))] = True
    return Clients(
        organisation, english, key_account, everybody, woman, rng.integers(1 << 48, size=n), _blank(given, organisation), _blank(family, organisation),
        maiden, wed_on, company, legal_form, np.where(organisation, NEVER, born_on), _of(home, everybody),
        _of(former, everybody), moved[everybody], mobile, line[everybody], email, second,
    )  # fmt: skip


def _blank(values: Texts, where: Flags) -> Texts:
    return np.where(where, "", values).astype(object)


def west() -> names.Places:
    """Where the company's clients live."""
    return names.places("west")


def _scattered(block: Block, n: int, size: int) -> Numbers:
    """`n` numbers below `size`, in no visible order (a step coprime to the size walks through them), which no other block has."""
    step = 61_803_399
    while np.gcd(step, size) != 1:
        step += 2
    return (block.seed * 7_919 + (block.first + np.arange(n, dtype=np.int64)) * step) % size


def _mobile_numbers(block: Block) -> Numbers:
    """Different mobile numbers in the French ranges 06 0 to 06 3 and 07 3 to 07 7."""
    number = _scattered(block, block.clients, 87_999_999)
    return np.where(number < 38_000_000, 600_000_000 + number, 692_000_000 + number)


def _households(rng: np.random.Generator, persons: int) -> tuple[Numbers, Numbers]:
    """The household of each person, and the person's place in it: 0 head, 1 partner, 2 and 3 grown-up children."""
    sizes = one_of(rng, persons, (0.54, 0.29, 0.11, 0.06)) + 1
    household = np.repeat(np.arange(persons), sizes)[:persons]
    starts = np.concatenate([[0], np.cumsum(sizes)])[:persons]
    return household, np.arange(persons) - starts[household] if persons else household


def _births(rng: np.random.Generator, household: Numbers, place_in: Numbers, n: int) -> Numbers:
    head = between(rng, n, day("1942-01-01"), day("1998-12-31"))[household]
    place = np.concatenate([place_in, np.zeros(n - len(place_in), dtype=np.int64)])
    apart = np.where(place == 1, between(rng, n, -2200, 2200), between(rng, n, 7800, 12500))
    return np.minimum(np.where(place == 0, head, head + apart), day("2006-12-31"))


def _given(rng: np.random.Generator, place_in: Numbers, english: Flags, born_on: Numbers) -> tuple[Flags, Texts, Texts]:
    n, pool = len(english), names.given_names()
    place = np.concatenate([place_in, np.zeros(n - len(place_in), dtype=np.int64)])
    woman = happens(rng, n, 0.5)
    woman[1:] = np.where(place[1:] == 1, ~woman[:-1] ^ happens(rng, n - 1, 0.06), woman[1:])
    elder = born_on < day("1966-01-01")
    at = np.zeros(n, dtype=np.int64)
    for group, members in (
        ("women_elder", woman & elder & ~english), ("men_elder", ~woman & elder & ~english),
        ("women", woman & ~elder & ~english), ("men", ~woman & ~elder & ~english),
        ("english_women", woman & english), ("english_men", ~woman & english),
    ):  # fmt: skip
        start, size = pool.groups[group]
        at[members] = start + frequent_first(rng, int(members.sum()), size)
    return woman, pool.words[at], pool.slugs[at]


def _family(
    rng: np.random.Generator, household: Numbers, homes: int, place_in: Numbers, english: Flags
) -> tuple[Texts, Texts, Texts, Numbers]:
    """Family name, its slug, the name before marriage and the day of the marriage that changed it."""
    n, pool = len(english), names.family_names()
    place = np.concatenate([place_in, np.zeros(n - len(place_in), dtype=np.int64)])
    foreign, foreign_size = pool.groups["english"]
    of_home = _french(rng, homes)
    at = of_home[household]
    own = np.where(english, foreign + frequent_first(rng, n, foreign_size), _french(rng, n))
    at = np.where(english & (place != 1), foreign + at % foreign_size, at)
    partner = place == 1
    at = np.where(partner & happens(rng, n, 0.3), own, at)
    changed = partner & (at != own) & happens(rng, n, 0.75)
    double = happens(rng, n, 0.03) & (at != own)
    family = np.where(double, pool.words[at] + "-" + pool.words[own], pool.words[at]).astype(object)
    slugs = np.where(double, pool.slugs[at] + pool.slugs[own], pool.slugs[at]).astype(object)
    maiden = np.where(changed, pool.words[own], "").astype(object)
    wed = np.where(changed, between(rng, n, day(FIRST_DAY) - 700, day(LAST_DAY) - 30), -NEVER)
    return family, slugs, maiden, wed


def _french(rng: np.random.Generator, n: int) -> Numbers:
    """French family names: nearly half of people bear one that few bear, as in the country at large."""
    pool = names.family_names()
    (start, size), (rare, many) = pool.groups["french"], pool.groups["rare"]
    frequent = start + frequent_first(rng, n, size)
    return np.where(happens(rng, n, 0.55), frequent, rare + between(rng, n, 0, many - 1))


@cache
def _company_words() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = names.read_toml("names.toml")["companies"]
    return lists


def _companies(rng: np.random.Generator, organisation: Flags) -> tuple[Texts, Texts, Texts, Numbers]:
    """Names of organisations and of the employers that one person in twenty-five names, with slug and legal form.

    Most bear their owner's name behind their trade.

    For half of these persons the employer is a client too: its row, else -1.
    """
    lists, n = _company_words(), len(organisation)
    trades, marks, forms = texts(lists["trades"]), texts(lists["marks"]), texts(lists["forms"])
    trade, mark = between(rng, n, 0, len(trades) - 1), between(rng, n, 0, len(marks) - 1)
    owner, owned = _french(rng, n), happens(rng, n, 0.6)
    families = names.family_names()
    behind = np.where(owned, families.words[owner], marks[mark])
    slug_behind = np.where(owned, families.slugs[owner], texts([names.slug(word) for word in marks])[mark])
    named = np.asarray(trades[trade] + " " + behind, dtype=object)
    slugs = np.asarray(texts([names.slug(word) for word in trades])[trade] + slug_behind, dtype=object)
    employee = ~organisation & happens(rng, n, 0.04)
    form = np.where(organisation, forms[one_of(rng, n, (4, 4, 2, 1, 3))], "").astype(object)
    organisations = np.flatnonzero(organisation)
    employer = np.full(n, -1)
    if len(organisations):
        known = employee & happens(rng, n, 0.5)
        employer = np.where(known, organisations[between(rng, n, 0, len(organisations) - 1)], -1)
        named, slugs = named[np.where(known, employer, np.arange(n))], slugs[np.where(known, employer, np.arange(n))]
    return _blank(named, ~(organisation | employee)), _blank(slugs, ~organisation), form, employer


def _address(rng: np.random.Generator, homes: int) -> Address:
    where = west()
    return Address(
        number=np.minimum(between(rng, homes, 1, 60) * between(rng, homes, 1, 4), 199),
        kind=where.kinds[between(rng, homes, 0, len(where.kinds) - 1)],
        street=where.streets[between(rng, homes, 0, len(where.streets) - 1)],
        city=one_of(rng, homes, where.weights),
    )


def _of(address: Address, rows: Numbers) -> Address:
    return Address(address.number[rows], address.kind[rows], address.street[rows], address.city[rows])


def _emails(
    rng: np.random.Generator, block: Block, given: Texts, family: Texts, company: Texts, organisation: Flags, employer: Numbers,
    born_on: Numbers, household: Numbers,
) -> tuple[Texts, Texts]:  # fmt: skip
    """A first and a second address: no two clients share one, but for the family mailboxes of one household in sixteen.

    Addresses of later blocks bear the block's number, which those of the first never look like.
    """
    n = len(given)
    initial = texts([word[:1] for word in given])
    year = _YEARS[((born_on // 365.25 + 70) % 100).astype(int)]
    shapes = np.stack(
        [given + "." + family, initial + family, family + "." + given, given + family + year, given + "-" + family]
    )
    own = "" if block.begins else f".{block.number}"
    provider = texts([f"{own}@{domain}" for domain in west().mail_providers])
    first = shapes[one_of(rng, n, (6, 2, 2, 4, 1)), np.arange(n)]
    second = shapes[one_of(rng, n, (2, 3, 1, 4, 2)), np.arange(n)]
    both = _unique(np.concatenate([first, second]), provider[between(rng, 2 * n, 0, len(provider) - 1)])
    mail, other = both[:n], both[n:]
    role = texts(["contact@", "achats@", "accueil@", "compta@", "direction@"])[one_of(rng, n, (5, 2, 2, 1, 1))]
    domain = _unique(company, np.full(n, f"{own.replace('.', '-')}.example", dtype=object))
    mail = np.where(organisation, role + domain, mail).astype(object)
    other = np.where(organisation, "facturation@" + domain, other).astype(object)
    at_work = np.flatnonzero(employer >= 0)
    other[at_work] = _unique(shapes[0][at_work], "@" + domain[employer[at_work]])
    _, first_of_home = np.unique(household, return_index=True)
    shares = happens(rng, len(first_of_home), 0.06)[household] & ~organisation
    rows = np.flatnonzero(shares)
    mail[rows] = (
        "famille."
        + family[first_of_home][household[rows]]
        + texts([f"{home}{own}@courriel.example" for home in household[rows].tolist()])
    )
    return mail, other


_YEARS = texts([f"{year:02d}" for year in range(100)])


def _unique(local: Texts, rest: Texts) -> Texts:
    """`local` and `rest` put together, with a number between them where the whole came before."""
    seen: set[str] = set()
    whole = (local + rest).tolist()
    for row, one in enumerate(whole):
        if one in seen:
            whole[row] = f"{local[row]}{row}{rest[row]}"
        else:
            seen.add(one)
    return texts(whole)
