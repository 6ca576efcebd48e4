"""Whose records are, told by the lake and by what left a trace since: never other than what the database says."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.running.identity import ACTOR, World, both_ways, complete, end, in_the_lake, links, without_pages
from visavis.running.deciding import merge, part, undo, undo_merge
from visavis.running.publishing import ids, linked

Decide = Callable[[World], None]

GROUPS = ("a b", "c d", "e f")


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, either_database: str) -> World:
    """Three clients of two records, one of one, and one who is gone."""
    without_pages(monkeypatch)
    made = World(tmp_path)
    made.run("abcdefgh", complete(GROUPS))
    made.run("abcdefg", complete(GROUPS))
    return made


def nothing(_: World) -> None:
    """Nobody decides."""


def merged(world: World) -> None:
    now = links()
    merge(world.home, [now["a"], now["c"]], actor=ACTOR, reason="one")


def merged_and_undone(world: World) -> None:
    now = links()
    made = merge(world.home, [now["a"], now["c"]], actor=ACTOR, reason="one")
    undo(world.home, made.pk, actor=ACTOR, reason="wrong")


def merged_twice_and_the_last_undone(world: World) -> None:
    now = links()
    merge(world.home, [now["c"], now["e"]], actor=ACTOR, reason="one")
    merge(world.home, [now["a"], now["c"]], actor=ACTOR, reason="one")
    undo_merge(world.home, now["c"], actor=ACTOR, reason="wrong")


def parted(world: World) -> None:
    part(world.home, links()["a"], [end("b")], actor=ACTOR, reason="two")


def arrived(_: World) -> None:
    """As visavis.clients.arriving.link_record writes it."""
    from visavis.clients.models import Arrival, Client, Link

    Arrival.objects.create(source="s", key="z", identity=1, written={}, comparable={}, told={}, model="m")
    client = Client.objects.earliest("number")
    Link.objects.create(source="s", key="z", client=client, run="arrived-20250101T000000.000000")


HAPPENINGS = (nothing, merged, merged_and_undone, merged_twice_and_the_last_undone, parted, arrived)


@pytest.mark.parametrize("happens", HAPPENINGS, ids=lambda each: each.__name__)
def test_the_lake_and_the_traces_say_what_the_database_says(world: World, happens: Decide) -> None:
    happens(world)
    known, read = both_ways(world)
    assert known == read
    world.run("abcefgi", complete(["a b c", "e f"]))
    known, read = both_ways(world)
    assert known == read


@pytest.mark.parametrize("groups", [("a b", "c d", "e f g"), GROUPS], ids=["one moves", "nobody moves"])
@pytest.mark.parametrize("when", ["before it is applied", "after it was applied"])
@pytest.mark.parametrize("happens", HAPPENINGS[1:], ids=lambda each: each.__name__)
def test_links_heed_what_happens_while_a_plan_is_carried_out(
    world: World, monkeypatch: pytest.MonkeyPatch, happens: Decide, when: str, groups: tuple[str, ...]
) -> None:
    """Where the plan moves nobody, LINKS are written while it is carried out: what was written is taken back where others move."""
    apply = ids.apply_ids

    def meanwhile(*given: Any) -> None:
        if when.startswith("before"):
            happens(world)
        apply(*given)
        if when.startswith("after"):
            happens(world)

    with monkeypatch.context() as patched:
        patched.setattr(ids, "apply_ids", meanwhile)
        world.run("abcdefgi", complete(groups))
    told, written = links(), world.lake.folder / world.manifest.of("links")[0].path
    assert list(written.parent.glob(f"{world.manifest.run}-*")) == [written]
    assert in_the_lake(world) == {key: told[key] for key in "abcdefgi"}
    known, read = both_ways(world)
    assert known == read


def forget_a_link() -> None:
    from visavis.clients.models import Link

    Link.objects.get(source="s", key="g").delete()


def link_otherwise() -> None:
    from visavis.clients.models import Link

    Link.objects.filter(source="s", key="g").update(client=links()["a"])


def bring_back() -> None:
    from visavis.clients.models import Link

    Link.objects.filter(source="s", key="h").update(vanished_run=None)


def lose_the_last_moves() -> None:
    from visavis.clients.models import ClientMove

    ClientMove.objects.all().delete()


@pytest.mark.parametrize(
    "change", [forget_a_link, link_otherwise, bring_back, lose_the_last_moves], ids=lambda each: each.__name__
)
def test_a_database_that_the_lake_does_not_know_is_read(world: World, change: Callable[[], None]) -> None:
    """Brought back from a copy, say, or changed by hand."""
    world.run("abcdefg", complete(["a b", "c d e", "f g"]))
    world.run("abcdefg", complete(GROUPS))
    change()
    known, read = both_ways(world)
    assert (known, len(read)) == (None, 7 if change is forget_a_link else 8)


def test_many_decisions_are_not_followed_one_by_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    merged(world)
    monkeypatch.setattr(linked, "MOST_NUMBERS", 1)
    assert both_ways(world)[0] is None


def test_a_key_is_written_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, either_database: str) -> None:
    without_pages(monkeypatch)
    world, keys = (
        World(tmp_path),
        ["", "'", '"', "\\", "\\u0000", "\n\t\x1f", "é😀", "{a}", "%s", "$[0].a", "007", "null", "e\u0301"],
    )
    keys += ["a\0b", "a\0c", "\0"] if either_database == "sqlite" else []
    assert sorted(world.run(keys, {})) == sorted(keys)
    assert sorted(in_the_lake(world)) == sorted(keys)
    kept = world.run(keys[1:], {})
    assert sorted(kept) == sorted(keys[1:])
    known, read = both_ways(world)
    assert sorted(row[1] for row in read if not row[4]) == sorted(keys[1:])
    # SQLite counts no letters behind NUL: the sums differ, and every link is read.
    assert known == (None if "a\0b" in keys else read)
