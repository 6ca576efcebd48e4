"""What answers teach: weights move towards them where that proves better on answers left out, and else stay."""

import random
from collections.abc import Callable

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.linking.test_reviewing import edge, world
from visavis.engine.linking.clusters.decided import Decided
from visavis.engine.linking.weights.defaults import DEFAULT
from visavis.engine.linking.weights.learning import Answer, answers_in, learn

SHARED = (("given", "same"), ("phone", "same"))
ALONE = (("given", "same"), ("email", "same"))


def given_by(chance: random.Random, count: int, truth: Callable[[tuple[tuple[str, str], ...]], float]) -> list[Answer]:
    """Answers near the threshold: rarity brings every pair to within some bits of it."""
    found = []
    for number in range(count):
        levels = SHARED if number % 2 else ALONE
        base = DEFAULT.prior_bits + sum(weight_of(*level) for level in levels)
        found.append(Answer(levels, chance.uniform(-3, 3) - base, chance.random() < truth(levels)))
    return found


def weight_of(comparison: str, level: str) -> float:
    return next(each.weight for each in DEFAULT.comparison(comparison).levels if each.name == level)


def test_a_level_that_means_less_than_was_thought_weighs_less() -> None:
    answers = given_by(random.Random(1), 300, lambda levels: 0.05 if levels == SHARED else 0.95)
    learnt = learn(DEFAULT, answers)
    assert learnt.answers == 300
    assert learnt.deviation > 0
    assert learnt.loss < learnt.former_loss
    assert learnt.moved["phone", "same"] < -1
    assert learnt.moved["email", "same"] > 0.5
    assert learnt.model.version != DEFAULT.version
    assert learn(DEFAULT, answers) == learnt
    again = {(each.name, lv.name): lv.weight for each in learnt.model.comparisons for lv in each.levels}
    assert again["phone", "same"] == pytest.approx(weight_of("phone", "same") + learnt.moved["phone", "same"])


def test_what_teaches_nothing_leaves_the_model_as_it_is() -> None:
    chance = random.Random(2)
    calibrated = [
        Answer(each.levels, each.rarity, chance.random() < 1 / (1 + 2 ** -(each.rarity + base(each))))
        for each in given_by(chance, 300, lambda levels: 0.5)
    ]
    assert learn(DEFAULT, calibrated).model == DEFAULT
    assert learn(DEFAULT, []).model == DEFAULT
    few = given_by(chance, 199, lambda levels: 0.5)
    assert learn(DEFAULT, few).model == DEFAULT
    one_sided = given_by(chance, 200, lambda levels: 1.0)
    assert learn(DEFAULT, one_sided).model == DEFAULT
    unknown = [Answer((("eyes", "blue"),), 0.0, bool(number % 2)) for number in range(300)]
    assert (learn(DEFAULT, unknown).model, learn(DEFAULT, unknown).answers) == (DEFAULT, 0)


def base(answer: Answer) -> float:
    return DEFAULT.prior_bits + sum(weight_of(*level) for level in answer.levels)


@settings(max_examples=25)
@given(st.integers(0, 1000))
def test_a_learnt_model_is_still_one_and_what_is_fixed_stays(seed: int) -> None:
    chance = random.Random(seed)
    levels = [(each.name, level.name) for each in DEFAULT.comparisons for level in each.levels if level.m is not None]
    answers = [
        Answer(tuple(sorted({chance.choice(levels) for _ in range(3)})), chance.uniform(0, 12), chance.random() < 0.5)
        for _ in range(220)
    ]
    learnt = learn(DEFAULT, answers).model
    assert 0 < learnt.prior < 1
    for before, after in zip(DEFAULT.comparisons, learnt.comparisons, strict=True):
        for one, other in zip(before.levels, after.levels, strict=True):
            assert one.m is None or (other.m is not None and 0 < other.m < 1 and other.u is not None and other.u > 0)
            assert not one.fixed or one == other


def test_answers_are_read_off_stored_evidence_either_way_round() -> None:
    edges = [
        edge("a", "b", 0.4, "given/near"),
        edge("c", "d", 0.7, "given/same", "email/same"),
        edge("c", "d", 1.0),
        edge("a", "d", 0.3, "given/different"),
    ]
    connection: duckdb.DuckDBPyConnection = world(edges, ["a", "b", "cd"])
    together, apart = ((("s", "d"), ("s", "c")),), ((("s", "a"), ("s", "b")), (("s", "x"), ("s", "y")))
    assert answers_in(connection, Decided(together, apart), 0.5) == [
        Answer((("given", "near"),), 0.0, False),
        Answer((("given", "same"), ("email", "same")), 0.0, True),
    ]
