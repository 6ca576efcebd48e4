"""Cells that are told apart more finely between two runs: what was told of the whole cell counts for its pieces."""

from visavis.engine.measuring.retelling import Once, Retold, as_kept, hold_retold, retold_of
from visavis.engine.measuring.waves import Verdict

Cells = dict[str, dict[str, str]]


def people(n: int, start: int = 0, mark: str = "1") -> dict[str, str]:
    return {f"p{each}": mark for each in range(start, start + n)}


def wave(retold: Retold, cells: Cells, sides: list[dict[str, list[str]]], once: Once | None = None) -> Verdict:
    """Hold what is asked, groups being marked by the marks of their cells."""
    groups: Cells = {}
    for side in sides:
        for name, own in side.items():
            marks = groups.setdefault(name, {})
            for cell in own:
                for who, mark in cells.get(cell, {}).items():
                    marks[who] = marks.get(who, "") + mark
    return hold_retold(retold, cells, sides, wholes={"all": list(cells)}, groups=groups, once=once, secret=b"key")


def test_what_was_told_of_a_cell_counts_for_its_pieces() -> None:
    """Nine of the north were told; by product it is eight and one: the one is not told beside the nine."""
    retold = Retold()
    assert wave(retold, {"n": people(9), "s": people(9, 20)}, [{"north": ["n"], "south": ["s"]}]).fresh == {"north", "south"}  # fmt: skip
    retold = retold_of(as_kept(retold))
    assert retold_of(as_kept(retold)) == retold
    cells = {"n": people(3), "n|a": people(6, 3), "s|a": people(9, 20)}
    once = Once({"n": "n", "n|a": "n", "s|a": "s"}, {"n": people(9), "s": people(9, 20)})
    sides = [{"north": ["n", "n|a"], "south": ["s|a"]}, {"north, a": ["n|a"], "south, a": ["s|a"]}]
    found = wave(retold, cells, sides, once)
    assert found.fresh == {"north", "south", "south, a"}, "of the north, three did not do it with a"
    assert not found.stale


def test_nobody_hides_behind_new_names_of_cells() -> None:
    """Everybody's cell has another name in the second run, and one has more facts: the group is not told anew."""
    retold = Retold()
    wave(retold, {"n": people(9), "s": people(9, 20)}, [{"north": ["n"], "south": ["s"]}])
    cells = {"n2": people(9) | {"p0": "2"}, "s2": people(9, 20)}
    assert wave(retold, cells, [{"north": ["n2"], "south": ["s2"]}]) == Verdict(
        frozenset({"south"}), frozenset({"north"})
    )
    five = {"n2": people(9) | people(5, 0, "2"), "s2": people(9, 20)}
    assert wave(retold, five, [{"north": ["n2"], "south": ["s2"]}]).fresh == {"north", "south"}


def test_what_stands_for_one_stands_for_others_of_its_side_with_the_same_facts() -> None:
    retold = Retold()
    wave(retold, {"n": people(9), "s": people(9, 20)}, [{"north": ["n"], "south": ["s"]}])
    sides = [{"north": ["n"], "south": ["s"], "north again": ["n"]}]
    found = wave(retold, {"n": people(9) | {"p0": "2"}, "s": people(9, 20)}, sides)
    assert found == Verdict(frozenset({"south"}), frozenset({"north"}))
