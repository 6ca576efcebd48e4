"""What four sources believe of the clients: the contact file, web accounts, files typed in shops, an energy board taken over."""

from dataclasses import dataclass

import numpy as np

from visavis.demo import disagreements as spoil
from visavis.demo.blocks import Block
from visavis.demo.chance import Numbers, Texts, between, happens, one_of, texts
from visavis.demo.days import LAST_DAY, day
from visavis.demo.operator.people import Address, Clients, west


@dataclass(frozen=True, slots=True)
class Manners:
    """How one source is kept: how many clients it knows, and how often each thing goes wrong in it."""

    source: str
    prefix: str
    first_key: int
    persons: float
    organisations: float
    twice: float
    """Share of its clients that it holds twice."""
    years_old: float
    """How far back its last updates lie."""
    typos: float
    unaccented: float
    capitals: float
    nicknames: float
    swapped: float
    misdated: float
    short_streets: float
    no_email: float
    second_email: float
    no_phone: float
    no_birth: float
    no_street: float
    phone_manners: tuple[int, ...]


CRM = Manners(
    "crm",
    "C",
    10001,
    0.62,
    0.95,
    0.05,
    5.0,
    0.03,
    0.25,
    0.15,
    0.05,
    0.012,
    0.03,
    0.35,
    0.28,
    0.15,
    0.12,
    0.45,
    0.06,
    (0, 1, 1, 1, 2),
)
WEB = Manners(
    "comptes-web",
    "W",
    500001,
    0.66,
    0.7,
    0.03,
    3.0,
    0.02,
    0.3,
    0.02,
    0.14,
    0.008,
    0.01,
    0.2,
    0.0,
    0.3,
    0.25,
    0.6,
    0.1,
    (0, 0, 3, 4, 6),
)
SHOP_FILES = Manners(
    "fiches-boutique",
    "F",
    7001,
    0.36,
    0.0,
    0.04,
    4.0,
    0.05,
    0.35,
    0.3,
    0.1,
    0.02,
    0.04,
    0.45,
    0.35,
    0.25,
    0.2,
    0.3,
    0.12,
    (0, 1, 2),
)
ENERGY = Manners(
    "clients-energie",
    "E",
    31,
    0.17,
    0.35,
    0.02,
    1.5,
    0.06,
    1.0,
    1.0,
    0.06,
    0.03,
    0.02,
    0.5,
    0.3,
    0.35,
    0.25,
    0.85,
    0.05,
    (0, 1, 5),
)


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one source, one row each, as its file will show them; `client` is the truth beside them."""

    source: str
    client: Numbers
    key: Texts
    given: Texts
    family: Texts
    company: Texts
    email: Texts
    mobile: Texts
    land_line: Texts
    street: Texts
    postcode: Texts
    city: Texts
    born_on: Numbers
    updated_on: Numbers

    def __len__(self) -> int:
        return len(self.client)


def make_records(clients: Clients, block: Block) -> dict[str, Records]:
    """The records of each source by its name; every client stands in one source at least."""
    known = _known(clients, block)
    return {
        manners.source: _records(clients, np.flatnonzero(members), manners, block)
        for manners, members in zip((CRM, WEB, SHOP_FILES, ENERGY), known, strict=True)
    }


def _known(clients: Clients, block: Block) -> list[np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    rng = block.stream("known")
    n = len(clients)
    known = [
        happens(rng, n, np.where(clients.organisation, manners.organisations, manners.persons))
        for manners in (CRM, WEB, SHOP_FILES, ENERGY)
    ]
    nowhere = ~np.logical_or.reduce(known)
    known[1] |= nowhere
    known[0] |= clients.key_account
    return known


def _records(clients: Clients, members: Numbers, manners: Manners, block: Block) -> Records:
    rng = block.stream(manners.source)
    members = np.concatenate([members, members[happens(rng, len(members), manners.twice)]])
    members = members[rng.permutation(len(members))]
    n = len(members)
    last = day(LAST_DAY)
    updated = last - (rng.random(n) ** 1.6 * manners.years_old * 365).astype(np.int64)
    given, family = _names(rng, clients, members, updated, manners)
    address = _address(clients, members, updated)
    where = west()
    street = spoil.with_typos(
        rng,
        spoil.streets_written(rng, address.number, address.kind, address.street, manners.short_streets),
        manners.typos,
    )
    city = where.cities[address.city]
    no_street = happens(rng, n, manners.no_street)
    mobile = np.where(happens(rng, n, manners.no_phone), 0, clients.mobile[members])
    line = np.where(happens(rng, n, manners.no_phone), 0, clients.land_line[members])
    return Records(
        source=manners.source,
        client=members,
        key=texts(
            [f"{manners.prefix}{number}" for number in (manners.first_key + block.first * 4 + _steps(rng, n)).tolist()]
        ),
        given=given,
        family=family,
        company=_company(rng, clients, members, manners),
        email=_email(rng, clients, members, manners),
        mobile=spoil.phones_written(rng, mobile, manners.phone_manners, 0.01),
        land_line=spoil.phones_written(rng, line, manners.phone_manners, 0.01),
        street=np.where(no_street, "", _dressed(rng, street, manners)).astype(object),
        postcode=np.where(no_street & happens(rng, n, 0.4), "", where.postcodes[address.city]).astype(object),
        city=_dressed(rng, spoil.with_typos(rng, city, manners.typos / 3), manners),
        born_on=np.where(
            happens(rng, n, manners.no_birth),
            np.int64(1 << 40),
            spoil.misdated(rng, clients.born_on[members], manners.misdated),
        ),
        updated_on=updated,
    )


def _steps(rng: np.random.Generator, n: int) -> Numbers:
    """Numbers that grow by one to three: those of records that were deleted are missing."""
    return np.cumsum(between(rng, n, 1, 3))


def _names(
    rng: np.random.Generator, clients: Clients, members: Numbers, updated: Numbers, manners: Manners
) -> tuple[Texts, Texts]:
    before = (clients.maiden[members] != "") & (updated < clients.wed_on[members] + 60)
    family = np.where(before, clients.maiden[members], clients.family[members]).astype(object)
    given = spoil.familiar(rng, clients.given[members], manners.nicknames)
    given, family = spoil.with_typos(rng, given, manners.typos), spoil.with_typos(rng, family, manners.typos)
    given, family = spoil.swapped(rng, given, family, manners.swapped)
    given = spoil.without_accents(rng, given, manners.unaccented)
    family = spoil.without_accents(rng, family, manners.unaccented)
    return spoil.shouted(rng, given, manners.capitals / 2), spoil.shouted(rng, family, max(manners.capitals, 0.08))


def _address(clients: Clients, members: Numbers, updated: Numbers) -> Address:
    former = updated < clients.moved_on[members]
    new, old = clients.home, clients.former_home
    return Address(
        number=np.where(former, old.number[members], new.number[members]),
        kind=np.where(former, old.kind[members], new.kind[members]).astype(object),
        street=np.where(former, old.street[members], new.street[members]).astype(object),
        city=np.where(former, old.city[members], new.city[members]),
    )


def _dressed(rng: np.random.Generator, words: Texts, manners: Manners) -> Texts:
    """Words as the source writes them: without accents, in capitals."""
    return spoil.shouted(rng, spoil.without_accents(rng, words, manners.unaccented), manners.capitals)


def _company(rng: np.random.Generator, clients: Clients, members: Numbers, manners: Manners) -> Texts:
    named, form = clients.company[members], clients.legal_form[members]
    shape = one_of(rng, len(members), (5, 3, 2))
    full = np.where((shape == 0) | (form == ""), named, np.where(shape == 1, form + " " + named, named + " " + form))
    shown = np.where(clients.organisation[members] | happens(rng, len(members), 0.5), full, "").astype(object)
    return _dressed(rng, spoil.with_typos(rng, shown, manners.typos / 2), manners)


def _email(rng: np.random.Generator, clients: Clients, members: Numbers, manners: Manners) -> Texts:
    n = len(members)
    chosen = np.where(happens(rng, n, manners.second_email), clients.second_email[members], clients.email[members])
    mails = spoil.left_out(rng, chosen.astype(object), manners.no_email)
    mails = spoil.with_typos(rng, spoil.shouted(rng, mails, 0.02), manners.typos / 5)
    return np.where(clients.key_account[members], clients.email[members], mails).astype(object)
