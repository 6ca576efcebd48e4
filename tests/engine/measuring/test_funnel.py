import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavis.engine.measuring.funnel import funnel
from visavis.engine.measuring.intervals import wilson
from visavis.engine.measuring.selecting import Unmeasurable

ORDER = ["heard", "read", "answered"]


def test_a_highest_stage_counts_for_those_before() -> None:
    found = funnel({"heard": 4, "answered": 5, "read": 1, None: 7}, ORDER, {"promised": 3}, cumulative=True)
    assert [(stage.name, stage.n, stage.value) for stage in found.stages] == [
        ("heard", 10, 1.0),
        ("read", 6, 0.6),
        ("answered", 5, 0.5),
    ]
    assert (found.of_which[0].n, found.of_which[0].interval) == (3, wilson(3, 10))
    assert (found.value.value, found.value.n, found.elsewhere) == (0.5, 10, 7)


def test_without_cumulating_a_stage_may_exceed_the_first_and_has_no_interval() -> None:
    found = funnel({"heard": 2, "read": 3}, ORDER, {}, cumulative=False)
    assert [(stage.n, stage.interval is None) for stage in found.stages] == [(2, False), (3, True), (0, False)]
    empty = funnel({"read": 3}, ORDER, {}, cumulative=False)
    assert (empty.value.value, empty.value.reason) == (None, "empty_first")


@pytest.mark.parametrize(("at_stage", "code"), [({}, "no_rows"), ({None: 3}, "no_stage")])
def test_no_stage_no_figure(at_stage: dict[str | None, int], code: str) -> None:
    with pytest.raises(Unmeasurable) as why:
        funnel(at_stage, ORDER, {}, cumulative=True)
    assert why.value.code == code


@given(st.lists(st.integers(0, 1000), min_size=3, max_size=3).filter(any))
def test_a_cumulative_funnel_never_widens(counts: list[int]) -> None:
    found = funnel(dict(zip(ORDER, counts, strict=True)), ORDER, {}, cumulative=True)
    reached = [stage.n for stage in found.stages]
    assert reached == sorted(reached, reverse=True)
    assert reached[0] == sum(counts)
