"""Do we listen, or do we think we listen? What was forecast, against what clients answered (MEASURES 5).

Accuracy on ranks: 1 − Σ|r − r̂|/⌊m²/2⌋ (Spearman's footrule, made a share of its largest value: Diaconis and Graham 1977).
Rank correlation: Spearman 1904, ties at the middle of their places. Interval score: Gneiting and Raftery 2007. A forecast that was sealed after the wave was opened does not count.
"""

from collections.abc import Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class NeedsHeard:
    """How near `n` forecast orders come to the one that clients gave: mean accuracy and mean rank correlation, each with its 95 %
    interval; `chance` is what an order drawn at random would reach."""

    accuracy: float
    accuracy_interval: tuple[float, float]
    correlation: float
    correlation_interval: tuple[float, float]
    chance: float
    each: tuple[float, ...]
    n: int


DRAWS = 999


def needs_heard(forecasts: Sequence[Sequence[str]], answered: Mapping[str, int], *, seed: int = 0) -> NeedsHeard:
    """Forecast orders against how many clients spoke of each need.

    Needs of which as many spoke share the middle of their places. The interval resamples those who forecast, and the clients
    (Poisson) whose answers made the order: an order that few clients gave is no firm ground. Raises ValueError unless each forecast
    names all needs once, Unmeasurable below two needs, without forecasts, or where clients spoke of each alike.
    """
    needs = sorted(answered)
    if len(needs) < 2:
        raise Unmeasurable("one_need")
    if not forecasts:
        raise Unmeasurable("nothing_forecast")
    if any(sorted(each) != needs for each in forecasts):
        raise ValueError("every forecast names all needs, each once")
    counts = np.array([answered[need] for need in needs], dtype=np.float64)
    if counts.max() <= counts.min():
        raise Unmeasurable("no_order")
    places = np.array([[list(each).index(need) for need in needs] for each in forecasts], dtype=np.float64)
    found = _near(places, _places(counts[None, :]))
    random = np.random.default_rng(seed)
    drawn = random.poisson(counts, (DRAWS, len(needs))).astype(np.float64)
    accuracy, correlation = _near(places, _places(drawn))
    people = random.integers(len(places), size=(DRAWS, len(places)))
    spread = [np.take_along_axis(each, people, axis=1).mean(axis=1) for each in (accuracy, correlation)]
    ends = [_ends(each, float(value.mean())) for each, value in zip(spread, found, strict=True)]
    m = len(needs)
    return NeedsHeard(
        float(found[0].mean()), ends[0], float(found[1].mean()), ends[1],
        1 - (m * m - 1) / 3 / (m * m // 2), tuple(float(each) for each in found[0][0]), len(places),
    )  # fmt: skip


def _places(counts: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Places from 0 on in each row, the largest count first, ties in the middle of theirs."""
    from scipy.stats import rankdata

    return np.asarray(rankdata(-counts, axis=1), dtype=np.float64) - 1


def _near(
    places: npt.NDArray[np.float64], answered: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Accuracy and Spearman's correlation of each forecast (columns) with each row of `answered`; 0 where a row has no order."""
    m = places.shape[1]
    off = np.abs(answered[:, None, :] - places[None, :, :]).sum(axis=2)
    middle = (m - 1) / 2
    centred = answered - middle
    spread = np.sqrt((centred**2).sum(axis=1) * (m * (m * m - 1) / 12))
    together = centred @ (places - middle).T
    return 1 - off / (m * m // 2), np.divide(
        together, spread[:, None], out=np.zeros_like(together), where=spread[:, None] > 0
    )


def _ends(drawn: npt.NDArray[np.float64], value: float) -> tuple[float, float]:
    low, high = np.quantile(drawn, [0.025, 0.975])
    return min(float(low), value), max(float(high), value)
