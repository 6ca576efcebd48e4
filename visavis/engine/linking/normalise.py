"""Records made comparable: every written value in one form, read once per distinct value.

Reads and writes Arrow batches of bounded size; nothing here looks at two records at once.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from visavis.engine.linking.companies import bears_its_domain, company_name, has_legal_form, siren
from visavis.engine.linking.contacts import email_address, is_role_mailbox, phone_number
from visavis.engine.linking.names import PersonName, given_circle, person_name
from visavis.engine.linking.places import Street, city, postcode, street
from visavis.engine.tables import Type
from visavis.vocabulary import RecordKind

BATCH = 50_000
"""Rows read at once."""

COLUMNS: tuple[tuple[str, Type], ...] = (
    ("rid", Type.INTEGER),
    ("source", Type.TEXT),
    ("key", Type.TEXT),
    ("origin", Type.TEXT),
    ("kind", Type.TEXT),
    ("given", Type.TEXT),
    ("root", Type.TEXT),
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
keep them; `circle` are the given names that the given name may stand for; empty strings do not occur: null instead."""

_ARROW = {
    Type.TEXT: pa.string(),
    Type.INTEGER: pa.int64(),
    Type.DATE: pa.date32(),
    Type.TEXTS: pa.list_(pa.string()),
}
SCHEMA = pa.schema([(name, _ARROW[type_]) for name, type_ in COLUMNS])

_EARLIEST_BIRTH = 1880


def normalise(raw: Path, target: Path, *, country: str = "FR") -> int:
    """Normalise the records in `raw` (Parquet file or folder) into the Parquet file `target`; the number of rows.

    `raw` has the columns of the lake's records plus `rid` and `origin`. `country` (ISO 3166) is assumed of phone numbers
    whose record names no country.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    rows = 0
    with pq.ParquetWriter(target, SCHEMA) as writer:
        for batch in ds.dataset(raw, format="parquet").to_batches(batch_size=BATCH):
            table = normalised(batch.to_pylist(), country=country)
            writer.write_table(table)
            rows += table.num_rows
    return rows


def normalised(records: Iterable[dict[str, Any]], *, country: str = "FR") -> pa.Table:
    """Records as dictionaries (columns of the lake, `rid`, `origin`) in comparable form, columns as in COLUMNS."""
    read = _Reading(country)
    return pa.Table.from_pylist([read.record(record) for record in records], schema=SCHEMA)


class _Reading:
    """Functions that remember every distinct value they have read in this batch."""

    def __init__(self, country: str) -> None:
        self.country = country
        self.person: Callable[[str | None, str | None, str | None], PersonName] = _remembering(person_name)
        self.mailbox: Callable[[str], str | None] = _remembering(email_address)
        self.number: Callable[[str, str], str | None] = _remembering(phone_number)
        self.street: Callable[[str | None], Street] = _remembering(street)
        self.postcode: Callable[[str | None], str] = _remembering(postcode)
        self.city: Callable[[str | None], str] = _remembering(city)
        self.role: Callable[[str], bool] = _remembering(is_role_mailbox)
        self.company: Callable[[str | None], str] = _remembering(company_name)

    def record(self, record: dict[str, Any]) -> dict[str, Any]:
        """One record in comparable form."""
        organisation = self._is_organisation(record)
        name = (
            PersonName() if organisation else self.person(record["given_name"], record["family_name"], record["name"])
        )
        place = self.street(record["street"])
        mailboxes = _distinct(self.mailbox(each) for each in record["emails"] or ())
        emails = [each for each in mailboxes if organisation or not self.role(each)]
        country = _country(record["country"]) or self.country
        phones = _distinct(self.number(each, country) for each in record["phones"] or ())
        company = record["name"] or record["company"] if organisation else record["company"]
        return {
            **{column: record[column] for column in ("rid", "source", "key", "origin", "also_known_as")},
            "kind": RecordKind.ORGANISATION if organisation else RecordKind.PERSON,
            "given": name.given or None,
            "root": name.root or None,
            "circle": list(given_circle(name.given)) or None,
            "family": name.family or None,
            "other_family": name.other_family or None,
            "name": f"{name.root} {name.family}" if name.root and name.family else None,
            "email": emails[0] if emails else None,
            "emails": emails or None,
            "mailboxes": mailboxes or None,
            "phone": phones[0] if phones else None,
            "phones": phones or None,
            "street_number": place.number or None,
            "street": place.name or None,
            "postcode": self.postcode(record["postcode"]) or None,
            "city": self.city(record["city"]) or None,
            "birth_date": _birth_date(record["birth_date"]),
            "company": self.company(company) or None,
            "siren": siren(record["key"] if organisation else None) or siren(company),
        }

    def _is_organisation(self, record: dict[str, Any]) -> bool:
        if record["kind"] in (RecordKind.PERSON, RecordKind.ORGANISATION):
            return bool(record["kind"] == RecordKind.ORGANISATION)
        if record["given_name"] or record["family_name"]:
            return False
        if has_legal_form(record["name"]) or (record["company"] and not record["name"] and not record["birth_date"]):
            return True
        mailboxes = [each for each in map(self.mailbox, record["emails"] or ()) if each]
        return any(self.role(each) and bears_its_domain(record["name"], each) for each in mailboxes)


def _remembering[**P, T](function: Callable[P, T]) -> Callable[P, T]:
    known: dict[Any, T] = {}

    def remembered(*args: P.args, **kwargs: P.kwargs) -> T:
        if args not in known:
            known[args] = function(*args, **kwargs)
        return known[args]

    return remembered


def _distinct(values: Iterator[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _country(text: str | None) -> str | None:
    code = (text or "").strip().upper()
    return code if len(code) == 2 and code.isalpha() else None


def _birth_date(date: Any) -> Any:
    """The date, unless no living person can be born then (placeholders such as 1900-01-01 included)."""
    if date is None or date.year < _EARLIEST_BIRTH or ((date.month, date.day) == (1, 1) and date.year in (1900, 1970)):
        return None
    return date
