"""The ledger that works on blocks of people tells and withholds what the plain one does, person by person."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.measuring.plain_ledger import PlainFamily, admits, hold_plainly
from visavis.engine.measuring.anonymity import Told
from visavis.engine.measuring.anonymity_blocks import Block
from visavis.engine.measuring.waves import Family, as_ledger, from_ledger, hold

PEOPLE = [f"p{n}" for n in range(9)]
CELLS = [f"{team}|{channel}" for team in "ABC" for channel in "xy"]
SIDES = [
    {team: [cell for cell in CELLS if cell.startswith(team)] for team in "ABC"},
    {channel: [cell for cell in CELLS if cell.endswith(channel)] for channel in "xy"},
]
COMPANY = st.dictionaries(
    st.sampled_from(CELLS), st.dictionaries(st.sampled_from(PEOPLE), st.integers(1, 2), min_size=3), min_size=1
)
CHANGES = st.lists(
    st.dictionaries(st.tuples(st.sampled_from(CELLS), st.sampled_from(PEOPLE)), st.integers(0, 3), max_size=12),
    max_size=3,
)


@settings(max_examples=40, deadline=None)
@given(COMPANY, CHANGES, st.sampled_from([3, 4, 5]))
def test_waves_are_held_as_the_plain_ledger_holds_them(
    company: dict[str, dict[str, int]], changes: list[dict[tuple[str, str], int]], smallest: int
) -> None:
    """Who comes, goes (0), and whose facts change: of every wave the same groups are told anew, or as they were."""
    family, plain = Family(), PlainFamily()
    for change in [{}, *changes]:
        for (cell, who), n in change.items():
            own = company.setdefault(cell, {})
            own.update({who: n} if n else {})
            if not n:
                own.pop(who, None)
        people = {cell: dict(them) for cell, them in company.items() if them}
        family = from_ledger(as_ledger(family))
        assert hold(family, people, SIDES, smallest=smallest) == hold_plainly(plain, people, SIDES, smallest)
        assert len(family.rows) == len(plain.rows)


BLOCKS = st.lists(st.frozensets(st.sampled_from(PEOPLE), min_size=1, max_size=6), min_size=1, max_size=8)
SUMS = st.lists(st.frozensets(st.integers(0, 7), min_size=1), min_size=1, max_size=7)


@settings(max_examples=60, deadline=None)
@given(BLOCKS, SUMS, st.sampled_from([2, 3, 5]))
def test_blocks_are_admitted_as_their_parts_are(
    people: list[frozenset[str]], sums: list[frozenset[int]], smallest: int
) -> None:
    blocks = [Block(them, place) for place, them in enumerate(people)]
    of_blocks, of_parts, plain = Told(smallest), Told(smallest), []
    for places in sums:
        new = [blocks[place] for place in sorted(places) if place < len(blocks)]
        parts = frozenset(part for block in new for part in block.parts)
        expected = admits(plain, parts, smallest)
        assert of_blocks.admits_blocks(new) is expected
        assert of_parts.admits(parts) is expected
        if expected:
            of_blocks.add_blocks(new)
            of_parts.add(parts)
            plain.append(parts)
