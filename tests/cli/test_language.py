"""Which language is spoken where a program runs several commands, one after another."""

from pathlib import Path

import pytest
import typer.main
from click.testing import CliRunner

from visavis.cli.language import lang
from visavis.cli.main import app


def test_a_language_asked_for_is_that_of_one_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISAVIS_LANG", "en")
    (tmp_path / "sources").mkdir()
    commands, spoken = typer.main.get_command(app), []
    for asked in (["--lang", "fr"], []):
        CliRunner().invoke(commands, ["--home", str(tmp_path), *asked, "words"])
        spoken.append(lang())
    assert spoken == ["fr", "en"]
