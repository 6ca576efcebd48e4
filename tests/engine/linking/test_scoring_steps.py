"""The model as SQL steps: on DuckDB and on Spark every pair weighs what it weighs in this process, frequencies frozen or not."""

import math
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.linking.scored import all_normalised, frequencies, generated, scorer
from visavis.engine.linking.comparable.normalise import COLUMNS
from visavis.engine.linking.scored.evidence import make_edges
from visavis.engine.linking.scored.hoisting import hoisted, quickly
from visavis.engine.linking.scored.patterns import levels_of, pattern_columns, pattern_table, places_of, refined
from visavis.engine.linking.scored.scoring import Scorer
from visavis.engine.linking.scored.scoring_steps import level_steps, weight_steps
from visavis.engine.linking.weights.defaults import DEFAULT
from visavis.engine.linking.weights.frequencies import (
    count_frequencies,
    frequency_steps,
    read_frequencies,
    write_frequencies,
)
from visavis.engine.linking.weights.model import Comparison, Level
from visavis.engine.steps import Piece, Runner, step

MODEL = DEFAULT.for_size(5_000)
ALL_PAIRS = (
    "SELECT l.rid AS rid_l, r.rid AS rid_r, 0 AS rule FROM linking_input AS l JOIN linking_input AS r ON l.rid < r.rid"
)


def test_every_engine_gives_the_same_weights(runner: Runner, tmp_path: Path) -> None:
    rows = all_normalised(generated(40, seed=3))
    pq.write_table(rows, tmp_path / "input.parquet")
    runner.show("linking_input", [Piece((tmp_path / "input.parquet",), COLUMNS)], COLUMNS)
    runner.run([*frequency_steps(MODEL), step("linking_pairs", ALL_PAIRS), *level_steps(MODEL)])
    found = runner.rows("SELECT DISTINCT pattern FROM linking_levels")
    table = pattern_table(MODEL, np.array(sorted(row["pattern"] for row in found)))
    pq.write_table(table, tmp_path / "patterns.parquet")
    columns = pattern_columns(MODEL)
    assert table.column_names == [name for name, _ in columns]
    runner.show("linking_patterns", [Piece((tmp_path / "patterns.parquet",), columns)], columns)
    runner.run(weight_steps(MODEL))
    weights = runner.rows("SELECT rid_l, rid_r, weight FROM linking_weights")
    assert len(weights) == 40 * 39 // 2
    made, of = scorer(rows, MODEL)
    for row in weights:
        assert math.isclose(row["weight"], made.weight(of[row["rid_l"]], of[row["rid_r"]]), abs_tol=1e-6), row


def test_frozen_frequencies_give_few_pairs_and_new_records_the_same_weights(tmp_path: Path) -> None:
    """Frequencies counted among all, written, read where only some records are, and some that were never counted."""
    rows = all_normalised(generated(80, seed=4))
    counted, later = rows.slice(0, 60), rows.slice(50)
    with duckdb.connect() as connection:
        connection.register("linking_input", counted)
        count_frequencies(connection, MODEL)
        write_frequencies(connection, MODEL, tmp_path / "frozen")
        known = {
            column: dict(connection.execute(f"SELECT value, share FROM linking_tf_{column}").fetchall())
            for column in ("given", "family")
        }
    assert known == frequencies(counted)
    scored = Scorer(MODEL, known, unseen={column: min(shares.values()) for column, shares in known.items()})
    of = {row["rid"]: scored.row(row) for row in later.to_pylist()}
    with duckdb.connect() as connection:
        connection.register("linking_input", later)
        read_frequencies(connection, MODEL, tmp_path / "frozen")
        connection.execute(f"CREATE TABLE linking_pairs AS {ALL_PAIRS} AND l.rid % 3 = 0")
        make_edges(connection, MODEL, least=0.0)
        edges = connection.execute("SELECT rid_l, rid_r, weight, evidence FROM linking_edges").fetchall()
        pairs = connection.execute("SELECT count(*) FROM linking_pairs").fetchall()[0][0]
    assert len(edges) == pairs == sum(30 - place - 1 for place, rid in enumerate(sorted(of)) if rid % 3 == 0)
    assert not set(later["given"].to_pylist()) <= {None, *known["given"]}
    for left, right, weight, evidence in edges:
        score = scored.score(of[left], of[right])
        assert math.isclose(weight, score.weight, abs_tol=1e-6)
        assert evidence == score.evidence()


def test_a_model_that_only_weighs_by_level_needs_no_frequencies() -> None:
    model = replace(MODEL, comparisons=(MODEL.comparison("email"), MODEL.comparison("phone")))
    rows = all_normalised(generated(30))
    with duckdb.connect() as connection:
        connection.register("linking_input", rows)
        connection.execute("CREATE TABLE linking_pairs AS SELECT 1 AS rid_l, 2 AS rid_r, 0 AS rule")
        make_edges(connection, model, least=0.0)
        found = connection.execute("SELECT weight FROM linking_edges").fetchall()
    made, of = scorer(rows, model)
    assert found == [(pytest.approx(made.weight(of[1], of[2])),)]


def test_no_pairs_make_no_edges() -> None:
    with duckdb.connect() as connection:
        connection.register("linking_input", all_normalised(generated(3)))
        connection.execute("CREATE TABLE linking_pairs (rid_l BIGINT, rid_r BIGINT, rule INTEGER)")
        count_frequencies(connection, MODEL)
        make_edges(connection, MODEL, least=0.0)
        assert connection.execute("FROM linking_edges UNION ALL BY NAME FROM linking_foes").fetchall() == []


@given(st.tuples(*(st.integers(0, len(each.levels) - 1) for each in MODEL.comparisons)))
@settings(max_examples=50)
def test_a_pattern_holds_the_level_of_every_comparison(levels: tuple[int, ...]) -> None:
    pattern = sum(level * place for level, place in zip(levels, places_of(MODEL), strict=True))
    found = levels_of(MODEL, np.array([pattern], dtype=np.int64))
    assert tuple(int(found[each.name][0]) for each in MODEL.comparisons) == levels


def test_a_comparison_counts_the_frequencies_of_one_column_at_most() -> None:
    assert refined(MODEL) == {"given": "given", "household": "family", "family": "family"}
    two = Comparison("two", (Level("one", "a_l = a_r", 0.5, 0.5, "a"), Level("other", "ELSE", 0.5, 0.5, "b")))
    with pytest.raises(ValueError, match="two counts the frequencies of a and b"):
        refined(replace(MODEL, comparisons=(two,)))


words = st.one_of(st.none(), st.text(alphabet="abé中", max_size=6))


@given(st.lists(st.tuples(words, words), min_size=30, max_size=80))
@settings(max_examples=15)
def test_what_is_told_sooner_is_told_alike(pairs: list[tuple[str | None, str | None]]) -> None:
    condition = "damerau_levenshtein(a_l, a_r) <= 1 OR damerau_levenshtein(a_l, a_r) <= 2 AND length(a_l) > 3"
    assert (quickly(condition).count("strlen"), quickly(condition).count("hamming")) == (6, 2)
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE pairs (a_l VARCHAR, a_r VARCHAR)")
        connection.executemany("INSERT INTO pairs VALUES (?, ?)", pairs)
        different = (
            f"FROM pairs WHERE ({condition}) IS DISTINCT FROM ({quickly(condition)}) AND ({condition}) IS NOT NULL"
        )
        assert connection.execute(different).fetchall() == []


def test_what_several_levels_ask_is_asked_once() -> None:
    one = Level("both", "(a_l = a_r OR b_l = b_r) AND c_l = c_r", 0.5, 0.5)
    other = Level("either", "((a_l = a_r OR b_l = b_r) OR d_l = d_r)", 0.5, 0.5)
    model = replace(MODEL, comparisons=(Comparison("any", (one, other, Level("none", "ELSE", 0.5, 0.5))),))
    asked, written = hoisted(model)
    assert asked == {"asked_0": "(a_l = a_r OR b_l = b_r)"}
    assert written == {one.condition: "asked_0 AND c_l = c_r", other.condition: "(asked_0 OR d_l = d_r)"}


def test_what_is_dear_is_not_asked_alone_where_something_quick_decides_first() -> None:
    quick, dear = "(a_l = a_r AND b_l <> b_r)", "damerau_levenshtein(c_l, c_r) <= 2"
    levels = (
        Level("one", f"({quick} AND {dear})", 0.5, 0.5),
        Level("two", f"d_l = d_r AND ({quick} AND {dear})", 0.5, 0.5),
    )
    also = Level("three", f"{quick} AND e_l = e_r", 0.5, 0.5)
    asked, written = hoisted(
        replace(MODEL, comparisons=(Comparison("any", (*levels, also, Level("none", "ELSE", 0.5, 0.5))),))
    )
    assert list(asked) == ["asked_0", "asked_1"]
    assert asked["asked_0"].startswith("(CASE WHEN NOT ((a_l = a_r AND b_l <> b_r)) THEN FALSE")
    assert written == {
        levels[0].condition: "asked_0", levels[1].condition: "d_l = d_r AND asked_0", also.condition: "asked_1 AND e_l = e_r"
    }  # fmt: skip


@given(st.lists(st.tuples(words, words), min_size=30, max_size=80))
@settings(max_examples=10)
def test_words_that_both_have_are_looked_for_where_there_are_several(
    pairs: list[tuple[str | None, str | None]],
) -> None:
    condition = "list_has_any(string_split(a_l, 'b'), string_split(a_r, 'b'))"
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE pairs (a_l VARCHAR, a_r VARCHAR)")
        connection.executemany("INSERT INTO pairs VALUES (?, ?)", pairs)
        different = f"FROM pairs WHERE ({condition}) IS DISTINCT FROM ({quickly(condition)})"
        assert connection.execute(different).fetchall() == []


_LISTS = st.none() | st.lists(st.sampled_from("abc"), max_size=3)


@given(st.lists(st.tuples(_LISTS, _LISTS), min_size=30, max_size=80))
@settings(max_examples=10)
def test_lists_are_looked_through_where_the_first_of_each_do_not_tell(
    pairs: list[tuple[list[str] | None, list[str] | None]],
) -> None:
    condition = "list_has_any(a_l, a_r)"
    assert quickly(condition).endswith("ELSE a_l && a_r END")
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE pairs (a_l VARCHAR[], a_r VARCHAR[])")
        connection.executemany("INSERT INTO pairs VALUES (?, ?)", pairs)
        different = f"FROM pairs WHERE ({condition}) IS DISTINCT FROM ({quickly(condition)})"
        assert connection.execute(different).fetchall() == []


_EDITED = st.builds(
    lambda text, place, letters, gone: (text, text[:place] + letters + text[place + gone :]),
    st.text(alphabet="abéè中 ", max_size=9),
    st.integers(0, 9),
    st.text(alphabet="abéè中 ", max_size=2),
    st.integers(0, 2),
)


@given(st.lists(st.tuples(words, words) | _EDITED, min_size=30, max_size=80))
@settings(max_examples=25)
def test_what_decides_is_computed_alone_and_null_stays_null(pairs: list[tuple[str | None, str | None]]) -> None:
    near = "damerau_levenshtein(a_l, a_r) <= 1"
    alike = "jaro_winkler_similarity(a_l, a_r) >= 0.9"
    either = f"({alike} OR {near} OR list_has_any(string_split(a_l, ' '), string_split(a_r, ' ')))"
    assert "WHEN a_l = a_r THEN TRUE" in quickly(either)
    same, none = "a_l = b_r", f"({alike} OR b_l IS NULL)"
    unlike = ("(jaro_winkler_similarity(a_l, a_r) <= 0.5 OR jaro_winkler_similarity(a_l, a_r) >= 0.9)",
              "(jaro_winkler_similarity(a_l, a_r) <= 0.5 OR damerau_levenshtein(a_l, a_r) >= 2)")  # fmt: skip
    mixed = (f"({same} OR {alike})", f"(b_l <> b_r AND {near})", f"NOT (length(b_l) > 2 AND NOT {either} AND {same})")
    assert [quickly(each).count("CASE") for each in (either, *mixed, none)] == [4, 1, 3, 5, 0]
    long = f"({near} AND length(a_l) > 3 OR {alike})"
    assert quickly(either).index("JARO") < quickly(either).index("hamming")
    assert quickly(long).startswith("(CASE WHEN JARO_WINKLER_SIMILARITY(a_l, a_r) >= 0.9 THEN TRUE ELSE CASE")
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE pairs (a_l VARCHAR, a_r VARCHAR, b_l VARCHAR, b_r VARCHAR)")
        ends = zip(pairs, pairs[1:] + pairs[:1], strict=True)
        connection.executemany("INSERT INTO pairs VALUES (?, ?, ?, ?)", [(*one, *other) for one, other in ends])
        for condition in (near, either, *mixed, none, long, *unlike):
            different = f"FROM pairs WHERE ({condition}) IS DISTINCT FROM ({quickly(condition)})"
            assert connection.execute(different).fetchall() == []


def test_what_is_always_the_same_is_left_to_the_engine() -> None:
    """It is computed beforehand, whatever stands before it in a CASE."""
    condition = "damerau_levenshtein('ab', 'abc') <= 1 AND damerau_levenshtein('', '') <= 1"
    assert duckdb.sql(f"SELECT {quickly(condition)}, {quickly('damerau_levenshtein(a, \'7\') <= 1')} FROM (SELECT '77' AS a)").fetchall() == [(True, True)]  # fmt: skip
