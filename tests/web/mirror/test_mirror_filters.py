"""The filters of the mirror: all in the address, the same on the page, in the PDF and in the file; what is left out is said."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.mirror.pdf import text_of
from tests.web.mirror.test_mirror_page import Page, opened
from visavis.house.models import User
from visavis.mirror.reflection import Mirror
from visavis.mistakes import Mistake
from visavis.questions.forecasting import seal
from visavis.vocabulary import Role
from visavis.web.mirror import shown

SignIn = Callable[..., Client]
NAME = "delivered-on-time"


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    shown.forget()
    yield
    shown.forget()


def chosen(page: Page) -> dict[str | None, str | None]:
    """What the bar shows as chosen, by field."""
    found: dict[str | None, str | None] = {}
    field: str | None = None
    for tag, given in page.found:
        if tag == "select":
            field = given["name"]
        if tag == "option" and "selected" in given:
            found[field] = given["value"]
    return found


def test_a_team_has_its_own_mirror_and_its_cases(cut: None, signed_in: SignIn) -> None:
    page = opened(signed_in(Role.EMPLOYEE), "/mirror?of=team:north&from=2024-01&to=2024-03")
    assert "Équipe north" in page.text
    assert "fourchette 91,2–100,0 · 40 cas" in page.text
    assert "De 2 promesses, rien à montrer ici" in page.text
    assert "Seuls paraissent les groupes derrière lesquels se tiennent au moins cinq personnes" in page.text
    asked = "of=team:north&from=2024-01&to=2024-03"
    assert {
        f"/promises/{NAME}?outcome=kept&{asked}#cases",
        f"/promises/{NAME}?{asked}#cases",
        f"/mirror.pdf?{asked}",
        f"/mirror.html?{asked}",
        f"/mirror/over-time?{asked}",
        "/mirror",
    } <= page.links()


def test_a_group_that_may_not_be_told_is_said(cut: None, signed_in: SignIn) -> None:
    page = opened(signed_in(Role.EMPLOYEE, lang="en"), "/mirror?of=team:south")
    assert "Nothing can be shown of this group" in page.text
    assert "114 cases" in page.text
    cut_quarter = opened(signed_in(Role.EMPLOYEE), "/mirror?of=team:north&from=2024-03")
    assert "De 3 promesses, rien à montrer ici" in cut_quarter.text, "a quarter is not cut"


def test_promises_are_chosen_by_step_and_by_name(cut: None, signed_in: SignIn) -> None:
    client = signed_in(Role.EMPLOYEE)
    step = opened(client, "/mirror?step=receive")
    assert "Étape « recevoir »" in step.text
    assert chosen(step) == {"step": "receive"}
    assert "fourchette 76,4–89,8 · 114 cas" in step.text
    assert "La moitié attend" not in step.text, "other measures are about the whole"
    one = opened(client, f"/mirror?promise={NAME}&step=receive&from=2024-02&to=2024-02")
    assert chosen(one) == {"promise": NAME, "step": "receive", "from": "2024-02", "to": "2024-02"}
    assert "fourchette 71,7–91,1 · 55 cas" in one.text, "the same as from=2024-02-01&to=2024-02-29"
    assert [tag for tag, given in one.found if tag == "article"] == ["article"]
    neither = opened(client, f"/mirror?promise={NAME}&step=help").text
    assert "Aucune promesse ne répond à ces filtres à la fois" in neither


def test_exports_say_their_filter(cut: None, signed_in: SignIn) -> None:
    fr, en = signed_in(Role.EMPLOYEE), signed_in(Role.EMPLOYEE, lang="en")
    asked = "of=team:north&step=receive&from=2024-01&to=2024-03"
    said = "équipe north · étape « recevoir » · cas du 1er janvier 2024 au 31 mars 2024"
    assert said in " ".join(text_of(fr.get(f"/mirror.pdf?{asked}").content).replace("\u202f", " ").split())
    told = Page(en.get(f"/mirror.html?{asked}").content.decode()).text
    assert "Team north · step “receive”" in told
    assert "cases from January 1, 2024 to March 31, 2024" in told
    assert "40 cases" in told


def test_a_filter_asks_the_database_for_no_more(cut: None, signed_in: SignIn) -> None:
    client = signed_in(Role.EMPLOYEE)
    for path in ("/mirror?of=team:north", "/mirror?step=receive", f"/mirror/over-time?of=team:north&promise={NAME}"):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        assert len(asked) <= 6, [each["sql"] for each in asked.captured_queries]


def test_whoever_saw_the_rate_over_time_forecasts_too_late(mirrored: Mirror, cut: None, signed_in: SignIn) -> None:
    assert signed_in(Role.LEAD).get("/mirror/over-time").status_code == 200
    with pytest.raises(Mistake, match="seen this result"):
        seal(User.objects.get(role=str(Role.LEAD)), NAME, 0.842)


def test_the_time_axis_leads_to_the_cases_of_each_period(cut: None, signed_in: SignIn) -> None:
    client = signed_in(Role.EMPLOYEE)
    north = opened(client, f"/mirror/over-time?of=team:north&promise={NAME}")
    assert f"/promises/{NAME}?of=team:north#cases" in north.links()
    whole = opened(client, f"/mirror/over-time?promise={NAME}")
    month = f"/promises/{NAME}?from=2024-02&to=2024-02"
    assert {f"{month}#cases", f"{month}&said=yes#cases", f"/promises/{NAME}?said=yes#cases"} <= whole.links()


def test_the_time_axis_is_a_file_of_its_own_that_says_its_part(cut: None, signed_in: SignIn) -> None:
    client = signed_in(Role.EMPLOYEE)
    response = client.get(f"/mirror/over-time.html?promise={NAME}&of=team:north&to=2024-03")
    assert response["Content-Disposition"] == 'attachment; filename="miroir-dans-le-temps-2024-03-07.html"'
    page = Page(response.content.decode())
    said = "Équipe north · promesse « Livré à la date annoncée » · cas jusqu’au 31 mars 2024"
    assert said in page.text
    assert "100,0 % tenus · fourchette 91,2 % – 100,0 % · 40 cas échus" in page.text
    assert not [given for tag, given in page.found if tag in ("a", "script", "link", "img")], "it leads nowhere"
    shown.forget()
    whole = Page(signed_in(Role.SPONSOR, lang="en").get("/mirror/over-time.html").content.decode())
    assert "What the facts say and what clients say, month by month" in whole.text
    assert [given["class"] for tag, given in whole.found if tag == "svg"] == ["trend"]
