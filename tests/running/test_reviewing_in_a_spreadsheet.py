"""Doubtful pairs exported, answered in a spreadsheet and read back; linking by the command line, and what it tells.

Making the home costs seconds: what is done with one is one test.
"""

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import typer.main
from click.testing import CliRunner

from tests.clients.doubtful import PAIRS, ROWS
from tests.clients.homes import make_home
from tests.engine.linking.facts import person
from visavis import database
from visavis.cli.main import app
from visavis.clients.doubts.reviewing import queue
from visavis.clients.models import Decision, Link
from visavis.mistakes import Mistake
from visavis.running import home as homes
from visavis.running.reviewing import COLUMNS, export_doubts, import_answers

ZEROS = {"14": "0014", "15": "0015"}


@pytest.fixture
def home(request: pytest.FixtureRequest, tmp_path: Path, either_database: str) -> Path:
    """A home with four doubtful pairs, one of them with a name that a spreadsheet would compute, two with keys that it would
    shorten, one of these to the key of another record."""
    place = tmp_path / "home"
    homes.make_home(place, lang="fr")
    if either_database == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), place / database.FILE)
    database.use(place)
    rows = [row | ({"street": "=3 rue Haute"} if row["key"] == "11" else {}) for row in ROWS]
    rows = [row | {"key": ZEROS.get(row["key"], row["key"])} for row in rows]
    make_home(place, [*rows, person("crm/15", "Ali", "Benmoussa", city="Nantes")])
    return place


def rows_of(file: Path) -> list[dict[str, str]]:
    text = file.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))


def write(file: Path, rows: list[dict[str, str]], *, delimiter: str = ";", encoding: str = "utf-8") -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    file.write_bytes(text.getvalue().encode(encoding))
    return file


def test_pairs_are_answered_in_a_spreadsheet(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    assert export_doubts(home, file, most=300, lang="fr") == 4
    rows = rows_of(file)
    check_exported(rows)
    assert export_doubts(home, tmp_path / "one.csv", most=1, lang="en") == 1
    check_refused(home, rows, tmp_path)
    check_zeros(home, rows, tmp_path)
    check_imported(home, rows, tmp_path)
    check_gone(home, rows, tmp_path)
    check_unreadable(home, tmp_path)


def check_exported(rows: list[dict[str, str]]) -> None:
    """Both records stand side by side, with why, and what an answer would change; no cell runs."""
    assert {f"{row['source_1']}/{row['key_1']} {row['source_2']}/{row['key_2']}" for row in rows} == {
        pair.replace("crm/14", "crm/0014").replace("crm/15", "crm/0015") for pair in PAIRS
    }
    zoe = next(row for row in rows if row["key_1"] == "13")
    assert (zoe["given_name_1"], zoe["given_name_2"]) == ("Zoé", "Zoe")
    assert (zoe["emails_1"], zoe["emails_2"]) == ("zoe.coeur@exemple.fr", "zoe.coeur@autre.fr")
    assert (zoe["answer"], zoe["reason"]) == ("", "")
    assert "e-mail presque identique" in zoe["why"]
    assert zoe["if_yes"].startswith("1 fiche de c-")
    assert zoe["if_no"] == "rien ne change, et c’est retenu"
    assert next(row for row in rows if row["key_1"] == "11")["street_1"] == "'=3 rue Haute"


def check_refused(home: Path, rows: list[dict[str, str]], folder: Path) -> None:
    """Rows that can't be are refused with their line, whatever stands around them; the empty ones wait."""
    bad = [
        rows[0] | {"answer": "peut-être"},
        rows[1] | {"reason": "deux\nlignes"},
        rows[2] | {"answer": "oui", "key_1": ""},
        rows[3] | {"answer": "non", "key_2": "inconnue"},
    ]
    told = import_answers(home, write(folder / "bad.csv", bad), actor="cli/camille", lang="fr")
    assert (told.decided, told.known, told.empty) == (0, 0, 1)
    assert [(each.line, each.what.fr) for each in told.refused] == [
        (2, "« peut-être » n’est pas une réponse"),
        (5, "il manque la source ou la clé d’une fiche"),
        (6, f"la fiche {rows[3]['source_2']}/inconnue n’est plus dans les sources"),
    ]
    assert not Decision.objects.exists()


def check_zeros(home: Path, rows: list[dict[str, str]], folder: Path) -> None:
    """A key whose zeros a spreadsheet took away is known again; where it is the key of another record too, the row is refused."""
    short = [row | {"answer": "oui", "key_1": row["key_1"].lstrip("0")} for row in rows if row["key_1"].startswith("0")]
    assert [row["key_1"] for row in sorted(short, key=lambda row: row["key_1"])] == ["14", "15"]
    file = write(folder / "short.csv", short)
    told = import_answers(home, file, actor="cli/camille", lang="fr")
    assert (told.decided, told.known, [each.what.fr for each in told.refused]) == (
        1,
        0,
        ["ces clés peuvent désigner d’autres fiches, dont un tableur a ôté les zéros: crm/0015 + shop/p"],
    )
    made = Decision.objects.get()
    assert sorted(map(tuple, made.payload["groups"][0])) == [("crm", "0014"), ("shop", "o")]
    again = import_answers(home, file, actor="cli/camille", lang="fr")
    assert (again.decided, again.known, len(again.refused)) == (0, 1, 1)
    made.delete()


def check_imported(home: Path, rows: list[dict[str, str]], folder: Path) -> None:
    """Answers become decisions, with their reason; the same file once more changes nothing, however it was saved."""
    answered = [
        row | {"answer": said, "reason": reason}
        for row, said, reason in zip(rows, ("oui", "Non ", "YES", ""), ("même écriture", "", "é", ""), strict=True)
    ]
    told = import_answers(home, write(folder / "a.csv", answered), actor="cli/camille", lang="fr")
    assert (told.decided, told.known, told.empty, told.refused) == (3, 0, 1, ())
    made = {(each.kind, each.actor, each.reason) for each in Decision.objects.all()}
    assert made == {
        ("must-link", "cli/camille", "même écriture"),
        ("cannot-link", "cli/camille", "vues côte à côte"),
        ("must-link", "cli/camille", "é"),
    }
    assert len(queue(home).open) == 1
    for name, delimiter, encoding in (("b.csv", ",", "utf-8-sig"), ("c.csv", "\t", "cp1252"), ("d.csv", ";", "cp1252")):
        again = write(folder / name, answered, delimiter=delimiter, encoding=encoding)
        told = import_answers(home, again, actor="cli/camille", lang="fr")
        assert (told.decided, told.known, told.empty, told.refused) == (0, 3, 1, ())
    assert Decision.objects.count() == 3
    # Who answers otherwise than what stands is told by whom it was decided.
    told = import_answers(home, write(folder / "e.csv", [answered[0] | {"answer": "non"}]), actor="cli/paul", lang="fr")
    assert (told.decided, len(told.refused), Decision.objects.count()) == (0, 1, 3)


def check_gone(home: Path, rows: list[dict[str, str]], folder: Path) -> None:
    """A row whose record is gone says so."""
    Link.objects.filter(source=rows[3]["source_1"], key=rows[3]["key_1"]).update(vanished_run="r2")
    told = import_answers(home, write(folder / "f.csv", [rows[3] | {"answer": "oui"}]), actor="cli/camille", lang="fr")
    assert [each.line for each in told.refused] == [2]
    assert "n’est plus dans les sources" in told.refused[0].what.fr


def check_unreadable(home: Path, folder: Path) -> None:
    """What is no such file says what is missing."""
    other = folder / "other.csv"
    other.write_text("nom;ville\nMorel;Rennes\n", encoding="utf-8")
    with pytest.raises(Mistake) as wrong:
        import_answers(home, other, actor="cli/camille", lang="fr")
    assert (wrong.value.what.fr, wrong.value.line) == ("il manque la colonne answer", 1)
    with pytest.raises(Mistake):
        import_answers(home, folder / "nowhere.csv", actor="cli/camille", lang="fr")
    cut = write(folder / "cut.csv", [])
    cut.write_text(cut.read_text("utf-8") + 'peut-être\nnon;"' + "vue, " * 3, encoding="utf-8")
    with pytest.raises(Mistake) as wrong:
        import_answers(home, cut, actor="cli/camille", lang="fr")
    assert (wrong.value.file, wrong.value.line) == (cut, 3)
    with pytest.raises(Mistake):
        export_doubts(home, folder / "nowhere" / "pairs.csv", most=3, lang="fr")


def tell(home: Path, *arguments: str) -> Any:
    return CliRunner().invoke(
        typer.main.get_command(app), ["--home", str(home), "link", *arguments], env={"VISAVIS_LANG": "en"}
    )


def test_linking_by_itself_and_what_it_tells(home: Path, tmp_path: Path) -> None:
    first = tell(home, "--report")
    assert "13 records" in first.stdout
    assert "Doubtful pairs: 4 to be decided, 0 decided" in first.stdout
    assert "(n = " in first.stdout
    found = json.loads(tell(home, "--report", "--json").stdout)
    assert (found["records"], found["doubts"]) == (13, {"open": 4, "decided": 0})
    assert sum(each["n"] for each in found["links"] if each["certainty"] == "certain") >= 1
    assert found["decisions"] == {}

    pairs = tmp_path / "pairs.csv"
    assert tell(home, "review", "--export", str(pairs)).exit_code == 0
    write(pairs, [row | {"answer": "yes"} for row in rows_of(pairs)])
    assert "answers kept: 4; known already: 0" in tell(home, "review", "--import", str(pairs)).stdout
    assert tell(home, "review").exit_code != 0

    linked = tell(home)
    assert linked.exit_code == 0, linked.output
    found = json.loads(tell(home, "--report", "--json").stdout)
    assert found["decisions"] == {"must-link": 4}
    assert found["doubts"] == {"open": 0, "decided": 0}
    assert found["changes"] is not None

    dry = json.loads(tell(home, "--refit", "--dry-run", "--json").stdout)
    assert dry["changes"]["moved"] == 0
    assert isinstance(tell(home, "--dry-run").exception, Mistake)
    wrong = tmp_path / "model.yaml"
    wrong.write_text("prior: often\n", encoding="utf-8")
    refused = tell(home, "--model", str(wrong))
    assert isinstance(refused.exception, Mistake)
    assert refused.exception.file == wrong
