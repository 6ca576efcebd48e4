"""What goes with ending earlier or later, several things at once: Cox's proportional hazards.

Cox 1972, ties by Efron 1977, fitted by Newton's method. An association: who had more of x ended sooner, whatever made it so.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.intervals import Z95, Interval
from visavis.engine.measuring.selecting import Unmeasurable

Floats = npt.NDArray[np.float64]
STEPS, CLOSE, WILD, FLAT = 50, 1e-9, 20.0, 1e-6


@dataclass(frozen=True, slots=True)
class Hazards:
    """Coefficients (log hazard ratios for one unit of each column), their standard errors, and on how many cases they rest."""

    coefficients: Floats
    errors: Floats
    log_likelihood: float
    n: int
    n_ended: int

    def ratio(self, column: int) -> float:
        """How many times the hazard is for one unit more."""
        return float(np.exp(self.coefficients[column]))

    def ratio_interval(self, column: int, z: float = Z95) -> Interval:
        """Wald's interval of that ratio, on the log scale."""
        beta, error = float(self.coefficients[column]), float(self.errors[column])
        return float(np.exp(beta - z * error)), float(np.exp(beta + z * error))


def cox(durations: npt.ArrayLike, ended: npt.ArrayLike, columns: npt.ArrayLike) -> Hazards:
    """Fit h(t|x) = h₀(t)·exp(xβ) by the partial likelihood; `columns` has a row for each case.

    Rows with a missing value are left out. Raises ValueError for lengths that differ or negative durations, Unmeasurable where
    nothing ended, where a column does not vary or follows from others, and where one separates those who ended from the rest.
    """
    times, happened = np.asarray(durations, dtype=np.float64), np.asarray(ended, dtype=bool)
    x = np.asarray(columns, dtype=np.float64)
    x = x[:, None] if x.ndim == 1 else x
    if not len(times) == len(happened) == len(x):
        raise ValueError("durations, ended and columns differ in length")
    known = ~(np.isnan(x).any(axis=1) | np.isnan(times))
    times, happened, x = times[known], happened[known], x[known]
    if len(times) and times.min() < 0:
        raise ValueError("a duration is negative")
    if not happened.any():
        raise Unmeasurable("none_finished")
    centre, scale = x.mean(axis=0), x.std(axis=0)
    if (scale <= 0).any() or np.linalg.matrix_rank((x - centre) / np.where(scale > 0, scale, 1)) < x.shape[1]:
        raise Unmeasurable("no_variation")
    beta, log_likelihood, information = _newton(_Ordered.of(times, happened, (x - centre) / scale))
    covariance = np.linalg.inv(information)
    errors = np.sqrt(np.diag(covariance))
    return Hazards(beta / scale, errors / scale, log_likelihood, len(times), int(happened.sum()))


@dataclass(frozen=True, slots=True)
class _Ordered:
    """Cases from the longest duration down: whoever stands above is still at risk. Ties of ended cases are told by `upto`."""

    x: Floats
    upto: npt.NDArray[np.int64]
    tie: npt.NDArray[np.int64]
    share: Floats
    ended: npt.NDArray[np.int64]
    ties: int

    @classmethod
    def of(cls, times: Floats, happened: npt.NDArray[np.bool_], x: Floats) -> "_Ordered":
        order = np.argsort(-times, kind="stable")
        times, happened, x = times[order], happened[order], x[order]
        ended = np.flatnonzero(happened)
        moments, tie, size = np.unique(-times[ended], return_inverse=True, return_counts=True)
        upto = np.searchsorted(-times, moments, side="right") - 1
        first = np.concatenate([[0], np.cumsum(size)[:-1]])
        share = (np.arange(len(ended)) - first[tie]) / size[tie]  # Efron: 0, 1/d, 2/d … of the tied ones are gone
        return cls(x, upto, tie, share, ended, len(moments))


def _newton(cases: _Ordered) -> tuple[Floats, float, Floats]:
    beta = np.zeros(cases.x.shape[1])
    value, slope, information = _likelihood(cases, beta)
    for _ in range(STEPS):
        if np.abs(beta).max() > WILD or np.linalg.eigvalsh(information)[0] < FLAT:
            break  # the likelihood rises for ever: a column separates those who ended
        move = np.linalg.solve(information, slope)
        for _ in range(STEPS):
            told = _likelihood(cases, beta + move)
            if told[0] >= value - CLOSE:
                break
            move = move / 2
        beta, (value, slope, information) = beta + move, told
        if np.abs(move).max() < CLOSE:
            return beta, value, information
    raise Unmeasurable("separated")


def _likelihood(cases: _Ordered, beta: Floats) -> tuple[float, Floats, Floats]:
    """Efron's log partial likelihood, its slope and the observed information."""
    score = cases.x @ beta
    risk = np.exp(score)
    first = risk[:, None] * cases.x
    second = first[:, :, None] * cases.x[:, None, :]
    gone = [_tied(each[cases.ended], cases) for each in (risk, first, second)]
    held = [each.cumsum(axis=0)[cases.upto][cases.tie] for each in (risk, first, second)]
    left = [h - _spread(cases.share, g[cases.tie]) for h, g in zip(held, gone, strict=True)]
    mean = left[1] / left[0][:, None]
    value = float(score[cases.ended].sum() - np.log(left[0]).sum())
    slope = (cases.x[cases.ended] - mean).sum(axis=0)
    information = (left[2] / left[0][:, None, None] - mean[:, :, None] * mean[:, None, :]).sum(axis=0)
    return value, slope, information


def _tied(values: Floats, cases: _Ordered) -> Floats:
    """The sum over the cases that ended at the same moment, for each such moment."""
    total = np.zeros((cases.ties, *values.shape[1:]))
    np.add.at(total, cases.tie, values)
    return total


def _spread(share: Floats, values: Floats) -> Floats:
    return share.reshape(-1, *([1] * (values.ndim - 1))) * values
