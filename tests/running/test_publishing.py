"""What pages read: the same on every database, changed rows only, nothing lost or left, whatever happens between two runs."""

import datetime
import random
import shutil
import signal
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.running.clientele import change, clientele, numbers, published
from tests.running.conftest import Enter
from visavis import database
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake
from visavis.running.publishing.tables import computed_tables
from visavis.running.run import run


def cards() -> dict[str, Any]:
    from visavis.clients.models import ClientCard

    return {card.name: card for card in ClientCard.objects.filter(vanished_run=None)}


def waiting() -> set[tuple[int, str, str]]:
    from visavis.attention.models import WaitingClient

    rows = WaitingClient.objects.filter(vanished_run=None)
    return {(each.client, each.why, each.since.isoformat()) for each in rows}


def test_one_run_fills_all_that_pages_show(either_database: str, tmp_path: Path) -> None:
    from visavis.clients.models import SearchTerm, TimelineItem
    from visavis.running.models import Document
    from visavis.voices.models import Voice

    run(clientele(tmp_path))
    elodie, marc = cards()["Élodie Lefèvre"], cards()["Marc d'Arc"]
    assert (elodie.company, elodie.city, elodie.records, elodie.facts, elodie.voices) == (
        "Cœur & Fils",
        "Rennes",
        3,
        5,
        2,
    )
    assert (elodie.first_on, elodie.last_on) == (datetime.date(2025, 3, 1), datetime.date(2025, 3, 6))
    assert (elodie.kept, elodie.missed, elodie.waiting_since) == (1, 1, datetime.date(2025, 3, 5))
    assert (marc.kept, marc.missed, marc.waiting_since) == (0, 1, None)
    assert waiting() == {
        (elodie.client, "undone", "2025-03-05"),
        (elodie.client, "unanswered", "2025-03-06"),
        (numbers()["email/inconnue@exemple.fr"], "unanswered", "2025-03-09"),
    }
    terms = set(SearchTerm.objects.filter(client=elodie.client).values_list("term", flat=True))
    assert terms == {
        *("elodie", "lefevre", "elodie lefevre", "lefevre elodie", "coeur", "fils", "rennes", "35000", "1", "el", "l7"),
        *("elodie.lefevre@exemple.fr", "33612345678", "0612345678"),
    }
    said = dict(Voice.objects.values_list("text", "thanks"))
    assert said['Très bien, "rapide" ; ligne une\nligne deux \\.'] is False
    assert [text for text, thanks in said.items() if thanks] == [
        "Merci beaucoup, parfait, tout est arrivé, service excellent !"
    ]
    shown = TimelineItem.objects.filter(fact="exchanges").order_by("moment").values_list("key", "subject", "text")
    assert ("m2", "", "") in shown  # what employees say among themselves
    assert [text for _, _, text in shown if text] == ["Bonjour, votre colis part demain."]
    counts = Document.objects.get(name="counts").body
    assert (counts["clients"], counts["voices"], counts["cases"], counts["waiting"]) == (5, 5, 4, 3)
    assert counts["sources"]["crm"] == {"records": 3}
    assert {"mirror", "quality", "rejects"} < set(Document.objects.values_list("name", flat=True))


@pytest.mark.postgresql
def test_both_databases_hold_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgresql_cluster: Any, migrated: str
) -> None:
    found = []
    for url in ("", postgresql_cluster.url(postgresql_cluster.create(migrated))):
        monkeypatch.setenv(database.URL, url)
        home = tmp_path / ("postgresql" if url else "sqlite")
        run(clientele(home))
        states = [published()]
        change(
            home,
            "exports/orders.csv",
            "O-2;el;2025-03-02;2025-03-05;;sent",
            "O-2;el;2025-03-02;2025-03-05;2025-03-30;delivered",
        )
        change(home, "exports/crm.csv", "3;Zoé;Lambert;;0298765432;5 rue Haute;29200;Brest;;2025-01-12\n", "")
        run(home)
        found.append([*states, published(), published(gone=True)])
    assert found[0] == found[1]
    assert found[0][0] != found[0][1]
    assert [card["name"] for card in found[0][2]["ClientCard"]] == ["Zoé Lambert"]


def test_a_second_run_writes_nothing_and_a_change_its_own_rows(
    either_database: str, tmp_path: Path, written: list[int]
) -> None:
    home = clientele(tmp_path)
    run(home)
    before = published()
    run(home)
    assert (written[-1], published()) == (0, before)
    change(home, "exports/mails.csv", "Vendez-vous des vélos ?", "Vendez-vous des vélos électriques ?")
    run(home)
    assert written[-1] == 1
    after = published()
    assert {name for name in after if after[name] != before[name]} == {"Voice"}


def test_what_vanishes_is_marked_and_comes_back(either_database: str, tmp_path: Path, written: list[int]) -> None:
    home = clientele(tmp_path)
    run(home)
    before = published()
    line = "m6;t3;2025-03-09 18:00;in;inconnue@exemple.fr;Question;Vendez-vous des vélos ?\n"
    change(home, "exports/mails.csv", line, "")
    run(home)
    assert {name: len(rows) for name, rows in published(gone=True).items()} == {
        "TimelineItem": 1, "Voice": 1, "Case": 0, "WaitingClient": 1, "ClientCard": 1, "SearchTerm": 1,
    }  # fmt: skip
    assert written[-1] == 5
    with (home / "exports/mails.csv").open("a", encoding="utf-8") as file:
        file.write(line)
    run(home)
    assert (published(), written[-1]) == (before, 5)


def test_a_lost_or_foreign_state_costs_a_look_at_every_row_and_nothing_else(
    either_database: str, tmp_path: Path, written: list[int]
) -> None:
    from visavis.voices.models import Voice

    home = clientele(tmp_path)
    run(home)
    before = published()
    shutil.rmtree(home / "lake/published")
    run(home)
    assert (written[-1], published()) == (0, before)
    shutil.rmtree(home / "lake/published")
    first = Voice.objects.order_by("pk")[0]
    Voice.objects.filter(pk=first.pk).update(text="changed by nobody")
    Voice.objects.create(id=uuid.UUID(int=1), moment=first.moment, source="x", text="left from another lake")
    run(home)
    assert (written[-1], published()) == (2, before)


def test_what_people_wrote_stays(either_database: str, tmp_path: Path) -> None:
    from visavis.attention.models import Taken
    from visavis.clients.models import DetailsSeen
    from visavis.house.models import User
    from visavis.questions.models import Reveal
    from visavis.vocabulary import Role

    home = clientele(tmp_path)
    run(home)
    user = User.objects.create_user("ines@exemple.fr", "Inès", Role.EMPLOYEE)
    Taken.objects.create(client=1, user=user)
    DetailsSeen.objects.create(client=1, user=user, purpose="call")
    Reveal.objects.create(user=user, promise="on-time")
    human = (Taken, DetailsSeen, Reveal, User)
    before = [list(model.objects.order_by("pk").values()) for model in human]
    change(home, "exports/crm.csv", "Rennes", "Nantes")
    run(home)
    assert [list(model.objects.order_by("pk").values()) for model in human] == before


KILLED = """
import os, signal, sys
from pathlib import Path
from visavis.running.publishing import writing
from visavis.running.run import run

calls, fatal, write = 0, int(sys.argv[2]), writing._write

def dying(*args):
    global calls
    calls += 1
    done = write(*args)
    if calls == fatal:
        os.kill(os.getpid(), signal.SIGKILL)
    return done

writing.CHUNK, writing._write = 1, dying
run(Path(sys.argv[1]))
"""


@pytest.mark.slow
def test_killed_between_any_chunks_the_next_run_finishes_it(enter: Enter) -> None:
    first = clientele(enter("first"))
    run(first)
    change(first, "exports/crm.csv", "Rennes", "Nantes")
    change(first, "exports/orders.csv", "O-4;nobody", "O-4;md")
    change(first, "exports/mails.csv", "m3;t2;2025-03-07 09:00;in;marc.darc@exemple.fr;Retard;Toujours rien reçu\n", "")
    results = []
    for fatal in (None, *random.Random(3).sample(range(1, 11), 3)):
        home = enter(f"killed{fatal}", copy_of="first")
        if fatal:
            dead = subprocess.run([sys.executable, "-c", KILLED, str(home), str(fatal)], check=False)
            assert dead.returncode == -signal.SIGKILL
        run(home)
        results.append((published(), numbers()))
    assert all(result == results[0] for result in results)


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8) | st.sampled_from(
    ["", "\\.", "\\N", 'a"b', "a,b\nc", "\r\n", "'", "NULL", "%s"]
)
STATES = st.lists(
    st.dictionaries(st.integers(0, 30), st.tuples(TEXTS, st.none() | st.integers(1, 3), st.booleans()), max_size=8),
    min_size=2,
    max_size=4,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=STATES, lost=st.booleans())
def test_whatever_changes_the_database_ends_as_the_new_rows(
    either_database: str, tmp_path: Path, states: list[dict[int, tuple[str, int | None, bool]]], lost: bool
) -> None:
    from visavis.running.publishing.changes import keep_new_rows, write_changes
    from visavis.running.publishing.standing import write_unsure
    from visavis.running.publishing.writing import write_tables, writer
    from visavis.voices.models import Voice

    database.use(tmp_path)
    Voice.objects.all().delete()
    (table,) = (each for each in computed_tables() if each.model == "Voice")
    folder = Path(str(tmp_path / uuid.uuid4().hex))
    known: str | None = None
    before = dict[int, tuple[str, int | None, bool]]()
    for number, state in enumerate(states):
        session = DuckDB(folder / str(number))
        try:
            session.connection.register("given_rows", _voices(state))
            session.connection.execute("CREATE TEMP VIEW new_voices AS FROM given_rows")
            keep_new_rows(session, table, session.scratch)
            unsure = write_unsure(table, session.scratch / "unsure.parquet", None) if lost else None
            write_changes(
                session, table, known=None if lost else known, unsure=unsure, formatted=writer().formatted, into=folder
            )
            known = f"FROM read_parquet('{session.scratch}/{table.name}.parquet')"
        finally:
            session.close()
        expected = sum(1 for key in {*state, *before} if state.get(key) != before.get(key))
        assert write_tables(folder, [table], f"r{number}") == expected
        rows = Voice.objects.filter(vanished_run=None).values_list("id", "text", "client", "thanks", "moment")
        assert {row[0].int: row[1:4] for row in rows} == state
        assert all(moment == MOMENT for *_, moment in rows)
        before = state


MOMENT = datetime.datetime(2025, 3, 4, 5, 6, 7, 890_000, datetime.UTC)


def _voices(state: dict[int, tuple[str, int | None, bool]]) -> pa.Table:
    n = len(state)
    text, rows = pa.string(), list(state.values())
    columns = {
        "id": pa.array([uuid.UUID(int=key).hex for key in state], text),
        "client": pa.array([client for _, client, _ in rows], pa.int64()),
        "moment": pa.array([MOMENT.replace(tzinfo=None)] * n, pa.timestamp("us")),
        "occurred_on": pa.array([MOMENT.date()] * n, pa.date32()),
        "text": pa.array([words for words, _, _ in rows], text),
        "thanks": pa.array([thanks for *_, thanks in rows], pa.bool_()),
    }
    (table,) = (each for each in computed_tables() if each.model == "Voice")
    columns |= {field.name: pa.nulls(n) for field in table.fields if field.name not in columns}
    return pa.table(columns)


def test_the_lake_keeps_one_state_and_no_plan(either_database: str, tmp_path: Path) -> None:
    home = clientele(tmp_path)
    run(home)
    run(home)
    lake = Lake(home / "lake")
    assert len(list((lake.folder / "published").iterdir())) == 1
    assert list((lake.folder / "publishing").iterdir()) == []
