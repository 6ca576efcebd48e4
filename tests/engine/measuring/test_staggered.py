"""Staggered roll-outs: the known answers of mpdta, and what must hold of any panel."""

import gzip
import importlib.util
import pickle
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from visavis.engine.measuring.staggered import NEVER, roll_out

Numbers = NDArray[np.float64]


@pytest.fixture(scope="module")
def mpdta() -> tuple[Numbers, Numbers, list[float]]:
    """Employment of 500 counties from 2003 to 2007 and the year of their minimum wage, as moderndid brings them along."""
    found = importlib.util.find_spec("moderndid")
    assert found is not None
    assert found.origin is not None
    packed = Path(found.origin).parent / "core" / "datasets" / "mpdta_long.pkl.gz"
    rows = pickle.loads(gzip.decompress(packed.read_bytes())).sort_values(["countyreal", "year"])
    years = sorted(set(rows["year"].tolist()))
    first = rows["first.treat"].to_numpy(float).reshape(-1, len(years))[:, 0]
    return rows["lemp"].to_numpy(float).reshape(-1, len(years)), np.where(first == 0, NEVER, first), years


def test_callaway_and_santanna_on_mpdta(mpdta: tuple[Numbers, Numbers, list[float]]) -> None:
    outcome, first, years = mpdta
    found = roll_out(outcome, first, years, controls="never")
    assert [round(each.value, 4) for each in found.cells if each.group == 2004] == [-0.0105, -0.0704, -0.1373, -0.1008]
    assert (round(found.simple.value, 4), round(found.simple.error, 4)) == (-0.0400, 0.0120)
    assert (round(found.group.value, 4), round(found.dynamic.value, 4)) == (-0.0310, -0.0772)
    soon = roll_out(outcome, first, years)
    assert (round(soon.simple.value, 4), round(soon.simple.error, 4)) == (-0.0398, 0.0121)


def test_bands_hold_for_all_cells_at_once_and_the_same_seed_gives_the_same(
    mpdta: tuple[Numbers, Numbers, list[float]],
) -> None:
    outcome, first, years = mpdta
    once, again = (roll_out(outcome, first, years, seed=3) for _ in range(2))
    assert once == again
    critical = {round((each.high - each.value) / each.error, 6) for each in once.cells}
    assert len(critical) == 1
    assert 2.4 < critical.pop() < 3.3


def panel(lift: float, *, seed: int = 0) -> tuple[Numbers, Numbers]:
    random = np.random.default_rng(seed)
    first = np.repeat([3.0, 5.0, NEVER], 30)
    outcome = random.normal(0, 1, (90, 1)) + np.arange(8.0) * 0.3 + random.normal(0, 0.1, (90, 8))
    return outcome + lift * (np.arange(8) >= first[:, None]), first


def test_what_all_share_is_no_effect_and_a_lift_is_found() -> None:
    outcome, first = panel(0.5)
    found = roll_out(outcome, first, range(8))
    assert abs(found.simple.value - 0.5) < 2 * found.simple.error
    assert all(each.low <= 0 <= each.high for each in found.cells if each.group and each.period < each.group)
    assert [each.period for each in found.by_distance if each.low > 0] == [0, 1, 2, 3, 4]
    nothing = roll_out(*panel(0.0), range(8))
    assert nothing.simple.low < 0 < nothing.simple.high


@pytest.mark.parametrize(
    ("outcome", "first"),
    [
        (np.zeros((4, 3)), [1.0] * 3),
        (np.full((20, 3), np.nan), [1.0] * 10 + [NEVER] * 10),
        (np.zeros((8, 3)), [1.0] * 4 + [NEVER] * 4),
        (np.zeros((20, 3)), [NEVER] * 20),
    ],
    ids=["shapes", "missing", "four units", "nobody treated"],
)
def test_what_carries_no_roll_out_is_refused(outcome: Numbers, first: list[float]) -> None:
    with pytest.raises(ValueError, match=r"one row|five units"):
        roll_out(outcome, first, range(3))


def test_a_panel_that_never_varies_has_no_effect_and_no_nan() -> None:
    found = roll_out(np.ones((20, 3)), [1.0] * 10 + [NEVER] * 10, range(3))
    assert (found.simple.value, found.simple.error) == (0.0, 0.0)
    assert np.isfinite([each.low for each in found.cells]).all()
