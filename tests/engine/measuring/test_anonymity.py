"""An attacker who holds every table that was ever told can't isolate fewer than five people."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from visavis.engine.measuring.anonymity import Cell, Told, groups_told, tellable
from visavis.engine.measuring.anonymity_blocks import Part
from visavis.engine.measuring.waves import WHOLE, Family, Verdict, as_ledger, from_ledger, hold


def isolated(cells: Sequence[frozenset[Part]], exempt: Sequence[frozenset[Part]] = ()) -> frozenset[str] | None:
    """Four people (fewer among them) on whom a combination of the cells rests that is none of `exempt` alone.

    Vectors that a set of people carries: rank of all, less the rank of what is left without their columns. By singular values:
    nothing is shared with the code that is tested.
    """
    parts = {part for cell in (*cells, *exempt) for part in cell}
    kinds: dict[tuple[bool, ...], set[str]] = {}
    for part in parts:
        kinds.setdefault(tuple(part in cell for cell in (*cells, *exempt)), set()).add(part[0])
    every = np.array(list(kinds), dtype=float).T.reshape(len(cells) + len(exempt), len(kinds))
    people = {who for who, _ in parts}

    def carried(rows: np.ndarray, them: frozenset[str]) -> int:
        others = [place for place, behind in enumerate(kinds.values()) if not behind <= them]
        return int(np.linalg.matrix_rank(rows)) - int(np.linalg.matrix_rank(rows[:, others]) if others else 0)

    if not kinds:
        return None
    for them in map(frozenset, combinations(sorted(people), min(4, len(people)))):
        if carried(every, them) > (carried(every[len(cells) :], them) if exempt else 0):
            return them
    return None


PEOPLE = [f"p{n}" for n in range(12)]
FACTS = st.sets(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from("AB"), st.sampled_from("xyz"), st.sampled_from("12")),
    min_size=12,
    max_size=40,
)


def filtered(facts: set[tuple[str, str, str, str]]) -> list[Cell]:
    """Every filter by team, segment and month, alone and two at a time, after the whole."""
    parts = {fact: (fact[0], fact[1:]) for fact in facts}
    cells = [Cell(("all",), frozenset(parts.values()))]
    for fields in ((1,), (2,), (3,), (1, 2), (1, 3)):
        values: dict[tuple[str, ...], set[Part]] = {}
        for fact, part in parts.items():
            values.setdefault(tuple(fact[n] for n in fields), set()).add(part)
        by_size = sorted(values.items(), key=lambda each: (-len(each[1]), each[0]))
        cells += [Cell((*fields, *name), frozenset(found)) for name, found in by_size]
    return cells


@settings(max_examples=30, deadline=None)
@given(FACTS)
def test_no_combination_of_filters_rests_on_one_to_four_people(facts: set[tuple[str, str, str, str]]) -> None:
    told = tellable(filtered(facts))
    assert isolated([cell.parts for cell in told]) is None


@settings(max_examples=30, deadline=None)
@given(FACTS)
def test_nothing_is_withheld_that_could_be_told(facts: set[tuple[str, str, str, str]]) -> None:
    cells = filtered(facts)
    told = tellable(cells)
    for place, cell in enumerate(cells):
        if cell not in told:
            before = [each.parts for each in told if cells.index(each) < place]
            assert isolated([*before, cell.parts]) is not None


@settings(max_examples=10, deadline=None)
@given(FACTS, st.randoms(use_true_random=False))
def test_knowing_that_counts_are_not_negative_gives_no_exact_number(
    facts: set[tuple[str, str, str, str]], random: "np.random.Generator"
) -> None:
    told = [cell.parts for cell in tellable(filtered(facts)) if cell.parts]
    parts = sorted({part for cell in told for part in cell}, key=repr)
    if not told:
        return
    matrix = np.array([[part in cell for part in parts] for cell in told], dtype=float)
    counts = np.array([1 + hash((part, 7)) % 4 for part in parts], dtype=float)
    for them in {frozenset([who]) for who, _ in parts}:
        inside = np.array([part[0] in them for part in parts], dtype=float)
        low, high = (
            sign * linprog(sign * inside, A_eq=matrix, b_eq=matrix @ counts, bounds=(0, None)).fun for sign in (1, -1)
        )
        assert high - low > 1e-6


Wave = dict[str, dict[str, int]]
Sides = list[dict[str, list[str]]]


def told_in_waves(
    waves: Sequence[Wave], sides: Sequence[Sides] | None = None
) -> tuple[list[frozenset[Part]], list[frozenset[Part]]]:
    """Sums that stand in tables after all waves, those of groups and those of the whole, over parts made here anew: a person's
    facts in a cell, as they stand there when told."""
    family, states = Family(), dict[tuple[str, str], list[int]]()
    groups, wholes = list[frozenset[Part]](), list[frozenset[Part]]()
    for place, people in enumerate(waves):
        parts: dict[str, set[Part]] = {cell: set() for cell in people}
        for cell, them in people.items():
            for who, n in them.items():
                known = states.setdefault((cell, who), [])
                if not known or known[-1] != n:
                    known.append(n)
                parts[cell].add((who, (cell, len(known))))
        for cell, who in states.keys() - {(cell, who) for cell, them in people.items() for who in them}:
            states[cell, who].append(-1)  # whoever comes back has other facts, as far as anybody knows
        family = from_ledger(as_ledger(family))
        cut = sides[place] if sides else [{cell: [cell] for cell in people}]
        verdict = hold(family, people, sides[place] if sides else None, secret=b"key")
        wholes.append(frozenset(part for them in parts.values() for part in them))
        assume(isolated(groups, wholes) is None)  # what the whole tells, whoever is left in it, no group can take back
        inside = {name: cells for side in cut for name, cells in side.items()}
        groups += [frozenset(part for cell in inside[name] for part in parts[cell]) for name in verdict.fresh]
    return groups, wholes


WAVE = st.dictionaries(
    st.sampled_from(["A", "B", "C", ""]),
    st.dictionaries(st.sampled_from(PEOPLE), st.integers(1, 2), max_size=9),
    max_size=4,
)


@settings(max_examples=30, deadline=None)
@given(st.lists(WAVE, min_size=1, max_size=3))
def test_no_combination_of_waves_rests_on_one_to_four_people(waves: list[dict[str, dict[str, int]]]) -> None:
    groups, wholes = told_in_waves(waves)
    assert isolated(groups, wholes) is None


CUT = st.dictionaries(
    st.tuples(st.sampled_from("AB"), st.sampled_from("xy")),
    st.dictionaries(st.sampled_from(PEOPLE), st.integers(1, 2), max_size=9),
    max_size=4,
)


@settings(max_examples=30, deadline=None)
@given(st.lists(CUT, min_size=1, max_size=3))
def test_no_combination_of_teams_and_channels_over_waves_rests_on_one_to_four_people(
    waves: list[dict[tuple[str, str], dict[str, int]]],
) -> None:
    sides: list[Sides] = []
    for cells in waves:
        cut: Sides = [{}, {}]
        for cell in cells:
            for side, name in zip(cut, cell, strict=True):
                side.setdefault(name, []).append("|".join(cell))
        sides.append(cut)
    groups, wholes = told_in_waves([{"|".join(cell): them for cell, them in each.items()} for each in waves], sides)
    assert isolated(groups, wholes) is None


def test_whoever_stays_behind_alone_is_not_told_of() -> None:
    family = Family()
    assert hold(family, {"A": people(6), "B": people(9, 20)}).fresh == {"A", "B"}
    assert hold(family, {"A": people(1), "B": people(9, 20)}) == Verdict(frozenset("B"), frozenset("A"))


def test_a_channel_is_held_against_the_teams_in_it() -> None:
    cells = {"A|mail": people(6), "B|mail": people(3, 20), "B|phone": people(9, 20)}
    teams, channels = (
        {"A": ["A|mail"], "B": ["B|mail", "B|phone"]},
        {"mail": ["A|mail", "B|mail"], "phone": ["B|phone"]},
    )
    assert hold(Family(), cells, [teams, channels]).fresh == {"A", "B"}, "mail less A is three people"
    assert hold(Family(), cells, [channels, teams]).fresh == {"phone", "mail"}


def test_ledgers_of_the_former_form_are_read() -> None:
    family = Family()
    hold(family, {"A": people(6), "B": people(7, 20)})
    former = as_ledger(family)
    del former["inside"]
    former["came"] = {cell: [[wave, who] for wave, who, _ in waves] for cell, waves in former["came"].items()}
    assert from_ledger(former) == family


def people(n: int, start: int = 0) -> dict[str, int]:
    return {f"p{each}": 1 for each in range(start, start + n)}


def test_a_group_of_four_hides_with_another() -> None:
    assert groups_told({"A": people(9), "B": people(6, 10), "C": people(4, 20)}) == {"A"}
    assert groups_told({"A": people(9), "B": people(6, 10)}) == {"A", "B"}
    assert groups_told({"A": people(9), "B": people(3, 10), "C": people(3, 20)}) == {"A"}
    assert groups_told({"A": people(9)}) == {"A"}
    assert groups_told({"A": people(4)}) == set()
    assert groups_told({}) == set()
    assert groups_told({"A": people(9), "B": people(7, 20)}, smallest=8) == set()


def test_what_two_filters_leave_together_is_refused() -> None:
    everybody = frozenset((who, "all") for who in people(10))
    told = Told()
    told.add(everybody)
    assert told.admits(frozenset(part for part in everybody if part[0] not in {"p0", "p1"})) is False
    assert told.admits(frozenset(part for part in everybody if part[0] in people(5)))


def test_of_a_team_that_one_person_joined_the_former_figure_stands() -> None:
    family = Family()
    assert hold(family, {"A": people(6), "B": people(8, 20)}).fresh == {"A", "B"}
    for wave in (7, 10):
        joined = hold(family, {"A": people(wave), "B": people(8, 20)})
        assert joined == Verdict(frozenset("B"), frozenset("A")), "those who joined would be told of apart"
    assert hold(family, {"A": people(11), "B": people(8, 20)}).fresh == {"A", "B"}


def test_what_changes_in_one_team_is_not_told_by_the_others() -> None:
    family = Family()
    assert hold(family, {"A": people(6), "B": people(8, 20)}).fresh == {"A", "B"}
    more = dict.fromkeys(people(8, 20), 2)
    found = hold(family, {"A": people(6) | {"p0": 2}, "B": more})
    assert found == Verdict(frozenset(), frozenset("AB")), "what moved in all, less B, would tell of one in A"


def test_the_ledger_names_nobody_and_no_team() -> None:
    family = Family()
    hold(family, {"Logistique": {"p-0011": 3, **people(6)}}, secret=b"of this home")
    written = str(as_ledger(family))
    assert "Logistique" not in written
    assert "p-0011" not in written
    assert from_ledger(as_ledger(family)) == family
    assert WHOLE in written


def test_old_waves_are_forgotten_once_all_is_told_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("visavis.engine.measuring.waves.MOST_ROWS", 6)
    family = Family()
    for wave in range(12):
        marks = dict.fromkeys(people(6), wave)
        assert hold(family, {"A": marks, "B": people(8, 20), "C": people(2, 40), "D": people(3, 50)}).fresh == {
            "A",
            "B",
        }
    assert len(family.rows) <= 9
    grown = {"A": people(6), "B": people(8, 20), "C": people(6, 40), "D": people(9, 50)}
    assert not hold(family, grown).fresh & {"C", "D"}, "they were hidden when earlier waves were forgotten"
