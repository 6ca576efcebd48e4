import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from visavis.engine.measuring.multiple import benjamini_hochberg, bonferroni, holm

# Benjamini and Hochberg 1995, section 4.2: fifteen hypotheses on the treatment of myocardial infarction
PUBLISHED = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
             0.7590, 1.0]  # fmt: skip


def test_benjamini_hochberg_1995() -> None:
    assert [int((rule(PUBLISHED) <= 0.05).sum()) for rule in (benjamini_hochberg, bonferroni, holm)] == [4, 3, 3]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_order_and_bounds(p: list[float]) -> None:
    mine, strict, most = benjamini_hochberg(p), holm(p), bonferroni(p)
    np.testing.assert_allclose(mine, false_discovery_control(p), atol=1e-12)
    assert (np.array(p) <= mine + 1e-12).all()
    assert (mine <= strict + 1e-9).all()
    assert (strict <= most + 1e-12).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(strict[order]) >= 0).all()


def test_holm_by_hand_and_what_is_missing_is_no_test() -> None:
    assert holm([0.01, np.nan, 0.04, 0.03])[[0, 2, 3]].tolist() == pytest.approx([0.03, 0.06, 0.06])
    assert np.isnan(holm([np.nan])).all()
    assert holm([]).tolist() == []
    with pytest.raises(ValueError, match="between 0 and 1"):
        holm([1.2])
