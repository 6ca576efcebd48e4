"""A client's page: promised and received, one timeline, details for a purpose, who takes care; by equality, in both languages."""

import datetime
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.clients import rows
from tests.web.counting import queries
from tests.web.reading import text_of
from visavis.attention.models import Taken, WaitingClient
from visavis.clients.models import Client as Numbered
from visavis.clients.models import ClientAlias, DetailsSeen, TimelineItem
from visavis.vocabulary import Role

SignIn = Callable[..., Client]
PAYLOAD = '<script>alert("x")</script><img src=x onerror=alert(1)>\'"'
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


def on(day: int) -> datetime.date:
    return datetime.date(2025, 3, day)


@pytest.fixture
def claire(home: Path) -> None:
    """A client who ordered, complained, was answered, rated us, and still waits."""
    (home / "promises" / "p.yaml").write_text(PROMISES, encoding="utf-8")
    rows.told()
    rows.client(1, "Claire Morel", city="Lyon", company="Atelier Morel", records=3, sources=4, facts=7, voices=2)
    order = rows.fact(1, "o1", on(1), type="delivery", due_on=on(5), done_on=on(6), status="delivered")
    rows.fact(1, "o1p", on(1), type="preparation", about="commandes/o1")
    rows.case(order, "a-temps", "late")
    rows.case(order, "entre-nous", "broken")
    said = rows.fact(
        1, "m1", on(7), "exchanges", source="messages", direction="in", channel="mail", about="commandes/o1"
    )
    rows.voice(said, "Un jour de trop.", channel="mail", language="fr")
    rows.fact(1, "m2", on(8), "exchanges", source="messages", direction="out", channel="mail", text="Nos excuses.")
    rated = rows.fact(1, "r1", on(9), "ratings", source="avis", type="review", score=2.0, low=1.0, high=5.0)
    rows.voice(rated, "Déçue.", channel="survey")
    WaitingClient.objects.create(id=said.id, client=1, why="unanswered", since=on(7), item=said.id)


FRENCH = (
    "Claire Morel 3 fiches réunies (pourquoi ?) · 4 sources c-000001 · Atelier Morel · Lyon "
    "Depuis 282 jours, attend une réponse « Un jour de trop. » 7 mars 2025 · e-mail Je m’en occupe "
    "Promis, et reçu Promis Livré à la date annoncée 1 fois 1 écart Reçu 1 tenue en retard "
    "Ses mots « Déçue. » 9 mars 2025 · enquête « Un jour de trop. » 7 mars 2025 · e-mail Noter ce que ce client m’a dit "
    "Ses notes Avis : 2 sur 5 9 mars 2025 "
)


def plain(text: str) -> str:
    return re.sub(r"[\u202f\u00a0]", " ", text)


def test_the_page_in_french(claire: None, signed_in: SignIn) -> None:
    text = plain(text_of(signed_in(Role.EMPLOYEE).get("/clients/c-000001")))
    head, timeline = text.split("Ce que nous avons vécu ensemble")
    assert head.split("Qui c’est")[0].replace("( ", "(").replace(" ,", ",") == FRENCH
    assert timeline.split("Choisir une source ", 1)[1] == (
        "dimanche 9 mars 2025 Avis : 2 sur 5 « Déçue. » avis "
        "samedi 8 mars 2025 Nous lui disons · e-mail Nos excuses. messages "
        "vendredi 7 mars 2025 Ce client nous dit · e-mail « Un jour de trop. » messages · à propos de Livraison, 1er mars 2025 "
        "samedi 1er mars 2025 Livraison faite le 6 mars 2025, promise pour le 5 mars 2025 : un jour de retard "
        "tenue en retard Livré à la date annoncée commandes · livré "
        "Préparation commandes · à propos de Livraison, 1er mars 2025 "
        "C’est le début de notre histoire avec ce client."
    )


def test_the_page_in_english(claire: None, signed_in: SignIn) -> None:
    text = text_of(signed_in(Role.EMPLOYEE, lang="en").get("/clients/c-000001"))
    assert "Delivery done on March 6, 2025, promised for March 5, 2025: one day late late Delivered by the date" in text
    assert "This client tells us · e-mail “Un jour de trop.” messages · about Delivery, March 1, 2025" in text
    assert "Promised Delivered by the date we announced 1 time 1 gap Received 1 late" in text
    assert "For 282 days" in plain(text)


def test_promises_between_teams_are_not_shown(claire: None, signed_in: SignIn) -> None:
    assert "Prête deux jours avant" not in signed_in(Role.ADMINISTRATOR).get("/clients/c-000001").content.decode()


def test_filters(claire: None, signed_in: SignIn) -> None:
    keys = {item.id.hex: item.key for item in TimelineItem.objects.all()}
    browser = signed_in(Role.EMPLOYEE)

    def shown(kind: str) -> list[str]:
        html = browser.get("/clients/c-000001", {"kind": kind}).content.decode()
        return [keys[each] for each in re.findall(r'<li class="item[^"]*" id="i-([0-9a-f]{32})"', html)]

    every = ["r1", "m2", "m1", "o1", "o1p"]
    assert {kind: shown(kind) for kind in ("", "exchanges", "events", "ratings", "voices", "promises", "nonsense")} == {
        "": every,
        "exchanges": ["m2", "m1"],
        "events": ["o1", "o1p"],
        "ratings": ["r1"],
        "voices": ["r1", "m1"],
        "promises": ["o1"],
        "nonsense": every,
    }


def test_filter_by_source(claire: None, signed_in: SignIn) -> None:
    browser = signed_in(Role.EMPLOYEE)
    offered = '<option value="{0}">{0}</option>'
    first = browser.get("/clients/c-000001").content.decode()
    assert "<select" not in first
    way = re.search(r'href="(/clients/c-000001\?[^"#]*sources=yes)#timeline"', first)
    assert way is not None
    asked = browser.get(way[1].replace("&amp;", "&")).content.decode()
    assert [offered.format(each) in asked for each in ("avis", "commandes", "messages", "tickets")] == [
        True, True, True, False,
    ]  # fmt: skip
    chosen = browser.get("/clients/c-000001", {"source": "avis"}).content.decode()
    assert chosen.count('<li class="item') == 1
    assert '<option value="avis" selected>avis</option>' in chosen


def test_steps_of_one_thing_are_one_line(claire: None, signed_in: SignIn) -> None:
    for n, status in enumerate(("open", "taken", "", "resolved")):
        kind = "ticket-change" if status else "touch"
        moment = datetime.datetime(2025, 4, 1, 8, n, tzinfo=datetime.UTC)
        rows.fact(1, f"s{n}", datetime.date(2025, 4, 1), type=kind, status=status, about="tickets/t1", moment=moment)
    rows.fact(1, "t1", datetime.date(2025, 3, 31), type="ticket", source="tickets", done_on=datetime.date(2025, 4, 1))
    text = plain(text_of(signed_in(Role.EMPLOYEE).get("/clients/c-000001")))
    assert "mardi 1er avril 2025 Demande : ouvert, pris en charge, résolu commandes" in text


def test_fields_from_files_are_text(claire: None, signed_in: SignIn) -> None:
    TimelineItem.objects.filter(key="m2").update(
        subject=f"s{PAYLOAD}", text=f"t{PAYLOAD}", channel="<b>chan</b>", source=f"src{PAYLOAD}"
    )
    TimelineItem.objects.filter(key="o1").update(type=f"k{PAYLOAD}", status=f"u{PAYLOAD}", about=f"x/{PAYLOAD}")
    TimelineItem.objects.filter(key="r1").update(type=f"i{PAYLOAD}")
    rows.Voice.objects.update(text=f"v{PAYLOAD}" + " long. " * 200, language="fr")
    rows.ClientCard.objects.update(name=f"n{PAYLOAD}", company=f"c{PAYLOAD}", city=f"w{PAYLOAD}")
    for address in ("/clients/c-000001", "/clients/c-000001?source=%3Cscript%3Ealert", "/today", "/today/waiting"):
        html = signed_in(Role.EMPLOYEE).get(address).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "<b>chan" not in html
    html = signed_in(Role.EMPLOYEE).get("/clients/c-000001").content.decode()
    prefixes = ["s", "t", "k", "u", "i", "v", "n", "c", "w", "src"]
    assert [prefix for prefix in prefixes if f"{prefix}&lt;script&gt;" in html] == prefixes


def test_queries_do_not_grow_with_the_timeline(claire: None, signed_in: SignIn) -> None:
    browser = signed_in(Role.EMPLOYEE)
    with queries() as few:
        browser.get("/clients/c-000001")
    for n in range(300):
        item = rows.fact(1, f"x{n}", datetime.date(2025, 5, 1 + n % 28), type="delivery", about=f"commandes/x{n - 1}")
        rows.case(item, "a-temps", "kept")
    with queries() as many:
        browser.get("/clients/c-000001")
    assert len(few) == len(many)
    assert len(many) <= 20


MOMENTS = st.lists(st.integers(0, 3), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
@given(minutes=MOMENTS, size=st.integers(1, 6))
def test_leafing_never_skips_or_repeats(home: Path, minutes: list[int], size: int) -> None:
    from visavis.clients.timeline import timeline

    TimelineItem.objects.all().delete()
    for n, minute in enumerate(minutes):
        moment = datetime.datetime(2025, 1, 1, 0, minute, 0, 123_456, tzinfo=datetime.UTC)
        rows.fact(1, str(n), datetime.date(2025, 1, 1), moment=moment)
    rows.fact(2, "other", datetime.date(2025, 1, 1))
    whole = TimelineItem.objects.filter(client=1).order_by("-moment", "-id").values_list("id", flat=True)
    seen, place = [], ""
    while True:
        leaf = timeline(1, before=place, size=size)
        seen += [item.id for item in leaf.items]
        place = leaf.next
        if not place:
            break
    assert seen == list(whole)


def test_older_is_appended(claire: None, signed_in: SignIn) -> None:
    for n in range(30):
        rows.fact(1, f"x{n}", datetime.date(2025, 5, 1) + datetime.timedelta(n), type="order")
    browser = signed_in(Role.EMPLOYEE)
    first = browser.get("/clients/c-000001").content.decode()
    older = re.search(r'hx-get="([^"]+)" hx-target="#older"', first)
    assert older is not None
    where = older[1].replace("&amp;", "&")
    part = browser.get(where, headers={"HX-Request": "true", "HX-Target": "older"}).content.decode()
    whole = browser.get(where).content.decode()
    ids = [re.findall(r'id="i-([0-9a-f]{32})"', html) for html in (first, part, whole)]
    assert "<html" not in part
    assert ids[1] == ids[2]
    assert len(set(ids[0] + ids[1])) == len(ids[0]) + len(ids[1]) == 35


def test_former_ids_lead_on(claire: None, signed_in: SignIn) -> None:
    Numbered.objects.create(number=7, run="r1")
    ClientAlias.objects.create(former=7, client_id=1, run="r2")
    browser = signed_in(Role.EMPLOYEE)
    answers = {
        address: (answer.status_code, answer.headers.get("Location"))
        for address in ("/clients/c-000007?kind=voices", "/clients/c-7/why", "/clients/C-000001", "/clients/c-1")
        for answer in [browser.get(address)]
    }
    assert answers == {
        "/clients/c-000007?kind=voices": (301, "/clients/c-000001?kind=voices"),
        "/clients/c-7/why": (301, "/clients/c-000001/why"),
        "/clients/C-000001": (301, "/clients/c-000001"),
        "/clients/c-1": (301, "/clients/c-000001"),
    }
    assert browser.post("/clients/c-000007/taking").status_code == 308


def test_unknown_clients_are_told_kindly(claire: None, signed_in: SignIn) -> None:
    Numbered.objects.create(number=8, run="r1")
    browser = signed_in(Role.EMPLOYEE)
    for address in ("/clients/c-000099", "/clients/nobody", "/clients/c-99999999999999999999999", "/clients/%3Cb%3E"):
        answer = browser.get(address)
        assert answer.status_code == 404
        assert "Ce client n’existe pas" in text_of(answer)
        assert b"<b>" not in answer.content
    assert "Plus aucune source ne parle de ce client" in text_of(browser.get("/clients/c-000008"))


def test_taking_care_is_seen_by_colleagues(claire: None, signed_in: SignIn) -> None:
    mine, theirs = signed_in(Role.EMPLOYEE), signed_in(Role.LEAD)
    assert mine.post("/clients/c-000001/taking").headers["Location"] == "/clients/c-000001"
    mine.post("/clients/c-000001/taking")
    assert Taken.objects.count() == 1
    assert "vous vous en occupez" in text_of(mine.get("/clients/c-000001"))
    for address in ("/clients/c-000001", "/clients", "/today"):
        assert "Camille employee s’en occupe" in text_of(theirs.get(address))
    part = theirs.post("/clients/c-000001/taking", headers={"HX-Request": "true", "HX-Target": "taking-c-000001"})
    assert text_of(part) == "vous vous en occupez Camille employee s’en occupe Je ne m’en occupe plus"
    assert mine.post("/clients/c-000001/release", {"from": "today"}).headers["Location"] == "/today"
    assert [taken.user.role for taken in Taken.objects.filter(released_at=None)] == ["lead"]
    assert Taken.objects.filter(released_at__isnull=False).count() == 1


def test_details_need_a_purpose(claire: None, signed_in: SignIn) -> None:
    browser = signed_in(Role.EMPLOYEE)
    refused = browser.post("/clients/c-000001/details", {"purpose": "curiosity"})
    assert refused.status_code == 422
    assert "Il manque la raison de votre demande" in text_of(refused)
    assert not DetailsSeen.objects.exists()
    assert browser.get("/clients/c-000001/details").status_code == 200
    assert not DetailsSeen.objects.exists()


def test_of_many_promises_the_most_missed_stand_first_and_all_are_one_click_away(home: Path, signed_in: SignIn) -> None:
    each = (
        "- name: p{n}\n  says: {{fr: Promesse {n}, en: Promise {n}}}\n  audience: public\n  carrier: Logistique\n"
        + ("  test: {{over: events, where: {{type: delivery}}, due: due_at, done: done_at}}\n")
    )
    (home / "promises" / "p.yaml").write_text("".join(each.format(n=n) for n in range(8)), encoding="utf-8")
    rows.told()
    rows.client(1, "Claire Morel")
    for n in range(8):
        for broken in range(n):
            rows.case(rows.fact(1, f"o{n}-{broken}", on(1), type="delivery"), f"p{n}", "broken")
    rows.case(rows.fact(1, "o0", on(1), type="delivery"), "p0", "kept")
    page = signed_in(Role.EMPLOYEE, lang="en")
    shown = plain(text_of(page.get("/clients/c-000001"))).split("Their words")[0]
    assert re.findall(r"Promise \d", shown) == [f"Promise {n}" for n in (7, 6, 5, 4, 3, 2)]
    assert shown.strip().endswith("All 8 promises")
    every = plain(text_of(page.get("/clients/c-000001?promises=all"))).split("Their words")[0]
    assert re.findall(r"Promise \d", every) == [f"Promise {n}" for n in (7, 6, 5, 4, 3, 2, 1, 0)]
    assert "All 8 promises" not in every
