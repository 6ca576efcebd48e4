"""Encodings and layouts are found again, whatever stands in the cells."""

import csv
import io
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from visavis.mistakes import Mistake
from visavis.sources.looking.dialect import decide_dialect
from visavis.sources.looking.encoding import find_encoding
from visavis.sources.looking.loading import load, scratch

FRENCH = "Élodie Lefèvre a été très déçue: l’œuvre coûte 12 €, livrée à Nîmes où ça dégoûte. Garçon, Noël, naïf, août. "
HEADER = ["order_id", "client", "comment", "amount"]
CELLS = st.text(st.sampled_from("abcdef 0123456789,;|\t\"'éè.-\n"), max_size=12)


def in_file(content: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file.csv"
        file.write_bytes(content)
        return find_encoding(file).name


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("iso8859-15", "iso8859-15"),
        ("mac-roman", "mac-roman"),
        ("cp850", "cp850"),
    ],
)
def test_french_text_is_told_in_every_encoding(written: str, found: str) -> None:
    text = FRENCH if written not in ("iso8859-15", "cp850") else FRENCH.replace("’", "'").replace(": l'œ", ": l'oe")
    text = text if written != "cp850" else text.replace("€", "EUR").replace("œ", "oe")
    assert in_file(f"id;texte\n1;{text}\n".encode(written)) == found


def test_ascii_is_utf8() -> None:
    assert in_file(b"id;text\n1;plain\n") == "utf-8"


def test_an_accent_in_the_last_line_of_a_long_file_counts() -> None:
    rows = "".join(f"{n};plain text without any accent\n" for n in range(80_000)).encode()
    assert in_file(b"id;text\n" + rows + "1;été".encode("cp1252")) == "cp1252"
    assert in_file(b"id;text\n" + rows + "1;été".encode()) == "utf-8"


@given(st.text(st.sampled_from("éèêàçùôî€’«»œ"), min_size=1), st.sampled_from(["utf-8", "cp1252"]))
def test_utf8_and_cp1252_are_told_apart(accents: str, encoding: str) -> None:
    content = f"id;texte\n1;le client {accents} dit\n".encode(encoding)
    assume(encoding == "utf-8" or _is_not_utf8(content))
    assert in_file(content) == encoding


def _is_not_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def test_a_file_in_two_encodings_is_marked_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "mixed.csv"
    file.write_bytes(b"id;text\n" + "1;très bien\n".encode() * 30 + "2;très mal\n".encode("cp1252"))
    found = find_encoding(file)
    assert (found.name, found.sure, found.invalid_lines) == ("utf-8", False, 1)
    assert "32" in found.why.fr


@given(
    st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=3, max_size=30),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_the_delimiter_is_found_whatever_stands_in_quotes(rows: list[list[str]], delimiter: str, end: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([HEADER, *rows])
    dialect = decide_dialect(out.getvalue())
    assert (dialect.delimiter, dialect.columns, dialect.header) == (delimiter, tuple(HEADER), 1)


def test_decimal_commas_do_not_make_a_comma_file() -> None:
    text = "montant;remise;note\n" + "".join(f"{n},50;1,25;3,0\n" for n in range(20))
    assert decide_dialect(text).delimiter == ";"


def test_semicolons_within_a_comma_file_do_not_matter() -> None:
    text = "id,tags,comment\n" + "".join(f"{n},a;b;c,fine; thanks\n" for n in range(20))
    assert decide_dialect(text).delimiter == ","


def test_title_lines_stand_above_the_header() -> None:
    text = "Export clients du 12/03/2024\n\nN° commande;Client;Date\n" + "".join(
        f"A{n};C{n};12/03/2024\n" for n in range(9)
    )
    dialect = decide_dialect(text)
    assert (dialect.header, dialect.columns) == (3, ("N° commande", "Client", "Date"))


@pytest.mark.parametrize(
    "text",
    [
        "1;2024-01-02;alice@x.fr\n2;2024-01-03;bob@x.fr\n",
        "Paris;oui;12/03/2024\nLyon;non;13/03/2024\n",
        "A1,true,3.5\nA2,false,4.5\n",
    ],
)
def test_data_on_the_first_line_is_no_header(text: str) -> None:
    with pytest.raises(Mistake, match="no header"):
        decide_dialect(text)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(
        st.tuples(st.integers(0, 999), st.text(st.sampled_from("abcé, ;\n\"'"), max_size=15)), min_size=1, max_size=20
    ),
    st.sampled_from([",", ";"]),
    st.sampled_from(["utf-8", "cp1252", "utf-16"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_file_is_loaded_as_it_was_written(
    rows: list[tuple[int, str]], delimiter: str, encoding: str, end: str
) -> None:
    with tempfile.TemporaryDirectory() as folder, scratch() as session:
        file = Path(folder) / "file.csv"
        with file.open("w", encoding=encoding, newline="") as stream:
            writer = csv.writer(stream, delimiter=delimiter, lineterminator=end)
            writer.writerows([["order_id", "client"], *rows])
        loaded = load(file, session)
        assert (loaded.rows, loaded.refused) == (len(rows), 0)
        read = session.ask(f"SELECT order_id, coalesce(client, '') FROM {loaded.table} ORDER BY rowid")
        assert read == [(str(number), text) for number, text in rows]


def test_scratch_leaves_nothing_behind() -> None:
    with scratch() as session:
        folder = session.folder
        assert folder.is_dir()
    assert not os.path.exists(folder)
