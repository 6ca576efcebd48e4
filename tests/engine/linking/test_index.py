"""A frozen batch finds the records that batch would compare a record with, and scores them as batch does."""

import math
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.engine.linking.scored import all_normalised, generated, raw, scorer
from visavis.engine.linking import freezing
from visavis.engine.linking.freezing import freeze
from visavis.engine.linking.index import ADDRESSED, HOLDS, NAMES, Index, key_digest
from visavis.engine.linking.scored.scoring import Keys, digest
from visavis.engine.linking.weights.defaults import DEFAULT

MODEL = DEFAULT.for_size(300)


def frozen(folder: Path, records: list[dict[str, object]]) -> Index:
    pq.write_table(all_normalised(records), folder / "input.parquet")
    assert freeze(folder / "input.parquet", MODEL, folder / "index") == len(records)
    return Index(folder / "index")


@pytest.mark.parametrize("at_once", [4_000_000, 400])
def test_it_holds_what_batch_knew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(freezing, "AT_ONCE", at_once)
    records = generated(300, seed=5)
    index = frozen(tmp_path, records)
    rows = all_normalised(records)
    made, of = scorer(rows, MODEL)
    keys = Keys(MODEL)
    blocks: dict[tuple[int, str, str], list[int]] = {}
    for place, row in enumerate(rows.to_pylist()):
        known = index.record(place)
        assert (known.source, known.key, known.row) == (row["source"], row["key"], of[row["rid"]])
        assert index.place_of(row["source"], row["key"]) == place
        for rule, value in keys.of(row):
            blocks.setdefault((rule, row["kind"], value), []).append(place)
    for (rule, kind, value), members in blocks.items():
        number = key_digest(MODEL.keys[rule].name, kind, value)
        listed = members if len(members) <= MODEL.keys[rule].cap else []
        assert index.blocks([number, 12345]) == {number: (len(members), listed)}
    one = of[1]
    assert [index.scorer.weight(one, row) for row in of.values()] == [made.weight(one, row) for row in of.values()]
    assert len(index) == 300


def test_addresses_holders_and_names_lead_to_records(tmp_path: Path) -> None:
    records = [
        raw(1, emails=["contact@a.fr", "Jo@b.fr"], phones=["0612345678"], also_known_as=["crm/9"]),
        raw(2, origin="address", source="email", emails=["jo@B.fr"]),
        *(raw(number, phones=["0298765432"]) for number in range(3, 45)),
    ]
    index = frozen(tmp_path, records)

    def led(name: str, value: str) -> tuple[int, list[int]] | None:
        return index.blocks([digest(name, "", value)]).get(digest(name, "", value))

    assert led(HOLDS, "contact@a.fr") == led(HOLDS, "jo@b.fr") == led(HOLDS, "+33612345678") == (1, [0])
    assert led(ADDRESSED, "jo@b.fr") == (1, [1])
    assert led(NAMES, "crm/9") == (1, [0])
    assert led(HOLDS, "+33298765432") == (42, [])


def test_an_index_of_nobody_finds_nobody(tmp_path: Path) -> None:
    index = frozen(tmp_path, [])
    assert (len(index), index.blocks([1, 2]), index.place_of("s", "k")) == (0, {}, None)


def test_a_value_never_seen_counts_as_the_rarest(tmp_path: Path) -> None:
    records = generated(60, seed=2)
    index = frozen(tmp_path, records)
    pair = [
        index.scorer.row({**all_normalised([raw(n, given_name="Zébulon", family_name="X")]).to_pylist()[0]})
        for n in (1, 2)
    ]
    parts = {part.comparison: part for part in index.scorer.score(pair[0], pair[1]).parts}
    given = sum(1 for row in all_normalised(records)["given"].to_pylist() if row)
    rarest = parts["given"].rarity
    assert rarest == pytest.approx(math.log2(MODEL.comparison("given").levels[1].u * given))  # type: ignore[operator]
