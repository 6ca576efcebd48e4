"""An attacker who holds every table about cases, steps, requests and sheets, of every run, can't isolate fewer than five people.

One linear system has the slices of all promises, the chain, the steps of the process and for whom work is done: numbers of rows of
events, where a person may know that a case has one row a team and step. Slices are those of the publication, its ledger kept. Sheets
of a survey are a system of their own: how many of a team answered at all, and how many in each scale.
"""

import csv
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.engine.measuring.test_anonymity import isolated
from tests.running.attacking import Fact, Sums
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake
from visavis.mirror.guard.shield import HIDDEN
from visavis.mirror.guard.slices import sliced
from visavis.mirror.guard.slices_together import block_of
from visavis.running.run import run

SOURCES = """name: {name}
files: exports/{name}.csv
read: {{delimiter: ";"}}
facts:
  - table: events
    key: id
    fields: {{type: {{value: {type}}}, client_ref: {{record: client}}, about: {{key: order, of: orders}}, occurred_at: day, due_at: due,
             done_at: done, status: status, team: team, staff: agent, extra: {{product: product, asked_by: asked, calm: {{column: calm, as: decimal}}, pride: {{column: pride, as: decimal}}}}}}
"""
RECORDS = """name: crm
files: exports/crm.csv
read: {delimiter: ";"}
facts:
  - {table: records, key: id, fields: {kind: {value: person}, extra: {segment: segment}}}
"""
COLUMNS = (
    "id",
    "order",
    "client",
    "day",
    "due",
    "done",
    "status",
    "team",
    "agent",
    "product",
    "asked",
    "calm",
    "pride",
)
PROMISE = """- name: {name}
  says: {{fr: "{name}", en: "{name}"}}
  audience: public
  carrier: north
  test: {{over: events, where: {where}, due: due_at, done: done_at, by: day}}
"""
CLIMATE = "- {name: felt, climate: {where: {type: team-survey}, scales: {pride: [extra.pride], calm: [extra.calm]}, low: 1, high: 5, by: all}}\n"
TEAMS, SEGMENTS = ("north", "south", "west"), ("small", "large")
SORTS = {"orders": "order", "steps": "step", "requests": "request", "sheets": "team-survey"}
Keeps = Callable[[Fact], bool]
PROMISES: dict[str, tuple[str, Keeps]] = {
    "every": ("{type: order}", lambda fact: fact.sort == "orders"),
    "only-a": ("{type: order, extra.product: a}", lambda fact: fact.sort == "orders" and fact.what == "a"),
    "packed": ("{type: step, status: pack}", lambda fact: fact.sort == "steps" and fact.what == "pack"),
}
LATER: dict[str, tuple[str, Keeps]] = {
    "only-b": ("{type: order, extra.product: b}", lambda fact: fact.sort == "orders" and fact.what == "b"),
    "asked": ("{type: request}", lambda fact: fact.sort == "requests"),
}
"""Declared before the last run: `asked` counts requests of which teams were told as work, month by month."""


def staff(chance: random.Random) -> dict[str, list[str]]:
    """Three teams of which the last is small at times; somebody works in two."""
    sizes = zip(TEAMS, (9, chance.randint(5, 8), chance.randint(2, 7)), strict=True)
    return {team: [f"{team[0]}{n}" if n or team == "north" else "n0" for n in range(people)] for team, people in sizes}


def company(chance: random.Random) -> list[Fact]:
    """Orders, requests and steps of each; most months are quiet for some."""
    facts = []
    for team, people in staff(chance).items():
        for who in people:
            for month in (1, 2):
                facts += [Fact("orders", who, team, month, what, chance.choice(SEGMENTS)) for what in "ab" if chance.random() < {"a": 0.8, "b": 0.35}[what]]  # fmt: skip
                facts += [Fact("requests", who, team, month, "") for _ in "r" if chance.random() < 0.7]
                own = ("pick", "call") if team == "north" else ("pack", "call") if team == "south" else ("pick", "pack")
                facts += [Fact("steps", who, team, month, step) for step in own if chance.random() < 0.6]
    return facts


def sheets(chance: random.Random, team: str, people: range) -> list[Fact]:
    """What members of a team answer without a name: a few leave out the scale c(alm) or p(ride)."""
    return [Fact("sheets", f"{team}/{n}", team, 1, chance.choice(("", "", "", "c", "p"))) for n in people]


def waves(chance: random.Random) -> Iterator[list[Fact]]:
    facts = company(chance)
    answered = [sheet for team, n in zip(TEAMS, (8, 7, 5), strict=True) for sheet in sheets(chance, team, range(n))]
    yield [*facts, *answered]
    facts += chance.sample(facts, 3)
    answered += sheets(chance, "north", range(8, 9))
    yield [*facts, *answered]
    yield [*facts, *(fact for fact in facts if fact.team == "north"), *answered, *sheets(chance, "south", range(7, 12))]


def write(home: Path, facts: list[Fact], promises: dict[str, tuple[str, Keeps]]) -> None:
    """The home: a file for each sort of facts, steps of an order each by another team, at another step."""
    texts = {f"sources/{name}.yaml": SOURCES.format(name=name, type=type_) for name, type_ in SORTS.items()}
    texts |= {"sources/crm.yaml": RECORDS, "visavis.yaml": "language: en\ncountry: FR\n", "measures/all.yaml": CLIMATE}
    texts["promises/all.yaml"] = "".join(PROMISE.format(name=name, where=where) for name, (where, _) in promises.items())  # fmt: skip
    texts["exports/crm.csv"] = "id;segment\n" + "".join(f"{each};{each}\n" for each in SEGMENTS)
    for name, text in texts.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text)
    for sort in SORTS:
        with (home / "exports" / f"{sort}.csv").open("w", newline="") as file:
            rows = csv.DictWriter(file, COLUMNS, delimiter=";", restval="")
            rows.writeheader()
            rows.writerows(_rows(sort, [fact for fact in facts if fact.sort == sort]))


def _rows(sort: str, facts: list[Fact]) -> Iterator[dict[str, str]]:
    seen = [set[str]() for _ in facts]
    for n, fact in enumerate(facts):
        day = f"2025-0{fact.month}"
        row = {"id": f"{sort}{n}", "client": fact.segment or "small", "team": fact.team, "agent": fact.who, "day": f"{day}-03 09:00", "due": f"{day}-05", "done": f"{day}-04 09:00"}  # fmt: skip
        if sort == "orders":
            yield row | {"product": fact.what}
        elif sort == "requests":
            yield row | {"asked": ("client", "management")[n % 2]}
        elif sort == "sheets":
            # a sheet bears no name: nobody is told by it but whoever it stands for
            calm, pride = ("" if gap in fact.what else str(1 + n % 5) for gap in "cp")
            yield row | {"agent": "", "client": "", "calm": calm, "pride": pride}
        else:
            at = next(at for at, taken in enumerate(seen) if not taken & {fact.team, fact.what})
            seen[at] |= {fact.team, fact.what}
            yield row | {"status": fact.what, "order": f"orders{at}"}


def published(home: Path, former: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The slices as they are published, and all rows of measures; `former` keeps what the publication before told."""
    run(home, only=["fetch", "hold", "measure"])
    lake, session = Lake(home / "lake"), DuckDB(home / "scratch")
    try:
        manifest = lake.current()
        assert manifest is not None
        lake.show(session, manifest, ["records", "measures"])
        numbered = "SELECT source, key, row_number() OVER (ORDER BY key) AS client FROM records"
        session.connection.execute(f"CREATE VIEW members AS {numbered}")
        session.connection.execute("CREATE VIEW client_refs AS SELECT 'record/crm/' || key AS ref, client FROM members")
        document, ledger, _ = sliced(session, lake, manifest, {}, former.get("slices"), former.get("told"), b"key")
        former |= {"slices": document, "told": ledger}
        return document, session.rows("SELECT * FROM measures")
    finally:
        session.close()


def read_slices(sums: Sums, document: dict[str, Any], promises: dict[str, tuple[str, Keeps]]) -> int:
    """Note the slices; how many are of a team or kind of clients."""
    before = len(sums.groups)
    for name, (_, counts) in promises.items():
        own = document["promises"].get(name, {}).get("facts", {"grain": "month", "cells": []})
        for period, side, value, *n in own["cells"]:
            grain = "month" if not side else own["grain"]
            sums.takes(sum(n), lambda f, c=counts, p=period, g=grain, s=side, v=value: c(f) and block_of(f"2025-0{f.month}-01", g) == p and (not s or v == (f.team if s == "team" else f.segment or "small")), whole=not side)  # fmt: skip
    return len(sums.groups) - before


def read_measures(sums: Sums, rows: list[dict[str, Any]]) -> set[str]:
    """Note what is told of teams and steps over all time; the kinds of which something is."""
    found = set()
    for row in rows:
        about, figure = row["grouping"], (row["kind"], row["figure"])
        if figure == ("roots", "value") and about is None:
            sums.takes(row["n"], lambda f: f.sort == "requests", whole=True)
        elif figure == ("process", "handoffs") and about == "orders":
            # each row of a case is another team's: hand-offs and cases are rows, where all teams are told apart
            rows_told = int(row["value"]) + row["n"]
            if rows_told == sum(fact.sort == "steps" for fact in sums.runs[-1]):
                sums.takes(rows_told, lambda f: f.sort == "steps", whole=True)
        elif row["kind"] == "climate" and row["reason"] != HIDDEN and row["figure"].partition(":")[2] in ("", "mean"):
            gap = {"value": "none", "calm": "c", "pride": "p"}.get(row["figure"].partition(":")[0], "none")
            if row["figure"] != "teams_told":
                sums.takes(row["n"], lambda f, a=about, g=gap: f.sort == "sheets" and a in (None, f.team) and g not in f.what, whole=about is None)  # fmt: skip
                found |= {f"climate, {row['figure']}"} if about else set()
        if about is None or row["kind"] == "climate" or row["reason"] == HIDDEN or about.startswith("("):
            continue
        if figure == ("chain", "value"):
            sums.takes(row["n"], lambda f, a=about: f.sort == "steps" and f.team == a)
        elif figure == ("process", "returned") and " · step · " in about:
            sums.takes(row["n"], lambda f, a=about: f.sort == "steps" and a.endswith(f" {f.what}"))
        elif figure == ("roots", "value"):
            sums.takes(row["n"], lambda f, a=about: f.sort == "requests" and f.team == a)
        else:
            continue
        found.add(row["kind"])
    return found


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_slices_chain_process_work_and_sheets_of_every_run_together_isolate_nobody(tmp_path: Path, seed: int) -> None:
    chance, sums, former = random.Random(seed), Sums(), dict[str, Any]()
    kinds, slices, promises = set[str](), 0, dict(PROMISES)
    for number, facts in enumerate(waves(chance)):
        if number == 2:
            promises |= LATER
        write(tmp_path, facts, promises)
        document, rows = published(tmp_path, former)
        sums.runs.append(facts)
        slices += read_slices(sums, document, promises)
        kinds |= read_measures(sums, rows)
    assert slices > 6, "teams and kinds of clients are told"
    assert kinds >= {"roots", "process", "climate, value"}, "and steps, for whom work is done, and how many answered"
    for sort in SORTS:  # no part is of two sorts: whatever isolates somebody does so in one of them
        assert isolated(*sums.of_sort(sort)) is None, sort
