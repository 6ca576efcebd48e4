"""What clients answered, in words and marks of one language: what the page shows, figure by figure."""

from dataclasses import dataclass
from datetime import date

from visavis.engine.measuring.intervals import Interval
from visavis.engine.measuring.leaving import ANY, UNANSWERED
from visavis.mirror.answers import Answered, Part
from visavis.mirror.draw.answers import Beams, Course, Look, draw_course, draw_ratios
from visavis.mirror.draw.marks import Mark
from visavis.mirror.reflection import Amount
from visavis.mirror.tell.wording import decimal, months, number, percent, points, spaced, span
from visavis.mistakes import Lang, Words
from visavis.vocabulary import Channel

SCORES = {
    "nps": Words(fr="Promoteurs moins détracteurs (NPS)", en="Promoters minus detractors (NPS)"),
    "share": Words(fr="Part de clients satisfaits", en="Share of satisfied clients"),
}
FACTS = (
    ("response", Words(fr="Taux de réponse", en="Response rate")),
    ("weighted", Words(fr="Redressé sur le fichier client", en="Weighted to the client register")),
    ("weighted_to", Words(fr="Redressé sur les parts déclarées", en="Weighted to the shares declared")),
    ("effective_answers", Words(fr="Réponses que cela vaut", en="Answers that this is worth")),
    ("late_difference", Words(fr="Ceux qui répondent tard, moins les autres", en="Late answers minus early ones")),
    ("worst_case", Words(fr="Quoi qu’aient pensé ceux qui se taisent", en="Whatever the silent think")),
)
STEPS = (
    ("value", Words(fr="Disent qu’ils nous recommanderaient", en="Say they would recommend us")),
    ("made", Words(fr="Ont recommandé quelqu’un", en="Did recommend somebody")),
    ("converted", Words(fr="Recommandations qui ont donné un client", en="Recommendations that led to a client")),
    ("retained", Words(fr="Ces clients sont restés", en="Those clients stayed")),
)
CHANCE = 0.05
BROKEN = {
    "missed": Words(fr="Une promesse non tenue dans les mois d’avant", en="A promise missed in the months before"),
    "unanswered": Words(fr="Sinon, un message resté sans réponse", en="Else, a message never answered"),
    "neither": Words(fr="Ni l’un ni l’autre", en="Neither"),
}
TOGETHER = {
    ANY: Words(fr="N’importe quelle promesse", en="Whichever promise"),
    UNANSWERED: Words(fr="Une réponse à leurs messages", en="An answer to their messages"),
}
"""What stands among promises and is none."""


@dataclass(frozen=True, slots=True)
class Figured:
    """A figure in words: what it is, its value with the interval, and on how many it rests; or why there is none, and what to do."""

    name: str
    value: str
    interval: str
    n: int
    why: str = ""
    remedy: str = ""
    method: str = ""


@dataclass(frozen=True, slots=True)
class MonthTold:
    """A month as a row of the table."""

    month: date
    score: Figured
    so_far: Figured


@dataclass(frozen=True, slots=True)
class ScoreTold:
    """One question put to clients; `channel`: that of the words which came with its answers."""

    name: str
    what: str
    score: Figured
    course: Course | None
    marks: list[Mark]
    months: list[MonthTold]
    facts: list[Figured]
    outside: int
    channel: Channel


@dataclass(frozen=True, slots=True)
class LeftTold:
    """Clients who left after one kind of thing had broken: which part of those who left, and of all within a year and two."""

    what: str
    of_left: Figured | None
    in_12_months: Figured | None
    in_24_months: Figured | None


@dataclass(frozen=True, slots=True)
class BrokeTold:
    """One promise beside departures; `stands` if the association holds against all promises looked at."""

    promise: str
    ratio: Figured
    leavers: Figured | None
    missed: Figured | None
    kept: Figured | None
    stands: bool


def score_told(part: Part, lang: Lang) -> ScoreTold:
    """One instrument."""
    what = SCORES.get(part.value.unit, SCORES["share"]).say(lang)
    rows = [
        MonthTold(month, figured(told["value"], lang), figured(told["so_far"], lang))
        for month, told in sorted(part.periods.items())
        if "so_far" in told
    ]
    looks = [
        Look(month, told["value"].value, *_ends(told["value"]), told["so_far"].value, *_ends(told["so_far"]))
        for month, told in sorted(part.periods.items())
        if "so_far" in told and told["so_far"].value is not None
    ]
    facts = [
        figured(part.figures[name], lang, title.say(lang), difference=name == "late_difference")
        for name, title in FACTS
        if name in part.figures
    ]
    outside = part.figures.get("out_of_scale")
    course = draw_course(looks, signed=part.value.unit == "nps")
    marks = [Mark(mark.x, _month(mark.label, lang)) for mark in course.months] if course else []
    left_out = outside.n if outside else 0
    name = part.grouping or ""
    channel = Channel.REVIEW if name == Channel.REVIEW else Channel.SURVEY
    return ScoreTold(name, what, figured(part.value, lang, what), course, marks, rows, facts, left_out, channel)


def _month(iso: str, lang: Lang) -> str:
    when = date.fromisoformat(iso)
    return months(when, when, lang)


def figured(amount: Amount, lang: Lang, name: str = "", *, difference: bool = False) -> Figured:
    """A figure in words. Net promoter scores and `difference`s are signed points out of 100, ratios plain numbers."""
    why, remedy = (amount.reason.say(lang), amount.reason.remedy(lang)) if amount.reason else ("", "")
    if amount.value is None:
        return Figured(name, "–", "–", amount.n, why, remedy)
    low, high = _ends(amount) if amount.interval else (None, None)
    unit = "nps" if difference else amount.unit
    return Figured(
        name, _value(amount.value, unit, lang), _interval(low, high, unit, lang), amount.n, "", "", amount.method or ""
    )


def _value(value: float, unit: str, lang: Lang) -> str:
    if unit == "nps":
        return points(value, lang)
    if unit == "share":
        return spaced(percent(value, lang))
    return decimal(value, lang, 1) if unit == "ratio" else number(round(value), lang)


def _interval(low: float | None, high: float | None, unit: str, lang: Lang) -> str:
    if low is None or high is None:
        return "–"
    if unit == "share":
        return span(low, high, lang)
    between = {"fr": " à ", "en": " to "}[lang]
    return f"{_value(low, unit, lang)}{between}{_value(high, unit, lang)}"


def _ends(amount: Amount) -> Interval:
    low, high = amount.interval or (amount.value, amount.value)
    value = amount.value or 0.0
    return (value if low is None else low), (value if high is None else high)


def cohorts_told(answered: Answered, lang: Lang) -> list[tuple[str, list[Figured]]]:
    """Each year of beginning with its shares that stay after 6, 12 and 24 months."""
    return [
        (part.grouping or "", [figured(part.figures[name], lang) for name in ("stay_6_months", "value", "stay_24_months") if name in part.figures])
        for part in answered.of("retention")
        if part.value.unit == "share"
    ]  # fmt: skip


def broke_told(answered: Answered, lang: Lang) -> list[BrokeTold]:
    """Promises beside departures, the strongest association first; those of which nothing can be told at the end."""
    parts = [part for part in answered.of("retention") if part.value.unit == "ratio"]
    parts.sort(key=lambda part: (part.value.value is None, -(part.value.value or 0.0), part.grouping or ""))
    told = []
    for part in parts:
        beside = {
            name: figured(part.figures[name], lang)
            for name in ("leavers_missed", "left_after_missed", "left_after_kept")
            if name in part.figures
        }
        p = part.figures.get("p_adjusted")
        stands = bool(p and p.value is not None and p.value < CHANCE)
        told.append(
            BrokeTold(
                part.grouping or "",
                figured(part.value, lang),
                beside.get("leavers_missed"),
                beside.get("left_after_missed"),
                beside.get("left_after_kept"),
                stands,
            )
        )
    return told


def left_told(answered: Answered, lang: Lang) -> list[LeftTold]:
    """What had broken before clients left, each kind apart; empty where no departure is known."""
    whole = answered.whole("retention")
    if whole is None or "left_missed_12_months" not in whole.figures:
        return []

    def told(name: str) -> Figured | None:
        return figured(whole.figures[name], lang) if name in whole.figures else None

    return [
        LeftTold(
            title.say(lang), told(f"departures_{what}"), told(f"left_{what}_12_months"), told(f"left_{what}_24_months")
        )
        for what, title in BROKEN.items()
    ]


def ratios_drawn(answered: Answered, broke: list[BrokeTold]) -> Beams | None:
    """The same on one axis, those that have a ratio; None where there is none."""
    by_name = {part.grouping: part.value for part in answered.of("retention")}
    given = [by_name[one.promise] for one in broke if by_name[one.promise].value is not None]
    return draw_ratios([(one.value or 1.0, *_ends(one)) for one in given]) if given else None


def steps_told(answered: Answered, lang: Lang) -> list[Figured]:
    """The four steps of speaking for us."""
    whole = answered.whole("advocacy")
    if whole is None:
        return []
    return [figured(whole.figures[name], lang, title.say(lang)) for name, title in STEPS if name in whole.figures]
