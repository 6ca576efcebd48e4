"""Decisions of each kind, and each of them taken back: exactly as it was, whatever runs came in between."""

import shutil
from pathlib import Path

import pytest

from tests.running.identity import ACTOR, World, complete, end, links, without_pages
from visavis import database
from visavis.mistakes import Mistake
from visavis.running.deciding import cannot_link, merge, must_link, part, undo, undo_merge


@pytest.fixture
def world(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, either_database: str, request: pytest.FixtureRequest
) -> World:
    without_pages(monkeypatch)
    if either_database == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / database.FILE)
    return World(tmp_path)


def resolved(*numbers: int) -> list[int | None]:
    """What each number is called now."""
    from visavis.clients.models import Client

    found = [Client.objects.resolve(number) for number in numbers]
    return [client.number if client else None for client in found]


def test_a_merge_undone_after_many_runs_gives_the_former_ids_back(world: World) -> None:
    evidence = complete(["a b", "c d"])
    before = world.run("abcd", evidence)
    assert before == {"a": 1, "b": 1, "c": 2, "d": 2}
    decision = merge(world.home, [2, 1], actor=ACTOR, reason="one person")
    assert links() == dict.fromkeys("abcd", 1)
    assert resolved(1, 2) == [1, 1]
    for _ in range(3):
        assert world.run("abcd", evidence) == dict.fromkeys("abcd", 1)
    undone = undo(world.home, decision.pk, actor=ACTOR, reason="two after all")
    for _ in range(4):
        assert links() == before
        assert resolved(1, 2) == [1, 2]
        world.run("abcd", evidence)
    undo(world.home, undone.pk, actor=ACTOR, reason="one indeed")
    assert world.run("abcd", evidence) == dict.fromkeys("abcd", 1)
    assert resolved(1, 2) == [1, 1]


def test_records_that_came_since_a_merge_go_where_edges_lead(world: World) -> None:
    world.run("ac", {})
    decision = merge(world.home, [1, 2], actor=ACTOR, reason="one person")
    evidence = {("a", "x"): 4.0, ("c", "x"): 7.0, ("a", "y"): 3.0}
    assert world.run("acxy", evidence) == dict.fromkeys("acxy", 1)
    undo(world.home, decision.pk, actor=ACTOR, reason="two after all")
    expected = {"a": 1, "c": 2, "x": 2, "y": 1}
    assert links() == expected
    for _ in range(3):
        assert world.run("acxy", evidence) == expected


def test_a_merge_that_a_run_made_is_undone_for_good(world: World) -> None:
    before = world.run("abc", complete(["a b"]))
    evidence = complete(["a b c"])
    assert world.run("abc", evidence) == dict.fromkeys("abc", 1)
    assert resolved(2) == [1]
    decision = undo_merge(world.home, 2, actor=ACTOR, reason="father and son")
    for _ in range(20):
        assert links() == before
        world.run("abc", evidence)
    assert resolved(1, 2) == [1, 2]
    undo(world.home, decision.pk, actor=ACTOR, reason="one after all")
    assert links() == dict.fromkeys("abc", 1)
    assert resolved(2) == [1]


def test_a_number_taken_over_twice_comes_back_with_those_that_it_had_taken_over(world: World) -> None:
    world.run("abc", {})
    world.run("abc", complete(["b c"]))
    world.run("abc", complete(["a b c"]))
    assert resolved(1, 2, 3) == [1, 1, 1]
    undo_merge(world.home, 2, actor=ACTOR, reason="another")
    assert (links(), resolved(1, 2, 3)) == ({"a": 1, "b": 2, "c": 2}, [1, 2, 2])
    undo_merge(world.home, 3, actor=ACTOR, reason="another")
    assert (links(), resolved(1, 2, 3)) == ({"a": 1, "b": 2, "c": 3}, [1, 2, 3])
    assert world.run("abc", complete(["a b c"])) == {"a": 1, "b": 2, "c": 3}


def test_cannot_link_cuts_at_the_weakest_edge(world: World) -> None:
    evidence = {("a", "b"): 9.0, ("b", "c"): 3.0, ("c", "d"): 8.0, ("d", "e"): 8.0}
    world.run("abcde", evidence)
    decision = cannot_link(world.home, end("a"), end("e"), actor=ACTOR, reason="two")
    expected = {"a": 2, "b": 2, "c": 1, "d": 1, "e": 1}
    assert links() == expected
    assert world.run("abcde", evidence) == expected
    undo(world.home, decision.pk, actor=ACTOR, reason="one")
    assert (links(), resolved(2)) == (dict.fromkeys("abcde", 1), [1])
    assert world.run("abcde", evidence) == dict.fromkeys("abcde", 1)


def test_what_is_decided_stands_in_the_way_of_its_contrary(world: World) -> None:
    world.run("abc", complete(["a b"]))
    must = must_link(world.home, end("a"), end("b"), actor=ACTOR, reason="twice the same")
    for refused in (
        lambda: cannot_link(world.home, end("b"), end("a"), actor=ACTOR, reason="two"),
        lambda: part(world.home, 1, [end("b")], actor=ACTOR, reason="two"),
    ):
        with pytest.raises(Mistake, match=f"undo {must.pk} "):
            refused()
    cannot = cannot_link(world.home, end("a"), end("c"), actor=ACTOR, reason="two")
    for refused in (
        lambda: must_link(world.home, end("c"), end("a"), actor=ACTOR, reason="one"),
        lambda: must_link(world.home, end("c"), end("b"), actor=ACTOR, reason="one"),
        lambda: merge(world.home, [1, 2], actor=ACTOR, reason="one"),
    ):
        with pytest.raises(Mistake, match=f"undo {cannot.pk} "):
            refused()
    assert links() == {"a": 1, "b": 1, "c": 2}


def test_a_later_decision_is_to_be_undone_first(world: World) -> None:
    world.run("abc", complete(["a b"]))
    merged = merge(world.home, [1, 2], actor=ACTOR, reason="one")
    parted = part(world.home, 1, [end("c")], actor=ACTOR, reason="not that one")
    with pytest.raises(Mistake, match=f"undo {parted.pk} "):
        undo(world.home, merged.pk, actor=ACTOR, reason="two")
    assert links() == {"a": 1, "b": 1, "c": 3}
    undo(world.home, parted.pk, actor=ACTOR, reason="both wrong")
    undo(world.home, merged.pk, actor=ACTOR, reason="both wrong")
    assert (links(), resolved(1, 2, 3)) == ({"a": 1, "b": 1, "c": 2}, [1, 2, 1])


def test_what_can_not_be_is_said(world: World) -> None:
    world.run("ab", {})
    merged = merge(world.home, [1, 2], actor=ACTOR, reason="one")
    undo(world.home, merged.pk, actor=ACTOR, reason="two")
    for wrong in (
        lambda: merge(world.home, [1, 1], actor=ACTOR, reason="one"),
        lambda: merge(world.home, [1, 9], actor=ACTOR, reason="one"),
        lambda: merge(world.home, [1, 2], actor=ACTOR, reason="  "),
        lambda: must_link(world.home, end("a"), end("z"), actor=ACTOR, reason="one"),
        lambda: cannot_link(world.home, end("a"), end("a"), actor=ACTOR, reason="one"),
        lambda: undo(world.home, merged.pk, actor=ACTOR, reason="again"),
        lambda: undo(world.home, 99, actor=ACTOR, reason="none"),
        lambda: undo_merge(world.home, 2, actor=ACTOR, reason="it stands"),
    ):
        with pytest.raises(Mistake):
            wrong()
    assert links() == {"a": 1, "b": 2}
