"""`visavis words`: told in the terminal and as JSON, and told apart from nothing."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.mirror.test_wordwatch import lake_of
from visavis.cli.main import app
from visavis.engine.duckdb import DuckDB
from visavis.mirror.words.watch import watch_words
from visavis.mistakes import Mistake
from visavis.running.home import make_home


def run(home: Path, *arguments: str) -> str:
    ended = CliRunner().invoke(app, ["--home", str(home), "--lang", "fr", "words", *arguments], catch_exceptions=False)
    assert ended.exit_code == 0
    return ended.output.replace("\u202f", " ").replace("\xa0", " ")


def test_words_of_our_texts(tmp_path: Path) -> None:
    make_home(tmp_path, lang="fr")
    with pytest.raises(Mistake, match=r"aucun vocabulaire|no words"):
        run(tmp_path)
    lake, manifest = lake_of(tmp_path, [{"text": f"Nous sommes désolés, {n}."} for n in range(6)])
    session = DuckDB(tmp_path / "scratch")
    lake.publish(watch_words(tmp_path, session, session, lake, manifest, "r1"))
    session.close()
    told = run(tmp_path)
    assert "100,0 %  présenter des excuses · fourchette 61,0–100,0 · 6 messages" in told
    assert "100,0 %" in run(tmp_path, "--team", "A")
    assert "Rien ne peut être montré" in run(tmp_path, "--team", "B")
    series = json.loads(run(tmp_path, "--json"))["series"]
    apology = next(each for each in series if (each["list"], each["dimension"]) == ("apology", "all"))
    assert (apology["periods"][0]["used_in"], apology["periods"][0]["people"]) == (6, 6)
