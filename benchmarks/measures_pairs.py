"""What is compared: a measure's steps, and the tightest query that one would write by hand for the same rows."""

from collections.abc import Callable
from dataclasses import dataclass

from visavis.engine.settling import Columns
from visavis.engine.steps import Step


@dataclass(frozen=True, slots=True)
class Pair:
    """Ours: steps, of which `settled` are written down, read through `views`; and the same rows by hand.

    What is settled is kept by the session, but what other measures read too (`filed`), by files. A query by hand that begins with CREATE is what somebody would keep in memory for those after it.
    """

    name: str
    steps: Callable[[], list[Step]]
    settled: dict[str, Columns]
    views: tuple[str, ...]
    by_hand: tuple[str, ...]
    filed: frozenset[str] = frozenset()
