"""What a course tells, in words: the finding, and the rows of the table beside it."""

from collections.abc import Sequence

from visavis.engine.measuring.course import Course, Day
from visavis.mirror.tell.sentences import cases
from visavis.mirror.tell.wording import counted, number, percent, span
from visavis.mistakes import Lang, Words

DAY, DAYS = Words(fr="jour", en="day"), Words(fr="jours", en="days")
MOST_ROWS = 12


def finding(course: Course) -> Words:
    """`Au bout de 3 jours : 66,0 % tenus (fourchette 57,1–73,6), …`; at the last day that is told."""
    last = course.days[-1]
    parts = {lang: _parts(last, lang) for lang in ("fr", "en")}
    after = {lang: counted(last.day, DAY, DAYS, lang) for lang in ("fr", "en")}
    if last.day == 0:
        return Words(fr=f"Dès le premier jour : {parts['fr']}.", en=f"On the first day: {parts['en']}.")
    return Words(fr=f"Au bout de {after['fr']} : {parts['fr']}.", en=f"After {after['en']}: {parts['en']}.")


def _parts(day: Day, lang: str) -> str:
    tongue: Lang = "fr" if lang == "fr" else "en"
    told = []
    for share, words in (
        (day.kept, Words(fr="tenus", en="kept")),
        (day.missed, Words(fr="manqués", en="missed")),
        (day.waiting, Words(fr="encore en attente", en="still waiting")),
    ):
        ends = span(share.low, share.high, tongue)
        sure = Words(fr=f"fourchette {ends}", en=f"interval {ends}").say(tongue)
        told.append(f"{percent(share.value, tongue)} {words.say(tongue)} ({sure})")
    return ", ".join(told)


def watched(course: Course) -> Words:
    """How many cases there are, how many of them were still open, and which are left out."""
    fr, en = f"{cases(course.n, 'fr')} suivis", f"{cases(course.n, 'en')} watched"
    if course.open:
        fr += (
            f", dont {number(course.open, 'fr')} encore ouverts : ils comptent tant qu’on les a suivis, et pas au-delà"
        )
        en += f", {number(course.open, 'en')} of them still open: they count for as long as they were watched, and no longer"
    if course.unplaced:
        fr += f" ; {cases(course.unplaced, 'fr')} sans début ni fin lisibles, ou finis avant de commencer, laissés de côté"
        en += f"; {cases(course.unplaced, 'en')} without a beginning or an end that can be read, or ended before they began, left out"
    return Words(fr=f"{fr}.", en=f"{en}.")


def rows(days: Sequence[Day]) -> list[Day]:
    """Days for a table: all where they are few, else evenly chosen, the first and the last among them."""
    if len(days) <= MOST_ROWS:
        return list(days)
    return [days[round(at * (len(days) - 1) / (MOST_ROWS - 1))] for at in range(MOST_ROWS)]
