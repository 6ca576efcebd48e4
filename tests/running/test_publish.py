"""Client ids: minted in order, stable, the oldest survives, the largest part keeps, nothing forgotten."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running.conftest import Enter
from tests.running.partitions import links_of, publish_partitions, with_clusters
from visavis.engine.lake import Lake, Manifest
from visavis.running.publishing.publish import publish

pytestmark = pytest.mark.usefixtures("either_database")


def aliases() -> dict[int, int]:
    from visavis.clients.models import ClientAlias

    return dict(ClientAlias.objects.values_list("former", "client_id"))


def vanished() -> dict[str, str]:
    from visavis.clients.models import Link

    return dict(Link.objects.exclude(vanished_run=None).values_list("key", "vanished_run"))


def test_ids_are_minted_in_order_of_the_smallest_record(tmp_path: Path) -> None:
    (links,) = publish_partitions(tmp_path, ["d b", "c", "e a"])
    assert links == {"e": "c-000001", "a": "c-000001", "b": "c-000002", "d": "c-000002", "c": "c-000003"}


def test_publishing_again_changes_nothing_not_even_the_file(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    first = publish(tmp_path, lake, with_clusters(lake, Manifest("r1"), ["a b", "c"], "r1"), "r1")
    second = publish(tmp_path, lake, with_clusters(lake, first, ["c", "b a"], "r2"), "r2")
    assert second.of("links") == first.of("links")
    assert list((lake.folder / "publishing").iterdir()) == []


def test_arrivals_join_or_get_new_ids_and_departures_keep_their_link(tmp_path: Path) -> None:
    before, after, back = publish_partitions(tmp_path, ["b c", "d"], ["a b c", "e"], ["a b c", "d", "e"])
    assert before == {"b": "c-000001", "c": "c-000001", "d": "c-000002"}
    assert after == {"a": "c-000001", "b": "c-000001", "c": "c-000001", "e": "c-000003"}
    assert back == after | {"d": "c-000002"}
    assert vanished() == {}


def test_vanished_records_are_marked_with_the_run_that_missed_them_first(tmp_path: Path) -> None:
    publish_partitions(tmp_path, ["a b", "c"], ["a"], ["a"])
    assert vanished() == {"b": "r2", "c": "r2"}


def test_a_merge_keeps_the_oldest_id_and_the_others_resolve_for_ever(tmp_path: Path) -> None:
    from visavis.clients.models import Client

    links = publish_partitions(tmp_path, ["a", "b", "c", "d"], ["a", "b", "c d"], ["a", "b c d"], ["a b c d"])
    assert set(links[1].values()) == {"c-000001", "c-000002", "c-000003"}
    assert links[3] == dict.fromkeys("abcd", "c-000001")
    assert aliases() == {2: 1, 3: 1, 4: 1}
    assert [client.id for number in (1, 2, 3, 4) if (client := Client.objects.resolve(number))] == ["c-000001"] * 4


def test_in_a_split_the_largest_part_keeps_the_id(tmp_path: Path) -> None:
    links = publish_partitions(tmp_path, ["a b c d e"], ["a b", "c d e"])
    assert links[1] == {
        "a": "c-000002",
        "b": "c-000002",
        "c": "c-000001",
        "d": "c-000001",
        "e": "c-000001",
    }


def test_of_equal_parts_that_with_the_smallest_record_keeps_the_id(tmp_path: Path) -> None:
    links = publish_partitions(tmp_path, ["a b c d"], ["b d", "c a"])
    assert links[1] == {"a": "c-000001", "c": "c-000001", "b": "c-000002", "d": "c-000002"}


def test_merge_and_split_at_once(tmp_path: Path) -> None:
    links = publish_partitions(tmp_path, ["a b", "c d e"], ["a", "b c d", "e"])
    assert links[1] == {"a": "c-000001", "b": "c-000002", "c": "c-000002", "d": "c-000002", "e": "c-000003"}
    assert aliases() == {}


def test_a_record_that_comes_back_after_a_merge_finds_the_survivor(tmp_path: Path) -> None:
    links = publish_partitions(tmp_path, ["a", "b x"], ["a", "b"], ["a b"], ["a b", "x"])
    assert links[3] == {"a": "c-000001", "b": "c-000001", "x": "c-000003"}
    (joined,) = publish_partitions(tmp_path, ["a b x"])
    assert set(joined.values()) == {"c-000001"}


def test_nothing_at_all_is_published_as_nothing(tmp_path: Path) -> None:
    assert publish_partitions(tmp_path, [], []) == [{}, {}]


def test_several_homes_in_one_process_do_not_mix(enter: Enter) -> None:
    from visavis.clients.models import Client

    publish_partitions(enter("one"), ["a", "b"])
    publish_partitions(enter("two"), ["a b"])
    counts = []
    for name in ("one", "two", "one"):
        enter(name)
        counts.append(Client.objects.count())
    assert counts == [2, 1, 2]


FIRST = [f"k{n:04}a k{n:04}b k{n:04}c" for n in range(400)]
SECOND = [
    *(f"k{n:04}a k{n:04}b k{n + 1:04}a k{n + 1:04}b k{n + 1:04}c" for n in range(0, 400, 2)),
    *(f"k{n:04}c" for n in range(0, 400, 4)),
    *(f"new{n:04}" for n in range(300)),
]
KILLED = """
import os, signal, sys
from pathlib import Path
from visavis.engine.lake import Lake
from visavis.running.publishing import applying, writing
from visavis.running.publishing.publish import publish

calls, fatal, take_turns = 0, int(sys.argv[2]), applying.take_turns

def dying():
    global calls
    calls += 1
    if calls == fatal:
        os.kill(os.getpid(), signal.SIGKILL)
    return take_turns()

writing.CHUNK = applying.CHUNK = 100
applying.take_turns = dying
lake = Lake(Path(sys.argv[1]) / "lake")
publish(Path(sys.argv[1]), lake, lake.draft(), "r2")
"""


@pytest.mark.slow
def test_killed_anywhere_and_run_again_gives_the_same_result(enter: Enter) -> None:
    """Kill −9 inside a transaction of every stage, with merges, splits, arrivals and departures; then publish in full."""
    first = Lake(enter("first") / "lake")
    publish_partitions(first.folder.parent, FIRST)
    manifest = with_clusters(first, Manifest("r1"), SECOND, "r2")
    first.save_draft(manifest)
    results = []
    for fatal in (None, 1, 4, 7, 9, 12):
        home = enter(f"killed{fatal}", copy_of="first")
        if fatal:
            dead = subprocess.run([sys.executable, "-c", KILLED, str(home), str(fatal)], check=False)
            assert dead.returncode == -signal.SIGKILL
        lake = Lake(home / "lake")
        done = publish(home, lake, manifest, "r3" if fatal and fatal % 4 == 1 else "r2")
        results.append((links_of(lake, done), aliases(), vanished()))
    assert len(results[0][1]) == 200
    assert set(results[0][2].values()) == {"r2"}
    assert all(result == results[0] for result in results)
