import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from tests.mirror.company import company
from tests.mirror.pdf import text_of
from visavis.cli import home as homes
from visavis.cli.mirror import mirror
from visavis.mistakes import Mistake

app = typer.Typer()
app.command()(mirror)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with company(tmp_path_factory.mktemp("company")) as home:
        yield home


@pytest.fixture
def home(made: Path) -> Path:
    homes.choose(made)
    return made


def test_json_on_standard_output_is_json_alone(home: Path) -> None:
    told = CliRunner().invoke(app, ["--format", "json", "--lang", "fr"])
    assert (told.exit_code, told.stderr) == (0, "")
    mirror = json.loads(told.stdout)
    assert [promise["name"] for promise in mirror["promises"]] == ["delivered-on-time", "called-back", "refunded"]
    assert mirror["promises"][2]["reason"]["words"] == "aucun fait ne correspond à cette promesse"


def test_text_in_a_pipe_has_80_columns_and_no_colour(home: Path) -> None:
    told = CliRunner().invoke(app, ["--lang", "en", "--from", "2024-02", "--to", "2024-02"])
    assert told.exit_code == 0
    assert "\x1b" not in told.stdout
    assert "from February 1, 2024 · to February 29, 2024" in told.stdout
    assert max(map(len, told.stdout.splitlines())) <= 80


def test_out_writes_the_file_and_says_nothing(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "mirror.json"
    told = CliRunner().invoke(app, ["--format", "json", "--out", str(out)])
    assert (told.exit_code, told.stdout) == (0, "")
    assert json.loads(out.read_text(encoding="utf-8"))["run"] == "20240401T120000-abcd"


@pytest.mark.parametrize(
    "asked",
    [
        ["--format", "xml"],
        ["--lang", "de"],
        ["--from", "31/02/2024"],
        ["--to", "2024-02-30"],
        ["--to", "2024-13"],
        ["--from", "0000"],
    ],
)
def test_wrong_usage_ends_with_2(home: Path, asked: list[str]) -> None:
    assert CliRunner().invoke(app, asked).exit_code == 2


def test_html_is_one_file_in_the_language_asked_for(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "mirror.html"
    told = CliRunner().invoke(app, ["--format", "html", "--lang", "en", "--out", str(out)])
    assert (told.exit_code, told.stdout) == (0, "")
    assert out.read_text(encoding="utf-8").startswith('<!doctype html>\n<html lang="en">')
    assert CliRunner().invoke(app, ["--format", "html", "--lang", "fr"]).stdout.startswith("<!doctype html>")


def test_pdf_is_one_page_in_a_file_or_a_pipe(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "mirror.pdf"
    told = CliRunner().invoke(app, ["--format", "pdf", "--lang", "fr", "--out", str(out), "--from", "2024-02"])
    assert (told.exit_code, told.stdout) == (0, "")
    assert "cas à partir du 1er février 2024" in text_of(out.read_bytes())
    piped = CliRunner().invoke(app, ["--format", "pdf", "--lang", "fr", "--from", "2024-02"])
    assert piped.stdout_bytes == out.read_bytes()


def test_before_the_first_run_it_is_a_mistake_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    homes.choose(tmp_path)
    told = CliRunner().invoke(app, [])
    assert isinstance(told.exception, Mistake)
    assert "visavis run" in told.exception.say("en")
