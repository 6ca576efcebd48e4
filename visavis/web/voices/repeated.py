"""Messages that say almost word for word the same as another, as its page shows them."""

import uuid
from dataclasses import dataclass

from visavis.voices.models import Voice
from visavis.voices.said import alike_to
from visavis.web.clients.quoting import Said, quoted

FEW = 5


@dataclass(frozen=True, slots=True)
class Repeated:
    """How often it is said, and the latest others: the first few, and those behind a disclosure; `unseen` are not listed."""

    times: int
    few: tuple[tuple[uuid.UUID, Said], ...]
    more: tuple[tuple[uuid.UUID, Said], ...]
    unseen: int


def repeated(voice: Voice) -> Repeated | None:
    """The messages like `voice`; None where it is like no other."""
    times, others = alike_to(voice)
    if times < 2:
        return None
    told = tuple((other.id, quoted(other)) for other in others)
    return Repeated(times, told[:FEW], told[FEW:], times - 1 - len(told))
