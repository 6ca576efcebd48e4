"""The page of the mirror over time: its filters stand in the address, and what is too small is said."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.mirror.test_mirror_page import opened
from visavis.running.models import Document
from visavis.vocabulary import Role
from visavis.web.mirror import shown

SignIn = Callable[..., Client]
NAME = "delivered-on-time"


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    shown.forget()
    yield
    shown.forget()


def test_facts_and_clients_stand_on_one_axis_with_their_gap(cut: None, signed_in: SignIn) -> None:
    page = opened(signed_in(Role.EMPLOYEE), f"/mirror/over-time?promise={NAME}")
    for said in (
        "Les faits 84,2 % tenus · fourchette 76,4 % – 89,8 % · 114 cas échus",
        "Les clients 60,0 % la disent tenue · fourchette 46,2 % – 72,4 % · 50 avis",
        "L’écart −24,2 points",
        "3 cas encore ouverts, non comptés. 1 cas invérifiable.",
        "février 2024 83,6 %",
    ):
        assert said in page.text, page.text
    assert {f"/promises/{NAME}#cases", "/mirror/catalogue#slices"} <= page.links()


def test_a_month_out_of_the_ordinary_is_said_drawn_and_in_the_table(cut: None, signed_in: SignIn) -> None:
    document = Document.objects.get(name="slices")
    months = [f"{2022 + n // 12}-{n % 12 + 1:02}-01" for n in range(14)]
    kept = [45, 44, 46, 45, 44, 46, 45, 45, 44, 46, 45, 45, 45, 20]
    cells = [[month, "", "", k, 50 - k, 0, 0, 0, 0] for month, k in zip(months, kept, strict=True)]
    document.body["promises"][NAME]["facts"] = {"grain": "month", "cells": cells}
    document.save()
    page = opened(signed_in(Role.EMPLOYEE), f"/mirror/over-time?promise={NAME}")
    for said in (
        "à regarder Février 2023 : 40,0 %, sur 50 ; cela sort de ce dont varient les 12 premières périodes (76,8–100,0 %).",
        "janvier 2023 90,0 % 78,6 % – 95,7 % 50 – – – 76,8–100,0 % –",
        "76,8–100,0 % hors limites, dérive",
        "un cercle en sort, un carré dérive",
    ):
        assert said in page.text, page.text
    assert "/mirror/catalogue#control-chart" in page.links()
    few = opened(signed_in(Role.EMPLOYEE), f"/mirror/over-time?promise={NAME}&from=2022-09-01").text
    assert (
        "Écarts inhabituels : trop peu de périodes pour savoir de quoi elles varient d’ordinaire : 6, il en faut 9"
        in few
    )


def test_a_team_of_which_nothing_is_told_is_said_and_not_shown(cut: None, signed_in: SignIn) -> None:
    client = signed_in(Role.EMPLOYEE)
    assert "De ce groupe, rien ne peut être montré" in opened(client, "/mirror/over-time?of=team:south").text
    north = opened(client, f"/mirror/over-time?of=team:north&promise={NAME}").text
    assert "100,0 % tenus · fourchette 91,2 % – 100,0 % · 40 cas échus" in north
    cut_quarter = opened(client, f"/mirror/over-time?of=team:north&promise={NAME}&from=2024-03-01").text
    assert "moins de cinq cas échus peuvent être montrés" in cut_quarter
    assert "40 cas échus" not in cut_quarter


def test_a_page_reads_one_small_row(cut: None, signed_in: SignIn) -> None:
    client = signed_in(Role.EMPLOYEE, lang="en")
    client.get("/mirror/over-time")
    with CaptureQueriesContext(connection) as queries:
        text = opened(client, "/mirror/over-time?from=2024-03-01&to=2024-02-01").text
    assert len(queries) <= 12
    assert "114 due cases" in text, "months the wrong way round are swapped"


def test_before_the_first_run_there_is_nothing_to_cut(signed_in: SignIn, home: object) -> None:
    assert "Le miroir met ce que vous promettez" in opened(signed_in(Role.EMPLOYEE), "/mirror/over-time").text
