import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mirror.company import company
from visavis.engine.lake import Lake
from visavis.mirror.keeping import as_document, from_document
from visavis.mirror.reasons import Reason
from visavis.mirror.reflect import reflect, reflect_manifest
from visavis.mirror.reflection import (
    Amount,
    Felt,
    Mean,
    Measured,
    Mirror,
    Month,
    Rate,
    Reflected,
    Refused,
    Step,
    Unfiltered,
    Voice,
)
from visavis.mistakes import Words

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
SHARES = st.floats(0, 1)
NUMBERS = st.integers(-(10**12), 10**12)
ENDS = st.tuples(SHARES, SHARES)
WORDS = st.builds(Words, TEXT, TEXT)
RATES = st.builds(Rate, NUMBERS, NUMBERS, st.none() | SHARES, st.none() | ENDS)
MEANS = st.builds(Mean, NUMBERS, st.none() | st.floats(-1e9, 1e9))
REASONS = st.builds(Reason, TEXT, TEXT)
STEPS = st.lists(st.sampled_from([Step("counts", "SELECT 1"), Step("counts", "SELECT 2"), Step("é", "«»")]), max_size=4)
VOICES = st.lists(st.builds(Voice, TEXT, st.none() | st.dates(), st.none() | st.floats(0, 10)), max_size=2)
PROMISES = st.builds(
    Reflected,
    name=TEXT,
    says=WORDS,
    audience=TEXT,
    carrier=st.none() | TEXT,
    outcomes=st.dictionaries(TEXT, NUMBERS, max_size=3),
    rate=RATES,
    reason=st.none() | REASONS,
    untestable=st.dictionaries(REASONS, NUMBERS, max_size=3),
    unfiltered=st.none() | st.builds(Unfiltered, NUMBERS, NUMBERS, RATES),
    felt=st.builds(
        Felt, st.none() | TEXT, MEANS, MEANS, st.none() | RATES, st.none() | st.floats(-1, 1), st.none() | ENDS
    ),
    trend=st.lists(st.builds(Month, st.dates(), RATES), max_size=3),
    voices=st.dictionaries(TEXT, VOICES, max_size=2),
    steps=STEPS,
)
AMOUNTS = st.builds(
    Amount,
    TEXT,
    st.none() | st.floats(-1e9, 1e9),
    NUMBERS,
    TEXT,
    st.none() | st.tuples(st.none() | SHARES, st.none() | SHARES),
    st.none() | TEXT,
    st.none() | REASONS,
)
MEASURES = st.builds(
    Measured,
    TEXT,
    st.none() | WORDS,
    TEXT,
    TEXT,
    st.none() | TEXT,
    AMOUNTS,
    st.lists(AMOUNTS, max_size=2),
    st.frozensets(TEXT, max_size=2),
    STEPS,
)
MIRRORS = st.builds(
    Mirror,
    TEXT,
    st.none() | st.dates(),
    st.none() | st.dates(),
    st.none() | st.dates(),
    st.lists(PROMISES, max_size=3),
    st.lists(MEASURES, max_size=2),
    st.lists(st.builds(Refused, TEXT, NUMBERS, NUMBERS), max_size=2),
)


@given(MIRRORS)
@settings(max_examples=60, deadline=None)
def test_what_is_kept_is_read_back_whole(mirror: Mirror) -> None:
    assert from_document(json.loads(json.dumps(as_document(mirror)))) == mirror


def test_a_real_mirror_keeps_order_types_and_steps_once(tmp_path: Path) -> None:
    with company(tmp_path):
        mirror = reflect(tmp_path)
    document = as_document(mirror)
    read = from_document(json.loads(json.dumps(document)))
    assert read == mirror
    assert [list(one.untestable) for one in read.promises] == [list(one.untestable) for one in mirror.promises]
    assert [list(one.outcomes) for one in read.promises] == [list(one.outcomes) for one in mirror.promises]
    every = [step for one in mirror.promises for step in one.steps]
    assert len(document["steps"]) == len(set(every)) < len(every)


def test_a_manifest_is_reflected_before_it_is_the_current_one(tmp_path: Path) -> None:
    with company(tmp_path):
        lake = Lake(tmp_path / "lake")
        manifest, mirror = lake.current(), reflect(tmp_path)
    assert manifest is not None
    lake.pointer.unlink()
    assert reflect_manifest(tmp_path, lake, manifest) == mirror
