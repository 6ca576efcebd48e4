import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavis.engine.measuring.dialogue import answered_only, answers, apart, balance, threads_cut, times, waiting
from visavis.engine.measuring.selecting import Unmeasurable


def rows(*of: tuple[str, float, int]) -> list[dict[str, object]]:
    return [{"state": state, "minutes": minutes, "n": n} for state, minutes, n in of]


def test_what_a_machine_acknowledged_is_still_waiting() -> None:
    one = times(
        rows(("ended", 60, 5), ("ended", 3000, 1), ("acknowledged", 20000, 2), ("waiting", 20000, 2), ("thanks", 0, 7))
    )
    figures = {each.name: each for each in answers(one)}
    assert (figures["answer_rate"].value, figures["answer_rate"].n) == (0.6, 10)
    assert figures["answer_median"].value == 1.0
    assert figures["answer_in_24_hours"].value == pytest.approx(0.5)
    assert figures["answer_in_7_days"].value == pytest.approx(0.6)
    assert figures["acknowledged_only"].value == 2
    assert figures["left_out_thanks"].value == 7


def test_no_conversation_is_no_rate() -> None:
    with pytest.raises(Unmeasurable) as why:
        answers(times(rows(("thanks", 0, 3), ("backwards", -4, 1))))
    assert why.value.code == "no_conversation"


def test_days_give_a_rate_and_no_hours() -> None:
    figures = {each.name: each for each in answers(times(rows(("untimed", 0, 3), ("untimed_waiting", 0, 1))))}
    assert figures["answer_rate"].value == 0.75
    assert (figures["answer_median"].value, figures["answer_median"].reason) == (None, "no_time")


def test_all_censored_says_so() -> None:
    figures = {each.name: each for each in waiting("answer", times(rows(("waiting", 100, 9))))}
    assert (figures["answer_median"].value, figures["answer_median"].reason) == (None, "none_finished")
    assert figures["answer_in_24_hours"].reason == "not_seen_so_long"


def test_answered_conversations_alone_tell_no_rate() -> None:
    by_source = {
        "collected": times(rows(("ended", 5, 50))),
        "few": times(rows(("ended", 5, 49))),
        "whole": times(rows(("ended", 5, 99), ("waiting", 5, 1))),
    }
    assert answered_only(by_source) == ["collected"]


def test_balance_known_answers() -> None:
    assert balance(50, 50).value == 1
    assert balance(0, 10).value == 0
    assert balance(30, 10).value == pytest.approx(0.5)
    assert balance(0, 0).reason == "nobody_spoke"


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_balance_lies_in_its_interval_and_is_the_same_for_both_sides(one: int, other: int) -> None:
    found = balance(one, other)
    assert found.value == balance(other, one).value
    if found.value is not None:
        low, high = found.interval or (None, None)
        assert low is not None
        assert high is not None
        assert 0 <= low - 1e-12 <= found.value + 1e-9 <= high + 2e-9 <= 1 + 3e-9 or low <= 1e-12


def test_monologue_is_a_share_of_what_we_send() -> None:
    assert [(each.name, each.value) for each in apart(20, 5, 100)] == [
        ("monologue_share", 0.2),
        ("automatic_share", 0.05),
    ]
    assert [each.reason for each in apart(0, 0, 0)] == ["nobody_spoke"]


def test_replies_to_what_the_source_does_not_hold_show_that_conversations_are_cut() -> None:
    links = [
        {"source": "sample", "replies": 2272, "cut": 2269},
        {"source": "mailbox", "replies": 500, "cut": 90},
        {"source": "small", "replies": 49, "cut": 49},
    ]
    assert threads_cut(links) == ["sample"]
