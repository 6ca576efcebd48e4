"""The companies that buy from Brévane as they really are: names, numbers, places, who looks after them, when they left."""

from dataclasses import dataclass

import numpy as np

from visavis.demo import names
from visavis.demo.chance import Flags, Numbers, Texts, between, happens, one_of, stream, texts
from visavis.demo.days import LAST_DAY, NEVER, day
from visavis.demo.manufacturer.lists import words
from visavis.demo.manufacturer.plan import LEAVES_ON, RATES
from visavis.demo.manufacturer.staff import HOLDER, Staff

NEVER_DAY = NEVER // 1440


@dataclass(frozen=True, slots=True)
class Companies:
    """One row per company of one block; `number` counts over all blocks."""

    number: Numbers
    trade: Texts
    """The name that people use."""
    legal: Texts
    """The name in the register, without its legal form."""
    form: Texts
    slug: Texts
    domain: Texts
    siren: Numbers
    english: Flags
    sector: Texts
    size: np.ndarray[tuple[int], np.dtype[np.float64]]
    """How much it buys, 1 on average."""
    manager: Numbers
    """Place of its account manager in the team."""
    locked: Flags
    """Whether it belongs to the portfolio that one person keeps to himself."""
    lost_on: Numbers
    """The day on which it goes elsewhere; NEVER_DAY where it stays."""
    phone: Numbers
    place_first: Numbers
    """Where its establishments begin in `places`; there are `places_of` of them."""
    places_of: Numbers

    def __len__(self) -> int:
        return len(self.number)


@dataclass(frozen=True, slots=True)
class Establishments:
    """One row per establishment of a company of the block."""

    company: Numbers
    kind: Texts
    nic: Numbers
    """The five digits that follow the company's number."""
    house: Numbers
    road: Texts
    street: Texts
    city: Numbers
    """Position in `names.places()`."""


def make_companies(number: Numbers, staff: Staff, seed: int, block: int) -> tuple[Companies, Establishments]:
    """The companies with these numbers, and where they are."""
    rng = stream(seed, "companies", block)
    n = len(number)
    english = happens(rng, n, RATES.english)
    trade, legal = _named(rng, english)
    slug = texts([names.slug(word)[:24] for word in trade])
    domain = slug + texts([f"-{one}" if one else "" for one in _again(slug, number)]) + ".example"
    places_of = 1 + one_of(rng, n, (0.62, 0.22, 0.11, 0.05))
    places = _establishments(rng, places_of)
    first = np.concatenate([[0], np.cumsum(places_of)[:-1]])
    locked = number % staff.managers == HOLDER
    digit = names.places().land_line[places.city[first]]
    return (
        Companies(
            number=number,
            trade=trade,
            legal=legal,
            form=np.where(english, "Ltd", words("forms")[one_of(rng, n, (6, 4, 3, 1, 0.5, 0.5))]).astype(object),
            slug=slug,
            domain=domain,
            siren=_sirens(number, seed),
            english=english,
            sector=words("sectors")[between(rng, n, 0, len(words("sectors")) - 1)],
            size=np.clip(np.exp(0.55 * rng.standard_normal(n)) * 0.86, 0.3, 4.0),
            manager=number % staff.managers,
            locked=locked,
            lost_on=_lost(rng, locked),
            phone=digit * 100_000_000 + 40_000_000 + (number * 7_919 + 13) % 9_999_991,
            place_first=first,
            places_of=places_of,
        ),
        places,
    )


def _named(rng: np.random.Generator, english: Flags) -> tuple[Texts, Texts]:
    """The name that people use, and the one in the register."""
    n = len(english)
    trades, marks = words("trades"), words("marks")
    family = names.family_names()
    kin = family.words[between(rng, n, 0, family.groups["french"][1] - 1)]
    coined = (
        words("heads")[between(rng, n, 0, len(words("heads")) - 1)]
        + words("tails")[between(rng, n, 0, len(words("tails")) - 1)]
    )
    trade = trades[between(rng, n, 0, len(trades) - 1)]
    placed = trade + " " + marks[between(rng, n, 0, len(marks) - 1)]
    foreign = (
        words("english_names")[between(rng, n, 0, len(words("english_names")) - 1)]
        + " "
        + words("english_trades")[between(rng, n, 0, len(words("english_trades")) - 1)]
    )
    shape = one_of(rng, n, (5, 3, 1.2, 0.8))
    used = np.select([shape == 0, shape == 1, shape == 2], [placed, coined, trade + " " + kin], "Établissements " + kin)
    used = np.where(english, foreign, used).astype(object)
    branded = happens(rng, n, RATES.branded) & ~english
    longer = happens(rng, n, 0.12) & ~english & ~branded
    legal = np.where(longer, "Société nouvelle " + used, used).astype(object)
    legal = np.where(branded, "Financière " + kin, legal).astype(object)
    return used, legal


def _again(slugs: Texts, number: Numbers) -> list[int]:
    """0 for the first company of the block that bears a name, its number for the others and for all later blocks."""
    _, first = np.unique(slugs.astype(str), return_index=True)
    again = number + 1
    if number[0] == 0:
        again[first] = 0
    return [int(one) for one in again]


def _sirens(number: Numbers, seed: int) -> Numbers:
    """Nine digits that begin with 00 and end with a valid check digit; no two companies share one."""
    body = (seed * 31_337 + number * 618_041 + 11) % 1_000_000
    doubled = np.zeros_like(body)
    for place in range(6):
        digit = body // 10**place % 10
        twice = digit * 2 if place % 2 == 0 else digit
        doubled += np.where(twice > 9, twice - 9, twice)
    return body * 10 + (10 - doubled % 10) % 10


def _lost(rng: np.random.Generator, locked: Flags) -> Numbers:
    n = len(locked)
    leaves, last = day(LEAVES_ON), day(LAST_DAY)
    after = leaves + 25 + (rng.random(n) * (last - leaves - 45)).astype(np.int64)
    any_day = last - between(rng, n, 30, 420)
    lost_after = locked & happens(rng, n, RATES.lost_after_leaving)
    lost = ~locked & happens(rng, n, RATES.lost)
    return np.where(lost_after, after, np.where(lost, any_day, NEVER_DAY))


def _establishments(rng: np.random.Generator, places_of: Numbers) -> Establishments:
    company = np.repeat(np.arange(len(places_of)), places_of)
    n, where = len(company), names.places()
    rank = np.arange(n) - np.repeat(np.cumsum(places_of) - places_of, places_of)
    kinds = words("places")
    kind = np.where(rank == 0, kinds[0], kinds[between(rng, n, 1, len(kinds) - 1)]).astype(object)
    return Establishments(
        company=company,
        kind=kind,
        nic=(rank + 1) * 10 + between(rng, n, 1, 9),
        house=between(rng, n, 1, 180),
        road=words("roads")[one_of(rng, n, (3, 2, 4, 3, 2, 2))],
        street=where.streets[between(rng, n, 0, len(where.streets) - 1)],
        city=one_of(rng, n, where.weights),
    )
