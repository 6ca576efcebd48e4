import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavis.declarations import SpokenError
from visavis.engine.holding.durations import Duration, read_duration, read_hours


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("2 business days", Duration(2, "day", True)),
        ("2 working days", Duration(2, "day", True)),
        ("1 business day", Duration(1, "day", True)),
        ("2 jours ouvrés", Duration(2, "day", True)),
        ("1 jour ouvré", Duration(1, "day", True)),
        ("36 business hours", Duration(36, "hour", True)),
        ("36 heures ouvrées", Duration(36, "hour", True)),
        ("48 hours", Duration(48, "hour", False)),
        ("48 heures", Duration(48, "hour", False)),
        ("48h", Duration(48, "hour", False)),
        ("5 days", Duration(5, "day", False)),
        ("5 jours", Duration(5, "day", False)),
        ("0 days", Duration(0, "day", False)),
        ("2 semaines", Duration(14, "day", False)),
        ("90 business minutes", Duration(90, "minute", True)),
    ],
)
def test_durations_in_both_languages(text: str, duration: Duration) -> None:
    assert read_duration(text) == duration
    assert read_duration(text.upper()) == duration


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "days",
        "2",
        "1 month",
        "2 mois",
        "2 jours ouvrables",
        "2 business weeks",
        "0 hours",
        "-1 days",
        "1.5 h",
    ],
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(SpokenError):
        read_duration(text)


def test_ouvrables_names_the_way_out() -> None:
    with pytest.raises(SpokenError) as found:
        read_duration("3 jours ouvrables")
    assert "Mon-Sat" in found.value.words.fr


def day(*hours: tuple[float, float]) -> tuple[tuple[int, int], ...]:
    return tuple((int(opens * 3600), int(closes * 3600)) for opens, closes in hours)


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("Mon-Fri 09:00-18:00", [day((9, 18))] * 5 + [()] * 2),
        ("lun-ven 9h-18h", [day((9, 18))] * 5 + [()] * 2),
        ("Mon-Thu 9:00-12:30, 13:30-18:00, Fri 9-16", [day((9, 12.5), (13.5, 18))] * 4 + [day((9, 16)), (), ()]),
        ("Mon-Sat", [day((0, 24))] * 6 + [()]),
        ("Sat-Mon 10:00-11:00", [day((10, 11)), (), (), (), (), day((10, 11)), day((10, 11))]),
        ("Mon 09:00-12:00, Mon 11:00-14:00", [day((9, 14))] + [()] * 6),
        ("Dim 20h30 – 24h", [()] * 6 + [day((20.5, 24))]),
    ],
)
def test_opening_hours(text: str, week: list[tuple[tuple[int, int], ...]]) -> None:
    assert list(read_hours(text).ranges) == week


@pytest.mark.parametrize(
    "text", ["", "09:00-18:00", "Mon 18:00-09:00", "Mon 9:00-25:00", "Foo 9-10", "Mon 9-10,", "Mon 9:75-10"]
)
def test_what_are_no_hours_is_refused(text: str) -> None:
    with pytest.raises(SpokenError):
        read_hours(text)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (read_duration, read_hours):
        with contextlib.suppress(SpokenError):
            read(text)
