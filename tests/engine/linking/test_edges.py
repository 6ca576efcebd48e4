"""Edges read back out of their file, and the strongest path between two records."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visavis.engine.linking.scored import edges as reading
from visavis.engine.linking.scored.edges import (
    Edge,
    edges_among,
    ends_of,
    path_between,
    spanning,
    strongest_first,
    with_evidence,
)


def edge(left: str, right: str, probability: float, weight: float | None = 1.0) -> Edge:
    ends = {"source_l": "s", "key_l": left, "source_r": "s", "key_r": right}
    return {**ends, "probability": probability, "weight": weight, "rule": "email", "evidence": "[]", "model": "m"}


def write(file: Path, order: str) -> None:
    """6,000 edges of three sources in groups of 2,048, keys of other lengths among them."""
    duckdb.sql(
        f"COPY (SELECT CASE WHEN i < 2500 THEN 'crm' WHEN i < 5000 THEN 'shop' ELSE 'é' END AS source_l, 'k' || i AS key_l, "
        "CASE WHEN i < 5000 THEN 'shop' ELSE 'é' END AS source_r, 'k' || (i + 1) AS key_r, CAST(i % 7 AS DOUBLE) AS weight, 0.5 + i / 20000 AS probability, "
        f"'email' AS rule, '[' || i || ']' AS evidence, 'm' || i % 2 AS model FROM range(6000) AS r(i) ORDER BY {order}) "
        f"TO '{file}' (FORMAT parquet, ROW_GROUP_SIZE 2048)"
    )


@pytest.mark.parametrize("order", ["source_l, key_l", "hash(i)"])
@pytest.mark.parametrize("mixed", [reading.MOST_MIXED, 0])
@pytest.mark.parametrize("known", [reading.MOST_KNOWN, 0])
def test_only_the_edges_among_the_records_asked_for_are_read_whatever_their_order(
    order: str, mixed: int, known: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "edges.parquet"
    monkeypatch.setattr(reading, "MOST_MIXED", mixed)
    monkeypatch.setattr(reading, "MOST_KNOWN", known)
    write(file, order)
    for number in (0, 2499, 2500, 4999, 5999):
        source = "crm" if number < 2500 else "shop" if number < 5000 else "é"
        other = "shop" if number < 5000 else "é"
        ends = {(source, f"k{number}"), (other, f"k{number + 1}"), ("crm", "nobody"), ("é", "zoé")}
        found = edges_among([(file, None)], ends)
        assert [(ends_of(each), each["rule"]) for each in found] == [
            (((source, f"k{number}"), (other, f"k{number + 1}")), "email")
        ]
        assert [(each["evidence"], each["model"], "stands" in each) for each in with_evidence(found)] == [
            (f"[{number}]", f"m{number % 2}", False)
        ]
    assert edges_among([(file, None)], {("crm", "k1"), ("crm", "k2")}) == []
    assert edges_among([(file, None)], set()) == []


@pytest.mark.parametrize("order", ["source_l, key_l", "hash(i)"])
def test_edges_that_count_no_longer_are_not_told(order: str, tmp_path: Path) -> None:
    file, stale = tmp_path / "edges.parquet", tmp_path / "stale.parquet"
    write(file, order)
    gone = {f"k{number}" for number in (5000, 5001, 5500, 5997)}
    duckdb.sql(
        f"COPY (SELECT file_row_number AS place FROM read_parquet('{file}', file_row_number = true) "
        f"WHERE key_l IN ({str(sorted(gone))[1:-1]})) TO '{stale}' (FORMAT parquet)"
    )
    ends = {("é", f"k{number}") for number in range(5000, 5999)}
    found = edges_among([(file, stale)], ends)
    assert {each["key_l"] for each in found} == {f"k{number}" for number in range(5000, 5998)} - gone
    assert [each["evidence"] for each in with_evidence(found[:5])] == [f"[{each['key_l'][1:]}]" for each in found[:5]]


@pytest.mark.parametrize("known", [True, False])
def test_of_a_file_of_few_edges_nothing_is_read_for_records_that_have_none_there(
    known: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, read = tmp_path / "edges.parquet", []
    monkeypatch.setattr(reading, "MOST_KNOWN", 6_000 if known else 5_999)
    write(file, "source_l, key_l")
    places = reading._Opened._places

    def counted(self: Any, *asked: Any) -> Any:
        read.append(asked)
        return places(self, *asked)

    monkeypatch.setattr(reading._Opened, "_places", counted)
    assert edges_among([(file, None)], {("crm", "k10a"), ("shop", "k2600a"), ("é", "zoé")}) == []
    assert len(read) == (0 if known else 1)
    assert len(edges_among([(file, None)], {("crm", "k10"), ("shop", "k11")})) == 1


def test_evidence_is_read_of_the_edges_that_are_told_in_the_order_told(tmp_path: Path) -> None:
    file, other = tmp_path / "edges.parquet", tmp_path / "more.parquet"
    write(file, "source_l, key_l")
    write(other, "hash(i)")
    ends = {("é", f"k{number}") for number in range(5000, 5999)}
    found = edges_among([(file, None), (other, None)], ends)
    assert len(found) == 2 * 998
    chosen = [found[900], edge("a", "b", 0.9), found[3], found[1500], found[3]]
    told = with_evidence(chosen)
    assert [each["evidence"] for each in told] == [
        f"[{each['key_l'][1:]}]" if each["source_l"] == "é" else "[]" for each in chosen
    ]
    assert [ends_of(each) for each in told] == [ends_of(each) for each in chosen]
    assert with_evidence([]) == []


def test_certain_edges_come_first_then_the_strongest_then_by_their_records() -> None:
    edges = [edge("b", "c", 0.9), edge("a", "c", 0.9), edge("a", "b", 0.95), edge("c", "d", 1.0, None)]
    assert [each["key_l"] + each["key_r"] for each in strongest_first(edges)] == ["cd", "ab", "ac", "bc"]


EDGES = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.sampled_from([0.5, 0.6, 0.7, 0.9, 0.99])),
    max_size=14,
).map(lambda rows: strongest_first(edge(min(a, b), max(a, b), p) for a, b, p in rows if a != b))


def connected(edges: list[Edge], one: str, other: str) -> bool:
    reached, grew = {one}, True
    while grew:
        near = {key for each in edges for key in (each["key_l"], each["key_r"]) if {each["key_l"], each["key_r"]} & reached}  # fmt: skip
        grew = not near <= reached
        reached |= near
    return other in reached


@given(edges=EDGES)
@settings(max_examples=200)
def test_no_path_has_a_stronger_weakest_edge(edges: list[Edge]) -> None:
    path = path_between(edges, ("s", "a"), ("s", "b"))
    if path is None:
        assert not connected(edges, "a", "b")
        return
    weakest = min(each["probability"] for each in path)
    assert not connected([each for each in edges if each["probability"] > weakest], "a", "b")
    steps = [set(ends_of(each)) for each in path]
    assert ("s", "a") in steps[0]
    assert ("s", "b") in steps[-1]
    assert all(len(one & next_) == 1 for one, next_ in pairwise(steps))
    assert all(each in spanning(edges) for each in path)


def test_a_record_and_itself_need_no_edge() -> None:
    assert path_between([], ("s", "a"), ("s", "a")) == []
