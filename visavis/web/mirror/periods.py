"""The period of a mirror, as somebody asks for it in an address."""

import re
from datetime import date, timedelta

from django.http import QueryDict

from visavis.mistakes import Mistake, Words

MONTH, DAY = re.compile(r"\d{4}-\d{2}"), re.compile(r"\d{4}-\d{2}-\d{2}")


def asked_days(query: QueryDict) -> tuple[date | None, date | None]:
    """The first and the last day (both included) out of `from` and `to`, each a day or a month; raises Mistake for what is no day, or ends first."""
    first, last = _day(query.get("from", "")), _day(query.get("to", ""), last=True)
    if first and last and first > last:
        raise Mistake(
            Words(fr="la période finit avant de commencer", en="the period ends before it begins"),
            remedy=Words(fr="échangez les deux dates", en="swap the two dates"),
        )
    return first, last


def month_of(text: str) -> date | None:
    """The first day of the month that `2024-03` or a day of it names; None for anything else."""
    try:
        return date.fromisoformat(f"{text.strip()[:7]}-01")
    except ValueError:
        return None


def _day(text: str, *, last: bool = False) -> date | None:
    if not text.strip():
        return None
    if MONTH.fullmatch(text.strip()) and (first := month_of(text)):
        return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1) if last else first
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Mistake(
            Words(fr="la date ne se lit pas", en="the date can’t be read"),
            remedy=Words(
                fr="écrivez-la comme 2024-03-31, ou choisissez-la dans le calendrier",
                en="write it like 2024-03-31, or choose it in the calendar",
            ),
        ) from None
