"""How likely each of several ends is by a given time, when one end excludes the others: Aalen–Johansen.

Aalen and Johansen 1978; variance by the delta method (Marubini and Valsecchi 1995, 11.3); interval on the log(−log F) scale.
A promise that is due ends as kept or as broken: 1 − Kaplan–Meier of one of them counts the other as if it could still turn,
and makes both too likely.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.intervals import Z95, Interval

Floats = npt.NDArray[np.float64]
CENSORED = 0


@dataclass(frozen=True, slots=True)
class Incidence:
    """Cumulative incidence of one end: at `times` (ascending, those at which any end came), the share that met it, and its interval."""

    times: Floats
    share: Floats
    low: Floats
    high: Floats
    n: float
    n_ended: float

    def at(self, time: float) -> float:
        """The share that met this end by `time`."""
        return _at(self.times, self.share, time)

    def interval_at(self, time: float) -> Interval | None:
        """The 95 % interval of that share; None where nobody has met this end by then."""
        if self.at(time) <= 0:
            return None
        return _at(self.times, self.low, time), _at(self.times, self.high, time)


@dataclass(frozen=True, slots=True)
class Competing:
    """The incidence of each end by its state, and the share `waiting` for any of them; these shares sum to 1 at each time."""

    of: dict[int, Incidence]
    times: Floats
    waiting: Floats
    n: float
    until: float

    def waiting_at(self, time: float) -> float:
        """The share that has met no end by `time`."""
        found = int(np.searchsorted(self.times, time, side="right"))
        return float(self.waiting[found - 1]) if found else 1.0


def aalen_johansen(
    times: npt.ArrayLike, states: npt.ArrayLike, counts: npt.ArrayLike | None = None, *, z: float = Z95
) -> Competing:
    """F_k(t) = Σ_{tᵢ ≤ t} S(tᵢ₋)·dₖᵢ/nᵢ for every end k, with S the share that has met none.

    `times` are durations in any one unit; `states` are 0 for censored, else the number of the end; `counts` says how many cases
    an entry stands for. Var F_k(t) = Σ (F_k(t) − F_k(tᵢ))²·dᵢ/(nᵢ(nᵢ − dᵢ)) + Σ S(tᵢ₋)²·dₖᵢ(nᵢ − dₖᵢ)/nᵢ³
    − 2·Σ (F_k(t) − F_k(tᵢ))·S(tᵢ₋)·dₖᵢ/nᵢ². Raises ValueError for lengths that differ, negative or missing durations and states.
    """
    moments, ends = np.asarray(times, dtype=np.float64), np.asarray(states, dtype=np.int64)
    weights = np.ones(len(moments)) if counts is None else np.asarray(counts, dtype=np.float64)
    if not len(moments) == len(ends) == len(weights):
        raise ValueError("times, states and counts differ in length")
    if len(moments) and not (np.isfinite(moments).all() and moments.min() >= 0 and ends.min() >= 0):
        raise ValueError("a duration or a state is negative or missing")
    unique, index = np.unique(moments, return_inverse=True)
    left = np.bincount(index, weights, len(unique))
    ended = np.bincount(index, weights * (ends != CENSORED), len(unique))
    at_risk = left[::-1].cumsum()[::-1]
    seen = ended > 0
    waiting = np.cumprod(1 - ended[seen] / at_risk[seen])
    kinds = {
        int(end): _incidence(unique[seen], np.bincount(index, weights * (ends == end), len(unique))[seen],
                             ended[seen], at_risk[seen], waiting, float(weights.sum()), z)
        for end in np.unique(ends[ends != CENSORED])
    }  # fmt: skip
    until = float(moments.max()) if len(moments) else 0.0
    return Competing(kinds, unique[seen], waiting, float(weights.sum()), until)


def _incidence(
    times: Floats, met: Floats, ended: Floats, at_risk: Floats, waiting: Floats, n: float, z: float
) -> Incidence:
    before = np.concatenate([[1.0], waiting[:-1]])
    share = np.cumsum(before * met / at_risk)
    left = at_risk - ended
    # where everybody has ended, nothing moves afterwards: the term adds nothing
    hazard = np.divide(ended, at_risk * left, out=np.zeros_like(ended), where=left > 0)
    own = before * met / at_risk**2
    spread = before**2 * met * (at_risk - met) / at_risk**3
    apart = share**2 * np.cumsum(hazard) - 2 * share * np.cumsum(hazard * share) + np.cumsum(hazard * share**2)
    variance = apart + np.cumsum(spread) - 2 * (share * np.cumsum(own) - np.cumsum(own * share))
    low, high = _log_log(share, np.sqrt(np.maximum(variance, 0.0)), z)
    return Incidence(times, share, low, high, n, float(met.sum()))


def _log_log(share: Floats, deviation: Floats, z: float) -> tuple[Floats, Floats]:
    inside = (share > 0) & (share < 1)
    safe = np.where(inside, share, 0.5)
    # a share hardly above nothing may lie any number of orders of magnitude lower: beyond e^700 its lower end is 0
    spread = np.minimum(-z * deviation / (safe * np.log(safe)), 700.0)
    low, high = safe ** np.exp(spread), safe ** np.exp(-spread)
    return np.where(inside, np.minimum(low, share), share), np.where(inside, np.maximum(high, share), share)


def _at(times: Floats, values: Floats, time: float) -> float:
    found = int(np.searchsorted(times, time, side="right"))
    return float(values[found - 1]) if found else 0.0
