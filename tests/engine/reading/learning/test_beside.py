"""What stands beside labels: names of answers and texts without labels, learnt from only where they help."""

import numpy as np
import pytest

from visavis.engine.reading.learning.beside import NAMES_UNTIL, Named
from visavis.engine.reading.learning.kernels import Material, joined, material
from visavis.engine.reading.learning.own import learn_head

CLASSES = ("delivery", "refund", "safety", "price")


def crowd(each: int, noise: float, seed: int) -> tuple[np.ndarray, list[str]]:
    """Vectors around a direction of each class, disturbed: clusters that a crowd shows better than a few do."""
    chance = np.random.default_rng(seed)
    kinds = np.repeat(np.arange(len(CLASSES)), each)
    found = 3 * np.eye(24)[kinds] + noise * chance.standard_normal((len(kinds), 24))
    vectors = np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)
    return vectors, [CLASSES[kind] for kind in kinds]


def told(vectors: np.ndarray) -> Material:
    """Texts that say nothing: all stands in their vectors."""
    return material([f"message {row}" for row in range(len(vectors))], vectors)


def right(labelled: Material, answers: list[str], asked: tuple[np.ndarray, list[str]], **beside: object) -> float:
    head = learn_head(labelled, [frozenset([each]) for each in answers], **beside)  # type: ignore[arg-type]
    chances = head.probabilities(told(asked[0]))
    assert chances.sum(axis=1) == pytest.approx(np.ones(len(chances)))
    return float(
        np.mean([head.labels[row] == each for row, each in zip(chances.argmax(axis=1), asked[1], strict=True)])
    )


def test_names_are_examples_where_labels_are_few() -> None:
    (vectors, answers), asked = crowd(2, 1.5, 1), crowd(50, 1.5, 2)
    clear, kinds = crowd(1, 0.1, 3)
    names = Named(told(clear), tuple(kinds))
    assert right(told(vectors), answers, asked, names=names) > right(told(vectors), answers, asked) + 0.02


def test_names_that_mislead_or_come_late_are_not_learnt_from() -> None:
    vectors, answers = crowd(6, 0.4, 1)
    clear, kinds = crowd(1, 0.1, 3)
    sets = [frozenset([each]) for each in answers]
    alone = learn_head(told(vectors), sets)
    wrong = learn_head(told(vectors), sets, names=Named(told(clear), tuple(reversed(kinds))))
    assert wrong.support is not None
    assert alone.support is not None
    assert wrong.support.shape == alone.support.shape
    many, said = crowd(NAMES_UNTIL, 0.4, 4)
    late = learn_head(told(many), [frozenset([each]) for each in said], names=Named(told(clear), tuple(kinds)))
    assert late.support is not None
    assert len(late.support) == len(many)


def test_texts_without_labels_teach_where_the_crowd_shows_what_a_few_do_not() -> None:
    (vectors, answers), asked, (beside, _) = crowd(3, 1.4, 1), crowd(60, 1.4, 2), crowd(15, 1.4, 5)
    order = np.random.default_rng(0).permutation(len(beside))
    alone = right(told(vectors), answers, asked)
    assert right(told(vectors), answers, asked, unlabelled=told(beside[order])) >= alone


def test_texts_without_labels_are_left_aside_where_some_texts_have_several_answers() -> None:
    vectors, answers = crowd(6, 0.5, 1)
    sets = [frozenset([each, "price"]) for each in answers]
    head = learn_head(told(vectors), sets, unlabelled=told(crowd(6, 0.5, 2)[0]))
    assert head.support is not None
    assert (head.several, len(head.support)) == (True, len(vectors))


def test_texts_of_which_different_things_are_known_are_not_joined() -> None:
    vectors, _ = crowd(1, 0.5, 1)
    with pytest.raises(ValueError, match="known of all"):
        joined(told(vectors), material(["sans vecteur"]))
