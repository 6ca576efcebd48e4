"""What a client told an employee: noted in few presses, kept when the session ends, followed, read back, taken back."""

import json
from typing import Any

import pytest

from tests.web.clients import rows
from tests.web.reading import text_of
from visavis.vocabulary import Role

pytestmark = pytest.mark.usefixtures("home")


def facts() -> list[dict[str, Any]]:
    from visavis.voices.hearing import heard_facts

    return heard_facts()


def test_it_takes_the_words_alone_and_everything_else_has_a_default(signed_in: Any) -> None:
    employee = signed_in(Role.EMPLOYEE)
    done = employee.post(
        "/voices/heard", {"words": " Il attend depuis <lundi> ", "channel": "", "heard_at": ""}, follow=True
    )
    assert "C’est noté, dans les mots du client." in text_of(done)
    (fact,) = facts()
    assert (fact["source"], fact["direction"], fact["channel"], fact["text"], fact["client_ref"]) == (
        "visavis", "in", "phone", "Il attend depuis <lundi>", None,
    )  # fmt: skip
    assert "Il attend depuis &lt;lundi&gt;" in done.content.decode()
    assert "Il attend" not in signed_in(Role.LEAD).get("/voices/heard").content.decode()


def test_the_client_is_found_by_a_few_letters_and_the_moment_is_local(signed_in: Any) -> None:
    rows.client(7, "Claire Morel")
    employee = signed_in(Role.EMPLOYEE)
    typed = {"words": "merci", "find": "mor", "search": "yes", "channel": "shop"}
    page = employee.post("/voices/heard", typed).content.decode()
    assert 'value="c-000007"' in page
    assert "merci</textarea>" in page
    employee.post(
        "/voices/heard",
        {"words": "merci", "client": ["", "c-000007"], "channel": "shop", "heard_at": "2026-07-01T12:30"},
    )
    (fact,) = facts()
    assert (fact["client_ref"], str(fact["occurred_at"]), fact["channel"]) == (
        "client/c-000007",
        "2026-07-01 10:30:00",
        "shop",
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"words": "   "}, "les mots du client"),
        ({"words": "x", "heard_at": "2999-01-01T00:00"}, "ce moment est à venir"),
        ({"words": "x", "heard_at": "lundi"}, "ce n’est pas une date"),
        ({"words": "x", "client": "c-999999"}, "aucun client"),
        ({"words": "x", "channel": "telex"}, "canal inconnu"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(signed_in: Any, typed: dict[str, str], said: str) -> None:
    page = signed_in(Role.EMPLOYEE).post("/voices/heard", {"about": "tickets/T1"} | typed)
    assert page.status_code == 422
    assert said in text_of(page).lower()
    assert 'value="tickets/T1"' in page.content.decode()
    assert facts() == []


def test_words_sent_after_the_session_ended_are_there_after_signing_in(signed_in: Any) -> None:
    nobody = signed_in(None)
    away = nobody.post("/voices/heard", {"words": "Ma box est tombée", "channel": "visit"})
    assert away["Location"].startswith("/sign-in?next=")
    assert facts() == []
    from visavis.house.models import User

    signed_in(Role.EMPLOYEE)
    nobody.force_login(User.objects.get())
    page = nobody.get("/voices/heard").content.decode()
    assert "Ma box est tombée</textarea>" in page
    assert 'value="visit" checked' in page
    nobody.post("/voices/heard", {"words": "Ma box est tombée"})
    assert "</textarea>" in (again := nobody.get("/voices/heard").content.decode())
    assert "tombée</textarea>" not in again


def test_it_becomes_the_voice_that_publishing_names_and_is_followed(signed_in: Any) -> None:
    from visavis.engine.duckdb import DuckDB
    from visavis.house.models import Team, User
    from visavis.house.teams import add_team, join
    from visavis.voices.hearing import forget, hear, mine, not_yet_read
    from visavis.voices.models import Voice
    from visavis.voices.routing import see

    rows.client(7, "Claire Morel")
    employee = signed_in(Role.EMPLOYEE)
    user = User.objects.get()
    join(add_team("Réseau", by=None), user)
    one = hear(user, "Coupée", client="c-000007")
    session = DuckDB()
    named = session.rows(f"SELECT md5(concat_ws(chr(31), 'exchanges', 'visavis', '', '{one.key}')) AS id")[0]["id"]
    session.close()
    assert one.id.hex == named
    assert one.team == "Réseau"
    assert [each.id for each in not_yet_read(7)] == [one.id]
    assert (mine(user)[0].voice, mine(user)[0].carried) == (None, None)
    Voice.objects.create(id=one.id, client=7, moment=one.heard_at, source="visavis", text="Coupée", team="Réseau")
    assert not_yet_read(7) == []
    assert see(one.id, user, ["Réseau"])
    became = mine(user)[0]
    assert became.carried is not None
    assert became.carried.team == "Réseau"
    assert became.seen_at is not None
    page = text_of(employee.get("/voices/heard"))
    assert "noté lu orienté vers Réseau vu par l’équipe" in page
    assert "sans réponse de notre part" in page
    assert Team.objects.count() == 1
    assert forget(7) == 1
    assert facts() == []


def test_only_whoever_noted_it_takes_it_back(signed_in: Any) -> None:
    from visavis.house.models import User
    from visavis.voices.hearing import hear

    employee, other = signed_in(Role.EMPLOYEE), signed_in(Role.LEAD)
    one = hear(User.objects.get(role=Role.EMPLOYEE), "Bonjour")
    assert other.post(f"/voices/heard/{one.key}/withdrawal").status_code == 404
    assert len(facts()) == 1
    employee.post(f"/voices/heard/{one.key}/withdrawal")
    assert facts() == []
    assert json.dumps(facts()) == "[]"


def test_it_stands_on_the_clients_page_at_once_without_the_name_of_who_heard_it(signed_in: Any) -> None:
    from visavis.house.models import User
    from visavis.house.teams import add_team, join
    from visavis.voices.hearing import hear

    rows.told()
    rows.client(7, "Claire Morel")
    employee, other = signed_in(Role.EMPLOYEE), signed_in(Role.SPONSOR, lang="en")
    user = User.objects.get(role=Role.EMPLOYEE)
    join(add_team("Boutiques", by=None), user)
    one = hear(user, "Toujours rien reçu", client="c-000007", channel="shop")
    page = text_of(other.get("/clients/c-000007"))
    assert "Heard by the team Boutiques, not read yet “Toujours rien reçu”" in page
    assert user.name not in page
    assert 'value="c-000007"' in employee.get("/voices/heard?client=c-000007").content.decode()
    item = rows.fact(7, one.key, one.heard_at.date(), "exchanges", direction="in", source="visavis")
    type(item).objects.filter(pk=item.pk).update(id=one.id)
    rows.voice(type(item).objects.get(id=one.id), one.words)
    page = text_of(other.get("/clients/c-000007"))
    assert "not read yet" not in page
    assert "heard by the team Boutiques" in page
