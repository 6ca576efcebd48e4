"""Sentences of a verbatim, n-grams, cues, marks, evidence: the parts of reading in depth."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavis.engine.reading.card import card_of
from visavis.engine.reading.compact import centred, packed, unpacked
from visavis.engine.reading.cues import MARKS, count_cues, cues_of, find_cues
from visavis.engine.reading.evidence import as_written
from visavis.engine.reading.heads import accuracy_at, brier
from visavis.engine.reading.marks import best_threshold, fit_marks, platt, train_marks
from visavis.engine.reading.ngrams import count, cut, grams, learn_vocabulary
from visavis.engine.reading.parting import part
from visavis.engine.reading.reader import Reader
from visavis.engine.reading.sentences import read_sentences
from visavis.engine.reading.signals import praises_failure
from visavis.engine.reading.texts import LONGEST, clean, fold
from visavis.engine.reading.training import NONE, ONE_OF, QUESTIONS
from visavis.vocabulary import JourneyStep, Mark


def test_steps_and_marks_are_labelled_in_both_languages() -> None:
    sentences = read_sentences()
    assert {s.step for s in sentences} == {"", *map(str, JourneyStep)}
    assert set().union(*(s.marks for s in sentences)) == {str(mark) for mark in Mark}
    counts = Counter((s.language, mark) for s in sentences for mark in s.marks)
    assert min(counts.values()) >= 12
    assert min(Counter((s.language, s.step) for s in sentences).values()) >= 14
    assert {s.setting for s in sentences} >= {"supplier", "shop", "bank", "public"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bonjour. Merci ! À demain ?", ["Bonjour.", "Merci !", "À demain ?"]),
        ("M. Martin et Mme. Durand sont venus. Bien", ["M. Martin et Mme. Durand sont venus.", "Bien"]),
        ("ça coute 3.50 euros... trop cher", ["ça coute 3.50 euros...", "trop cher"]),
        ("ligne coupée\npar le courrier\nAutre ligne", ["ligne coupée\npar le courrier", "Autre ligne"]),
        ("Nul !!! 😡😡", ["Nul !!! 😡😡"]),
        ("<p>Un</p><p>Deux</p>", ["<p>Un</p>", "<p>Deux</p>"]),
        ("  \n ", []),
    ],
)
def test_sentences_of_a_verbatim(text: str, expected: list[str]) -> None:
    assert [text[s.begin : s.begin + s.length] for s in part(text).sentences] == expected


@given(st.text(st.sampled_from("aÉœ .!?\n\r\t'’<p>&;\x00\ud800😀M"), max_size=200))
def test_sentences_lie_in_the_text_in_order_and_make_up_the_whole(text: str) -> None:
    parted = part(text)
    end = 0
    for sentence in parted.sentences:
        assert end <= sentence.begin < sentence.begin + sentence.length <= len(text)
        assert parted.whole[sentence.at : sentence.at + len(sentence.text)] == sentence.text
        end = sentence.begin + sentence.length
    assert " ".join(sentence.text for sentence in parted.sentences) == parted.whole
    assert len(parted.whole) <= LONGEST


def plainly(text: str) -> tuple[Counter[str], Counter[str]]:
    """Words and pairs of words, and letters inside words, counted in plain Python."""
    import re

    words = re.findall(r"[^\W_]+|[^\w\s]|_", fold(text))
    inner: Counter[str] = Counter()
    for word in fold(text).split():
        for size in range(2, 6):
            inner.update(f" {word} "[i : i + size] for i in range(len(word) + 3 - size))
    return Counter([*words, *map(" ".join, pairwise(words))]), inner


@given(st.lists(st.text(st.sampled_from("abcé' !?1😀"), max_size=25), min_size=1, max_size=5))
def test_ngrams_are_those_that_plain_python_counts(texts: list[str]) -> None:
    cleaned = [clean(text) for text in texts]
    found = grams(cut(cleaned))
    for row, text in enumerate(cleaned):
        words, inner = plainly(text)
        ours = found.row == row
        for expected, hashes in (
            (words, found.hash[: found.words][ours[: found.words]]),
            (inner, found.hash[found.words :][ours[found.words :]]),
        ):
            assert sorted(Counter(hashes.tolist()).values()) == sorted(expected.values())


def test_an_ngram_knows_the_words_it_stands_in() -> None:
    batch = cut(["Mon colis est perdu", "un cœur"])
    words = [batch.plain[row][b:e] for row, b, e in zip(batch.owner, batch.begin, batch.end, strict=True)]
    assert words == ["Mon", "colis", "est", "perdu", "un", "coeur"]
    found = grams(batch)
    assert set(found.first[found.row == 1].tolist()) == {4, 5}
    assert (found.first <= found.last).all()
    assert (batch.owner[found.first] == found.row).all()


def test_counts_are_scaled_as_tf_idf_of_length_one() -> None:
    texts = ["le colis le colis", "le colis perdu", "le chat"]
    found = grams(cut(texts))
    known = learn_vocabulary(found)
    counted = count(found, known, known.table(), len(texts)).features
    for part_ in (counted[:, : known.words], counted[:, known.words :]):
        np.testing.assert_allclose(np.sqrt((part_**2).sum(axis=1)), 1, rtol=1e-5)
    le, colis = (1 + np.log(2)) * (np.log(4 / 4) + 1), (1 + np.log(2)) * (np.log(4 / 3) + 1)
    pair = le_colis = (1 + np.log(2)) * (np.log(4 / 3) + 1)
    expected = np.array(sorted((le, colis, le_colis)))
    assert pair == colis
    row = np.sort(counted[:1, : known.words].toarray()[0])
    np.testing.assert_allclose(row[row > 0], expected / np.linalg.norm(expected), rtol=1e-5)


def test_cues_are_found_as_words_phrases_and_stems() -> None:
    texts = ["C'est scandaleux, je pars !", "Thanks to Karim", "colis livré"]
    found = count_cues(find_cues(cut(texts)), 3)
    named = [{MARKS[i] for i in np.flatnonzero(row)} for row in found]
    assert named == [{"anger", "leaving"}, {"gratitude", "thanks"}, {"done"}]
    np.testing.assert_array_equal(cues_of(texts), found)


@pytest.mark.parametrize(
    ("original", "piece", "expected"),
    [
        ("J’attends l’été", "J'attends", "J’attends"),
        ("un cœur brisé", "coeur", "cœur"),
        ("e\u0301te\u0301 froid", "été froid", "e\u0301te\u0301 froid"),
        ("deux\n  lignes", "deux lignes", "deux\n  lignes"),
        ("autre", "absent", None),
    ],
)
def test_evidence_stands_as_it_was_written(original: str, piece: str, expected: str | None) -> None:
    assert as_written(original, piece) == expected


@given(st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_packed_vectors_keep_their_direction(texts: int, seed: int) -> None:
    vectors = np.random.default_rng(seed).normal(size=(texts, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    small = packed(vectors)
    back = unpacked([row.tobytes() for row in small])
    assert small.dtype == np.int8
    assert ((back * vectors).sum(axis=1) > 0.9995).all()
    np.testing.assert_array_equal(packed(back), small)
    assert not centred(np.zeros((1, 384), np.float32), vectors.mean(axis=0)).any()


def test_marks_are_learnt_calibrated_and_rare_ones_stay_rare() -> None:
    rng = np.random.default_rng(5)
    there = np.stack([rng.random(600) < 0.5, rng.random(600) < 0.05], axis=1)
    told = (there * 3 + rng.normal(size=(600, 2))).astype(np.float32)
    groups = [str(i % 6) for i in range(600)]
    often, rare = train_marks(told, there, groups, strength=1.0, precision=0.7)
    assert often.learnt["recall"] > 0.85
    assert often.learnt["precision"] > 0.85
    assert rare.learnt["coverage"] < 0.1
    for head, column in ((often, 0), (rare, 1)):
        assert head.labels == ("no", "yes")
        assert head.probabilities(told)[:, 1].mean() == pytest.approx(there[:, column].mean(), abs=0.04)
        assert head.learnt["calibration_error"] < 0.06
    weights, _ = fit_marks(told, there, 1.0)
    assert weights[0, 0] > abs(weights[1, 0])


def test_platt_and_thresholds() -> None:
    score = np.linspace(-3, 3, 400)
    there = np.random.default_rng(1).random(400) < 1 / (1 + np.exp(-(2 * score - 1)))
    slope, shift = platt(score, there)
    assert (slope, shift) == (pytest.approx(2, abs=0.6), pytest.approx(-1, abs=0.5))
    yes = np.linspace(0, 1, 101)
    assert best_threshold(yes, yes > 0.6, 0.7) == pytest.approx(0.6, abs=0.03)


def test_measures_of_calibration() -> None:
    assert brier(np.array([[1.0, 0], [0, 1]]), np.array([0, 1])) == 0
    assert brier(np.array([[0.5, 0.5]]), np.array([0])) == pytest.approx(0.5)
    sure, right = np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, True, False, False])
    assert accuracy_at(sure, right) == {100: 0.5, 90: 2 / 3, 75: 2 / 3, 50: 1.0}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bravo, encore une panne", True),
        ("Formidable, la hotline ne répond jamais", True),
        ("Service parfait, jamais un retard", False),
        ("Rien à redire, parfait", False),
        ("Super malgré le retard", False),
        ("Le colis est perdu", False),
    ],
)
def test_praise_of_a_failure(text: str, expected: bool) -> None:
    assert praises_failure(text) is expected


def test_every_question_has_a_head_and_a_card_that_tells_of_it_per_language(words_reader: Reader) -> None:
    heads = words_reader.heads
    assert set(heads.answers) == set(QUESTIONS)
    assert NONE in heads["step"].labels
    card = card_of(heads, words_reader.version)
    for question in ONE_OF:
        for language in ("fr", "en"):
            told = heads[question].learnt
            assert f"| {question} | {language} | {told[f'{language}.sentences']:.0f} |" in card
            assert told[f"{language}.calibration_error"] < 0.08
    for mark in Mark:
        assert f"| {mark} |" in card
        assert heads[mark].learnt["fr.calibration_error"] < 0.06


def test_marks_of_plain_messages(full_reader: Reader) -> None:
    wanted = {
        "Merci infiniment à Sophie du service après-vente, elle a été adorable.": {"gratitude", "thanks"},
        "Je résilie mon abonnement et je pars chez un concurrent.": {"leaving"},
        "C’est scandaleux, vous êtes des incapables, quelle honte !": {"anger"},
        "Ouf, tout est enfin réglé, je suis soulagée.": {"relief"},
        "Please hurry, this is urgent, block my card immediately.": {"urgent"},
        "I am moving to your competitor, cancel my contract.": {"leaving"},
    }
    for text, marks in wanted.items():
        assert marks <= set(full_reader.read([text]).column("marks").to_pylist()[0]), text
