"""Functions that the fetching session calls for distinct values: pseudonyms of employees, phone numbers."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from visavis.sources.mapping.rows import PHONE, PSEUDONYM


@dataclass(slots=True)
class Names:
    """Employees met while a source was read."""

    source: str
    met: dict[str, str] = field(default_factory=dict)

    def pairs(self) -> tuple[tuple[str, str, str], ...]:
        """(pseudonym, source, name as written) of every employee met."""
        return tuple((pseudonym, self.source, name) for name, pseudonym in sorted(self.met.items()))


def pseudonym(secret: bytes, source: str, name: str) -> str:
    """`p-` and 16 hexadecimal digits of HMAC-SHA256(secret, source/name): the same in every run of this home."""
    return "p-" + hmac.new(secret, f"{source}/{name}".encode(), hashlib.sha256).hexdigest()[:16]


def phone_number(text: str, country: str) -> str:
    """E.164 of the numbers in `text` (several separated by `;` or `|`), else their digits; "" where there are none."""
    import phonenumbers

    numbers = []
    for part in text.replace("|", ";").split(";"):
        try:
            number = phonenumbers.parse(part, country)
            valid = phonenumbers.is_possible_number(number)
        except phonenumbers.NumberParseException:
            valid = False
        digits = "".join(character for character in part if character.isdigit())
        written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if valid else digits
        if written:
            numbers.append(written)
    return ";".join(numbers)


def register(connection: duckdb.DuckDBPyConnection, source: str, secret: bytes, country: str) -> Names:
    """Give the session both functions; the names that it meets are collected in the result."""
    names = Names(source)
    phones: dict[str, str] = {}
    _function(connection, PSEUDONYM, names.met, lambda name: pseudonym(secret, source, name))
    _function(connection, PHONE, phones, lambda text: phone_number(text, country))
    return names


def _function(
    connection: duckdb.DuckDBPyConnection, name: str, known: dict[str, str], compute: Callable[[str], str]
) -> None:
    def mapped(column: pa.ChunkedArray) -> pa.Array:
        encoded = pc.dictionary_encode(column.combine_chunks())
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.combine_chunks()
        results = []
        for value in encoded.dictionary.to_pylist():
            if value not in known:
                known[value] = compute(value)
            results.append(known[value])
        return pa.array(results, pa.string()).take(encoded.indices)

    connection.create_function(name, mapped, ["VARCHAR"], "VARCHAR", type="arrow")
