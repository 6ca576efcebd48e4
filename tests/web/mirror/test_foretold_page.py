"""The page of forecasts: scored waves with n and intervals, one's own drafts, and nobody else's."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from visavis.demo.forecasts import write_forecasts
from visavis.questions.models import AnswerForecast
from visavis.questions.waves import quarter_after
from visavis.running.models import Document
from visavis.vocabulary import Role

SignedIn = Callable[..., Client]
LEVELS = {"after-contact": {"how": "nps", "waves": {"2025-07-01": {"": [40, 30, 30], "Care": [9, 9, 9]}}}}
SPOKEN = {"waiting": 40, "price": 20, "follow-up": 12, "competence": 8, "website": 5, "reception": 2}


def page(client: Client, where: str = "/mirror/forecasts") -> str:
    response = client.get(where)
    assert response.status_code == 200
    return unescape(response.content.decode()).replace("\u202f", " ").replace("\xa0", " ")


@pytest.fixture
def known(home: object) -> None:
    Document.objects.create(name="counts", run="r", body={"as_of": "2025-12-14"})
    Document.objects.create(name="waves", run="r", body={"levels": LEVELS, "needs": {"2025-07-01": SPOKEN}, "steps": [["wave_levels", "SELECT 1"]]})  # fmt: skip


def test_without_answers_the_page_says_so(signed_in: SignedIn) -> None:
    text = page(signed_in(Role.EMPLOYEE))
    assert "il n’y a rien à pronostiquer" in text
    assert "il n’y a rien à pronostiquer" in page(signed_in(Role.EMPLOYEE), "/mirror/forecasts/new")


def test_forecasts_stand_beside_answers_with_people_answers_and_intervals(
    known: None, signed_in: SignedIn, home: object
) -> None:
    from django.conf import settings

    assert write_forecasts(settings.HOME, "operator") == 16
    assert write_forecasts(settings.HOME, "operator") == 0
    text = page(signed_in(Role.EMPLOYEE))
    for part in ("16 personnes", "100 réponses", "Direction", "Service client", "Justesse de l’écoute", "tiré au hasard donnerait 35,2 %", "Nous croyons écouter mieux", 'class="pairs"', "wave_levels"):  # fmt: skip
        assert part in text, part
    assert "Listening accuracy" in page(signed_in(Role.EMPLOYEE, lang="en"))
    AnswerForecast.objects.filter(person="invented 3", value__isnull=False).update(value=0.99)
    assert "ne correspond plus à son sceau" in page(signed_in(Role.EMPLOYEE))


def test_a_draft_is_written_taken_back_and_sealed_and_nobody_else_sees_it(known: None, signed_in: SignedIn) -> None:
    wave = quarter_after(max(timezone.now().date(), date(2025, 12, 14)))
    client, other = signed_in(Role.EMPLOYEE), signed_in(Role.LEAD)
    typed = {"question": "score:after-contact", "wave": wave.isoformat(), "value": "40", "low": "30", "high": "50", "about_team": "Care"}  # fmt: skip
    assert "Écrire un pronostic" in page(client)
    assert "les clients de Care" in page(client, "/mirror/forecasts/new")
    wrong = client.post("/mirror/forecasts/new", typed | {"low": "45"})
    assert wrong.status_code == 422
    assert 'value="40"' in wrong.content.decode()
    assert client.post("/mirror/forecasts/new", typed | {"value": "much"}).status_code == 422
    assert client.post("/mirror/forecasts/new", typed).status_code == 303
    draft = AnswerForecast.objects.get()
    assert (draft.value, draft.low, draft.high, draft.about_team) == (0.4, 0.3, 0.5, "Care")
    assert 'tag open">brouillon' in page(client)
    assert 'tag open">brouillon' not in page(other)
    assert other.post(f"/mirror/forecasts/{draft.pk}/seal").status_code == 422
    assert client.get(f"/mirror/forecasts/{draft.pk}/seal").status_code == 405
    assert client.post(f"/mirror/forecasts/{draft.pk}/withdrawal").status_code == 303
    assert not AnswerForecast.objects.exists()
    places = {f"place-{need}": str(n) for n, need in enumerate(SPOKEN, start=1)}
    needs = {"question": "needs", "wave": wave.isoformat(), "rating": "70"}
    assert client.post("/mirror/forecasts/new", needs | places | {"place-price": "1"}).status_code == 422
    assert client.post("/mirror/forecasts/new", needs | places).status_code == 303
    order = AnswerForecast.objects.get()
    assert (order.ranking, order.rating) == (list(SPOKEN), 0.7)
    assert client.post(f"/mirror/forecasts/{order.pk}/seal").status_code == 303
    order.refresh_from_db()
    assert order.seal in page(client)
    assert client.post(f"/mirror/forecasts/{order.pk}/withdrawal").status_code == 422
    assert datetime.now(UTC) - order.sealed_at < timedelta(minutes=5)  # type: ignore[operator]
