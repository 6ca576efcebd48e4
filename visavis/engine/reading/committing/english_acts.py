"""Which act the words around an English verb tell."""

import re

from visavis.engine.reading.committing.acts import Act

_ACTS: tuple[tuple[str, Act], ...] = (
    ("call|phone|ring", Act.CALL), ("refund|credit|money|reimburse", Act.REFUND), ("repl|answer|respon|touch|hear|back to", Act.REPLY), ("deliver|order|parcel|package|ship", Act.DELIVER),
    ("quot|estimate", Act.QUOTE), ("posted|informed|updated|update|know|news", Act.INFORM), ("document|copy|invoice|contract|email|letter|report", Act.SEND), ("visit|engineer|technician|appointment", Act.VISIT),
    ("repair|fix|restor|resol", Act.REPAIR), ("check|look|investigat|review|find", Act.CHECK),
)  # fmt: skip


def act_of(words: str, otherwise: Act) -> Act:
    """The act that nouns and verbs among the words name; `otherwise` where they name none."""
    for pattern, act in _ACTS:
        if re.search(rf"\b(?:{pattern})", words):
            return act
    return otherwise


def act_in(act: Act, rest: str) -> Act:
    """The act of a verb with what follows it: `get back` is a reply."""
    if act is not Act.HANDLE:
        return Act.REPLY if act is Act.VISIT and re.match(r"come back to", rest) else act
    if re.match(r"get(?:ting)? (?:back|in touch)", rest):
        return Act.REPLY
    return act_of(rest, act) if re.match(r"(?:give|get|keep|let|make|put|take|work|follow|do|set)\b", rest) else act
