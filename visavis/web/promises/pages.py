"""Promises: all of them face to face with what clients live, and one with its cases."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from visavis.declarations import versions
from visavis.mirror.reasons import reason
from visavis.mirror.tell.sentences import AUDIENCES
from visavis.mistakes import Mistake
from visavis.promises.alike import marks
from visavis.promises.cases import list_cases
from visavis.promises.ledger import FOLDER
from visavis.promises.plainly import told
from visavis.questions.forecasting import reveal
from visavis.web import written
from visavis.web.access import STEWARDS, role_of, user_of
from visavis.web.mirror.shown import beside, slices_of
from visavis.web.mistaken import shown
from visavis.web.promises import courses
from visavis.web.promises.kept import Row, mirror, rows
from visavis.web.promises.narrowing import Asked, asked
from visavis.web.promises.words import GROUPS, OUTCOMES, reason_words


def promises(request: HttpRequest) -> HttpResponse:
    """Every promise, what was said beside what is lived."""
    seen = mirror()
    every, wrong = rows(seen)
    reveal(user_of(request), [row.name for row in every if row.measurable], marks(settings.HOME))
    groups = [
        (words, [row for row in every if row.audience == audience and row.measurable])
        for audience, words in GROUPS.items()
    ]
    context = {
        "groups": [group for group in groups if group[1]],
        "unmeasured": [row for row in every if not row.measurable],
        "as_of": seen.as_of if seen else None,
        "every": every,
        "mistakes": wrong,
        "withdrawn": written.told(settings.HOME / FOLDER, versions.gone(settings.HOME / FOLDER)),
    }
    return render(request, "promises/promises.html", context)


def promise(request: HttpRequest, promise: str) -> HttpResponse:
    """One promise: its words, its test, its figures, its cases."""
    seen = mirror()
    row = next(iter(rows(seen, only=promise)[0]), None)
    if row is None:
        raise Http404(promise)
    if row.measurable:
        reveal(user_of(request), [promise], marks(settings.HOME))
    months = [each.period for each in row.lived.trend] if row.lived else []
    document = slices_of(seen.publication) if seen else None
    by_team = role_of(request) in STEWARDS
    narrowed = asked(request.GET, row.name, months, document, by_team=by_team)
    cases = _cases(row, narrowed, request.GET.get("after", ""))
    if request.headers.get("HX-Request"):
        return render(request, "promises/cases.html", {"row": row, **cases})
    context = {
        "row": row,
        "as_of": seen.as_of if seen else None,
        "audience": AUDIENCES[row.audience],
        "test": told(row.declared) if row.declared else [],
        "course": courses.shown(beside(seen.publication, "courses"), row) if seen else None,
        "offered": (promise, narrowed.address, str(by_team), *row.version),
        **cases,
    }
    return render(request, "promises/promise.html", context)


def _cases(row: Row, asked: Asked, after: str) -> dict[str, Any]:
    wrong = []
    try:
        page = list_cases(row.name, outcomes=asked.outcomes, narrowed=asked.narrowed, after=after)
    except Mistake as found:
        page, after = list_cases(row.name, outcomes=asked.outcomes, narrowed=asked.narrowed), ""
        wrong = shown(found)
    return {
        "cases": [
            {
                "shown": each,
                "outcome": OUTCOMES[each.case.outcome],
                "reason": reason_words(reason(each.case.reason or None)),
            }
            for each in page.cases
        ],
        "next": page.next,
        "paged": bool(after),
        "mistakes": wrong,
        "asked": asked,
        "has_due": row.declared is None or row.declared.test.due is not None or row.declared.test.select is not None,
        "by_day": row.declared.test.by_day if row.declared else True,
    }
