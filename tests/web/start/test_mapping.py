"""The mapping on sample rows: what is shown, asked, corrected, agreed to; files that can't be used beside those that can."""

import gzip
from pathlib import Path

import pytest

from tests.web.start.conftest import Story
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake
from visavis.engine.tables import FACTS
from visavis.sources.declaration import SourceDeclaration, read_sources
from visavis.sources.forms import columns_of
from visavis.sources.models import Drop, DroppedFile, ProposedSource

ORDERS = "order_id;customer;due_date;delivered_at;status\n" + "".join(
    f"O{n};C{n % 9};2024-03-{n:02};2024-03-{n:02};delivered\n" for n in range(1, 29)
)
AMBIGUOUS = "commande;client;date prévue;date livrée\n" + "".join(
    f"O{n};C{n % 9};{1 + n % 9:02}/{1 + n % 11:02}/2024;{1 + n % 9:02}/{1 + n % 11:02}/2024\n" for n in range(40)
)


def declared(home: Path) -> dict[str, SourceDeclaration]:
    return {each.value.name: each.value for each in read_sources(home)}


def facts(home: Path, sql: str) -> list[tuple[object, ...]]:
    lake = Lake(home / "lake")
    manifest = lake.current()
    assert manifest is not None
    runner = DuckDB(home / "lake" / "asked")
    try:
        lake.show(runner, manifest, FACTS)
        return [tuple(row.values()) for row in runner.rows(sql)]
    finally:
        runner.close()


@pytest.mark.parametrize(
    ("answer", "shown", "first"),
    [("day", "2 février 2024", ("O1", "2024-02-02")), ("month", "3 février 2024", ("O12", "2024-04-02"))],
)
def test_dates_that_read_both_ways_are_asked_about_and_either_answer_holds(
    story: Story, answer: str, shown: str, first: tuple[str, str]
) -> None:
    story.send([("commandes.csv", AMBIGUOUS)])
    page = story.look().content.decode()
    assert "Vous seul pouvez le dire" in page
    assert "le jour d’abord" in page
    refused = story.agree()
    assert refused.status_code == 422
    assert "Il manque votre réponse" in refused.content.decode()
    assert not declared(story.home)
    assert story.agree(**{"s0__day_first": answer}).status_code == 302
    story.work()
    key, day = first
    assert facts(story.home, f"SELECT key, CAST(due_on AS VARCHAR) AS day FROM events WHERE key = '{key}'") == [
        (key, day)
    ]


def test_what_each_column_becomes_stands_above_it(story: Story) -> None:
    story.send([("commandes.csv", ORDERS)])
    page = story.look().content.decode()
    for words in ("date promise", "date de fin", "n° qui l’identifie", "client", "1er mars 2024"):
        assert words in page
    assert "2024-03-01" in page


def test_broken_files_are_told_of_and_the_others_go_on(story: Story, home: Path) -> None:
    photo = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 8
    files: list[tuple[str, bytes | str]] = [
        ("photo.csv", photo),
        ("vide.csv", b""),
        ("entete.csv", "a;b;c\n"),
        ("archive.zip", b"PK\x05\x06" + b"\0" * 18),
        ("tronqué.csv.gz", gzip.compress(ORDERS.encode())[:-20]),
        ("latin.csv", ORDERS.replace("delivered\n", "livrée à l’été\n").encode("cp1252")),
        ("deux.csv", ORDERS.replace(";", ",", 3).replace("O5;C5", "O5,C5")),
        ("bon.csv", ORDERS.replace("order_id", "order_number")),
    ]
    story.send(files)
    page = story.look().content.decode()
    refused = {row.name: row.refused for row in DroppedFile.objects.filter(refused__isnull=False)}
    assert {"photo.csv", "vide.csv", "entete.csv", "archive.zip", "tronqué.csv.gz"} <= set(refused)
    for told in refused.values():
        assert told is not None
        assert told["what"]["fr"]
        assert told["remedy"]["fr"]
    assert "Ce n’est pas un tableau (JPEG)" in page
    proposed = [name for proposal in ProposedSource.objects.all() for name in proposal.shown["files"]]
    assert {"latin.csv", "bon.csv"} <= set(proposed)
    assert set(proposed) | set(refused) == {name for name, _ in files}
    assert "livrée à l’été" in page
    assert all((home / row.path).exists() for row in DroppedFile.objects.all())
    assert story.agree().status_code == 302


def test_when_no_file_can_be_used_the_page_of_files_says_why(story: Story) -> None:
    story.send([("photo.csv", b"\xff\xd8\xff\xe0JFIF")])
    response = story.look()
    assert response.redirect_chain[-1][0] == "/start/files"
    assert "Ce n’est pas un tableau (JPEG)" in response.content.decode()
    story.send([("commandes.csv", ORDERS)])
    assert story.look().redirect_chain[-1][0] == "/start/mapping"


def test_a_column_is_corrected_a_fact_left_out_a_source_renamed(story: Story) -> None:
    story.send([("commandes.csv", ORDERS)])
    story.look()
    form = {
        "s0-taken": "1",
        "s0-f0": "1",
        "s0-f0-due_at": "delivered_at",
        "s0-f0-status": "",
        "s0-name": "mes-commandes",
    }
    assert story.client.post("/start/mapping", form).status_code == 302
    source = declared(story.home)["mes-commandes"]
    written = source.facts[0].fields.written()
    assert "status" not in written
    assert columns_of(written["due_at"][0]) == ["delivered_at"]


def test_only_columns_of_the_file_fill_a_field(story: Story) -> None:
    story.send([("commandes.csv", ORDERS)])
    story.look()
    form = {"s0-taken": "1", "s0-f0": "1", "s0-f0-due_at": "${VISAVIS_SECRET_KEY}"}
    assert story.client.post("/start/mapping", form).status_code == 302
    written = next(iter(declared(story.home).values())).facts[0].fields.written()
    assert columns_of(written["due_at"][0]) == ["due_date"]


@pytest.mark.parametrize("name", ["Commandes 2024", "../x", "email", "a" * 61, "<b>"])
def test_a_name_that_can_not_be_is_refused_and_the_form_kept(story: Story, name: str) -> None:
    story.send([("commandes.csv", ORDERS)])
    story.look()
    form = {"s0-taken": "1", "s0-f0": "1", "s0-f0-due_at": "delivered_at", "s0-name": name}
    response = story.client.post("/start/mapping", form)
    page = response.content.decode()
    assert response.status_code == 422
    assert '<option value="delivered_at" selected>' in page
    assert "<b>" not in page
    assert not declared(story.home)


def test_text_of_an_expert_is_checked_and_kept_on_a_mistake(story: Story) -> None:
    story.send([("commandes.csv", ORDERS)])
    story.look()
    text = ProposedSource.objects.get().yaml
    wrong = text.replace("due_at", "due_et").replace("\n", "\r\n")
    response = story.client.post("/start/mapping", {"s0-taken": "1", "s0-f0": "1", "s0-yaml": wrong})
    page = response.content.decode()
    assert response.status_code == 422
    assert "due_et" in page
    assert "due_at" in page
    right = text.replace("delivery: full", "delivery: incremental").replace("\n", "\r\n")
    assert story.client.post("/start/mapping", {"s0-taken": "1", "s0-f0": "1", "s0-yaml": right}).status_code == 302
    assert next(iter(declared(story.home).values())).delivery == "incremental"


@pytest.mark.parametrize(
    "change",
    [
        ("files: [", "files: [/etc/passwd, "),
        ("name: ", "name: ${VISAVIS_DATABASE_URL}"),
        ("delivery: full", "delivery: full\n---\nname: b"),
    ],
)
def test_text_of_an_expert_reads_no_other_file_and_no_variable(
    story: Story, change: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISAVIS_SECRET_KEY", "the secret of the house")
    story.send([("commandes.csv", ORDERS)])
    story.look()
    text = ProposedSource.objects.get().yaml.replace(*change)
    response = story.client.post("/start/mapping", {"s0-taken": "1", "s0-f0": "1", "s0-yaml": text})
    assert response.status_code == 422
    assert not declared(story.home)


def test_headers_that_name_variables_give_no_secret_away(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISAVIS_PASSPHRASE", "the secret of the house")
    story.send([("commandes.csv", ORDERS.replace("status", "${VISAVIS_PASSPHRASE}"))])
    page = story.look().content.decode()
    page += story.agree().content.decode()
    assert "the secret of the house" not in page
    assert not any("the secret" in file.read_text() for file in (story.home / "sources").glob("*.yaml"))


EVIL = "<script>alert('x')</script>"


def test_nothing_from_a_file_becomes_markup(story: Story) -> None:
    text = ORDERS.replace("status", f'"{EVIL}"').replace("delivered", f'"{EVIL}"')
    story.send([(f"{EVIL.replace('/', '∕')}.csv", text), ('"onmouseover="alert(1).csv', b"\x89PNG")])
    pages = [story.client.get("/start/files").content.decode(), story.look().content.decode()]
    pages.append(story.client.post("/start/mapping", {"s0-taken": "1", "s0-name": EVIL}).content.decode())
    for page in pages:
        assert "<script>alert" not in page
        assert 'onmouseover="alert' not in page
    assert "&lt;script&gt;alert" in pages[1]


def test_names_of_employees_and_addresses_are_not_shown(story: Story) -> None:
    people = "ticket_id;opened_at;closed_at;agent;customer_email;phone\n" + "".join(
        f"T{n};2024-03-{n:02} 10:00;2024-03-{n:02} 12:00;Jeanne Dubois{n % 3};client{n}@exemple.example;+3361234567{n % 10}\n"
        for n in range(1, 29)
    )
    story.send([("tickets.csv", people)])
    page = story.look().content.decode()
    assert "•••" in page
    for hidden in ("Jeanne Dubois", "client1@", "+33612345671"):
        assert hidden not in page
        assert hidden not in str(ProposedSource.objects.get().shown)


def test_the_next_month_is_more_of_the_same_source(story: Story) -> None:
    story.send([("commandes-mars.csv", ORDERS)])
    story.look()
    story.agree()
    story.work()
    april = ORDERS.replace("2024-03", "2024-04").replace("\nO", "\nP")
    story.send([("commandes-avril.csv", april), ("encore-mars.csv", ORDERS)])
    page = story.look().content.decode()
    again = DroppedFile.objects.get(name="encore-mars.csv")
    assert again.refused is not None
    assert "octet pour octet" in again.refused["what"]["fr"]
    assert "Mêmes colonnes que la source" in page
    assert story.client.post("/start/mapping", {"s0-taken": "1", "s0-instead": "beside"}).status_code == 302
    (source,) = declared(story.home).values()
    assert [Path(file).name for file in source.patterns] == ["commandes-mars.csv", "commandes-avril.csv"]
    story.work()
    assert facts(story.home, "SELECT count(*) AS n FROM events") == [(56,)]


def test_a_complete_export_takes_the_place_of_the_files_before(story: Story) -> None:
    story.send([("commandes.csv", ORDERS)])
    story.look()
    story.agree()
    story.work()
    story.send([("commandes.csv", ORDERS + "O99;C1;2024-03-29;2024-03-29;delivered\n")])
    page = story.look().content.decode()
    assert 'value="instead" checked' in page
    assert story.client.post("/start/mapping", {"s0-taken": "1", "s0-instead": "instead"}).status_code == 302
    story.work()
    assert facts(story.home, "SELECT count(*) AS n FROM events") == [(29,)]


def test_looking_twice_gives_the_same_rows(story: Story) -> None:
    from visavis.sources.proposing import look_at_drop

    story.send([("commandes.csv", ORDERS)])
    story.look()
    before = list(ProposedSource.objects.values_list("name", "yaml", "position"))
    look_at_drop(story.home, Drop.objects.get().pk)
    assert list(ProposedSource.objects.values_list("name", "yaml", "position")) == before


def test_a_source_that_exists_is_never_overwritten(story: Story) -> None:
    file = story.home / "sources" / "commandes.yaml"
    story.send([("commandes.csv", ORDERS)])
    story.look()
    file.write_text("# written meanwhile\n")
    response = story.agree()
    assert response.status_code == 422
    assert file.read_text() == "# written meanwhile\n"


def test_nothing_taken_is_told(story: Story) -> None:
    story.send([("commandes.csv", ORDERS)])
    story.look()
    response = story.client.post("/start/mapping", {})
    assert response.status_code == 422
    assert "Aucune source n’est retenue" in response.content.decode()
