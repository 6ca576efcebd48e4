"""Deliveries: the same file twice adds nothing, an appended one adds what is new, vanished rows go, versions replace."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sources.homes import Place, csv_of
from visavis.engine.lake import Lake
from visavis.mistakes import Mistake

EVENTS = """
name: s
files: "exports/*"
delivery: {delivery}
read: {{day_first: true}}
facts:
  - {{table: events, key: {key}, {more}fields: {{type: {{value: t}}, occurred_at: day, status: what}}}}
"""


def declare(place: Place, delivery: str, key: str = "id", more: str = "") -> None:
    place.declare(EVENTS.format(delivery=delivery, key=key, more=more))


def facts(place: Place) -> list[tuple[str, str]]:
    return [(row["key"], row["status"]) for row in place.rows("SELECT key, status FROM events ORDER BY ALL")]


def lines(*rows: tuple[int, str]) -> str:
    return "id,day,what\n" + "".join(f"{key},01/02/2024,{what}\n" for key, what in rows)


@pytest.mark.parametrize("delivery", ["full", "incremental", "log"])
@pytest.mark.parametrize("key", ["id", "none"])
def test_the_same_file_twice_adds_nothing(place: Place, delivery: str, key: str) -> None:
    declare(place, delivery, key)
    content = lines((1, "a"), (2, "b"), (2, "b"))
    place.put("exports/a.csv", content)
    assert place.fetch()[0].changed
    before = facts(place)
    assert len(before) == (3 if key == "none" else 2)
    files = {entry.path for entry in place.manifest.entries}
    assert not place.fetch()[0].changed
    place.put("exports/b.csv", content)
    place.fetch()
    assert facts(place) == before
    if delivery != "full":
        assert {entry.path for entry in place.manifest.entries} == files
        (place.home / "exports/a.csv").unlink()
        assert not place.fetch()[0].changed
        assert facts(place) == before


@pytest.mark.parametrize("delivery", ["full", "incremental", "log"])
@pytest.mark.parametrize("key", ["id", "none"])
def test_an_appended_file_adds_only_what_is_new(place: Place, delivery: str, key: str) -> None:
    declare(place, delivery, key)
    place.put("exports/a.csv", lines((1, "a"), (2, "b"), (2, "b")))
    place.fetch()
    before = facts(place)
    place.put("exports/a.csv", lines((1, "a"), (2, "b"), (2, "b"), (3, "c"), (3, "c")))
    assert place.fetch()[0].changed
    after = facts(place)
    assert set(before) < set(after)
    assert len(after) - len(before) == (2 if key == "none" else 1)


def test_what_vanishes_from_a_full_delivery_is_gone(place: Place) -> None:
    declare(place, "full")
    place.put("exports/a.csv", lines((1, "a"), (2, "b")))
    place.put("exports/b.csv", lines((3, "c")))
    place.fetch()
    place.put("exports/a.csv", lines((2, "b")))
    (place.home / "exports/b.csv").unlink()
    place.fetch()
    assert facts(place) == [("2", "b")]


def test_an_incremental_delivery_keeps_what_is_no_longer_on_disk(place: Place) -> None:
    declare(place, "incremental")
    place.put("exports/a.csv", lines((1, "a"), (2, "b")))
    place.fetch()
    (place.home / "exports/a.csv").unlink()
    place.put("exports/b.csv", lines((2, "b"), (3, "c")))
    place.fetch()
    assert facts(place) == [("1", "a"), ("2", "b"), ("3", "c")]


def test_contradicting_rows_are_refused_but_the_first(place: Place) -> None:
    declare(place, "full")
    place.put("exports/part10.csv", lines((1, "third")))
    place.put("exports/part2.csv", lines((2, "x"), (1, "first"), (1, "second"), (1, "first")))
    (fetched,) = place.fetch()
    assert facts(place) == [("1", "first"), ("2", "x")]
    assert fetched.rejected == {"different-content-under-one-key": 2}
    assert place.rows('SELECT file, line, "column", value, fact FROM rejects ORDER BY file DESC') == [
        {"file": "exports/part2.csv", "line": 4, "column": "id", "value": "1", "fact": "events/t"},
        {"file": "exports/part10.csv", "line": 2, "column": "id", "value": "1", "fact": "events/t"},
    ]


@pytest.mark.parametrize("delivery", ["full", "incremental"])
def test_the_latest_version_stands_whatever_the_order_of_arrival(place: Place, delivery: str) -> None:
    declare(place, delivery, more="version_by: v, ")
    head = "id,day,what,v\n"
    place.put("exports/a.csv", head + "1,01/02/2024,new,10\n2,01/02/2024,old,9\n")
    place.fetch()
    place.put("exports/b.csv", head + "1,01/02/2024,old,9\n2,01/02/2024,new,10\n2,01/02/2024,older,2\n")
    (fetched,) = place.fetch()
    assert facts(place) == [("1", "new"), ("2", "new")]
    assert fetched.rejected == {}


def test_a_contradiction_in_a_later_delivery_leaves_the_first(place: Place) -> None:
    declare(place, "incremental")
    place.put("exports/b.csv", lines((1, "first")))
    place.fetch()
    place.put("exports/a.csv", lines((1, "second"), (2, "x")))
    assert place.fetch()[0].rejected == {"different-content-under-one-key": 1}
    assert facts(place) == [("1", "first"), ("2", "x")]
    assert place.values("SELECT line FROM rejects") == [2]


def test_a_changed_declaration_reads_everything_anew(place: Place) -> None:
    declare(place, "incremental")
    place.put("exports/a.csv", lines((1, "a")))
    place.fetch()
    declare(place, "incremental", key="none")
    assert place.fetch()[0].changed
    assert len(facts(place)[0][0]) == 34
    (place.home / "exports/a.csv").unlink()
    place.put("exports/b.csv", lines((2, "b")))
    declare(place, "incremental")
    with pytest.raises(Mistake, match=r"exports/a\.csv"):
        place.fetch()


@pytest.mark.parametrize("key", ["id", "none"])
def test_seven_parts_in_other_clothes_equal_the_whole(tmp_path: Path, key: str) -> None:
    chance = random.Random(7)
    rows = [
        {
            "id": n,
            "day": f"{n % 28 + 1:02}/03/2024 {n % 24:02}:15",
            "what": chance.choice(["à l’heure", "=1+1", 'dit "non"', "deux\nlignes", "point;virgule"]),
        }
        for n in range(500)
    ]
    if key == "none":
        rows += rows[:50]
    whole, parts = Place(tmp_path / "whole"), Place(tmp_path / "parts")
    for place in (whole, parts):
        declare(place, "full", key)
    whole.put("exports/all.csv", csv_of(rows))
    chance.shuffle(rows)
    clothes = [
        ("utf-8", False),
        ("cp1252", False),
        ("utf-16", False),
        ("utf-8-sig", False),
        ("utf-8", True),
        ("cp1252", True),
        ("utf-8", False),
    ]
    for number, (encoding, packed) in enumerate(clothes):
        mine = [{name: row[name] for name in sorted(row, reverse=number % 2 == 0)} for row in rows[number::7]]
        text = csv_of(mine, ";\t,|;,\t"[number])
        parts.put(f"exports/part{number}.csv{'.gz' if packed else ''}", text, encoding=encoding, packed=packed)
    whole.fetch()
    assert parts.fetch()[0].rejected == {}
    query = "SELECT key, occurred_at, status FROM events ORDER BY ALL"
    assert whole.rows(query) == parts.rows(query)
    assert len(whole.rows(query)) == len(rows)


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.sources.homes import Place
place = Place(Path({home!r}))
place.manifest = place.lake.current()
place.runs = 7
def die(event, told):
    if event == {event!r} and {file!r} in [os.path.basename(str(each)) for each in told]:
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(die)
print("started", flush=True)
place.fetch()
"""


@pytest.mark.parametrize(
    ("event", "file", "wait", "stands"),
    [
        ("none", "", 0.0, {"former", "new"}),
        ("none", "", 0.15, {"former", "new"}),
        ("none", "", 0.4, {"former", "new"}),
        ("os.rename", "former.json", None, {"former"}),
        ("os.rename", "current.json", None, {"former"}),
        ("os.remove", "draft.json", None, {"new"}),
    ],
)
def test_a_killed_run_leaves_the_last_one_standing_or_the_whole_new_one_and_the_next_completes(
    place: Place, event: str, file: str, wait: float | None, stands: set[str]
) -> None:
    declare(place, "full")
    place.put("exports/a.csv", lines((1, "a")))
    place.fetch()
    place.put("exports/a.csv", lines(*((n, "b") for n in range(200_000))))
    root = str(Path(__file__).resolve().parents[2])
    script = KILLED.format(root=root, home=str(place.home), event=event, file=file)
    started = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert started.stdout is not None
    started.stdout.readline()
    if wait is not None:
        try:
            started.wait(wait)
        except subprocess.TimeoutExpired:
            os.kill(started.pid, signal.SIGKILL)
    started.wait(60)
    started.stdout.close()
    assert started.returncode == -signal.SIGKILL or (wait is not None and not started.returncode)
    before, current = place.manifest, Lake(place.home / "lake").current()
    assert current is not None
    if current == before:
        assert started.returncode
        assert "former" in stands
        assert facts(place) == [("1", "a")]
    else:
        assert "new" in stands
        assert [entry.rows for entry in current.of("events")] == [200_000]
        place.manifest = current
        assert place.values("SELECT count(DISTINCT key) FROM events WHERE status = 'b'") == [200_000]
    place.fetch()
    assert place.values("SELECT count(*) FROM events") == [200_000]
    listed = {entry.path for entry in place.manifest.entries}
    former = {entry.path for entry in current.entries}
    there = {f"data/events/{file.name}" for file in (place.home / "lake/data/events").iterdir()}
    assert listed <= there <= listed | former
