"""Names of a whole column at once, exactly as engine/linking/comparable/names.py and companies.py read each.

A name of one word that is no title, placeholder or saint is itself; whatever else occurs is left to those functions.
"""

from functools import cache
from string import ascii_lowercase, digits

import pyarrow as pa
import pyarrow.compute as pc

from visavis.engine.linking.comparable.companies import ends_of_forms, formless
from visavis.engine.linking.comparable.distinct import Mask, mask
from visavis.engine.linking.comparable.names import SAINTS, first_name, own_and_other
from visavis.engine.linking.comparable.plain_columns import by_hand, plain_column, said, texts
from visavis.engine.linking.comparable.text import words

_LONGEST = 30
"""Letters of the longest name that is looked up among those that are typed to fill a field."""


def given_names(written: pa.Array) -> pa.Array:
    """`first_name` of each text (no nulls); null where there is none."""
    lines = plain_column(written)
    return said(by_hand(written, _of_one_word(written, lines), lines, first_name))


def family_names(written: pa.Array) -> tuple[pa.Array, pa.Array]:
    """`own_and_other` of each text (no nulls); null where there is none."""
    lines = plain_column(written)
    others = pa.array(~_of_one_word(written, lines))
    read = [own_and_other(text) for text in written.filter(others).to_pylist()]
    second = pa.nulls(len(written), pa.string())
    return (
        said(pc.replace_with_mask(lines, others, texts(own for own, _ in read))),
        said(pc.replace_with_mask(second, others, texts(other for _, other in read))),
    )


def company_names(written: pa.Array) -> pa.Array:
    """`company_name` of each text (no nulls); null where there is none."""
    lines = plain_column(pc.replace_substring(written, "&", " et "))
    ends = "|".join(sorted(ends_of_forms()))
    return said(by_hand(lines, ~mask(pc.match_substring_regex(lines, f"^(?:{ends}) | (?:{ends})$")), lines, formless))


def _of_one_word(written: pa.Array, lines: pa.Array) -> Mask:
    """Where plain text is a name as it stands: one word, written in letters alone, and neither special nor typed to fill a field."""
    plain = mask(pc.utf8_is_alpha(written)) & mask(pc.ascii_is_alnum(lines))
    plain &= mask(pc.less_equal(pc.binary_length(lines), _LONGEST))
    return plain & ~mask(pc.is_in(lines, texts(sorted(_special()))))


@cache
def _special() -> frozenset[str]:
    again = (sign * count for sign in ascii_lowercase + digits for count in range(3, _LONGEST + 1))
    return frozenset(SAINTS) | words("placeholders") | frozenset(again)
