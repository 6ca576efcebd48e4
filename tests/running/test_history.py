"""What happened to a client, and who it was at a moment, told from what runs and people did."""

import datetime
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.running.identity import ACTOR, World, complete, end, links, without_pages
from visavis import database
from visavis.cli.main import app
from visavis.running.deciding import cannot_link, undo, undo_merge
from visavis.running.deciding.history import events_of
from visavis.running.deciding.past import who_was
from visavis.running.deciding.telling import told


@pytest.fixture
def world(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, either_database: str, request: pytest.FixtureRequest
) -> World:
    without_pages(monkeypatch)
    if either_database == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / database.FILE)
    return World(tmp_path)


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def short(home: Path, number: int) -> list[tuple[Any, ...]]:
    """What happened, with whom, to which records."""
    return [(each.what, each.other, each.records) for each in events_of(home, number)]


def test_a_client_is_followed_through_runs_and_decisions(world: World) -> None:
    home = world.home
    world.run("abc", complete(["a b"]))
    apart = now()
    evidence = complete(["a b c"])
    world.run("abc", evidence)
    merged = now()
    undo_merge(home, 2, actor=ACTOR, reason="father and son")
    parted = now()
    world.run("ab", evidence)
    gone = now()
    world.run("abc", evidence)
    assert short(home, 2) == [
        ("made", (), ()),
        ("linked", (), ("s/c",)),
        ("merged", (1,), ("s/c",)),
        ("split", (1,), ("s/c",)),
        ("back", (), ("s/c",)),
    ]
    assert short(home, 1) == [
        ("made", (), ()),
        ("linked", (), ("s/a", "s/b")),
        ("merged", (2,), ("s/c",)),
        ("split", (2,), ("s/c",)),
    ]
    was = [
        (who_was(home, 2, when).number, who_was(home, 2, when).records) for when in (apart, merged, parted, gone, now())
    ]
    assert was == [
        (2, (end("c"),)),
        (1, (end("a"), end("b"), end("c"))),
        (2, (end("c"),)),
        (2, ()),
        (2, (end("c"),)),
    ]
    assert who_was(home, 2, apart - datetime.timedelta(days=1)).number is None


def test_decisions_say_who_why_and_what_became_of_them(world: World) -> None:
    home = world.home
    world.run("ab", complete(["a b"]))
    cut = cannot_link(home, end("a"), end("b"), actor=ACTOR, reason="two sisters")
    undo(home, cut.pk, actor=ACTOR, reason="one after all")
    assert links() == {"a": 1, "b": 1}
    assert [told(each).en for each in events_of(home, 1)][2:] == [
        "decision 1, two clients (c-000002), by cli/ines: “two sisters” (undone by decision 2)",
        "decision 2, undoing of decision 1 (c-000002), by cli/ines: “one after all”",
    ]
    assert [told(each).fr for each in events_of(home, 2)] == [
        "client créé, par la décision n° 1",
        "décision n° 1, pas le même client (c-000001), par cli/ines : « two sisters » (annulée par la décision n° 2)",
        "décision n° 2, annulation de la décision n° 1 (c-000001), par cli/ines : « one after all »",
    ]


def test_the_commands_decide_undo_and_tell(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "ines")
    world.run("abc", complete(["b c"]))

    def say(*words: str) -> tuple[int, str]:
        answer = CliRunner().invoke(app, ["--home", str(world.home), "--lang", "en", "client", *words])
        return answer.exit_code, answer.output

    code, said = say("merge", "c-2", "c-1", "--reason", "one")
    assert (code, "Decision 1 is made." in said, "c-000001  3 record(s)" in said) == (0, True, True)
    assert links() == dict.fromkeys("abc", 1)
    assert say("undo", "c-2", "--reason", "two")[0] == 0
    assert links() == {"a": 1, "b": 2, "c": 2}
    assert say("split", "c-2", "s/c", "--reason", "three")[0] == 0
    assert links() == {"a": 1, "b": 2, "c": 3}
    assert say("must-link", "s/a", "s/c", "--reason", "one", "--json")[0] == 0
    assert links() == {"a": 1, "b": 2, "c": 1}
    code, said = say("history", "s/c")
    assert (code, "decision 4, one client (c-000003), by cli/ines: “one”" in said) == (0, True)
    code, said = say("history", "c-3", "--at", "2020-01-01")
    assert (code, "On 2020-01-01: not known yet." in said, "now c-000001" in said) == (0, True, True)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("merge", "c-1", "c-1", "--reason", "x"), "the same client is given twice"),
        (("merge", "c-1", "c-9", "--reason", "x"), "there is no client c-000009"),
        (("merge", "c-1", "paul", "--reason", "x"), "“paul” is no client’s id"),
        (("merge", "c-1", "c-2"), "the reason is missing"),
        (("split", "c-2", "s/b", "s/c", "--reason", "x"), "one at least, but not all"),
        (("split", "c-2", "sb", "--reason", "x"), "“sb” is no record"),
        (("must-link", "s/a", "s/z", "--reason", "x"), "there is no record s/z"),
        (("undo", "7", "--reason", "x"), "there is no decision 7"),
        (("undo", "c-2", "--reason", "x"), "nobody took the id c-000002 over"),
        (("history", "c-1", "--at", "March"), "“March” is no date"),
    ],
)
def test_wrong_input_is_said_and_changes_nothing(
    tmp_path: Path, migrated_sqlite: Path, words: tuple[str, ...], why: str
) -> None:
    shutil.copy(migrated_sqlite, tmp_path / database.FILE)
    World(tmp_path).run("abc", complete(["b c"]))
    answer = CliRunner().invoke(app, ["--home", str(tmp_path), "--lang", "en", "client", *words])
    said = answer.output + (str(answer.exception) if answer.exception else "")
    assert (answer.exit_code, why in said, links()) == (1, True, {"a": 1, "b": 2, "c": 2})
