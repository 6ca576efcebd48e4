"""Days as people say them; every page and sentence of the product says them so."""

from datetime import date
from functools import lru_cache

from babel.dates import format_date

from visavis.mistakes import Lang


@lru_cache(maxsize=10_000)
def day(when: date, lang: Lang) -> str:
    """A day as people say it: `31 août 2018`, `1er août 2018`."""
    if lang == "en":
        return format_date(when, "MMMM d, y", locale=lang)
    return format_date(when, "1'er' MMMM y" if when.day == 1 else "d MMMM y", locale=lang)
