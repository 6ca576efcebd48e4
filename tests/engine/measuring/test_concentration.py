import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavis.engine.measuring.concentration import ByClient, concentration, herfindahl, normalised
from visavis.engine.measuring.selecting import Unmeasurable


def test_herfindahl_known_answer() -> None:
    assert herfindahl([30, 30, 20, 20]) == pytest.approx(0.26)
    assert normalised(0.26, 4) == pytest.approx((0.26 - 0.25) / 0.75)
    assert normalised(1.0, 1) is None


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=30).filter(any))
def test_herfindahl_lies_between_equal_shares_and_one_holder(shares: list[int]) -> None:
    hhi = herfindahl(shares)
    assert 1 / len(shares) - 1e-12 <= hhi <= 1 + 1e-12
    assert hhi <= max(shares) / sum(shares) + 1e-12
    assert herfindahl([7 * share for share in shares]) == pytest.approx(hhi)
    if len(shares) > 1:
        rest = normalised(hhi, len(shares))
        assert rest is not None
        assert -1e-9 <= rest <= 1 + 1e-9


@pytest.mark.parametrize("shares", [[0, 0], [-1, 2], []])
def test_what_is_no_share_is_refused(shares: list[int]) -> None:
    with pytest.raises(ValueError, match=r"shares|empty"):
        herfindahl(shares)


def clients(*rows: tuple[float, float, float, float]) -> ByClient:
    return ByClient(*(np.array(part, dtype=float) for part in zip(*rows, strict=True)))


def test_the_median_is_over_clients_of_enough_cases_and_the_lone_ones_over_all() -> None:
    shares = (0.2, 0.3, 0.4, 0.5, 0.6, 0.9)
    few = [(3.0, 1.0, 1.0, 1.0)] * 2
    value, figures = concentration(
        clients(*((10.0, 4.0, share, share**2) for share in shares), *few), people=9, people_counted=9, min_cases=10
    )
    by_name = {figure.name: figure for figure in figures}
    assert (value.value, value.n, value.unit, value.interval) == (pytest.approx(0.45), 6, "share", (0.2, 0.9))
    assert (by_name["quartile_1_top_share"].value, by_name["quartile_3_top_share"].value) == (
        pytest.approx(0.325),
        pytest.approx(0.575),
    )
    assert (by_name["known_by_one"].value, by_name["known_by_one"].n, by_name["known_by_one"].unit) == (2, 8, "client")
    assert all(figure.unit for figure in figures)


@pytest.mark.parametrize(
    ("people", "counted", "n", "code"),
    [(4, 4, 6, "fewer_than_five"), (9, 4, 6, "fewer_than_five"), (9, 9, 4, "too_few_clients")],
)
def test_it_is_never_one_persons_figure(people: int, counted: int, n: int, code: str) -> None:
    with pytest.raises(Unmeasurable) as why:
        concentration(clients(*[(10.0, 2.0, 0.5, 0.5)] * n), people=people, people_counted=counted, min_cases=1)
    assert why.value.code == code
