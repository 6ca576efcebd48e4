"""One pair scored in this process weighs what batch gives it, level by level; distances are DuckDB's to the last bit."""

import datetime
import json
import math
from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.linking.scored import all_normalised, by_batch, generated, raw, scorer
from visavis.engine.linking.scored import compiling
from visavis.engine.linking.scored.distances import (
    damerau_levenshtein,
    damerau_levenshtein_within,
    hamming,
    jaro_winkler_at_least,
    jaro_winkler_similarity,
)
from visavis.engine.linking.scored.scoring import Keys, Scorer, columns_of, digest
from visavis.engine.linking.weights.defaults import DEFAULT
from visavis.engine.linking.weights.model import Model

FEW = "abcé 中ł"
words = st.text(alphabet=FEW, max_size=12)


@settings(max_examples=12)
@given(st.lists(st.tuples(words, words), min_size=60, max_size=200))
def test_distances_are_those_of_duckdb(pairs: list[tuple[str, str]]) -> None:
    rows = pa.table({"one": [one for one, _ in pairs], "other": [other for _, other in pairs]})
    told = duckdb.sql(
        "SELECT one, other, jaro_winkler_similarity(one, other), damerau_levenshtein(one, other), "
        "CASE WHEN strlen(one) = strlen(other) AND one <> '' THEN hamming(one, other) END FROM rows"
    ).fetchall()
    assert len(rows) == len(told)
    for one, other, likeness, edits, places in told:
        assert jaro_winkler_similarity(one, other) == likeness
        assert damerau_levenshtein(one, other) == edits
        assert hamming(one, other) == places
        for least in (0.7, 0.9, 0.92):
            assert jaro_winkler_at_least(one, other, least) == (likeness >= least)
        for most in (0, 1, 2):
            assert damerau_levenshtein_within(one, other, most) == (edits <= most)


def compare(raw_records: list[dict[str, Any]], model: Model) -> int:
    """Assert that both score all pairs alike; how many pairs."""
    rows = all_normalised(raw_records)
    expected = by_batch(rows, model)
    made, of = scorer(rows, model)
    assert len(expected) == len(of) * (len(of) - 1) // 2
    for (left, right), (weight, evidence) in expected.items():
        score = made.score(of[left], of[right])
        assert math.isclose(score.weight, weight, abs_tol=1e-6), (raw_records[left - 1], raw_records[right - 1])
        assert math.isclose(made.weight(of[left], of[right]), weight, abs_tol=1e-6)
        mine = json.loads(score.evidence())
        assert [(each["comparison"], each["level"]) for each in mine] == [
            (each["comparison"], each["level"]) for each in evidence
        ]
        for ours, theirs in zip(mine, evidence, strict=True):
            assert math.isclose(ours["bits"], theirs["bits"], abs_tol=0.0101)
            assert math.isclose(ours["rarity"], theirs["rarity"], abs_tol=0.0101)
    return len(expected)


def test_generated_customers_weigh_what_batch_gives_them() -> None:
    assert compare(generated(120), DEFAULT.for_size(120)) == 120 * 119 // 2


NAMES = (
    "Jean",
    "jean-paul",
    "J.",
    "Jeannot",
    "Paul",
    "Élodie",
    "Elodie",
    "DUPONT",
    "Le Berre",
    "Dupont née Martin",
    "Мария",
    "",
)
FAMILIES = ("Dupont", "Dupond", "Martin", "Le Berre", "Dupont-Martin", "Dupont née Martin", "Jean", "O'Neil", "李", "")


def maybe(values: Sequence[Any]) -> st.SearchStrategy[Any]:
    """One of them, or nothing."""
    return st.one_of(st.none(), st.sampled_from(values))


mails = ("jean.dupont@a.fr", "jean.dupond@a.fr", "jean.dupont@b.com", "contact@a.fr", "élodie@a.fr", "x@y")
numbers = ("06 12 34 56 78", "0612345679", "+33612345678", "0298765432", "12")
people: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    kind=maybe(("person", "organisation")),
    given_name=maybe(NAMES),
    family_name=maybe(FAMILIES),
    name=maybe(("Cœur & Fils SARL", "Jean Dupont", "")),
    street=maybe(("12 rue des Lilas", "12 r. des lilas", "14 rue des Lilas", "quai Sud", "")),
    postcode=maybe(("35000", "3200", "03200", "")),
    company=maybe(("Cœur & Fils", "Coeur et Fils SARL", "Coeur & Fille", "552 100 554 SA")),
    birth_date=maybe((datetime.date(2001, 2, 3), datetime.date(2001, 3, 2), datetime.date(2001, 2, 4))),
    emails=st.one_of(st.none(), st.lists(st.sampled_from(mails), max_size=3)),
    phones=st.one_of(st.none(), st.lists(st.sampled_from(numbers), max_size=2)),
)


@settings(max_examples=5)
@given(st.lists(people, min_size=20, max_size=30))
def test_whatever_records_say_both_weigh_it_alike(found: list[dict[str, Any]]) -> None:
    assert compare([raw(rid, **fields) for rid, fields in enumerate(found, 1)], DEFAULT)


def test_a_model_read_back_from_its_text_scores_alike() -> None:
    rows = all_normalised(generated(40))
    again = Model.from_json(DEFAULT.as_json())
    (one, of), (other, _) = scorer(rows, DEFAULT), scorer(rows, again)
    assert all(one.weight(of[1], row) == other.weight(of[1], row) for row in of.values())


@settings(max_examples=6)
@given(st.lists(people, min_size=10, max_size=30))
def test_keys_are_those_of_batch(found: list[dict[str, Any]]) -> None:
    from visavis.engine.linking.scored.pairs import pair_steps

    rows = all_normalised([raw(rid, **fields) for rid, fields in enumerate(found, 1)])
    connection = duckdb.connect()
    connection.register("linking_input", rows)
    sql = pair_steps(DEFAULT)[0].sql()
    expected = {(rid, rule, value) for rid, rule, value, _ in connection.sql(sql).fetchall()}
    keys = Keys(DEFAULT)
    assert {(row["rid"], *told) for row in rows.to_pylist() for told in keys.of(row)} == expected
    for rid, rule, value in sorted(expected)[:3]:
        text = f"{rule}\x1f{value}".replace("'", "''")
        (number,) = connection.execute(f"SELECT md5_number_lower('{text}')").fetchall()[0]
        assert digest(str(rule), value) % 2**64 == number, rid


@pytest.mark.parametrize(
    "sql",
    ["lower(a_l) = a_r", "a_l IN ('x')", "a_l = (SELECT 1)", "b_l = a_l", "__import__('os') = a_l", "a_l LIKE 'x'"],
)
def test_other_sql_is_not_understood(sql: str) -> None:
    with pytest.raises(compiling.NotUnderstood):
        compiling.condition(sql, {"a_l": "a_l", "a_r": "a_r"})


def test_what_is_unknown_is_neither_true_nor_false() -> None:
    names = {"a_l": "a_l", "a_r": "a_r"}
    for sql in (
        "a_l = a_r",
        "NOT (a_l = a_r)",
        "a_l <> a_r OR a_l = a_r",
        "NOT (a_l > a_r AND TRUE)",
        "starts_with(a_l, a_r)",
    ):
        function = compiling.made(f"def told(a_l, a_r):\n    return {compiling.condition(sql, names)}", "told")
        assert not function(None, "x")
    assert Scorer(DEFAULT, {}).levels(*[(None,) * len(columns_of(DEFAULT))] * 2)[0] == 0
