"""Documents read page by page; what can't be read says why, whatever stands in the file."""

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sources.documents.made import SCANNED, encrypted, pdf, pdf_bytes
from visavis.declarations import read_declarations
from visavis.mistakes import Mistakes
from visavis.running.run import run
from visavis.sources.check import check_sources
from visavis.sources.declaration import SourceDeclaration
from visavis.sources.kinds.documents import pages
from visavis.sources.kinds.documents.html import read_html
from visavis.sources.kinds.documents.opening import read_document
from visavis.sources.kinds.documents.pages import Document, Missing
from visavis.sources.kinds.documents.pdf import read_pdf
from visavis.sources.reasons import REASONS, REMEDIES
from visavis.sources.refused import refusals

PAGE = """<!doctype html><html><head><title>T</title><meta charset="iso-8859-1"><style>p{}</style></head><body>
<script>document.write("Livraison sous 1 h")</script><noscript>sous 2 h</noscript><p hidden>sous 3 h</p>
<h1>Nos engagements</h1><ul><li>Livraison <b>sous</b>
48&nbsp;h</li><li>Remboursement sous 14 jours<li>R\xe9ponse sous 2 jours</ul><img src="http://127.0.0.1:1/x.png"></body>"""


def test_a_pdf_gives_the_text_of_each_page(tmp_path: Path) -> None:
    found = read_document(pdf(tmp_path / "conditions.pdf"))
    assert found.unread == ()
    assert [page.splitlines()[0] for page in found.pages] == [
        "Conditions générales",
        "Garantie",
        "Le vendeur reviendra vers vous sous 72 heures.",
    ]


def test_html_gives_its_visible_text_without_running_or_fetching(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(PAGE.encode("latin-1"))
    (text,) = read_document(file).pages
    assert [" ".join(line.split()) for line in text.splitlines() if line.strip()] == [
        "Nos engagements",
        "Livraison sous 48 h",
        "Remboursement sous 14 jours",
        "Réponse sous 2 jours",
    ]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.pdf", b"", "document-empty"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type", "document-unreadable"),
        ("text.pdf", b"Livraison sous 48 h", "document-unreadable"),
        ("locked.pdf", encrypted(), "document-encrypted"),
        ("scan.pdf", pdf_bytes(SCANNED), "document-without-text"),
        ("blank.html", b"<html><script>1</script></html>", "document-without-text"),
        ("offer.docx", b"PK\x03\x04", "not-a-document"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    found = read_document(tmp_path / name)
    assert (found.refused, found.pages) == (reason, ())
    assert REASONS[reason].fr
    assert REMEDIES[reason].en


def test_a_scanned_page_among_others_is_told_with_its_number(tmp_path: Path) -> None:
    file = pdf(tmp_path / "mixed.pdf", f"Livraison sous 48 h.\n#pagebreak()\n{SCANNED.splitlines()[1]}\n")
    found = read_document(file)
    assert len(found.pages) == 2
    assert found.unread == (Missing(2, "page-without-text"),)


def test_huge_documents_are_read_up_to_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("visavis.sources.kinds.documents.pdf.MOST_PAGES", 2)
    found = read_pdf(pdf(tmp_path / "long.pdf"))
    assert (len(found.pages), found.unread) == (2, (Missing(3, "too-many-pages"),))
    monkeypatch.setattr("visavis.sources.kinds.documents.opening.LARGEST", 10)
    assert read_document(tmp_path / "long.pdf").refused == "document-too-large"


def test_a_document_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    assert read_document(pdf(tmp_path / "a.pdf"), patience=0.001).refused == "document-too-slow"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_no_bytes_raise(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "any"
    file.write_bytes(content)
    assert isinstance(read_html(file), Document)
    assert isinstance(read_pdf(file), Document)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=60))
def test_no_damage_to_a_pdf_raises(tmp_path: Path, damage: list[tuple[float, int]]) -> None:
    content = bytearray(WHOLE)
    for place, byte in damage:
        content[int(place * len(content))] = byte
    file = tmp_path / "damaged.pdf"
    file.write_bytes(bytes(content))
    found = read_pdf(file)
    assert found.pages or found.refused in REASONS


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["<p>", "</p>", "<li>", "<script>", "</svg>", "<a b='", "&#x110000;", "<!--", "]]>", "<![", "é", "<?"])))  # fmt: skip
def test_no_tags_raise(tmp_path: Path, parts: list[str]) -> None:
    file = tmp_path / "any.html"
    file.write_text("".join(parts), encoding="utf-8")
    assert isinstance(read_html(file), Document)


WHOLE = pdf_bytes()


def home_with(tmp_path: Path, files: str = "contracts") -> Path:
    home = tmp_path / "home"
    (home / "sources").mkdir(parents=True)
    (home / "sources" / "documents.yaml").write_text(
        f"name: documents\nkind: documents\nfiles: {files}\n", encoding="utf-8"
    )
    pdf(home / "contracts" / "deep" / "conditions.PDF")
    (home / "contracts" / "locked.pdf").write_bytes(encrypted())
    (home / "contracts" / "notes.txt").write_text("Livraison sous 1 h", encoding="utf-8")
    return home


@pytest.mark.usefixtures("either_database")
def test_a_folder_of_documents_is_a_source_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    home = home_with(tmp_path)
    report = run(home, only=["fetch"])
    assert [(each.source, each.code, each.n) for each in refusals(home)] == [("documents", "document-encrypted", 1)]
    with (home / "rejects" / "documents.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["file"], row["reason"]) == ("contracts/locked.pdf", "document-encrypted")
    assert any("documents" in line.fr for line in report.lines(files=False))
    (home / "contracts" / "locked.pdf").unlink()
    run(home, only=["fetch"])
    assert refusals(home) == []


def test_check_tells_what_cannot_be_read(tmp_path: Path) -> None:
    told = [line.fr for line in check_sources(home_with(tmp_path))]
    assert told[0] == "documents: 2 fichier(s), documents: en ordre"
    assert told[1] == "  contracts/locked.pdf: ce document est protégé par un mot de passe"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("kind: documents\nfacts: [{table: events, key: id, fields: {type: {value: t}}}]", "a document has no rows"),
        ("kind: documents\ndelivery: log", "a document has no rows"),
        ("kind: files", "facts is missing"),
    ],
)
def test_each_kind_has_its_own_keys(tmp_path: Path, more: str, said: str) -> None:
    file = tmp_path / "s.yaml"
    file.write_text(f"name: s\nfiles: a.pdf\n{more}\n", encoding="utf-8")
    with pytest.raises(Mistakes, match=said):
        read_declarations([file], SourceDeclaration)


def test_documents_are_known_by_their_names() -> None:
    assert [pages.is_document(name) for name in ("a.PDF", "b.htm", "c.csv", "d.pdf.gz")] == [True, True, False, False]
