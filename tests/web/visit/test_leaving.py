"""“Start with my own files”: nothing of the demonstration is left, people stay, and the story of own files works in the same home."""

import json
import os
import shutil
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.test import Client
from django.utils import timezone

from tests.jobs.workers import until, worker
from tests.web.reading import text_of
from tests.web.start.conftest import Story
from tests.web.visit.everything import add_a_row, files, ours, rows
from visavis.demo import leaving
from visavis.demo.generate import generate
from visavis.demo.leaving import finish, is_begun, leave
from visavis.house.changes import note_account, note_file
from visavis.house.models import Change, Invitation, SignInAttempt, User
from visavis.running.home import make_home
from visavis.running.lock import running_alone
from visavis.sources.declaration import read_sources
from visavis.sources.kinds.files.delivery import matches
from visavis.sources.models import Drop, DroppedFile
from visavis.vocabulary import Role
from visavis.work.asking import ask

SignIn = Callable[..., Client]
WHERE = "/demonstration/departure"

GO = {
    "Action", "ActionStop", "ActionVersion", "AnswerForecast", "Arrival", "ArrivalKey",
    "Case", "Client", "ClientAlias", "ClientCard", "ClientMove", "Counter", "Decision", "DetailsSeen", "Document", "Erasure", "Mark", "DoubtHeld", "DoubtPassed", "Forecast", "Job",
    "Link", "ProposedPromise", "ProposedSource", "Reveal", "Run", "SearchTerm", "Secret", "StaffPseudonym", "Taken", "Tried",
    "TimelineItem", "Visit", "Voice", "WaitingClient",
    "Commitment", "Correction", "HeadChoice", "Heard", "LearntHead", "NoCommitment", "ProposedCommitment", "Remit", "Rerouting",
    "Seen", "Service", "StaffClaim", "Team", "TeamMember", "TopicDecision",
}  # fmt: skip
STAY = {"User", "ApiKey", "Invitation", "SignInAttempt", "Change", "Drop", "DroppedFile"}
"""A new table belongs to one of these: to what is known of the company, or to its people."""


def test_every_table_is_of_the_company_or_of_its_people() -> None:
    assert {model.__name__ for model in ours()} == GO | STAY
    assert {model.__name__ for model in leaving.KEPT} == STAY
    assert not GO & STAY


@pytest.fixture
def lived_in(published: Path, signed_in: SignIn) -> Path:
    """A demonstration in which people did something of everything, and brought a file that they did not yet agree to."""
    client = signed_in(Role.ADMINISTRATOR)
    me = User.objects.get(role=Role.ADMINISTRATOR)
    for address in ("/mirror", "/promises", "/visit/1", "/visit/3", "/demonstration"):
        client.get(address, follow=True)
    story = Story(client, published)
    story.drop(mine__csv="commande;prévue le;livrée le\nC-1;03/02/2025;05/02/2025\nC-2;04/02/2025;04/02/2025\n")
    story.client.post("/start/examination")
    story.work()
    done = Drop.objects.create(user=me, accepted_at=timezone.now(), revealing=None)
    DroppedFile.objects.create(drop=done, name="x.csv", path="exports/x.csv", size=1, sha256="0" * 64)
    note_account(Change.What.ROLE, me, by=me, before="lead", after="administrator")
    note_file(me, "promises/clients.yaml", "clients.yaml@1")
    Invitation.objects.create(digest="1" * 64, role="lead", made_by=me, expires_at=timezone.now() + timedelta(days=3))
    SignInAttempt.objects.create(about="2" * 64)
    (published / "rejects").mkdir(exist_ok=True)
    (published / "rejects" / "crm.csv").write_text("ligne;raison\n", encoding="utf-8")
    (published / "promises" / ".former").mkdir(exist_ok=True)
    (published / "promises" / ".former" / "clients.yaml@20250101T000000000000Z").write_text("old", encoding="utf-8")
    for model in ours():
        if not model._default_manager.exists():
            add_a_row(model)
    assert set(rows()) == GO | STAY
    return published


def test_nothing_of_it_is_left_and_people_stay(lived_in: Path, signed_in: SignIn, tmp_path: Path) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    before, held = rows(), files(lived_in)
    told = [row["text"] for row in before["Voice"]][:20] + [row["name"] for row in before["ClientCard"]][:20]
    mine = next(name for name in held if name.endswith("/mine.csv"))

    answer = client.post(WHERE, follow=True)

    assert answer.redirect_chain[-1][0] == "/start/files"
    assert "La démonstration est effacée" in text_of(answer)
    assert "mine.csv" in text_of(answer)
    open_drop = next(row for row in before["Drop"] if row["accepted_at"] is None)
    assert rows() == {
        "User": before["User"],
        "ApiKey": before["ApiKey"],
        "Invitation": before["Invitation"],
        "SignInAttempt": before["SignInAttempt"],
        "Change": [row for row in before["Change"] if row["what"] == "role"],
        "Drop": [open_drop | {"looking": None, "looked_at": None}],
        "DroppedFile": [row for row in before["DroppedFile"] if row["drop_id"] == open_drop["id"]],
    }
    make_home(tmp_path / "new", lang="fr")
    parts = {name: held[name] for name in held if name in (mine, str(Path(mine).parent), "exports/.incoming")}
    assert files(lived_in) == files(tmp_path / "new") | parts | {"lake/lock": files(lived_in)["lake/lock"]}
    assert (lived_in / "lake" / "lock").read_bytes() == b""
    left = b"".join(path.read_bytes() for path in lived_in.rglob("*") if path.is_file())
    assert [text for text in told if text.strip() and text.encode() in left] == []
    assert "Démonstration" not in client.get("/today").content.decode()
    assert client.get("/demonstration").headers["Location"] == "/today"
    assert client.get(WHERE).headers["Location"] == "/start"


def test_a_first_story_of_own_files_works_in_the_same_home(published: Path, signed_in: SignIn) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    client.post(WHERE)
    story = Story(client, published)
    orders = "commande;client;prévue le;livrée le;état\n" + "".join(
        f"C-{n};K-{n % 40};{n % 28 + 1:02}/03/2025;{n % 27 + 2:02}/03/2025;livrée\n" for n in range(200)
    )
    assert client.get("/start").headers["Location"] == "/start/files"
    story.send([("commandes.csv", orders)])
    story.look()
    assert story.agree().status_code == 302
    story.work()
    from visavis.promises.models import ProposedPromise

    proposed = list(ProposedPromise.objects.order_by("position"))
    form = {f"chosen-{row.pk}": "1" for row in proposed} | {
        f"says-{row.pk}": row.written["says"]["fr"] for row in proposed
    }
    assert client.post("/start/promises", form).headers["Location"] == "/start/forecast"
    client.post("/start/forecast", {"skip": "1"})
    story.work()
    from visavis.clients.models import ClientCard
    from visavis.mirror.keeping import from_document
    from visavis.running.models import Document

    told = from_document(Document.objects.get(name="mirror").body)
    assert {promise.name: promise.cases for promise in told.promises} == {row.name: 200 for row in proposed}
    assert [each.value.name for each in read_sources(published)] == ["commandes"]
    assert sorted(ClientCard.objects.values_list("client", flat=True)) == list(range(1, 41))
    assert "200" in text_of(client.get("/mirror"))


@pytest.fixture
def small(home: Path, signed_in: SignIn) -> Path:
    """A demonstration that was made and not run, with a few rows."""
    shutil.rmtree(home / "exports")
    generate(home, clients=20, seed=5)
    signed_in(Role.ADMINISTRATOR)
    for model in ours():
        if model.__name__ in GO - {"ProposedSource"} | {"Change"}:
            add_a_row(model, **({"what": "file"} if model is Change else {}))
    return home


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("steps", range(6))
def test_a_process_killed_in_the_middle_is_finished_by_the_next(
    small: Path, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []

    def remove_or_die(*places: Path) -> None:
        if len(done) == steps:
            raise Killed
        done.append(places)
        for place in places:
            real(place)

    real = leaving.remove
    with monkeypatch.context() as patch:
        patch.setattr(leaving, "remove", remove_or_die)
        if steps < 5:
            with pytest.raises(Killed):
                leave(small)
            assert is_begun(small)
            assert (small / "truth" / "demo.json").exists()
        else:
            leave(small)
    assert finish(small) is (steps < 5)
    assert set(rows()) == {"User"}
    assert sorted(files(small)) == ["exports", "lake", "lake/lock", "measures", "promises", "sources", "visavis.yaml"]
    assert not is_begun(small)
    assert not finish(small)


def test_rows_stay_with_their_files_where_the_database_fails(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, held = rows(), files(small)

    def fail(*given: Any) -> None:
        raise Killed

    monkeypatch.setattr(leaving, "unlook", fail)
    Drop.objects.create(user=User.objects.get())
    with pytest.raises(Killed):
        leave(small)
    Drop.objects.all().delete()
    assert rows() == before
    kept = files(small)
    del kept["truth/leaving.json"], kept["lake/lock"]
    assert kept == held


def refused(home: Path, client: Client) -> str:
    """What the page says; nothing is gone."""
    before, held = rows(), files(home)
    answer = client.post(WHERE)
    assert answer.status_code == 409
    after = files(home)
    assert {name: after[name] for name in held if name != "lake/lock"} == {
        name: held[name] for name in held if name != "lake/lock"
    }
    assert rows() == before
    return text_of(answer)


def test_it_waits_for_a_run_that_is_going(small: Path, signed_in: SignIn) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    with running_alone(small):
        assert "Une autre exécution est en cours dans ce dossier" in refused(small, client)


def test_what_a_worker_is_at_is_stopped_and_its_process_is_gone_before_anything_goes(
    home: Path, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(home / "exports")
    generate(home, clients=20, seed=5)
    client = signed_in(Role.ADMINISTRATOR, lang="en")
    ask("run")
    lock, alive = home / "lake" / "lock", list[bool]()
    forget = leaving._forget

    def look_and_forget(place: Path) -> None:
        alive.append(psutil.pid_exists(at_it))
        forget(place)

    monkeypatch.setattr(leaving, "_forget", look_and_forget)
    with worker(home):
        until(lambda: lock.exists() and '"process"' in lock.read_text(), 60)
        at_it = json.loads(lock.read_text())["process"]
        os.kill(at_it, signal.SIGSTOP)  # it will not end by itself
        assert "It will be stopped, which takes some seconds." in text_of(client.get(WHERE))
        assert client.post(WHERE).headers["Location"] == "/start"
    assert alive == [False]
    assert set(rows()) == {"User"}
    assert sorted(files(home)) == ["exports", "lake", "lake/lock", "measures", "promises", "sources", "visavis.yaml"]


def test_it_refuses_where_sources_of_ones_own_stand_beside(small: Path, signed_in: SignIn) -> None:
    made = read_sources(small)[0]
    theirs = made.file.read_text(encoding="utf-8").replace(f"name: {made.value.name}\n", "name: les-miennes\n")
    (small / "sources" / "les-miennes.yaml").write_text(theirs, encoding="utf-8")
    (small / "sources" / "illisible.yaml").write_text("name: [", encoding="utf-8")
    client = signed_in(Role.ADMINISTRATOR)
    told = refused(small, client)
    assert "illisible.yaml, les-miennes" in told
    shown = text_of(client.get(WHERE))
    assert "Vos propres sources sont ici" in shown
    assert "Effacer la démonstration" not in shown
    (small / "sources" / "illisible.yaml").unlink()
    (small / "sources" / "les-miennes.yaml").unlink()
    assert "Effacer la démonstration" in text_of(client.get(WHERE))


def test_files_added_to_a_source_of_the_demonstration_are_ones_own(small: Path, signed_in: SignIn) -> None:
    declared = next(each.value for each in read_sources(small) if matches(small, each.value.patterns[0]))
    file = next(
        path for path in sorted((small / "sources").glob("*.yaml")) if f"name: {declared.name}" in path.read_text()
    )
    pattern = declared.patterns[0]
    (small / "exports" / "2026-01-01-1").mkdir()
    (small / "exports" / "2026-01-01-1" / "plus.csv").write_bytes(matches(small, pattern)[0].read_bytes())
    text = file.read_text(encoding="utf-8").replace(pattern, "exports/**/*.csv")
    file.write_text(text, encoding="utf-8")
    assert declared.name in refused(small, signed_in(Role.ADMINISTRATOR))


def test_files_that_no_source_reads_stay(small: Path, signed_in: SignIn) -> None:
    (small / "exports" / "notes.txt").write_text("à moi", encoding="utf-8")
    client = signed_in(Role.ADMINISTRATOR)
    assert "1 fichier que vous avez apporté" in text_of(client.get(WHERE)).replace("\u202f", " ").replace("\xa0", " ")
    assert client.post(WHERE).headers["Location"] == "/start"
    assert [path.name for path in (small / "exports").iterdir()] == ["notes.txt"]


def test_making_the_same_company_again_leaves_what_people_brought(small: Path) -> None:
    (small / "exports" / "notes.txt").write_text("à moi", encoding="utf-8")
    (small / "sources" / "les-miennes.yaml").write_text("name: les-miennes\n", encoding="utf-8")
    known = json.loads((small / "truth" / "written.json").read_text(encoding="utf-8"))
    generate(small, clients=20, seed=5)
    assert (small / "exports" / "notes.txt").read_text(encoding="utf-8") == "à moi"
    assert json.loads((small / "truth" / "written.json").read_text(encoding="utf-8")) == known
    assert "les-miennes.yaml" not in known["sources"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_others_are_told_who_can(small: Path, signed_in: SignIn, role: Role) -> None:
    before = rows()
    client = signed_in(role)
    assert client.get(WHERE).status_code == client.post(WHERE).status_code == 403
    page = client.get("/demonstration")
    assert 'href="/demonstration#own"' in page.content.decode()
    assert WHERE not in page.content.decode()
    assert "Seul un administrateur peut le décider, car cela vaut pour tous : Camille administrator" in text_of(
        page
    ).replace("\u202f", " ").replace("\xa0", " ")
    assert {name: each for name, each in rows().items() if name not in ("User", "Visit")} == {
        name: each for name, each in before.items() if name not in ("User", "Visit")
    }


def test_a_home_of_ones_own_is_never_left(home: Path, signed_in: SignIn) -> None:
    (home / "sources" / "a.yaml").write_text("name: a\n", encoding="utf-8")
    client = signed_in(Role.ADMINISTRATOR)
    before, held = rows(), files(home)
    assert client.post(WHERE).headers["Location"] == "/start"
    leave(home)
    assert not finish(home)
    assert (rows(), files(home)) == (before, held)
