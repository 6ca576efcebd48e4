"""The promises under examples/ give the known answers of the public data sets."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from visavis.promises.propose import propose
from visavis.promises.trial import Trial, try_file
from visavis.running.run import run

pytestmark = pytest.mark.real_data

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture
def home_of(data: Path, tmp_path: Path) -> Callable[[str], Path]:
    def make(name: str) -> Path:
        home = tmp_path / name
        shutil.copytree(EXAMPLES / name, home)
        (home / "exports").symlink_to(data / name)
        run(home, only=("fetch",))
        return home

    return make


def tried(home: Path) -> dict[str, Trial]:
    return {
        trial.promise.name: trial
        for file in sorted((home / "promises").glob("*.yaml"))
        for trial in try_file(home, file)
    }


def test_orders_by_the_moment_and_by_the_day(home_of: Callable[[str], Path]) -> None:
    home = home_of("orders_olist_a")
    trials = tried(home)
    moment, day = trials["delivered-by-the-moment"], trials["delivered-on-time"]
    assert (moment.cases, moment.outcomes["late"], moment.outcomes["kept"]) == (2904, 231, 2673)
    assert (day.cases, day.outcomes["late"]) == (2904, 191)
    assert {side: round(row["mean"], 4) for side, row in moment.felt.items()} == {"kept": 4.2749, "missed": 2.5494}
    assert round(moment.rate.value or 0, 4) == 0.9205
    assert (moment.dropped["cases"], moment.dropped["called_off"]) == (96, 24)
    assert round(moment.with_dropped.value or 0, 4) == 0.8982
    proposed = {proposal.promise.name: proposal.trial for proposal in propose(home)}
    assert proposed["delivery-on-the-day"].outcomes | {"open": 0} == day.outcomes | {"broken": 72, "open": 0}
    assert proposed["review-at-least-4"].cases == 2993


def test_incidents_keep_their_flag(home_of: Callable[[str], Path]) -> None:
    home = home_of("service_incidents")
    trial = tried(home)["incident-within-service-level"]
    assert (trial.cases, trial.outcomes["broken"]) == (21348, 8268)
    assert "incident-made-sla" in {proposal.promise.name for proposal in propose(home)}


def test_trains_are_counted_elsewhere(home_of: Callable[[str], Path]) -> None:
    home = home_of("train_punctuality_fr")
    trial = tried(home)["train-on-time"]
    assert (trial.cases, trial.outcomes["late"]) == (2004650, 281444)
    assert [proposal.trial.outcomes["late"] for proposal in propose(home)] == [281444]
