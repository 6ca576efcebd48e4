import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavis.engine.measuring.quantiles import ordered
from visavis.engine.measuring.relation import (
    Bond,
    Portfolio,
    Spread,
    benefit,
    handovers,
    relation,
    second_contact,
    truck_factor,
)
from visavis.engine.measuring.selecting import Unmeasurable

SPREAD = Spread(
    ordered([0.2, 0.4, 0.6, 0.8, 0.9, 1.0]), ordered([0.2, 0.3, 0.5, 0.7, 0.9, 1.0]), ordered([0.1, 0.2, 0.4, 0.6, 0.8])
)
ONE = Portfolio(
    people=9,
    clients=20,
    worth=20.0,
    met_often=6,
    locked=2,
    locked_worth=5.0,
    orphaned=1,
    by_one=8,
    covered=7,
    knowing=50,
)


def by_hand(knows: dict[int, set[int]], worth: list[float]) -> int:
    """Remove people one by one, who knows most of what is still known going first, until more than half has nobody left."""
    left = dict(knows)
    gone = 0
    while True:
        known = set().union(*left.values()) if left else set()
        if sum(w for c, w in enumerate(worth) if c not in known) > sum(worth) / 2:
            return gone
        first = max(left, key=lambda who: (sum(worth[c] for c in left[who]), -who))
        del left[first]
        gone += 1


@given(st.data())
def test_the_truck_factor_is_that_of_removing_people_one_by_one(data: st.DataObject) -> None:
    clients = data.draw(st.integers(1, 8))
    worth = [float(w) for w in data.draw(st.lists(st.integers(1, 5), min_size=clients, max_size=clients))]
    knows = {who: data.draw(st.sets(st.integers(0, clients - 1))) for who in range(data.draw(st.integers(0, 5)))}
    order = sorted(knows, key=lambda who: (-sum(worth[c] for c in knows[who]), who))
    places = [max((order.index(who) + 1 for who in knows if c in knows[who]), default=0) for c in range(clients)]
    assert truck_factor(places, worth) == by_hand(knows, worth)


def test_figures_of_a_portfolio() -> None:
    figures = {one.name: one for one in relation(ONE, SPREAD, 3)}
    assert figures["median_hhi"].value == pytest.approx(0.6)
    assert (figures["median_hhi"].n, figures["median_hhi"].interval) == (6, (0.2, 1.0))
    assert figures["locked_share"].value == pytest.approx(2 / 6)
    assert figures["locked_worth_share"].value == pytest.approx(0.25)
    assert figures["covered_share"].value == pytest.approx(0.35)
    assert figures["covered_share"].n == 20
    assert (figures["truck_factor"].value, figures["truck_factor"].unit) == (3.0, "person")
    assert figures["truck_factor"].n == 20, (
        "how many people there are stands in one figure alone, and is held by itself"
    )
    assert all(one.interval or one.reason or one.method or one.unit in ("client", "person") for one in figures.values())


@pytest.mark.parametrize(
    ("people", "clients", "code"), [(4, 20, "fewer_than_five"), (9, 4, "too_few_clients"), (9, 0, "no_rows")]
)
def test_a_small_group_is_not_told_of(people: int, clients: int, code: str) -> None:
    small = Portfolio(people, clients, 1.0, 0, 0, 0.0, 0, 0, 0, clients)
    with pytest.raises(Unmeasurable) as why:
        relation(small, SPREAD, None)
    assert why.value.code == code


def test_clients_that_were_seldom_met_and_are_worth_nothing_say_why() -> None:
    bare = Portfolio(
        people=9,
        clients=6,
        worth=0.0,
        met_often=0,
        locked=0,
        locked_worth=0.0,
        orphaned=6,
        by_one=0,
        covered=0,
        knowing=6,
    )
    nothing = Spread(ordered([]), ordered([]), ordered([]))
    found = {one.name: (one.value, one.reason) for one in relation(bare, nothing, truck_factor([], []))}
    assert found["median_hhi"] == (None, "none_met_often")
    assert found["truck_factor"] == (None, "no_worth")
    assert found["orphaned_share"] == (1.0, None)


def test_the_benefit_stands_beside_the_risk_as_an_association() -> None:
    figures = {one.name: one for one in benefit(Bond(86, 20, 86, 589, 898), Bond(492, 50, 487, 3944, 6036))}
    assert figures["stayed_difference"].value == pytest.approx(1 - 487 / 492)
    low, high = figures["stayed_difference"].interval or (None, None)
    assert low is not None
    assert high is not None
    assert low < 1 - 487 / 492 < high
    assert figures["held_growth"].value == pytest.approx(898 / 589)


@pytest.mark.parametrize(
    ("held", "others", "reason"),
    [(None, Bond(9, 9, 9, 9, 9), "nothing_to_compare"), (Bond(4, 4, 4, 9, 9), Bond(9, 9, 9, 9, 9), "nothing_to_compare"),
     (Bond(9, 4, 9, 9, 9), Bond(9, 9, 9, 9, 9), "fewer_than_five")],
)  # fmt: skip
def test_a_bond_of_few_is_not_told(held: Bond | None, others: Bond, reason: str) -> None:
    assert [one.reason for one in benefit(held, others)] == [reason]


def test_a_hand_over_that_nobody_took_up_still_waits() -> None:
    gaps, met = np.array([10, 30, 40, 100, 200, 300]), np.array([True, True, True, True, False, False])
    figures = {one.name: one for one in handovers(gaps, met, np.ones(6, dtype=int), people=5)}
    assert figures["handover_median"].value == 40
    assert figures["met_again_in_90_days"].value == pytest.approx(0.5)
    assert [one.reason for one in handovers(gaps, met, np.ones(6, dtype=int), people=1)] == ["fewer_than_five"]
    assert [one.reason for one in handovers([], [], [], people=0)] == ["no_handovers"]
    waiting = {one.name: one.reason for one in handovers([10, 20], [False, False], [3, 3], people=6)}
    assert waiting == {
        "handover_median": "too_many_waiting",
        "met_again_in_90_days": "not_seen_so_long",
        "handovers": None,
    }


def test_the_second_contact_is_a_function_without_a_number_and_needs_five_clients_and_people() -> None:
    told = ["help", "quotes", "field"]
    assert second_contact({"help": (3, 5), "quotes": (6, 8)}, told) == "quotes"
    assert second_contact({"help": (3, 5), "quotes": (6, 4)}, told) == "help"
    assert second_contact({"help": (3, 5), "legal": (6, 8)}, told) is None, (
        "too few clients of those that may be told of"
    )
    assert second_contact({"help": (4, 9)}, told) is None
    assert second_contact({"help": (9, 4)}, told) is None
    assert second_contact({}, told) is None
