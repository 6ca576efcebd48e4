"""The engine finds what was planted in Brévane: the whole chain on 80 companies."""

import sys
from pathlib import Path

import pytest

from benchmarks.finding import FOUND, Line
from benchmarks.truths_manufacturer import truths
from visavis.demo.actions import write_actions
from visavis.demo.housing import take_in_house
from visavis.demo.manufacturer import make
from visavis.running.home import make_home
from visavis.running.run import run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("found") / "brevane"
    make(folder, 80, 7)
    make_home(folder, lang="fr")
    write_actions(folder, "manufacturer", "fr")
    take_in_house(folder)
    run(folder)
    return folder


@pytest.fixture(scope="module")
def lines(home: Path) -> dict[str, Line]:
    found = truths(home)
    for line in found:
        sys.stdout.write(f"{line.state:<10} {line.truth}: {line.figures}\n")
    return {line.truth: line for line in found}


@pytest.mark.parametrize(
    "truth",
    [
        "outcomes of every case of every promise",
        "the promise that nothing can test",
        "the cause of late deliveries, by its cases",
        "what clients felt",
        "the promise that an action mended, by its cases",
        "identities of persons, over all sources",
        "identities of organisations, over all sources",
        "clients known by one person alone",
        "promises in documents",
        "who works for whom, and who changed employer",
        "who serves whom",
        "sentiment of voices",
    ],
)
def test_is_found(lines: dict[str, Line], truth: str) -> None:
    assert lines[truth].state == FOUND, lines[truth].figures


def test_no_row_is_refused(home: Path) -> None:
    """Every file reads as it is declared: nothing stands in the folder of refused rows."""
    assert list((home / "rejects").glob("*.csv")) == []
