"""Measures are computed again where what was read in words is another: routes change without any fact, when a team’s remit does."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from visavis.engine.lake import Entry, Manifest
from visavis.running import run


@pytest.mark.parametrize("table", ["readings", "routes", "commitments"])
def test_another_file_of_what_was_read_computes_measures_again(table: str, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(run, "_decided", lambda home: (run.Decided(), 0))
    at: Any = type("At", (), {"home": tmp_path})
    before = Manifest("r1", entries=(Entry(table, "data/one.parquet", 1),))
    after = replace(before, entries=(Entry(table, "data/two.parquet", 1),))

    def prints(step: str) -> set[str]:
        return {run._fingerprint(at, manifest, step, run.STEPS[step][1]) for manifest in (before, after)}

    assert len(prints("measure")) == 2
    assert len(prints("hold")) == 1
