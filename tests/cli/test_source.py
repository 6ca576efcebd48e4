"""`visavis source`: what is asked, written and refused."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from visavis.cli import home, language, source
from visavis.mistakes import Mistake

ORDERS = "order_id;customer_id;ordered_on;promised_on;status\n" + "".join(
    f"A{n};C{n % 7};{n % 28 + 1:02}/02/2024;{n % 28 + 1:02}/03/2024;envoyée\n" for n in range(40)
)
AMBIGUOUS = "order_id;customer_id;ordered_on\n" + "".join(
    f"A{n};C{n % 7};0{n % 7 + 1}/0{n % 5 + 1}/2024\n" for n in range(40)
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An empty home, spoken to in French."""
    (tmp_path / "sources").mkdir()
    home.choose(tmp_path)
    language.ask_for("fr")
    return tmp_path


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(source.app, list(arguments), input=typed)


def written(place: Path) -> list[str]:
    return sorted(path.name for path in (place / "sources").iterdir())


def test_yes_takes_the_proposal(place: Path) -> None:
    (place / "exports").mkdir()
    (place / "exports" / "commandes.csv").write_text(ORDERS, encoding="cp1252")
    result = run("add", str(place / "exports" / "commandes.csv"), "--yes")
    assert result.exit_code == 0, result.output
    assert written(place) == ["commandes.yaml"]
    text = (place / "sources" / "commandes.yaml").read_text(encoding="utf-8")
    assert "files: [exports/commandes.csv]" in text
    assert "encoding: cp1252" in text
    assert "day_first: true  # " in text
    listed = run("list")
    assert "commandes" in listed.output
    assert "events" in listed.output


def test_the_proposal_shows_samples_and_meaning(place: Path) -> None:
    (place / "commandes.csv").write_text(ORDERS)
    shown = run("add", str(place / "commandes.csv"), "--yes").output
    assert "events.due_at" in shown
    assert "A0 · A1 · A2" in shown
    assert "40 lignes" in shown


def test_a_no_writes_nothing(place: Path) -> None:
    (place / "commandes.csv").write_text(ORDERS)
    result = run("add", str(place / "commandes.csv"), typed="n\n")
    assert result.exit_code == 1
    assert written(place) == []


def test_a_yes_writes(place: Path) -> None:
    (place / "commandes.csv").write_text(ORDERS)
    assert run("add", str(place / "commandes.csv"), typed="o\n").exit_code == 0
    assert written(place) == ["commandes.yaml"]


def test_an_edited_proposal_is_written_as_edited(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "commandes.csv").write_text(ORDERS)
    monkeypatch.setattr("click.edit", lambda text, extension: text.replace("status: status", "unit: status"))
    assert run("add", str(place / "commandes.csv"), typed="m\no\n").exit_code == 0
    assert "unit: status" in (place / "sources" / "commandes.yaml").read_text(encoding="utf-8")


def test_yes_stops_where_only_a_person_can_tell(place: Path) -> None:
    (place / "commandes.csv").write_text(AMBIGUOUS)
    result = run("add", str(place / "commandes.csv"), "--yes")
    assert isinstance(result.exception, Mistake)
    assert "--day-first / --month-first" in result.exception.say("fr")
    assert written(place) == []


@pytest.mark.parametrize(("flag", "value"), [("--day-first", "true"), ("--month-first", "false")])
def test_a_flag_answers(place: Path, flag: str, value: str) -> None:
    (place / "commandes.csv").write_text(AMBIGUOUS)
    assert run("add", str(place / "commandes.csv"), "--yes", flag).exit_code == 0
    assert f"day_first: {value}" in (place / "sources" / "commandes.yaml").read_text(encoding="utf-8")


def test_a_person_answers(place: Path) -> None:
    (place / "commandes.csv").write_text(AMBIGUOUS)
    assert run("add", str(place / "commandes.csv"), typed="m\no\n").exit_code == 0
    assert "day_first: false" in (place / "sources" / "commandes.yaml").read_text(encoding="utf-8")


def test_nothing_is_overwritten(place: Path) -> None:
    (place / "commandes.csv").write_text(ORDERS)
    run("add", str(place / "commandes.csv"), "--yes")
    before = (place / "sources" / "commandes.yaml").read_bytes()
    result = run("add", str(place / "commandes.csv"), "--yes")
    assert isinstance(result.exception, Mistake)
    assert "--name" in result.exception.say("fr")
    assert (place / "sources" / "commandes.yaml").read_bytes() == before
    assert run("add", str(place / "commandes.csv"), "--yes", "--name", "commandes-2024").exit_code == 0
    assert written(place) == ["commandes-2024.yaml", "commandes.yaml"]


def test_a_name_must_be_one(place: Path) -> None:
    (place / "commandes.csv").write_text(ORDERS)
    result = run("add", str(place / "commandes.csv"), "--yes", "--name", "Mes Commandes")
    assert isinstance(result.exception, Mistake)
    assert written(place) == []


def test_english_homes_get_english_comments(place: Path) -> None:
    language.ask_for("en")
    (place / "orders.csv").write_text(ORDERS)
    run("add", str(place / "orders.csv"), "--yes")
    assert "unique over 40 rows" in (place / "sources" / "orders.yaml").read_text(encoding="utf-8")


def test_an_edited_mistake_is_told_and_can_be_mended(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "commandes.csv").write_text(ORDERS)
    edits = iter([("status: status", "statut: status"), ("statut: status", "status: status")])
    monkeypatch.setattr("click.edit", lambda text, extension: text.replace(*next(edits)))
    result = run("add", str(place / "commandes.csv"), typed="m\nm\no\n")
    assert result.exit_code == 0
    assert "clé inconnue" in result.output
    assert "proposal.yaml" in result.output
    assert "status: status" in (place / "sources" / "commandes.yaml").read_text(encoding="utf-8")
