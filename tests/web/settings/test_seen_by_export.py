"""Whoever takes the cases along has seen how promises end: a forecast comes too late then."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.running.shop import shop
from visavis.promises.alike import marks
from visavis.running.run import run
from visavis.vocabulary import Role


@pytest.mark.parametrize(("table", "seen"), [("cases", True), ("felt", True), ("events", False)])
def test_results_that_are_taken_along_are_seen(
    home: Path, signed_in: Callable[..., Client], table: str, seen: bool
) -> None:
    shop(home)
    run(home)
    browser = signed_in(Role.ANALYST)
    assert browser.get(f"/settings/data/{table}/csv").status_code == 200
    from visavis.questions.models import Reveal

    told = {"on-time", *marks(home).values()}
    assert set(Reveal.objects.values_list("promise", flat=True)) == (told if seen else set())
