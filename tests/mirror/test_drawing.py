import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from visavis.engine.measuring.intervals import wilson
from visavis.mirror.draw.figures import FEWEST
from visavis.mirror.draw.marks import (
    LEFT,
    RIGHT,
    STAGE,
    WIDTH,
    Lane,
    draw_rates,
    draw_stages,
    draw_trend,
    hatch,
    place,
)
from visavis.mirror.reflection import Month, Rate


def rate(kept: int, n: int) -> Rate:
    return Rate(kept, n, kept / n, wilson(kept, n))


@st.composite
def rates(draw: st.DrawFn) -> Rate:
    n = draw(st.integers(1, 10**6))
    return rate(draw(st.integers(0, n)), n)


@st.composite
def trends(draw: st.DrawFn) -> list[Month]:
    months = sorted(draw(st.sets(st.integers(1990 * 12, 2030 * 12), min_size=1, max_size=40)))
    return [Month(date(number // 12, number % 12 + 1, 1), draw(rates())) for number in months]


def ends(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path)]


@settings(max_examples=50)
@given(rates(), st.none() | rates())
def test_every_mark_of_a_rate_stands_on_its_axis(facts: Rate, clients: Rate | None) -> None:
    drawn = draw_rates(facts, clients)
    assert [lane.who for lane in drawn.lanes] == ["facts", "clients"][: 2 if clients else 1]
    for lane in drawn.lanes:
        assert LEFT <= lane.low <= lane.dot <= lane.high <= RIGHT
        assert drawn.top < lane.top < lane.y < drawn.base < drawn.height
        assert all(
            lane.high - 0.1 <= x <= RIGHT + 0.1 and lane.top - 0.1 <= y <= lane.y + 7.1 for x, y in ends(lane.hatch)
        )
        assert label_left(lane) >= 0
        assert label_right(lane) <= WIDTH + 20


def label_left(lane: Lane) -> float:
    return lane.label_x - (60 if lane.anchor == "end" else 0)


def label_right(lane: Lane) -> float:
    return lane.label_x + (60 if lane.anchor == "start" else 0)


@settings(max_examples=50)
@given(st.floats(0, 1), st.floats(0, 1))
def test_the_axis_keeps_the_order(one: float, other: float) -> None:
    assert (one <= other) <= (place(one) <= place(other))
    assert (place(0), place(1), place(-3), place(7)) == (LEFT, RIGHT, LEFT, RIGHT)


def test_a_perfect_rate_leaves_no_gap_and_a_null_rate_all_of_it() -> None:
    (perfect,), (null,) = draw_rates(rate(10**6, 10**6)).lanes, draw_rates(rate(0, 10**6)).lanes
    assert (perfect.dot, perfect.hatch, perfect.anchor) == (RIGHT, "", "end")
    assert (null.dot, null.low, null.anchor) == (LEFT, LEFT, "start")
    assert len(ends(null.hatch)) > 100


@settings(max_examples=50)
@given(st.floats(0, 400), st.floats(0, 400), st.floats(0, 50))
def test_hatching_stays_in_its_box(left: float, width: float, height: float) -> None:
    for x, y in ends(hatch(left, left + width, 10, 10 + height)):
        assert left - 0.1 <= x <= left + width + 0.1
        assert 10 - 0.1 <= y <= 10 + height + 0.1


@settings(max_examples=50)
@given(trends())
def test_every_month_stands_in_the_figure_with_its_interval_around_it(trend: list[Month]) -> None:
    drawn, solid = draw_trend(trend), [month for month in trend if month.rate.n >= FEWEST]
    assert (drawn is None) == (len(solid) < 2)
    if drawn is None:
        return
    assert [point.scarce for point in drawn.points] == [month.rate.n < FEWEST for month in trend]
    for point in drawn.points:
        assert drawn.left <= point.x <= drawn.right
        assert drawn.top <= point.high <= point.y <= point.low <= drawn.base
    assert [point.x for point in drawn.points] == sorted(point.x for point in drawn.points)
    assert all(drawn.left <= mark.x <= drawn.right for mark in drawn.months)
    assert len({mark.x for mark in drawn.months}) <= 8
    assert [mark.x for mark in drawn.levels] == sorted((mark.x for mark in drawn.levels), reverse=True)


def test_lines_join_months_that_follow_one_another_and_have_enough_cases() -> None:
    months = [1, 2, 3, 5, 6, 7, 8]
    trend = [Month(date(2024, month, 1), rate(3, 4) if month == 7 else rate(90, 100)) for month in months]
    drawn = draw_trend(trend)
    assert drawn is not None
    assert [len(line.split()) for line in drawn.lines] == [3, 2]  # 8 stands alone, 7 has too few cases
    assert [len(band.split()) for band in drawn.bands] == [6, 4]
    assert [mark.label for mark in drawn.months] == ["2024-01-01", "2024-08-01"]


@settings(max_examples=50)
@given(st.lists(st.tuples(st.floats(0, 1), st.none() | st.tuples(st.floats(0, 1), st.floats(0, 1))), max_size=9))
def test_stages_keep_to_the_width(shares: list[tuple[float, tuple[float, float] | None]]) -> None:
    drawn = draw_stages(shares)
    assert (len(drawn.bars), drawn.height) == (len(shares), STAGE * len(shares))
    for bar in drawn.bars:
        assert 0 <= bar.width <= WIDTH
        assert bar.y < drawn.height
        assert bar.low is None or 0 <= bar.low <= WIDTH
