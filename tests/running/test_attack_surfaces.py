"""An attacker who opens every page, file and command of every run, under all filters, learns nothing about one to four people.

Companies made at random are run as a whole and served; an employee asks for every combination of promise, team, kind of client and
months. What a page tells under a filter must be a sum of the guarded cells that stand behind it, found here anew; what else is told
(the mirror in JSON, lists of cases, actions) becomes a sum over employees' facts, and all of it is taken apart by linear algebra together
with the tables. Lists are read as rows: who holds two of them beside one another knows which cases are in both.
"""

import csv
import itertools
import json
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from typer.testing import CliRunner

from tests.engine.measuring.test_anonymity import isolated
from tests.running.attacking import Fact, Sums
from tests.running.test_attack_events import (  # fmt: skip
    LATER,
    PROMISES,
    SEGMENTS,
    SORTS,
    TEAMS,
    Keeps,
    read_measures,
    read_slices,
    waves,
    write,
)
from visavis import database
from visavis.cli.main import app
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake
from visavis.engine.measuring.interrupted import Sided
from visavis.engine.tables import ALL
from visavis.mirror.guard.slices_together import block_of
from visavis.running.run import run
from visavis.vocabulary import SMALLEST_GROUP, Role
from visavis.web.mirror import shown

Promises = dict[str, tuple[str, Keeps]]
MONTHS = ("", "2025-01", "2025-02")
GROUPS = ("", *(f"team:{team}" for team in TEAMS), *(f"segment:{each}" for each in SEGMENTS))
OPEN = (Role.EMPLOYEE, Role.LEAD, Role.SPONSOR)
"""Who opens pages and looks at no raw rows."""
PAGES = ("/", "/today", "/promises", "/mirror", "/mirror.html", "/mirror/answers", "/mirror/chain", "/mirror/journey", "/mirror/relation", "/mirror/dialogue",
         "/mirror/voices", "/mirror/teams", "/mirror/words", "/mirror/over-time.html", "/actions", "/voices", "/clients", "/commitments")  # fmt: skip


@pytest.fixture
def served(tmp_path: Path, migrated_sqlite: Path, quick_passwords: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:  # fmt: skip
    """An empty home with its database, which pages show."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(migrated_sqlite, home / database.FILE)
    monkeypatch.setattr(settings, "HOME", home)
    monkeypatch.setitem(settings.__dict__, "SECRET_KEY", "only for tests, where nothing is worth stealing")
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["testserver"])
    database.use(home)
    yield home
    cache.clear()
    shown.forget()


def signed_in(role: Role) -> Client:
    from visavis.house.models import User

    client, email = Client(), f"{role}@exemple.example"
    client.cookies["visavis_language"] = "en"
    client.force_login(User.objects.filter(email=email).first() or User.objects.create_user(email, "Camille", role, "un mot de passe assez long"))  # fmt: skip
    return client


def many_clients(home: Path) -> None:
    """Nine clients of each kind: of fewer than five an action tells nothing."""
    crm = [f"{each}{n};{each}" for each in SEGMENTS for n in range(9)]
    (home / "exports" / "crm.csv").write_text("\n".join(["id;segment", *crm, ""]))
    for sort in SORTS:
        file = home / "exports" / f"{sort}.csv"
        with file.open(newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter=";"))
        with file.open("w", newline="") as lines:
            writer = csv.DictWriter(lines, rows[0].keys(), delimiter=";")
            writer.writeheader()
            writer.writerows(
                row | {"client": row["client"] and f"{row['client']}{n % 9}"} for n, row in enumerate(rows)
            )


def actions() -> None:
    """Two actions, judged by the orders of one team, before and after days that somebody chose."""
    from visavis.change.plan import Plan
    from visavis.change.registering import write_down

    plan = Plan(title="More people", owner="North", outcome=Sided("every", ("north",)), control=(Sided("every", ("south", "west")),),
                starts_on=date(2025, 1, 16), reads_on=date(2025, 4, 30), baseline=56)  # fmt: skip
    write_down(plan, by=None, at=datetime(2025, 1, 2, tzinfo=UTC))
    write_down(replace(plan, outcome=Sided("every", ("south",)), control=(Sided("packed"),)), by=None, at=datetime(2025, 1, 2, tzinfo=UTC))  # fmt: skip


def keeps_of(promises: Promises, name: str, of: str = "", months: tuple[str, str] = ("", "")) -> Keeps:
    """The facts of a promise that a filter asks for."""
    side, _, value = of.partition(":")
    first, last = (int(month[-2:]) if month else end for month, end in zip(months, (1, 12), strict=True))
    counts = promises[name][1]

    def keeps(fact: Fact) -> bool:
        own = fact.team if side == "team" else fact.segment or "small"
        return counts(fact) and first <= fact.month <= last and (not side or own == value)

    return keeps


def cells_of(document: dict[str, Any], name: str, of: str, months: tuple[str, str]) -> int:
    """How many facts the guarded cells of a promise tell of under a filter: of blocks of months that lie in it as a whole."""
    own = document["promises"].get(name, {}).get("facts", {"grain": "month", "cells": []})
    side, _, value = of.partition(":")
    grain = own["grain"] if side else "month"
    every = {cell[0] for cell in own["cells"] if not cell[1]}
    cut = {block_of(month, grain) for month in every if not _within(month, months)}
    return sum(sum(cell[3:]) for cell in own["cells"] if cell[1:3] == [side, value] and cell[0] not in cut)


def _within(month: str, months: tuple[str, str]) -> bool:
    first, last = months
    return (not first or month[:7] >= first) and (not last or month[:7] <= last)


class Reader:
    """What an employee reads of a home, run after run."""

    def __init__(self, home: Path, sums: Sums) -> None:
        self.home, self.sums = home, sums
        self.numbers = 0

    def reads(self, promises: Promises) -> None:
        from visavis.running.models import Document

        document = Document.objects.get(name="slices").body
        client = signed_in(OPEN[len(self.sums.runs) % len(OPEN)])
        for of, *months in itertools.product(GROUPS, MONTHS, MONTHS):
            if not all(months) or months[0] <= months[1]:
                self._mirror(client, promises, document, of, (months[0], months[1]))
        self._lists(client, promises)
        self._actions(client)
        self._json(promises)
        self._names(client, promises)

    def _mirror(self, client: Client, promises: Promises, document: dict[str, Any], of: str, months: tuple[str, str]) -> None:  # fmt: skip
        """Both pages of the mirror, the promises one by one and together: nothing but guarded cells."""
        cells = [cell for each in document["promises"].values() for what in each.values() for cell in what["cells"]]
        group = of if of in {f"{cell[1]}:{cell[2]}" for cell in cells} else ""
        for name in ("", *promises):
            asked = {"of": of, "promise": name, "from": months[0], "to": months[1]}
            over_time, page = (client.get(where, {k: v for k, v in asked.items() if v}) for where in ("/mirror/over-time", "/mirror"))  # fmt: skip
            for each in over_time.context["told"]:
                faced = each.faced
                own = each.link.rpartition("/")[2]
                assert sum(faced.ended) + faced.open + faced.untestable == cells_of(document, own, group, months), asked
                self.numbers += 1
            for each in page.context["told"].promises if page.context["told"] else ():
                cells = cells_of(document, each.name, group, months)
                assert each.cases in ((cells,) if not group or cells >= SMALLEST_GROUP else (0,)), asked
                if not group:
                    self.sums.takes(each.cases, keeps_of(promises, each.name, "", months), whole=True)
                self.numbers += 1

    def _lists(self, client: Client, promises: Promises) -> None:
        """Lists of cases as rows, held beside one another: cases on a team's list and on that of a promise are a sum, too."""
        every = {name: self._keys(client, name, "") for name in promises}
        for name, team in itertools.product(promises, TEAMS):
            of_team = self._keys(client, name, f"team:{team}")
            if of_team == every[name]:  # it is not narrowed
                continue
            for other, month in itertools.product(promises, (1, 2)):
                both = [key for key in of_team if key in every[other] and every[other][key] == month]
                kept = keeps_of(promises, name, f"team:{team}", (f"2025-0{month}",) * 2)
                if both:
                    self.sums.takes(len(both), lambda fact, k=kept, c=promises[other][1]: k(fact) and c(fact))

    def _keys(self, client: Client, name: str, of: str) -> dict[tuple[str, str], int]:
        """The cases on a list, page by page, with their month."""
        found: dict[tuple[str, str], int] = {}
        after: str | None = ""
        while after is not None:
            asked = {"of": of, "after": after}
            context = client.get(f"/promises/{name}", {key: text for key, text in asked.items() if text}).context
            found |= {(each["shown"].case.source, each["shown"].case.key): each["shown"].case.on_day.month for each in context["cases"]}  # fmt: skip
            after = context["next"] or None
        return found

    def _actions(self, client: Client) -> None:
        """What an action tells before its verdict: how many cases there were, of the side of a team."""
        from visavis.change.models import Action

        for number in Action.objects.values_list("pk", flat=True):
            for side in client.get(f"/actions/{number}").context["sides"]:
                for month, counted in ((1, side.before), (2, side.after)):
                    if counted and counted["n"]:
                        self.sums.takes(counted["n"], lambda fact, m=month, teams=side.series.teams, own=side.series.promise: fact.month == m and PROMISES[own][1](fact) and (not teams or fact.team in teams), whole=not side.series.teams)  # fmt: skip

    def _json(self, promises: Promises) -> None:
        """`visavis mirror --format json`, whole and month by month, is about the whole company alone."""
        for month in MONTHS:
            days = ["--from", month, "--to", month] if month else []
            told = CliRunner().invoke(app, ["--home", str(self.home), "mirror", "--format", "json", *days])
            mirror = json.loads(told.stdout)
            for each in mirror["promises"]:
                self.sums.takes(each["cases"], keeps_of(promises, each["name"], "", (month, month)), whole=True)
            self.numbers += len(mirror["promises"])

    def _names(self, client: Client, promises: Promises) -> None:
        """Nobody is named, not by a pseudonym either: on no page, in no SQL behind a figure, in no table for other tools."""
        session, lake = DuckDB(self.home / "scratch"), Lake(self.home / "lake")
        manifest = lake.current()
        assert manifest is not None
        lake.show(session, manifest, ["events"])
        staff = [row["staff"] for row in session.rows("SELECT DISTINCT staff FROM events WHERE NOT staff IS NULL")]
        session.close()
        assert len(staff) > 10
        pages = [*PAGES, *(f"/promises/{name}" for name in promises)]
        told = {where: client.get(where, follow=True) for where in pages}
        assert [where for where, answer in told.items() if answer.status_code != 200] == []
        texts = {where: b"".join(answer.streaming_content) if answer.streaming else answer.content for where, answer in told.items()}  # fmt: skip
        for table in ALL:
            out = self.home.parent / "out.json"
            asked = ["--home", str(self.home), "export", table, "--format", "json", "--out", str(out)]
            assert CliRunner().invoke(app, asked).exit_code == 0, table
            texts[table] = out.read_bytes()
        assert [where for where, text in texts.items() for who in staff if who.encode() in text] == []


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_every_page_file_and_command_under_all_filters_isolates_nobody(served: Path, seed: int) -> None:
    from visavis.running.models import Document

    chance, sums = random.Random(seed), Sums()
    reader, promises = Reader(served, sums), dict(PROMISES)
    for number, facts in enumerate(waves(chance)):
        if number == 2:
            promises |= LATER
        write(served, facts, promises)
        many_clients(served)
        if number == 0:
            actions()
        run(served)
        shown.forget()
        sums.runs.append(facts)
        read_slices(sums, Document.objects.get(name="slices").body, promises)
        lake, session = Lake(served / "lake"), DuckDB(served / "scratch")
        manifest = lake.current()
        assert manifest is not None
        lake.show(session, manifest, ["measures"])
        read_measures(sums, session.rows("SELECT * FROM measures"))
        session.close()
        reader.reads(promises)
    assert reader.numbers > 300
    assert len(sums.groups) > 20, "teams and kinds of clients are told"
    for sort in SORTS:
        assert isolated(*sums.of_sort(sort)) is None, sort


def test_programs_are_told_no_figure_of_a_team() -> None:
    """Whatever is read by a key of the API is about clients, their voices and one's own: a new address must be looked at here."""
    from visavis.api.urls import api

    paths: dict[str, dict[str, Any]] = api.get_openapi_schema()["paths"]
    read = {path.removeprefix("/api/v1") for path, verbs in paths.items() if "get" in verbs}
    one = {f"/clients/{{client}}{rest}" for rest in ("", "/why", "/history", "/erasure")}
    assert read == one | {
        "/clients",
        "/voices/heard",
        "/voices/{voice}",
        "/commitments",
        "/doubts",
        "/decisions/{decision}",
    }
