"""Records made comparable: every written value in one form, read once per distinct value.

Nothing here looks at two records at once. A few records are read one by one; many, as columns in batches of bounded size
(engine/linking/comparable/columns.py), which gives the same rows.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from visavis.engine.linking.comparable.columns import comparable, country_code
from visavis.engine.linking.comparable.companies import bears_its_domain, company_name, has_legal_form, siren
from visavis.engine.linking.comparable.contacts import email_address, is_role_mailbox, phone_number
from visavis.engine.linking.comparable.misplaced import mended
from visavis.engine.linking.comparable.names import PersonName, given_circle, person_name, usual_name
from visavis.engine.linking.comparable.places import city, postcode, street
from visavis.engine.tables import Type
from visavis.engine.threads import in_order
from visavis.vocabulary import RecordKind

BATCH = 150_000
"""Rows read at once."""

COLUMNS: tuple[tuple[str, Type], ...] = (
    ("rid", Type.INTEGER),
    ("source", Type.TEXT),
    ("key", Type.TEXT),
    ("origin", Type.TEXT),
    ("kind", Type.TEXT),
    ("given", Type.TEXT),
    ("root", Type.TEXT),
    ("usual", Type.TEXT),
    ("circle", Type.TEXTS),
    ("family", Type.TEXT),
    ("other_family", Type.TEXT),
    ("name", Type.TEXT),
    ("email", Type.TEXT),
    ("emails", Type.TEXTS),
    ("mailboxes", Type.TEXTS),
    ("phone", Type.TEXT),
    ("phones", Type.TEXTS),
    ("street_number", Type.TEXT),
    ("street", Type.TEXT),
    ("postcode", Type.TEXT),
    ("city", Type.TEXT),
    ("birth_date", Type.DATE),
    ("company", Type.TEXT),
    ("siren", Type.TEXT),
    ("also_known_as", Type.TEXTS),
)
"""Columns of the normalised input. `rid` numbers records by (source, key); `emails` leave role mailboxes out, `mailboxes`
keep them; a list holds each member once; `usual` is the given name where it is one in use, `circle` those that it may stand for; empty strings do not occur: null instead."""

_ARROW = {
    Type.TEXT: pa.string(),
    Type.INTEGER: pa.int64(),
    Type.DATE: pa.date32(),
    Type.TEXTS: pa.list_(pa.string()),
}
SCHEMA = pa.schema([(name, _ARROW[type_]) for name, type_ in COLUMNS])

_REPEATED = (
    *("source", "origin", "kind", "given", "root", "usual", "circle.list.element", "family", "street_number"),
    *("postcode", "city", "company"),
)
"""Columns whose values many records share: a file keeps a list of them; to begin one for the others takes as long as writing them."""

_SOUGHT = ("rid", "source", "origin", "kind")
"""Columns by whose values groups of rows are passed over; to find the least and the most of others takes as long as writing them."""

_EARLIEST_BIRTH = 1880
_FILLED = (1900, 1970)
"""Years whose first day is typed, or computed, where nobody knows the date."""


READ = (
    *("rid", "source", "key", "origin", "kind", "given_name", "family_name", "name", "emails", "phones", "street"),
    *("postcode", "city", "country", "company", "birth_date", "also_known_as"),
)
"""Columns of what is normalised: those of the lake's records that tell who somebody is, `rid` and `origin`."""

_READ_AS = tuple(
    (
        name,
        {"rid": Type.INTEGER, "birth_date": Type.DATE}.get(
            name, Type.TEXTS if name in ("emails", "phones", "also_known_as") else Type.TEXT
        ),
    )
    for name in READ
)

Columns = dict[str, list[Any]]


def normalise(raw: Iterable[pa.RecordBatch], target: Path, *, country: str = "FR", threads: int | None = None) -> int:
    """Normalise the records in `raw` into the Parquet file `target`; the number of rows.

    `raw` has the columns READ, and may have others. `country` (ISO 3166) is assumed of phone numbers whose record names no country.
    Many rows are read in several `threads` (usually one a core, four at most); rows come out in the same order however many
    there are.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    rows = 0
    with (
        _memory_used_again(),
        pq.ParquetWriter(target, SCHEMA, use_dictionary=list(_REPEATED), write_statistics=list(_SOUGHT)) as writer,
    ):
        for table in in_order(_normalised_batch, ((batch, country) for batch in raw), threads=threads):
            writer.write_table(table)
            rows += table.num_rows
    return rows


@contextmanager
def _memory_used_again() -> Iterator[None]:
    """Have Arrow's memory from jemalloc, where it has that: the usual pool returns what one batch took before the next one asks for it,
    which costs a fifth more time and a fifth of the memory at a million records."""
    usual = pa.default_memory_pool()
    if "jemalloc" in pa.supported_memory_backends():
        pa.set_memory_pool(pa.jemalloc_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(usual)


def rows_of(file: Path) -> Iterator[pa.RecordBatch]:
    """The records of a Parquet file, as `normalise` reads them."""
    with pq.ParquetFile(file) as opened:
        yield from opened.iter_batches(BATCH, columns=list(READ))


def _normalised_batch(batch: pa.RecordBatch, country: str) -> pa.Table:
    read = pa.table([batch.column(name).cast(_ARROW[type_]) for name, type_ in _READ_AS], names=list(READ))
    columns = comparable(read, country)
    columns["birth_date"] = _birth_dates(columns["birth_date"])
    return pa.table([columns[name] for name in SCHEMA.names], schema=SCHEMA)


def normalised(records: Iterable[Mapping[str, Any]], *, country: str = "FR") -> pa.Table:
    """Records as dictionaries (columns READ) in comparable form, columns as in COLUMNS."""
    rows = list(records)
    return _table(_Reading(country).columns({name: [row[name] for row in rows] for name in READ}))


def normalised_one(record: Mapping[str, Any], *, country: str = "FR") -> dict[str, Any]:
    """One record, as `normalised` gives it, without the cost of a table."""
    columns = _Reading(country).columns({name: [record[name]] for name in READ})
    return {name: values[0] for name, values in columns.items()}


def _table(columns: Columns) -> pa.Table:
    return pa.table([pa.array(columns[field.name], field.type) for field in SCHEMA], schema=SCHEMA)


class _Known[K, V](dict[K, V]):
    """A function's values by what they are of; each is computed once."""

    def __init__(self, function: Callable[[K], V]) -> None:
        self._function = function

    def __missing__(self, key: K) -> V:
        self[key] = value = self._function(key)
        return value


class _Reading:
    """Functions that remember every distinct value they have read."""

    def __init__(self, country: str) -> None:
        self.country = country
        self.person: _Known[tuple[str | None, ...], PersonName] = _Known(lambda written: person_name(*written))
        self.circle: _Known[str, list[str] | None] = _Known(lambda given: list(given_circle(given)) or None)
        self.usual: _Known[str, str | None] = _Known(lambda given: usual_name(given) or None)
        self.mailbox = _Known(email_address)
        self.role = _Known(is_role_mailbox)
        self.number: _Known[tuple[str, str], str | None] = _Known(lambda written: phone_number(*written))
        self.street = _Known(street)
        self.postcode = _Known(postcode)
        self.city = _Known(city)
        self.company = _Known(company_name)
        self.siren = _Known(siren)

    def columns(self, read: Columns) -> Columns:
        """Columns READ in comparable form, as COLUMNS."""
        read = mended(read)
        mailboxes = [self._distinct(self.mailbox, each) for each in read["emails"]]
        organisations = self._organisations(read, mailboxes)
        emails = [
            found if organisation or not found else [each for each in found if not self.role[each]] or None
            for found, organisation in zip(mailboxes, organisations, strict=True)
        ]
        countries = [country_code(each) or self.country if each else self.country for each in read["country"]]
        phones = [
            self._distinct(self.number, each and [(one, country) for one in each])
            for each, country in zip(read["phones"], countries, strict=True)
        ]
        companies = [
            name or company if organisation else company
            for name, company, organisation in zip(read["name"], read["company"], organisations, strict=True)
        ]
        streets = [self.street[each] for each in read["street"]]
        return {
            **{column: read[column] for column in ("rid", "source", "key", "origin", "also_known_as")},
            "kind": [RecordKind.ORGANISATION if each else RecordKind.PERSON for each in organisations],
            **self._names(read, organisations),
            "email": [each[0] if each else None for each in emails],
            "emails": emails,
            "mailboxes": mailboxes,
            "phone": [each[0] if each else None for each in phones],
            "phones": phones,
            "street_number": [each.number or None for each in streets],
            "street": [each.name or None for each in streets],
            "postcode": [self.postcode[each] or None for each in read["postcode"]],
            "city": [self.city[each] or None for each in read["city"]],
            "birth_date": [_birth_date(each) for each in read["birth_date"]],
            "company": [self.company[each] or None for each in companies],
            "siren": [
                (self.siren[key] if organisation else None) or self.siren[company]
                for key, company, organisation in zip(read["key"], companies, organisations, strict=True)
            ],
        }

    def _names(self, read: Columns, organisations: Sequence[bool]) -> Columns:
        nobody = PersonName()
        written = zip(read["given_name"], read["family_name"], read["name"], organisations, strict=True)
        names = [nobody if organisation else self.person[given, family, name] for given, family, name, organisation in written]  # fmt: skip
        return {
            "given": [each.given or None for each in names],
            "root": [each.root or None for each in names],
            "usual": [self.usual[each.given] for each in names],
            "circle": [self.circle[each.given] for each in names],
            "family": [each.family or None for each in names],
            "other_family": [each.other_family or None for each in names],
            "name": [f"{each.root} {each.family}" if each.root and each.family else None for each in names],
        }

    def _organisations(self, read: Columns, mailboxes: Sequence[list[str] | None]) -> list[bool]:
        told = zip(*(read[name] for name in ("kind", "given_name", "family_name", "name", "company", "birth_date")), strict=True)  # fmt: skip
        return [
            kind == RecordKind.ORGANISATION
            if kind in (RecordKind.PERSON, RecordKind.ORGANISATION)
            else not (given or family) and self._named_as_one(name, company, born, found or ())
            for (kind, given, family, name, company, born), found in zip(told, mailboxes, strict=True)
        ]

    def _named_as_one(self, name: str | None, company: str | None, born: Any, mailboxes: Sequence[str]) -> bool:
        if has_legal_form(name) or (company and not name and not born):
            return True
        return any(self.role[each] and bears_its_domain(name, each) for each in mailboxes)

    def _distinct[K](self, known: _Known[K, str | None], written: Sequence[K] | None) -> list[str] | None:
        if not written:
            return None
        return list(dict.fromkeys(found for each in written if (found := known[each]))) or None


def _birth_date(date: Any) -> Any:
    """The date, unless no living person can be born then (placeholders such as 1900-01-01 included)."""
    if date is None or date.year < _EARLIEST_BIRTH or ((date.month, date.day) == (1, 1) and date.year in _FILLED):
        return None
    return date


def _birth_dates(dates: pa.Array) -> pa.Array:
    """`_birth_date` of each."""
    earliest = pa.scalar(datetime.date(_EARLIEST_BIRTH, 1, 1))
    filled = pa.array([datetime.date(year, 1, 1) for year in _FILLED], pa.date32())
    return pc.if_else(pc.or_(pc.less(dates, earliest), pc.is_in(dates, filled)), None, dates)
