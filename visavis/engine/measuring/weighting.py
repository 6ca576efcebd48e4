"""Who answered is not who was asked: weights towards the register, and how far silence could turn a figure.

Raking: Deming and Stephan 1940. Effective n: Kish 1965. Trimming: Potter 1990, with what is cut spread over the others. Bounds:
Manski 1989.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from visavis.engine.measuring.intervals import Interval, newcombe, wilson
from visavis.engine.measuring.selecting import Unmeasurable

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
ROUNDS, CLOSE = 200, 1e-8
MOST = 5.0
"""No answer weighs more than this many times the mean one."""


@dataclass(frozen=True, slots=True)
class Raked:
    """A weight for each answer, summing to the register; rounds it took, and whether every margin is met."""

    weights: Floats
    rounds: int
    converged: bool


def rake(
    classes: Sequence[npt.ArrayLike],
    margins: Sequence[npt.ArrayLike],
    start: npt.ArrayLike | None = None,
    *,
    rounds: int = ROUNDS,
    close: float = CLOSE,
) -> Raked:
    """Weights such that every margin is met: the answers are multiplied into each margin in turn, until nothing moves.

    `classes` holds, for each variable, the class of every answer (0, 1, …); `margins` how many of each class the register has;
    `start` first weights (default 1). Margins must sum to the same total; raises ValueError where they don't, and Unmeasurable
    for a class of the register in which nobody answered: no weight can speak for it.
    """
    index = [np.asarray(each, dtype=np.int64) for each in classes]
    wanted = [np.asarray(each, dtype=np.float64) for each in margins]
    n = len(index[0]) if index else 0
    if not n:
        raise Unmeasurable("no_answers")
    weights = np.ones(n) if start is None else np.asarray(start, dtype=np.float64).copy()
    _check(index, wanted, weights)
    for turn in range(1, rounds + 1):
        for place, target in zip(index, wanted, strict=True):
            held = np.bincount(place, weights, len(target))
            weights *= np.divide(target, held, out=np.zeros_like(target), where=held > 0)[place]
        if _apart(index, wanted, weights) <= close:
            return Raked(weights, turn, True)
    return Raked(weights, rounds, False)


def _check(index: list[Whole], wanted: list[Floats], weights: Floats) -> None:
    totals = [float(target.sum()) for target in wanted]
    if len(index) != len(wanted) or any(len(place) != len(weights) for place in index):
        raise ValueError("one class for each answer and variable, one margin for each variable")
    if max(totals) <= 0 or max(totals) - min(totals) > 1e-6 * max(totals) or any((t < 0).any() for t in wanted):
        raise ValueError("margins are counts that sum to the same total")
    for place, target in zip(index, wanted, strict=True):
        if place.min() < 0 or place.max() >= len(target):
            raise ValueError("a class is not in its margin")
        silent = (target > 0) & (np.bincount(place, weights, len(target)) <= 0)
        if silent.any():
            raise Unmeasurable("silent_class", str(int(np.flatnonzero(silent)[0])))


def _apart(index: list[Whole], wanted: list[Floats], weights: Floats) -> float:
    """The largest miss of a margin, relative to the total."""
    return max(
        float(np.abs(np.bincount(place, weights, len(target)) - target).max() / target.sum())
        for place, target in zip(index, wanted, strict=True)
    )


def trim(weights: npt.ArrayLike, most: float = MOST) -> Floats:
    """The weights with none above `most` times their mean; what is cut goes to the others in proportion, so the sum stays.

    A few answers that speak for many make a figure shaky: trimming trades some bias for it. Raises ValueError below `most` 1.
    """
    trimmed = np.asarray(weights, dtype=np.float64).copy()
    if most < 1:
        raise ValueError("weights can't all lie below their mean")
    if not len(trimmed):
        return trimmed
    limit, total = most * trimmed.mean(), trimmed.sum()
    for _ in range(len(trimmed)):
        over = trimmed > limit * (1 + 1e-12)
        if not over.any():
            break
        trimmed[over] = limit
        others = trimmed < limit
        rest = trimmed[others].sum()
        if rest <= 0:
            break
        trimmed[others] *= (total - trimmed[~others].sum()) / rest
    return trimmed


def effective_n(weights: npt.ArrayLike) -> float:
    """Kish's effective number of answers, (Σw)²/Σw²: how many equal ones would tell as much."""
    given = np.asarray(weights, dtype=np.float64)
    squares = float((given**2).sum())
    return float(given.sum() ** 2 / squares) if squares > 0 else 0.0


def weighted_share(said: npt.ArrayLike, weights: npt.ArrayLike) -> tuple[float, float, Interval]:
    """The weighted share of answers that say so, Kish's n, and Wilson's interval on that n. Raises Unmeasurable without answers."""
    yes, given = np.asarray(said, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    n = effective_n(given)
    if not n:
        raise Unmeasurable("no_answers")
    share = min(1.0, max(0.0, float((yes * given).sum() / given.sum())))
    return share, n, wilson(share * n, n)


@dataclass(frozen=True, slots=True)
class Contrast:
    """What those say who answered late, minus what the early ones say, with Newcombe's interval."""

    early: float
    late: float
    n_early: int
    n_late: int
    difference: float
    interval: Interval

    @property
    def stands(self) -> bool:
        """Whether the interval leaves out zero: those who had to be waited for say something else."""
        return self.interval[0] > 0 or self.interval[1] < 0


def late_contrast(said: npt.ArrayLike, delay: npt.ArrayLike, late: float = 2 / 3) -> Contrast:
    """The late responders (the last third by default) against the others: they are the nearest to those who never answered.

    `delay` is the time from the question to the answer, in any unit. Raises Unmeasurable where either side would be empty.
    """
    yes, waited = np.asarray(said, dtype=bool), np.asarray(delay, dtype=np.float64)
    if len(yes) != len(waited):
        raise ValueError("one delay for each answer")
    if not len(yes) or np.isnan(waited).any():
        raise Unmeasurable("no_delay")
    after = waited > np.quantile(waited, late)
    n_late, n_early = int(after.sum()), int((~after).sum())
    if not n_late or not n_early:
        raise Unmeasurable("no_delay")
    kept = int(yes[after].sum()), int(yes[~after].sum())
    rates = kept[0] / n_late, kept[1] / n_early
    return Contrast(
        rates[1], rates[0], n_early, n_late, rates[0] - rates[1], newcombe(kept[0], n_late, kept[1], n_early)
    )


def worst_case(kept: float, answered: int, asked: int) -> Interval:
    """The shares that are still possible: all who stayed silent against, or all for. No assumption is made, and none is needed.

    `kept` of the `answered` say so. Raises ValueError for more answers than questions, Unmeasurable where nobody was asked.
    """
    if not asked:
        raise Unmeasurable("nobody_asked")
    if not 0 <= kept <= answered <= asked:
        raise ValueError(f"{kept} of {answered} answers to {asked} questions")
    return kept / asked, (kept + asked - answered) / asked


def worst_case_score(promoters: int, detractors: int, answered: int, asked: int) -> Interval:
    """Between which net promoter scores (−1 to 1) the answer of everybody asked must lie."""
    if not asked:
        raise Unmeasurable("nobody_asked")
    if min(promoters, detractors) < 0 or promoters + detractors > answered or answered > asked:
        raise ValueError(f"{promoters} and {detractors} of {answered} answers to {asked} questions")
    net, silent = promoters - detractors, asked - answered
    return (net - silent) / asked, (net + silent) / asked
