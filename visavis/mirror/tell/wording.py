"""Numbers, dates and quotations as readers of French and of English write them."""

import unicodedata
from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from visavis.mistakes import Lang, Words
from visavis.promises.days import day as day

GLUE = "\ue000"
"""Stands for a narrow no-break space until lines are wrapped: wrapping would break at the space itself."""

JOIN = "\ue001"
"""Stands for a no-break space, between a number and its noun."""

NARROW, NO_BREAK = "\u202f", "\xa0"
POINT_DIGITS = "0.0"
MINUS = "−"

UNITS = {"minute": "duration-minute", "hour": "duration-hour", "day": "duration-day", "week": "duration-week"}


@lru_cache(maxsize=10_000)
def percent(share: float, lang: Lang) -> str:
    """A share as a percentage with one decimal: `92,0 %`; never 100 % or 0 % of what is not all or nothing."""
    text = format_percent(_shy(share), format="#,##0.0\u202f%" if lang == "fr" else "#,##0.0%", locale=lang)
    return _glued(text)


def span(low: float, high: float, lang: Lang) -> str:
    """An interval of shares, in percent: `91,0–93,0`."""
    return f"{_decimal(low * 100, POINT_DIGITS, lang)}–{_decimal(high * 100, POINT_DIGITS, lang)}"


def points(difference: float, lang: Lang) -> str:
    """A difference of shares, signed, without its unit: `−20,1`."""
    return _decimal(difference * 100, "+0.0;−0.0", lang)


def number(n: float, lang: Lang) -> str:
    """A whole number: `2 904`."""
    return _decimal(n, "#,##0", lang)


def decimal(value: float, lang: Lang, digits: int = 2) -> str:
    """A number with `digits` decimals: `4,27`."""
    return _decimal(value, "#,##0." + "0" * digits, lang)


def duration(value: float, unit: str, lang: Lang) -> str:
    """A duration with one decimal: `16,4 heures`."""
    return _glued(format_unit(value, UNITS[unit], length="long", format="#,##0.0", locale=lang))


def durations(low: float, high: float, unit: str, lang: Lang) -> str:
    """An interval of durations: `9,0–20,0 heures`."""
    return f"{_decimal(low, POINT_DIGITS, lang)}–{duration(high, unit, lang)}"


@lru_cache(maxsize=1_000)
def month(when: date, lang: Lang) -> str:
    """A month: `mars 2018`."""
    return format_date(when, "MMMM y", locale=lang)


def months(first: date, last: date, lang: Lang) -> str:
    """From one month to another: `janv. – mars 2024`."""
    end = format_date(last, "MMM y", locale=lang)
    if (first.year, first.month) == (last.year, last.month):
        return end
    return f"{format_date(first, 'MMM' if first.year == last.year else 'MMM y', locale=lang)} – {end}"


def quotation(text: str, lang: Lang) -> str:
    """A client's words between quotation marks, on one line."""
    words = clean(text)
    return f"«{GLUE}{words}{GLUE}»" if lang == "fr" else f"“{words}”"


def clean(text: str) -> str:
    """`text` on one line, without the control characters that could steer a terminal."""
    plain = "".join(" " if char.isspace() else char for char in text if char.isspace() or not _steers(char))
    return " ".join(plain.split())


def counted(n: int, one: Words, many: Words, lang: Lang) -> str:
    """`1 cas`, `2 904 cas`: the number with its noun."""
    single = n in (0, 1) if lang == "fr" else n == 1
    return f"{number(n, lang)}{JOIN}{(one if single else many).say(lang)}"


def spaced(text: str) -> str:
    """`text`, its lines being wrapped, with the no-break spaces that its placeholders stand for."""
    return text.replace(GLUE, NARROW).replace(JOIN, NO_BREAK)


def _steers(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cn", "Co", "Cs") and char != "\u200d"


def _shy(share: float) -> float:
    if 0 < share < 0.0005:
        return 0.001
    return 0.999 if 0.9995 <= share < 1 else share


@lru_cache(maxsize=20_000)
def _decimal(value: float, pattern: str, lang: Lang) -> str:
    return _glued(format_decimal(value, format=pattern, locale=lang)).replace("-", MINUS)


def _glued(text: str) -> str:
    return text.replace(NARROW, GLUE).replace("\xa0", GLUE)
