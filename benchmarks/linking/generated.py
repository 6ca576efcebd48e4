"""Customers of a shop whose five sources disagree: French and English persons, households, employers, typing errors, moves.

Shares of missing fields, records per customer, names, households and errors were set so that it is as hard as the public set of
the like for Splink as it comes: F1 .82 at 100,000 records (.814 on that set), .81 at a million. Same size and seed, same records.
"""

import datetime
import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.linking import names

COLUMNS = ("source", "key", "given_name", "family_name", "email", "phone", "street", "postcode", "city", "company")
SCHEMA = pa.schema([*((name, pa.string()) for name in COLUMNS), ("birth_date", pa.date32()), ("truth", pa.int64())])
CHUNK = 50_000
FIELDS = ("given", "family", "email", "phone", "street", "postcode", "company", "birth")
# Share of records of a source that say nothing of a field, in the order of FIELDS.
SILENT = {
    "orders": (0.01, 0.01, 0.06, 0.25, 0.05, 0.0, 0.3, 0.92),
    "crm": (0.03, 0.01, 0.14, 0.28, 0.25, 0.04, 0.0, 0.65),
    "reviews": (0.1, 0.4, 0.75, 1.0, 1.0, 0.49, 0.94, 1.0),
    "tickets": (0.15, 0.15, 0.05, 0.66, 0.95, 0.8, 0.6, 1.0),
    "survey": (0.2, 0.2, 0.4, 0.85, 1.0, 0.4, 0.88, 0.6),
}
SOURCES, SHARES = tuple(SILENT), (0.26, 0.34, 0.08, 0.2, 0.12)
RECORDS_EACH = (0.303, 0.318, 0.194, 0.098, 0.046, 0.022, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0005)
KEYS_NEAR = {
    "a": "qz",
    "e": "rz",
    "i": "uo",
    "o": "ip",
    "u": "yi",
    "n": "b",
    "m": "l",
    "r": "et",
    "s": "qd",
    "t": "ry",
    "l": "km",
}


@dataclass(slots=True)
class Person:
    """One customer as they are; what records say of them differs."""

    truth: int
    english: bool
    given: str
    family: str
    email: str
    phone: str
    street: str
    postcode: str
    city: str
    company: str
    birth: datetime.date
    maiden: str = ""
    former: tuple[str, str, str] | None = None
    others: list[str] = field(default_factory=list)


class _Picks:
    """Names in the frequencies that they have."""

    def __init__(self, chance: random.Random, size: int) -> None:
        picker = np.random.default_rng(chance.randrange(2**32))
        tail = names.composed(max(4000, min(size // 2, 150_000)), picker)
        self.chance = chance
        self.given = {
            False: self._ranked(names.GIVEN_FR + names.COMPOUND_FR, 0.65),
            True: self._ranked(names.GIVEN_EN, 0.6),
        }
        self.family = {
            False: self._ranked(names.FAMILY_FR + tail, 0.42),
            True: self._ranked(names.FAMILY_EN + [one for one in tail if len(one) < 8][: len(tail) // 3], 0.55),
        }
        self.streets = self._ranked(tail[:4000], 0.5)
        self.towns = self._ranked([f"{one}-sur-{two}" if place % 3 else one for place, (one, two) in enumerate(zip(tail[:4000], tail[-4000:], strict=True))], 0.5)  # fmt: skip
        self.code = {town: f"{chance.randrange(1, 96):02d}{chance.randrange(0, 60) * 10 + chance.choice((0, 0, 0, 5)):03d}" for town in self.towns[0]}  # fmt: skip
        self.companies = [self._company() for _ in range(max(40, size // 30))]

    @staticmethod
    def _ranked(words: list[str], exponent: float) -> tuple[list[str], list[float]]:
        chosen, weights = names.by_rank(list(dict.fromkeys(words)), exponent)
        return chosen, list(accumulate(weights.tolist()))

    def pick(self, ranked: tuple[list[str], list[float]]) -> str:
        """One of them."""
        return self.chance.choices(ranked[0], cum_weights=ranked[1])[0]

    def _company(self) -> str:
        parts = [self.chance.choice(names.TRADES), self.pick(self.family[False])]
        if self.chance.random() < 0.3:
            parts.reverse()
        return " ".join(parts)


def people(size: int, seed: int) -> Iterator[Person]:
    """That many customers; those of a household follow one another."""
    chance = random.Random(f"people/{size}/{seed}")
    picks = _Picks(chance, size)
    truth = 0
    while truth < size:
        first = _person(picks, truth)
        yield first
        truth += 1
        if chance.random() >= 0.075:
            continue
        for _ in range(chance.choices((1, 2, 3), (0.8, 0.17, 0.03))[0]):
            if truth >= size:
                return
            other = _relative(picks, first, truth)
            yield other
            truth += 1


def _person(picks: _Picks, truth: int) -> Person:
    chance = picks.chance
    english = chance.random() < 0.22
    given, family = picks.pick(picks.given[english]), picks.pick(picks.family[english])
    if not english and chance.random() < 0.015:
        family = f"{family}-{picks.pick(picks.family[False])}"
    street, postcode, city = _place(picks, english)
    one = Person(truth, english, given, family, "", _phone(chance), street, postcode, city, "", _birth(chance))
    if chance.random() < 0.17:
        one.company = chance.choice(picks.companies)
    one.email = _address(chance, one)
    if chance.random() < 0.17:
        one.others.append(_address(chance, one))
    if chance.random() < 0.10:
        one.former = _place(picks, english)
    if chance.random() < 0.045:
        one.maiden = picks.pick(picks.family[english])
    return one


def _relative(picks: _Picks, first: Person, truth: int) -> Person:
    chance = picks.chance
    one = replace(
        first,
        truth=truth,
        given=picks.pick(picks.given[first.english]),
        birth=_birth(chance),
        maiden="",
        former=None,
        others=[],
        company=chance.choice(picks.companies) if chance.random() < 0.17 else "",
    )
    if chance.random() > 0.12:
        one.phone = _phone(chance)
    if chance.random() > 0.03:
        one.email = _address(chance, one)
    return one


def _place(picks: _Picks, english: bool) -> tuple[str, str, str]:
    chance = picks.chance
    number = chance.randrange(1, 180)
    if english:
        letters = "".join(chance.choices("ABCDEGHLMNPRSTW", k=2))
        code = f"{letters}{chance.randrange(1, 40)} {chance.randrange(1, 10)}{''.join(chance.choices('ABDEFGHJLNPQRSTUWXYZ', k=2))}"
        return f"{number} {picks.pick(picks.family[True])} {chance.choice(names.WAYS_EN)[0]}", code, picks.pick(picks.family[True]) + "ton"  # fmt: skip
    town = picks.pick(picks.towns)
    named = picks.pick(picks.streets)
    if chance.random() < 0.5:
        named = f"{picks.pick(picks.given[False])} {named}"
    return f"{number} {chance.choice(names.WAYS_FR)[0]} {named}", picks.code[town], town


def _phone(chance: random.Random) -> str:
    return f"{chance.choice('667761239')}{chance.randrange(10**8):08d}"


def _birth(chance: random.Random) -> datetime.date:
    return datetime.date(1940, 1, 1) + datetime.timedelta(days=chance.randrange(24_800))


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in bare if c.isalnum() and c.isascii())


def _address(chance: random.Random, one: Person) -> str:
    given, family = _plain(one.given), _plain(one.family)
    if one.company and chance.random() < 0.4:
        host = _plain(one.company) + chance.choice((".fr", ".com", ".eu"))
        return f"contact@{host}" if chance.random() < 0.35 else f"{given}.{family}@{host}"
    number = str(chance.randrange(2, 100_000 if chance.random() < 0.4 else 1000)) if chance.random() < 0.75 else ""
    forms = (f"{given}{number or chance.randrange(1000)}", f"{given}.{family}{number}", f"{given[0]}{family}{number}", f"{family}.{given}{number}", f"{given}{family}{number}")  # fmt: skip
    return f"{chance.choices(forms, (0.28, 0.24, 0.18, 0.14, 0.16))[0]}@{chance.choice(names.PROVIDERS)}"


def records(size: int, *, seed: int = 1) -> Iterator[tuple[object, ...]]:
    """About 2.4 records a customer until there are `size`, as tuples in the order of SCHEMA."""
    chance = random.Random(f"records/{size}/{seed}")
    number, before = 0, ""
    for one in people(size, seed):
        for _ in range(chance.choices(range(1, 13), RECORDS_EACH)[0]):
            if number == size:
                return
            yield _record(chance, one, number, before)
            number += 1
        before = one.email


def _record(chance: random.Random, one: Person, number: int, before: str) -> tuple[object, ...]:
    source = chance.choices(SOURCES, SHARES)[0]
    told = [chance.random() >= silent for silent in SILENT[source]]
    given, family = one.given, one.family
    if one.maiden and chance.random() < 0.45:
        family = one.maiden if chance.random() < 0.75 else f"{one.family}-{one.maiden}"
    if chance.random() < 0.08 and given in names.SHORT:
        given = names.SHORT[given]
    if chance.random() < 0.04:
        given = given[0] + chance.choice(("", "."))
    given, family = (_typed(chance, _unaccented(chance, name)) for name in (given, family))
    if told[0] and told[1] and chance.random() < 0.012:
        given, family = family, given
    elif told[0] and not told[1] and chance.random() < 0.05:
        given = family
    given, family = _cased(chance, given, family)
    street, postcode, city = (
        one.former if one.former and chance.random() < 0.4 else (one.street, one.postcode, one.city)
    )
    email = chance.choice([one.email, *one.others])
    if chance.random() < 0.006 and before:
        email = before
    return (
        source,
        f"r{number}",
        given if told[0] else None,
        family if told[1] else None,
        _mail_typed(chance, email) if told[2] else None,
        _phone_typed(chance, one) if told[3] else None,
        _street_typed(chance, street, english=one.english) if told[4] else None,
        postcode if told[5] else None,
        (city.upper() if chance.random() < 0.2 else city) if told[5] else None,
        _company_typed(chance, one.company) if told[6] and one.company else None,
        one.birth if told[7] else None,
        one.truth,
    )


def _unaccented(chance: random.Random, name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c)) if chance.random() < 0.6 else name  # fmt: skip


def _typed(chance: random.Random, text: str, share: float = 0.08) -> str:
    if len(text) < 4 or chance.random() >= share:
        return text
    at = chance.randrange(1, len(text) - 1)
    match chance.randrange(4):
        case 0:
            return text[:at] + text[at + 1 :]
        case 1:
            return text[:at] + text[at] + text[at:]
        case 2:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        case _:
            return text[:at] + chance.choice(KEYS_NEAR.get(text[at].lower(), "e")) + text[at + 1 :]


def _cased(chance: random.Random, given: str, family: str) -> tuple[str, str]:
    how = chance.random()
    if how < 0.1:
        return given.lower(), family.lower()
    return (given.upper() if how < 0.13 else given), (family.upper() if how < 0.3 else family)


def _mail_typed(chance: random.Random, email: str) -> str:
    typed = _typed(chance, email.split("@")[0], 0.02) + "@" + email.split("@")[1]
    return typed.capitalize() if chance.random() < 0.07 else typed


def _phone_typed(chance: random.Random, one: Person) -> str:
    digits = one.phone if chance.random() > 0.04 else _phone(chance)
    if chance.random() < 0.01:
        place = chance.randrange(1, 9)
        digits = digits[:place] + str(chance.randrange(10)) + digits[place + 1 :]
    pairs = [digits[0], *(digits[at : at + 2] for at in range(1, 9, 2))]
    match chance.randrange(5):
        case 0:
            return "+33" + digits
        case 1:
            return "+33 " + " ".join(pairs)
        case 2:
            return ".".join(["0" + pairs[0], *pairs[1:]])
        case 3:
            return " ".join(["0" + pairs[0], *pairs[1:]])
        case _:
            return "0" + digits


def _street_typed(chance: random.Random, street: str, *, english: bool) -> str:
    if chance.random() < 0.12:
        for long, short in names.WAYS_EN if english else names.WAYS_FR:
            street = street.replace(f" {long}", f" {short}") if english else street.replace(f" {long} ", f" {short} ")
    number, rest = street.split(" ", 1)
    if chance.random() < 0.02:
        number = str(int(number) + chance.choice((1, 2, 3)))
    typed = f"{number} {_typed(chance, rest, 0.04)}"
    return f"{typed} {chance.choice(('Apt 3', 'bât B', 'étage 2'))}" if chance.random() < 0.08 else typed


def _company_typed(chance: random.Random, company: str) -> str:
    named = f"{company} {chance.choice(names.FORMS)}" if chance.random() < 0.5 else company
    return named.upper() if chance.random() < 0.2 else _typed(chance, named, 0.02)


def write(target: Path, size: int, *, seed: int = 1) -> None:
    """Writes `size` records to a Parquet file, 50,000 at a time."""
    with pq.ParquetWriter(target, SCHEMA) as writer:
        chunk: list[tuple[object, ...]] = []
        for one in records(size, seed=seed):
            chunk.append(one)
            if len(chunk) == CHUNK:
                writer.write_table(_table(chunk))
                chunk = []
        if chunk:
            writer.write_table(_table(chunk))


def _table(chunk: list[tuple[object, ...]]) -> pa.Table:
    return pa.table([pa.array(column, kind.type) for column, kind in zip(zip(*chunk, strict=True), SCHEMA, strict=True)], schema=SCHEMA)  # fmt: skip
