"""Mixed signals: words that praise where the sense complains, or the other way round. Irony looks like that; then say nothing."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from visavis.engine.reading.heads import Numbers
from visavis.engine.reading.ngrams import Cut

if TYPE_CHECKING:
    from visavis.engine.reading.asked import Asked

APART = 1.0
"""By how much words and sense must each lean, in opposite directions (log odds of positive against negative)."""


def mixed_signals(asked: "Asked", features: Any, chances: Numbers, batch: Cut) -> NDArray[np.bool_]:
    """Which texts the feeling of is not told: words say positive and the encoder negative, or the reverse."""
    torn = np.zeros(len(chances), bool)
    if "vectors" not in asked.places:
        return torn
    labels = asked.heads["sentiment"].labels
    good, bad = labels.index("positive"), labels.index("negative")
    own = asked.weights[:, asked.columns["sentiment"]]
    direction = (own[:, good] - own[:, bad]) / asked.heads["sentiment"].temperature
    place = asked.places["vectors"]
    words, sense = features[:, :place] @ direction[:place], features[:, place:] @ direction[place:]
    best = chances.argmax(axis=1)
    return np.asarray((np.isin(best, (good, bad))) & (words * sense < 0) & (np.minimum(abs(words), abs(sense)) > APART))
