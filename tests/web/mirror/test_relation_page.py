"""Pages of the relation and the dialogue: figures with interval and n; a function as second contact, never a person."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from visavis.running.models import Document
from visavis.vocabulary import Role

STEPS = [{"name": "r_clients", "sql": "SELECT 1"}]


def figures(grouping: str | None, *of: tuple[Any, ...]) -> list[dict[str, Any]]:
    names = ("figure", "value", "n", "unit", "low", "high", "reason")
    return [
        dict(zip(names, (*one, *[None] * (len(names) - len(one))), strict=True)) | {"grouping": grouping, "position": place, "method": None}
        for place, one in enumerate(of)
    ]  # fmt: skip


RELATION = [
    *figures(
        None,
        ("value", 0.31, 400, "index", 0.29, 0.33),
        ("locked_share", 0.04, 400, "share", 0.02, 0.06),
        ("truck_factor", 39.0, 1002, "person"),
        ("stayed_difference", None, 0, "share", None, None, "fewer_than_five"),
        ("fenced_share", None, 0, "share", None, None, "not_declared:fences"),
        ("clients", 1002, 1002, "client"),
        ("people", 205, 205, "person"),
        ("bin:3", 12, 20, "client"),
    ),
    *figures(
        "Accounts",
        ("value", 0.15, 30, "index", 0.12, 0.62),
        ("locked_share", 0.3, 30, "share", 0.17, 0.48),
        ("known_by_one_share", 0.1, 30, "share", 0.02, 0.2),
        ("covered_share", 0.63, 30, "share", 0.4, 0.8),
        ("clients", 30, 30, "client"),
        ("people", 20, 20, "person"),
        ("second:Network", None, 0, "share", None, None, "name_alone"),
    ),
    *figures("Dock", ("value", None, 0, "index", None, None, "fewer_than_five")),
]
DIALOGUE = [
    *figures(
        None,
        ("value", 0.78, 1615, "share", 0.76, 0.8),
        ("answer_median", 25.6, 1615, "hour", 23.5, 28.0),
        ("acknowledged_only", 33, 1615, "conversation"),
        ("left_out_sources", None, 0, "share", None, None, "answered_only:tweets"),
        ("balance", 0.86, 3234, "index", 0.82, 0.89),
    ),
    *figures(
        "channel:mail",
        ("value", 0.84, 1003, "share", 0.8, 0.9),
        ("answer_in_24_hours", 0.5, 1003, "share", 0.4, 0.6),
        ("answer_in_7_days", 0.8, 1003, "share", 0.7, 0.9),
    ),
]


@pytest.fixture
def published(home: object) -> None:
    Document.objects.create(name="relation", run="r1", body={"figures": RELATION, "steps": STEPS})
    canned = {"share": 0.12, "low": 0.1, "high": 0.14, "messages": 700}
    Document.objects.create(
        name="dialogue", run="r1", body={"measured": {"figures": DIALOGUE, "steps": STEPS}, "canned": canned}
    )


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(("lang", "words"), [
    ("en", ("30.0%", "16", "Network", "Dock", "not measurable: fewer than five employees", "not published", "nothing is declared under fences", "1,002", "SELECT 1", "#relation")),
    ("fr", ("30,0", "Network", "il n’est pas publié", "sous fences", "SELECT 1")),
])  # fmt: skip
def test_the_relation_of_the_company_and_of_portfolios(
    signed_in: Callable[..., Client], lang: str, words: tuple[str, ...]
) -> None:
    page = signed_in(Role.EMPLOYEE, lang=lang).get("/mirror/relation").content.decode()
    assert [word for word in words if word not in page] == []
    assert "staff" not in page.replace("staff_", "")


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(("lang", "words"), [
    ("en", ("78.0%", "25.6", "33", "e-mail", "tweets", "12.0%", "0.86", "#dialogue")),
    ("fr", ("78,0", "e-mail", "tweets", "0,86")),
])  # fmt: skip
def test_the_dialogue_by_channel_and_what_no_rate_can_be_told_of(
    signed_in: Callable[..., Client], lang: str, words: tuple[str, ...]
) -> None:
    page = signed_in(Role.EMPLOYEE, lang=lang).get("/mirror/dialogue").content.decode()
    assert [word for word in words if word not in page] == []


@pytest.mark.parametrize("page", ["relation", "dialogue"])
def test_nothing_published_is_an_empty_page_with_a_way_on(signed_in: Callable[..., Client], page: str) -> None:
    found = signed_in(Role.ADMINISTRATOR, lang="en").get(f"/mirror/{page}")
    assert found.status_code == 200
    assert "/start/files" in found.content.decode()


@pytest.mark.parametrize(("page", "body"), [
    ("relation", {"figures": figures(None, ("value", None, 0, "index", None, None, "nobody_named"))}),
    ("dialogue", {"measured": {"figures": figures(None, ("value", None, 0, "share", None, None, "no_conversation"))}, "canned": None}),
])  # fmt: skip
def test_what_cannot_be_told_says_why(signed_in: Callable[..., Client], page: str, body: dict[str, Any]) -> None:
    client = signed_in(Role.EMPLOYEE, lang="en")
    Document.objects.create(name=page, run="r1", body=body)
    text = client.get(f"/mirror/{page}").content.decode()
    assert "no row names" in text or "No client opened" in text
