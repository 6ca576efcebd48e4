"""The normalised input as it is kept, a base and what came over it: the rows that batch would write, on every engine."""

from pathlib import Path

import duckdb
import pytest

from tests.engine.linking.facts import person
from tests.engine.linking.worlds import Facts, World, by_key
from visavis.engine.linking import patching
from visavis.engine.linking.given import input_of, show_input
from visavis.engine.linking.kept import file_of
from visavis.engine.steps import Runner

FIRST = [person(f"s/{name}", "Anne", "Petit", email=f"{name}@x.fr") for name in "bdfh"]
THEN = [*FIRST[1:], person("s/a", "Paul", "Petit"), person("s/g", "Paul", "Moreau")]
LAST = [*THEN[:1], person("s/f", "Anne", "Grand"), *THEN[2:]]


def told(rows: list[dict[str, object]]) -> list[tuple[object, ...]]:
    return sorted(tuple(repr(row[name]) for name in ("source", "key", "given", "family", "emails")) for row in rows)


def test_what_is_laid_over_stands_for_what_it_replaced(
    tmp_path: Path, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patching, "MOST_PATCHED", 9.0)
    world = World(tmp_path)
    for records in (FIRST, THEN, LAST):
        world.run(Facts(by_key(records)))
    assert world.former is not None
    kept = world.former.kept
    assert sorted(file.name for file in file_of(kept, "input").iterdir()) == ["base-1.parquet", "later.parquet"]
    show_input(runner, kept)
    shown = told(runner.rows("SELECT source, key, given, family, emails FROM linking_input"))
    whole = World(tmp_path / "whole")
    whole.run(Facts(by_key(LAST)))
    assert whole.former is not None
    with duckdb.connect() as connection:
        asked = connection.sql(f"FROM {input_of(kept)} AS i").to_arrow_table().to_pylist()
        every = connection.sql(f"FROM {input_of(whole.former.kept)} AS i").to_arrow_table().to_pylist()
    assert [row[1] for row in shown] == [f"'{name}'" for name in "adfgh"]
    assert shown == told(asked) == told(every)


def test_what_outgrew_its_base_is_written_whole(tmp_path: Path) -> None:
    world = World(tmp_path)
    for records in (FIRST, THEN):
        world.run(Facts(by_key(records)))
    assert world.former is not None
    assert file_of(world.former.kept, "input").is_file()
    assert not file_of(world.former.kept, "stale").exists()
