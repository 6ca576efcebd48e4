import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visavis.engine.measuring.cox import cox
from visavis.engine.measuring.selecting import Unmeasurable


def test_rossi() -> None:
    from lifelines.datasets import load_rossi  # type: ignore[import-untyped, unused-ignore]

    rows = load_rossi()
    names = ["fin", "age", "race", "wexp", "mar", "paro", "prio"]
    found = cox(rows["week"], rows["arrest"], rows[names].to_numpy())
    told = dict(zip(names, np.round(found.coefficients, 4).tolist(), strict=True))
    assert (told["fin"], told["age"], told["prio"]) == (-0.3794, -0.0574, 0.0915)
    assert found.errors.round(4).tolist() == [0.1914, 0.022, 0.308, 0.2122, 0.3819, 0.1958, 0.0286]
    assert (found.n, found.n_ended) == (432, 114)
    low, high = found.ratio_interval(0)
    assert low < found.ratio(0) < high
    assert round(found.ratio(0), 3) == 0.684


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10_000))
def test_ties_as_lifelines_has_them(seed: int) -> None:
    import pandas as pd
    from lifelines import CoxPHFitter  # type: ignore[import-untyped, unused-ignore]

    random = np.random.default_rng(seed)
    x = random.normal(size=(80, 2))
    times = np.ceil(random.exponential(5 * np.exp(-0.6 * x[:, 0])))
    ended = random.random(80) < 0.7
    rows = pd.DataFrame({"a": x[:, 0], "b": x[:, 1], "t": times, "e": ended})
    oracle = CoxPHFitter().fit(rows, "t", "e")
    found = cox(times, ended, x)
    assert found.coefficients == pytest.approx(oracle.params_.to_numpy(), abs=5e-4)
    assert found.errors == pytest.approx(oracle.standard_errors_.to_numpy(), abs=5e-4)
    # lifelines stops a little before the top
    assert oracle.log_likelihood_ - 1e-9 <= found.log_likelihood <= oracle.log_likelihood_ + 1e-5


@pytest.mark.parametrize(
    ("times", "ended", "x", "code"),
    [([], [], [], "none_finished"), ([1, 2], [0, 0], [0, 1], "none_finished"), ([1, 2, 3], [1, 1, 1], [1, 1, 1], "no_variation"),
     ([1, 2, 3], [1, 1, 1], [[1, 2], [2, 4], [4, 8]], "no_variation"), ([1, 2, 3, 9], [1, 1, 1, 0], [1, 1, 1, 0], "separated")],
)  # fmt: skip
def test_what_cannot_be_told(times: list[int], ended: list[int], x: list[float], code: str) -> None:
    with pytest.raises(Unmeasurable, match=code):
        cox(times, ended, np.array(x, dtype=float))


def test_negative_durations_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        cox([-1.0, 2.0], [1, 1], [0.0, 1.0])
