"""Figures of heads: by hand, and paired."""

import numpy as np
import pytest

from visavis.engine.reading.learning.kernels import material
from visavis.engine.reading.learning.measuring import compare, held_out, measure

TRUTH = ["a"] * 6 + ["b"] * 4


def test_figures_are_those_counted_by_hand() -> None:
    given = ["a"] * 5 + ["b"] + ["b"] * 2 + ["c"] * 2
    found = measure(given, TRUTH)
    assert (found.n, found.accuracy) == (10, pytest.approx(0.7))
    first, second = found.labels
    assert (first.label, first.n, first.precision, first.recall) == ("a", 6, 1.0, pytest.approx(5 / 6))
    assert (second.precision, second.recall, second.f1) == (pytest.approx(2 / 3), 0.5, pytest.approx(4 / 7))
    assert found.macro == pytest.approx((first.f1 + second.f1) / 2)
    assert found.low <= found.macro <= found.high
    assert second.low <= second.f1 <= second.high


def test_a_gain_is_told_from_chance_on_the_same_texts() -> None:
    truth = TRUTH * 20
    poor = ["a"] * len(truth)
    assert compare(truth, truth, truth).mean == 0
    gain = compare(truth, poor, truth)
    assert gain.wins
    assert gain.low <= gain.mean <= gain.high
    assert not compare(poor, truth, truth).wins


def test_labels_held_out_are_never_seen() -> None:
    """Answers given by lot can't be told: whoever had seen them would do better than chance."""
    chance = np.random.default_rng(0)
    texts = [f"message numéro {row} {chance.integers(9)}" for row in range(120)]
    answers = [frozenset([str(chance.choice(["a", "b"]))]) for _ in texts]
    found = held_out(material(texts), answers, ("a", "b"), precision=0.9)
    right = [("a", "b")[place] in answer for place, answer in zip(found.argmax(axis=1), answers, strict=True)]
    assert 0.35 < float(np.mean(right)) < 0.65
