"""What a figure of the mirror says, as a sentence: its title on pages, in print and for those who cannot see it."""

from collections.abc import Sequence
from datetime import date

from visavis.mirror.draw.figures import FEWEST
from visavis.mirror.reflection import Felt, Month, Rate, Unfiltered
from visavis.mirror.tell.sentences import CASE, CASES, OFF, OFFS, RATING, RATINGS, cases
from visavis.mirror.tell.wording import counted, day, decimal, month, number, percent, points, span
from visavis.mistakes import Lang, Words

FEW = 100
"""Below so many cases, “7 times out of 9” is told rather than “78 times out of 100”."""


def kept(facts: Rate, felt: Felt) -> Words:
    """`Tenue 92 fois sur 100 d’après les faits, 84 fois sur 100 d’après les clients.`"""
    fr, en = often(facts)
    clients = felt.perceived
    if clients is None or clients.value is None:
        return Words(fr=f"Tenue {fr}.", en=f"Kept {en}.")
    by_fr, by_en = often(clients)
    return Words(
        fr=f"Tenue {fr} d’après les faits, {by_fr} d’après les clients.",
        en=f"Kept {en} by the facts, {by_en} by what clients say.",
    )


def often(rate: Rate) -> tuple[str, str]:
    """How often, in French and English: `92 fois sur 100`, `7 fois sur 9`, `à chaque fois`; never all or nothing of what is not."""
    if rate.kept in (0, rate.n):
        if rate.n == 1:
            return ("une fois sur une", "once out of once") if rate.kept else ("zéro fois sur une", "none out of one")
        all_fr, all_en = f"{number(rate.n, 'fr')} fois sur {number(rate.n, 'fr')}", f"all {number(rate.n, 'en')} times"
        return (
            (all_fr, all_en)
            if rate.kept
            else (f"0 fois sur {number(rate.n, 'fr')}", f"0 times out of {number(rate.n, 'en')}")
        )
    if rate.n < FEW:
        return f"{rate.kept} fois sur {rate.n}", f"{rate.kept} times out of {rate.n}"
    share = (rate.value or 0.0) * 100
    if 1 <= share <= 99:
        return f"{share:.0f} fois sur 100", f"{share:.0f} times out of 100"
    shy = min(99.9, max(0.1, round(share, 1)))
    return f"{decimal(shy, 'fr', 1)} fois sur 100", f"{decimal(shy, 'en', 1)} times out of 100"


def surely(rate: Rate, felt: Felt | None = None) -> Words:
    """`fourchette 91,0–93,0 · 2 904 cas`; of ratings where `felt` counts them."""
    low, high = rate.interval or (0.0, 1.0)
    n = of_how_many(rate, felt)
    return Words(fr=f"fourchette {span(low, high, 'fr')} · {n.fr}", en=f"interval {span(low, high, 'en')} · {n.en}")


def of_how_many(rate: Rate, felt: Felt | None = None) -> Words:
    """`2 904 cas`; of ratings where `felt` counts them."""
    one, many = (RATING, RATINGS) if felt and felt.unit != "case" else (CASE, CASES)
    return Words(fr=counted(rate.n, one, many, "fr"), en=counted(rate.n, one, many, "en"))


def perceived(felt: Felt) -> Words | None:
    """How far clients and facts are apart, and whether that is more than noise."""
    if felt.gap is None or felt.gap_interval is None:
        return None
    low, high = felt.gap_interval
    ends = {
        lang: f"{points(low, lang)} à {points(high, lang)}"
        if lang == "fr"
        else f"{points(low, lang)} to {points(high, lang)}"
        for lang in LANGUAGES
    }
    if low <= 0 <= high:
        return Words(
            fr=f"Entre clients et faits, écart non démontré : {points(felt.gap, 'fr')} points (fourchette {ends['fr']}).",
            en=f"Between clients and facts, not distinguishable from noise: {points(felt.gap, 'en')} points (interval {ends['en']}).",
        )
    worse = felt.gap < 0
    return Words(
        fr=f"Les clients la disent {'moins' if worse else 'plus'} souvent tenue que les faits : {points(felt.gap, 'fr')} points (fourchette {ends['fr']}).",
        en=f"Clients say {'less' if worse else 'more'} often than the facts that it is kept: {points(felt.gap, 'en')} points (interval {ends['en']}).",
    )


def scores(felt: Felt) -> Words | None:
    """Mean scores on both sides."""
    told = []
    for mean, fr, en in (
        (felt.kept, "quand elle est tenue", "when it is kept"),
        (felt.missed, "quand elle ne l’est pas", "when it is not"),
    ):
        if mean.mean is not None:
            n = {lang: counted(mean.n, RATING, RATINGS, lang) for lang in LANGUAGES}
            told.append(
                (f"{decimal(mean.mean, 'fr')} {fr} ({n['fr']})", f"{decimal(mean.mean, 'en')} {en} ({n['en']})")
            )
    if not told:
        return None
    return Words(
        fr=f"Note moyenne : {', '.join(one for one, _ in told)}.",
        en=f"Mean score: {', '.join(one for _, one in told)}.",
    )


def without_filter(unfiltered: Unfiltered | None) -> Words | None:
    """The honest denominator: what the rate would be with the cases that the promise's conditions leave out."""
    if unfiltered is None or not unfiltered.dropped or unfiltered.rate.value is None:
        return None
    off_fr = off_en = ""
    if unfiltered.called_off:
        off_fr = f", dont {counted(unfiltered.called_off, OFF, OFFS, 'fr')}"
        off_en = f", {number(unfiltered.called_off, 'en')} of them called off and not counted"
    return Words(
        fr=f"Sans le filtre, {percent(unfiltered.rate.value, 'fr')} : la promesse écarte {cases(unfiltered.dropped, 'fr')}{off_fr}.",
        en=f"Without the filter, {percent(unfiltered.rate.value, 'en')}: the promise leaves out {cases(unfiltered.dropped, 'en')}{off_en}.",
    )


def over_time(trend: Sequence[Month]) -> Words | None:
    """Between which months the rate moved: its lowest and its highest, among months with enough cases."""
    solid = [one for one in trend if one.rate.value is not None and one.rate.n >= FEWEST]
    if len(solid) < 2:
        return None
    low = min(solid, key=lambda one: (one.rate.value or 0.0, one.period))
    high = max(solid, key=lambda one: (one.rate.value or 0.0, one.period))
    some = len(solid) < sum(one.rate.value is not None for one in trend)
    if low.rate.value == high.rate.value and some:
        rate = low.rate.value or 0.0
        return Words(
            fr=f"{percent(rate, 'fr')} chacun des {len(solid)} mois qui ont {FEWEST} cas au moins.",
            en=f"{percent(rate, 'en')} in each of the {len(solid)} months that have {FEWEST} cases or more.",
        )
    if low.rate.value == high.rate.value:
        return Words(
            fr=f"Le même taux tous les mois : {percent(low.rate.value or 0.0, 'fr')}.",
            en=f"The same rate every month: {percent(low.rate.value or 0.0, 'en')}.",
        )
    ends = [
        (percent(one.rate.value or 0.0, lang), month(one.period, lang)) for lang in LANGUAGES for one in (low, high)
    ]
    begin = Words(fr=f"Les mois de {FEWEST} cas au moins", en=f"In months of {FEWEST} cases or more")
    if not some:
        begin = Words(fr="Mois par mois", en="Month by month")
    return Words(
        fr=f"{begin.fr}, entre {ends[0][0]} ({ends[0][1]}) et {ends[1][0]} ({ends[1][1]}).",
        en=f"{begin.en}, between {ends[2][0]} ({ends[2][1]}) and {ends[3][0]} ({ends[3][1]}).",
    )


def period(from_day: date | None, to_day: date | None) -> Words | None:
    """The days asked for."""
    if from_day and to_day:
        return Words(
            fr=f"cas du {day(from_day, 'fr')} au {day(to_day, 'fr')}",
            en=f"cases from {day(from_day, 'en')} to {day(to_day, 'en')}",
        )
    if from_day:
        return Words(fr=f"cas à partir du {day(from_day, 'fr')}", en=f"cases from {day(from_day, 'en')} on")
    if to_day:
        return Words(fr=f"cas jusqu’au {day(to_day, 'fr')}", en=f"cases up to {day(to_day, 'en')}")
    return None


def unseen(promises: int) -> Words:
    """Of how many promises a part of the mirror tells nothing."""
    one, many = Words(fr="promesse", en="promise"), Words(fr="promesses", en="promises")
    return Words(
        fr=f"De {counted(promises, one, many, 'fr')}, rien à montrer ici : aucun cas, ou trop peu de personnes derrière eux.",
        en=f"Of {counted(promises, one, many, 'en')}, nothing to show here: no case, or too few people behind them.",
    )


LANGUAGES: tuple[Lang, ...] = ("fr", "en")
