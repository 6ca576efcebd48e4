"""Numbers and dates as readers of the page's language write them.

{{ 0.9205|percent }}   92,0 %        {{ 2904|number }}      2 904
{{ 4.2749|decimal }}   4,27          {{ when|day }}         31 août 2018
{% moment when %}      <time> with the exact moment for hover and assistive technology, a day or « il y a 3 jours » to read
"""

import datetime
from functools import lru_cache
from typing import Any

from babel.dates import format_date, format_datetime, format_timedelta
from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from visavis.mirror.tell import wording
from visavis.mistakes import Lang
from visavis.web.speaking import spoken
from visavis.web.typography import typeset

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    """A share from 0 to 1 as a percentage; nothing for None."""
    return "" if share is None else typeset(wording.percent(share, spoken()))


@register.filter
def number(n: float | None) -> str:
    """A whole number; nothing for None."""
    return "" if n is None else typeset(wording.number(n, spoken()))


@register.filter
def decimal(value: float | None, digits: int = 2) -> str:
    """A number with decimals; nothing for None."""
    return "" if value is None else typeset(wording.decimal(value, spoken(), digits))


@register.filter
def points(difference: float | None) -> str:
    """A difference of shares in signed points, without the unit; nothing for None."""
    return "" if difference is None else typeset(wording.points(difference, spoken()))


@register.filter
def size(count: int) -> str:
    """So many bytes as people say them: `253 ko`, `1,4 Go`."""
    unit = "o" if spoken() == "fr" else "B"
    for prefix, factor in (("G", 1e9), ("M", 1e6), ("k", 1e3)):
        if count >= factor:
            digits = 0 if count >= 10 * factor else 1
            return f"{wording.decimal(count / factor, spoken(), digits)}\u00a0{prefix}{unit}"
    return f"{count}\u00a0{unit}"


@register.filter
def day(when: datetime.date | str | None) -> str:
    """A day in words, out of a date or an ISO text; nothing for None."""
    found = _date(when)
    return wording.day(found, spoken()) if found else ""


@register.filter
def weekday(when: datetime.date | str | None) -> str:
    """A day with its weekday: `mardi 3 mars 2025`; nothing for None."""
    found = _date(when)
    return _weekday(found, spoken()) if found else ""


@register.filter
def month_name(when: datetime.date | None) -> str:
    """The month of a day: `mars 2025`; nothing for None."""
    return wording.month(when, spoken()) if when else ""


@register.filter
def instant(when: datetime.datetime | None) -> str:
    """A moment in UTC, to the minute: `3 mars 2025, 14:05 UTC`; nothing for None."""
    return f"{wording.day(when.date(), spoken())}, {when:%H:%M}\u202fUTC" if when else ""


@register.simple_tag
def moment(when: datetime.date | str | None, beside: datetime.date | None = None) -> SafeString | str:
    """A `<time>`: the day in words, exact on hover. With `beside` (the day that the page tells of), how long before it."""
    found = _date(when)
    if found is None:
        return ""
    if isinstance(when, datetime.datetime) and timezone.is_aware(when):
        local = timezone.localtime(when)
        exact = format_datetime(local, "long", locale=spoken())
        if beside is None:
            return format_html('<time datetime="{}" title="{}">{}</time>', when.isoformat(), exact, _since(when))
        ahead = ago((beside - found).days)
        return format_html('<time datetime="{}" title="{}">{}</time>', found.isoformat(), exact, ahead)
    if beside is None:
        return _time(found, spoken())
    exact = wording.day(found, spoken())
    return format_html('<time datetime="{}" title="{}">{}</time>', found.isoformat(), exact, ago((beside - found).days))


@lru_cache(maxsize=10_000)
def _time(when: datetime.date, lang: Lang) -> SafeString:
    day = wording.day(when, lang)
    return format_html('<time datetime="{}" title="{}">{}</time>', when.isoformat(), day, day)


def ago(days: int) -> str:
    """So many days before a day: `le même jour`, `la veille`, `il y a 3 jours`; negative: ahead."""
    lang = spoken()
    if days == 0:
        return "aujourd’hui" if lang == "fr" else "today"
    if days == 1:
        return "hier" if lang == "fr" else "yesterday"
    if days == -1:
        return "demain" if lang == "fr" else "tomorrow"
    return _distance(-days, lang)


def _since(when: datetime.datetime) -> str:
    return format_timedelta(when - timezone.now(), add_direction=True, locale=spoken())


@lru_cache(maxsize=10_000)
def _weekday(when: datetime.date, lang: Lang) -> str:
    pattern = "EEEE 1'er' MMMM y" if lang == "fr" and when.day == 1 else "full"
    return format_date(when, pattern, locale=lang)


@lru_cache(maxsize=10_000)
def _distance(days: int, lang: Lang) -> str:
    return format_timedelta(datetime.timedelta(days=days), granularity="day", add_direction=True, locale=lang)


def _date(when: Any) -> datetime.date | None:
    if isinstance(when, datetime.datetime):
        return timezone.localtime(when).date() if timezone.is_aware(when) else when.date()
    if isinstance(when, datetime.date):
        return when
    if isinstance(when, str) and when:
        return datetime.date.fromisoformat(when[:10])
    return None


__all__ = [
    "ago",
    "day",
    "decimal",
    "instant",
    "moment",
    "month_name",
    "number",
    "percent",
    "points",
    "register",
    "size",
    "weekday",
]
