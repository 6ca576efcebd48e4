"""What a deal of people into five hands proves, in families too large for a search among sets of people."""

import pytest

from visavis.engine.measuring.anonymity import Told
from visavis.engine.measuring.anonymity_blocks import Block, Part
from visavis.engine.measuring.hands import Deal, dealt, follows

PEOPLE, MONTHS, TEAMS = 64, 8, 8
LEFT_OUT = {("p0", 3), ("p8", 3), ("p16", 3)}
"""Three of team 0, with something in a month that a sum does not count."""


def parts(team: int | None = None, month: int | None = None) -> frozenset[Part]:
    """Eight people a team, of whom three wrote in the first month, all in the others."""
    return frozenset(
        (f"p{n}", at)
        for n in range(PEOPLE)
        for at in range(MONTHS)
        if (team is None or n % TEAMS == team) and month in (None, at) and (at or n < 3 * TEAMS)
    )


SINGLES = {part: Block(frozenset([part[0]]), part[1]) for part in parts()}


def blocks(of: frozenset[Part]) -> list[Block]:
    """A block for each part."""
    return [SINGLES[part] for part in sorted(of)]


def family() -> Told:
    """All, every month, and every team but the first over all time: that one follows."""
    told = Told(homes={f"p{n}": str(n % TEAMS) for n in range(PEOPLE)})
    for cell in (parts(), *(parts(month=month) for month in range(MONTHS)), *(parts(team) for team in range(1, TEAMS))):
        assert told.admits(cell)
        told.add(cell)
    return told


def test_all_is_told_but_what_leaves_three_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """A team over all time, less all months that are told, would be the three who wrote in the first."""
    monkeypatch.setattr("visavis.engine.measuring.anonymity.MOST_KINDS", 0)  # nothing is searched, all must be proved
    told, found = family(), set[tuple[int, int]]()
    assert told.admits(parts(0)), "it follows from the others"
    for team in range(TEAMS):
        for month in range(MONTHS):
            if told.admits(parts(team, month)):
                told.add(parts(team, month))
                found.add((team, month))
    assert found == {(team, month) for team in range(TEAMS) for month in range(1, MONTHS - 1)}
    assert not told.admits(parts(0, 3) - LEFT_OUT)


def test_what_follows_is_told_in_whole_numbers() -> None:
    rows = [blocks(parts()), *(blocks(parts(team)) for team in range(1, TEAMS))]
    assert follows(rows, blocks(parts(0)), Deal(0, 1))
    assert not follows(rows, blocks(parts(0) - LEFT_OUT), Deal(0, 1))
    assert not follows([], blocks(parts(0)), Deal(0, 1))


def test_five_hands_prove_nothing_of_a_sum_that_isolates() -> None:
    homes = {f"p{n}": str(n % TEAMS) for n in range(PEOPLE)}
    rows = [blocks(parts(0))]
    for number in range(6):
        assert not dealt(number, 5, homes).proves(rows, blocks(parts(0) - LEFT_OUT))
    assert dealt(0, 5, homes).proves(rows, blocks(parts(0, 3)))
