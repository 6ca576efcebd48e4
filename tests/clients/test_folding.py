"""Words are folded alike by publishing (SQL) and by searching (Python): whatever a source wrote can be typed again."""

import sys

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavis.clients.finding.folding import (
    LONGEST,
    folded,
    folded_email,
    folded_phone,
    folded_sql,
    folded_words,
    folded_words_sql,
)

SQL = f"SELECT {folded_sql('text')}, {folded_words_sql('text')} FROM given"


CONNECTION = duckdb.connect()


def by_sql(texts: list[str]) -> list[tuple[str, list[str]]]:
    CONNECTION.register("given", pa.table({"text": pa.array(texts, pa.string())}))
    return CONNECTION.execute(SQL).fetchall()


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Émilie Lefèvre", ["emilie", "lefevre"]),
        ("LE  GOFF-d’Arc", ["le", "goff", "d", "arc"]),
        ("Cœur & Fils", ["coeur", "fils"]),
        ("İstanbul", ["istanbul"]),
        ("straße", ["strasse"]),
        ("C-00123/7", ["c", "00123", "7"]),
        ("Ελένης", ["ελενησ"]),
        ("", []),
        (" \x00\t", []),
        ("x" * 150, ["x" * LONGEST]),
    ],
)
def test_words(written: str, words: list[str]) -> None:
    assert folded_words(written) == words
    assert by_sql([written])[0][1] == words


def test_every_character_alike() -> None:
    """Every one of the scripts that Latin, Greek and Cyrillic names use, and a sample of all others."""
    codes = [*range(0x3100), *range(0x3100, sys.maxunicode + 1, 37)]
    characters = [chr(code) for code in codes if not 0xD800 <= code <= 0xDFFF]
    assert by_sql(characters) == [(folded(each), folded_words(each)) for each in characters]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=120), min_size=1, max_size=20))
def test_every_text_alike(texts: list[str]) -> None:
    assert by_sql(texts) == [(folded(each), folded_words(each)) for each in texts]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert [word for each in folded_words(text) for word in folded_words(each)] == folded_words(text)


def test_addresses() -> None:
    assert folded_email("  Claire.Morel@Exemple.FR ") == "claire.morel@exemple.fr"
    assert folded_phone("+33612345678") == "33612345678"
