"""What becomes of a promise's cases, on its page; and the lists of cases that the mirror's figures lead to."""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pydantic import TypeAdapter

from tests.web.promises.made import add_cases, declare, publish, reflected, text_of
from tests.web.promises.test_promise_cases import keys
from visavis.engine.measuring.course import KEPT, MISSED, Course, course
from visavis.promises.models import Case
from visavis.running.models import Document
from visavis.vocabulary import Role
from visavis.web.mirror import shown

SignedIn = Callable[..., Client]
DAY = datetime.date(2025, 6, 10)


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    shown.forget()
    yield
    shown.forget()


@pytest.fixture
def promise(home: Path) -> str:
    """A promise that a run saw."""
    declare(home, "a-temps")
    publish(reflected("a-temps"))
    return "a-temps"


def keep(name: str, body: dict[str, Any]) -> None:
    Document.objects.update_or_create(name=name, defaults={"run": "r", "body": body})


def keep_course(found: Course) -> None:
    told = TypeAdapter(Course).dump_python(found, mode="json")
    keep("courses", {"promises": {"a-temps": told}, "steps": [["case_courses", "SELECT 2 AS two"]]})


@pytest.mark.parametrize(
    ("lang", "seen"),
    [
        ("fr", ["Au bout de 2 jours : 20,0 % tenus (fourchette 12,8–28,3), 20,0 % manqués", "100 cas suivis, dont 70 encore ouverts", "SELECT 2 AS two"]),
        ("en", ["After 2 days: 20.0% kept (interval 12.8–28.3), 20.0% missed", "100 cases watched, 70 of them still open", "Watched so long"]),
    ],
)  # fmt: skip
def test_the_course_stands_with_its_band_and_its_table(
    promise: str, signed_in: SignedIn, lang: str, seen: list[str]
) -> None:
    keep_course(course([1, 1, 2, 9], [KEPT, 0, MISSED, 0], [20, 40, 10, 30]))
    response = signed_in(Role.EMPLOYEE, lang=lang).get(f"/promises/{promise}")
    page = text_of(response)
    assert [each for each in seen if each not in page] == [], page
    body = response.content.decode()
    assert body.count('aria-labelledby="course-title"') == 1
    assert 'href="/mirror/catalogue#course"' in body


def test_what_has_no_course_says_why(promise: str, signed_in: SignedIn) -> None:
    keep_course(course([9], [0], [30]))
    page = text_of(signed_in(Role.EMPLOYEE).get(f"/promises/{promise}"))
    assert "non mesurable" in page
    assert "aucun cas n’est encore échu" in page
    shown.forget()
    keep("courses", {"promises": {}, "steps": []})
    assert "jour après jour" not in text_of(signed_in(Role.EMPLOYEE).get(f"/promises/{promise}"))


def test_cases_are_narrowed_as_the_mirror_is(promise: str, signed_in: SignedIn) -> None:
    cells = [["2025-05-01", "", "", 9, 0, 0, 0, 0, 0], ["2025-05-01", "team", "nord", 9, 0, 0, 0, 0, 0]]
    keep("slices", {"promises": {promise: {"facts": {"grain": "month", "cells": cells}}}, "steps": []})
    add_cases(promise, [datetime.date(2025, month, 10) for month in (4, 5, 6, 7)], client=None)
    Case.objects.filter(key__in=("C-0002", "C-0003")).update(team="nord")
    Case.objects.filter(key__in=("C-0001", "C-0003")).update(felt_on=datetime.date(2025, 6, 20))
    client = signed_in(Role.ANALYST)

    def listed(query: str) -> list[str]:
        return sorted(keys(client.get(f"/promises/{promise}?{query}").content.decode()))

    assert listed("of=team:nord") == ["C-0002", "C-0003"]
    assert listed("of=team:nord&from=2025-06&to=2025-06") == ["C-0003"]
    assert listed("from=2025-05&to=2025-06") == ["C-0002", "C-0003"]
    assert listed("from=2025-05-10&to=2025-05-10") == ["C-0002"]
    assert listed("said=yes") == ["C-0001", "C-0003"]
    assert listed("said=yes&from=2025-06&to=2025-06") == ["C-0001", "C-0003"], "the month in which they said it"
    assert listed("said=yes&from=2025-04&to=2025-04") == []
    every = ["C-0001", "C-0002", "C-0003", "C-0004"]
    assert listed("of=team:sud") == every
    assert "De ce groupe, rien ne peut être montré" in text_of(client.get(f"/promises/{promise}?of=team:sud"))
    assert listed("from=nonsense&to=2025-99&of=x&said=no") == every
    assert 'value="team:nord" selected' in client.get(f"/promises/{promise}?of=team:nord").content.decode()
    for role in (Role.EMPLOYEE, Role.LEAD, Role.SPONSOR):
        client = signed_in(role)
        assert listed("of=team:nord") == every, "day by day, the list would tell what sums leave out"
        assert listed("of=team:nord&from=2025-06&to=2025-06") == ["C-0003"], "of all teams"
        seen = client.get(f"/promises/{promise}?of=team:nord").content.decode()
        assert "Voici les cas de toutes les équipes" in seen
        assert 'value="team:nord"' not in seen


def test_further_pages_keep_the_filter(promise: str, signed_in: SignedIn) -> None:
    add_cases(promise, [DAY] * 40, client=None)
    Case.objects.update(felt_on=DAY)
    body = signed_in(Role.EMPLOYEE).get(f"/promises/{promise}?said=yes&from=2025-06").content.decode()
    assert f"/promises/{promise}?from=2025-06&amp;said=yes&amp;after=" in body
