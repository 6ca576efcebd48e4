"""The parts of reading: sentences, cleaning, leanings, thresholds, calibration."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavis.engine.reading.cache import cache_folder
from visavis.engine.reading.heads import calibration_error, logistic, lowest_threshold, naive_bayes, softmax, train_head
from visavis.engine.reading.lexicon import LEANINGS, leaning, leanings, themes_listed, themes_named
from visavis.engine.reading.sentences import fingerprint, read_sentences
from visavis.engine.reading.texts import LONGEST, clean, fold
from visavis.vocabulary import Sentiment, Theme


def test_sentences_are_labelled_balanced_and_different() -> None:
    sentences = read_sentences()
    assert len(sentences) >= 1000
    assert {sentence.sentiment for sentence in sentences} == {str(label) for label in Sentiment}
    assert {sentence.theme for sentence in sentences} == {str(label) for label in Theme}
    assert len({(sentence.language, fold(sentence.text)) for sentence in sentences}) == len(sentences)
    assert all(
        sentence.text == clean(sentence.text).replace("'", "’") or "'" in clean(sentence.text) for sentence in sentences
    )
    for label in ("language", "sentiment", "theme"):
        counts = Counter((sentence.language, getattr(sentence, label)) for sentence in sentences)
        assert min(counts.values()) >= 28
    assert len(fingerprint()) == 64


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, ""),
        ("  deux\n\tlignes  ", "deux lignes"),
        ("L’été", "L'été"),
        ("e\u0301te\u0301", "été"),
        ("voir https://exemple.fr/a?b=1 merci @Marque ou ecrire@exemple.fr !", "voir merci ou !"),
        ("quoi ???????", "quoi ???"),
        ("\ud800 seul", "? seul"),
        ("mot " * 9_999, ("mot " * 9_999)[:LONGEST]),
        ("vu " + "iVBORw0KGgo" * 99, "vu"),
        ("data:image/png;base64," + "iVBORw0KGgo" * 99, ""),
        ("<p>Re&ccedil;u&nbsp;!</p><a href='x'>ici</a>", "Reçu ! ici"),
        ("\ud83d\ude21", "😡"),
        ("3 < 4 & 5 > 2", "3 < 4 & 5 > 2"),
    ],
)
def test_cleaning(text: str | None, expected: str) -> None:
    assert clean(text) == expected


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert "\n" not in once
    assert clean(once) == clean(clean(once))


@pytest.mark.parametrize(
    ("word", "lean"),
    [("merci", 1), ("adorable", 1), ("decevant", -1), ("nul", -1), ("table", 0), ("friendly", 1), ("rude", -1)],
)
def test_words_lean(word: str, lean: int) -> None:
    assert leaning(word) == lean


def test_denial_turns_a_leaning() -> None:
    plain, denied, other = leanings(["il est aimable", "il n'est pas aimable", "not rude at all, thanks"])
    names = {name: place for place, name in enumerate(LEANINGS)}
    assert (plain[names["positive"]] > 0, plain[names["denied positive"]]) == (True, 0)
    assert (denied[names["positive"]], denied[names["denied positive"]] > 0) == (0, True)
    assert other[names["denied negative"]] > 0
    assert other[names["positive"]] > 0


def test_a_set_phrase_speaks_for_its_words() -> None:
    names = {name: place for place, name in enumerate(LEANINGS)}
    praise, reproach, both = leanings(["c'est pas mal", "Peut mieux faire", "pas cher mais à éviter"])
    assert (praise[names["positive phrase"]] > 0, praise[names["denied negative"]], praise[names["negative"]]) == (
        True,
        0,
        0,
    )
    assert (reproach[names["negative phrase"]] > 0, reproach[names["positive"]]) == (True, 0)
    assert both[names["both"]] > 0


def test_every_theme_but_other_has_words() -> None:
    assert set(themes_listed()) == {str(theme) for theme in Theme} - {"other"}
    named = themes_named(["Mon colis n'est pas livré", "the app keeps crashing"])
    assert [themes_listed()[row.argmax()] for row in named] == ["delivery", "website"]


def test_threshold_is_the_lowest_that_keeps_the_precision() -> None:
    sure = np.linspace(1, 0, 100)
    right = np.arange(100) < 60
    threshold = lowest_threshold(sure, right, 0.8)
    given_answers = sure >= threshold
    assert right[given_answers].mean() >= 0.8
    assert given_answers.sum() == 75
    assert lowest_threshold(sure, np.zeros(100, bool), 0.8) == 1.0


def test_calibration_error_of_a_perfect_and_of_a_boasting_head() -> None:
    assert calibration_error(np.full(10, 0.8), np.arange(10) < 8) == pytest.approx(0)
    assert calibration_error(np.full(10, 0.95), np.arange(10) < 5) == pytest.approx(0.45)


def test_softmax_sums_to_one_whatever_the_logits() -> None:
    found = softmax(np.array([[1000.0, -1000, 0], [0, 0, 0]]))
    np.testing.assert_allclose(found.sum(axis=1), 1)
    np.testing.assert_allclose(found[1], 1 / 3)


@pytest.mark.parametrize("fit", [logistic(1.0), naive_bayes(0.1)])
def test_a_head_learns_what_can_be_learnt_and_not_noise(fit: object) -> None:
    rng = np.random.default_rng(3)
    truth = rng.integers(0, 3, 300)
    groups = [str(i % 6) for i in range(300)]
    answers = [f"label {t}" for t in truth]
    told = np.eye(3)[truth] * 4 + rng.random((300, 3))
    noise = rng.random((300, 3))
    clear = train_head(told, answers, groups, fit=fit, precision=0.9)  # type: ignore[arg-type]
    blind = train_head(noise, answers, groups, fit=fit, precision=0.9)  # type: ignore[arg-type]
    assert clear.labels == ("label 0", "label 1", "label 2")
    assert (clear.learnt["accuracy"], clear.learnt["coverage"]) == (1.0, 1.0)
    assert blind.learnt["coverage"] < 0.1
    assert blind.probabilities(noise).max() < 0.7


def test_the_cache_is_where_it_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:

    monkeypatch.setenv("VISAVIS_CACHE", "/somewhere")
    assert cache_folder() == Path("/somewhere/reader")
    assert cache_folder(Path("/told")) == Path("/told/reader")
    monkeypatch.delenv("VISAVIS_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/xdg")
    assert cache_folder() == Path("/xdg/visavis/reader")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "/home/marie")
    assert cache_folder() == Path("/home/marie/.cache/visavis/reader")
