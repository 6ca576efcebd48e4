"""Day first or month first: evidence decides, and decides rightly; without evidence a person is asked."""

import datetime as dt
from collections import Counter

from hypothesis import assume, given
from hypothesis import strategies as st

from visavis.sources.looking.dates import DateOrder, Written, decide_order

DATES = st.dates(dt.date(1960, 1, 1), dt.date(2039, 12, 31))


def written(dates: list[dt.date], *, day_first: bool) -> Counter[Written]:
    return Counter((d.day, d.month, d.year) if day_first else (d.month, d.day, d.year) for d in dates)


def decide(dates: list[dt.date], *, day_first: bool) -> DateOrder:
    return decide_order({"column": written(dates, day_first=day_first)})


@given(st.lists(DATES, min_size=1, max_size=40), DATES.filter(lambda d: d.day > 12), st.booleans())
def test_one_day_above_twelve_decides_rightly(dates: list[dt.date], telling: dt.date, day_first: bool) -> None:
    order = decide([*dates, telling], day_first=day_first)
    assert order.day_first is day_first
    assert not order.ask


@given(st.lists(DATES.filter(lambda d: d.day <= 12), min_size=1, max_size=11), st.booleans())
def test_few_ambiguous_dates_are_asked(dates: list[dt.date], day_first: bool) -> None:
    order = decide(dates, day_first=day_first)
    assert order.day_first is None
    assert order.ask


@given(st.lists(DATES, min_size=1, max_size=300), st.booleans())
def test_the_decision_is_never_wrong(dates: list[dt.date], day_first: bool) -> None:
    order = decide(dates, day_first=day_first)
    assert order.ask or order.day_first is day_first


@given(st.lists(DATES, min_size=1), DATES.filter(lambda d: d.day > 12), st.booleans())
def test_a_column_that_tells_decides_for_the_others(dates: list[dt.date], telling: dt.date, day_first: bool) -> None:
    ambiguous = [d for d in dates if d.day <= 12]
    assume(ambiguous)
    columns = {
        "opened": written(ambiguous, day_first=day_first),
        "closed": written([telling], day_first=day_first),
    }
    assert decide_order(columns).day_first is day_first


@given(DATES.filter(lambda d: d.day > 12), DATES.filter(lambda d: d.day > 12))
def test_contradicting_dates_are_asked(one: dt.date, other: dt.date) -> None:
    mixed = written([one], day_first=True) + written([other], day_first=False)
    order = decide_order({"column": mixed})
    assert order.day_first is None
    assert order.ask
    assert "contradict" in order.why.en


def months(start: int, count: int, day: int = 1) -> list[dt.date]:
    return [dt.date((start + n) // 12, (start + n) % 12 + 1, day) for n in range(count)]


@given(st.integers(1990 * 12, 2020 * 12), st.integers(24, 90), st.integers(1, 12), st.booleans())
def test_months_without_a_gap_decide_by_the_calendar(start: int, count: int, day: int, day_first: bool) -> None:
    order = decide(months(start, count, day), day_first=day_first)
    assert order.day_first is day_first
    assert not order.ask


def test_the_first_of_each_month_of_one_year_could_be_twelve_days_of_january() -> None:
    assert decide(months(2023 * 12, 12), day_first=False).ask


def test_twelve_days_each_january_are_not_taken_for_months() -> None:
    fairs = [dt.date(year, 1, day) for year in (2021, 2022, 2023) for day in range(8, 13)]
    assert decide(fairs, day_first=True).ask


def test_always_a_monday_decides() -> None:
    mondays = [dt.date(2023, 1, 2) + dt.timedelta(weeks=n) for n in range(104)]
    ambiguous = [d for d in mondays if d.day <= 12 and d.day != d.month]
    order = decide(ambiguous, day_first=True)
    assert order.day_first is True
    assert "lundi" in order.why.fr


def test_iso_dates_need_no_order() -> None:
    assert decide_order({"column": {}}) == decide_order({})
    assert decide_order({}).day_first is None
    assert not decide_order({}).ask


def test_the_question_names_both_readings() -> None:
    order = decide_order({"opened": Counter([(3, 4, 2024)])})
    assert "3 avril" in order.why.fr
    assert "4 mars" in order.why.fr
    assert "3 April" in order.why.en
