"""`visavis link record`: records in, answers out, one a line."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from visavis.cli.main import app
from visavis.clients.arriving import link_record as linking
from visavis.clients.arriving.link_record import Placement
from visavis.mistakes import Mistake
from visavis.running.home import make_home


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[dict[str, Any], str]]:
    """What the verb was asked; it answers that all are new."""
    seen: list[tuple[dict[str, Any], str]] = []

    def answer(home: Path, record: dict[str, Any], *, country: str) -> Placement:
        seen.append((record, country))
        return Placement("created", f"c-{len(seen):06d}", f"{record['source']}/{record['key']}")

    monkeypatch.setattr(linking, "link_record", answer)
    return seen


@pytest.fixture
def home(tmp_path: Path) -> Path:
    make_home(tmp_path / "home", lang="en")
    return tmp_path / "home"


def ran(home: Path, file: str, given: str | None = None) -> list[dict[str, Any]]:
    done = CliRunner().invoke(app, ["--home", str(home), "--lang", "en", "link", "record", file], input=given)
    if done.exception is not None:
        raise done.exception
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_one_record_or_several_from_a_file_or_the_input(home: Path, asked: list[Any], tmp_path: Path) -> None:
    one, other = {"source": "form", "key": "1", "name": "Élodie"}, {"source": "form", "key": "2"}
    (tmp_path / "one.json").write_text(json.dumps(one, indent=2), encoding="utf-8")
    assert [each["client"] for each in ran(home, str(tmp_path / "one.json"))] == ["c-000001"]
    told = ran(home, "-", f"{json.dumps(one)}\n\n{json.dumps(other)}\n")
    assert [(each["client"], each["record"], each["outcome"]) for each in told] == [
        ("c-000002", "form/1", "created"),
        ("c-000003", "form/2", "created"),
    ]
    assert asked == [(one, "FR"), (one, "FR"), (other, "FR")]


@pytest.mark.parametrize(
    ("given", "line"), [("nothing", 1), ('{"source": "form", "key": "1"}\n["x"]\n', 2), ('\n{"source"\n', 2), ("3", 1)]
)
def test_what_is_no_record_is_told_with_its_line(home: Path, asked: list[Any], given: str, line: int) -> None:
    with pytest.raises(Mistake, match=f"-:{line}: this is no record as JSON"):
        ran(home, "-", given)


def test_a_file_that_is_not_there(home: Path, tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="there is no file of that name"):
        ran(home, str(tmp_path / "missing.json"))


def test_a_home_that_linked_nothing_yet(home: Path) -> None:
    with pytest.raises(Mistake, match="-:1: nothing was linked here yet"):
        ran(home, "-", '{"source": "form", "key": "1"}')
