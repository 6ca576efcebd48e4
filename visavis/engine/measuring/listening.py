"""Do we listen, or do we think we listen? What was forecast, against what clients answered (MEASURES 5).

Accuracy on ranks: 1 − Σ|r − r̂|/⌊m²/2⌋ (Spearman's footrule, made a share of its largest value: Diaconis and Graham 1977).
Interval score: Gneiting and Raftery 2007. A forecast that was sealed after the wave was opened does not count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.selecting import Unmeasurable


def counts(sealed_at: datetime, opened_at: datetime | None) -> bool:
    """Whether a forecast counts: it was sealed before the wave was opened, or the wave is not open yet."""
    return opened_at is None or sealed_at < opened_at


def rank_accuracy(forecast: Sequence[str], answered: Sequence[str]) -> float:
    """How near the forecast ranking of needs comes to the one clients gave: 1 the same, 0 turned round.

    Both name the same needs, most important first. Raises ValueError where they don't, Unmeasurable below two needs.
    """
    places = {need: place for place, need in enumerate(answered)}
    if len(places) != len(answered) or set(forecast) != set(places) or len(forecast) != len(answered):
        raise ValueError("both rankings name the same needs, each once")
    m = len(answered)
    if m < 2:
        raise Unmeasurable("one_need")
    return 1 - sum(abs(place - places[need]) for place, need in enumerate(forecast)) / (m * m // 2)


def mean_error(forecast: npt.ArrayLike, answered: npt.ArrayLike) -> float:
    """The mean distance between levels forecast and answered, in their unit. Raises Unmeasurable without any pair."""
    expected, found = np.asarray(forecast, dtype=np.float64), np.asarray(answered, dtype=np.float64)
    if expected.shape != found.shape:
        raise ValueError("one answer for each forecast")
    both = ~(np.isnan(expected) | np.isnan(found))
    if not both.any():
        raise Unmeasurable("nothing_forecast")
    return float(np.abs(expected[both] - found[both]).mean())


def interval_score(low: float, high: float, found: float, level: float = 0.8) -> float:
    """(high − low) + 2/α·(low − found)₊ + 2/α·(found − high)₊, α = 1 − `level`: narrow is good, missing costs. Lower is better.

    Raises ValueError unless low ≤ high and 0 < level < 1.
    """
    if not (low <= high and 0 < level < 1):
        raise ValueError(f"from {low} to {high} at {level}")
    return (high - low) + 2 / (1 - level) * (max(0.0, low - found) + max(0.0, found - high))


@dataclass(frozen=True, slots=True)
class IntervalForecasts:
    """How interval forecasts did: the share that held the answer (to be held against `level`), and their mean interval score."""

    coverage: float
    score: float
    n: int
    level: float


def intervals_scored(
    forecasts: Sequence[tuple[float, float]], answered: Sequence[float], level: float = 0.8
) -> IntervalForecasts:
    """Coverage and mean interval score of (low, high) forecasts. Raises Unmeasurable where there are none."""
    if len(forecasts) != len(answered):
        raise ValueError("one answer for each forecast")
    if not forecasts:
        raise Unmeasurable("nothing_forecast")
    pairs = list(zip(forecasts, answered, strict=True))
    held = sum(low <= found <= high for (low, high), found in pairs)
    scores = [interval_score(low, high, found, level) for (low, high), found in pairs]
    return IntervalForecasts(held / len(pairs), float(np.mean(scores)), len(pairs), level)


def overconfidence(self_rated: npt.ArrayLike, accuracy: npt.ArrayLike) -> float:
    """How much better people think they listen (0 to 1) than they do: mean self-rating − mean accuracy.

    Raises ValueError outside 0 to 1, Unmeasurable where either is missing.
    """
    rated, found = np.asarray(self_rated, dtype=np.float64), np.asarray(accuracy, dtype=np.float64)
    rated, found = rated[~np.isnan(rated)], found[~np.isnan(found)]
    if not len(rated) or not len(found):
        raise Unmeasurable("nothing_forecast")
    if min(rated.min(), found.min()) < 0 or max(rated.max(), found.max()) > 1:
        raise ValueError("ratings and accuracies go from 0 to 1")
    return float(rated.mean() - found.mean())
