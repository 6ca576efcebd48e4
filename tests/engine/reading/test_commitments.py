"""Promises told apart from what only looks so; limits of time; sentences put together from pages."""

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavis.engine.holding.durations import read_duration
from visavis.engine.reading.commitments import commitment_in
from visavis.engine.reading.deadlines import Deadline, deadline_in
from visavis.engine.reading.sentences_of import sentences_of, sentences_on

SENTENCES = Path(__file__).with_name("commitment_sentences.tsv")


NOT_YET = pytest.mark.xfail(strict=True, reason="the grammar does not tell this one yet")


def rows() -> list[Any]:
    """Sentences with what they promise; a question mark behind it says that the grammar is known to err there."""
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        found = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            pytest.param(
                row["language"],
                row["promises"].rstrip("?"),
                row["sentence"],
                marks=[NOT_YET] if row["promises"].endswith("?") else [],
            )
            for row in found
        ]


@pytest.mark.parametrize(("language", "promises", "sentence"), rows())
def test_sentences_that_promise_and_that_do_not(language: str, promises: str, sentence: str) -> None:
    found = commitment_in(sentence)
    if promises == "none":
        assert found is None
    else:
        assert found is not None
        assert (found.content, found.language, found.sentence) == (promises, language, sentence)


@pytest.mark.parametrize(
    ("sentence", "within", "saturdays"),
    [
        ("Livraison sous 48 h ouvrées", "2 business days", False),
        ("Livraison sous 48 h", "48 hours", False),
        ("Réponse sous 4 heures ouvrées", "4 business hours", False),
        ("dans un délai de 5 jours ouvrables", "5 business days", True),
        ("Remboursement sous quinzaine", "15 days", False),
        ("en 3 à 5 jours ouvrés", "5 business days", False),
        ("étudié en 24/48 h", "48 hours", False),
        ("sous deux (2) semaines", "14 days", False),
        ("sous un mois", "31 days", False),
        ("le jour même", "0 days", False),
        ("le lendemain", "1 day", False),
        ("within 2 working days", "2 business days", False),
        ("in 3-5 business days", "5 business days", False),
        ("within an hour", "1 hour", False),
        ("by the next working day", "1 business day", False),
        ("Response time: 4 hours", "4 hours", False),
        ("by the agreed date", None, False),
        ("à la date convenue", None, False),
    ],
)
def test_limits_of_time_in_the_words_of_promises(sentence: str, within: str | None, saturdays: bool) -> None:
    assert deadline_in(sentence) == Deadline(within, saturdays)
    if within is not None:
        read_duration(within)


@pytest.mark.parametrize("sentence", ["Depuis 20 ans", "la garantie", "24 agences", "20 years of experience", ""])
def test_no_limit_of_time(sentence: str) -> None:
    assert deadline_in(sentence) is None


def test_lines_of_a_page_become_sentences() -> None:
    page = (
        "Conditions générales\r\nNous livrons votre commande sous deux jours ou-\r\nvrés, partout en France. "
        "Appelez M. Durand.\r\n• Remboursement sous 14 jours\r\n• Réponse sous 48 h ;\r\n\r\nArt. 3 Garantie"
    )
    assert sentences_of(page) == [
        "Conditions générales",
        "Nous livrons votre commande sous deux jours ouvrés, partout en France.",
        "Appelez M. Durand.",
        "Remboursement sous 14 jours",
        "Réponse sous 48 h ;",
        "Art. 3 Garantie",
    ]


def test_a_sentence_goes_on_over_the_page_and_its_footer() -> None:
    pages = [
        "Nous livrons toutes vos commandes sous\nMaison SAS – page 1",
        "48 heures ouvrées.\nNous vous rappelons.\nMaison SAS – page 2",
        "Merci.\nMaison SAS – page 3",
    ]
    assert list(sentences_on(pages)) == [
        (1, "Nous livrons toutes vos commandes sous 48 heures ouvrées."),
        (2, "Nous vous rappelons."),
        (3, "Merci."),
        (1, "Maison SAS – page 1"),
        (2, "Maison SAS – page 2"),
        (3, "Maison SAS – page 3"),
    ]


def test_what_each_page_repeats_is_found_once_on_its_first_page() -> None:
    pages = [f"Page de texte {name}.\nLivraison sous 48 h" for name in ("alpha", "beta", "gamma")]
    assert [each for each in sentences_on(pages) if "48" in each[1]] == [(1, "Livraison sous 48 h")]


@given(st.text())
def test_no_text_raises(text: str) -> None:
    for sentence in sentences_of(text):
        assert sentence == sentence.strip() != ""
        commitment_in(sentence)
    deadline_in(text)


@given(st.lists(st.text(alphabet="ab A.\n•-48hé", max_size=60), max_size=5))
def test_every_letter_of_a_page_stays_in_its_sentences(pages: list[str]) -> None:
    kept = {letter for _, sentence in sentences_on(pages) for letter in sentence}
    assert {letter for page in pages for letter in page if letter.isalpha()} <= kept


WORDS = ["nous", "livrons", "sous", "48", "h", "ouvrées", "le", "client", "doit", "within", "2", "days", "we", "refund", "not", "free", "10", "%", "€", "ne", "pas", "garantie", "jours"]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_what_is_found_can_be_read_as_a_duration(words: list[str]) -> None:
    found = commitment_in(" ".join(words))
    if found and found.deadline and found.deadline.within:
        read_duration(found.deadline.within)
