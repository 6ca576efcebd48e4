"""Runs, rejects, data quality and tables to take away."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.running.shop import shop
from tests.web.promises.made import text_of
from visavis.mistakes import Words
from visavis.running.run import run
from visavis.vocabulary import Role
from visavis.work.asking import ask

SignedIn = Callable[..., Client]
XSS = "<script>alert(1)</script>"
EVIL = ["=HYPERLINK(1)", "+cmd|' /C calc'!A0", "@SUM(1)", "-2+3+cmd", XSS, "pas une date"]


@pytest.fixture
def refused(home: Path) -> Path:
    """Reviews whose dates are none: every one is what a spreadsheet or a page must not run."""
    shop(home)
    rows = "".join(f'R-{n};O-1;"{evil}";5;\n' for n, evil in enumerate(EVIL))
    (home / "exports" / "reviews.csv").write_text("id;order;given;score;words\nR-ok;O-1;2025-03-04;5;\n" + rows)
    run(home, only=["fetch"])
    return home


@pytest.mark.parametrize(
    ("lang", "why", "what_to_do"),
    [
        (
            "fr",
            "Ce n’est pas une date",
            "Corrigez la date, ou dites dans la source comment elle s’écrit (read.day_first).",
        ),
        ("en", "This is no date", "Correct the date, or say in the source how it is written (read.day_first)."),
    ],
)
def test_refused_rows_with_reason_remedy_and_place(
    refused: Path, signed_in: SignedIn, lang: str, why: str, what_to_do: str
) -> None:
    page = signed_in(Role.ANALYST, lang=lang).get("/settings/rejects")
    assert f"{why} 6 {what_to_do}" in text_of(page)
    assert f"reviews.csv 7 given {XSS}" in text_of(page)
    assert XSS not in page.content.decode()


def test_the_file_of_refused_rows_runs_nowhere(refused: Path, signed_in: SignedIn) -> None:
    answer = signed_in(Role.ANALYST).get("/settings/rejects/reviews.csv")
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
    assert [row["value"] for row in rows] == [f"'{evil}" if evil[0] in "=+@-" else evil for evil in EVIL]
    assert answer["Content-Disposition"] == 'attachment; filename="rejects-reviews.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("source", ["orders", "unknown", "..%2Fvisavis"])
def test_no_other_file_is_handed_out(refused: Path, signed_in: SignedIn, source: str) -> None:
    assert signed_in(Role.ADMINISTRATOR).get(f"/settings/rejects/{source}.csv").status_code == 404


def test_where_nothing_was_refused_the_page_says_so(signed_in: SignedIn) -> None:
    assert "Toutes les lignes lues sont devenues des faits." in text_of(
        signed_in(Role.ANALYST).get("/settings/rejects")
    )


@pytest.mark.parametrize("shape", ["csv", "json", "parquet"])
def test_tables_to_take_away_name_no_employee(refused: Path, signed_in: SignedIn, shape: str) -> None:
    answer = signed_in(Role.ANALYST).get(f"/settings/data/events/{shape}")
    body = answer.getvalue()
    ending = "jsonl" if shape == "json" else shape
    assert answer["Content-Disposition"] == f'attachment; filename="events.{ending}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"Quillery" not in body
    assert b"staff" not in body
    if shape == "csv":
        notes = {row["key"]: row["extra.note"] for row in csv.DictReader(io.StringIO(body.decode()))}
        assert notes["O-1"] == "'=1+1"


@pytest.mark.parametrize("address", ["events/xlsx", "secrets/csv", "visavis_user/csv", "events/CSV"])
def test_only_tables_of_the_lake_leave(refused: Path, signed_in: SignedIn, address: str) -> None:
    assert signed_in(Role.ADMINISTRATOR).get(f"/settings/data/{address}").status_code == 404


def test_a_run_is_asked_for_once(home: Path, signed_in: SignedIn) -> None:
    from visavis.work.models import Job

    client = signed_in(Role.ANALYST)
    for _ in range(2):
        assert client.post("/settings/runs")["Location"] == "/settings/runs"
    assert [job.user.email for job in Job.objects.all() if job.user] == ["analyst@exemple.example"]
    page = text_of(client.get("/settings/runs"))
    assert "en attente" in page
    assert client.get("/settings/runs").content.decode().count("every 2s") == 1


def test_what_became_of_runs_is_told(home: Path, signed_in: SignedIn) -> None:
    from visavis.work.models import Job

    now = timezone.now()
    done, failed = ask("run"), ask("run", only=["fetch"])
    Job.objects.filter(pk=done.pk).update(
        finished_at=now,
        succeeded=True,
        result={"run": "r", "lines": [{"fr": f"Faits: 5 {XSS}", "en": "Facts: 5"}], "lost": []},
    )
    wrong = {"at": now.isoformat(), "class": "Mistake", "what": {"fr": "aucune source", "en": "no source"}, "remedy": {"fr": "ajoutez des fichiers", "en": "add files"}, "trace": "secret path"}  # fmt: skip
    Job.objects.filter(pk=failed.pk).update(finished_at=now, succeeded=False, errors=[wrong])
    page = signed_in(Role.ANALYST).get("/settings/runs")
    assert "échoué" in text_of(page)
    assert "Aucune source Ajoutez des fichiers Le dernier calcul réussi reste affiché" in text_of(page)
    assert "secret path" not in page.content.decode()
    assert XSS not in page.content.decode()
    assert "every 2s" not in page.content.decode()
    assert "No source Add files" in text_of(signed_in(Role.ANALYST, lang="en").get("/settings/runs"))


def test_quality_in_words(home: Path, signed_in: SignedIn) -> None:
    from visavis.running.models import Document

    fill = [
        {"source": "crm", "column": "emails", "filled": 1, "records": 4},
        {"source": "crm", "column": "city", "filled": 4, "records": 4},
        {"source": "crm", "column": "company", "filled": 0, "records": 4},
    ]
    body = {
        "fill": fill,
        "freshness": [
            {"source": "crm", "latest": "2024-01-02", "undated": 1, "records": 4},
            {"source": XSS, "latest": None, "undated": 2, "records": 2},
        ],
        "contradictions": [
            {"column": "emails", "clients": 1, "of": 8},
            {"column": "phones", "clients": 3, "of": 4},
            {"column": "birth_date", "clients": 0, "of": 0},
        ],
    }
    Document.objects.create(name="quality", run="r", body=body)
    Document.objects.create(name="counts", run="r", body={"as_of": "2025-01-02", "rejects": 0})
    page = signed_in(Role.ANALYST).get("/settings/quality")
    text = text_of(page)
    assert "crm : ce qui manque le plus, e-mails (25,0 % des fiches en ont) 4 fiches" in text
    assert "Jamais donnés : entreprise." in text
    assert "Téléphones : 3 clients sur 4 ont des fiches qui diffèrent (75,0 %). E-mails : 1 client sur 8" in text
    assert "crm 2 janvier 2024 1 / 4 Redemandez un export" in text
    assert "inconnu 2 / 2 Ajoutez la date de mise à jour" in text
    assert XSS not in page.content.decode()
    english = text_of(signed_in(Role.ANALYST, lang="en").get("/settings/quality"))
    assert "crm: most lacking, e-mails (25.0% of the records have it) 4 records" in english


def test_an_empty_home_teaches(home: Path, signed_in: SignedIn) -> None:
    client = signed_in(Role.ANALYST)
    for address, sentence in (
        ("/settings/sources", "Aucun n’est encore arrivé."),
        ("/settings/quality", "aucun calcul n’en a encore lu."),
        ("/settings/data", "rien n’a encore été calculé."),
        ("/settings/runs", "Aucun calcul n’a été demandé dans le navigateur."),
    ):
        assert sentence in text_of(client.get(address))
    assert client.get("/settings").status_code == 200


def test_the_same_few_queries_whatever_there_is(home: Path, signed_in: SignedIn) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    from visavis.work.models import Job

    counts = []
    for n in (1, 30):
        Job.objects.bulk_create(
            Job(task="visavis.jobs.tasks.run", finished_at=timezone.now(), succeeded=False) for _ in range(n)
        )
        for number in range(n):
            (home / "sources" / f"s{number}.yaml").write_text(
                f"name: s{number}\nfiles: exports/x.csv\nfacts: [{{table: records, key: id, fields: {{name: n}}}}]\n"
            )
        with CaptureQueriesContext(connection) as queries:
            for address in ("", "/sources", "/runs", "/rejects", "/quality", "/data"):
                assert client.get(f"/settings{address}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_words_for_every_table() -> None:
    from visavis.engine.tables import ALL
    from visavis.web.settings.words import TABLES

    assert set(ALL) <= set(TABLES)
    assert all(isinstance(words, Words) and words.fr and words.en for words in TABLES.values())
