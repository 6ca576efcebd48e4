"""An index with a patch over it answers as one made anew: records that came, changed and went, blocks that opened and closed."""

import random
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.engine.linking.facts import person
from tests.engine.linking.scored import all_normalised, raw
from tests.engine.linking.worlds import REFERENCES, Facts, World, by_key, invented
from visavis.engine.linking import patching
from visavis.engine.linking.bearing import borne_alone
from visavis.engine.linking.freezing import freeze
from visavis.engine.linking.index import ADDRESSED, Index, without_records
from visavis.engine.linking.patching import write_patch
from visavis.engine.linking.scored.scoring import digest
from visavis.engine.linking.weights.defaults import DEFAULT


def told(index: Index) -> tuple[dict[int, tuple[int, list[str]]], list[str]]:
    """All that an index knows: blocks, with the records that it lists, and every record."""
    digests = sorted({int(each) for part in index.blocks_of for each in np.asarray(part.digests).view(np.int64)})
    blocks = {
        each: (size, sorted(repr(index.record(place)) for place in places))
        for each, (size, places) in index.blocks(digests).items()
    }
    here = sorted(repr(index.record(place)) for place in {*range(len(index))} - {*index.stale.tolist()})
    return blocks, here


@pytest.mark.parametrize("seed", [1, 2])
def test_run_after_run_it_is_what_batch_would_freeze(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(patching, "MOST_PATCHED", 9.0)
    chance, world = random.Random(seed), World(tmp_path)
    keys = [f"s/r{number:02d}" for number in range(25)]
    records = {key: invented(key, chance.randrange(999)) for key in chance.sample(keys, 16)}
    world.run(Facts(records))
    for _ in range(2):
        for key in chance.sample(keys, 7):
            if records.pop(key, None) is None or chance.random() < 0.6:
                records[key] = invented(key, chance.randrange(999))
        facts = Facts(records, sorted(chance.sample(REFERENCES, 3)))
        found, _ = world.run(facts)
        assert found == world.batch(facts)
        assert world.former is not None
        assert len(world.former.index.folders) == 2
        place = tmp_path / f"batch{world.runs}"
        assert told(world.former.index) == told(world.frozen(place / "kept", place / "anew", place / "crowds.parquet"))


def test_a_patch_that_has_grown_is_laid_into_a_new_base(tmp_path: Path) -> None:
    world = World(tmp_path)
    everyone = [person(f"s/{number}", "Anne", "Petit", email=f"a{number}@x.fr") for number in range(10, 20)]
    world.run(Facts(by_key(everyone)))
    parts = []
    for number in (20, 21, 22, 23):
        everyone.append(person(f"s/{number}", "Anne", "Petit", email=f"a{number}@x.fr"))
        facts = Facts(by_key(everyone))
        assert world.run(facts)[0] == world.batch(facts)
        assert world.former is not None
        parts.append((len(world.former.index.folders), world.former.index.in_base, len(world.former.index)))
    assert parts == [(2, 10, 11), (2, 10, 12), (2, 10, 13), (1, 14, 14)]


def patched(folder: Path, before: list[dict[str, Any]], now: list[dict[str, Any]], crowds: list[str]) -> Index:
    """The index of `before`, with what changed until `now`: records whose rid is among both stay. `crowds`: e-mail addresses that
    are a crowd's now."""
    folder.mkdir(exist_ok=True)
    tables = [all_normalised(records) for records in (before, now)]
    pq.write_table(tables[0], folder / "input.parquet")
    freeze(folder / "input.parquet", DEFAULT, folder / "base")
    pq.write_table(
        pa.table({"field": ["emails"] * len(crowds), "value": pa.array(crowds, pa.string())}), folder / "c.parquet"
    )
    index = Index(folder / "base")
    with duckdb.connect() as connection:
        for name, table in zip(("before", "now"), tables, strict=True):
            connection.register(f"{name}_rows", table)
        connection.execute(
            "CREATE TABLE before AS SELECT row_number() OVER (ORDER BY rid) - 1 AS place, * FROM before_rows"
        )
        connection.execute("CREATE TABLE gone AS FROM before ANTI JOIN now_rows USING (rid)")
        connection.execute(
            f"CREATE TABLE late AS SELECT row_number() OVER (ORDER BY rid) - 1 + {len(index)} AS place, * FROM now_rows "
            "ANTI JOIN before USING (rid)"
        )
        connection.execute("CREATE TABLE every AS FROM before SEMI JOIN now_rows USING (rid) UNION ALL FROM late")
        write_patch(
            connection,
            DEFAULT,
            index,
            folder / "patch",
            late="late",
            gone="gone",
            every="every",
            crowds=folder / "c.parquet",
        )
    return Index(folder / "base", folder / "patch")


def test_a_block_that_was_far_beyond_its_cap_and_shrinks_lists_all_its_members(tmp_path: Path) -> None:
    crowd = [raw(number, phones=["0298765432"]) for number in range(1, 101)]
    index = patched(tmp_path, crowd, [*crowd[:30], raw(200, phones=["0298765432"])], [])
    number = digest("phone", "person", "+33298765432")
    assert index.blocks([number]) == {number: (31, [*range(30), 100])}


def test_an_address_that_a_crowd_bears_now_is_no_longer_who_bears_it(tmp_path: Path) -> None:
    address = raw(1, origin="address", source="email", key="all@x.fr", emails=["all@x.fr"])
    number = digest(ADDRESSED, "", "all@x.fr")
    assert patched(tmp_path / "one", [address], [address], []).blocks([number]) == {number: (1, [0])}
    assert patched(tmp_path / "other", [address], [address], ["all@x.fr"]).blocks([number]) == {}


def test_who_is_erased_is_forgotten_by_base_and_patch_with_names_that_they_alone_bear(tmp_path: Path) -> None:
    """The second record was called Zébulon, and is still a Zénobe; the third one, too, was a Zénobe and no longer is."""
    said = [
        ("1", "Anne", "Petit"),
        ("2", "Zébulon", "Petit"),
        ("3", "Zénobe", "Roux"),
        ("2", "Zénobe", "Petit"),
        ("3", "Luc", "Roux"),
    ]
    records = [
        raw(rid, key=key, given_name=given, family_name=family) for rid, (key, given, family) in enumerate(said, 1)
    ]
    index = patched(tmp_path, records[:3], [records[0], *records[3:]], [])
    assert [index.record(place).key for place in range(len(index))] == ["1", "2", "3", "2", "3"]

    def marked(names: list[str]) -> set[str]:
        return {name for name in names if name.endswith("/2")}

    assert borne_alone(index.folders, marked) == {"family": [], "given": ["zebulon", "zenobe"]}
    done = [without_records(folder, tmp_path / f"{folder.name}-without", marked) for folder in index.folders]
    known = Index(tmp_path / "base-without", tmp_path / "patch-without")
    assert (done, [known.record(place).key for place in range(5)]) == ([1, 1], ["1", "", "3", "", "3"])
