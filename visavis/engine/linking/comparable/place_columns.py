"""Streets, postcodes and cities of a whole column at once, exactly as engine/linking/comparable/places.py reads each.

What most people write is read in a few passes over the column; whatever else occurs is left to those functions.
"""

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from visavis.engine.linking.comparable.distinct import Distinct, mask
from visavis.engine.linking.comparable.places import (
    AFTER_NUMBER,
    CEDEX,
    CITY_BLANKS,
    HOLY,
    LINKING_WORDS,
    SAINTS,
    STREET_BLANKS,
    bare_street,
    plain_city,
    plain_street,
    postcode,
    street_types,
)
from visavis.engine.linking.comparable.plain_columns import by_hand, parted, plain_column, said, texts


def streets(written: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Number and name of `street` of each text (no nulls); null where there is none."""
    lines = plain_column(written, blanks=STREET_BLANKS)
    number, rest = parted(lines, " ")
    kind, name = parted(rest, " ")
    typed = pc.and_(pc.is_in(kind, texts(sorted(street_types()))), pc.not_equal(name, ""))
    name = pc.if_else(typed, name, rest)
    last = f" (?:{_any(street_types())})$"
    behind = pc.and_not(pc.match_substring_regex(rest, last), typed)
    name = pc.replace_with_mask(name, behind, pc.replace_substring_regex(rest.filter(behind), last, ""))
    usual = pc.and_(pc.ascii_is_decimal(number), pc.not_equal(rest, ""))
    unusual = pc.is_in(kind, texts(sorted(AFTER_NUMBER)))
    plain = mask(usual) & ~mask(unusual) & mask(pc.string_is_ascii(lines))
    others = pa.array(~plain)
    spelt = pc.and_(pa.array(plain), _bears(name, [*LINKING_WORDS, *SAINTS]))
    again = Distinct.of(name.filter(spelt))
    name = pc.replace_with_mask(name, spelt, again.spread([bare_street(each.split(" ")) for each in again.texts()]))
    number = pc.ascii_ltrim(number, "0")
    read = [plain_street(line) for line in lines.filter(others).to_pylist()]
    return (
        said(pc.replace_with_mask(number, others, texts(each.number for each in read))),
        said(pc.replace_with_mask(name, others, texts(each.name for each in read))),
    )


def postcodes(written: pa.Array) -> pa.Array:
    """`postcode` of each text (no nulls); null where there is none."""
    bare = pc.ascii_upper(pc.replace_substring(plain_column(written), " ", ""))
    short = pc.match_substring_regex(bare, "^[1-9][0-9]{3}$")
    found = pc.if_else(short, pc.binary_join_element_wise("0", bare, ""), bare)
    plain = mask(pc.string_is_ascii(written)) & ~mask(pc.match_substring_regex(written, "^[Ff]-"))
    return said(by_hand(written, plain, found, postcode))


def cities(written: pa.Array) -> pa.Array:
    """`city` of each text (no nulls); null where there is none."""
    lines = plain_column(written, blanks=CITY_BLANKS)
    return said(by_hand(lines, ~mask(_bears(lines, [*HOLY, CEDEX])), lines, plain_city))


def _bears(lines: pa.Array, words: Iterable[str]) -> pa.Array:
    """Where one of the `words` stands in plain text."""
    return pc.match_substring_regex(lines, f"(?:^| )(?:{_any(words)})(?: |$)")


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words))
