import json
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
from visavis.mirror.reflect import reflect
from visavis.mirror.render.plain import as_json
from visavis.mistakes import Mistake
from visavis.running import run as running
from visavis.running.export import export_table
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
    served, states, *_ = told(tmp_path)["measures"]
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


def test_another_text_of_the_code_computes_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(shop(tmp_path / "home"))
    assert not {"link", "hold", "measure"} & run(tmp_path / "home").took.keys()
    former = running.print_of_code
    monkeypatch.setattr(running, "print_of_code", lambda part: "another" if part == "mirror" else former(part))
    took = run(tmp_path / "home").took
    assert "measure" in took
    assert not {"link", "hold"} & took.keys()
    prints = set()
    (tmp_path / "code" / "mirror").mkdir(parents=True)
    monkeypatch.setattr("visavis.__file__", str(tmp_path / "code" / "__init__.py"))
    for text in ("one", "two", "one"):
        (tmp_path / "code" / "mirror" / "kind.py").write_text(text)
        former.cache_clear()
        prints.add(former("mirror"))
    former.cache_clear()
    assert len(prints) == 2


def test_a_changed_file_changes_the_mirror_and_no_orphan_stays(tmp_path: Path) -> None:
    run(shop(tmp_path))
    (tmp_path / "exports/orders.csv").write_text(
        ORDERS.replace("2025-03-05 09:00", "2025-03-04 09:00"), encoding="utf-8"
    )
    run(tmp_path)
    assert outcomes(tmp_path) == KEPT | {"kept": 3, "late": 0}
    run(tmp_path)  # what the former run alone listed goes with the second run after it
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


def test_what_is_still_to_be_read_is_counted_until_it_is_read(tmp_path: Path) -> None:
    from visavis.running.models import Document

    def unread() -> int:
        body = Document.objects.get(name="counts").body
        return int(body["unread"])

    shop(tmp_path, words=True)
    steps = [step for step in STEPS if step != "read"]
    report = run(tmp_path, only=steps)
    assert (unread(), report.rows["readings"], list(report.took)) == (2, 0, steps)
    report = run(tmp_path)
    assert (unread(), report.rows["readings"], list(report.took)) == (0, 2, ["fetch", "read", "measure", "publish"])


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


TIES = """ticket;at;state
T-1;2025-03-03 08:00;new
T-1;2025-03-03 09:00;wait
T-1;2025-03-03 09:00;work
T-1;2025-03-03 18:00;done
T-2;2025-03-03 08:00;new
T-2;2025-03-03 09:00;work
T-2;2025-03-03 09:00;wait
T-2;2025-03-03 18:00;done
"""
TICKETS = """name: tickets
files: exports/tickets*.csv
delivery: log
read: {delimiter: ";"}
facts:
  - {table: events, key: none, fields: {type: {value: change}, about: {key: ticket}, occurred_at: at, status: state}}
  - table: events
    key: ticket
    fold: {by: ticket, order: [at]}
    fields: {type: {value: ticket}, occurred_at: {column: at, take: first}, done_at: {column: at, take: last}}
"""
QUICK = """name: quick
says: {fr: "Deux heures, sans l’attente", en: "Two hours, without waiting"}
audience: service-level
test:
  over: events
  where: {type: ticket}
  due: {after: occurred_at, within: "2 hours", pauses: {status: wait}}
  done: done_at
"""


def test_changes_of_the_same_minute_stand_in_the_order_of_their_lines(tmp_path: Path) -> None:
    for name, text in (("exports/tickets.csv", TIES), ("sources/t.yaml", TICKETS), ("promises/p.yaml", QUICK)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    run(tmp_path)
    export_table(tmp_path, "cases", shape="json", out=tmp_path / "cases.json")
    found = [json.loads(line) for line in (tmp_path / "cases.json").read_text("utf-8").splitlines()]
    # T-1 waited for no time at all; T-2 from nine o'clock until it was done.
    assert {case["key"]: case["outcome"] for case in found} == {"T-1": "late", "T-2": "kept"}


def test_what_a_killed_run_left_half_done_is_swept(tmp_path: Path) -> None:
    left = shop(tmp_path) / "lake/scratch/abc/rows.csv"
    left.parent.mkdir(parents=True)
    left.write_text("Zéphyrine Quillery", encoding="utf-8")
    run(tmp_path)
    assert not left.exists()


def test_half_fetched_facts_are_not_published_by_a_later_step_alone(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="no fact was fetched"):
        run(shop(tmp_path), only=["hold"])
