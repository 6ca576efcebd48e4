"""Mes engagements: seen by their author alone until confirmed, then a promise like any other; undone, reminded of, settled."""

import datetime
import json
import shutil
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client as Browser

from tests.web.commitments.house import MESSAGES, answering
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake
from visavis.house.models import User
from visavis.mistakes import Mistake
from visavis.promises.authors import claim, claimable, pseudonyms_of, unclaim
from visavis.promises.confirming import PROMISE, confirm, deny, due_soon_of, proposed_to, put_off, settle, undo
from visavis.promises.evidence import evidence_of
from visavis.promises.models import Case, Commitment, NoCommitment, ProposedCommitment
from visavis.running.export import export_table
from visavis.running.run import run
from visavis.vocabulary import Role

DAY = datetime.date(2025, 3, 14)
one_database = pytest.mark.parametrize("either_database", ["sqlite"], indirect=True)
"""Where nothing of it depends on the database."""
BUILT: list[Path] = []


def user(name: str, email: str, role: Role = Role.EMPLOYEE) -> User:
    return User.objects.create_user(email, name, role, "un mot de passe assez long")


def words(of: User) -> list[str]:
    return [each.words.text for each in proposed_to(of)]


def browser(of: User) -> Browser:
    client = Browser()
    client.cookies["visavis_language"] = "fr"
    client.force_login(of)
    return client


@pytest.fixture
def house(home: Path, either_database: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home with everything run; on SQLite it is run once, and copied."""
    if either_database != "sqlite":
        return answering(home)
    if not BUILT:
        answering(home)
        connections.close_all()
        BUILT.append(Path(shutil.copytree(home, tmp_path_factory.mktemp("answering") / "home")))
    else:
        connections.close_all()
        shutil.copytree(BUILT[0], home, dirs_exist_ok=True)
    return home


def test_from_a_reply_to_a_case_and_back(house: Path) -> None:
    sophie = user("Sophie Martin", "smartin@maison.example")
    paul = user("Paul Durand", "paul@maison.example", Role.ADMINISTRATOR)
    # The address stands in the source: that pseudonym is hers without asking; the written name she has to claim.
    assert words(sophie) == ["Bonjour, je vous rappelle demain avant midi."]
    for pseudonym in claimable(sophie):
        claim(sophie, pseudonym)
    assert len(words(sophie)) == 3  # the reply of January is forgotten
    assert [each.proposed.due_on for each in proposed_to(sophie)] == [
        datetime.date(2025, 3, 17), datetime.date(2025, 3, 11), datetime.date(2025, 3, 4),
    ]  # fmt: skip
    assert ProposedCommitment.objects.count() == 4

    # Nobody else sees them: neither an administrator, nor a page, nor an export.
    assert words(paul) == []
    assert claimable(paul).keys().isdisjoint(pseudonyms_of(sophie))
    page = browser(paul).get("/commitments").content.decode()
    assert "rappelle demain" not in page
    out = house / "out.json"
    assert export_table(house, "commitments", shape="json", out=out) == 0

    call = proposed_to(sophie)[-1].proposed
    with pytest.raises(Mistake):
        confirm(house, paul, call.id)
    with pytest.raises(Mistake):
        deny(paul, call.id)
    confirm(house, sophie, call.id)
    assert (house / "promises" / f"{PROMISE}.yaml").exists()
    run(house)
    assert export_table(house, "commitments", shape="json", out=out) == 1
    (told,) = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert "staff" not in told
    # The due day is past and nobody said how it ended: it is no case yet.
    assert not Case.objects.filter(promise=PROMISE, vanished_run=None).exists()

    (mine,) = Commitment.objects.all()
    shown = evidence_of([mine])[mine.id]
    assert (shown.done_on, shown.late) == (datetime.date(2025, 3, 3), False)  # the call of the afternoon
    settle(sophie, mine.id, kept=True, done_on=shown.done_on, evidence=shown.item)
    run(house)
    (case,) = Case.objects.filter(promise=PROMISE, vanished_run=None)
    assert (case.outcome, case.due_on, case.done_on) == ("kept", datetime.date(2025, 3, 4), datetime.date(2025, 3, 3))

    assert undo(sophie, mine.id) == 1
    run(house)
    assert not Case.objects.filter(promise=PROMISE, vanished_run=None).exists()
    assert len(words(sophie)) == 3


@one_database
def test_the_same_files_again_leave_facts_and_proposals_as_they_were(house: Path) -> None:
    sophie = user("Sophie Martin", "smartin@maison.example")
    confirm(house, sophie, proposed_to(sophie)[0].proposed.id)
    run(house)
    lake = Lake(house / "lake")
    before = lake.current()
    run(house)
    after = lake.current()
    assert before is not None
    assert after is not None
    assert set(after.entries) == set(before.entries)
    told = {entry.table for entry in after.entries if entry.source == "visavis"}
    assert told == {"events"}


@one_database
def test_what_is_none_is_not_proposed_again_in_other_numbers(house: Path) -> None:
    sophie = user("Sophie Martin", "smartin@maison.example")
    for pseudonym in claimable(sophie):
        claim(sophie, pseudonym)
    (first, *_) = [each for each in proposed_to(sophie) if "4521" in each.words.text]
    deny(sophie, first.proposed.id)
    assert words(sophie) == ["Bonjour, je vous rappelle demain avant midi."]
    undo(sophie, first.proposed.id)
    assert NoCommitment.objects.filter(withdrawn_at=None).count() == 0
    assert len(words(sophie)) == 3


def test_a_shared_mailbox_is_its_teams(house: Path) -> None:
    from visavis.house.teams import add_team, join

    lea, max_ = user("Léa Petit", "lea@maison.example"), user("Max Roux", "max@maison.example")
    assert words(lea) == []
    team = add_team("Facturation", by=None)
    join(team, lea)
    join(team, max_)
    assert words(lea) == words(max_) == ["Le virement sera fait vendredi."]
    confirm(house, lea, proposed_to(lea)[0].proposed.id)
    assert words(max_) == []
    assert due_soon_of(lea, DAY) != []
    assert due_soon_of(max_, DAY) == []


@one_database
def test_after_some_days_the_lake_and_the_database_forget(house: Path) -> None:
    assert ProposedCommitment.objects.count() == 4
    later = MESSAGES + "M9;T9;C-3;2025-04-20 09:00;out;mail;Paul Durand;Service client;Merci.\n"
    (house / "exports/messages.csv").write_text(later, encoding="utf-8")
    run(house)
    assert ProposedCommitment.objects.count() == 0
    manifest, session = Lake(house / "lake").current(), DuckDB()
    assert manifest is not None
    Lake(house / "lake").show(session, manifest, ("commitments",))
    assert session.rows("SELECT count(*) AS n FROM commitments WHERE NOT place IS NULL") == [{"n": 0}]
    session.close()


@one_database
def test_how_long_they_are_kept_is_a_setting(house: Path) -> None:
    (house / "visavis.yaml").write_text("language: fr\ncommitments: {forget_after: 5 days}\n", encoding="utf-8")
    run(house)
    assert ProposedCommitment.objects.count() == 1
    (house / "visavis.yaml").write_text("language: fr\ncommitments: {forget_after: soon}\n", encoding="utf-8")
    with pytest.raises(Mistake):
        run(house)


@one_database
def test_a_claim_is_ones_own(house: Path) -> None:
    sophie = user("Sophie Martin", "sophie@maison.example")
    other = user("Sophie Martin", "autre@maison.example")
    (pseudonym,) = [each for each, sources in claimable(sophie).items()][:1]
    claim(sophie, pseudonym)
    with pytest.raises(Mistake):
        claim(other, pseudonym)
    with pytest.raises(Mistake):
        claim(user("Admin Istrateur", "admin@maison.example", Role.ADMINISTRATOR), pseudonym)
    assert unclaim(sophie, pseudonym) == 1
    claim(other, pseudonym)


@one_database
def test_days_are_corrected_and_never_before_the_message(house: Path) -> None:
    sophie = user("Sophie Martin", "smartin@maison.example")
    made = confirm(house, sophie, proposed_to(sophie)[0].proposed.id)
    put_off(sophie, made.id, datetime.date(2025, 3, 20))
    made.refresh_from_db()
    assert (made.due_on, made.due_at) == (datetime.date(2025, 3, 20), None)
    with pytest.raises(Mistake):
        put_off(sophie, made.id, datetime.date(2025, 3, 1))
    with pytest.raises(Mistake):
        settle(user("Paul Durand", "paul@maison.example"), made.id, kept=True)


@one_database
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_page_confirms_in_one_gesture_and_takes_it_back(house: Path, lang: str) -> None:
    sophie = user("Sophie Martin", "smartin@maison.example")
    page = browser(sophie)
    page.cookies["visavis_language"] = lang
    shown = page.get("/commitments").content.decode()
    assert {"fr": "C’est promis", "en": "I promised it"}[lang] in shown
    assert "<mark>" in shown
    (row,) = proposed_to(sophie)
    answered = page.post(
        f"/commitments/{row.proposed.id}/answer", {"what": "promised", "due_on": "2025-03-15"}, follow=True
    )
    assert {"fr": "Annuler", "en": "Undo"}[lang] in answered.content.decode()
    assert Commitment.objects.get().due_on == datetime.date(2025, 3, 15)
    assert "/commitments" in page.get("/today").content.decode()
    told = browser(user("Paul Durand", "paul@maison.example")).get(_client_page(row.client)).content.decode()
    assert "je vous rappelle demain" in told
    assert "Sophie" not in told
    page.post(f"/commitments/{row.proposed.id}/outcome", {"what": "kept", "done_on": "2025-03-03"})
    assert Commitment.objects.get().outcome == "kept"
    page.post(f"/commitments/{row.proposed.id}/outcome", {"what": "none"})
    page.post(f"/commitments/{row.proposed.id}/due", {"due_on": "n’importe quoi"})
    page.post(f"/commitments/{row.proposed.id}/withdrawal")
    assert Commitment.objects.get().withdrawn_at is not None
    page.post(f"/commitments/{row.proposed.id}/answer", {"what": "none"})
    assert proposed_to(sophie) == []


@one_database
def test_names_are_claimed_among_the_preferences(house: Path) -> None:
    sophie = user("Sophie Martin", "sophie@maison.example")
    page = browser(sophie)
    assert "C’est moi" in page.get("/preferences").content.decode()
    for pseudonym in claimable(sophie):
        page.post("/preferences/authorship", {"pseudonym": pseudonym, "what": "me"})
    assert pseudonyms_of(sophie)
    page.post("/preferences/authorship", {"pseudonym": "p-0000000000000000", "what": "me"})
    assert "p-0000000000000000" not in pseudonyms_of(sophie)


def _client_page(client: int) -> str:
    from visavis.clients.models import public_id

    return f"/clients/{public_id(client)}"
