"""What stands in another column than its own, as far as one record tells by itself: so that one record alone is read as among others."""

import re
from typing import Any

_DIGIT = re.compile(r"\d")


def mended(read: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Columns READ (engine/linking/comparable/normalise.py) with each record’s values in the columns where they belong.

    A postcode that stands in the city’s column changes places with it; an e-mail address that stands in a name’s column joins the
    e-mails; a name that stands among the e-mails of a record without a name is its name.
    """
    columns = dict(read)
    swapped = [
        bool(code and city and not _DIGIT.search(code) and _DIGIT.search(city))
        for code, city in zip(read["postcode"], read["city"], strict=True)
    ]
    if any(swapped):
        for one, other in (("postcode", "city"), ("city", "postcode")):
            both = zip(swapped, read[one], read[other], strict=True)
            columns[one] = [theirs if swap else own for swap, own, theirs in both]
    strays = [
        place
        for place, written in enumerate(zip(*(read[name] for name in _NAMES), strict=True))
        if any(name and "@" in name for name in written)
    ]
    unnamed = [
        place
        for place, (emails, *written) in enumerate(zip(read["emails"], *(read[name] for name in _NAMES), strict=True))
        if emails and not any(written) and any(map(_is_name, emails))
    ]
    if strays or unnamed:
        columns |= {name: list(read[name]) for name in (*_NAMES, "emails")}
    for place in strays:
        for name in _NAMES:
            written = read[name][place]
            if written and "@" in written:
                columns[name][place] = None
                columns["emails"][place] = [*(columns["emails"][place] or ()), written]
    for place in unnamed:
        columns["name"][place] = next(filter(_is_name, read["emails"][place]))
    return columns


def _is_name(email: str | None) -> bool:
    return email is not None and " " in email.strip() and "@" not in email


_NAMES = ("given_name", "family_name", "name")
