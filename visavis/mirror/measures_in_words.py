"""What a declared measure says, as sentences with numbers: for the terminal, pages and exports."""

from visavis.mirror.reflection import Amount, Measured
from visavis.mirror.sentences import cases
from visavis.mirror.wording import counted, decimal, duration, durations, number, percent, span
from visavis.mistakes import Lang, Words

LANGUAGES: tuple[Lang, ...] = ("fr", "en")
HORIZONS = (("finished_within_24_hours", "24 heures", "24 hours"), ("finished_within_7_days", "7 jours", "7 days"))
CLIENT, CLIENTS = Words(fr="client", en="client"), Words(fr="clients", en="clients")


def sentences(one: Measured) -> list[Words]:
    """The sentences of a measure that has a value, the first being its finding."""
    return {"concentration": _concentration, "delay": _delay, "funnel": _funnel}[one.kind](one)


def _concentration(one: Measured) -> list[Words]:
    lines = [
        Words(
            fr=f"Chez la moitié des {counted(one.value.n, CLIENT, CLIENTS, 'fr')} qui comptent assez de cas, une même personne tient {percent(_of(one.value), 'fr')} des cas ou plus{_surely(one.value, 'fr')}.",
            en=f"For half of the {counted(one.value.n, CLIENT, CLIENTS, 'en')} with enough cases, one person holds {percent(_of(one.value), 'en')} of the cases or more{_surely(one.value, 'en')}.",
        )
    ]
    hhi, mean = one.figure("median_hhi"), one.figure("mean_persons_per_client")
    if hhi and mean:
        lines.append(
            Words(
                fr=f"Indice de concentration (HHI) médian: {decimal(_of(hhi), 'fr', 3)}. En moyenne {decimal(_of(mean), 'fr', 1)} personnes connaissent un client.",
                en=f"Median concentration index (HHI): {decimal(_of(hhi), 'en', 3)}. On average {decimal(_of(mean), 'en', 1)} people know a client.",
            )
        )
    alone, share, every = one.figure("known_by_one"), one.figure("known_by_one_share"), one.figure("clients")
    if alone and share and every:
        lines.append(
            Words(
                fr=f"Connus d’une seule personne: {counted(int(_of(alone)), CLIENT, CLIENTS, 'fr')} sur {number(_of(every), 'fr')}, soit {percent(_of(share), 'fr')}{_surely(share, 'fr')}.",
                en=f"Known to one person only: {counted(int(_of(alone)), CLIENT, CLIENTS, 'en')} of {number(_of(every), 'en')}, that is {percent(_of(share), 'en')}{_surely(share, 'en')}.",
            )
        )
    return lines


def _delay(one: Measured) -> list[Words]:
    waiting, done = one.figure("censored"), one.figure("median_finished")
    lines = []
    if waiting is not None:
        unit, (low, high) = one.value.unit, one.value.interval or (None, None)
        surely = {tongue: _ends(low, high, unit, tongue) for tongue in LANGUAGES}
        lines.append(
            Words(
                fr=f"La moitié attend {duration(_of(one.value), one.value.unit, 'fr')} ou plus{surely['fr']}, {cases(int(_of(waiting)), 'fr')} en attente compris sur {number(one.value.n, 'fr')}.",
                en=f"Half wait {duration(_of(one.value), one.value.unit, 'en')} or longer{surely['en']}, {cases(int(_of(waiting)), 'en')} still waiting included, of {number(one.value.n, 'en')}.",
            )
        )
    if done is not None and done.value is not None:
        lines.append(
            Words(
                fr=f"Parmi les seuls terminés ({number(done.n, 'fr')}), la médiane est de {duration(done.value, done.unit, 'fr')}: ceux qui attendent encore y manquent.",
                en=f"Among the finished alone ({number(done.n, 'en')}) the median is {duration(done.value, done.unit, 'en')}: those still waiting are missing there.",
            )
        )
    for name, fr, en in HORIZONS:
        share = one.figure(name)
        if share is not None and share.value is not None:
            lines.append(
                Words(
                    fr=f"Terminés sous {fr}: {percent(share.value, 'fr')}{_surely(share, 'fr')}.",
                    en=f"Finished within {en}: {percent(share.value, 'en')}{_surely(share, 'en')}.",
                )
            )
    left_out = [figure for figure in one.figures if figure.name.startswith("left_out_")]
    if left_out:
        n = int(sum(_of(figure) for figure in left_out))
        lines.append(
            Words(
                fr=f"Laissés de côté, dates manquantes ou impossibles: {cases(n, 'fr')}.",
                en=f"Left out, dates missing or impossible: {cases(n, 'en')}.",
            )
        )
    return lines


def _funnel(one: Measured) -> list[Words]:
    last = [figure for figure in one.figures if figure.name not in one.of_which][-1]
    when = f"{one.period}: " if one.period else ""
    return [
        Words(
            fr=f"{when}{percent(_of(one.value), 'fr')} vont au bout{_surely(one.value, 'fr')}, {number(last.n, 'fr')} sur {number(one.value.n, 'fr')}.",
            en=f"{when}{percent(_of(one.value), 'en')} get to the end{_surely(one.value, 'en')}, {number(last.n, 'en')} of {number(one.value.n, 'en')}.",
        )
    ]


def _ends(low: float | None, high: float | None, unit: str, lang: Lang) -> str:
    if low is None:
        return ""
    if high is None:
        least = duration(low, unit, lang)
        return Words(fr=f" (au moins {least})", en=f" (at least {least})").say(lang)
    ends = durations(low, high, unit, lang)
    return Words(fr=f" (fourchette {ends})", en=f" (interval {ends})").say(lang)


def _of(figure: Amount) -> float:
    return figure.value if figure.value is not None else 0.0


def _surely(figure: Amount, lang: Lang) -> str:
    if figure.interval is None or figure.interval[0] is None or figure.interval[1] is None:
        return ""
    ends = span(figure.interval[0], figure.interval[1], lang)
    return Words(fr=f" (fourchette {ends})", en=f" (interval {ends})").say(lang)
