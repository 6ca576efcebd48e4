"""Words and letters are counted as hashes, each text for itself."""

from collections import Counter
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from visavis.engine.reading.learning.grams import columns, count, learn
from visavis.engine.reading.texts import clean


def plainly(text: str) -> tuple[Counter[str], Counter[str]]:
    """Words and letters of a text in lower case without accents, counted one by one."""
    tokens: list[str] = []
    for character in text:
        if not character.isalnum():
            tokens.append(" " if character == " " else f" {character} ")
        else:
            tokens.append(character)
    words = "".join(tokens).split()
    letters: Counter[str] = Counter()
    for word in "".join(c if c != " " else " " for c in text).split():
        padded = f" {word} "
        for size in range(1, 6):
            letters.update(padded[i : i + size] for i in range(len(padded) - size + 1) if padded[i : i + size].strip())
    return Counter(words) + Counter(f"{a} {b}" for a, b in pairwise(words)), letters


@given(st.lists(st.text(alphabet="abcé ,!", max_size=12), min_size=1, max_size=4))
def test_counts_are_those_of_counting_one_by_one(texts: list[str]) -> None:
    folded = [" ".join(text.replace("é", "e").split()) for text in texts]
    words, letters = count(folded)
    for row, text in enumerate(folded):
        expected_words, expected_letters = plainly(text)
        assert sorted(words.counts[words.text == row]) == sorted(expected_words.values())
        assert sorted(letters.counts[letters.text == row]) == sorted(expected_letters.values())


@given(st.lists(st.text(max_size=20), max_size=5), st.text(max_size=20))
def test_a_text_is_counted_alike_whatever_stands_around_it(others: list[str], text: str) -> None:
    cleaned = [clean(each) for each in others]
    alone, among = count([clean(text)]), count([*cleaned, clean(text), *cleaned])
    for one, several in zip(alone, among, strict=True):
        here = several.text == len(cleaned)
        assert several.texts == 2 * len(cleaned) + 1
        assert one.hashes.tolist() == several.hashes[here].tolist()
        assert one.counts.tolist() == several.counts[here].tolist()


def test_accents_case_and_ligatures_make_no_difference() -> None:
    words, letters = count(["Œuvre ÉTÉ naïve", "oeuvre ete naive"])
    for counted in (words, letters):
        first, second = (set(counted.hashes[counted.text == row].tolist()) for row in (0, 1))
        assert first == second


def test_rows_are_of_length_one_and_unknown_grams_are_left_out() -> None:
    words, _ = count(["colis en retard", "colis perdu", "bravo"])
    known = learn(words)
    assert len(known.known) == 1  # `colis` alone stands in two texts
    asked, _ = count(["un colis", "rien de connu", ""])
    found = columns(asked, known).toarray()
    assert found[:, 0].tolist() == [1.0, 0.0, 0.0]
    assert np.isfinite(found).all()


def test_no_text_at_all() -> None:
    words, letters = count([])
    assert (words.texts, letters.texts, len(words.hashes), len(letters.hashes)) == (0, 0, 0, 0)
