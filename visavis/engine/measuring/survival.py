"""How long until it happens, when for some cases it has not happened yet: Kaplan–Meier.

Kaplan and Meier 1958; variance by Greenwood 1926; interval on the log(−log S) scale (Kalbfleisch and Prentice 1980); interval
of a quantile by Brookmeyer and Crowley 1982; restricted mean by Irwin 1949, its variance as in Klein and Moeschberger 2003, 4.5.
Cases that are not finished are censored, never left out: leaving them out makes
every delay look shorter than clients live it.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.intervals import Z95, Interval

Floats = npt.NDArray[np.float64]
EPSILON = 1e-12


@dataclass(frozen=True, slots=True)
class Survival:
    """A survival curve: at `times` (ascending, those with an end), the share still waiting just after, with its interval.

    `until` is the longest time seen: what comes after it is not known, unless nobody is left waiting.
    """

    times: Floats
    at_risk: Floats
    ended: Floats
    share: Floats
    low: Floats
    high: Floats
    n: float
    n_ended: float
    until: float

    @property
    def n_censored(self) -> float:
        """How many had not ended when last seen."""
        return self.n - self.n_ended

    def knows(self, time: float) -> bool:
        """Whether anybody was observed for as long as `time`, or nobody was left to observe."""
        return time <= self.until or bool(len(self.share) and self.share[-1] <= EPSILON)

    def at(self, time: float) -> float:
        """S(time): the estimated share for whom it takes longer than `time`."""
        return self._step(self.share, time)

    def interval_at(self, time: float) -> Interval | None:
        """The 95 % interval of S(time); None before the first end, where there is no spread to judge by."""
        if not len(self.times) or time < self.times[0]:
            return None
        return self._step(self.low, time), self._step(self.high, time)

    def quantile(self, share: float) -> float | None:
        """The smallest time at which S ≤ 1 − `share` (`share` of .5: the median); None where the curve never falls so low."""
        return _first(self.times, self.share, 1 - share)

    def quantile_interval(self, share: float) -> tuple[float | None, float | None]:
        """The 95 % interval of that time: where the interval of S crosses 1 − `share`; None for an end never reached."""
        return _first(self.times, self.low, 1 - share), _first(self.times, self.high, 1 - share)

    @property
    def median(self) -> float | None:
        """The smallest time at which S ≤ ½; None where more than half are still waiting at the end."""
        return self.quantile(0.5)

    def _step(self, values: Floats, time: float) -> float:
        before = int(np.searchsorted(self.times, time, side="right"))
        return float(values[before - 1]) if before else 1.0


def kaplan_meier(
    durations: npt.ArrayLike, ended: npt.ArrayLike, counts: npt.ArrayLike | None = None, *, z: float = Z95
) -> Survival:
    """The survival curve S(t) = Π (1 − dᵢ/nᵢ) over the times tᵢ ≤ t at which dᵢ of nᵢ still waiting ended.

    `durations` are times until the end or until last seen, in any one unit; `ended` says which; `counts` how many cases
    each entry stands for (default 1). A case censored at t is still at risk at t. Var(log S) = Σ dᵢ/(nᵢ(nᵢ − dᵢ)) (Greenwood),
    interval S^exp(±z·√Var/log S). Raises ValueError for lengths that differ and for negative or missing durations.
    """
    times = np.asarray(durations, dtype=np.float64)
    happened = np.asarray(ended, dtype=bool)
    weights = np.ones(len(times)) if counts is None else np.asarray(counts, dtype=np.float64)
    if not len(times) == len(happened) == len(weights):
        raise ValueError("durations, ended and counts differ in length")
    if len(times) and not (np.isfinite(times).all() and times.min() >= 0):
        raise ValueError("a duration is negative or missing")
    until = float(times.max()) if len(times) else 0.0
    unique, index = np.unique(times, return_inverse=True)
    left = np.bincount(index, weights, len(unique)).astype(np.float64)
    died = np.bincount(index, weights * happened, len(unique)).astype(np.float64)
    waiting = left[::-1].cumsum()[::-1]
    seen = died > 0
    unique, died, waiting = unique[seen], died[seen], waiting[seen]
    share = np.cumprod(1 - died / waiting)
    low, high = _log_log(share, died, waiting, z)
    return Survival(unique, waiting, died, share, low, high, float(weights.sum()), float(died.sum()), until)


def restricted_mean(curve: Survival, horizon: float, z: float = Z95) -> tuple[float, Interval]:
    """The mean of min(T, `horizon`), in the unit of the curve: ∫₀^horizon S(t)dt, with its interval, cut at 0 and `horizon`.

    Var = Σ_{tᵢ ≤ horizon} (∫_{tᵢ}^horizon S)²·dᵢ/(nᵢ(nᵢ − dᵢ)). Raises ValueError where nobody was observed for so long.
    """
    if not horizon > 0 or not curve.knows(horizon):
        raise ValueError(f"nothing is known up to {horizon}")
    inside = curve.times <= horizon
    times, share = curve.times[inside], curve.share[inside]
    areas = share * np.diff(np.concatenate([times, [horizon]]))
    after = areas[::-1].cumsum()[::-1]
    mean = float((times[0] if len(times) else horizon) + areas.sum())
    ended, at_risk = curve.ended[inside], curve.at_risk[inside]
    left = at_risk - ended
    hazard = np.divide(ended, at_risk * left, out=np.zeros_like(ended), where=left > 0)
    half = z * float(np.sqrt(np.sum(after**2 * hazard)))
    return mean, (max(0.0, mean - half), min(horizon, mean + half))


def _log_log(share: Floats, died: Floats, waiting: Floats, z: float) -> tuple[Floats, Floats]:
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.cumsum(died / (waiting * (waiting - died)))
        spread = z * np.sqrt(variance) / np.log(share)
        low, high = share ** np.exp(-spread), share ** np.exp(spread)
    over = share <= EPSILON  # everyone has ended: no spread is left to estimate
    return np.where(over, 0.0, low), np.where(over, 0.0, high)


def _first(times: Floats, values: Floats, level: float) -> float | None:
    reached = np.flatnonzero(values <= level + EPSILON)
    return float(times[reached[0]]) if len(reached) else None
