"""Verdicts in words: what was found, with its interval and cases, or why nothing may be said."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from visavis.change.aims import NPS
from visavis.change.plan import Plan, RollOut
from visavis.engine.measuring.verdicts import Verdict
from visavis.mirror.reasons import REASONS as MEASURED
from visavis.mirror.reasons import Reason
from visavis.mirror.tell.wording import day, number, percent, points, span
from visavis.mistakes import Lang, Words

LANGUAGES: tuple[Lang, ...] = ("fr", "en")

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
    "few_clients": Words(
        fr="moins de cinq clients y seraient désignés",
        en="fewer than five clients would be singled out",
    ),
    "not_drawn": Words(
        fr="l’ordre inscrit n’est pas celui que donne son tirage: quelqu’un l’a choisi",
        en="the order written down is not the one that its draw gives: somebody chose it",
    ),
    "few_teams": Words(
        fr="trop peu d’équipes: {detail}, il en faut 4 pour qu’un ordre se distingue du hasard",
        en="too few teams: {detail}, 4 are needed for an order to be told from chance",
    ),
    "nothing_moves": Words(
        fr="rien ne bouge dans aucun des ordres possibles: il n’y a rien à comparer",
        en="nothing moves in any of the possible orders: there is nothing to compare",
    ),
    "measure_gone": Words(
        fr="la mesure qui devait la juger n’est plus déclarée ici",
        en="the measure that was to judge it is no longer declared here",
    ),
    "other_unit": Words(
        fr="l’action et son témoin ne se comptent pas dans la même unité",
        en="the action and its control are not counted in the same unit",
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
    "fewer_than_five": Words(fr="jugez l’action sur l’ensemble", en="judge the action by the whole"),
    "few_clients": Words(fr="jugez l’action sur l’ensemble", en="judge the action by the whole"),
    "not_drawn": Words(
        fr="inscrivez la prochaine avec les seules équipes: l’ordre se tire ici",
        en="write the next one down with its teams alone: the order is drawn here",
    ),
    "measure_gone": Words(
        fr="remettez-la dans measures/, puis: visavis run", en="put it back into measures/, then: visavis run"
    ),
    "other_unit": Words(
        fr="choisissez un témoin qui se note sur la même échelle",
        en="choose a control that is scored on the same scale",
    ),
}
"""What to do about it, where something can be done."""


def verdict_told(found: Mapping[str, Any] | None) -> Words:
    """The verdict in a word or two."""
    return VERDICTS[Verdict(found["verdict"])] if found else NOT_YET


def reason_told(found: Mapping[str, Any] | None) -> Words | None:
    """Why there is no verdict; None where there is one."""
    if found is None or not found["reason"]:
        return None
    why = REASONS.get(found["reason"])
    if why is None:  # what measures of the mirror say of themselves
        said = (
            Reason(found["reason"], found["detail"])
            if found["reason"] in MEASURED
            else Reason("other", found["reason"])
        )
        return said.words
    return Words(fr=why.fr.format(detail=found["detail"]), en=why.en.format(detail=found["detail"]))


def remedy_told(found: Mapping[str, Any] | None) -> Words | None:
    """What can be done where there is no verdict; None where nothing can, or there is one."""
    if not found or not found["reason"]:
        return None
    if found["reason"] in MEASURED and found["reason"] not in REASONS:
        said = Reason(found["reason"], found["detail"])
        return Words(fr=said.remedy("fr"), en=said.remedy("en"))
    return REMEDIES.get(found["reason"])


def effect_told(found: Mapping[str, Any] | None) -> Words | None:
    """How far the action moved its outcome beyond its control, with interval and cases; None where that is not told."""
    if not found or not found["effect"]:
        return None
    return Words(fr=_effect(found, "fr"), en=_effect(found, "en"))


def _effect(found: Mapping[str, Any], lang: Lang) -> str:
    effect, side = found["effect"], found["sides"][0]
    value, low, high = (points(effect[name], lang) for name in ("value", "low", "high"))
    drawn = bool(found.get("roll_out"))
    if lang == "fr":
        unit = "points de NPS" if is_nps(found) else "points"
        beside = "aux équipes qui attendaient leur tour" if drawn else "au témoin"
        return f"{value} {unit} par rapport {beside}, fourchette de {low} à {high}{_cases(side, lang)}"
    unit = "NPS points" if is_nps(found) else "points"
    beside = "the teams that waited for their turn" if drawn else "the control"
    return f"{value} {unit} compared with {beside}, interval from {low} to {high}{_cases(side, lang)}"


def _cases(side: Mapping[str, Any] | None, lang: Lang) -> str:
    """How many cases the effect rests on; nothing where that is withheld."""
    if side is None:
        return ""
    before, after = number(side["before"]["n"], lang), number(side["after"]["n"], lang)
    return f"; {before} cas avant, {after} après" if lang == "fr" else f"; {before} cases before, {after} after"


def is_nps(found: Mapping[str, Any] | None) -> bool:
    """Whether an action is judged by a net promoter score."""
    return bool(found) and (found or {}).get("unit") == NPS


def share_told(share: float, lang: Lang, *, nps: bool = False) -> str:
    """A share in percent; of answers from 0 to 10, the net promoter score that it makes."""
    return points(2 * share - 1, lang) if nps else percent(share, lang)


def between_told(low: float, high: float, lang: Lang, *, nps: bool = False) -> str:
    """An interval of shares, told as they are."""
    if not nps:
        return span(low, high, lang)
    to = {"fr": " à ", "en": " to "}[lang]
    return f"{points(2 * low - 1, lang)}{to}{points(2 * high - 1, lang)}"


def chance_told(found: Mapping[str, Any] | None) -> Words | None:
    """How often chance alone would show as much, adjusted for the actions judged together."""
    if not found or found["p_adjusted"] is None:
        return None
    p, n = found["p_adjusted"], found["compared"]
    orders = (found.get("roll_out") or {}).get("orders")
    if orders:
        return Words(
            fr=f"parmi {number(orders, 'fr')} ordres qui auraient pu être tirés, {percent(p, 'fr')} en montreraient autant"
            + (f", compte tenu des {n} actions jugées" if n > 1 else ""),
            en=f"of {number(orders, 'en')} orders that could have been drawn, {percent(p, 'en')} would show as much"
            + (f", given the {n} actions judged" if n > 1 else ""),
        )
    fr = "moins d’une fois sur 1 000" if p < 0.001 else f"{percent(p, 'fr')} du temps"
    en = "less than once in 1,000" if p < 0.001 else f"{percent(p, 'en')} of the time"
    return Words(
        fr=f"le hasard seul en montrerait autant {fr}" + (f", compte tenu des {n} actions jugées" if n > 1 else ""),
        en=f"chance alone would show as much {en}" + (f", given the {n} actions judged" if n > 1 else ""),
    )


def side_told(side: Mapping[str, Any], lang: Lang, *, nps: bool = False) -> str:
    """One series before and after: `70,2 % → 92,4 %`."""
    shares = [
        share_told(each["kept"] / each["n"], lang, nps=nps) if each["n"] else "–"
        for each in (side["before"], side["after"])
    ]
    return " → ".join(shares)


def days_told(plan: Plan) -> Words:
    """Which days count."""

    def say(lang: Lang) -> tuple[str, str]:
        return day(plan.starts_on, lang), day(plan.reads_on, lang)

    (start_fr, end_fr), (start_en, end_en) = say("fr"), say("en")
    if plan.roll_out is not None:
        return _rolled_out(plan, plan.roll_out)
    wait_fr = f", les {plan.waits} premiers jours mis à part" if plan.waits else ""
    wait_en = f", the first {plan.waits} days left out" if plan.waits else ""
    return Words(
        fr=f"du {start_fr} au {end_fr}{wait_fr}, contre les {plan.baseline} jours d’avant",
        en=f"from {start_en} to {end_en}{wait_en}, against the {plan.baseline} days before",
    )


def _rolled_out(plan: Plan, roll_out: RollOut) -> Words:
    n, end = len(roll_out.teams), {lang: day(plan.reads_on, lang) for lang in LANGUAGES}
    start = {lang: day(plan.starts_on, lang) for lang in LANGUAGES}
    wait_fr = f", chacune comptée {plan.waits} jours après son début" if plan.waits else ""
    wait_en = f", each counted from {plan.waits} days after its start on" if plan.waits else ""
    return Words(
        fr=f"{n} équipes, une tous les {roll_out.every} jours à partir du {start['fr']}{wait_fr}, jusqu’au {end['fr']}, et les {plan.baseline} jours d’avant",
        en=f"{n} teams, one every {roll_out.every} days from {start['en']} on{wait_en}, until {end['en']}, and the {plan.baseline} days before",
    )


def day_told(when: date) -> Words:
    """A day in both languages."""
    return Words(fr=day(when, "fr"), en=day(when, "en"))
