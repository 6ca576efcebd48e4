"""The page of what becomes of messages: each stage with n and interval, each loss with the messages lost there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.web.clients import rows
from visavis.running.models import Document
from visavis.vocabulary import Role

STEPS = [{"name": "v_fates", "sql": "SELECT 1"}]


def figures(grouping: str | None, *of: tuple[Any, ...]) -> list[dict[str, Any]]:
    names = ("figure", "value", "n", "unit", "low", "high", "reason")
    return [
        dict(zip(names, (*one, *[None] * (len(names) - len(one))), strict=True)) | {"grouping": grouping, "position": place, "method": None}
        for place, one in enumerate(of)
    ]  # fmt: skip


def shares(*of: tuple[str, float, int]) -> list[tuple[Any, ...]]:
    return [(name, value, n, "share", max(0.0, value - 0.05), min(1.0, value + 0.05)) for name, value, n in of]


STAGES = shares(
    ("value", 0.1, 200), ("read", 0.8, 200), ("reached", 0.6, 200), ("decided", 0.4, 200), ("done", 0.3, 200), ("told", 0.2, 200),
    ("felt", 0.1, 200), ("heard-unread", 0.2, 200), ("read-elsewhere", 0.25, 160), ("reached-answered", 1 / 3, 120), ("told-unhappy", 0.5, 40),
)  # fmt: skip
WHOLE = figures(
    None, *STAGES, ("window", 30.0, 30, "day"), ("left_out_glad", 17, 17, "voice"), ("reach_mean", 3.5, 190, "day", 3.0, 4.0),
    ("reach_in_7_days", None, 0, "share", None, None, "not_seen_so_long"), ("teams_mean", 1.25, 200, "team", 1.2, 1.3),
)  # fmt: skip
GROUPS = [
    *figures("Réseau", *STAGES),
    *figures("Paires", ("value", None, 0, "share", None, None, "fewer_than_five")),
    *figures("channel:mail", *STAGES),
    *figures("year:2025", *STAGES),
]


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("lang", "words"), [
    ("en", ("Of 200 messages, the largest loss:", "answered, nothing decided", "read by another team", "80.0%", "75.0–85.0", "3.5 days", "1.25", "Pleased, asking for nothing: 17", "No case was observed for so long", "fewer than five", "e-mail", "2025", "SELECT 1", "catalogue#voices")),
    ("fr", ("Sur 200 messages, la plus grande perte", "répondu, rien de décidé", "80,0", "3,5\u202fjours", "Suivis pendant 30 jours", "moins de cinq")),
])  # fmt: skip
def test_every_figure_has_its_n_and_its_interval(
    signed_in: Callable[..., Client], lang: str, words: tuple[str, ...]
) -> None:
    Document.objects.create(name="fates", run="r1", body={"figures": WHOLE + GROUPS, "steps": STEPS})
    page = signed_in(Role.EMPLOYEE, lang=lang).get("/mirror/voices").content.decode()
    text = page.replace("\u2060", "")
    assert [each for each in words if each not in text] == []
    assert "\ue000" not in page, "placeholders of spaces never reach a page"
    for fate in ("heard-unread", "read-elsewhere", "reached-answered", "told-unhappy", "felt"):
        assert f'href="/voices?fate={fate}"' in page
    assert 'width="384.0"' in page, "eight tenths of the figure"


@pytest.mark.usefixtures("home")
def test_before_any_run_and_where_nothing_can_be_told(signed_in: Callable[..., Client]) -> None:
    page = signed_in(Role.ADMINISTRATOR, lang="en").get("/mirror/voices").content.decode()
    assert "None of your files holds words of clients." in page
    body = figures(None, ("value", None, 0, "share", None, None, "voices_unfollowed"))
    Document.objects.create(name="fates", run="r1", body={"figures": body, "steps": STEPS})
    page = signed_in(Role.EMPLOYEE, lang="en").get("/mirror/voices").content.decode()
    assert "no file tells what becomes of the messages" in page
    assert "%" not in page.split("<h1>")[1].split("<details")[0]


@pytest.mark.usefixtures("home")
def test_a_loss_leads_to_the_messages_lost_there(signed_in: Callable[..., Client]) -> None:
    rows.client(1, "Claire Morel")
    facts = [rows.fact(1, key, rows.AS_OF, "exchanges", direction="in") for key in "ab"]
    lost = rows.voice(facts[0], "Toujours pas de réponse", fate="heard-unread")
    rows.voice(facts[1], "Merci de l’avoir fait", fate="felt")
    rows.told(voices=2)
    employee = signed_in(Role.EMPLOYEE, lang="fr")
    page = employee.get("/voices?fate=heard-unread").content.decode()
    assert "Toujours pas de réponse" in page
    assert "Merci de l" not in page
    assert '<option value="heard-unread" selected>orienté, jamais lu</option>' in page
    assert "Merci de l" in employee.get("/voices?fate=nonsense").content.decode()
    one = employee.get(f"/voices/{lost.id}").content.decode()
    assert 'href="/voices?fate=heard-unread">orienté, jamais lu</a>' in one
