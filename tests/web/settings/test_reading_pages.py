"""Lecture: corrections on a message's page, the queue of messages to answer, versions; works with nothing in the home."""

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.voices.labelled import lake_of, said, sayings
from visavis.vocabulary import Role

SignedIn = Callable[..., Client]
FIGURES = {
    "new": {"n": 60, "accuracy": 0.9, "macro": 0.88, "low": 0.8, "high": 0.95, "labels": [
        {"label": "positive", "n": 40, "precision": 0.9, "recall": 0.95, "f1": 0.92, "low": 0.85, "high": 0.97},
        {"label": "mixed", "n": 2, "precision": 1.0, "recall": 1.0, "f1": 1.0, "low": 1.0, "high": 1.0},
    ]},
    "former": {"n": 60, "accuracy": 0.8, "macro": 0.7, "low": 0.6, "high": 0.8, "labels": []},
    "former_version": "", "difference": {"mean": 0.18, "low": 0.1, "high": 0.25},
    "measured_on": {"n": 60, "queue": True}, "audit": {"n": 18, "new": 16, "former": 12},
    "encoder": "", "other_model": None, "adopted": True,
}  # fmt: skip


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_pages_of_an_empty_home_say_what_is_missing(signed_in: SignedIn, lang: str) -> None:
    browser = signed_in(Role.ANALYST, lang=lang)
    page = browser.get("/settings/reading").content.decode()
    asked = browser.get("/settings/reading/labels?question=theme").content.decode()
    said = {
        "fr": ("Encore 20 pour que", "Aucun message à lire"),
        "en": ("20 more for the reader", "No message to read"),
    }
    assert said[lang][0] in page
    assert said[lang][1] in asked
    assert browser.get("/settings/reading?question=nothing").status_code == 200


def test_a_correction_is_one_press_on_the_page_of_a_message_and_one_more_takes_it_back(signed_in: SignedIn) -> None:
    from visavis.voices.models import Correction

    voice = said(1, "Bravo, trois semaines de retard.", sentiment="positive", theme="other")
    browser = signed_in(Role.EMPLOYEE)
    address = f"/voices/{voice.pk}"
    answer = browser.post(f"{address}/corrections", {"question": "sentiment", "answer": "negative"})
    assert (answer.status_code, answer["Location"]) == (302, f"{address}#reading-sentiment")
    page = browser.get(address).content.decode()
    assert "corrigé par Camille employee, lu « positif »" in page.replace("\u202f", " ").replace("\u00a0", " ")
    assert '<button name="answer" value="negative" aria-pressed="true">' in page
    browser.post(f"{address}/corrections/withdrawal", {"question": "sentiment"})
    assert '<button name="answer" value="positive" aria-pressed="true">' in browser.get(address).content.decode()
    assert Correction.objects.filter(withdrawn_at=None).count() == 0
    assert browser.get(f"{address}/corrections").status_code == 405
    gone = browser.post(f"/voices/{uuid.uuid4()}/corrections", {"question": "theme", "answer": "price"})
    assert gone.status_code == 302
    assert not Correction.objects.filter(question="theme").exists()


def test_the_queue_asks_one_message_after_the_other_and_the_last_answer_can_be_undone(
    signed_in: SignedIn, home: Path
) -> None:
    from visavis.voices.models import Correction

    texts = [text for text, _ in sayings(30)]
    for number, text in enumerate(texts, start=1):
        said(number, text)
    lake_of(home, texts, "reader-9-words")
    browser = signed_in(Role.ANALYST)
    page = browser.get("/settings/reading/labels?question=sentiment")
    first = page.context["voice"]
    assert 'aria-keyshortcuts="1"' in page.content.decode()
    given = {"question": "sentiment", "voice": str(first.pk), "slice": page.context["slice"], "answer": "mixed"}
    assert browser.post("/settings/reading/labels", given).status_code == 302
    one = Correction.objects.get()
    assert (one.answer, one.slice, one.voice) == ("mixed", page.context["slice"], first.pk)
    following = browser.get("/settings/reading/labels?question=sentiment").context["voice"]
    assert following.pk != first.pk
    assert browser.get("/settings/reading/labels?question=sentiment&past=1").context["voice"].pk != following.pk
    browser.post("/settings/reading/labels/withdrawal", {"question": "sentiment"})
    assert browser.get("/settings/reading/labels?question=sentiment").context["voice"].pk == first.pk
    assert browser.post("/settings/reading/labels", {"question": "sentiment", "voice": "x"}).status_code == 400


def test_figures_stand_with_interval_and_n_and_a_version_is_left_in_one_press(signed_in: SignedIn) -> None:
    from visavis.voices.choosing import choose, in_use
    from visavis.voices.models import LearntHead
    from visavis.work.models import Job

    LearntHead.objects.create(question="sentiment", version="0123456789", labels=60, figures=FIGURES)
    choose("sentiment", "0123456789", user=None)
    browser = signed_in(Role.ANALYST)
    page = browser.get("/settings/reading").content.decode()
    assert "F1 moyen 0,88" in page.replace("\u202f", " ").replace("\u00a0", " ")
    assert "0,85–0,97" in page
    assert "trop peu de réponses pour le dire" in page
    browser.post("/settings/reading/versions", {"question": "sentiment", "version": ""})
    assert in_use("sentiment") == ""
    browser.post("/settings/reading/versions", {"question": "sentiment", "version": "0123456789"})
    assert in_use("sentiment") == "0123456789"
    browser.post("/settings/reading/versions", {"question": "sentiment", "version": "nowhere"})
    assert in_use("sentiment") == "0123456789"
    browser.post("/settings/reading/lessons", {"question": "theme"})
    assert Job.objects.get().kwargs == {"question": "theme"}
    assert signed_in(Role.EMPLOYEE).get("/settings/reading").status_code == 403
