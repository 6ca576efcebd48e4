"""The period of a mirror, as somebody asks for it in an address."""

from datetime import date

from django.http import QueryDict

from visavis.mistakes import Mistake, Words


def asked_days(query: QueryDict) -> tuple[date | None, date | None]:
    """The first and the last day (both included) out of `from` and `to`; raises Mistake for what is no day, or ends first."""
    first, last = _day(query.get("from", "")), _day(query.get("to", ""))
    if first and last and first > last:
        raise Mistake(
            Words(fr="la période finit avant de commencer", en="the period ends before it begins"),
            remedy=Words(fr="échangez les deux dates", en="swap the two dates"),
        )
    return first, last


def _day(text: str) -> date | None:
    if not text.strip():
        return None
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
