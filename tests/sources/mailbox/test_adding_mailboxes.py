"""`visavis source add` with mailboxes: the company's domain guessed and asked about, personal ones only by choice."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.sources.mailbox.written import answer, letter, maildir, mbox
from visavis.declarations.reading import read_declarations
from visavis.mistakes import Mistake
from visavis.sources.declaration import SourceDeclaration
from visavis.sources.looking.opening import find_format


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a shared mailbox, a personal one, and a folder that is left alone."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home/visavis.yaml").write_text("")
    shared = [letter(str(n), of=f"c{n}@gmail.com") for n in range(6)]
    mbox(tmp_path / "sav.mbox", *shared, answer("x", "oui"))
    maildir(
        tmp_path / "marie", *(letter(f"m{n}", of=f"c{n}@orange.fr", to="marie.dupont@exemple.fr") for n in range(6))
    )
    mbox(tmp_path / "tout/INBOX", *shared)
    mbox(tmp_path / "tout/Personnel", letter("secret"))
    return tmp_path


def add(home: Path, *arguments: str, answers: str = "") -> Result:
    """Run the command."""
    from visavis.cli.main import app

    return CliRunner().invoke(app, ["--home", str(home / "home"), "source", "add", *arguments], input=answers)


def declared(home: Path, name: str) -> SourceDeclaration:
    """The source that was written."""
    (one,) = read_declarations([home / f"home/sources/{name}.yaml"], SourceDeclaration)
    return one.value


def test_a_clear_domain_is_taken(home: Path) -> None:
    done = add(home, str(home / "sav.mbox"), "--yes")
    assert done.exit_code == 0, done.output
    source = declared(home, "sav")
    assert source.mailbox is not None
    assert (source.kind, source.delivery, source.mailbox.domains) == ("mailbox", "incremental", ["exemple.fr"])
    assert source.patterns == [str(home / "sav.mbox")]
    assert [fact.table for fact in source.facts] == ["exchanges", "records", "events"]


def test_the_domain_is_asked_about(home: Path) -> None:
    done = add(home, str(home / "sav.mbox"), answers="exemple.fr, exemple.com\no\ny\n")
    assert "exemple.fr" in done.output
    assert declared(home, "sav").mailbox.domains == ["exemple.fr", "exemple.com"]  # type: ignore[union-attr]


def test_clients_of_one_domain_are_not_taken_for_the_company(home: Path) -> None:
    mbox(home / "partenaires.mbox", *(letter(str(n), of=f"c{n}@grand-compte.example") for n in range(6)))
    refused = add(home, str(home / "partenaires.mbox"), "--yes")
    assert refused.exit_code != 0
    assert not (home / "home/sources").exists()
    add(home, str(home / "partenaires.mbox"), answers="\n\n")
    assert declared(home, "partenaires").mailbox.domains == ["exemple.fr"]  # type: ignore[union-attr]


def test_a_personal_mailbox_needs_its_holders_choice(home: Path) -> None:
    refused = add(home, str(home / "marie"), "--yes")
    assert refused.exit_code != 0
    assert not (home / "home/sources").exists()
    done = add(home, str(home / "marie"), "--yes", "--holder", "marie.dupont@exemple.fr")
    assert done.exit_code == 0, done.output
    assert declared(home, "marie").mailbox.holder.address == "marie.dupont@exemple.fr"  # type: ignore[union-attr]


def test_a_folder_of_mailboxes_leaves_what_is_personal(home: Path) -> None:
    done = add(home, str(home / "tout"), "--yes")
    assert done.exit_code == 0, done.output
    assert "1" in done.output.splitlines()[0]
    assert declared(home, "tout").patterns == [str(home / "tout")]


def test_a_mailbox_dropped_in_the_browser_is_no_table(home: Path) -> None:
    with pytest.raises(Mistake, match="this is a mailbox") as refused:
        find_format(home / "sav.mbox")
    assert refused.value.remedy is not None
    assert "visavis source add" in refused.value.remedy.en
