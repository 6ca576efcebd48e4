"""Personal data in texts on pages: masked in the reader's language, but for the client's own name, and what a purpose opens."""

import datetime
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client as Browser

from tests.web.clients import rows
from visavis.engine.reading.personal.finding import personal_data
from visavis.engine.reading.personal.spans import written
from visavis.vocabulary import Role
from visavis.voices.models import Voice

DAY = datetime.date(2026, 3, 2)
WORDS = "Karim <b>Benali</b> 😀 rappelez Sarah au 06 12 34 56 78, carte 4111 1111 1111 1111"


def spans(text: str) -> str:
    return written(personal_data([text], model=False)[0])


@pytest.fixture
def written_in(home: Path) -> Voice:
    """A message of Karim Benali's that names him and an employee, and our answer."""
    rows.told(voices=1)
    rows.client(1, "Karim Benali")
    item = rows.fact(
        1, "m1", DAY, "exchanges", direction="in", subject="Pour Sarah", personal_subject=spans("Pour Sarah")
    )
    said = rows.voice(item, WORDS, personal=spans(WORDS))
    answer = "Bonjour Karim, Sarah vous rappelle."
    rows.fact(1, "m2", DAY, "exchanges", direction="out", text=answer, personal=spans(answer))
    return said


def test_texts_are_masked_in_the_readers_language(signed_in: Callable[..., Browser], written_in: Voice) -> None:
    page = signed_in(Role.EMPLOYEE).get("/clients/c-000001").content.decode()
    assert "Karim &lt;b&gt;Benali&lt;/b&gt; 😀 rappelez [personne] au [téléphone], carte [carte bancaire]" in page
    assert "Pour [personne]" in page
    assert "Bonjour Karim, [personne] vous rappelle." in page
    english = signed_in(Role.EMPLOYEE, lang="en").get("/clients/c-000001").content.decode()
    assert "rappelez [person] au [phone], carte [bank card]" in english
    assert not any(secret in page + english for secret in ("Sarah", "06 12 34", "4111"))


def test_a_purpose_opens_what_reaches_the_client_for_the_day_and_nothing_else(
    signed_in: Callable[..., Browser], written_in: Voice
) -> None:
    browser = signed_in(Role.EMPLOYEE)
    browser.post("/clients/c-000001/details", {"purpose": "call"})
    page = browser.get("/clients/c-000001").content.decode()
    assert "rappelez [personne] au 06 12 34 56 78, carte [carte bancaire]" in page
    assert "06 12 34" not in signed_in(Role.LEAD).get("/clients/c-000001").content.decode()


def test_elsewhere_the_client_is_masked_too_and_repeated_words_are_told(
    signed_in: Callable[..., Browser], written_in: Voice
) -> None:
    first = rows.voice(
        rows.fact(1, "m3", DAY, "exchanges", direction="in"), "Sarah ne répond pas, Sarah ne répond jamais"
    )
    text = "SARAH NE REPOND PAS, SARAH NE REPOND JAMAIS"
    other = rows.voice(rows.fact(1, "m4", DAY, "exchanges", direction="in"), text, personal=spans(text))
    page = signed_in(Role.EMPLOYEE).get(f"/voices/{written_in.id}").content.decode()
    assert "[personne]" in page
    assert "presque mot pour mot" not in page
    Voice.objects.filter(id__in=(first.id, other.id)).update(alike=first.id)
    page = signed_in(Role.EMPLOYEE).get(f"/voices/{first.id}").content.decode()
    assert "Dit 2 fois presque mot pour mot" in page
    assert "[personne] NE REPOND PAS, [personne] NE REPOND JAMAIS" in page
    assert f"/voices/{other.id}" in page


def test_pages_never_load_the_language_model() -> None:
    code = "import django; django.setup(); import visavis.web.urls, sys; sys.exit('spacy' in sys.modules)"
    told = {"DJANGO_SETTINGS_MODULE": "visavis.settings", "VISAVIS_HOME": "/tmp", "PATH": ""}
    assert subprocess.run([sys.executable, "-c", code], env=told, check=False).returncode == 0
