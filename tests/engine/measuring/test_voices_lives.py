from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.engine.measuring.lines import Quietly, show_rows
from visavis.clients.publishing import same_id
from visavis.engine.duckdb import DuckDB
from visavis.engine.measuring.voices_lives import count_steps, life_steps, settled
from visavis.engine.settling import perform
from visavis.engine.steps import Runner
from visavis.voices.hearing import voice_of

START = datetime(2025, 3, 3, 9)
Row = dict[str, Any]


def at(stem: str, hours: float) -> Row:
    moment = START + timedelta(hours=hours)
    return {f"{stem}_at": moment, f"{stem}_on": moment.date()}


def said(key: str, hours: float = 0, **more: Any) -> Row:
    return {"source": "mails", "key": key, "thread": key.split("-")[0], "direction": "in", "channel": "mail", "text": "Où en est-on ?"} | at("occurred", hours) | more  # fmt: skip


def reply(thread: str, hours: float, team: str | None = "help", **more: Any) -> Row:
    return said(f"{thread}-{hours}{team}", hours, direction="out", team=team, staff="s1", text="Voici.") | more


def act(kind: str, hours: float, team: str = "help", about: str = "cases/1", **more: Any) -> Row:
    return {"source": "cases", "key": f"{about}-{kind}-{hours}", "type": kind, "about": about, "team": team} | at("occurred", hours) | more  # fmt: skip


def done(key: str, hours: float, team: str = "help") -> Row:
    return {"source": "cases", "key": key, "type": "case", "team": team} | at("done", hours)


def gesture(kind: str, voice: str, hours: float, team: str | None = None, status: str | None = None) -> Row:
    about = f"voice/{voice_of(voice).hex}" if not voice.startswith("voice/") else voice
    return {"source": "visavis", "key": f"{kind}-{hours}", "type": kind, "about": about, "team": team, "status": status} | at("done", hours)  # fmt: skip


def route(key: str, team: str | None = "help", table: str = "exchanges", source: str = "mails") -> Row:
    return {"source": source, "table": table, "key": key, "team": team, "p": 0.9, "reason": ""}


LATER = said("later", 24 * 60, text="")
"""The source tells of sixty days."""


def live(runner: Runner, folder: Path, exchanges: list[Row], **tables: list[Row]) -> dict[str, Row]:
    """Fates by key of the voice."""
    given = {name: tables.get(name, []) for name in ("events", "ratings", "readings", "routes", "commitments")}
    show_rows(runner, folder, exchanges=[*exchanges, LATER], **given)
    steps = [*life_steps("t", within=30), *count_steps("t", within=30)]
    perform(runner, steps, settled("t"), folder / "scratch")
    return {row["key"]: row for row in runner.rows("SELECT * FROM t_fates")}


def fate(row: Row) -> tuple[str, str | None]:
    return row["stage"], row["lost"]


@pytest.fixture
def engine(tmp_path: Path) -> DuckDB:
    return DuckDB(tmp_path / "scratch")


def test_a_voice_stands_at_the_furthest_stage_that_a_fact_tells_of(runner: Runner, tmp_path: Path) -> None:
    case = {name: f"cases/{name}" for name in ("undone", "untold", "silent", "unhappy", "felt")}
    rows = [
        said("unread"), said("nobody"), said("other"), reply("other", 1, "shop"), said("noname"), reply("noname", 1, None),
        said("answered"), reply("answered", 2), reply("answered", 3, "shop"), said("promised"), reply("promised", 2),
        *(said(name, about=about) for name, about in case.items()),
        *(reply(name, 30, about=case[name]) for name in ("silent", "unhappy", "felt")),
        said("unhappy-2", 60), said("felt-2", 60),
    ]  # fmt: skip
    events = [act("change", 5, about=case["undone"])]
    events += [done(name, 20) for name in ("untold", "silent", "unhappy", "felt")]
    readings = [
        {"source": "mails", "table": "exchanges", "key": key, "marks": marks, "sentiment": "neutral"}
        for key, marks in (("unhappy-2", ["anger"]), ("felt-2", ["relief"]))
    ]
    names = ["unread", "other", "noname", "answered", "promised", *case]
    promised = [{"source": "mails", "key": "promised-2help", "place": 0, "kind": "firm"}]
    quietly = Quietly(runner, "t_heard", "t_voices", "t_signs", "t_fates", "t_hands")
    found = live(quietly, tmp_path, rows, events=events, readings=readings, commitments=promised, routes=[*map(route, names), route("nobody", None)])  # fmt: skip
    assert {name: fate(found[name]) for name in [*names, "nobody"]} == {
        "unread": ("heard", "unread"), "nobody": ("heard", "unsure"), "other": ("read", "elsewhere"), "noname": ("read", "unnamed"),
        "answered": ("reached", "answered"), "promised": ("decided", "undone"), "undone": ("decided", "undone"), "untold": ("done", "untold"),
        "silent": ("told", "silent"), "unhappy": ("told", "unhappy"), "felt": ("felt", None),
    }  # fmt: skip
    assert [row["state"] for row in found.values()] == ["followed"] * len(found)
    assert (found["answered"]["teams"], found["answered"]["answered"]) == (2, 1)
    waits = {(row["team"], row["state"], row["minutes"]): row["n"] for row in runner.rows("SELECT * FROM t_reaches")}
    assert waits[("help", "ended", 120)] == 2, "answered and promised, after two hours"
    assert waits[("help", "waiting", 30 * 24 * 60)] == 3, "unread, other, noname: for the whole window, and no longer"


def test_what_cannot_be_followed_is_young_or_asks_for_nothing_is_left_out(engine: DuckDB, tmp_path: Path) -> None:
    rows = [said("old"), reply("old", 1), said("young", 24 * 31), said("glad")]
    reviews = [{"source": "stars", "key": "r", "instrument": "review", "text": "Bof", "score": 2.0} | at("occurred", 0)]
    readings = [{"source": "mails", "table": "exchanges", "key": "glad", "sentiment": "positive", "marks": ["thanks"]}]
    found = live(engine, tmp_path, rows, ratings=reviews, readings=readings)
    assert {key: row["state"] for key, row in found.items()} == {
        "old": "followed", "young": "under_way", "glad": "glad", "r": "unfollowed"
    }  # fmt: skip
    assert found["r"]["channel"] == "review"


def test_a_pleased_voice_that_expects_something_is_followed(engine: DuckDB, tmp_path: Path) -> None:
    readings = [
        {"source": "mails", "table": "exchanges", "key": "a", "sentiment": "positive", "marks": ["joy", "expectation"]}
    ]
    found = live(engine, tmp_path, [said("a"), reply("b", 1)], readings=readings)
    assert found["a"]["state"] == "followed"


def test_people_say_where_a_voice_belongs_and_what_they_see_counts(engine: DuckDB, tmp_path: Path) -> None:
    heard = [
        {"source": "visavis", "key": key, "direction": "in", "channel": "phone", "text": "…", "team": team}
        | at("occurred", 0)
        for key, team in (("a", "shop"), ("b", "shop"), ("c", None))
    ]
    later = {"source": "visavis", "key": "z", "direction": "in", "text": ""} | at("occurred", 24 * 40)
    gestures = [
        gesture("routed", "a", 1, "help", "former"),
        gesture("routed", "a", 2, "bills", "standing"),
        gesture("seen", "a", 3, "bills"),
        gesture("routed", "c", 4, None, "standing"),
    ]
    routes = [route(key, "help", source="visavis") for key in "abc"]
    found = live(engine, tmp_path, [*heard, later], events=gestures, routes=routes)
    assert (found["a"]["team"], fate(found["a"]), found["a"]["rerouted"]) == ("bills", ("reached", "silent"), 1)
    assert fate(found["b"]) == ("read", "elsewhere"), "whoever heard it is of another team"
    assert (found["c"]["team"], fate(found["c"])) == (None, ("read", "unsure"))


def test_facts_before_and_long_after_do_not_count_nor_machines(engine: DuckDB, tmp_path: Path) -> None:
    rows = [
        said("a", 10, about="cases/1"), reply("a", 9), reply("a", 11, text="Ceci est une réponse automatique."),
        reply("a", 10 + 24 * 31), said("twin", 10, about="cases/2"),
    ]  # fmt: skip
    found = live(engine, tmp_path, rows, events=[done("1", 9), done("2", 10 + 24 * 31)], routes=[route("a")])
    assert fate(found["a"]) == ("heard", "unread")
    assert fate(found["twin"]) == ("heard", "unsure")


def test_a_case_is_done_when_all_that_ever_ends_of_it_has(engine: DuckDB, tmp_path: Path) -> None:
    rows = [said("a", about="cases/1"), said("b", about="cases/2"), said("c", about="cases/2")]
    taken = [{"source": "cases", "type": "taken", "key": key, "team": "help"} | at("done", 1) for key in "12"]
    solved = [{"source": "cases", "type": "solved", "key": "1", "team": "help"}, {"source": "cases", "type": "solved", "key": "2"} | at("done", 5)]  # fmt: skip
    found = live(engine, tmp_path, rows, events=[*taken, *solved], routes=[route("a"), route("b")])
    assert fate(found["a"]) == ("decided", "undone"), "taken in charge, not solved"
    assert fate(found["b"]) == ("done", "untold")


def test_days_without_a_time_last_until_their_end(engine: DuckDB, tmp_path: Path) -> None:
    day = {"occurred_at": None}
    rows = [said("a", 5, about="cases/1"), reply("a", 0) | day, said("b") | day, reply("b", 1)]
    found = live(engine, tmp_path, rows, events=[{"source": "cases", "type": "x", "key": "1", "done_on": START.date()}], routes=[route("a"), route("b")])  # fmt: skip
    assert fate(found["a"]) == ("told", "silent")
    assert found["b"]["timed"] == 0
    assert [row["state"] for row in engine.rows("SELECT * FROM t_reaches ORDER BY state")] == ["ended", "untimed"]


def test_a_rating_after_an_answer_confirms_and_one_before_does_not(engine: DuckDB, tmp_path: Path) -> None:
    scale = {"source": "csat", "low": 0.0, "high": 10.0}
    ratings = [
        scale | {"key": "1", "about": "cases/1", "score": 9.0} | at("occurred", 5),
        scale | {"key": "2", "about": "cases/2", "score": 9.0} | at("occurred", 1),
        scale | {"key": "3", "about": "cases/3", "score": 1.0} | at("occurred", 5),
        scale | {"key": "4", "about": "cases/4", "score": 99.0} | at("occurred", 5),
    ]
    rows = [said(key, about=f"cases/{key}") for key in "1234"] + [reply(key, 2) for key in "1234"]
    found = live(engine, tmp_path, rows, ratings=ratings, routes=[route(key) for key in "1234"])
    assert {key: fate(found[key])[0] for key in "1234"} == {"1": "felt", "2": "reached", "3": "reached", "4": "reached"}


def test_no_voice_and_one_voice(engine: DuckDB, tmp_path: Path) -> None:
    assert live(engine, tmp_path, []) == {}
    assert [row["state"] for row in live(engine, tmp_path, [said("a")]).values()] == ["unfollowed"]


def test_a_voice_bears_the_name_that_its_page_has(engine: DuckDB, tmp_path: Path) -> None:
    live(engine, tmp_path, [said("a")], ratings=[{"source": "s", "key": "b", "instrument": "nps", "text": "x"} | at("occurred", 0)])  # fmt: skip
    wanted = same_id("fact", "source", "''", "key")
    assert all(row["same"] for row in engine.rows(f"SELECT id = 'voice/' || {wanted} AS same FROM t_heard"))
