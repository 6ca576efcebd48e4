"""How deadlines are said in French, the more special ways first."""

from datetime import time

from visavis.engine.reading.committing.due_words import DAY_FR, MONTH_FR, RANGE, UNIT, YEAR
from visavis.engine.reading.committing.reckoning import (
    EARLY,
    MIDDLE,
    Rule,
    close_of_business,
    dated,
    day_of_month,
    duration,
    end_of,
    half_hour,
    in_days,
    in_digits,
    month,
    named_month,
    next_working_day,
    part_of_today,
    rule,
    this_weekday,
    week,
    weekday,
    weekday_next_week,
)

_WORKED = r"(?:\s*(?P<after>ouvr[ée]e?s?|ouvrables?))?"
_WITHIN = (
    r"(?:sous|d'ici(?: à)?|dans|en|au bout de|après|comptez|prévoyez|d[ée]lai(?: \w+){0,3}? (?:de|d')|délai ?:|"
    r"(?:au )?maximum(?: de)?|au plus tard|jusqu'à)"
)
_LED = rf"{_WITHIN}\s*(?:un d[ée]lai (?:maximum |maximal |moyen )?(?:de |d')|le[s]? |environ |(?:un )?maximum (?:de )?|au plus |moins (?:de |d'))?(?:prochain(?:e)?s? )?"
_WEEK_PART = r"(?:la |de |du |en |dans )*"

RULES: tuple[Rule, ...] = (
    rule(rf"(?:{DAY_FR}\s+)?(?P<day>1er|\d{{1,2}})\s+{MONTH_FR}{YEAR}", dated),
    rule(r"(?P<one>\d{1,2})[/.](?P<other>\d{1,2})[/.](?P<year>\d{4}|\d{2})", in_digits),
    rule(r"(?<!\d[/.,])(?P<one>\d{1,2})/(?P<other>0?[1-9]|1[0-2])(?P<year>)(?![/\d.,])(?! ?jours)", in_digits),
    rule(rf"d[ée]but\s+(?:du mois )?(?:de |d')?{MONTH_FR}{YEAR}", named_month(EARLY)),
    rule(rf"(?:mi-? ?|milieu\s+(?:du mois )?(?:de |d')?){MONTH_FR}{YEAR}", named_month(MIDDLE)),
    rule(rf"(?:fin|courant|en|au mois de|au mois d'|(?:la )?fin du mois (?:de |d'))\s*(?:de |d')?{MONTH_FR}{YEAR}", named_month(None)),
    rule(rf"(?:le )?{DAY_FR} (?P<day>[1-9]|[12]\d|3[01]|1er)(?![\d/.,]|\s?(?:h\b|heures?|e\b))", day_of_month),
    rule(rf"{DAY_FR} en huit", weekday(1)),
    rule(rf"{DAY_FR} en quinze", weekday(2)),
    rule(r"(?:d')?aujourd'hui en huit", in_days(7)),
    rule(r"(?:d')?aujourd'hui en quinze", in_days(14)),
    rule(rf"{DAY_FR} de la semaine (?:prochaine|suivante|à venir)", weekday_next_week),
    rule(rf"la semaine prochaine,? (?:le )?{DAY_FR}", weekday_next_week),
    rule(r"sous (?:la )?huitaine|dans la huitaine|d'ici (?:une )?huitaine", in_days(8)),
    rule(r"(?:sous|dans)(?: la| une)? quinzaine|d'ici (?:une |la )?quinzaine|dans la quinzaine", in_days(15)),
    rule(r"(?:le |au )?(?:prochain jour ouvr[ée]|lendemain ouvr[ée]|jour ouvr[ée] suivant|premier jour ouvr[ée])", next_working_day),
    rule(rf"{_LED}{RANGE}(?:\s*\(\d+\))?\s*{UNIT}{_WORKED}", duration),
    rule(rf"{RANGE}\s*(?P<unit>jours?|heures?|h|semaines?)\s*(?P<after>ouvr[ée]e?s?|ouvrables?)", duration),
    rule(rf"{RANGE}\s*{UNIT}{_WORKED} (?:au plus|(?:au )?maximum|max)", duration),
    rule(rf"{_WEEK_PART}d[ée]but de (?:la )?semaine prochaine", week(1, later=1)),
    rule(rf"{_WEEK_PART}(?:milieu|mi)(?: de|-) ?(?:la )?semaine prochaine", week(2, later=1)),
    rule(r"(?:(?:la )?fin de (?:la )?|dans le courant de la |en cours de |courant |dans la |la )?semaine (?:prochaine|à venir|qui vient)", week(later=1)),
    rule(rf"{_WEEK_PART}d[ée]but de (?:la |cette )?semaine", week(1)),
    rule(rf"{_WEEK_PART}(?:milieu de|mi-) ?(?:la |cette )?semaine", week(2)),
    rule(r"(?:la |en )?fin de (?:la |cette )?semaine|(?:dans |courant |d'ici |en cours de )(?:la |cette )?(?:de la )?semaine|cette semaine|avant le week-?end|(?:dans le )?courant de la semaine", week()),
    rule(r"(?:en |le |au )?d[ée]but (?:de|du) mois prochain", month(EARLY, later=1)),
    rule(r"(?:au )?milieu du mois prochain|mi-mois prochain", month(MIDDLE, later=1)),
    rule(r"(?:(?:la )?fin (?:de|du) |le |au |courant (?:du )?|courant de )?mois prochain", month(later=1)),
    rule(r"(?:la |en )?fin (?:de |du |de ce )mois|ce mois(?:-ci)?|(?:dans le )?courant (?:du|de ce) mois|dans le mois|d'ici (?:la )?fin de mois", month()),
    rule(r"(?:au )?milieu du mois|(?:à la )?mi-mois", month(MIDDLE)),
    rule(r"(?:(?:en )?d[ée]but (?:de|du) mois)", month(EARLY)),
    rule(r"(?:la )?fin (?:de l'|d')ann[ée]e|cette ann[ée]e", end_of(12)),
    rule(r"(?:la )?fin (?:du|de) trimestre|ce trimestre", end_of(3)),
    rule(r"apr[èe]s[- ]demain", in_days(2)),
    rule(r"demain(?: soir)?|le lendemain", in_days(1)),
    rule(r"dans l'heure|d'ici une petite heure", half_hour(1)),
    rule(r"dans la demi-heure|dans une demi-heure", half_hour(0.5)),
    rule(r"ce matin|dans la matinée|en fin de matinée|d'ici midi", part_of_today(time(12))),
    rule(r"cet après-midi|dans l'après-midi", part_of_today(time(18))),
    rule(r"aujourd'hui(?: même)?|ce jour|ce soir|dans la (?:journée|soirée)|le jour m[êe]me|en (?:fin de )?(?:journée|soirée)|d'ici la fin de (?:la )?journée|(?:la )?fin de (?:la )?journée|tout à l'heure", in_days(0)),
    rule(r"(?:la )?fermeture (?:des bureaux|de nos bureaux)", close_of_business),
    rule(rf"ce {DAY_FR}", this_weekday),
    rule(rf"{DAY_FR}(?: prochain| qui vient)?(?: soir)?", weekday()),
    rule(r"(?:le|au|pour le|avant le) (?P<day>1er|\d{1,2})(?! ?(?:%|€|h\b|heures?|euros?|jours?|mois|ans?|rue|avenue|place|bis|minutes?|[a-z]*ème|[/.,]\d|\d|ou le|et))(?= prochain|\W|$)", day_of_month),
)  # fmt: skip
