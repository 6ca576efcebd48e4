import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.running.shop import ORDERS, shop
from visavis.engine.lake import Lake, Manifest
from visavis.mirror.plain import as_json
from visavis.mirror.reflect import reflect
from visavis.mistakes import Mistake
from visavis.running.run import STEPS, run

if TYPE_CHECKING:
    from visavis.engine.spark import Spark

KEPT = {"cases": 4, "kept": 2, "late": 1, "partial": 0, "broken": 0, "open": 1, "untestable": 0}


def told(home: Path) -> dict[str, Any]:
    """The mirror as JSON, without what differs from run to run."""
    return as_json(reflect(home), "en") | {"run": None}


def outcomes(home: Path) -> dict[str, int]:
    (promise,) = told(home)["promises"]
    return {name: promise[name] for name in KEPT}


def test_one_run_leads_from_files_to_the_mirror(tmp_path: Path) -> None:
    report = run(shop(tmp_path, words=True))
    assert report.rows == {
        "records": 0, "exchanges": 0, "events": 5, "ratings": 2, "tallies": 0,
        "rejects": 0, "links": 3, "cases": 4, "readings": 2,
    }  # fmt: skip
    assert outcomes(tmp_path) == KEPT
    served, states = told(tmp_path)["measures"]
    assert served["value"] is None
    assert served["reason"]["code"].startswith("fewer_than_five")
    assert [(s["stage"], s["n"]) for s in states["stages"]] == [("sent", 4), ("delivered", 3)]


def test_the_same_files_again_change_nothing_and_write_nothing(tmp_path: Path) -> None:
    run(shop(tmp_path, words=True))
    before, said = Lake(tmp_path / "lake").current(), told(tmp_path)
    run(tmp_path)
    after = Lake(tmp_path / "lake").current()
    assert before is not None
    assert after is not None
    assert set(after.entries) == set(before.entries)
    assert told(tmp_path) == said


def test_a_changed_file_changes_the_mirror_and_no_orphan_stays(tmp_path: Path) -> None:
    run(shop(tmp_path))
    (tmp_path / "exports/orders.csv").write_text(
        ORDERS.replace("2025-03-05 09:00", "2025-03-04 09:00"), encoding="utf-8"
    )
    run(tmp_path)
    assert outcomes(tmp_path) == KEPT | {"kept": 3, "late": 0}
    lake = Lake(tmp_path / "lake")
    manifest = lake.current()
    assert manifest is not None
    files = {path.relative_to(lake.folder).as_posix() for path in (lake.folder / "data").glob("*/*")}
    assert files == {entry.path for entry in manifest.entries}


def test_a_source_that_is_no_longer_declared_is_gone_and_comes_back(tmp_path: Path) -> None:
    run(shop(tmp_path))
    declared = tmp_path / "sources/shop.yaml"
    text = declared.read_text("utf-8")
    declared.write_text(text.split("---")[0], encoding="utf-8")
    assert run(tmp_path).rows["ratings"] == 0
    declared.write_text(text, encoding="utf-8")
    assert run(tmp_path).rows["ratings"] == 2


def test_only_runs_what_was_named(tmp_path: Path) -> None:
    run(shop(tmp_path), only=["fetch", "hold"])
    manifest = Lake(tmp_path / "lake").current()
    assert manifest is not None
    assert {entry.table for entry in manifest.entries} == {"events", "ratings", "cases", "felt"}
    with pytest.raises(Mistake, match="unknown step"):
        run(tmp_path, only=["fech"])


@pytest.mark.parametrize("step", ["link", "read", "hold", "measure", "publish"])
def test_a_run_that_fails_in_a_step_leaves_the_last_one_and_is_taken_up(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(shop(tmp_path))
    said = told(tmp_path)
    (tmp_path / "exports/orders.csv").write_text(ORDERS.replace("O-1;C-1", "O-9;C-9"), encoding="utf-8")
    work, inputs = STEPS[step]

    def fails(at: object, manifest: Manifest) -> Manifest:
        raise RuntimeError("the power went")

    monkeypatch.setitem(STEPS, step, (fails, inputs))
    with pytest.raises(RuntimeError, match="the power went"):
        run(tmp_path)
    assert told(tmp_path) == said
    monkeypatch.setitem(STEPS, step, (work, inputs))
    run(tmp_path)
    assert run(tmp_path).clients == 4
    assert Lake(tmp_path / "lake").draft() is None


def test_a_run_killed_at_any_moment_leaves_the_last_one_readable(tmp_path: Path) -> None:
    run(shop(tmp_path))
    said = told(tmp_path)
    (tmp_path / "exports/orders.csv").write_text(ORDERS.replace("O-1;C-1", "O-9;C-9"), encoding="utf-8")
    script = f"from pathlib import Path; from visavis.running.run import run; print('on', flush=True); run(Path({str(tmp_path)!r}))"
    for wait in (0.2, 0.9):
        with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(wait)
            os.kill(process.pid, signal.SIGKILL)
        now = told(tmp_path)
        assert now in (said, told_after(tmp_path))
    run(tmp_path)
    assert told(tmp_path) == told_after(tmp_path)


def told_after(home: Path) -> dict[str, Any]:
    """The mirror of an undisturbed home with the same files."""
    other = home / "undisturbed"
    shop(other)
    (other / "exports/orders.csv").write_bytes((home / "exports/orders.csv").read_bytes())
    run(other)
    return told(other)


def test_what_is_not_there_yet_is_told_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    with pytest.raises(Mistake, match="no source yet"):
        run(tmp_path)
    with pytest.raises(Mistake, match="unknown engine"):
        run(shop(tmp_path / "shop"), engine="sparc")


@pytest.mark.spark
def test_a_run_on_spark_gives_the_same_mirror(spark: "Spark", tmp_path: Path) -> None:
    run(shop(tmp_path / "a"))
    run(shop(tmp_path / "b"), engine=spark.session.sparkContext.master)
    mine, theirs = told(tmp_path / "a"), told(tmp_path / "b")
    assert theirs == mine
