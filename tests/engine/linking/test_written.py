"""A model as a file that people read and change."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visavis.engine.linking.weights.defaults import DEFAULT
from visavis.engine.linking.weights.model import Model
from visavis.mistakes import Mistake

_shares = st.floats(1e-9, 1.0, allow_nan=False)


@settings(max_examples=8, deadline=None)
@given(
    prior=st.floats(1e-12, 0.5),
    repels=st.floats(-50, 50),
    records=st.integers(1, 10**9),
    m=_shares,
    u=_shares,
    name=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20),
)
def test_a_model_reads_back_equal(prior: float, repels: float, records: int, m: float, u: float, name: str) -> None:
    first, *others = DEFAULT.comparisons
    levels = tuple(replace(level, name=name) if level.fixed else level for level in first.levels)
    model = replace(
        DEFAULT, comparisons=(replace(first, levels=levels), *others), prior=prior, repels=repels, records=records
    ).with_levels("email", {"same": m}, {"near": u})
    assert Model.from_yaml(model.as_yaml()) == model
    assert Model.from_yaml(model.as_yaml()).version == model.version


def test_numbers_stand_where_a_person_looks_for_them() -> None:
    text = DEFAULT.as_yaml()
    assert "\n- name: birth_date\n" in text
    lines = [line.strip() for line in text.splitlines()]
    at = lines.index("- name: birth_date")
    assert lines[at + 1 : at + 8] == [
        "levels:",
        "- name: not comparable",
        "condition: birth_date_l IS NULL OR birth_date_r IS NULL",
        "- name: same",
        "condition: birth_date_l = birth_date_r",
        "m: 0.9",
        "u: 5e-05",
    ]


@pytest.mark.parametrize(
    ("former", "new", "line", "said"),
    [
        ("  - name: same\n", "  - nom: same\n", 12, "unknown field: nom"),
        ("prior:", "prior: maybe #", 3, "“prior” is a number"),
        ("condition: ELSE", "condition: given_l IS NULL", None, "the condition of the last level is ELSE"),
        ("given_l = given_r", "sqrt(given_l) = 2", None, "a condition that can't be computed everywhere"),
        ("comparisons:", "comparisons: [", None, "this YAML can't be read"),
        (
            "given_l = given_r AND",
            "given_l = first_name_r AND",
            13,
            "“condition” reads an unknown column: first_name_r",
        ),
        ("given_l = given_r AND", "given_l = AND", 13, "this is no SQL condition"),
        ("tf: given", "tf: emails", 16, "“tf” reads an unknown column: emails"),
        ("value: siren", "value: siret || vat", None, "“value” reads an unknown column: siret, vat"),
        ("value: siren", "value: item", None, "“value” reads an unknown column: item"),
        ("each: emails", "each: email", None, "“each” reads an unknown column: email"),
        ("when: kind", "when: sort", None, "“when” reads an unknown column: sort"),
    ],
)
def test_what_can_t_be_read_is_told_with_its_line(former: str, new: str, line: int | None, said: str) -> None:
    with pytest.raises(Mistake) as caught:
        Model.from_yaml(DEFAULT.as_yaml().replace(former, new, 1), file=Path("model.yaml"))
    assert said in caught.value.say("en")
    assert caught.value.say("en").startswith("model.yaml:")
    assert caught.value.line == line or line is None
