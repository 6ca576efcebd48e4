"""Doubts are looked for in a thread: what goes wrong there ends the run as it would anywhere, and the next run begins again."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.running.clientele import clientele
from visavis.clients.linking import link as linking
from visavis.engine.lake import Lake
from visavis.running.run import run


def test_doubts_that_fail_end_the_run_and_nothing_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, steps = clientele(tmp_path / "home"), ("fetch", "link")
    lake = Lake(home / "lake")

    def broken(*given: Any, **named: Any) -> Any:
        raise OSError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(linking, "with_doubts", broken)
        with pytest.raises(OSError, match="no space left"):
            run(home, only=steps)

    assert not list((lake.folder / "scratch").glob("link-*"))
    assert lake.current() is None
    run(home, only=steps)
    found = lake.current()
    assert found is not None
    assert [table for table in ("edges", "clusters", "relations", "doubts") if not found.of(table)] == []
    [doubts] = found.of("doubts")
    assert pq.read_metadata(lake.folder / doubts.path).num_rows == doubts.rows
