"""Aspects of restaurant sentences FR, several a sentence, learnt from the train part and measured on dev, which decides nothing.

All that is chosen (weights of words, letters and vectors, penalty, a threshold per label) is chosen by the product's function on
the train part, each sentence left out in its turn.
"""

import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from benchmarks.reading.data import DATA, sets_missing
from benchmarks.reading.encoded import encoded
from benchmarks.reading.learnt_beside import centred, one_by_one, tfidf
from benchmarks.reading.rows import Row
from visavis.engine.reading.learning.kernels import material
from visavis.engine.reading.learning.own import learn_head
from visavis.engine.reading.texts import clean

_ASPECT = re.compile(r", ['\"]([^,]*?)['\"], ['\"](?:positive|negative|neutral)['\"]\]")
GOAL = 0.78
_DRAWS = 1_000


def measure(quick: bool) -> Iterable[Row]:
    """One row: micro-F1 with its interval (bootstrap over sentences), beside the better baseline."""
    if missing := sets_missing():
        print(missing)
        return
    texts, sets = _labelled("train")
    asked, truth = _labelled("dev")
    vectors, asked_vectors = encoded(texts), encoded(asked)
    head = learn_head(material(texts, vectors), sets)
    labels = [*head.labels, *sorted(set().union(*truth) - set(head.labels))]
    wanted = _table(truth, labels)
    given = np.zeros_like(wanted)
    given[:, : len(head.labels)] = head.probabilities(material(asked, asked_vectors)) > head.thresholds
    yes = _table(sets, labels)
    beside = {"TF-IDF alone": one_by_one(*_around(tfidf(texts, asked), yes))}
    if vectors is not None and asked_vectors is not None:
        beside["e5 alone"] = one_by_one(*_around(centred(vectors, asked_vectors), yes))
    for name, found in beside.items():
        print(f"{name}: micro-F1 {_micro(found, wanted):.3f}")
    name, best = max(((name, _micro(found, wanted)) for name, found in beside.items()), key=lambda pair: pair[1])
    ours = _micro(given, wanted)
    chance = np.random.default_rng(0)
    drawn = [chance.integers(0, len(asked), len(asked)) for _ in range(_DRAWS)]
    low, high = np.quantile([_micro(given[rows], wanted[rows]) for rows in drawn], [0.025, 0.975])
    yield Row(
        f"{len(head.labels)} aspects, restaurant sentences FR", len(asked), ours, "micro-F1",
        best, name, float(low), float(high), ">= .78", ours >= GOAL,
    )  # fmt: skip


def _labelled(part: str) -> tuple[list[str], list[frozenset[str]]]:
    content = (DATA / "aspects" / "restaurant" / "fr" / f"{part}.txt").read_text(encoding="utf-8")
    rows = [line.partition("####") for line in content.splitlines()]
    return [clean(text) for text, _, _ in rows], [frozenset(_ASPECT.findall(told)) for _, _, told in rows]


def _table(sets: list[frozenset[str]], labels: list[str]) -> NDArray[np.bool_]:
    return np.array([[label in some for label in labels] for some in sets])


def _around[A](pair: tuple[A, A], yes: NDArray[np.bool_]) -> tuple[A, NDArray[np.bool_], A]:
    return pair[0], yes, pair[1]


def _micro(given: NDArray[np.bool_], wanted: NDArray[np.bool_]) -> float:
    return 2 * float((given & wanted).sum()) / max(float(given.sum() + wanted.sum()), 1.0)
