"""Functions that the fetching session calls for distinct values: pseudonyms of employees, phone numbers."""

import hashlib
import hmac
import re
import unicodedata
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
        """(pseudonym, source, name as written) of every employee met; of several spellings an address, else the longest."""
        told: dict[str, str] = {}
        for name, of in sorted(self.met.items(), key=lambda each: ("@" in each[0], len(each[0]), each[0])):
            told[of] = name
        return tuple((of, self.source, name) for of, name in sorted(told.items(), key=lambda each: each[1]))


NAMING = 2
"""Of the way in which names become pseudonyms: sources read in another way are read anew."""

_WORDS = re.compile(r"[^\W\d_]+")


def pseudonym(secret: bytes, source: str, name: str) -> str:
    """`p-` and 16 hexadecimal digits of HMAC-SHA256 under the home's secret: the same in every run, and in every source.

    Whoever several sources name must be one person, else a team of two would count as six. What reads as a name, of two words or
    more (`Zoé Martin`, `martin zoe`; the part before the @ of an address), is one person wherever it stands; a code (`a12`) or a
    single word means somebody in its own source alone.
    """
    words = sorted(_WORDS.findall(_plain(name.partition("@")[0])))
    one = len(words) > 1 and any(len(word) > 1 for word in words)
    key = f"\0{' '.join(words)}" if one else f"{source}/{name}"
    return "p-" + hmac.new(secret, key.encode(), hashlib.sha256).hexdigest()[:16]


def _plain(text: str) -> str:
    """Without accents and capitals."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))


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
