"""Records that come, change and go, run after run: the same edges and clusters as all at once, by the same model."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.linking.facts import person
from tests.engine.linking.worlds import REFERENCES, Facts, World, by_key, invented
from visavis.engine.linking.clusters.decided import Decided
from visavis.engine.linking.gathering import TooMuch
from visavis.engine.linking.incremental import Unchanged
from visavis.engine.linking.link import Linked
from visavis.engine.linking.weights.defaults import DEFAULT

_keys = st.integers(0, 24).map(lambda number: f"s/r{number:02d}")
_changes = st.dictionaries(_keys, st.none() | st.integers(0, 999), max_size=10)
"""What became of records: gone, or as `invented` by that seed."""
_pairs = st.lists(st.tuples(_keys, _keys).filter(lambda pair: pair[0] != pair[1]), max_size=2)
_turns = st.tuples(_changes, st.sets(st.sampled_from(REFERENCES)), _pairs, _pairs)


@settings(max_examples=5, deadline=None)
@given(
    first=st.dictionaries(_keys, st.integers(0, 999), min_size=12, max_size=20),
    turns=st.lists(_turns, min_size=2, max_size=3),
)
def test_any_arrivals_changes_and_departures_give_what_batch_gives(first, turns) -> None:  # type: ignore[no-untyped-def]
    with TemporaryDirectory() as folder:
        world = World(Path(folder))
        records = {key: invented(key, seed) for key, seed in first.items()}
        world.run(Facts(records))
        for changes, references, together, apart in turns:
            for key, seed in changes.items():
                if seed is None:
                    records.pop(key, None)
                else:
                    records[key] = invented(key, seed)
            facts = Facts(records, sorted(references), Decided(_ends(together), _ends(apart)))
            found, _ = world.run(facts)
        assert found == world.batch(facts)


def _ends(pairs: list[tuple[str, str]]) -> tuple[tuple[tuple[str, str], tuple[str, str]], ...]:
    return tuple(((one[:1], one[2:]), (other[:1], other[2:])) for one, other in pairs)


def test_edges_of_a_block_go_when_it_grows_beyond_its_cap_and_come_back_when_it_shrinks(tmp_path: Path) -> None:
    """The cap on shared mailboxes is 3 here: with a fourth record nobody is compared by it any more."""
    world = World(tmp_path)
    three = [person(f"s/{n}", "Anne", f"Family{n}", email="anne@x.fr") for n in "abc"]
    facts = [Facts(by_key(records)) for records in (three, [*three, person("s/d", "Anne", "Other", email="anne@x.fr")])]
    seen = []
    for now in (facts[0], facts[1], facts[0]):
        (edges, clusters), _ = world.run(now)
        assert (edges, clusters) == world.batch(now)
        seen.append([(row["key_l"], row["key_r"], row["rule"]) for row in edges])
    assert seen == [[("a", "b", "email"), ("a", "c", "email"), ("b", "c", "email")], [], seen[0]]


def test_where_nothing_changed_nothing_is_written(tmp_path: Path) -> None:
    world = World(tmp_path)
    records = by_key(
        [person("s/a", "Anne", "Petit", email="anne@x.fr"), person("s/b", "Anne", "Petit", email="anne@x.fr")]
    )
    apart = Decided(apart=((("s", "a"), ("s", "b")),))
    world.run(Facts(records))
    assert world.run(Facts(records))[1] == Unchanged()
    (_, clusters), done = world.run(Facts(records, decided=apart))
    assert isinstance(done, Linked)
    assert len({row["cluster"] for row in clusters}) == 2
    assert world.run(Facts(records, decided=apart))[1] == Unchanged()
    (_, clusters), done = world.run(Facts(records, ["record/calls/1"], apart))
    assert isinstance(done, Linked)
    assert (done.looked_at, [row["source"] for row in clusters]) == (1, ["calls", "s", "s"])
    assert world.run(Facts(records, ["record/calls/1"]))[0] == world.batch(Facts(records, ["record/calls/1"]))


def test_where_much_changed_batch_is_asked_for(tmp_path: Path) -> None:
    world = World(tmp_path, model=DEFAULT)
    world.run(Facts(by_key([person("s/a", "Anne", "Petit")])))
    world.most = 0.25
    with pytest.raises(TooMuch):
        world.run(Facts(by_key([person("s/a", "Anne", "Petit"), person("s/b", "Paul", "Petit")])))
