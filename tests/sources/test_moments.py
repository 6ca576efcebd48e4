"""Dates and times: SQL against Python's own calendar and zones."""

import datetime
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visavis.sources.mapping.layers import Layers
from visavis.sources.mapping.moments import AsMoment, Hint, moment

Read = tuple[datetime.datetime | None, datetime.date | None, str | None, str | None]
UTC = datetime.UTC


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as session:
        session.execute("SET timezone = 'UTC'")
        yield session


def read(
    connection: duckdb.DuckDBPyConnection,
    texts: list[str],
    *,
    day_first: bool | None = None,
    zone: str | None = None,
    as_: AsMoment = None,
    hint: str | None = None,
) -> list[Read]:
    """(moment in UTC, day, zone, refusal) of each text."""
    layers = Layers()
    found = moment(layers, layers.let("c0"), day_first=day_first, zone=zone, as_=as_, hint=Hint(hint) if hint else None)
    outputs = [("at", found.at), ("on", found.on), ("zone", found.zone), ("refusal", found.refusal)]
    values = ", ".join(f"({place}, {_quoted(text)})" for place, text in enumerate(texts))
    outputs.append(("place", "place"))
    sql = layers.select(f"(SELECT * FROM (VALUES {values}) AS t(place, c0))", outputs)
    return [row[:4] for row in connection.execute(f"SELECT * FROM ({sql}) ORDER BY place").fetchall()]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


MOMENTS = st.datetimes(datetime.datetime(1950, 1, 2), datetime.datetime(2199, 12, 30))
ZONES = st.sampled_from(["Europe/Paris", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"])


def to_utc(local: datetime.datetime, zone: str) -> datetime.datetime:
    """Where clocks go back the later moment is meant, where they go forward the offset from before holds."""
    info = ZoneInfo(zone)
    offsets = [info.utcoffset(local.replace(fold=fold)) for fold in (0, 1)]
    first, second = (offset or datetime.timedelta() for offset in offsets)
    return local - (second if first > second else first)


@settings(max_examples=60, deadline=None)
@given(moments=st.lists(MOMENTS, min_size=1, max_size=20), zone=ZONES)
def test_iso_forms_in_a_zone(
    connection: duckdb.DuckDBPyConnection, moments: list[datetime.datetime], zone: str
) -> None:
    texts, expected = [], []
    for each in moments:
        seconds = each.replace(microsecond=0)
        minutes = seconds.replace(second=0)
        for text, value in (
            (each.isoformat(), each),
            (seconds.isoformat(sep=" "), seconds),
            (minutes.strftime("%Y-%m-%d %H:%M").rjust(16, "0"), minutes),
            (f"{each.year}/{each.month}/{each.day} {each.hour}:{each.minute:02}", minutes),
        ):
            texts.append(text)
            expected.append((to_utc(value, zone), value.date(), zone, None))
    assert read(connection, texts, zone=zone) == expected


@settings(max_examples=60, deadline=None)
@given(moments=st.lists(MOMENTS, min_size=1, max_size=20), day_first=st.booleans(), mark=st.sampled_from("/-."))
def test_slashed_forms_read_alike_with_and_without_hint(
    connection: duckdb.DuckDBPyConnection, moments: list[datetime.datetime], day_first: bool, mark: str
) -> None:
    order = ("%d", "%m") if day_first else ("%m", "%d")
    texts, expected = [], []
    for each in moments:
        minutes = each.replace(second=0, microsecond=0)
        day, month = (str(each.day), str(each.month))
        start = mark.join((day, month, str(each.year)) if day_first else (month, day, str(each.year)))
        padded = each.strftime(mark.join((*order, ""))) + str(each.year)
        for text, at in (
            (start, None),
            (padded, None),
            (f"{start} {each.hour}:{each.minute:02}", minutes),
            (f"{padded} {each:%H:%M:%S}", each.replace(microsecond=0)),
            (f"{padded} {each:%I:%M %p}", minutes),
        ):
            texts.append(text)
            expected.append((at, each.date(), "UTC", None))
    assert read(connection, texts, day_first=day_first) == expected
    hint = mark.join((*order, "%Y")) + " %H:%M"
    assert read(connection, texts, day_first=day_first, hint=hint) == expected


@settings(max_examples=40, deadline=None)
@given(moment_=MOMENTS, minutes=st.integers(-14 * 60, 14 * 60))
def test_a_written_offset_gives_the_moment_and_the_local_day(
    connection: duckdb.DuckDBPyConnection, moment_: datetime.datetime, minutes: int
) -> None:
    offset = datetime.timezone(datetime.timedelta(minutes=minutes))
    local = moment_.replace(microsecond=0, tzinfo=offset)
    utc = local.astimezone(UTC).replace(tzinfo=None)
    zone = "UTC" if minutes == 0 else "GMT" + local.isoformat()[-6:]
    assert read(connection, [local.isoformat()]) == [(utc, local.date(), zone, None)]
    there = local.astimezone(ZoneInfo("Europe/Paris")).date()
    assert read(connection, [local.isoformat()], zone="Europe/Paris") == [(utc, there, "Europe/Paris", None)]


def test_clocks_that_go_back_and_forward(connection: duckdb.DuckDBPyConnection) -> None:
    texts = ["2024-10-27 02:30:00", "2024-03-31 02:30:00", "2024-07-14 00:00:00"]
    assert [row[0] for row in read(connection, texts, zone="Europe/Paris")] == [
        datetime.datetime(2024, 10, 27, 1, 30),
        datetime.datetime(2024, 3, 31, 1, 30),
        datetime.datetime(2024, 7, 13, 22, 0),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 août 2024", datetime.date(2024, 8, 5)),
        ("1er mars 2024", datetime.date(2024, 3, 1)),
        ("12 FÉVRIER 2024", datetime.date(2024, 2, 12)),
        ("12 juin 2024", datetime.date(2024, 6, 12)),
        ("12 juil. 2024", datetime.date(2024, 7, 12)),
        ("05-Jan-2024", datetime.date(2024, 1, 5)),
        ("3 December 2024", datetime.date(2024, 12, 3)),
        ("20240131", datetime.date(2024, 1, 31)),
        (" 2024-01-31 ", datetime.date(2024, 1, 31)),
    ],
)
def test_forms_that_need_no_declaration(
    connection: duckdb.DuckDBPyConnection, text: str, expected: datetime.date
) -> None:
    assert read(connection, [text]) == [(None, expected, "UTC", None)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31/02/2024", "impossible-date"),
        ("2024-02-30", "impossible-date"),
        ("2023-02-29 10:00:00", "impossible-date"),
        ("1900", "not-a-date"),
        ("2024", "not-a-date"),
        ("epoch", "not-a-date"),
        ("infinity", "not-a-date"),
        ("2024-01-05 (BC)", "not-a-date"),
        ("2024-06-01 12:00:00 Europe/Paris", "not-a-date"),
        ("01/01/1900", "date-out-of-range"),
        ("1949-12-31", "date-out-of-range"),
        ("2200-01-01", "date-out-of-range"),
        ("demain", "not-a-date"),
        ("45292", "not-a-date"),
        ("13:30", "not-a-date"),
    ],
)
def test_what_is_no_date_is_refused_with_a_reason(
    connection: duckdb.DuckDBPyConnection, text: str, reason: str
) -> None:
    assert read(connection, [text], day_first=True)[0][3] == reason


def test_the_order_of_day_and_month_is_never_guessed(connection: duckdb.DuckDBPyConnection) -> None:
    assert [row[3] for row in read(connection, ["31/12/2024", "01/02/2024 10:00"])] == ["day-first-unknown"] * 2
    assert read(connection, ["31/12/24 9:05"], day_first=True)[0][:2] == (
        datetime.datetime(2024, 12, 31, 9, 5),
        datetime.date(2024, 12, 31),
    )


def test_the_type_asked_for_decides_what_is_kept(connection: duckdb.DuckDBPyConnection) -> None:
    day, time = "2024-03-10", "2024-03-10 15:00:00"
    noon = datetime.datetime(2024, 3, 10)
    assert read(connection, [day, time], as_="timestamp")[0][0] == noon
    assert [row[0] for row in read(connection, [day, time], as_="date")] == [None, None]
    assert [row[1] for row in read(connection, [day, time, "2024-03"], as_="month")] == [datetime.date(2024, 3, 1)] * 3
    assert read(connection, ["03/2024"], as_="month")[0][1] == datetime.date(2024, 3, 1)
