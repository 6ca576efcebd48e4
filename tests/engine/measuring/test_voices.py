from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavis.engine.measuring.intervals import wilson
from visavis.engine.measuring.selecting import Unmeasurable
from visavis.engine.measuring.values import Figure
from visavis.engine.measuring.voices import LOST, STAGES, came_through, spread, stood, until_reached
from visavis.voices.fates import FATES, WHY
from visavis.voices.fates import STAGES as STAGE_WORDS


def counted(stage: str, lost: str | None, n: int, state: str = "followed", answered: int = 0) -> dict[str, Any]:
    return {"state": state, "stage": stage, "lost": lost, "n": n, "answered": answered, "rerouted": 0}


def by_name(figures: list[Figure]) -> dict[str, Figure]:
    return {each.name: each for each in figures}


def test_each_stage_holds_those_beyond_it_and_a_loss_is_a_share_of_its_stage() -> None:
    rows = [
        counted("heard", "unread", 40), counted("read", "elsewhere", 10), counted("reached", "answered", 20, answered=20),
        counted("done", "untold", 10), counted("felt", None, 20, answered=20), counted("heard", "unread", 7, "under_way"),
        counted("heard", "unsure", 3, "unfollowed"),
    ]  # fmt: skip
    found = by_name(came_through(rows))
    assert [round(found[each].n * (found[each].value or 0)) for each in STAGES[1:]] == [60, 50, 30, 30, 20, 20]
    assert (found["value"].value, found["value"].n, found["value"].interval) == (0.2, 100, wilson(20, 100))
    assert (found["reached-answered"].value, found["reached-answered"].n) == (0.4, 50)
    assert found["answered"].value == 0.4
    assert (found["left_out_under_way"].value, found["left_out_unfollowed"].value) == (7, 3)


@pytest.mark.parametrize(
    ("states", "code"),
    [((), "no_voice"), (("under_way", "glad"), "voices_too_young"), (("unfollowed", "glad"), "voices_unfollowed"), (("glad",), "voices_glad")],
)  # fmt: skip
def test_where_nothing_was_followed_it_says_why(states: tuple[str, ...], code: str) -> None:
    with pytest.raises(Unmeasurable) as why:
        came_through([counted("heard", "unread", 3, state) for state in states])
    assert why.value.code == code


@given(st.dictionaries(st.sampled_from([*LOST, ("felt", "")]), st.integers(1, 500), min_size=1))
def test_losses_and_those_who_came_through_are_all_that_were_heard(at: dict[tuple[str, str], int]) -> None:
    found = by_name(came_through([counted(stage, lost or None, n) for (stage, lost), n in at.items()]))
    heard = sum(at.values())
    lost = sum(round((found[stood(*each)].value or 0) * found[stood(*each)].n) for each in at if each[1])
    assert lost + round((found["felt"].value or 0) * heard) == heard
    shares = [found[each].value or 0 for each in STAGES[1:]]
    assert shares == sorted(shares, reverse=True)


def test_the_wait_for_the_team_able_to_act_counts_those_that_never_got_there() -> None:
    rows = [{"state": "ended", "minutes": 60 * 24, "n": 1}, {"state": "waiting", "minutes": 30 * 24 * 60, "n": 1}, {"state": "untimed", "minutes": 0, "n": 4}]  # fmt: skip
    found = by_name(until_reached(rows, within=30))
    assert found["reach_mean"].value == pytest.approx((1 + 30) / 2)
    assert found["reach_mean"].n == 2
    assert found["reach_median"].value == 24
    assert found["left_out_untimed"].value == 4
    young = by_name(until_reached([{"state": "waiting", "minutes": 60, "n": 5}], within=30))
    assert (young["reach_mean"].reason, young["reach_median"].reason) == ("not_seen_so_long", "none_finished")
    assert until_reached([], within=30)[0].reason == "no_sure_team"
    assert until_reached(rows[2:], within=30)[0].reason == "no_time_of_voices"


def test_how_far_voices_spread_against_how_far_they_should() -> None:
    rows = [
        {"sure": 1, "reached": 1, "teams": 1, "n": 4}, {"sure": 1, "reached": 1, "teams": 3, "n": 2},
        {"sure": 1, "reached": 0, "teams": 1, "n": 1}, {"sure": 1, "reached": 0, "teams": 0, "n": 1}, {"sure": 0, "reached": 0, "teams": 0, "n": 2},
    ]  # fmt: skip
    found = by_name(spread(rows))
    assert (found["teams_mean"].value, found["teams_mean"].n) == (1.1, 10)
    assert [found[name].value for name in ("teams_none", "teams_one", "teams_several")] == [0.3, 0.5, 0.2]
    assert [(found[name].value, found[name].n) for name in ("right", "wrong")] == [(0.75, 8), (0.125, 8)]
    assert spread([])[0].reason == "no_voice"
    one = by_name(spread([{"sure": 0, "reached": 0, "teams": 2, "n": 1}]))
    assert (one["teams_mean"].interval, one["right"].reason) == (None, "no_sure_team")


def test_every_fate_has_words() -> None:
    assert set(FATES) == set(WHY)
    assert tuple(STAGE_WORDS) == STAGES
    assert all(len(each) <= 20 for each in FATES), "as long as the column"
