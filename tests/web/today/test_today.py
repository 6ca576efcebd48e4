"""Aujourd’hui: who waits, what falls due, who thanks us; by equality, in both languages, as of the last day that facts tell of."""

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.web.clients import rows
from tests.web.counting import queries
from tests.web.reading import text_of
from visavis.attention.models import WaitingClient
from visavis.vocabulary import Role

SignIn = Callable[..., Client]
PROMISES = """- name: a-temps
  says: {fr: "Livré à la date annoncée", en: "Delivered by the date we announced"}
  audience: public
  carrier: Logistique
  test: {over: events, where: {type: delivery}, due: due_at, done: done_at}
- name: entre-nous
  says: {fr: "Prête deux jours avant", en: "Ready two days before"}
  audience: internal
  carrier: Entrepôt
  test: {over: events, where: {type: preparation}, due: due_at, done: done_at}
"""


def before(days: int) -> datetime.date:
    return rows.AS_OF - datetime.timedelta(days)


@pytest.fixture
def day(home: Path) -> None:
    """A day with one client who waits twice, another who waits for a promise, one promise due, one thank-you."""
    (home / "promises" / "p.yaml").write_text(PROMISES, encoding="utf-8")
    rows.told(waiting_clients=2)
    rows.client(1, "Claire Morel")
    rows.client(2, "", company="Atelier")
    asked = rows.fact(1, "m1", before(9), "exchanges", direction="in", channel="mail")
    rows.voice(asked, "toujours pas de nouvelles …", channel="mail")
    WaitingClient.objects.create(id=asked.id, client=1, why="unanswered", since=before(9), item=asked.id)
    late = rows.fact(1, "o1", before(5), type="delivery", due_on=before(4))
    WaitingClient.objects.create(id=late.id, client=1, why="undone", since=before(4), item=late.id, promise="a-temps")
    other = rows.fact(2, "o2", before(6), type="delivery")
    WaitingClient.objects.create(id=other.id, client=2, why="undone", since=before(5), item=other.id, promise="gone")
    gone = rows.fact(2, "o3", before(60), type="delivery")
    WaitingClient.objects.create(id=gone.id, client=2, why="undone", since=before(60), vanished_run="r2")
    for key, ahead, promise, outcome in (
        ("d1", 3, "a-temps", "open"),
        ("d2", 8, "a-temps", "open"),
        ("d3", -1, "a-temps", "open"),
        ("d4", 3, "entre-nous", "open"),
        ("d5", 3, "a-temps", "kept"),
    ):
        due = rows.fact(2, key, before(20), type="delivery")
        rows.case(due, promise, outcome, due_on=before(-ahead))
    for key, days, said in (("t1", 2, "Merci !"), ("t2", 40, "Merci d’avant."), ("t3", 1, "Bof.")):
        thanked = rows.fact(1, key, before(days), "ratings")
        rows.voice(thanked, said, channel="review", theme="delivery", thanks=said.startswith("Merci"))


def plain(text: str) -> str:
    return re.sub(r"[\u202f\u00a0]", " ", text)


def test_the_day_in_french(day: None, signed_in: SignIn) -> None:
    assert plain(text_of(signed_in(Role.EMPLOYEE).get("/"))).replace(" ,", ",") == (
        "Aujourd’hui 2 clients nous attendent · 1 promesse échoit cette semaine · 1 merci "
        "Au 14 décembre 2025, dernier jour que vos fichiers racontent. "
        "Ils nous attendent "
        "Claire Morel Depuis 9 jours, attend une réponse « toujours pas de nouvelles … » 5 décembre 2025 · e-mail "
        "Depuis 4 jours, attend ce qui était promis pour le 10 décembre 2025 : « Livré à la date annoncée » Je m’en occupe "
        "Client c-000002 Atelier Depuis 5 jours, attend ce qui était promis pour le 9 décembre 2025 Je m’en occupe "
        "Promis pour cette semaine Livré à la date annoncée mercredi 17 décembre 2025 Client c-000002 "
        "Ils nous remercient « Merci ! » Claire Morel · 12 décembre 2025 · avis · pour : livraison"
    )


def test_the_day_in_english(day: None, signed_in: SignIn) -> None:
    assert plain(text_of(signed_in(Role.EMPLOYEE, lang="en").get("/today"))).replace(" ,", ",") == (
        "Today 2 clients wait for us · 1 promise falls due this week · 1 word of thanks "
        "As of December 14, 2025, the last day that your files tell of. "
        "They wait for us "
        "Claire Morel For 9 days, has waited for an answer “toujours pas de nouvelles …” December 5, 2025 · e-mail "
        "For 4 days, has waited for what was promised for December 10, 2025: “Delivered by the date we announced” I take care of it "
        "Client c-000002 Atelier For 5 days, has waited for what was promised for December 9, 2025 I take care of it "
        "Promised for this week Delivered by the date we announced Wednesday, December 17, 2025 Client c-000002 "
        "They thank us “Merci !” Claire Morel · December 12, 2025 · review · for: delivery"
    )


def test_before_the_first_run_the_page_teaches(signed_in: SignIn) -> None:
    assert "Il lui faut d’abord vos fichiers. Déposer des fichiers" in text_of(signed_in(Role.ANALYST).get("/"))
    assert "Un analyste ou un administrateur peut les déposer." in text_of(signed_in(Role.SPONSOR).get("/"))


def test_a_quiet_day(signed_in: SignIn) -> None:
    rows.told(waiting_clients=0, due_soon=0, thanks_lately=0)
    assert text_of(signed_in(Role.EMPLOYEE).get("/")) == (
        "Aujourd’hui personne ne nous attend · aucune promesse n’échoit cette semaine · pas de merci récent "
        "Au 14 décembre 2025, dernier jour que vos fichiers racontent. "
        "Ils nous attendent Personne n’attend de réponse ni de promesse en retard. "
        "Promis pour cette semaine Aucune promesse n’échoit d’ici le 21 décembre 2025. "
        "Ils nous remercient Pas de merci ces trente derniers jours."
    )


def test_while_messages_are_still_read_no_thanks_is_not_told_for_none(signed_in: SignIn) -> None:
    rows.told(waiting_clients=0, due_soon=0, thanks_lately=0, unread=45_333)
    text = plain(text_of(signed_in(Role.EMPLOYEE).get("/")))
    assert "45 333 messages de clients restent à lire : sentiments, thèmes et mercis viennent avec la lecture." in text
    assert text.endswith("Ils nous remercient Ils viendront avec la lecture des messages.")
    assert "· mercis : lecture en cours" in text
    assert "merci récent" not in text
    assert "Où en est-elle" not in text
    text = text_of(signed_in(Role.ANALYST, lang="en").get("/"))
    assert "45,333 messages of clients are still to be read: feelings, themes and thanks come with the reading." in text
    assert "How far is it?" in text


def test_all_of_each(day: None, signed_in: SignIn) -> None:
    for n in range(130):
        asked = rows.fact(3, f"m{n}", before(n), "exchanges", direction="in")
        WaitingClient.objects.create(id=asked.id, client=3, why="unanswered", since=before(n), item=asked.id)
        rows.voice(asked, f"Merci {n:03}.", thanks=True)
        due = rows.fact(3, f"d{n}", before(n))
        rows.case(due, "a-temps", "open", due_on=before(-(n % 7)))
    rows.client(3, "Zoé")
    browser = signed_in(Role.EMPLOYEE)
    found = {name: leafed(browser, f"/today/{name}") for name in ("waiting", "promises", "thanks")}
    assert (found["waiting"].count("attend "), found["promises"].count("Zoé")) == (133, 130)
    thanks = re.findall(r"Merci (\d{3})\.", found["thanks"])
    assert thanks == [f"{n:03}" for n in range(31)]


def leafed(browser: Client, address: str) -> str:
    """The words of every page of a list."""
    text = ""
    while address:
        answer = browser.get(address)
        text += text_of(answer)
        following = re.search(r'id="more"><a class="button quiet" href="([^"]+)"', answer.content.decode())
        address = following[1] if following else ""
    return text


def test_as_many_queries_on_a_busy_day(day: None, signed_in: SignIn) -> None:
    browser = signed_in(Role.EMPLOYEE)
    with queries() as few:
        browser.get("/today")
    for n in range(300):
        rows.client(10 + n, f"Zoé {n}")
        asked = rows.fact(10 + n, "m", before(n % 20), "exchanges", direction="in")
        WaitingClient.objects.create(id=asked.id, client=10 + n, why="unanswered", since=before(n), item=asked.id)
        rows.voice(asked, "Merci.", thanks=True)
        rows.case(asked, "a-temps", "open", due_on=before(-2))
    with queries() as many:
        browser.get("/today")
    assert len(few) == len(many) <= 19


def test_what_is_listed_is_read_by_index(day: None, signed_in: SignIn) -> None:
    """Sorting or reading whole tables would cost more the more clients there are."""
    with queries() as asked:
        signed_in(Role.EMPLOYEE).get("/today/waiting")
        signed_in(Role.EMPLOYEE).get("/today/promises")
        signed_in(Role.EMPLOYEE).get("/today/thanks")
    listing = [(sql, given) for sql, given in asked if " LIMIT 51" in sql]
    assert len(listing) == 3
    # on empty tables, two indexes by moment cost the same: that of thanks alone, and that of all voices
    listed = (("waiting_longest",), ("cases_to_come",), ("thanks_by_moment", "voices_by_moment"))
    for (sql, given), indexes in zip(listing, listed, strict=True):
        plan = plan_of(sql, given)
        assert any(index in plan for index in indexes), plan


def plan_of(sql: str, given: Any) -> str:
    """How the database would answer, were its tables large."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET enable_seqscan = off")
            cursor.execute("SET enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}", given)
        return "\n".join(str(row) for row in cursor.fetchall())
