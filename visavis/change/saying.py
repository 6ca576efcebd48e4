"""Verdicts in words: what was found, with its interval and cases, or why nothing may be said."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from visavis.change.plan import Plan
from visavis.engine.measuring.verdicts import Verdict
from visavis.mirror.tell.wording import day, number, percent, points
from visavis.mistakes import Lang, Words

VERDICTS = {
    Verdict.IMPROVED: Words(fr="amélioré", en="improved"),
    Verdict.WORSENED: Words(fr="dégradé", en="worsened"),
    Verdict.NOISE: Words(fr="effet non démontré", en="not distinguishable from noise"),
    Verdict.UNMEASURABLE: Words(fr="non mesurable", en="not measurable"),
}
NOT_YET = Words(fr="pas encore calculé", en="not computed yet")

REASONS = {
    "not_preregistered": Words(
        fr="l’action n’a pas été inscrite avant de commencer: on ne saurait plus ce qui devait la juger",
        en="the action was not written down before it began: nobody could tell any more what was to judge it",
    ),
    "seal_broken": Words(
        fr="ce qui a été inscrit ne correspond plus à son sceau: quelqu’un l’a changé",
        en="what was written down no longer fits its seal: somebody changed it",
    ),
    "no_control": Words(
        fr="aucun témoin: ce qui a bougé aurait pu bouger de toute façon",
        en="no control: what moved might have moved anyway",
    ),
    "stopped_before": Words(
        fr="l’action a été arrêtée avant le jour du verdict",
        en="the action was stopped before the day of its verdict",
    ),
    "not_started": Words(fr="elle n’a pas encore commencé dans vos fichiers", en="it has not begun in your files yet"),
    "too_early": Words(
        fr="le jour du verdict n’est pas venu; regarder en attendant ne le change pas",
        en="the day of the verdict has not come; looking meanwhile does not change it",
    ),
    "few_periods_before": Words(
        fr="trop peu de semaines avant le début: {detail}, il en faut 8",
        en="too few weeks before the start: {detail}, 8 are needed",
    ),
    "few_periods_after": Words(
        fr="trop peu de semaines après le début: {detail}, il en faut 4",
        en="too few weeks after the start: {detail}, 4 are needed",
    ),
    "few_cases_before": Words(
        fr="trop peu de cas avant le début: {detail}, il en faut 10",
        en="too few cases before the start: {detail}, 10 are needed",
    ),
    "few_cases_after": Words(
        fr="trop peu de cas après le début: {detail}, il en faut 10",
        en="too few cases after the start: {detail}, 10 are needed",
    ),
    "control_moved": Words(
        fr="le témoin a bougé lui aussi, alors que l’action ne devait pas le toucher: l’écart ne prouve rien",
        en="the control moved too, though the action should not touch it: the difference proves nothing",
    ),
    "apart_before": Words(
        fr="l’action et son témoin s’éloignaient déjà avant le début: l’écart ne prouve rien",
        en="the action and its control were drifting apart before the start: the difference proves nothing",
    ),
    "fewer_than_five": Words(
        fr="une équipe de moins de cinq personnes serait désignée",
        en="a team of fewer than five people would be singled out",
    ),
}
"""Why there is no verdict, by code."""

REMEDIES = {
    "not_preregistered": Words(
        fr="inscrivez la prochaine avant son premier jour", en="write the next one down before its first day"
    ),
    "seal_broken": Words(
        fr="comparez avec le sceau que vous avez noté ailleurs", en="compare with the seal that you kept elsewhere"
    ),
    "no_control": Words(
        fr="inscrivez une action avec une promesse qu’elle ne touche pas",
        en="write an action down with a promise that it does not touch",
    ),
    "control_moved": Words(
        fr="cherchez ce qui a changé pour les deux à la fois", en="look for what changed for both at once"
    ),
    "apart_before": Words(fr="choisissez un témoin qui évolue comme elle", en="choose a control that goes as it does"),
    "fewer_than_five": Words(fr="jugez l’action sur toute la promesse", en="judge the action by the whole promise"),
}
"""What to do about it, where something can be done."""


def verdict_told(found: Mapping[str, Any] | None) -> Words:
    """The verdict in a word or two."""
    return VERDICTS[Verdict(found["verdict"])] if found else NOT_YET


def reason_told(found: Mapping[str, Any] | None) -> Words | None:
    """Why there is no verdict; None where there is one."""
    why = REASONS.get(found["reason"]) if found and found["reason"] else None
    if found is None or why is None:
        return None
    return Words(fr=why.fr.format(detail=found["detail"]), en=why.en.format(detail=found["detail"]))


def effect_told(found: Mapping[str, Any] | None) -> Words | None:
    """How far the action moved its outcome beyond its control, with interval and cases; None where that is not told."""
    if not found or not found["effect"]:
        return None
    return Words(fr=_effect(found, "fr"), en=_effect(found, "en"))


def _effect(found: Mapping[str, Any], lang: Lang) -> str:
    effect, side = found["effect"], found["sides"][0]
    value, low, high = (points(effect[name], lang) for name in ("value", "low", "high"))
    before, after = number(side["before"]["n"], lang), number(side["after"]["n"], lang)
    if lang == "fr":
        return f"{value} points par rapport au témoin, fourchette de {low} à {high}; {before} cas avant, {after} après"
    return (
        f"{value} points compared with the control, interval from {low} to {high}; {before} cases before, {after} after"
    )


def chance_told(found: Mapping[str, Any] | None) -> Words | None:
    """How often chance alone would show as much, adjusted for the actions judged together."""
    if not found or found["p_adjusted"] is None:
        return None
    p, n = found["p_adjusted"], found["compared"]
    fr = "moins d’une fois sur 1 000" if p < 0.001 else f"{percent(p, 'fr')} du temps"
    en = "less than once in 1,000" if p < 0.001 else f"{percent(p, 'en')} of the time"
    return Words(
        fr=f"le hasard seul en montrerait autant {fr}" + (f", compte tenu des {n} actions jugées" if n > 1 else ""),
        en=f"chance alone would show as much {en}" + (f", given the {n} actions judged" if n > 1 else ""),
    )


def side_told(side: Mapping[str, Any], lang: Lang) -> str:
    """One series before and after: `70,2 % → 92,4 %`."""
    shares = [percent(each["kept"] / each["n"], lang) if each["n"] else "–" for each in (side["before"], side["after"])]
    return " → ".join(shares)


def days_told(plan: Plan) -> Words:
    """Which days count."""

    def say(lang: Lang) -> tuple[str, str]:
        return day(plan.starts_on, lang), day(plan.reads_on, lang)

    (start_fr, end_fr), (start_en, end_en) = say("fr"), say("en")
    wait_fr = f", les {plan.waits} premiers jours mis à part" if plan.waits else ""
    wait_en = f", the first {plan.waits} days left out" if plan.waits else ""
    return Words(
        fr=f"du {start_fr} au {end_fr}{wait_fr}, contre les {plan.baseline} jours d’avant",
        en=f"from {start_en} to {end_en}{wait_en}, against the {plan.baseline} days before",
    )


def day_told(when: date) -> Words:
    """A day in both languages."""
    return Words(fr=day(when, "fr"), en=day(when, "en"))
