"""The bench of measures runs, on few rows: every kind that needs no declaration, every relational measure and its query by hand."""

import pytest

from benchmarks import measures
from benchmarks.measures_data import make
from visavis.mirror.kinds import KINDS

DECLARED_ALONE = {"climate", "agreement"}
"""Kinds of which the bench's exchanges and events hold nothing."""


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> measures.Made:
    return make(tmp_path_factory.mktemp("bench"), 1600)


def test_every_kind_has_figures(lake: measures.Made) -> None:
    found = {each["name"]: each for each in measures.catalogue(*lake)}
    assert found.keys() == {*KINDS, measures.SHIELD}
    assert {name for name, each in found.items() if each["why"]} == DECLARED_ALONE
    assert all(each["clock"] >= 0 and each["processor"] >= 0 for each in found.values())


def test_every_relational_measure_has_a_query_by_hand_that_runs(lake: measures.Made) -> None:
    names = [each["name"] for each in measures.relational(*lake, repeats=1)]
    assert names == [pair.name for pair in measures.pairs()]
    assert {name.split(":")[0] for name in names} >= {
        "concentration", "delay", "funnel", "relation", "dialogue", "process", "chain", "roots", "survey", "retention",
    }  # fmt: skip


def test_growth_is_told_by_size() -> None:
    one = {"part": "catalogue", "name": "delay", "clock": 1.0, "processor": 2.0, "peak": 9, "why": ""}
    header, delay, whole = measures.grown({100: [one], 1000: [one | {"processor": 20.0}]})
    assert header.split()[-3:] == ["100", "1,000", "growth"]
    assert delay.split() == ["delay", "2.00", "20.00", "10.0"]
    assert whole.split()[-3:] == ["2.00", "20.00", "10.0"]
