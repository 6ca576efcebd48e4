"""Promises written in the browser: adopted, refused with their line, refused where the file changed, undone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.web.promises.made import declare, publish, reflected, text_of
from visavis.declarations import versions
from visavis.engine.holding.promise import Promise
from visavis.promises.fields import EMPTY, fields_of
from visavis.promises.ledger import read_ledger
from visavis.vocabulary import Role

SignedIn = Callable[..., Client]


def runs_asked() -> int:
    """How many runs were asked for."""
    from visavis.work.models import Job

    return Job.objects.filter(task__endswith=".run").count()


def promise_of(home: Path, name: str) -> Promise:
    """The promise as its file says it."""
    return next(each.value for each in read_ledger(home) if each.value.name == name)


def test_a_new_promise_is_written_and_a_run_is_asked_for(home: Path, signed_in: SignedIn) -> None:
    form = EMPTY | {"says_fr": "Rappelé sous 2 jours", "number": "2", "unit": "business days", "type": "call-back"}
    answer = signed_in(Role.ANALYST).post("/promises/new", form | {"what": "adopt", "seen": ""})
    assert (answer.status_code, answer["Location"]) == (302, "/promises/rappele-sous-2-jours")
    assert (home / "promises" / "rappele-sous-2-jours.yaml").read_text() == (
        "name: rappele-sous-2-jours\n"
        "says: {fr: Rappelé sous 2 jours}\n"
        "audience: public\n"
        "test:\n"
        "  where: {type: call-back}\n"
        "  due: {after: occurred_at, within: 2 business days, calendar: FR}\n"
    )
    assert runs_asked() == 1


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(home: Path, signed_in: SignedIn) -> None:
    form = EMPTY | {"says_fr": "Rappelé <vite>", "number": "2", "unit": "hours", "hours": "Mon-Fri", "what": "adopt"}
    page = signed_in(Role.ANALYST).post("/promises/new", form | {"unit": "business hours", "hours": ""})
    assert page.status_code == 422
    assert "des heures ouvrées demandent des horaires" in text_of(page)
    assert 'value="Rappelé &lt;vite&gt;"' in page.content.decode()
    assert list((home / "promises").glob("*.yaml")) == []
    assert runs_asked() == 0


def test_a_name_that_is_taken_is_refused(home: Path, signed_in: SignedIn) -> None:
    file = declare(home, "a-temps")
    before = file.read_text()
    form = EMPTY | {"name": "a-temps", "says_fr": "Autre", "number": "1", "what": "adopt"}
    page = signed_in(Role.ANALYST).post("/promises/new", form)
    assert page.status_code == 422
    assert "le nom « a-temps » est déjà pris" in text_of(page)
    assert file.read_text() == before


def test_editing_keeps_comments_and_what_no_field_knows(home: Path, signed_in: SignedIn) -> None:
    file = home / "promises" / "both.yaml"
    file.write_text(
        "# Nos promesses\n"
        "- name: a-temps   # la plus connue\n"
        '  says: {fr: "Livré à temps"}\n'
        "  test:\n"
        "    where: {type: delivery, extra.region: [Nord, Sud]}\n"
        "    due: due_at  # la colonne du transporteur\n"
        "- name: autre\n"
        "  says: {fr: Autre}\n"
        "  test: {holds: {field: extra.ok, equals: true}}\n"
    )
    form = fields_of(promise_of(home, "a-temps")) | {"carrier": "Logistique", "what": "adopt"}
    answer = signed_in(Role.ANALYST).post("/promises/a-temps/edit", form | {"seen": versions.seen(file)})
    assert answer.status_code == 302
    assert file.read_text() == (
        "# Nos promesses\n"
        "- name: a-temps   # la plus connue\n"
        '  says: {fr: "Livré à temps"}\n'
        "  test:\n"
        "    where: {type: delivery, extra.region: [Nord, Sud]}\n"
        "    due: due_at  # la colonne du transporteur\n"
        "  audience: public\n"
        "  carrier: Logistique\n"
        "- name: autre\n"
        "  says: {fr: Autre}\n"
        "  test: {holds: {field: extra.ok, equals: true}}\n"
    )


def test_a_file_that_changed_meanwhile_is_not_overwritten(home: Path, signed_in: SignedIn) -> None:
    file = declare(home, "a-temps")
    seen = versions.seen(file)
    form = fields_of(promise_of(home, "a-temps")) | {"carrier": "Entrepôt", "what": "adopt", "seen": seen}
    file.write_text(file.read_text().replace("Livré à temps", "Livré le jour dit"))
    client = signed_in(Role.ANALYST)
    page = client.post("/promises/a-temps/edit", form)
    assert page.status_code == 422
    assert "ce fichier a changé depuis que vous l’avez ouvert" in text_of(page)
    assert 'value="Entrepôt"' in page.content.decode()
    assert promise_of(home, "a-temps").carrier == "Logistique"
    assert runs_asked() == 0
    # The page that said so has seen the file as it stands: saving again is meant.
    assert client.post("/promises/a-temps/edit", form | {"seen": versions.seen(file)}).status_code == 302
    assert promise_of(home, "a-temps").carrier == "Entrepôt"


def test_yaml_that_is_wrong_is_told_with_its_line(home: Path, signed_in: SignedIn) -> None:
    file = declare(home, "a-temps")
    before, seen = file.read_text(), versions.seen(file)
    client = signed_in(Role.ANALYST)
    for wrong, line, what in (
        (before.replace("due: due_at", "dew: due_at"), 9, "clé inconnue : test.dew"),
        (before.replace("{type: delivery}", "{type: delivery"), 9, "YAML illisible"),
        (before.replace("  done: done_at", "  done: ${SECRET}"), 10, "une variable d’environnement ne s’ajoute pas"),
    ):
        page = client.post("/promises/files/a-temps.yaml", {"yaml": wrong, "seen": seen, "what": "save"})
        assert page.status_code == 422
        text = text_of(page)
        assert what in text
        assert f"a-temps.yaml, ligne {line}" in text
        assert f'<li id="line-{line}" class="wrong">' in page.content.decode()
    assert file.read_text() == before


def test_a_change_can_be_undone_and_the_undoing_too(home: Path, signed_in: SignedIn) -> None:
    file = declare(home, "a-temps")
    first = file.read_text()
    second = first.replace("Livré à temps", "Livré à l’heure")
    client = signed_in(Role.ANALYST)
    client.post("/promises/files/a-temps.yaml", {"yaml": second, "seen": versions.seen(file), "what": "save"})
    assert file.read_text() == second
    former = versions.versions(file.parent, file.name)[0]
    client.post("/promises/files/a-temps.yaml/restoration", {"version": former.id})
    assert file.read_text() == first
    client.post("/promises/files/a-temps.yaml/restoration", {"version": versions.versions(file.parent)[0].id})
    assert file.read_text() == second


def test_a_withdrawn_promise_can_be_put_back(home: Path, signed_in: SignedIn) -> None:
    file = declare(home, "a-temps")
    text = file.read_text()
    client = signed_in(Role.ANALYST)
    assert client.post("/promises/a-temps/withdrawal", {"seen": versions.seen(file)}).status_code == 302
    assert not file.exists()
    page = client.get("/promises")
    assert "1 fichier retiré" in text_of(page)
    version = versions.gone(file.parent)[0]
    assert version.id in page.content.decode()
    client.post("/promises/files/a-temps.yaml/restoration", {"version": version.id})
    assert file.read_text() == text


@pytest.mark.parametrize("version", ["", "../../visavis.yaml", "a-temps.yaml@20250101T000000000000Z"])
def test_only_versions_that_were_kept_come_back(home: Path, signed_in: SignedIn, version: str) -> None:
    file = declare(home, "a-temps")
    text = file.read_text()
    answer = signed_in(Role.ANALYST).post("/promises/files/a-temps.yaml/restoration", {"version": version})
    assert answer.status_code == 302
    assert (file.read_text(), runs_asked()) == (text, 0)


@pytest.mark.parametrize("file", ["..%2Fvisavis.yaml", ".former%2Fx.yaml", "..yaml", "x.txt", "%2Fetc%2Fpasswd.yaml"])
def test_no_other_file_can_be_opened(home: Path, signed_in: SignedIn, file: str) -> None:
    assert signed_in(Role.ADMINISTRATOR).get(f"/promises/files/{file}").status_code == 404


def test_a_promise_that_says_more_than_the_form_opens_as_text(home: Path, signed_in: SignedIn) -> None:
    (home / "promises" / "sql.yaml").write_text(
        "name: sql\nsays: {fr: Requête}\ntest: {select: \"SELECT key, client_ref, 'kept' AS outcome, due_at, done_at FROM events\"}\n"
    )
    client = signed_in(Role.ANALYST)
    answer = client.get("/promises/sql/edit")
    assert answer["Location"] == "/promises/files/sql.yaml?from=form"
    assert "Cette promesse dit plus que le formulaire" in text_of(client.get(answer["Location"]))


def test_employees_see_no_way_to_edit(home: Path, signed_in: SignedIn) -> None:
    declare(home, "a-temps")
    publish(reflected("a-temps"))
    assert "Modifier" not in text_of(signed_in(Role.EMPLOYEE).get("/promises/a-temps"))
    assert signed_in(Role.EMPLOYEE).post("/promises/a-temps/withdrawal", {}).status_code == 403
    assert (home / "promises" / "a-temps.yaml").exists()
