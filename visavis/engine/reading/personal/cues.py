"""What stands before a name that no list holds, and before a signature."""

import re
from functools import cache

from visavis.engine.reading.personal.words import phrases_of

LONGEST_CUE = 4
"""Words of the longest phrase before a name."""


@cache
def before_names() -> frozenset[str]:
    """Bare phrases behind which a name follows, whatever its letters."""
    return frozenset(phrases_of("before_names"))


def _pattern(phrase: str) -> str:
    return re.escape(phrase).replace("\\ ", r"\s+").replace("'", "['’]")


CLOSING = re.compile(
    rf"(?:^|(?<=[\s.,!?;]))(?:{'|'.join(sorted(map(_pattern, phrases_of('closings')), key=len, reverse=True))})"
    r"[ \t]*[,.!:;…-]*[ \t]*(?:\n\s*)*[-–—]{0,2}[ \t]*",
    re.IGNORECASE,
)
"""A closing up to where the name begins."""
