"""One promise and its cases: filters, pages, voices, the same few queries however many there are."""

import datetime
import re
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.promises.made import add_cases, declare, publish, reflected, text_of
from visavis.vocabulary import Role

SignedIn = Callable[..., Client]
DAY = datetime.date(2025, 6, 10)


@pytest.fixture
def promise(home: Path) -> str:
    """A promise that a run saw."""
    declare(home, "a-temps")
    publish(reflected("a-temps", words="Toujours pas de nouvelles de ma table."))
    return "a-temps"


def keys(body: str) -> list[str]:
    """Keys of the cases listed, in order (they have no client)."""
    return re.findall(r"C-\d{4}", body)


@pytest.mark.parametrize(
    ("lang", "seen"),
    [
        (
            "fr",
            [
                "Un cas par évènement où type est « delivery ».",
                "Échéance: la date prévue (due_at).",
                "Tenue si la date de fin (done_at) est au plus tard le jour de l’échéance; en retard après; non tenue si rien n’est fait.",
                "« Toujours pas de nouvelles de ma table. »",
                "Comment est-ce calculé ?",
            ],
        ),
        (
            "en",
            [
                "One case for each event where type is “delivery”.",
                "Due: the due date (due_at).",
                "Kept where the done date (done_at) is no later than the due day; late after it; broken where nothing was done.",
                "“Toujours pas de nouvelles de ma table.”",
                "How is this computed?",
            ],
        ),
    ],
)
def test_what_the_promise_says_and_how_it_is_tested(
    promise: str, signed_in: SignedIn, lang: str, seen: list[str]
) -> None:
    page = (
        text_of(signed_in(Role.EMPLOYEE, lang=lang).get(f"/promises/{promise}")).replace(" ;", ";").replace(" :", ":")
    )
    assert [each for each in seen if each.replace(" ;", ";").replace(" :", ":") not in page] == []


def test_cases_come_latest_first_then_those_without_a_day(promise: str, signed_in: SignedIn) -> None:
    add_cases(promise, [DAY, None, DAY + datetime.timedelta(days=1)], client=None)
    add_cases(promise, [DAY + datetime.timedelta(days=2)], outcome="kept", client=None)
    body = signed_in(Role.EMPLOYEE).get(f"/promises/{promise}").content.decode()
    assert keys(body) == ["C-0004", "C-0003", "C-0001", "C-0002"]


def test_filters_by_outcome_and_month(promise: str, signed_in: SignedIn) -> None:
    add_cases(promise, [DAY, datetime.date(2025, 5, 31), datetime.date(2025, 7, 1)], client=None)
    add_cases(promise, [DAY], outcome="kept", client=None)
    add_cases(promise, [DAY], outcome="broken", client=None)
    client = signed_in(Role.EMPLOYEE)

    def listed(query: str) -> list[str]:
        return sorted(keys(client.get(f"/promises/{promise}?{query}").content.decode()))

    assert listed("outcome=kept") == ["C-0004"]
    assert listed("outcome=missed") == ["C-0001", "C-0002", "C-0003", "C-0005"]
    assert listed("month=2025-06") == ["C-0001", "C-0004", "C-0005"]
    assert listed("outcome=late&month=2025-05") == ["C-0002"]
    assert listed("outcome=nonsense&month=nonsense") == ["C-0001", "C-0002", "C-0003", "C-0004", "C-0005"]


def test_pages_show_every_case_once(promise: str, signed_in: SignedIn) -> None:
    # Many on one day, so that pages part within it; some without a day, on both sides of a page.
    days: list[datetime.date | None] = [DAY - datetime.timedelta(days=n // 20) for n in range(60)]
    add_cases(promise, [*days, *([None] * 40)], client=None)
    add_cases(promise, [DAY] * 7, outcome="kept", client=None)
    client, address, seen = signed_in(Role.EMPLOYEE), f"/promises/{promise}", []
    for _ in range(10):
        body = client.get(address).content.decode()
        seen += keys(body)
        following = re.search(r'href="([^"]+)" rel="next"', body)
        if following is None:
            break
        address = following[1].replace("&amp;", "&")
    assert sorted(seen) == [f"C-{n:04}" for n in range(1, 108)]


def test_an_address_that_is_no_page_says_so(promise: str, signed_in: SignedIn) -> None:
    add_cases(promise, [DAY], client=None)
    page = signed_in(Role.EMPLOYEE).get(f"/promises/{promise}?after=2025-13-45~x")
    assert page.status_code == 200
    assert "cette adresse ne mène à aucune page de cas" in text_of(page)
    assert keys(page.content.decode()) == ["C-0001"]


def test_a_case_leads_to_its_client_and_to_what_they_said(promise: str, signed_in: SignedIn) -> None:
    from visavis.clients.models import ClientCard, TimelineItem
    from visavis.voices.models import Voice

    add_cases(promise, [DAY])
    ClientCard.objects.create(client=1, name="Claire Morel")
    said = uuid.UUID(int=77)
    moment = datetime.datetime(2025, 6, 12, tzinfo=datetime.UTC)
    TimelineItem.objects.create(
        id=said, client=1, ref="record/crm/1", moment=moment, occurred_on=moment.date(), fact="ratings",
        source="avis", key="A-1", about="commandes/C-0001", score=2.0, low=1.0, high=5.0,
    )  # fmt: skip
    Voice.objects.create(id=said, client=1, moment=moment, source="avis", text="Deux jours de retard <b>!</b>")
    page = signed_in(Role.EMPLOYEE).get(f"/promises/{promise}")
    assert '<a href="/clients/c-000001">Claire Morel</a>' in page.content.decode()
    assert (
        "10 juin 2025 Claire Morel tenue en retard 11 juin 2025 « Deux jours de retard <b>!</b> » note 2 sur 5"
        in text_of(page)
    )


def test_cases_and_voices_that_vanished_are_gone(promise: str, signed_in: SignedIn) -> None:
    from visavis.promises.models import Case

    add_cases(promise, [DAY, DAY], client=None)
    Case.objects.filter(key="C-0001").update(vanished_run="later")
    assert keys(signed_in(Role.EMPLOYEE).get(f"/promises/{promise}").content.decode()) == ["C-0002"]


def test_as_many_queries_for_three_cases_as_for_three_hundred(promise: str, signed_in: SignedIn) -> None:
    client, counts = signed_in(Role.EMPLOYEE), []
    for n in (3, 297):
        add_cases(promise, [DAY - datetime.timedelta(days=each % 50) for each in range(n)])
        client.get(f"/promises/{promise}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/promises/{promise}")
        counts.append(len(queries))
    assert counts[0] >= counts[1]
    assert counts[0] - counts[1] <= 1, "only the question for cases without a day may be spared"


def test_a_promise_that_nobody_made_is_not_found(signed_in: SignedIn) -> None:
    assert signed_in(Role.EMPLOYEE).get("/promises/unknown").status_code == 404
