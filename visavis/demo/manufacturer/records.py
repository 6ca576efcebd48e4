"""What five lists believe of companies and people: accounts and contacts of the sales people, customers in the books,
the credit insurer's list, web accounts. They disagree as such lists do.
"""

from dataclasses import dataclass

import numpy as np

from visavis.demo import disagreements as spoil
from visavis.demo import names
from visavis.demo.chance import Flags, Numbers, Texts, between, happens, one_of, stream, texts
from visavis.demo.days import FIRST_DAY, LAST_DAY, day, written_days
from visavis.demo.manufacturer.companies import NEVER_DAY, Companies, Establishments
from visavis.demo.manufacturer.contacts import BUYS, DECIDES, PAYS, USES, Contacts
from visavis.demo.manufacturer.orders import keys

ROLE_WORDS = ("Décide", "Achète", "Utilise", "Paie")


@dataclass(frozen=True, slots=True)
class Listed:
    """One list: its columns as its file shows them, and beside them the truth: a company's or a person's row in the block."""

    source: str
    key: Texts
    row: Numbers
    people: bool
    columns: dict[str, Texts]


@dataclass(frozen=True, slots=True)
class Records:
    """All lists, and the keys under which other files name companies and people."""

    lists: tuple[Listed, ...]
    account: Texts
    """Of each company, its first account of the sales people."""
    customer: Texts
    """Of each establishment, its number in the books: the company's nine digits and the five of the place."""
    known_email: Flags
    """Whether the sales people know the person's address."""


def make_records(companies: Companies, places: Establishments, contacts: Contacts, seed: int, block: int) -> Records:
    """Every list of one block."""
    rng = stream(seed, "manufacturer records", block)
    customer = texts(
        [f"{siren:09d}{nic:05d}" for siren, nic in zip(companies.siren[places.company].tolist(), places.nic.tolist(), strict=True)]
    )  # fmt: skip
    accounts = _accounts(rng, companies, places, customer, block)
    account = np.full(len(companies), "", dtype=object)
    account[accounts.row[::-1]] = accounts.key[::-1]
    people, known = _people(rng, companies, contacts, account, block)
    lists = (
        accounts,
        people,
        _customers(rng, companies, places, customer),
        _insured(rng, companies, places),
        _web_accounts(rng, companies, contacts, block),
    )
    return Records(lists, account, customer, known)


def _updated(rng: np.random.Generator, n: int, years: float) -> Numbers:
    return day(LAST_DAY) - (rng.random(n) ** 1.6 * years * 365).astype(np.int64)


def _streets(rng: np.random.Generator, places: Establishments, rows: Numbers, short: float) -> Texts:
    named = spoil.streets_written(rng, places.house[rows], places.road[rows], places.street[rows], short)
    return spoil.with_typos(rng, named, 0.02)


def _accounts(
    rng: np.random.Generator, companies: Companies, places: Establishments, customer: Texts, block: int
) -> Listed:
    """Companies as sales people call them: short names, some twice, some with the number of the books."""
    n = len(companies)
    row = np.concatenate([np.arange(n), np.flatnonzero(happens(rng, n, 0.05))])
    first = companies.place_first[row]
    n, where = len(row), names.places()
    name = spoil.with_typos(rng, companies.trade[row], 0.03)
    shape = one_of(rng, n, (6, 2, 1))
    name = np.select(
        [shape == 1, shape == 2],
        [name + " " + companies.form[row], spoil.shouted(rng, name, 1.0)], name,
    ).astype(object)  # fmt: skip
    lost = companies.lost_on[row] < NEVER_DAY
    told = lost & happens(rng, n, 0.8)
    key = keys("CPT", block, n)
    return Listed("crm-comptes", key, row, False, {
        "ID compte": key,
        "Compte": spoil.without_accents(rng, name, 0.1),
        "Secteur": companies.sector[row],
        "Adresse": spoil.left_out(rng, _streets(rng, places, first, 0.3), 0.2),
        "CP": where.postcodes[places.city[first]],
        "Ville": where.cities[places.city[first]],
        "Standard": spoil.phones_written(rng, np.where(happens(rng, n, 0.2), 0, companies.phone[row]), (1, 1, 2, 4), 0.01),
        "Site web": spoil.left_out(rng, ("www." + companies.domain[row]).astype(object), 0.3),
        "Code client": np.where(happens(rng, n, 0.45), customer[first], "").astype(object),
        "Langue": np.where(companies.english[row], "anglais", "français").astype(object),
        "Statut": np.where(told, "Perdu", "Actif").astype(object),
        "Perdu le": written_days(np.where(told, companies.lost_on[row], NEVER_DAY), day_first=True),
        "Modifié le": written_days(_updated(rng, n, 4), day_first=True),
    })  # fmt: skip


def _people(
    rng: np.random.Generator, companies: Companies, contacts: Contacts, account: Texts, block: int
) -> tuple[Listed, Flags]:
    """Contacts of the sales people; who changed employer stands there twice, once with an address that reaches nobody."""
    n = len(contacts)
    known = happens(rng, n, np.where(contacts.role == PAYS, 0.6, 0.86))
    again = known & happens(rng, n, 0.04)
    arrived = (contacts.moved_on < NEVER_DAY) & happens(rng, n, 0.8)
    row = np.concatenate([np.flatnonzero(known), np.flatnonzero(again), np.flatnonzero(arrived)])
    after = np.arange(len(row)) >= known.sum() + again.sum()
    turn = rng.permutation(len(row))
    row, after = row[turn], after[turn]
    n = len(row)
    company = np.where(after, contacts.next_company[row], contacts.company[row])
    given, family = _names(rng, contacts, row, nicknames=0.03, typos=0.02, capitals=0.12)
    email = np.where(after, contacts.next_email[row], contacts.email[row]).astype(object)
    updated = np.minimum(_updated(rng, n, 4), np.where(after, day(LAST_DAY), contacts.moved_on[row] - 1))
    role = np.where(happens(rng, n, 0.08), rng.integers(4, size=n), contacts.role[row])
    key = keys("CT", block, n)
    email = spoil.left_out(rng, spoil.with_typos(rng, email, 0.01), 0.14)
    heard = np.zeros(len(contacts), dtype=bool)
    heard[row[(email != "") & ~after]] = True
    return Listed("crm-contacts", key, row, True, {
        "ID contact": key,
        "ID compte": account[company],
        "Compte": companies.trade[company],
        "Civilité": np.where(contacts.woman[row], "Mme", "M.").astype(object),
        "Nom": family,
        "Prénom": given,
        "Fonction": contacts.job[row],
        "Rôle": spoil.left_out(rng, texts(ROLE_WORDS)[role], 0.2),
        "E-mail": email,
        "Téléphone": spoil.phones_written(rng, np.where(after | happens(rng, n, 0.2), 0, contacts.line[row]), (1, 1, 2), 0.01),
        "Mobile": spoil.phones_written(rng, np.where(happens(rng, n, 0.25), 0, contacts.mobile[row]), (0, 1, 4), 0.01),
        "Langue": np.where(contacts.english[row], "anglais", "français").astype(object),
        "Modifié le": written_days(updated, day_first=True),
    }), heard  # fmt: skip


def _names(
    rng: np.random.Generator, contacts: Contacts, row: Numbers, *, nicknames: float, typos: float, capitals: float
) -> tuple[Texts, Texts]:
    given = spoil.with_typos(rng, spoil.familiar(rng, contacts.given[row], nicknames), typos)
    family = spoil.with_typos(rng, contacts.family[row], typos)
    given, family = spoil.swapped(rng, given, family, 0.008)
    given, family = spoil.without_accents(rng, given, 0.25), spoil.without_accents(rng, family, 0.25)
    return given, spoil.shouted(rng, family, capitals)


def _customers(rng: np.random.Generator, companies: Companies, places: Establishments, customer: Texts) -> Listed:
    """The books: legal names in capitals without accents, a row for each establishment."""
    row = places.company
    n, where = len(row), names.places()
    rows = np.arange(n)
    legal = np.where(
        happens(rng, n, 0.35),
        companies.form[row] + " " + companies.legal[row],
        companies.legal[row] + " " + companies.form[row],
    )
    legal = spoil.shouted(rng, spoil.without_accents(rng, legal.astype(object), 1.0), 1.0)
    opened = day(FIRST_DAY) - between(rng, n, 30, 3000)
    return Listed("erp-clients", customer, row, False, {
        "CODE CLIENT": customer,
        "RAISON SOCIALE": legal,
        "ETABLISSEMENT": spoil.shouted(rng, spoil.without_accents(rng, places.kind, 1.0), 1.0),
        "ADRESSE": spoil.shouted(rng, spoil.without_accents(rng, _streets(rng, places, rows, 0.5), 1.0), 1.0),
        "CODE POSTAL": where.postcodes[places.city],
        "VILLE": spoil.shouted(rng, spoil.without_accents(rng, where.cities[places.city], 1.0), 1.0),
        "TEL": spoil.phones_written(rng, np.where(happens(rng, n, 0.3), 0, companies.phone[row]), (0, 0, 5), 0.01),
        "MEL": spoil.left_out(rng, ("compta@" + companies.domain[row]).astype(object), 0.25),
        "OUVERT LE": written_days(opened, day_first=True),
    })  # fmt: skip


def _insured(rng: np.random.Generator, companies: Companies, places: Establishments) -> Listed:
    """The credit insurer's list: nine digits, legal names, what may be owed."""
    row = np.flatnonzero(happens(rng, len(companies), 0.6))
    first, where = companies.place_first[row], names.places()
    key = texts([f"{one:09d}" for one in companies.siren[row].tolist()])
    return Listed("assurance-credit", key, row, False, {
        "siren": key,
        "denomination": spoil.shouted(rng, companies.legal[row], 0.5),
        "forme": companies.form[row],
        "code_postal": where.postcodes[places.city[first]],
        "commune": where.cities[places.city[first]],
        "encours_garanti": texts([str(1000 * one) for one in between(rng, len(row), 5, 90).tolist()]),
        "au": written_days(np.full(len(row), day("2025-11-30")), day_first=False),
    })  # fmt: skip


def _web_accounts(rng: np.random.Generator, companies: Companies, contacts: Contacts, block: int) -> Listed:
    """Accounts that people opened themselves on the portal: the company as they type it, a mobile, some twice."""
    n = len(contacts)
    rate = np.select([contacts.role == BUYS, contacts.role == USES, contacts.role == DECIDES], [0.6, 0.5, 0.15], 0.3)
    own = happens(rng, n, rate)
    arrived = own & (contacts.moved_on < NEVER_DAY) & happens(rng, n, 0.5)
    row = np.concatenate([np.flatnonzero(own), np.flatnonzero(arrived)])
    after = np.arange(len(row)) >= own.sum()
    turn = rng.permutation(len(row))
    row, after = row[turn], after[turn]
    n = len(row)
    company = np.where(after, contacts.next_company[row], contacts.company[row])
    given, family = _names(rng, contacts, row, nicknames=0.08, typos=0.015, capitals=0.04)
    email = np.where(after, contacts.next_email[row], contacts.email[row]).astype(object)
    key = keys("W", block, n)
    typed = spoil.with_typos(rng, spoil.without_accents(rng, companies.trade[company], 0.3), 0.03)
    phone = np.where(
        happens(rng, n, 0.35), 0, np.where(contacts.mobile[row] > 0, contacts.mobile[row], contacts.line[row])
    )
    first = np.where(after, contacts.moved_on[row], day(FIRST_DAY) - 900)
    created = first + (rng.random(n) * (day(LAST_DAY) - first)).astype(np.int64)
    return Listed("portail", key, row, True, {
        "account_id": key,
        "email": spoil.shouted(rng, email, 0.02),
        "first_name": given,
        "last_name": family,
        "company": typed,
        "phone": spoil.phones_written(rng, phone, (0, 3, 4, 6), 0.01),
        "locale": np.where(contacts.english[row], "en", "fr").astype(object),
        "created_at": written_days(created, day_first=False),
    })  # fmt: skip
