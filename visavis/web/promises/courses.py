"""What becomes of the cases of a promise, day by day, as its page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from visavis.engine.measuring.course import Day
from visavis.mirror.courses import Coursed, course_of
from visavis.mirror.draw.course import CourseDrawn, draw_course
from visavis.mirror.reasons import Reason
from visavis.mirror.tell.course import finding, rows, watched
from visavis.mirror.tell.typesetting import spoken as in_words
from visavis.mistakes import Words
from visavis.web.promises.kept import Row
from visavis.web.speaking import spoken


@dataclass(frozen=True, slots=True)
class CourseShown:
    """The course with its drawing (None: nothing to draw), its words and the rows of its table; `off` cases were called off."""

    course_of: Coursed
    drawn: CourseDrawn | None
    found: str
    watched: str
    why: Words | None
    days: tuple[Day, ...]
    off: int


def shown(document: Mapping[str, Any] | None, row: Row) -> CourseShown | None:
    """The course of a promise; None where it has no due moment, or was not computed yet."""
    kept = course_of(document, row.name)
    if kept is None:
        return None
    course, lang = kept.course, spoken()
    unfiltered = row.lived.unfiltered if row.lived else None
    return CourseShown(
        kept,
        draw_course(course.days),
        in_words(finding(course), lang) if course.days else "",
        in_words(watched(course), lang),
        Reason(course.reason).words if course.reason else None,
        tuple(rows(course.days)),
        unfiltered.called_off if unfiltered else 0,
    )
