"""The kinds of measure: each file holds what is declared of one, how it is computed, and how it is told."""

from typing import Any

from visavis.mirror.kinds.concentration import CONCENTRATION
from visavis.mirror.kinds.delay import DELAY
from visavis.mirror.kinds.funnel import FUNNEL
from visavis.mirror.kinds.kind import Kind

KINDS: dict[str, Kind[Any]] = {kind.name: kind for kind in (CONCENTRATION, DELAY, FUNNEL)}
"""By name, in the order in which people meet them."""
