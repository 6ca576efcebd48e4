"""Mixed signals: praise beside facts that nobody praises, or words that lean one way and a sense that leans the other.

Irony looks like that; then the feeling is not told.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.heads import Numbers
from visavis.engine.reading.lexicon import TOKEN, grammar_list, leaning, without_praise
from visavis.engine.reading.texts import fold

if TYPE_CHECKING:
    from visavis.engine.reading.asked import Asked

APART = 1.0
"""By how much words and sense must each lean, in opposite directions (log odds of positive against negative)."""
_REACH = 3
"""How many words a denial reaches over: `jamais un retard` tells of no failure."""
_EARNEST = frozenset(["malgre", "bien", "despite", "although", "though", "but", "mais", "cependant", "pourtant", "enfin", "ouf", "resolu", "regle", "rattrape", "fixed", "solved", "sorted", "resolved", "explained", "excuses", "sorry", "rembourse", "refunded"])  # fmt: skip
"""Words with which praise beside a failure is meant: it was put right, or weighed."""


def mixed_signals(asked: "Asked", features: Any, chances: Numbers, texts: Sequence[str]) -> NDArray[np.bool_]:
    """Which texts the feeling of is not told."""
    labels = asked.heads["sentiment"].labels
    good, bad, mixed = (labels.index(label) for label in ("positive", "negative", "mixed"))
    best = chances.argmax(axis=1)
    torn = np.zeros(len(chances), bool)
    if "vectors" in asked.places:
        own = asked.weights[:, asked.columns["sentiment"]]
        direction = (own[:, good] - own[:, bad]) / asked.heads["sentiment"].temperature
        place = asked.places["vectors"]
        words, sense = features[:, :place] @ direction[:place], features[:, place:] @ direction[place:]
        torn = (np.isin(best, (good, bad))) & (words * sense < 0) & (np.minimum(abs(words), abs(sense)) > APART)
    for row in np.flatnonzero(np.isin(best, (good, mixed)) & ~torn).tolist():
        torn[row] = praises_failure(texts[row])
    return np.asarray(torn, bool)


def praises_failure(text: str) -> bool:
    """Whether words of praise stand beside a failure that nothing denies, weighs or puts right."""
    praised = failed = False
    denial = -_REACH - 1
    # `jamais un retard` denies a failure; `ne répond jamais` is one
    pending = False
    for place, word in enumerate(TOKEN.findall(without_praise(fold(text)))):
        if word in _EARNEST:
            return False
        lean = _lean(word)
        praised = praised or lean > 0
        denies = word not in ("ne", "n") and word in grammar_list("denial").whole
        if lean < 0 and place - denial <= _REACH:
            pending = False
        elif lean < 0:
            pending, failed = denies, failed or not denies
        if denies:
            denial = place
    return praised and (failed or pending)


@lru_cache(maxsize=50_000)
def _lean(word: str) -> int:
    """-1 for a word of failure, 1 for one of praise."""
    if grammar_list("failure").has(word):
        return -1
    return max(leaning(word), 0)
