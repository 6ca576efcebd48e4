"""The engine finds what was planted in Brévane: the whole chain on 80 companies."""

from pathlib import Path

import pytest

from benchmarks.truths_manufacturer import FOUND, PENDING, Line, truths
from visavis.demo.manufacturer import make
from visavis.running.home import make_home
from visavis.running.run import run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("found") / "brevane"
    make(folder, 80, 7)
    make_home(folder, lang="fr")
    run(folder)
    return folder


@pytest.fixture(scope="module")
def lines(home: Path) -> dict[str, Line]:
    found = truths(home)
    for line in found:
        print(f"{line.state:<10} {line.truth}: {line.figures}")
    return {line.truth: line for line in found}


@pytest.mark.parametrize(
    "truth",
    [
        "outcomes of the promises",
        "the promise nothing can test",
        "the cause of late deliveries",
        "what clients felt",
        "identities: persons",
        "identities: organisations",
        "clients known by one person",
        "promises in documents",
    ],
)
def test_is_found(lines: dict[str, Line], truth: str) -> None:
    assert lines[truth].state == FOUND, lines[truth].figures


def test_voices_are_read_as_they_were_meant(lines: dict[str, Line]) -> None:
    assert lines["voices read as they were meant"].state == FOUND, lines["voices read as they were meant"].figures


def test_what_later_issues_will_find_is_not_called_found(lines: dict[str, Line]) -> None:
    pending = [line for line in lines.values() if line.state == PENDING]
    assert len(pending) == 11
    assert all("(issue " in line.truth and line.figures for line in pending)


def test_no_row_is_refused(home: Path) -> None:
    """Every file reads as it is declared: nothing stands in the folder of refused rows."""
    assert not [path for path in (home / "rejects").glob("*.csv")] if (home / "rejects").exists() else True
