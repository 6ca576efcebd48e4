"""What a measure says, as sentences with numbers: for the terminal, pages and exports."""

from visavis.mirror.kinds import KINDS
from visavis.mirror.reflection import Measured
from visavis.mistakes import Words


def sentences(one: Measured) -> list[Words]:
    """The sentences of a measure that has a value, the first being its finding."""
    return KINDS[one.kind].sentences(one)
