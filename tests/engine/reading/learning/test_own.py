"""Own heads: exact leaving-out, what few and many labels teach, kept whole."""

from pathlib import Path

import numpy as np
import pytest

from visavis.engine.reading.learning.fitting import fit
from visavis.engine.reading.learning.keeping import keep, kept, place
from visavis.engine.reading.learning.kernels import Mix, alike, know, material
from visavis.engine.reading.learning.own import ALONE_FROM, OwnHead, learn_head

GOOD = ("très bien", "parfait merci", "équipe adorable", "rapide et aimable", "je recommande")
BAD = ("colis perdu", "toujours en retard", "accueil odieux", "facture fausse", "je déconseille")


def texts_and_answers(size: int) -> tuple[list[str], list[frozenset[str]]]:
    """Sentences that begin alike and end well or badly."""
    chance = np.random.default_rng(1)
    texts, answers = [], []
    for row in range(size):
        side, words = ("good", GOOD) if row % 2 else ("bad", BAD)
        texts.append(f"commande {chance.integers(99)} : {words[row // 2 % 5]}, {words[int(chance.integers(5))]}")
        answers.append(frozenset([side]))
    return texts, answers


def vectors_of(answers: list[frozenset[str]]) -> np.ndarray:
    """Vectors that lean the right way, loudly disturbed."""
    chance = np.random.default_rng(2)
    leaning = np.array([1.0 if "good" in answer else -1.0 for answer in answers])
    found = chance.standard_normal((len(answers), 8)) + 1.5 * leaning[:, None] * np.eye(8)[0]
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)


def test_what_is_told_of_a_text_left_out_is_what_fitting_without_it_gives() -> None:
    texts, answers = texts_and_answers(14)
    made = material(texts, vectors_of(answers))
    likeness = alike(made, know(made), made)
    targets = np.array([["good" in a, "bad" in a] for a in answers], np.float32)
    mix = Mix(0.5, 3, 0.5, 0.3)
    found = fit(likeness, targets, mix).left_out
    for out in range(len(texts)):
        rest = np.array([row for row in range(len(texts)) if row != out])
        weights = fit(likeness.between(rest, rest), targets[rest], mix).weights
        without = likeness.between(np.array([out]), rest).mixed(mix) @ weights
        assert found[out] == pytest.approx(without[0], abs=1e-3)


def test_a_head_tells_apart_what_it_has_not_seen_and_its_probabilities_sum_to_one() -> None:
    texts, answers = texts_and_answers(80)
    head = learn_head(material(texts[:60], vectors_of(answers)[:60]), answers[:60])
    chances = head.probabilities(material(texts[60:], vectors_of(answers)[60:]))
    assert chances.sum(axis=1) == pytest.approx(np.ones(20))
    assert [head.labels[place] for place in chances.argmax(axis=1)] == [next(iter(a)) for a in answers[60:]]
    assert 0 < head.thresholds[0] <= 0.9


def test_few_labels_correct_the_shipped_head_and_many_may_do_without_it() -> None:
    texts, answers = texts_and_answers(ALONE_FROM - 1)
    # the shipped head takes good for bad, and knows a third answer that nobody here gives
    wrong = np.array([[0.6, 0.2, 0.2] if "good" in a else [0.2, 0.6, 0.2] for a in answers], np.float32)
    made = material(texts, None, wrong)
    head = learn_head(made, answers, labels=("bad", "good", "mixed"))
    assert head.offset
    given = [head.labels[place] for place in head.probabilities(made).argmax(axis=1)]
    assert given == [next(iter(answer)) for answer in answers]
    with pytest.raises(ValueError, match="builds on the shipped one"):
        head.probabilities(material(texts))


def test_several_labels_each_with_its_own_threshold() -> None:
    texts, answers = texts_and_answers(60)
    both = [answer | {"order"} if row % 3 else answer for row, answer in enumerate(answers)]
    texts = [f"{text} commande livrée" if "order" in answer else text for text, answer in zip(texts, both, strict=True)]
    head = learn_head(material(texts), both)
    assert (head.several, len(head.thresholds)) == (True, 3)
    chances = head.probabilities(material(texts))
    given = [{head.labels[i] for i in np.flatnonzero(row > head.thresholds)} for row in chances]
    assert given == [set(answer) for answer in both]


def test_one_answer_alone_teaches_nothing() -> None:
    with pytest.raises(ValueError, match="nothing to tell apart"):
        learn_head(material(["a", "b"]), [frozenset(["good"])] * 2)


def test_a_kept_head_answers_as_before_and_holds_no_word(tmp_path: Path) -> None:
    texts, answers = texts_and_answers(60)
    made = material(texts, vectors_of(answers))
    head = learn_head(made, answers)
    held = {"a" * 32: np.array([0.25, 0.75], np.float32)}
    first = keep(tmp_path, "sentiment", head, encoder="e5", model="", base="reader-1", held_out=held)
    again = keep(tmp_path, "sentiment", head, encoder="e5", model="", base="reader-1", held_out=held)
    assert first.version == again.version
    found = kept(tmp_path, "sentiment", first.version)
    assert found is not None
    assert (found.encoder, found.base) == ("e5", "")
    assert isinstance(found.head, OwnHead)
    assert found.head.probabilities(made).tolist() == head.probabilities(made).tolist()
    assert found.held_out["a" * 32].tolist() == [0.25, 0.75]
    for file in place(tmp_path, "sentiment", first.version).iterdir():
        assert b"adorable" not in file.read_bytes()
    assert kept(tmp_path, "sentiment", "0123456789") is None
    (place(tmp_path, "sentiment", first.version) / "head.npz").write_bytes(b"half")
    assert kept(tmp_path, "sentiment", first.version) is None
