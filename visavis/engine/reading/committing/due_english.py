"""How deadlines are said in English, the more special ways first."""

from datetime import time

from visavis.engine.reading.committing.due_words import DAY_EN, MONTH_EN, RANGE, UNIT, YEAR
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
    iso,
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

_WITHIN = (
    r"(?:within|inside|in|no (?:later|more) than|not later than|under|up to|takes?|allow(?: us)?|at most|over|during|for|"
    r"time (?:of|is))"
)
_LED = rf"{_WITHIN}\s+(?:the\s+)?(?:next\s+|coming\s+|following\s+)?(?:about\s+|around\s+|less than\s+|under\s+|at most\s+|up to\s+|a maximum of\s+|approximately\s+)?"
_BUSINESS = r"(?:\s*(?P<before>business|working|work|office))?\s*[- ]?"
_TH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)"

RULES: tuple[Rule, ...] = (
    rule(r"(?P<year>20\d\d)-(?P<one>\d\d)-(?P<other>\d\d)", iso),
    rule(rf"(?:{DAY_EN},?\s+)?(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH_EN}{YEAR}", dated),
    rule(rf"(?:{DAY_EN},?\s+)?{MONTH_EN}\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:|\s?[ap]\.?m){YEAR}", dated),
    rule(r"(?P<one>\d{1,2})/(?P<other>\d{1,2})/(?P<year>\d{4}|\d{2})", in_digits),
    rule(r"(?<!\d[/.,])(?P<one>\d{1,2})/(?P<other>\d{1,2})(?P<year>)(?![/\d.,])(?<!24/7)", in_digits),
    rule(rf"(?:early|(?:the )?(?:start|beginning) of)(?: in)?\s+{MONTH_EN}{YEAR}", named_month(EARLY)),
    rule(rf"(?:mid-? ?|(?:the )?middle of\s+){MONTH_EN}{YEAR}", named_month(MIDDLE)),
    rule(rf"(?:(?:the )?end of|late(?: in)?|in|during|by end of|later in|sometime in)\s+{MONTH_EN}{YEAR}(?!\s+\d)", named_month(None)),
    rule(rf"(?:on |by |before )?{DAY_EN},? (?:the )?{_TH}", day_of_month),
    rule(rf"{DAY_EN} week", weekday(1)),
    rule(rf"(?:a|1) week (?:on|from) {DAY_EN}", weekday(1)),
    rule(rf"(?:a fortnight|two weeks) (?:on|from) {DAY_EN}", weekday(2)),
    rule(rf"{DAY_EN} (?:of )?next week", weekday_next_week),
    rule(rf"next week,? (?:on )?{DAY_EN}", weekday_next_week),
    rule(rf"next {DAY_EN}", weekday_next_week),
    rule(r"(?:a |one )?(?:fortnight|fortnight's time)", in_days(14)),
    rule(r"(?:a|one) week (?:from )?today|a week from now|this time next week", in_days(7)),
    rule(r"(?:the )?(?:next|following) (?:business|working) day", next_working_day),
    rule(rf"{_LED}{RANGE}(?:\s*\(\d+\))?{_BUSINESS}{UNIT}", duration),
    rule(rf"{RANGE}\s*[- ]?(?P<before>business|working)[- ]{UNIT}", duration),
    rule(rf"{RANGE}[- ]{UNIT} (?:at (?:the )?(?:most|latest)|maximum|max|from (?:now|today))", duration),
    rule(r"(?:early|(?:the )?(?:start|beginning) of) next week", week(1, later=1)),
    rule(r"(?:mid|(?:the )?middle of|midway through)[- ]?next week|mid-week next week", week(2, later=1)),
    rule(r"(?:(?:the )?end of |late |later |before the end of |during |in the course of )?(?:next|the coming|the following) week", week(later=1)),
    rule(r"(?:early|(?:the )?(?:start|beginning) of) (?:this|the) week", week(1)),
    rule(r"mid-?week|(?:the )?middle of (?:this|the) week", week(2)),
    rule(r"(?:the )?end of (?:the |this )?(?:business |working |work )?week|week'?s? end|eow|(?:later |during )?this week|(?:by|before) the weekend|within the week", week()),
    rule(r"(?:early|(?:the )?(?:start|beginning) of) next month", month(EARLY, later=1)),
    rule(r"(?:mid|(?:the )?middle of)[- ]?next month", month(MIDDLE, later=1)),
    rule(r"(?:(?:the )?end of |late |later )?next month", month(later=1)),
    rule(r"(?:the )?(?:end of (?:the |this )?month|month[- ]end)|eom|(?:later |during )?this month|within the month", month()),
    rule(r"(?:the )?middle of (?:this|the) month|mid-?month", month(MIDDLE)),
    rule(r"(?:the )?end of (?:the |this )?year|year[- ]end|eoy|this year", end_of(12)),
    rule(r"(?:the )?end of (?:the |this )?quarter|eoq|this quarter", end_of(3)),
    rule(r"(?:the )?day after tomorrow", in_days(2)),
    rule(r"(?:tomorrow|tmrw|tmr)|(?:the )?(?:next|following) day|overnight", in_days(1)),
    rule(r"within the hour|in the next hour|this hour", half_hour(1)),
    rule(r"(?:within|in) (?:half an|the half) hour|(?:within|in) the half-hour", half_hour(0.5)),
    rule(r"this morning|later this morning", part_of_today(time(12))),
    rule(r"(?:later )?this afternoon", part_of_today(time(18))),
    rule(r"eod|cob|c\.o\.b\.?|close of (?:business|play)|(?:the )?end of (?:the |this |our )?(?:(?:business|working|work) )?day|end of play", close_of_business),
    rule(r"(?:later )?today|tonight|this evening|the same day|same[- ]day|within the day|by midnight", in_days(0)),
    rule(rf"(?:this|this coming|the coming|coming) {DAY_EN}", this_weekday),
    rule(rf"(?:by |on |before |until |till |for )?{DAY_EN}", weekday()),
    rule(rf"(?:by|on|before|until|till|for|than) (?:the )?{_TH}", day_of_month),
    rule(rf"the {_TH}(?! (?:floor|street|time|line|attempt|party|instalment|day))", day_of_month),
)  # fmt: skip
