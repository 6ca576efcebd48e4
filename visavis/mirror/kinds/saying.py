"""What the sentences of several kinds share: the clients counted, and how sure a figure is."""

from collections.abc import Iterable

from visavis.mirror.reflection import Amount, Measured
from visavis.mirror.tell.wording import decimal, duration, durations, percent, span
from visavis.mistakes import Lang, Words

LANGUAGES: tuple[Lang, ...] = ("fr", "en")
CLIENT, CLIENTS = Words(fr="client", en="client"), Words(fr="clients", en="clients")


def ends_of(low: float | None, high: float | None, unit: str, lang: Lang) -> str:
    """The interval of a length of time in brackets; nothing where there is none."""
    if low is None:
        return ""
    if high is None:
        least = duration(low, unit, lang)
        return Words(fr=f" (au moins {least})", en=f" (at least {least})").say(lang)
    ends = durations(low, high, unit, lang)
    return Words(fr=f" (fourchette {ends})", en=f" (interval {ends})").say(lang)


def value_of(figure: Amount) -> float:
    """The figure's value; 0 where it has none."""
    return figure.value if figure.value is not None else 0.0


def surely(figure: Amount, lang: Lang) -> str:
    """The interval of a share in brackets; nothing where there is none."""
    if figure.interval is None or figure.interval[0] is None or figure.interval[1] is None:
        return ""
    ends = span(figure.interval[0], figure.interval[1], lang)
    return Words(fr=f" (fourchette {ends})", en=f" (interval {ends})").say(lang)


def between(figure: Amount, digits: int, lang: Lang) -> str:
    """The interval of a plain number in brackets; nothing where there is none."""
    if figure.interval is None or figure.interval[0] is None or figure.interval[1] is None:
        return ""
    low, high = decimal(figure.interval[0], lang, digits), decimal(figure.interval[1], lang, digits)
    return Words(fr=f" (fourchette {low} à {high})", en=f" (interval {low} to {high})").say(lang)


def shares_told(one: Measured, named: Iterable[tuple[str, str, str]]) -> list[Words]:
    """A sentence for each share that has a value: `named` are figures, each with what it is in French and in English."""
    found = [(one.figure(name), fr, en) for name, fr, en in named]
    return [
        Words(
            fr=f"{fr}: {percent(share.value, 'fr')}{surely(share, 'fr')}.",
            en=f"{en}: {percent(share.value, 'en')}{surely(share, 'en')}.",
        )
        for share, fr, en in found
        if share and share.value is not None
    ]
