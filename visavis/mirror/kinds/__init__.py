"""The kinds of measure: each file holds what is declared of one, how it is computed, and how it is told."""

from typing import Any

from visavis.mirror.kinds.advocacy import ADVOCACY
from visavis.mirror.kinds.agreement import AGREEMENT
from visavis.mirror.kinds.chain import CHAIN
from visavis.mirror.kinds.climate import CLIMATE
from visavis.mirror.kinds.concentration import CONCENTRATION
from visavis.mirror.kinds.delay import DELAY
from visavis.mirror.kinds.dialogue import DIALOGUE
from visavis.mirror.kinds.funnel import FUNNEL
from visavis.mirror.kinds.kind import Kind
from visavis.mirror.kinds.process import PROCESS
from visavis.mirror.kinds.relation import RELATION
from visavis.mirror.kinds.retention import RETENTION
from visavis.mirror.kinds.roots import ROOTS_KIND
from visavis.mirror.kinds.survey import SURVEY
from visavis.mirror.kinds.voices import VOICES

KINDS: dict[str, Kind[Any]] = {
    kind.name: kind
    for kind in (
        CONCENTRATION,
        DELAY,
        FUNNEL,
        RELATION,
        DIALOGUE,
        VOICES,
        CHAIN,
        PROCESS,
        ROOTS_KIND,
        SURVEY,
        RETENTION,
        ADVOCACY,
        CLIMATE,
        AGREEMENT,
    )
}
"""By name, in the order in which people meet them."""
