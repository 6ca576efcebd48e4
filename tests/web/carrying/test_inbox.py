"""Messages for my team and those to route: who gets what, one gesture to correct, another to take it back, and what Today tells."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.web.clients import rows
from tests.web.reading import text_of
from visavis.vocabulary import Role

pytestmark = pytest.mark.usefixtures("home")
WHY = json.dumps(
    {"likeliest": "Facturation", "signs": [["theme", "price"], ["corrected", "14"]], "others": [["Réseau", 0.2]]}
)
LATELY = rows.AS_OF - timedelta(3)


@pytest.fixture
def carried(home: Any) -> dict[str, Any]:
    """Two teams; a voice for Facturation, one that nobody is sure of, one older than thirty days."""
    from visavis.house.teams import add_team

    for name in ("Facturation", "Réseau"):
        add_team(name, by=None)
    rows.told()
    rows.client(1, "Claire Morel")
    found = {}
    for key, day, text, team, p in (
        ("bill", LATELY, "Prélevée deux fois <b>en mars</b>", "Facturation", 0.93),
        ("unsure", LATELY, "Et alors ?", "", 0.4),
        ("old", rows.AS_OF - timedelta(60), "Facture de l’an dernier", "Facturation", 0.9),
    ):
        item = rows.fact(1, key, day, "exchanges", direction="in", channel="mail")
        found[key] = rows.voice(item, text, channel="mail", team=team, team_p=p, team_why=WHY)
    return found


def member(signed_in: Any, role: Role, team: str, **more: Any) -> Any:
    from visavis.house.models import Team, User
    from visavis.house.teams import join

    client = signed_in(role, **more)
    join(Team.objects.get(name=team), User.objects.get(role=role))
    return client


def test_the_inbox_holds_what_is_for_my_team_and_seen_moves_it(signed_in: Any, carried: Any) -> None:
    from visavis.voices.models import Seen

    mine = member(signed_in, Role.EMPLOYEE, "Facturation")
    answer = mine.get("/voices/inbox")
    page = answer.content.decode()
    assert "Prélevée deux fois &lt;b&gt;en mars&lt;/b&gt;" in page
    assert "Et alors" not in page
    assert "l’an dernier" not in page
    shown = text_of(answer)
    assert "1 message que personne de l’équipe n’a encore vu" in shown
    assert "parle de : prix et facture · 14 messages semblables corrigés vers elle · 93 % (presque certain)" in shown
    other = member(signed_in, Role.LEAD, "Réseau", lang="en")
    assert "All is read." in text_of(other.get("/voices/inbox"))
    other.post(f"/voices/{carried['bill'].id}/seen")
    assert Seen.objects.count() == 0  # not a member of the team able to act
    mine.post(f"/voices/{carried['bill'].id}/seen")
    mine.post(f"/voices/{carried['bill'].id}/seen")
    assert Seen.objects.values_list("voice", "team").get() == (carried["bill"].id, "Facturation")
    assert "Tout est lu." in text_of(mine.get("/voices/inbox"))
    assert "vu par l’équipe" in text_of(mine.get("/voices/inbox?seen=yes"))


def test_what_is_not_for_us_goes_elsewhere_at_once_and_comes_back_when_undone(signed_in: Any, carried: Any) -> None:
    from visavis.voices.models import Rerouting
    from visavis.voices.routes import corrections

    mine, network = member(signed_in, Role.EMPLOYEE, "Facturation"), member(signed_in, Role.LEAD, "Réseau")
    voice = carried["bill"].id
    done = mine.post(f"/voices/{voice}/route", {"team": "Réseau", "next": "/voices/inbox"}, follow=True)
    assert "Orienté vers Réseau." in text_of(done)
    assert "Tout est lu." in text_of(mine.get("/voices/inbox"))
    assert "Prélevée deux fois" in network.get("/voices/inbox").content.decode()
    assert corrections() == {voice.hex: ("Réseau", "Facturation")}
    network.post(f"/voices/{voice}/route")
    assert corrections() == {voice.hex: ("", "Réseau")}
    assert "Prélevée deux fois" in network.get("/voices/triage").content.decode()
    last = Rerouting.objects.order_by("-id").first()
    assert last is not None
    network.post(f"/voices/routes/{last.pk}/withdrawal")
    assert corrections() == {voice.hex: ("Réseau", "Facturation")}
    mine.post(f"/voices/routes/{Rerouting.objects.order_by('id')[0].pk}/withdrawal")
    assert corrections() == {}
    assert "Prélevée deux fois" in mine.get("/voices/inbox").content.decode()


def test_a_route_by_hand_reaches_whatever_its_age_and_refuses_what_is_not_there(signed_in: Any, carried: Any) -> None:
    lead = member(signed_in, Role.LEAD, "Réseau")
    lead.post(f"/voices/{carried['old'].id}/route", {"team": "Réseau"})
    assert "l’an dernier" in lead.get("/voices/inbox").content.decode()
    refused = lead.post(
        f"/voices/{carried['bill'].id}/route", {"team": "Ailleurs", "next": "/voices/inbox"}, follow=True
    )
    assert "aucune équipe « ailleurs »" in text_of(refused).lower()
    gone = lead.post(
        "/voices/00000000-0000-0000-0000-000000000007/route", {"team": "Réseau", "next": "/voices/inbox"}, follow=True
    )
    assert "Ce message n’est plus ici" in text_of(gone)


def test_triage_proposes_and_one_press_carries(signed_in: Any, carried: Any) -> None:
    lead = signed_in(Role.LEAD, lang="en")
    page = lead.get("/voices/triage").content.decode()
    assert "Et alors" in page
    assert "Prélevée" not in page
    assert 'data-key="1"' in page
    assert 'name="team" value="Facturation"' in page
    assert 'value="Réseau"' in page
    lead.post(f"/voices/{carried['unsure'].id}/route", {"team": "Facturation"})
    assert "All is routed." in text_of(lead.get("/voices/triage"))


def test_today_tells_my_team_and_asks_leads_alone_to_route(signed_in: Any, carried: Any) -> None:
    mine, lead, nobody = member(signed_in, Role.EMPLOYEE, "Facturation"), signed_in(Role.LEAD), signed_in(Role.SPONSOR)
    told = text_of(mine.get("/today"))
    assert "1 message que personne de l’équipe n’a encore vu" in told
    assert "message à orienter" not in told
    assert "1 message à orienter" in text_of(lead.get("/today"))
    assert "Pour mon équipe" not in text_of(nobody.get("/today"))


def test_time_until_seen_is_told_per_team_with_those_not_seen_censored(carried: Any, signed_in: Any) -> None:
    from visavis.house.models import Team, User
    from visavis.house.teams import join
    from visavis.voices.models import Seen
    from visavis.voices.reached import reached

    signed_in(Role.EMPLOYEE)
    user = User.objects.get(role=Role.EMPLOYEE)
    began = datetime(2026, 1, 5, tzinfo=UTC)
    Team.objects.update(made_at=began)
    network = Team.objects.get(name="Réseau")
    for place in range(4):
        join(network, User.objects.create_user(f"p{place}@exemple.example", "P", Role.EMPLOYEE))
    for place, hours in enumerate((2, 5, 30, None)):
        item = rows.fact(1, f"n{place}", (began + timedelta(1)).date(), "exchanges", direction="in")
        voice = rows.voice(item, "bonjour", team="Réseau")
        if hours is not None:
            seen = Seen.objects.create(voice=voice.id, team="Réseau", user=user)
            Seen.objects.filter(pk=seen.pk).update(at=began + timedelta(1, hours=hours))
    masked = reached(began + timedelta(3))[1]
    assert (masked.masked, masked.n, masked.median, masked.within_a_day) == (True, 4, None, None)
    join(network, user)
    bill, told = reached(began + timedelta(3))
    assert (bill.team, bill.n, bill.median) == ("Facturation", 0, None)
    assert (told.n, told.unseen, told.median, told.within_a_day) == (4, 1, 5.0, 0.5)
    assert told.within_interval is not None
    assert told.within_interval[0] < 0.5 < told.within_interval[1]
    assert "user" not in json.dumps(told.as_json())


def test_thanks_reach_whom_they_name_and_nobody_else_is_told_who(signed_in: Any, carried: Any) -> None:
    from visavis.house.models import User

    mine, other = member(signed_in, Role.EMPLOYEE, "Réseau"), signed_in(Role.SPONSOR)
    User.objects.filter(role=Role.EMPLOYEE).update(name="Awa N_dour")
    for key, text, thanked in (
        ("t1", "Un grand merci à Awa N_dour, parfaite", ""),
        ("t2", "Merci à l’équipe réseau", "\nRéseau\n"),
        ("t3", "Merci à la facturation", "\nFacturation\n"),
        ("t4", "Merci Awa Nxdour", ""),
    ):
        item = rows.fact(1, key, LATELY, "exchanges", direction="in")
        rows.voice(item, text, thanks=True, thanked=thanked, sentiment="positive")
    told = text_of(mine.get("/today"))
    assert told.count("Merci pour vous « Un grand merci à Awa N_dour, parfaite »") == 1
    assert told.count("Merci pour votre équipe : Réseau « Merci à l’équipe réseau »") == 1
    assert told.count("Merci pour v") == 2
    assert "Merci pour v" not in text_of(other.get("/today"))


def test_what_a_small_team_has_not_seen_is_not_counted_for_others(signed_in: Any, carried: Any) -> None:
    other = signed_in(Role.LEAD)
    told = text_of(other.get("/voices/inbox?team=Facturation"))
    assert "Moins de cinq membres : le nombre de messages qu’ils n’ont pas encore vus n’est pas montré" in told
    assert "que personne de l’équipe n’a encore vu" not in told
    assert "pas encore vu," not in told
    mine = member(signed_in, Role.EMPLOYEE, "Facturation")
    assert "1 message que personne de l’équipe n’a encore vu" in text_of(mine.get("/voices/inbox?team=Facturation"))
