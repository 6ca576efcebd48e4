"""Pages of messages: listed and narrowed as people corrected them, read one by one, topics renamed, merged, undone."""

import json
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.reading import text_of
from visavis.engine.reading.personal.spans import Kind, Span, written
from visavis.vocabulary import Role

SignedIn = Callable[..., Client]
START = datetime(2025, 3, 1, 12, tzinfo=UTC)


def add(number: int, text: str, **more: Any) -> str:
    """A voice; the address of its page."""
    from visavis.voices.models import Voice

    given = {"channel": "mail", "language": "fr", "client": None} | more
    moment = START + timedelta(hours=number)
    voice = Voice.objects.create(
        id=uuid.UUID(int=number), moment=moment, occurred_on=moment.date(), source="s", text=text, **given
    )
    return f"/voices/{voice.id}"


def documents(**more: Any) -> None:
    """What a run tells of all voices: three topics, of which the first rises."""
    from visavis.running.models import Document

    topics = [
        {"topic": number, "name": name, "language": "fr", "phrases": [name, "encore"], "parent": parent, "n": n}
        for number, name, parent, n in (
            (1, "mot de passe", None, 30),
            (2, "colis", None, 20),
            (3, "identifiant", None, 10),
        )
    ]
    risen = {
        "unit": "week", "rises": True, "since": "2025-02-03", "periods": 8, "count": 40, "n": 200, "share": 0.2, "low": 0.15,
        "high": 0.26, "expected": 0.07, "p": 1e-9, "level": 1e-6, "seasonal": False,
    }  # fmt: skip
    calm = risen | {"rises": False, "since": None}
    rising = [
        risen | {"kind": "topic", "name": "1"},
        calm | {"kind": "topic", "name": "2"},
        calm | {"kind": "theme", "name": "price"},
    ]
    Document.objects.create(
        name="voices", run="r", body={"topics": topics, "placed": 100, "apart": 40, "rising": rising} | more
    )
    weeks = [(date(2024, 12, 30) + timedelta(weeks=week)).isoformat() for week in range(9)]
    Document.objects.create(
        name="trends", run="r",
        body={
            "unit": "week", "periods": weeks, "complete": [True] * 8 + [False], "n": [20] * 9,
            "series": {
                "topic/1": [1, 2, 1, 2, 1, 8, 8, 9, 3], "topic/2": [3] * 9, "topic/3": [1, 0, 0, 1, 0, 1, 0, 0, 1],
                "theme/price": [2] * 9, "mark/leaving": [0] * 9,
            },
        },
    )  # fmt: skip
    Document.objects.create(name="counts", run="r", body={"voices": 3, "as_of": "2025-03-02"})


def texts(client: Client, where: str) -> str:
    response = client.get(where)
    assert response.status_code == 200, where
    return response.content.decode()


def test_listed_newest_first_and_leafed_through_without_gap(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from visavis.voices import listing

    client = signed_in(Role.EMPLOYEE)
    documents()
    for number in range(7):
        add(number, f"texte {number}.")
    seen: list[str] = []
    before = ""
    while True:
        page = listing.listed(listing.Filters(), before, 3)
        seen += [voice.text for voice in page.voices]
        before = page.next
        if not before:
            break
    assert seen == [f"texte {number}." for number in reversed(range(7))]
    monkeypatch.setattr(listing, "SIZE", 3)
    assert "texte 6." in texts(client, "/voices")


def test_narrowed_by_everything_that_was_read_corrections_counted(signed_in: SignedIn) -> None:
    from visavis.house.models import User
    from visavis.voices.correcting import correct, withdraw
    from visavis.voices.listing import Filters, count, listed

    signed_in(Role.EMPLOYEE)
    user = User.objects.get()
    add(1, "un", theme="price", sentiment="negative", marks=",anger,leaving,", topic=1, step="buy")
    add(2, "deux", theme="price", sentiment="positive", topic=2, channel="web", language="en")
    add(3, "trois", theme="delivery", sentiment="negative", marks=",leaving,", topic=3)
    add(4, "parti", theme="price", sentiment="negative", topic=1, vanished_run="r")

    def found(**asked: Any) -> list[str]:
        filters = Filters(**asked)
        said = [voice.text for voice in listed(filters).voices]
        assert count(filters) == (len(said), False)
        return said

    assert found(theme="price") == ["deux", "un"]
    assert found(theme="price", sentiment="negative") == ["un"]
    assert found(mark="leaving") == ["trois", "un"]
    assert found(step="buy") == ["un"]
    assert found(channel="web") == found(language="en") == ["deux"]
    assert found(topics=(1, 3)) == ["trois", "un"]
    assert found(topics=(1, 3), theme="price") == ["un"]
    assert found(since=date(2025, 3, 1), until=date(2025, 3, 1)) == ["trois", "deux", "un"]
    assert found(until=date(2025, 2, 28)) == []
    correct(user, uuid.UUID(int=3), "theme", "price")
    correct(user, uuid.UUID(int=1), "theme", "refund")
    correct(user, uuid.UUID(int=2), "sentiment", "negative")
    correct(user, uuid.UUID(int=1), "leaving", "no")
    assert found(theme="price") == ["trois", "deux"]
    assert found(theme="price", sentiment="negative") == ["trois", "deux"]
    assert found(theme="refund") == ["un"]
    assert found(mark="leaving") == ["trois"]
    withdraw(uuid.UUID(int=1), "theme")
    assert found(theme="price") == ["trois", "deux", "un"]


def test_a_correction_of_another_text_does_not_hold(signed_in: SignedIn) -> None:
    from visavis.house.models import User
    from visavis.voices.correcting import correct
    from visavis.voices.listing import Filters, listed
    from visavis.voices.models import Voice

    signed_in(Role.EMPLOYEE)
    add(1, "un", theme="price")
    correct(User.objects.get(), uuid.UUID(int=1), "theme", "refund")
    Voice.objects.update(text="autre chose")
    assert [len(listed(Filters(theme=theme)).voices) for theme in ("price", "refund")] == [1, 0]


def test_one_message_with_what_was_read_how_sure_and_the_words_that_carried_it(signed_in: SignedIn) -> None:
    documents()
    text = "Appelez Karim : <b>facture</b> fausse, c’est trop cher."
    where = add(
        1, text, theme="price", theme_p=0.93, sentiment="negative", sentiment_p=0.6, marks=",anger,", topic=2, topic_p=0.4,
        marks_p=json.dumps({"anger": 0.8}), evidence=json.dumps({"theme": ["facture", "cher"], "anger": ["fausse"]}),
        personal=written([Span(text.index("Karim"), 5, Kind.PERSON)]),
    )  # fmt: skip
    page = texts(signed_in(Role.EMPLOYEE), f"{where}?q=theme")
    assert "<mark>facture</mark>" in page
    assert "<mark>cher</mark>" in page
    assert "<mark>fausse</mark>" not in page
    assert "&lt;b&gt;" in page
    assert "Karim" not in page
    assert "[personne]" in page
    for told in ("presque certain", "vraisemblable", "probable", "le lecteur s’abstient", "colis"):
        assert told in page
    assert "[person]" in texts(signed_in(Role.EMPLOYEE, lang="en"), where)


def test_unknown_and_vanished_messages_are_not_there(signed_in: SignedIn) -> None:
    client = signed_in(Role.EMPLOYEE)
    where = add(1, "un", vanished_run="r")
    assert [client.get(each).status_code for each in (where, f"/voices/{uuid.UUID(int=9)}", "/voices/topics/4")] == [
        404
    ] * 3


def test_empty_homes_say_what_the_pages_are_for(signed_in: SignedIn) -> None:
    client = signed_in(Role.EMPLOYEE)
    assert "tous les messages de clients" in texts(client, "/voices")
    assert "soixante messages" in texts(client, "/voices/topics")
    assert "Ce qui monte" not in texts(client, "/today")


def test_what_rises_is_told_with_number_interval_past_and_day(signed_in: SignedIn) -> None:
    client = signed_in(Role.EMPLOYEE)
    documents()
    page = texts(client, "/voices/topics").replace("\u202f", " ").replace("\u00a0", " ")
    for told in ("Mot de passe", "20,0 % des messages ces 8 dernières semaines", "40 sur 200", "15,0 % à 26,0 %", "7,0 % attendus", "3 février 2025", "une saison ne s’en distingue pas"):  # fmt: skip
        assert told in page, told
    assert "Mot de passe" in texts(client, "/today") or "Ce qui monte" not in texts(client, "/today")
    topic = texts(client, "/voices/topics/1")
    assert "<svg" in topic
    assert "incomplet" in topic
    assert texts(client, "/voices/themes/price").count("<svg") >= 1
    assert client.get("/voices/themes/nothing").status_code == 404


def test_a_topic_is_renamed_merged_and_each_undone(signed_in: SignedIn) -> None:
    from visavis.voices.models import TopicDecision

    client = signed_in(Role.EMPLOYEE)
    documents()
    add(1, "un", topic=1)
    add(2, "deux", topic=3)
    response = client.post("/voices/topics/1/name", {"name": "  Accès   au compte "})
    assert (response.status_code, response["Location"]) == (303, "/voices/topics/1")
    assert "Accès au compte" in texts(client, "/voices/topics")
    response = client.post("/voices/topics/3/merger", {"into": "1"})
    assert response["Location"] == "/voices/topics/1"
    page = texts(client, "/voices?topic=1")
    assert "un" in page
    assert "deux" in page
    assert "identifiant" not in texts(client, "/voices/topics")
    assert client.get("/voices/topics/3").status_code == 200
    assert client.post("/voices/topics/1/merger", {"into": "3"})["Location"] == "/voices/topics/1"
    assert TopicDecision.objects.count() == 2
    merged, renamed = TopicDecision.objects.get(kind="merge"), TopicDecision.objects.get(kind="rename")
    client.post(f"/voices/topics/decisions/{merged.pk}/withdrawal")
    client.post(f"/voices/topics/decisions/{renamed.pk}/withdrawal")
    page = texts(client, "/voices/topics")
    assert "identifiant" in page
    assert "Accès au compte" not in page
    assert not TopicDecision.objects.filter(withdrawn_at=None).exists()


def test_names_that_are_none_are_refused_and_nothing_changes(signed_in: SignedIn) -> None:
    from visavis.voices.models import TopicDecision

    client = signed_in(Role.EMPLOYEE)
    documents()
    for where, given in (("1/name", {"name": "  "}), ("1/name", {"name": "x" * 81}), ("9/name", {"name": "x"}), ("1/merger", {"into": "9"}), ("1/merger", {"into": "²"})):  # fmt: skip
        assert client.post(f"/voices/topics/{where}", given).status_code == 303
    assert not TopicDecision.objects.exists()


@pytest.mark.parametrize(
    "where", ["/voices", "/voices?theme=price&sentiment=negative", "/voices/topics", "/voices/topics/1"]
)
def test_few_queries_however_many_messages(signed_in: SignedIn, where: str) -> None:
    client = signed_in(Role.EMPLOYEE)
    documents()
    for number in range(60):
        add(number, f"texte {number}", theme="price", sentiment="negative", topic=1)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        texts(client, where)
    assert len(asked) <= 12, [query["sql"][:100] for query in asked]


def test_the_command_line_tells_the_same_with_personal_data_masked(signed_in: SignedIn, home: Path) -> None:
    from typer.testing import CliRunner

    from visavis.cli.main import app

    signed_in(Role.EMPLOYEE)
    documents()
    text = "Appelez Karim"
    add(1, text, theme="price", topic=1, personal=written([Span(8, 5, Kind.PERSON)]))
    run = CliRunner()
    told = run.invoke(app, ["--home", str(home), "--lang", "fr", "voices", "--theme", "price", "--json"])
    (row,) = json.loads(told.stdout)
    assert (row["theme"], row["topic_name"], row["text"]) == ("price", "mot de passe", "Appelez [personne]")
    rising = json.loads(run.invoke(app, ["--home", str(home), "--lang", "en", "voices", "--rising", "--json"]).stdout)
    assert [(each["called"], each["rises"]) for each in rising] == [
        ("mot de passe", True),
        ("colis", False),
        ("price", False),
    ]


def test_what_became_of_messages_is_not_counted_for_a_channel_or_some_days(signed_in: SignedIn) -> None:
    """What becomes of messages is our work: of one channel it may be one person's. The list stands, the number does not."""
    documents()

    def read(client: Client, where: str) -> str:
        return text_of(client.get(where))

    for number in range(3):
        add(number, f"texte {number}.", fate="reached-silent")
    for role in (Role.EMPLOYEE, Role.LEAD, Role.SPONSOR):
        client = signed_in(role, lang="en")
        assert "3 messages match" in read(client, "/voices?fate=reached-silent"), "of all of them the mirror tells"
        assert "3 messages match" in read(client, "/voices?channel=mail")
        for more in ("channel=mail", "since=2025-01-01", "language=fr"):
            told = read(client, f"/voices?fate=reached-silent&{more}")
            assert "texte 2." in told
            assert "messages match" not in told
            assert "without their number" in told
    assert "3 messages match" in read(signed_in(Role.ANALYST, lang="en"), "/voices?fate=reached-silent&channel=mail")
