"""What people answered about pairs refines the weights: a little where answers are few, and only where it proves better.

Weights are moved by logistic regression from where they stand: a shift in bits for each level and one for the prior, each held
back towards 0 (a normal prior; MacKay 1992 calls it weight decay). How strongly is chosen by cross-validation over the answers,
and not moving at all is one of the choices: another one replaces it only where its loss and its errors are smaller by more than
two standard errors: a better loss alone may come from pairs that nobody would decide otherwise.

Only pairs are asked about that no other link settles, and these are more often two clients than pairs that agree and differ in
the same way elsewhere. So the answers stand for the pairs that could have been asked about, and beside them stand, in their
proportion, the doubtful pairs that their clusters settle. Without them F1 of the generated set fell from .934 to .918.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from visavis.engine.linking.clusters.decided import Decided
from visavis.engine.linking.reviewing import implied
from visavis.engine.linking.weights.model import Comparison, Level, Model

FEWEST = 200
"""Fewer answers, or fewer than FEWEST_EACH of yes or no, teach nothing."""

FEWEST_EACH = 20
MOST_SETTLED = 5_000
"""Pairs that clusters settle: more of them would say the same."""

FOLDS = 10
DEVIATIONS = (0.25, 0.5)
"""How far weights may move, in bits: standard deviations of the normal prior that are tried."""

ERRORS = 2.0
"""Standard errors by which new weights must be better than the former ones."""

ROUNDS = 50
MOST_M = 0.9999

_ENDS = "e.source_l, e.key_l, e.source_r, e.key_r"

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Answer:
    """A pair of which it is known whether it is one client: the level of each comparison that weighs, what rare values add in
    bits; `weight`: how many answers it counts for."""

    levels: tuple[tuple[str, str], ...]
    rarity: float
    same: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Learnt:
    """The model to use from now on, and what answers said of it.

    `former_loss` and `loss` are the mean log loss of an answer, in bits, by the weights that stood and by those learnt from other
    answers; `deviation` is 0 where the weights stay. `moved`: by how many bits each level's weight changed.
    """

    model: Model
    answers: int
    deviation: float
    former_loss: float
    loss: float
    moved: Mapping[tuple[str, str], float]


def answers_in(connection: duckdb.DuckDBPyConnection, decided: Decided, threshold: float) -> list[Answer]:
    """The decided pairs that the view `edges` knows as scored pairs, in order of their ends; then doubtful pairs that clusters
    settle (views clusters, events, exchanges, ratings), in their proportion. `threshold`: of the model that made the clusters."""
    asked = _asked(connection, decided)
    settled, left = implied(connection, decided, threshold)
    if not asked or not settled:
        return asked
    every = max(1, len(settled) // MOST_SETTLED)
    weight = every * len(asked) / (left + len(asked))
    return asked + [replace(_answer(json.loads(each), True), weight=weight) for each in settled[::every]]


def _asked(connection: duckdb.DuckDBPyConnection, decided: Decided) -> list[Answer]:
    pairs = [(min(p), max(p), True) for p in decided.together] + [(min(p), max(p), False) for p in decided.apart]
    columns = list(zip(*((*one, *other, same) for one, other, same in pairs), strict=True)) or [(), (), (), (), ()]
    names = ("source_l", "key_l", "source_r", "key_r", "same")
    types = (*(pa.string(),) * 4, pa.bool_())
    connection.register(
        "answered", pa.table({n: pa.array(c, t) for n, c, t in zip(names, columns, types, strict=True)})
    )
    ends = ("e.source_l = a.source_{} AND e.key_l = a.key_{} AND e.source_r = a.source_{} AND e.key_r = a.key_{}",)
    found = connection.execute(
        " UNION ".join(
            f"SELECT a.same, e.evidence, {_ENDS} FROM answered AS a JOIN edges AS e ON {ends[0].format(*sides)} "
            "WHERE e.weight IS NOT NULL"
            for sides in ("llrr", "rrll")
        )
        + " ORDER BY source_l, key_l, source_r, key_r, same"
    ).fetchall()
    return [_answer(json.loads(evidence), same) for same, evidence, *_ in found]


def _answer(evidence: Iterable[Mapping[str, Any]], same: bool) -> Answer:
    parts = [part for part in evidence if part["comparison"] != "prior"]
    levels = tuple((str(part["comparison"]), str(part["level"])) for part in parts)
    return Answer(levels, float(sum(part["rarity"] for part in parts)), same)


def learn(model: Model, answers: Sequence[Answer]) -> Learnt:
    """`model` with the weights that `answers` teach; the same model where they teach nothing better. Answers about levels that
    the model does not have are left out."""
    known = {(each.name, level.name): level for each in model.comparisons for level in each.levels}
    usable = [answer for answer in answers if all(level in known for level in answer.levels)]
    asked = [answer for answer in usable if answer.weight == 1.0]
    yes = sum(answer.same for answer in asked)
    if len(asked) < FEWEST or min(yes, len(asked) - yes) < FEWEST_EACH:
        return Learnt(model, len(asked), 0.0, math.nan, math.nan, {})
    seen = sorted({level for answer in usable for level in answer.levels})
    free = [name for name in seen if not known[name].fixed and known[name].m is not None]
    told = _told(model, usable, free)
    deviation, former, loss = _best(told)
    if not deviation:
        return Learnt(model, len(asked), 0.0, former, former, {})
    shifts = _shifts(told, deviation)
    learnt = _moved(model, float(shifts[0]), dict(zip(free, shifts[1:].tolist(), strict=True)))
    return Learnt(learnt, len(asked), deviation, former, loss, _differences(model, learnt))


@dataclass(frozen=True, slots=True)
class _Told:
    """Answers as numbers: what each shows (1 for the prior, then a column for each level that may move), its weight in bits by
    the model, 1 for yes, and how much it counts."""

    shows: Floats
    bits: Floats
    same: Floats
    weight: Floats

    def but(self, chosen: NDArray[np.bool_]) -> "_Told":
        return _Told(self.shows[chosen], self.bits[chosen], self.same[chosen], self.weight[chosen])


def _told(model: Model, answers: Sequence[Answer], free: Sequence[tuple[str, str]]) -> _Told:
    weights = {(each.name, level.name): level.weight for each in model.comparisons for level in each.levels}
    place = {name: column for column, name in enumerate(free, start=1)}
    shows = np.zeros((len(answers), 1 + len(free)))
    shows[:, 0] = 1
    for row, answer in enumerate(answers):
        for level in answer.levels:
            if level in place:
                shows[row, place[level]] = 1
    bits = [model.prior_bits + each.rarity + sum(weights[level] for level in each.levels) for each in answers]
    return _Told(
        shows,
        np.array(bits),
        np.array([float(each.same) for each in answers]),
        np.array([each.weight for each in answers]),
    )


def _best(told: _Told) -> tuple[float, float, float]:
    """The deviation whose weights foretell answers best that they were not learnt from, the mean loss of the former weights and
    theirs; 0: none foretells better, and with fewer errors, by more than ERRORS standard errors."""
    fold = np.arange(len(told.bits)) % FOLDS
    former = _losses(told.bits, told.same)
    best, least = 0.0, former
    for deviation in DEVIATIONS:
        losses = np.empty_like(former)
        for each in range(FOLDS):
            out = fold == each
            shifts = _shifts(told.but(~out), deviation)
            losses[out] = _losses(told.bits[out] + told.shows[out] @ shifts, told.same[out])
        if (told.weight * losses).sum() < (told.weight * least).sum():
            best, least = deviation, losses
    total = told.weight.sum()
    before, after = (float((told.weight * losses).sum() / total) for losses in (former, least))
    wrong = (former > 1).astype(np.float64) - (least > 1).astype(np.float64)
    better = best and _beyond_chance(former - least, told.weight) and _beyond_chance(wrong, told.weight)
    return (best, before, after) if better else (0.0, before, before)


def _beyond_chance(gained: Floats, weight: Floats) -> bool:
    """Whether the weighted mean of what each answer gains is more than ERRORS standard errors above 0."""
    mean = float((weight * gained).sum() / weight.sum())
    return mean > ERRORS * math.sqrt(float((weight**2 * (gained - mean) ** 2).sum())) / float(weight.sum())


def _losses(bits: Floats, same: Floats) -> Floats:
    """−log2 of the probability given to what was answered."""
    return np.asarray(np.logaddexp2(0, np.where(same > 0, -bits, bits)))


def _shifts(told: _Told, deviation: float) -> Floats:
    """The shifts in bits that maximise the posterior, by Newton's method: the loss is convex."""
    shifts = np.zeros(told.shows.shape[1])
    pull = 1 / deviation**2
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp2(-np.clip(told.bits + told.shows @ shifts, -500, 500)))
        slope = math.log(2) * told.shows.T @ (told.weight * (p - told.same)) + pull * shifts
        bend = math.log(2) ** 2 * (told.shows.T * (told.weight * p * (1 - p))) @ told.shows
        step = np.linalg.solve(bend + pull * np.eye(len(shifts)), slope)
        step *= min(1.0, 4.0 / max(float(np.abs(step).max()), 1e-12))
        shifts = shifts - step
        if float(np.abs(step).max()) < 1e-9:
            break
    return np.asarray(shifts)


def _moved(model: Model, prior: float, moved: Mapping[tuple[str, str], float]) -> Model:
    odds = model.prior / (1 - model.prior) * 2.0**prior
    comparisons = tuple(_moved_levels(each, moved) for each in model.comparisons)
    return replace(model, comparisons=comparisons, prior=odds / (1 + odds))


def _moved_levels(comparison: Comparison, moved: Mapping[tuple[str, str], float]) -> Comparison:
    levels = tuple(_shifted(level, moved.get((comparison.name, level.name), 0.0)) for level in comparison.levels)
    return replace(comparison, levels=levels)


def _shifted(level: Level, bits: float) -> Level:
    """The level with that much more weight: `m` takes it, and `u` what `m` can't. A frequent or rare value takes the place of `u`:
    there `m` alone counts, and its limit is that of the weight."""
    if not bits or level.m is None or level.u is None:
        return level
    m = min(level.m * 2.0**bits, max(MOST_M, level.m))
    u = level.u if level.tf else level.u * (m / level.m) / 2.0**bits
    return replace(level, m=m, u=u)


def _differences(former: Model, model: Model) -> dict[tuple[str, str], float]:
    """By how many bits the weight of each level changed, those that did not left out; the prior is ("prior", "")."""
    found = {("prior", ""): model.prior_bits - former.prior_bits}
    for before, after in zip(former.comparisons, model.comparisons, strict=True):
        for one, other in zip(before.levels, after.levels, strict=True):
            if one.weight != other.weight:
                found[before.name, one.name] = other.weight - one.weight
    return found
