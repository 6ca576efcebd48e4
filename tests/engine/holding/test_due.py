"""Due moments against a slow walk through time, by hand-made cases and by drawn ones."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.holding.facts_at_hand import event, hold, outcomes, promise, tuples, when
from visavis.engine.holding.durations import Hours, read_duration, read_hours

UTC = datetime.UTC
MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)


def test_event_within_business_hours_of_another(tmp_path: Path) -> None:
    """Friday 17:00 + 3 business hours is Monday 11:00; 14 July is a holiday."""
    rows = [
        event(k, occurred=start, zone="Europe/Paris")
        for k, start in (("a", "2024-07-05 17:00"), ("b", "2024-07-12 17:00"), ("c", "2023-07-13 17:00"))
    ]
    rows += [
        event(f"e{k}", type="answer", about=f"s/{k}", occurred=done, zone="Europe/Paris")
        for k, done in (
            ("a", "2024-07-08 11:00"),
            ("b", "2024-07-15 11:01"),
            ("b", "2024-07-20 11:00"),
            ("c", "2023-07-12 09:00"),
            ("c", "2023-07-17 10:59"),
        )
    ]
    test = promise(
        where={"type": "case"},
        due={"after": "occurred_at", "within": "3 business hours", "calendar": "FR", "hours": "Mon-Fri 09:00-18:00"},
        done={"event": {"type": "answer"}},
    )
    runner = hold(tmp_path, test, events=rows)
    assert outcomes(runner) == {"a": "kept", "b": "late", "c": "kept"}
    local = {
        key: at.replace(tzinfo=UTC).astimezone(ZoneInfo("Europe/Paris"))
        for key, at in outcomes(runner, "due_at").items()
    }
    assert {key: f"{at:%m-%d %H:%M}" for key, at in local.items()} == {
        "a": "07-08 11:00",
        "b": "07-15 11:00",
        "c": "07-17 11:00",
    }


def test_a_clock_that_another_event_starts(tmp_path: Path) -> None:
    rows = [event("a"), event("b"), event("c")]
    rows += [event(f"o{k}", type="opened", about=f"s/{k}", occurred="2024-07-05 17:00") for k in "ab"]
    rows += [
        event("x", type="closed", about="s/a", occurred="2024-07-05 18:00"),
        event("y", type="closed", about="s/b", occurred="2024-07-05 16:00"),
    ]
    rows += [event("z", type="note", occurred="2024-08-01 00:00")]
    test = promise(
        where={"type": "case"},
        due={"after": {"event": {"type": "opened"}}, "within": "60 minutes"},
        done={"event": {"type": "closed"}},
    )
    runner = hold(tmp_path, test, events=rows)
    assert outcomes(runner) == {"a": "kept", "b": "broken", "c": "untestable"}
    assert outcomes(runner, "reason")["c"] == "no_start"


def test_business_time_after_an_event_of_another_zone_and_year(tmp_path: Path) -> None:
    """The calendar reaches from the event that starts the clock, wherever it took place: Friday 17:00 in New York."""
    rows = [
        event("a", occurred="2024-07-05", zone="Europe/Paris"),
        event("y", type="closed", about="s/a", occurred="2021-01-11 14:30"),
    ]
    rows += [event("o", type="opened", about="s/a", occurred="2021-01-08 17:00", zone="America/New_York")]
    rule = {"after": {"event": {"type": "opened"}}, "within": "90 business minutes", "hours": "Mon-Fri 09:00-18:00"}
    runner = hold(tmp_path, promise(where={"type": "case"}, due=rule, done={"event": {"type": "closed"}}), events=rows)
    assert outcomes(runner, "due_at") == {"a": datetime.datetime(2021, 1, 11, 14, 30)}
    assert outcomes(runner) == {"a": "kept"}


@pytest.mark.parametrize(
    ("within", "start", "due"),
    [
        ("1 business day", "2024-07-05", "2024-07-08"),
        ("1 business day", "2024-07-06", "2024-07-08"),
        ("2 jours ouvrés", "2024-05-07", "2024-05-13"),  # 8, 9 May are holidays; 10 a Friday
        ("0 business days", "2024-07-05", "2024-07-05"),
        ("0 business days", "2024-07-06", "2024-07-08"),
        ("3 days", "2024-02-27", "2024-03-01"),
        ("0 days", "2024-07-06", "2024-07-06"),
    ],
)
def test_days(tmp_path: Path, within: str, start: str, due: str) -> None:
    rule = {"after": "occurred_at", "within": within} | (
        {"calendar": "FR"} if "b" in within or "ouvr" in within else {}
    )
    on_the_day, after = (
        event("a", occurred=start, done=due),
        event("b", occurred=start, done=str(datetime.date.fromisoformat(due) + DAY)),
    )
    runner = hold(tmp_path, promise(due=rule, done="done_at"), events=[on_the_day, after])
    assert outcomes(runner, "due_on") == dict.fromkeys("ab", datetime.date.fromisoformat(due))
    assert outcomes(runner) == {"a": "kept", "b": "late"}


def test_saturdays_count_where_hours_say_so(tmp_path: Path) -> None:
    rule = {"after": "occurred_at", "within": "1 business day", "hours": "Mon-Sat"}
    runner = hold(
        tmp_path, promise(due=rule), events=[event("a", occurred="2024-07-05 10:00", done="2024-07-06 10:00")]
    )
    assert outcomes(runner, "due_on") == {"a": datetime.date(2024, 7, 6)}


def test_hours_need_a_time_and_calendars_have_an_end(tmp_path: Path) -> None:
    rule = {"after": "occurred_at", "within": "4 hours"}
    rows = [event("a", occurred="2024-07-05"), event("b", occurred="2024-07-05 10:00", done="2024-07-05 14:00")]
    assert outcomes(hold(tmp_path, promise(due=rule), events=rows), "reason") == {"a": "start_without_time", "b": None}
    rule = {"after": "occurred_at", "within": "1 business day"}
    rows = [
        event("a", occurred="1900-01-01"),
        event("b", occurred="2024-07-05", done="2024-07-05"),
        event("c", occurred="9999-12-31"),
    ]
    assert outcomes(hold(tmp_path, promise(due=rule), events=rows), "reason") == {
        "a": "outside_calendar",
        "b": None,
        "c": "outside_calendar",
    }


def test_pauses_stop_the_clock(tmp_path: Path) -> None:
    rule = {
        "after": "occurred_at",
        "within": "4 business hours",
        "hours": "Mon-Fri 09:00-18:00",
        "pauses": {"status": "waiting"},
    }

    def case(key: str, done: str | None, *changes: tuple[str, str]) -> list[dict[str, Any]]:
        history = [
            event(f"{key}{i}", type="change", about=f"s/{key}", occurred=at, status=status)
            for i, (at, status) in enumerate(changes)
        ]
        return [event(key, occurred="2024-07-05 10:00", done=done), *history]

    rows = [
        *case("none", "2024-07-05 14:00:01"),
        *case("paused-two-hours", "2024-07-05 16:00", ("2024-07-05 11:00", "waiting"), ("2024-07-05 13:00", "open")),
        *case("a-night", "2024-07-08 11:00", ("2024-07-05 12:00", "waiting"), ("2024-07-08 09:00", "open")),
        *case("after-the-due-moment", "2024-07-05 14:30", ("2024-07-05 14:10", "waiting")),
        *case(
            "from-before-the-start", "2024-07-05 15:30", ("2024-07-04 10:00", "waiting"), ("2024-07-05 11:30", "open")
        ),
        *case("still-paused", None, ("2024-07-05 13:00", "waiting")),
        *case(
            "twice",
            "2024-07-05 16:30",
            ("2024-07-05 11:00", "waiting"),
            ("2024-07-05 12:00", "x"),
            ("2024-07-05 14:00", "waiting"),
            ("2024-07-05 15:30", "x"),
        ),
    ]
    test = promise(where={"type": "case"}, due=rule)
    runner = hold(tmp_path, test, events=[*rows, event("end", type="end", occurred="2024-07-20 00:00")])
    assert outcomes(runner) == {
        "none": "late",
        "paused-two-hours": "kept",
        "a-night": "kept",
        "after-the-due-moment": "late",
        "from-before-the-start": "kept",
        "still-paused": "open",
        "twice": "kept",
    }
    due = outcomes(runner, "due_at")
    assert due["paused-two-hours"] == due["twice"].replace(minute=0) == datetime.datetime(2024, 7, 5, 16)
    assert due["twice"] == datetime.datetime(2024, 7, 5, 16, 30)
    assert due["a-night"] == datetime.datetime(2024, 7, 8, 11)
    assert due["from-before-the-start"] == datetime.datetime(2024, 7, 5, 15, 30)


def test_paused_days_do_not_count(tmp_path: Path) -> None:
    rule = {"after": "occurred_at", "within": "2 business days", "pauses": {"status": ["waiting"]}}
    rows = [event("a", occurred="2024-07-01 10:00", done="2024-07-08 10:00")]
    rows += [
        event("1", type="c", about="s/a", occurred="2024-07-02 10:00", status="waiting"),
        event("2", type="c", about="s/a", occurred="2024-07-05 10:00", status="x"),
    ]
    assert outcomes(hold(tmp_path, promise(where={"type": "case"}, due=rule), events=rows), "due_on") == {
        "a": datetime.date(2024, 7, 8)
    }


ZONES = ["UTC", "Europe/Paris", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Lord_Howe"]
WEEKS = [
    "Mon-Fri 09:00-18:00",
    "Mon-Thu 09:00-12:30, 13:30-18:00, Fri 09:00-16:20",
    "Mon-Sun",
    "Sat-Sun 10:00-11:00, Wed 08:15-20:00",
]
STARTS = st.datetimes(datetime.datetime(2017, 9, 1), datetime.datetime(2018, 12, 31)).map(
    lambda at: at.replace(second=0, microsecond=0)
)


def walk(
    start: datetime.datetime,
    minutes: int,
    hours: Hours,
    zone: str,
    off: Callable[[datetime.date], bool],
    paused: Callable[[datetime.datetime], bool],
) -> datetime.datetime:
    """The first moment at which `minutes` have passed while open and not paused: minute by minute, by the clock on the wall."""
    tz, now = ZoneInfo(zone), start.replace(tzinfo=UTC)
    while minutes:
        local = now.astimezone(tz)
        second = local.hour * 3600 + local.minute * 60
        if not off(local.date()) and not paused(now.replace(tzinfo=None)):
            minutes -= any(opens <= second < closes for opens, closes in hours.ranges[local.weekday()])
        now += MINUTE
    return now.replace(tzinfo=None)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    starts=st.lists(STARTS, min_size=1, max_size=4),
    minutes=st.integers(1, 1200),
    week=st.sampled_from(WEEKS),
    zone=st.sampled_from(ZONES),
    calendar=st.sampled_from([None, "FR", "FR-57", "BR", "US-NY"]),
    changes=st.lists(st.tuples(st.integers(0, 6000), st.booleans()), max_size=6, unique_by=lambda change: change[0]),
)
def test_business_time_as_a_slow_walk_tells_it(
    tmp_path: Path,
    starts: list[datetime.datetime],
    minutes: int,
    week: str,
    zone: str,
    calendar: str | None,
    changes: list[tuple[int, bool]],
) -> None:
    """`starts` are UTC moments; `changes` are (minutes after the start, waiting or not), the same for every case."""
    country, _, region = (calendar or "").partition("-")
    days = holidays.country_holidays(country, subdiv=region or None, years=range(2016, 2022)) if calendar else {}
    rows: list[dict[str, Any]] = []
    expected = {}
    for index, start in enumerate(starts):
        rows.append(event(f"c{index}", zone=zone) | moment(start, zone))
        history = sorted((start + minute * MINUTE, waits) for minute, waits in changes)
        rows += [
            event(f"h{index}-{n}", type="h", about=f"s/c{index}", status="waiting" if waits else "open")
            | moment(at, zone)
            for n, (at, waits) in enumerate(history)
        ]

        def paused(now: datetime.datetime, history: list[tuple[datetime.datetime, bool]] = history) -> bool:
            past = [waits for at, waits in history if at <= now]
            return bool(past) and past[-1]

        rows.append(
            event(f"end{index}", type="h", about=f"s/c{index}", status="open") | moment(start + 20_000 * MINUTE, zone)
        )
        history.append((start + 20_000 * MINUTE, False))
        expected[f"c{index}"] = walk(start, minutes, read_hours(week), zone, lambda day: day in days, paused)
    rule: dict[str, Any] = {"after": "occurred_at", "within": f"{minutes} business minutes", "hours": week}
    rule |= {"pauses": {"status": "waiting"}} if changes else {}
    rule |= {"calendar": calendar} if calendar else {}
    runner = hold(tmp_path, promise(where={"type": "case"}, due=rule), events=rows)
    assert outcomes(runner, "due_at") == expected
    runner.close()


def moment(at: datetime.datetime, zone: str) -> dict[str, Any]:
    return {
        "occurred_at": at,
        "occurred_on": at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date(),
        "occurred_zone": zone,
    }


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    starts=st.lists(st.dates(datetime.date(2015, 1, 1), datetime.date(2025, 12, 31)), min_size=1, max_size=6),
    days=st.integers(1, 60),
    calendar=st.sampled_from(["FR", "FR-57", "BR", "US", "DE", "MA"]),
)
def test_business_days_as_a_slow_walk_tells_them(
    tmp_path: Path, starts: list[datetime.date], days: int, calendar: str
) -> None:
    country, _, region = calendar.partition("-")
    off = holidays.country_holidays(country, subdiv=region or None, years=range(2014, 2029))

    def walked(day: datetime.date) -> datetime.date:
        left = days
        while left:
            day += DAY
            left -= day.weekday() < 5 and day not in off
        return day

    rows = [
        event(str(i), **{"occurred": start.isoformat(), "done": start.isoformat()}) for i, start in enumerate(starts)
    ]
    rule = {"after": "occurred_at", "within": f"{days} business days", "calendar": calendar}
    runner = hold(tmp_path, promise(due=rule), events=rows)
    assert outcomes(runner, "due_on") == {str(i): walked(start) for i, start in enumerate(starts)}
    runner.close()


def test_bare_due_days_end_at_local_midnight_even_when_clocks_change(tmp_path: Path) -> None:
    """In São Paulo, 4 November 2018 began at 01:00; on the Azores, 28 October 2018 had midnight twice."""
    due = {
        "sao": ("2018-11-03", "America/Sao_Paulo", "03:00"),
        "acores": ("2018-10-27", "Atlantic/Azores", "00:00"),
        "paris": ("2018-03-24", "Europe/Paris", "23:00"),
    }
    rows = [event(key, due=day, done=f"{day} 12:00", zone=zone) for key, (day, zone, _) in due.items()]
    found = outcomes(hold(tmp_path, promise(due="due_at", by="timestamp"), events=rows), "due_at")
    assert {key: f"{at:%H:%M}" for key, at in found.items()} == {key: midnight for key, (_, _, midnight) in due.items()}


def test_a_due_moment_in_an_extra_field(tmp_path: Path) -> None:
    rows = [
        event("a", occurred="2024-06-01", done="2024-06-04", extra_promised=datetime.date(2024, 6, 4)),
        event("b", done="2024-06-05", extra_promised=datetime.date(2024, 6, 4)),
    ]
    runner = hold(tmp_path, promise(due="extra.promised"), {"extra_promised": "date"}, events=rows)
    assert outcomes(runner) == {"a": "kept", "b": "late"}
    at = when("occurred", "2024-06-01 23:30", "Europe/Paris")
    rows = [event("a", done="2024-06-01 21:30") | at | {"extra_promised": datetime.datetime(2024, 6, 1, 22, 30)}]
    runner = hold(tmp_path, promise(due="extra.promised", by="timestamp"), {"extra_promised": "timestamp"}, events=rows)
    assert tuples(runner.rows("SELECT outcome, due_on FROM cases_1")) == [("kept", datetime.date(2024, 6, 2))]


def test_durations_say_what_they_are() -> None:
    assert str(read_duration("2 jours ouvrés")) == "2 business days"
