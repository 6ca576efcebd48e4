"""Whether the last period differs from what the periods before vary by, in one sentence; and what each period's limits were."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan

from visavis.engine.measuring.selecting import Unmeasurable
from visavis.engine.measuring.signals import BEYOND, DRIFT, Watched, watch_shares
from visavis.mirror.reasons import reason
from visavis.mirror.tell.wording import GLUE, counted, percent, spaced, span
from visavis.mistakes import Lang, Words

RULES = {BEYOND: Words(fr="hors limites", en="beyond limits"), DRIFT: Words(fr="dérive", en="drift")}
PERIOD, PERIODS = Words(fr="période", en="period"), Words(fr="périodes", en="periods")


@dataclass(frozen=True, slots=True)
class Signals:
    """A series watched: what is found, and by period its limits and the rules that fired (both empty where it is not judged)."""

    finding: Words
    stands_out: bool
    watched: Watched | None = None
    limits: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


def of_shares(kept: Sequence[int], n: Sequence[int], names: Sequence[str], lang: Lang) -> Signals:
    """Signals among shares: `kept` of `n` in each of the periods called `names`, in order."""

    def ends(low: float, high: float, lang: Lang) -> str:
        return f"{span(low, high, lang)}{GLUE if lang == 'fr' else ''}%"

    return _told(lambda: watch_shares(kept, n), n, names, lang, ends, percent)


def _told(
    watch: Callable[[], Watched],
    n: Sequence[int],
    names: Sequence[str],
    lang: Lang,
    ends: Callable[[float, float, Lang], str],
    one: Callable[[float, Lang], str],
) -> Signals:
    try:
        found = watch()
    except Unmeasurable as why:
        told = reason(str(why))
        return Signals(told.words if told else Words(fr="", en=""), stands_out=False)
    known = [place for place, value in enumerate(found.value.tolist()) if not isnan(value)]
    judged = set(known[found.baseline :])
    limits = tuple(
        spaced(ends(float(found.low[place]), float(found.high[place]), lang)) if place in judged else ""
        for place in range(len(names))
    )
    rules = tuple(", ".join(RULES[rule].say(lang) for rule in fired) for fired in found.fired)
    last = known[-1]
    before = sum(bool(found.fired[place]) for place in judged if place != last)
    value, drift = (spaced(one(float(series[last]), lang)) for series in (found.value, found.drift))
    finding = _finding(found, last, before, names[last], n[last], limits[last], value, drift)
    return Signals(finding, bool(found.fired[last]), found, limits, rules)


def _finding(found: Watched, last: int, before: int, name: str, n: int, limits: str, value: str, drift: str) -> Words:
    rules, m = found.fired[last], found.baseline
    if BEYOND in rules:
        head = Words(
            fr=f"{name}: {value}, sur {n}; cela sort de ce dont varient les {m} premières périodes ({limits}).",
            en=f"{name}: {value}, of {n}; that is outside what the first {m} periods vary by ({limits}).",
        )
    elif DRIFT in rules:
        head = Words(
            fr=f"{name}: {value}, sur {n}, dans les limites ({limits}); mais la moyenne qui suit le cours des périodes a dérivé jusqu’à {drift}, plus loin que le hasard ne la porte.",
            en=f"{name}: {value}, of {n}, within limits ({limits}); yet the average that follows the periods has drifted to {drift}, further than chance takes it.",
        )
    else:
        head = Words(
            fr=f"{name}: {value}, sur {n}; cela ne se distingue pas de ce dont varient les {m} premières périodes ({limits}).",
            en=f"{name}: {value}, of {n}; that can’t be told from what the first {m} periods vary by ({limits}).",
        )
    if not before:
        return head
    return Words(
        fr=f"{head.fr} Avant elle, {spaced(counted(before, PERIOD, PERIODS, 'fr'))} s’en {'distingue' if before == 1 else 'distinguent'}.",
        en=f"{head.en} Before it, {spaced(counted(before, PERIOD, PERIODS, 'en'))} {'stands' if before == 1 else 'stand'} out.",
    )
