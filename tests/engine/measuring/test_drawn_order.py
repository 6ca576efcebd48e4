"""Roll-outs in an order drawn at random: the draw, and the p-value that counts orders."""

import numpy as np
import pytest
from numpy.typing import NDArray

from visavis.engine.measuring.drawn_order import draw_order, not_rejected, randomisation
from visavis.engine.measuring.effects import TooFew

TEAMS = ["Brest", "Caen", "Nantes", "Rennes", "Tours"]
STARTS = [4, 7, 10, 13, 16]


def series(lift: float, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    random = np.random.default_rng(seed)
    n = random.poisson(12, (5, 26))
    share = 0.6 + random.normal(0, 0.08, (5, 1)) + random.normal(0, 0.05, (1, 26))
    treated = np.arange(26) >= np.array(STARTS)[:, None]
    return random.binomial(n, np.clip(share + lift * treated, 0, 1)), n


def test_the_seed_alone_decides_the_order() -> None:
    drawn = draw_order(TEAMS, "seed")
    assert drawn == draw_order(TEAMS[::-1], "seed")
    assert sorted(drawn) == TEAMS
    assert len({tuple(draw_order(TEAMS, str(seed))) for seed in range(2000)}) == 120


def test_nothing_is_found_at_most_as_often_as_promised_and_a_lift_nearly_always() -> None:
    nothing = [randomisation(*series(0.0, seed), STARTS) for seed in range(100)]
    assert sum(each.p <= 0.05 for each in nothing) <= 9
    assert {each.orders for each in nothing} == {120}
    lifted = [randomisation(*series(0.2, seed), STARTS) for seed in range(20)]
    assert sum(each.p <= 0.05 and each.value > 0 for each in lifted) >= 18


def test_the_interval_holds_the_lift_about_as_often_as_promised_and_p_says_the_same_as_it() -> None:
    held = 0
    for seed in range(60):
        found = randomisation(*series(0.15, seed), STARTS)
        held += found.low <= 0.15 <= found.high
        assert found.low <= found.value <= found.high
        assert (found.p <= 0.05) == (not found.low < 0 < found.high) or min(abs(found.low), abs(found.high)) < 0.01
    assert held >= 52


def test_the_interval_by_trying_every_lift() -> None:
    random = np.random.default_rng(5)
    told, lifted = random.normal(0, 0.1, 120), random.uniform(-0.5, 0.9, 120)
    lifted[0] = 1.0
    low, high = not_rejected(told, lifted)
    lifts = np.linspace(-1, 1, 20001)
    off = np.abs(told - lifts[:, None] * lifted)
    kept = lifts[(off >= off[:, :1] - 1e-12).mean(axis=1) > 0.05]
    assert low == pytest.approx(kept.min(), abs=2e-4)
    assert high == pytest.approx(kept.max(), abs=2e-4)


def test_of_many_teams_a_sample_of_orders_is_counted_the_same_each_time() -> None:
    random = np.random.default_rng(1)
    n = random.poisson(9, (9, 20))
    kept = random.binomial(n, 0.7)
    once, again = (randomisation(kept, n, range(2, 20, 2)) for _ in range(2))
    assert once == again
    assert once.orders == 5040
    assert once.p >= 1 / 5040


def test_too_few_teams_and_series_without_movement_say_so() -> None:
    with pytest.raises(TooFew, match="few_teams"):
        randomisation(np.ones((3, 9)), np.ones((3, 9)), [2, 4, 6])
    with pytest.raises(TooFew, match="nothing_moves"):
        randomisation(np.ones((5, 26)), np.ones((5, 26)), STARTS)
    with pytest.raises(TooFew, match="nothing_moves"):
        randomisation(np.zeros((5, 26)), np.zeros((5, 26)), STARTS)
    with pytest.raises(ValueError, match="kept out of n"):
        randomisation(np.ones((5, 26)) * 2, np.ones((5, 26)), STARTS)
