"""Words for a day mean that very day: they are read back here by rules of their own."""

import re
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visavis.demo.chance import stream
from visavis.demo.days import HOLIDAYS, NEVER, day
from visavis.demo.words.due import date_said, day_said, days_said, due_phrase

WEEK = (
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "monday tuesday wednesday thursday friday saturday sunday",
)
MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "january february march april may june july august september october november december",
)
COUNTS = {"un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "dix": 10, "quinze": 15, "une": 1}
COUNTS |= {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "a": 1}
TODAY = {
    "aujourd’hui",
    "dans la journée",
    "avant ce soir",
    "ce jour",
    "today",
    "by the end of today",
    "before this evening",
}
CLOSED = {date.fromisoformat(one) for one in HOLIDAYS}


def meant(phrase: str, sent: date) -> date:
    """The day that a reader would write into the diary."""
    said = phrase.lower()
    if said in TODAY:
        return sent
    if "après-demain" in said:
        return sent + timedelta(days=2)
    if "demain" in said or "tomorrow" in said:
        return sent + timedelta(days=1)
    if found := re.search(r"(\d+) (?:heures|hours)", said):
        return sent + timedelta(hours=int(found[1]))
    if found := re.search(r"(\w+) (?:jours? ouvrés|working days?)", said):
        return working_days_after(sent, int(found[1]) if found[1].isdigit() else COUNTS[found[1]])
    if "fin du mois" in said or "end of the month" in said:
        following = (sent.replace(day=28) + timedelta(days=4)).replace(day=1)
        return following - timedelta(days=1)
    if "fortnight" in said:
        return sent + timedelta(days=14)
    if found := re.search(r"(\w+) jours", said):
        return sent + timedelta(days=COUNTS[found[1]])
    if "semaine" in said or "a week" in said:
        return sent + timedelta(days=7)
    for months in MONTHS:
        if found := re.search(rf"(\d+)(?:er)? ({months.replace(' ', '|')})", said):
            return next_date(sent, months.split().index(found[2]) + 1, int(found[1]))
    for week in WEEK:
        if found := re.search(week.replace(" ", "|"), said):
            apart = (week.split().index(found[0]) - sent.weekday()) % 7
            return sent + timedelta(days=apart or 7)
    raise AssertionError(f"nobody knows what {phrase!r} means")


def working_days_after(sent: date, count: int) -> date:
    found = sent
    while count:
        found += timedelta(days=1)
        count -= found.weekday() < 5 and found not in CLOSED
    return found


def next_date(sent: date, month: int, of_month: int) -> date:
    this_year = date(sent.year, month, of_month)
    return this_year if this_year >= sent else date(sent.year + 1, month, of_month)


def number(one: date) -> int:
    return day(one.isoformat())


@settings(max_examples=600, deadline=None)
@given(
    sent=st.dates(date(2024, 1, 1), date(2026, 8, 31)),
    apart=st.integers(0, 45),
    english=st.booleans(),
    seed=st.integers(0, 1 << 16),
)
def test_the_words_mean_that_very_day(sent: date, apart: int, english: bool, seed: int) -> None:
    due = sent + timedelta(days=apart)
    many = 6
    phrases = due_phrase(
        stream(seed, "due"), np.full(many, english), np.full(many, number(sent)), np.full(many, number(due))
    )
    assert [(phrase, meant(phrase, sent)) for phrase in phrases] == [(phrase, due) for phrase in phrases]


def test_working_days_leave_out_holidays_and_weekends() -> None:
    """From Wednesday 7 May 2025, the 8th being a holiday, the second working day is Monday the 12th."""
    n = 400
    sent, due = np.full(n, day("2025-05-07")), np.full(n, day("2025-05-12"))
    said = set(due_phrase(stream(1, "may"), np.zeros(n, dtype=bool), sent, due).tolist())
    assert "sous deux jours ouvrés" in said
    assert not {"sous trois jours ouvrés", "sous 3 jours ouvrés", "sous cinq jours ouvrés"} & said
    assert {"lundi", "avant lundi soir", "le 12 mai au plus tard"} <= said


def test_no_day_is_no_words_and_a_day_gone_by_is_refused() -> None:
    sent = np.asarray([day("2025-05-07")])
    never = due_phrase(stream(1, "never"), np.asarray([True]), sent, np.asarray([NEVER // 1440]))
    assert never.tolist() == [""]
    with pytest.raises(ValueError, match="-1 days"):
        due_phrase(stream(1, "gone"), np.asarray([True]), sent, sent - 1)


def test_days_are_said_as_people_say_them() -> None:
    assert day_said(day("2025-03-04"), False) == "mardi 4 mars"
    assert day_said(day("2025-08-01"), False) == "vendredi 1er août"
    assert day_said(day("2025-03-04"), True) == "Tuesday 4 March"
    assert date_said(day("2025-08-01"), False) == "1er août 2025"
    days = np.asarray([day("2025-03-04"), NEVER // 1440])
    assert days_said(np.asarray([True, False]), days).tolist() == ["Tuesday 4 March", ""]
