"""A client is erased: nothing of them is left in database, lake, indexes or files, nor comes again; all others stay as they were."""

import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.running.clientele import change, clientele, numbers, published
from visavis import database
from visavis.clients.arriving.link_record import link_record
from visavis.engine.lake import Lake
from visavis.engine.linking.weights.trained import FREQUENCIES
from visavis.engine.tables import ALL
from visavis.mistakes import Mistake
from visavis.running.deciding import part
from visavis.running.erasing import erase as erasing
from visavis.running.erasing.erase import erase, what_would_go
from visavis.running.erasing.handing_over import hand_over
from visavis.running.erasing.person import find_person
from visavis.running.erasing.rules import KEPT, RULES
from visavis.running.erasing.standing_apart import MODEL
from visavis.running.run import run
from visavis.vocabulary import Role

MARC = (
    "Marc",
    "d'Arc",
    "marc.darc",
    "612000000",
    "quai Sud",
    "Toujours rien",
    "colis part",
    "tout est arriv",
    "shop/md",
    "darc",
)
"""What tells of the client who is erased: names, addresses, sentences in both directions, a reference."""
WHY: Any = {"actor": "cli/test", "reason": "asked by letter"}


def traces(home: Path) -> list[tuple[str, str]]:
    """Every file of the home but the company's own exports, and every row of the database, where a word of MARC stands."""
    found = []
    for file in sorted(home.rglob("*")):
        if file.is_file() and not file.is_relative_to(home / "exports"):
            held = file.read_bytes()
            text = (
                json.dumps(pq.read_table(file).to_pylist(), ensure_ascii=False, default=str)
                if file.suffix == ".parquet"
                else ""
            )
            found += [(str(file.relative_to(home)), word) for word in MARC if word.encode() in held or word in text]
    return found + [("database", word) for word in MARC if any(word in row for row in rows_of_database())]


def rows_of_database() -> Iterator[str]:
    from django.apps import apps

    for model in apps.get_app_config("visavis").get_models():
        for row in model._default_manager.values():
            yield json.dumps(row, ensure_ascii=False, default=str)


def of_others(client: int) -> dict[str, list[dict[str, Any]]]:
    """What the computed tables show of others than `client`."""
    return {name: [row for row in rows if row.get("client") != client] for name, rows in published().items()}


def facts(home: Path) -> dict[str, list[dict[str, Any]]]:
    """The lake's facts, in order."""
    lake = Lake(home / "lake")
    manifest = lake.current()
    assert manifest
    return {
        table: sorted(
            (row for entry in manifest.of(table) for row in pq.read_table(lake.folder / entry.path).to_pylist()),
            key=lambda row: (row["source"], row["key"]),
        )
        for table in ("records", "exchanges", "ratings", "events")
    }


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One run on SQLite, to copy."""
    from django.db import connections

    place = clientele(tmp_path_factory.mktemp("linked"))
    run(place, only=("fetch", "link", "publish"))
    connections.close_all()
    return place


@pytest.fixture
def home(linked: Path, tmp_path: Path) -> Path:
    """One run."""
    shutil.copytree(linked, tmp_path / "home")
    database.use(tmp_path / "home")
    return tmp_path / "home"


def test_nothing_is_left_and_nothing_comes_again(tmp_path: Path, either_database: str) -> None:
    home = clientele(tmp_path)
    run(home)
    marc = numbers()["crm/2"]
    others, before, links = of_others(marc), facts(home), numbers()
    assert {"marc.darc", "shop/md"} <= {word for _, word in traces(home)}

    done = erase(home, "shop/md", **WHY)
    assert (done.client, done.actor, done.reason, done.finished_at is not None) == (
        marc,
        "cli/test",
        "asked by letter",
        True,
    )
    assert {name: done.counts[name] for name in before} == {"records": 2, "exchanges": 3, "ratings": 1, "events": 1}
    assert traces(home) == []
    assert of_others(marc) == others
    left = {name: number for name, number in links.items() if number != marc}
    assert numbers() == left

    run(home)
    assert traces(home) == []
    assert numbers() == left
    after = facts(home)
    for table in ("records", "exchanges", "ratings"):
        assert [row for row in before[table] if row in after[table]] == after[table]
    (order,) = [row for row in after["events"] if row["key"].startswith("erased-")]
    known = {row["key"]: row for row in before["events"]}["O-3"]
    assert order == known | {"key": order["key"], "client_ref": None, "about": None, "value": None, "unit": None}
    assert [row for row in after["events"] if row != order] == [row for row in before["events"] if row["key"] != "O-3"]
    shown = published()
    (case,) = [row for row in shown["Case"] if row["key"] == order["key"]]
    assert (case["client"], case["outcome"]) == (None, "late")

    change(
        home,
        "exports/crm.csv",
        "3;Zoé",
        "9;Marc;d'Arc;Marc.DArc@exemple.fr;;3 quai Sud;29000;Quimper;;2025-02-11\n3;Zoé",
    )
    change(home, "exports/orders.csv", "O-4;", "O-9;md;2025-03-12;2025-03-15;;sent\nO-4;")
    change(home, "exports/mails.csv", "m6;", "m7;t9;2025-03-12 09:00;in;marc.darc@exemple.fr;Encore;Toujours rien\nm6;")
    report = run(home)
    assert [note.en for note in report.notes if "erased" in note.en] == ["8 rows of erased clients left out"]
    assert traces(home) == []
    assert numbers() == left
    again = facts(home)
    assert {table: again[table] for table in ("records", "exchanges", "ratings")} == {
        table: after[table] for table in ("records", "exchanges", "ratings")
    }
    nameless = [row for row in again["events"] if row["key"].startswith("erased-")]
    assert [row["status"] for row in sorted(nameless, key=lambda row: row["occurred_on"])] == ["delivered", "sent"]
    with pytest.raises(Mistake, match="c-000002 was erased on"):
        erase(home, "c-000002", **WHY)


def test_what_lies_over_former_runs_goes_too(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Linking what changed keeps rows that count no longer, and lays those that came over them (engine/linking/given.py)."""
    monkeypatch.setattr("visavis.clients.linking.link.MOST_CHANGED", 9.0)
    monkeypatch.setattr("visavis.engine.linking.patching.MOST_PATCHED", 9.0)
    monkeypatch.setattr("visavis.engine.linking.scored.laying.MOST_OVER", 9.0)
    change(home, "exports/crm.csv", "quai Sud", "quai Sud prolongé")
    run(home, only=("fetch", "link", "publish"))
    kept = {Path(file).name for file, word in traces(home) if "linking_input" in file and word == "marc.darc"}
    assert {"base-1.parquet", "later.parquet"} <= kept
    manifest = Lake(home / "lake").current()
    assert manifest is not None
    base, over = manifest.of("edges")
    assert base.stale
    for entry in (base, over):
        ends = pq.read_table(home / "lake" / entry.path, columns=["source_r", "key_r"]).to_pylist()
        assert {"source_r": "shop", "key_r": "md"} in ends
    links = numbers()
    erase(home, "shop/md", **WHY)
    assert traces(home) == []
    for file in (home / "lake" / "data" / "edges").glob("*.parquet"):
        told = pq.read_table(file).to_pylist()
        assert not [row for row in told if (row.get("source_r"), row.get("key_r")) == ("shop", "md")]
    run(home, only=("fetch", "link", "publish"))
    assert traces(home) == []
    assert numbers() == {name: number for name, number in links.items() if number != links["crm/2"]}


def test_what_was_killed_is_finished_by_the_next_run(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from visavis.clients.erasing import Erasure
    from visavis.models import Job, ProposedSource

    job = Job.objects.create(task="x", result={"said": "12 rows, one of Marc d'ARC", "rows": 12})
    drop = ProposedSource.objects.create(
        drop_id=_drop(),
        position=0,
        name="crm",
        yaml="files: crm.csv",
        shown={"rows": [["2", "Marc d'Arc"], ["3", "Zoé"]]},
    )

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(erasing, "without_index", killed)
        with pytest.raises(KeyboardInterrupt):
            erase(home, "crm/2", **WHY)
    assert Erasure.objects.get().finished_at is None
    assert "quai Sud" in {word for _, word in traces(home)}
    run(home, only=("fetch", "link", "publish"))
    assert Erasure.objects.get().finished_at is not None
    assert traces(home) == []
    job.refresh_from_db()
    drop.refresh_from_db()
    assert job.result == {"said": "12 rows, one of …", "rows": 12}
    assert drop.shown == {"rows": [["", ""], ["3", "Zoé"]]}


def _drop() -> int:
    from visavis.models import Drop, User

    return Drop.objects.create(user=User.objects.create_user("ines@exemple.fr", "Inès", Role.EMPLOYEE)).pk


def test_records_are_still_linked_at_once_and_the_erased_one_is_refused(home: Path) -> None:
    erase(home, "crm/2", **WHY)
    again = {"source": "form", "key": "1", "given_name": "Marc", "family_name": "d’Arc", "street": "3 quai Sud"}
    assert link_record(home, again).outcome == "created"
    with pytest.raises(Mistake, match="a client who was erased"):
        link_record(home, again | {"key": "2", "emails": " Marc.dArc@exemple.fr"})
    with pytest.raises(Mistake, match="a client who was erased"):
        link_record(home, {"source": "crm", "key": "2", "name": "Somebody"})
    zoe = link_record(
        home, {"source": "form", "key": "3", "given_name": "Zoé", "family_name": "Lambert", "phones": "0298765432"}
    )
    assert (zoe.outcome, zoe.client) == ("attached", f"c-{numbers()['crm/3']:06d}")


def test_a_record_that_arrives_while_the_lake_is_read_goes_too(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from visavis.clients.models import Arrival

    found = find_person

    def late(*given: Any) -> Any:
        person = found(*given)
        record = {
            "source": "form",
            "key": "1",
            "given_name": "Marc",
            "family_name": "d’Arc",
            "emails": "marc.darc@exemple.fr",
        }
        assert link_record(home, record).client == "c-000002"
        return person

    monkeypatch.setattr(erasing, "find_person", late)
    erase(home, "crm/2", **WHY)
    assert not Arrival.objects.exists()
    assert traces(home) == []


def test_of_two_who_were_one_by_mistake_the_other_stays(home: Path) -> None:
    from visavis.clients.models import ClientMove, Decision

    one = numbers()["crm/1"]
    new = part(home, one, [("shop", "el")], actor="cli/test", reason="two sisters").payload["minted"][0][0]
    before = {name: number for name, number in numbers().items() if number != new}
    erase(home, f"c-{new:06d}", **WHY)
    assert numbers() == before
    assert "shop" not in json.dumps(Decision.objects.get().payload)
    assert ClientMove.objects.count() == 0
    run(home, only=("fetch", "link", "publish"))
    assert numbers() == before
    assert before["crm/1"] == one
    change(home, "exports/crm.csv", "12 rue des Lilas", "14 rue des Lilas")
    run(home, only=("fetch", "link", "publish"))
    assert numbers() == before  # an address that she shares with the sister who stays is no mark


def test_names_that_only_erased_clients_bore_are_forgotten_erasure_after_erasure(home: Path) -> None:
    """No run comes in between: the second erasure finds nothing left of what incremental linking compares with."""

    def names() -> set[str]:
        lake = Lake(home / "lake")
        manifest = lake.current()
        assert manifest
        (entry,) = manifest.of(MODEL)
        files = sorted((lake.folder / entry.path / FREQUENCIES).glob("*.parquet"))
        return {row["value"] for file in files for row in pq.read_table(file).to_pylist()}

    marc, zoe, elodie = {"marc", "darc"}, {"zoe", "lambert"}, {"elodie", "lefevre"}
    before = names()
    erase(home, "crm/2", **WHY)
    assert before - names() == marc
    erase(home, "crm/3", **WHY)
    assert before - names() == marc | zoe
    assert elodie <= names()


def test_what_would_go_is_told_first_and_nothing_goes_without_a_reason(home: Path) -> None:
    before = published()
    going = what_would_go(home, "crm/2")
    assert going.plain() == {
        "client": "c-000002",
        "former": [],
        "records": ["crm/2", "email/marc.darc@exemple.fr", "shop/md"],
        "facts": {"records": 2, "exchanges": 3, "ratings": 1, "events": 1},
    }
    for reason, wrong in (
        ("", "the reason is missing"),
        (" ", "the reason is missing"),
        ("Marc d'Arc asked", "names the client"),
    ):
        with pytest.raises(Mistake, match=wrong):
            erase(home, "crm/2", actor="cli/test", reason=reason)
    with pytest.raises(Mistake, match="there is no client"):
        erase(home, "c-000999", **WHY)
    assert published() == before


def test_a_client_takes_their_facts_along(home: Path) -> None:
    out = home / "marc.json"
    assert hand_over(home, "crm/2", out) == {"records": 2, "exchanges": 3, "ratings": 1, "events": 1}
    told = json.loads(out.read_text("utf-8"))
    assert (told["id"], [row["text"] for row in told["exchanges"]][:1]) == ("c-000002", ["Toujours rien reçu"])
    assert (
        hand_over(home, "crm/1", home / "one.zip")["exchanges"] == 1
    )  # what employees wrote among themselves is left out
    with zipfile.ZipFile(home / "one.zip") as archive:
        assert sorted(archive.namelist()) == [
            "client.json",
            "events.json",
            "exchanges.json",
            "ratings.json",
            "records.json",
        ]
        assert [row["key"] for row in json.loads(archive.read("exchanges.json"))] == ["m1"]
    with pytest.raises(Mistake, match="unknown format"):
        hand_over(home, "crm/2", home / "marc.doc")


def test_every_table_of_the_lake_has_a_rule() -> None:
    assert set(RULES) | set(KEPT) == set(ALL)
    assert not set(RULES) & set(KEPT)


ERASED = {
    "Arrival", "ArrivalKey", "Case", "ClientCard", "ClientMove", "Commitment", "Correction", "Heard", "Link", "NoCommitment",
    "ProposedCommitment", "Rerouting", "SearchTerm", "Seen", "Taken", "TimelineItem", "Voice", "WaitingClient",
}  # fmt: skip
KEPT_ROWS = {
    "Client", "ClientAlias", "Counter", "DetailsSeen", "DoubtHeld", "DoubtPassed", "Erasure", "Mark", "Run",  # numbers and digests
    "Action", "ActionStop", "ActionVersion", "AnswerForecast", "Forecast", "HeadChoice", "LearntHead", "Reveal", "TopicDecision",  # of many
    "ApiKey", "Change", "Drop", "DroppedFile", "Invitation", "Remit", "Secret", "Service", "SignInAttempt", "StaffClaim",
    "StaffPseudonym", "Team", "TeamMember", "User", "Visit",  # of the company and its people
}  # fmt: skip


def test_every_table_of_the_database_is_thought_of() -> None:
    """A new table belongs to one of these: whose rows go, whose texts are cleared of names, or that tells of no client."""
    from django.apps import apps

    from visavis.running.erasing.database_rows import SCRUBBED

    every = {model.__name__ for model in apps.get_app_config("visavis").get_models()}
    assert every - ERASED - KEPT_ROWS == {name for name, _ in SCRUBBED}
