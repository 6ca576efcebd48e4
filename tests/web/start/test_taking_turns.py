"""Files that land, are looked at, withdrawn and agreed to at the same time: one after the other, and none is lost."""

from pathlib import Path
from typing import Any

import pytest

from tests.holding import is_held
from tests.web.reading import text_of
from tests.web.start.conftest import Story
from visavis.declarations.together import Together, all_or_nothing
from visavis.house.models import User
from visavis.sources import dropping, proposing
from visavis.sources.accepting import Overtaken, accept, proposed_for
from visavis.sources.correcting import Correction
from visavis.sources.landing import Landing
from visavis.sources.models import Drop, DroppedFile
from visavis.web.start import files as pages

ORDERS = "order_id;customer;due_date;delivered_at;status\n" + "".join(
    f"O{n};C{n % 9};2024-03-{n:02};2024-03-{n:02};delivered\n" for n in range(1, 29)
)
TICKETS = ORDERS.replace("order_id", "ticket_id").replace("due_date", "promised")


def land(home: Path, name: str = "late.csv", text: str = TICKETS) -> None:
    """A file that another window sends."""
    landing = Landing.begin(home, name)
    landing.write(text.encode())
    dropping.receive(home, User.objects.get().pk, [landing])


def looked_at(story: Story) -> Drop:
    story.send([("commandes.csv", ORDERS)])
    story.look()
    return Drop.objects.get()


def files_of_drops() -> list[tuple[bool, list[str]]]:
    return [
        (drop.accepted_at is not None, [file.name for file in drop.files.order_by("pk")])
        for drop in Drop.objects.order_by("pk")
    ]


def sources(home: Path) -> list[str]:
    return sorted(file.name for file in (home / "sources").glob("*.yaml"))


def test_while_sources_are_written_no_file_lands(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    drop, held = looked_at(story), []
    change = Together.change

    def meanwhile(self: Together, *given: Any, **more: Any) -> Any:
        held.append(is_held(drop))
        return change(self, *given, **more)

    monkeypatch.setattr(Together, "change", meanwhile)
    assert story.agree().status_code == 302
    assert held == [True]


def test_what_landed_since_the_drop_was_read_is_not_lost(story: Story) -> None:
    drop = looked_at(story)
    seen = proposed_for(drop)
    land(story.home)
    with pytest.raises(Overtaken), all_or_nothing() as together:
        accept(story.home, drop, {0: Correction(taken=True)}, together, seen=seen)
    assert files_of_drops() == [(False, ["commandes.csv", "late.csv"])]
    assert sources(story.home) == []


def test_what_lands_just_after_the_acceptance_begins_another_drop(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at(story)
    find = dropping.drop_of

    def overtaken(user_id: int) -> Drop | None:
        found = find(user_id)
        monkeypatch.setattr(dropping, "drop_of", find)
        Drop.objects.update(accepted_at="2024-04-01T00:00:00Z")
        return found

    monkeypatch.setattr(dropping, "drop_of", overtaken)
    land(story.home)
    assert files_of_drops() == [(True, ["commandes.csv"]), (False, ["late.csv"])]
    assert "late.csv" in text_of(story.client.get("/start/files"))


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("fr", "Vos fichiers ont changé depuis que vous avez ouvert cette page"),
        ("en", "Your files changed since you opened this page"),
    ],
)
def test_a_page_opened_before_a_file_came_accepts_nothing(story: Story, lang: str, told: str) -> None:
    drop = looked_at(story)
    form = {"seen": proposed_for(drop), "s0-taken": "1", "s0-f0": "1"}
    assert form["seen"] in story.client.get("/start/mapping").content.decode()
    story.client.cookies["visavis_language"] = lang
    land(story.home)
    answer = story.client.post("/start/mapping", form)
    assert (answer.status_code, told in text_of(answer), "late.csv" in text_of(answer)) == (409, True, True)
    story.look()
    answer = story.client.post("/start/mapping", form)
    assert (answer.status_code, told in text_of(answer)) == (409, True)
    assert sources(story.home) == []
    assert story.agree(seen=proposed_for(Drop.objects.get())).status_code == 302
    assert len(sources(story.home)) == 2
    assert story.client.post("/start/mapping", form).headers["Location"] == "/start"


def test_a_file_that_became_part_of_a_source_is_not_withdrawn(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at(story)
    lock = dropping.locked

    def overtaken(drop: Drop) -> Drop:
        Drop.objects.update(accepted_at="2024-04-01T00:00:00Z")
        return lock(drop)

    monkeypatch.setattr(dropping, "locked", overtaken)
    file = DroppedFile.objects.get()
    answer = story.client.post(f"/start/files/{file.pk}/withdrawal")
    assert (answer.status_code, "fait déjà partie d’une source" in text_of(answer)) == (409, True)
    assert story.client.post("/start/files/withdrawal").status_code == 302
    assert (home_has(story.home, file), files_of_drops()) == (True, [(True, ["commandes.csv"])])


def home_has(home: Path, file: DroppedFile) -> bool:
    return (home / file.path).exists()


def test_what_lands_during_a_look_is_looked_at_with_the_rest(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    story.send([("commandes.csv", ORDERS)])
    look = proposing._look

    def meanwhile(*given: Any) -> Any:
        found = look(*given)
        land(story.home)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(proposing, "_look", meanwhile)
        proposing.look_at_drop(story.home, Drop.objects.get().pk)
    drop = Drop.objects.get()
    assert (drop.looked_at, drop.proposals.count()) == (None, 0)
    assert story.look().redirect_chain[-1][0] == "/start/mapping"
    assert drop.proposals.count() == 2


def test_a_look_is_asked_for_and_noted_at_once(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that is done before the note would be waited for without end."""
    story.send([("commandes.csv", ORDERS)])
    drop, held = Drop.objects.get(), []
    ask = pages.ask

    def asking(*given: Any, **more: Any) -> Any:
        held.append(is_held(drop))
        return ask(*given, **more)

    monkeypatch.setattr(pages, "ask", asking)
    assert story.client.post("/start/examination").status_code == 302
    assert held == [True]
    monkeypatch.setattr(proposing, "locked", lambda drop: held.append(is_held(drop)) or dropping.locked(drop))
    story.work()


def test_a_row_that_can_not_be_written_leaves_no_file(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at(story)
    before = sorted(file.name for file in (story.home / "exports").rglob("*.csv"))

    def fail(drop: Drop) -> None:
        raise RuntimeError("the database is gone")

    monkeypatch.setattr(dropping, "unlook", fail)
    with pytest.raises(RuntimeError):
        land(story.home)
    assert sorted(file.name for file in (story.home / "exports").rglob("*.csv")) == before
    assert files_of_drops() == [(False, ["commandes.csv"])]


def written(home: Path) -> dict[str, str]:
    """All that stands in the folder of sources, former versions included."""
    return {
        file.relative_to(home).as_posix(): file.read_text()
        for file in (home / "sources").rglob("*")
        if file.is_file() and file.name != "lock"
    }


@pytest.mark.parametrize("step", ["the job", "the end of the transaction"])
def test_where_a_later_step_fails_neither_new_sources_nor_added_files_stay(
    story: Story, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at(story)
    story.agree()
    april = ORDERS.replace("2024-03", "2024-04").replace("\nO", "\nP")
    story.send([("avril.csv", april), ("demandes.csv", TICKETS)])
    story.look()
    before, made = written(story.home), []
    change = Together.change
    monkeypatch.setattr(Together, "change", lambda *given, **more: made.append(given[1].name) or change(*given, **more))

    def fail(*given: Any, **more: Any) -> Any:
        raise RuntimeError("the database is gone")

    target = "ask" if step == "the job" else "Drop"
    with monkeypatch.context() as patched:
        patched.setattr(f"visavis.web.start.mapping.{target}", fail if target == "ask" else None)
        with pytest.raises((RuntimeError, AttributeError)):
            story.agree(s0__instead="beside")
    assert len(made) == 2
    assert written(story.home) == before
    assert files_of_drops()[-1] == (False, ["avril.csv", "demandes.csv"])
    assert story.agree(s0__instead="beside").status_code == 302
    assert len(sources(story.home)) == 2
