"""`visavis source add` with documents: a source without facts, or the reason why a document can't be read."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.sources.documents.made import encrypted, pdf
from visavis.cli import home as home_of_command
from visavis.cli.source import app
from visavis.mistakes import Mistake
from visavis.running.home import make_home
from visavis.sources.declaration import read_sources


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    make_home(tmp_path / "home", lang="en")
    monkeypatch.setattr(home_of_command, "_given", tmp_path / "home")
    return tmp_path / "home"


def test_documents_become_one_source(home: Path) -> None:
    files = [str(pdf(home / "contracts" / name)) for name in ("a[1].pdf", "b.pdf")]
    said = CliRunner().invoke(app, ["add", *files, "--yes"], catch_exceptions=False)
    assert said.exit_code == 0
    (declared,) = read_sources(home)
    assert (declared.value.name, declared.value.kind) == ("documents", "documents")
    assert declared.value.patterns == ["contracts/a[[]1].pdf", "contracts/b.pdf"]
    again = CliRunner().invoke(app, ["add", files[0], "--yes"], catch_exceptions=False)
    assert again.exit_code == 0
    assert sorted(each.value.name for each in read_sources(home)) == ["documents", "documents-2"]


def test_a_no_writes_nothing(home: Path) -> None:
    file = str(pdf(home / "a.pdf"))
    assert CliRunner().invoke(app, ["add", file, "--name", "brochure"], input="n\n").exit_code == 1
    assert read_sources(home) == []


def test_a_locked_document_is_refused_with_what_to_do(home: Path) -> None:
    (home / "locked.pdf").write_bytes(encrypted())
    with pytest.raises(Mistake, match="protected by a password") as found:
        CliRunner().invoke(app, ["add", str(home / "locked.pdf"), "--yes"], catch_exceptions=False)
    assert found.value.remedy is not None
    assert "without a password" in found.value.remedy.en
    with pytest.raises(Mistake, match="no such file"):
        CliRunner().invoke(app, ["add", str(home / "absent.pdf"), "--yes"], catch_exceptions=False)
