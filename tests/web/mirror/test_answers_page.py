"""The page of what clients say: every figure with its interval and n, and what can't be told in words."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from visavis.mirror.answers import COLUMNS, from_document
from visavis.running.models import Document
from visavis.vocabulary import Role


def row(kind: str, grouping: str | None, figure: str, value: float | None, n: int, unit: str, **more: Any) -> list[Any]:
    given = {
        "name": kind,
        "kind": kind,
        "grouping": grouping,
        "figure": figure,
        "value": value,
        "n": n,
        "unit": unit,
    } | more
    return [given.get(column) for column in COLUMNS]


ROWS = [
    row("survey", None, "value", 60, 60, "answer"),
    row("survey", "barometer", "value", 0.25, 60, "nps", low=0.1, high=0.4),
    row("survey", "barometer", "response", None, 60, "share", reason="asked_unknown"),
    row("survey", "barometer", "weighted", 0.2, 58, "nps", low=0.05, high=0.35),
    row("survey", "barometer", "late_difference", -0.1, 60, "share", low=-0.2, high=-0.01),
    row("survey", "barometer", "out_of_scale", 3, 3, "answer"),
    *(
        one
        for month, value in (("2025-01", 0.3), ("2025-02", 0.2))
        for one in (
            row("survey", "barometer", "value", value, 30, "nps", period=month, low=value - 0.2, high=value + 0.2),
            row("survey", "barometer", "so_far", 0.25, 30, "nps", period=month, low=-0.1, high=0.6),
        )
    ),
    row("survey", "review", "value", 0.5, 20, "share", low=0.3, high=0.7),
    row("survey", "stars", "value", None, 12, "share", reason="mixed_scales"),
    row("retention", None, "value", 0.9, 400, "share", low=0.86, high=0.93),
    row("retention", None, "left", 31, 400, "client"),
    row("retention", None, "left_missed_12_months", 0.04, 400, "share", low=0.02, high=0.07),
    row("retention", None, "left_unanswered_12_months", 0.0, 400, "share", low=0.0, high=0.01),
    row("retention", None, "left_neither_12_months", None, 400, "share", reason="not_seen_so_long"),
    row("retention", None, "departures_missed", 0.5, 31, "share", low=0.33, high=0.67),
    row("retention", "(any)", "value", 2.2, 31, "ratio", low=1.1, high=4.4),
    row("retention", "2024", "value", 0.9, 400, "share", low=0.86, high=0.93),
    row("retention", "2024", "stay_24_months", None, 400, "share", reason="not_seen_so_long"),
    row("retention", "rappele", "value", 3.1, 20, "ratio", low=1.2, high=7.9),
    row("retention", "rappele", "leavers_missed", 0.6, 20, "share", low=0.39, high=0.78),
    row("retention", "rappele", "p_adjusted", 0.02, 20, "p"),
    row("retention", "livre", "value", 1.1, 20, "ratio", low=0.4, high=2.9),
    row("retention", "livre", "p_adjusted", 0.8, 20, "p"),
    row("retention", "tenu", "value", None, 2, "ratio", reason="too_few_left"),
    row("advocacy", None, "value", 0.36, 60, "share", low=0.25, high=0.49),
    row("advocacy", None, "made", None, 0, "share", reason="no_referrals"),
]


@pytest.fixture
def published(home: object) -> None:
    Document.objects.create(name="answers", run="r1", body={"rows": ROWS, "steps": {"survey": [["a", "SELECT 1"]]}})


def page(client: Client) -> str:
    answer = client.get("/mirror/answers")
    assert answer.status_code == 200
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.usefixtures("published")
def test_scores_departures_and_recommendations(signed_in: Callable[..., Client]) -> None:
    told = page(signed_in(Role.EMPLOYEE))
    assert "Question « barometer »" in told
    for words in (
        '<strong class="num">+25,0</strong>', "fourchette +10,0 à +40,0, sur", "60 réponses", "3 notes écartées",
        "non mesurable : vos fichiers ne contiennent que les réponses", "la même question porte plusieurs échelles",
        "−10,0</span> (fourchette −20,0 à −1,0), sur 60", "90,0 % des clients sont encore là (fourchette 86,0–93,0)",
        "31 sont partis", "aucun cas n’a été suivi aussi longtemps", "× 3,1 (fourchette 1,2 à 7,9)",
        "4,0 %</span> (fourchette 2,0–7,0), sur 400", "50,0 %</span> (fourchette 33,0–67,0), sur 31", "N’importe quelle promesse",
        "aucune source ne dit qui a recommandé qui", "rien n’est dit d’elles", "janv. 2025",
    ):  # fmt: skip
        assert words in told, words
    assert told.count("<circle") == 2 + 3
    table = told[told.index("Lecture</th>") :]
    assert table.index(">association observée<") < table.index(">effet non démontré<") < table.index(">non mesurable<")
    assert "SELECT 1" in told


@pytest.mark.usefixtures("published")
def test_a_score_leads_to_the_words_that_came_with_it(signed_in: Callable[..., Client]) -> None:
    told = page(signed_in(Role.EMPLOYEE, lang="en"))
    parts = {part.split("</h2>")[0]: part for part in told.split("Question “")[1:]}
    links = {name.split("”")[0]: re.findall(r'href="(/voices[^"]*)"', part) for name, part in parts.items()}
    assert links == {"barometer": ["/voices?channel=survey"], "review": ["/voices?channel=review"], "stars": []}


@pytest.mark.usefixtures("published")
def test_it_speaks_english_too(signed_in: Callable[..., Client]) -> None:
    told = page(signed_in(Role.EMPLOYEE, lang="en"))
    assert "interval +10.0 to +40.0, of" in told
    assert "not distinguishable from noise" in told
    assert "fourchette" not in told


def test_before_any_answer_it_says_why_it_exists(signed_in: Callable[..., Client]) -> None:
    assert "Aucune réponse n’a encore été lue" in page(signed_in(Role.EMPLOYEE))


def test_no_number_stands_without_its_n() -> None:
    answered = from_document({"rows": ROWS, "steps": {}})
    assert [part.grouping for part in answered.of("survey")] == ["barometer", "review", "stars"]
    assert answered.whole("retention") is not None
    assert from_document({}).parts == []
