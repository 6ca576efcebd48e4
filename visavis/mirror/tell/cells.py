"""A figure as a cell of a page: value, interval and n in words, whatever its unit; or why there is none."""

from collections.abc import Sequence
from dataclasses import replace

from visavis.mirror.grouped import Grouped
from visavis.mirror.reflection import Amount
from visavis.mirror.tell.answers import Figured, figured
from visavis.mirror.tell.wording import decimal, duration, durations, spaced
from visavis.mistakes import Lang, Words

LENGTHS = ("hour", "day")
DIGITS = {"index": 2, "ratio": 2, "team": 2, "score": 2, "person": 0}
TO, LEAST = {"fr": " à ", "en": " to "}, Words(fr="au moins ", en="at least ")


def cell(one: Amount | None, lang: Lang, name: str = "") -> Figured | None:
    """The figure in words of `lang`; None where the measure has none of that name."""
    if one is None:
        return None
    told = figured(one, lang, name)
    if one.value is None or one.unit not in (*LENGTHS, *DIGITS):
        return told
    low, high = one.interval or (None, None)
    if one.unit in LENGTHS:
        return replace(
            told,
            value=spaced(duration(one.value, one.unit, lang)),
            interval=spaced(_between(low, high, one.unit, lang)),
        )
    digits = DIGITS[one.unit] if one.value != round(one.value) or one.unit != "person" else 0
    ends = (
        "–" if low is None or high is None else f"{decimal(low, lang, digits)}{TO[lang]}{decimal(high, lang, digits)}"
    )
    return replace(told, value=decimal(one.value, lang, digits), interval=ends)


def _between(low: float | None, high: float | None, unit: str, lang: Lang) -> str:
    if low is None:
        return "–"
    return durations(low, high, unit, lang) if high is not None else LEAST.say(lang) + duration(low, unit, lang)


def cells(of: Grouped | None, names: Sequence[str], lang: Lang) -> dict[str, Figured | None]:
    """The figures of those names; `value` is the first figure of the measure."""
    return {
        name: cell((of.value if name == "value" else of.figure(name)) if of else None, lang, name) for name in names
    }
