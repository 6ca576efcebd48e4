"""From own exports to the mirror, with the files of a real shop and a real help desk, dropped as they are."""

from pathlib import Path

import pytest

from tests.web.start.conftest import Story
from visavis.mirror.keeping import from_document
from visavis.mirror.reflection import Reflected
from visavis.promises.models import ProposedPromise
from visavis.running.models import Document
from visavis.sources.models import Drop

pytestmark = pytest.mark.real_data


def in_mirror() -> dict[str, Reflected]:
    document = Document.objects.get(name="mirror")
    return {promise.name: promise for promise in from_document(document.body).promises}


def test_orders_of_a_shop(story: Story, data: Path) -> None:
    assert story.client.get("/start").headers["Location"] == "/start/files"
    files = sorted((data / "orders_olist_a").glob("*.csv"))
    assert story.send([(file.name, file.read_bytes()) for file in files]).status_code == 302
    page = story.look().content.decode()
    assert "date promise" in page
    assert "Rien d’un client n’est reconnu ici" in page
    response = story.agree()
    assert response.status_code == 302, response.content.decode()
    story.work()
    page = story.client.get("/start", follow=True)
    assert page.redirect_chain[-1][0] == "/start/promises"
    assert "191" not in page.content.decode()
    rows = list(ProposedPromise.objects.order_by("position"))
    form = {f"chosen-{row.pk}": "1" for row in rows} | {f"says-{row.pk}": row.written["says"]["fr"] for row in rows}
    assert story.client.post("/start/promises", form).headers["Location"] == "/start/forecast"
    page = story.client.get("/start", follow=True).content.decode()
    assert "Sur 100 livraisons" in page
    assert story.client.post("/start/forecast", {"promise": "delivery-on-the-day", "value": "95"}).status_code == 302
    story.work()
    page = story.client.get("/start/progress/" + str(_revealing())).content.decode()
    assert "Voir le miroir" in page
    assert story.client.get("/start").headers["Location"] == "/mirror"
    delivered = in_mirror()["delivery-on-the-day"]
    assert (delivered.outcomes["kept"] + delivered.outcomes["late"], delivered.outcomes["late"]) == (2_904, 191)


def _revealing() -> object:
    return Drop.objects.get().revealing


def test_log_of_a_help_desk(english_story: Story, data: Path) -> None:
    story = english_story
    files = sorted((data / "helpdesk_b2b").glob("*.csv*"))
    story.send([(file.name, file.read_bytes()) for file in files])
    page = story.look().content.decode()
    assert "Value 1" not in page or "•••" in page
    assert story.agree().status_code == 302
    story.work()
    assert story.client.get("/start", follow=True).redirect_chain[-1][0] == "/start/promises"
    rows = list(ProposedPromise.objects.order_by("position"))
    form = {f"chosen-{row.pk}": "1" for row in rows} | {f"says-{row.pk}": row.written["says"]["en"] for row in rows}
    assert story.client.post("/start/promises", form).headers["Location"] == "/start/forecast"
    assert story.client.post("/start/forecast", {"skip": "1"}).status_code == 302
    story.work()
    cases = {name: promise.cases for name, promise in in_mirror().items()}
    assert 4_580 in cases.values(), cases
