"""What the sentences of several kinds share: the clients counted, and how sure a figure is."""

from visavis.mirror.reflection import Amount
from visavis.mirror.tell.wording import duration, durations, span
from visavis.mistakes import Lang, Words

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
