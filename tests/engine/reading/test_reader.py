"""What the readers answer, and that nothing makes them stumble."""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from visavis.engine.reading.reader import COLUMNS, Reader, load_reader
from visavis.vocabulary import Sentiment, Theme

HELD_OUT = [
    ("je ne recommande pas du tout", "fr", "negative", "other"),
    ("livreur très aimable mais colis en retard", "fr", "mixed", "delivery"),
    ("Je n'ai toujours pas reçu ma commande, c'est scandaleux.", "fr", "negative", "delivery"),
    ("Où en est le remboursement de ma commande annulée ?", "fr", "neutral", "refund"),
    ("Votre application plante dès que je me connecte.", "fr", "negative", "website"),
    ("Merci beaucoup, la conseillère a été adorable avec moi.", "fr", "positive", "reception"),
    ("Encore une augmentation sur ma facture, c'est beaucoup trop cher !", "fr", "negative", "price"),
    ("Très bon produit, solide et bien fini, je suis ravi.", "fr", "positive", "quality"),
    ("Quarante-cinq minutes d'attente au téléphone pour rien.", "fr", "negative", "waiting"),
    ("pas mal", "fr", "positive", "other"),
    ("C'est franchement pas mal, merci", "fr", "positive", "other"),
    ("I do not recommend this shop at all.", "en", "negative", "other"),
    ("Friendly driver but my parcel was late.", "en", "mixed", "delivery"),
    ("Where is my refund? I returned the shoes three weeks ago and nothing.", "en", "negative", "refund"),
    ("How can I cancel my subscription?", "en", "neutral", "contract"),
    ("The receptionist was so kind and welcoming, thank you!", "en", "positive", "reception"),
    ("The website crashed while I was paying.", "en", "negative", "website"),
    ("Not bad at all, I am very happy with it.", "en", "positive", None),
    ("Someone used my card without my permission, this is fraud!", "en", "negative", "safety"),
]


@pytest.mark.parametrize(("text", "language", "sentiment", "theme"), HELD_OUT)
def test_held_out_sentences_are_not_misread(
    full_reader: Reader, text: str, language: str, sentiment: str, theme: str | None
) -> None:
    row = full_reader.read([text]).to_pylist()[0]
    assert row["language"] == language
    assert row["sentiment"] in (sentiment, None)
    if theme is not None:
        assert row["theme"] in (theme, None)


def test_words_alone_misread_at_most_one_in_ten(words_reader: Reader) -> None:
    rows = words_reader.read([text for text, *_ in HELD_OUT]).to_pylist()
    assert [row["language"] for row in rows] == [language for _, language, *_ in HELD_OUT]
    for place, question in ((2, "sentiment"), (3, "theme")):
        wrong = [
            row
            for row, held in zip(rows, HELD_OUT, strict=True)
            if held[place] and row[question] not in (held[place], None)
        ]
        assert len(wrong) <= len(HELD_OUT) // 10, wrong


def test_full_reader_answers_most_held_out_sentences(full_reader: Reader) -> None:
    table = full_reader.read([text for text, *_ in HELD_OUT])
    assert len(HELD_OUT) - table.column("sentiment").null_count >= 15
    assert len(HELD_OUT) - table.column("theme").null_count >= 14


def test_words_reader_abstains_more_and_says_so(words_reader: Reader, full_reader: Reader) -> None:
    for question in ("sentiment", "theme"):
        less, more = (one.heads[question].learnt["coverage"] for one in (words_reader, full_reader))
        assert less < more - 0.1
    assert "L’encodeur de phrases n’est pas construit" in words_reader.describe("fr")
    assert "The sentence encoder is not built" in words_reader.describe("en")
    assert "encod" not in full_reader.describe("fr").splitlines()[0]
    assert words_reader.version != full_reader.version


def test_columns_and_values(reader: Reader) -> None:
    table = reader.read([text for text, *_ in HELD_OUT])
    assert tuple(table.column_names) == COLUMNS
    for row in table.to_pylist():
        assert row["language"] in ("fr", "en", None)
        assert row["sentiment"] in {*Sentiment, None}
        assert row["theme"] in {*Theme, None}


def test_nothing_to_read(reader: Reader) -> None:
    rows = reader.read([None, "", " \n\t ", "https://example.org/a?b=c", "@visavis", "\u200b"]).to_pylist()
    assert rows == [dict.fromkeys(COLUMNS)] * 6
    assert reader.read([]).num_rows == 0


@pytest.mark.parametrize(
    "text", ["¿Cuándo llega mi pedido?", "Ich habe mein Geld immer noch nicht zurück", "Мне не вернули деньги"]
)
def test_other_languages_are_left_alone(reader: Reader, text: str) -> None:
    assert reader.read([text]).to_pylist() == [dict.fromkeys(COLUMNS)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("colis toujours pas", "fr"),
        ("très bon accueil", "fr"),
        ("pas de réponse", "fr"),
        ("still no parcel", "en"),
        ("thank you all", "en"),
        ("very rude staff", "en"),
    ],
)
def test_language_of_three_words(reader: Reader, text: str, language: str) -> None:
    assert reader.read([text]).column("language").to_pylist() == [language]


def test_reading_does_not_depend_on_neighbours_or_order(reader: Reader) -> None:
    texts: list[str | None] = [text for text, *_ in HELD_OUT] + [None, "ok", "😡" * 50, HELD_OUT[0][0]]
    together = reader.read(texts).to_pylist()
    assert reader.read(texts[::-1]).to_pylist()[::-1] == together
    assert [reader.read([text]).to_pylist()[0] for text in texts] == together


def test_typography_does_not_matter(reader: Reader) -> None:
    variants = ["J'attends l'été", "J’attends l’été", "J’attends l’e\u0301te\u0301", "  J'attends\n l'été \u200b"]
    rows = reader.read(variants).drop_columns(["evidence"]).to_pylist()
    assert rows == rows[:1] * 4


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(
        st.one_of(st.none(), st.text(max_size=200), st.text("👍😡é\x00\u202e\ud800\n ?!", max_size=60)), max_size=4
    )
)
def test_any_text_is_read_without_failing(words_reader: Reader, texts: list[str | None]) -> None:
    _check(words_reader, texts)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=200), st.text("👍😡é\x00\u202e\ud800\n ?!", max_size=60)))
def test_any_text_is_encoded_without_failing(full_reader: Reader, text: str) -> None:
    _check(full_reader, [text])


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "mot " * 25_000, "😀" * 100_000, "?!" * 50_000, "\x00" * 100_000, "@" * 100_000]
)
def test_enormous_texts(reader: Reader, text: str) -> None:
    _check(reader, [text])


def _check(reader: Reader, texts: list[str | None]) -> None:
    table = reader.read(texts)
    assert table.num_rows == len(texts)
    for row in table.to_pylist():
        for question in ("language", "sentiment", "theme", "step"):
            probability = row[f"{question}_p"]
            assert probability is None or 0 <= probability <= 1
            assert row[question] is None or probability is not None


def test_same_heads_after_keeping_them(words_reader: Reader, words_cache: Path) -> None:
    trained, kept = words_reader, load_reader(words_cache)
    assert kept.version == trained.version
    assert [path.name for path in (words_cache / "reader").iterdir()] == [trained.version]
    assert trained.version in (words_cache / "reader" / trained.version / "README.md").read_text(encoding="utf-8")
    texts = [text for text, *_ in HELD_OUT]
    assert kept.read(texts).equals(trained.read(texts))
    assert kept.describe("en") == trained.describe("en")


def test_damaged_heads_are_trained_again(words_reader: Reader, words_cache: Path, tmp_path: Path) -> None:
    version = words_reader.version
    shutil.copytree(words_cache / "reader", tmp_path / "reader")
    (tmp_path / "reader" / version / "heads.npz").write_bytes(b"PK\x03\x04 cut")
    again = load_reader(tmp_path)
    assert again.read(["merci pour tout"]).column("sentiment").to_pylist() == ["positive"]
    assert (tmp_path / "reader" / version / "heads.npz").stat().st_size > 1000


def test_version_names_what_it_was_learnt_from(words_reader: Reader) -> None:
    assert re.fullmatch(r"reader-\d+-[0-9a-f]{10}-words", words_reader.version)
