"""An attacker who holds every table of relation, of every run, can't isolate fewer than five people.

Two linear systems. In one, a portfolio is whoever met its clients, each with what they did with these: all its figures are made of
that. In the other it is the people of its function, whose number is told. Portfolios are made here anew from the files.
"""

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.engine.measuring.test_anonymity import isolated
from tests.running.attacking import Part, Remembered, published
from visavis.running.run import run

SOURCE = """name: met
files: exports/met.csv
read: {delimiter: ";"}
facts:
  - table: events
    key: id
    fields: {type: sort, client_ref: {record: client}, occurred_at: day, team: team, staff: agent}
"""
MEASURES = "- {name: bonds, relation: {}}\n"
LATER = "- {name: by-call, relation: {contacts: [{over: events, where: {type: call}}]}}\n"
"""Declared before the last run: another way to count some of the same contacts."""
SORTS = {"bonds": ("call", "visit"), "by-call": ("call",)}
TEAMS = ("north", "south", "west")
FIRST = date(2025, 1, 6)


class Met(NamedTuple):
    """Somebody met a client, so many days after FIRST."""

    who: str
    team: str
    client: str
    sort: str
    day: int


def company(chance: random.Random) -> list[Met]:
    """Three teams of which the last is small at times, each with clients of its own; a few people of no team, with two of their own.
    Visits are made by few."""
    found = []
    for team, people in zip(TEAMS, (9, chance.randint(5, 8), chance.randint(2, 7)), strict=True):
        staff = [f"{team[0]}{n}" for n in range(people)]
        for n in range(chance.randint(6, 12)):
            client = f"{team}-{n}"
            for who in chance.sample(staff, min(len(staff), chance.choice((1, 1, 2, 3)))):
                days = chance.sample(range(60), chance.choice((1, 3, 6)))
                found += [Met(who, team, client, "call", day) for day in days]
        found += [Met(who, team, f"{team}-{n}", "visit", 30 + n) for n, who in enumerate(staff[:3])]
        found += [Met(who, team, f"{team}-{n % 6}", "call", 50) for n, who in enumerate(staff)]
    for n in range(chance.randint(1, 2)):
        found += [Met(f"x{n}", "", f"alone-{n}", "call", day) for day in (3, 5, 8, 13, 21, 34)]
    return found


def waves(chance: random.Random) -> Iterator[list[Met]]:
    """Then one person meets clients of another team, and a few of each other team theirs; then the whole of two teams meet theirs, and
    somebody new in each."""
    met = company(chance)
    yield met
    met += [Met("n0", "north", f"south-{n}", "call", 70) for n in range(3)]
    met += [Met(f"{team[0]}{n}", team, f"{team}-{n}", "call", 71) for team in ("north", "west") for n in range(2, 5)]
    yield met
    met += [Met(one.who, one.team, one.client, "call", 80) for one in met if one.team in ("north", "south")]
    met += [Met("s9", "south", "south-1", "call", 80), Met("n9", "north", "north-1", "call", 80)]
    met += [Met("w1", "west", "west-2", "visit", 80)]
    yield met


def write(home: Path, met: Sequence[Met], measures: str) -> None:
    for name, text in (("sources/met.yaml", SOURCE), ("measures/all.yaml", measures), ("visavis.yaml", "language: en\ncountry: FR\n")):  # fmt: skip
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text)
    (home / "exports").mkdir(exist_ok=True)
    with (home / "exports" / "met.csv").open("w", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(["id", "sort", "client", "day", "team", "agent"])
        rows.writerows(
            [n, each.sort, each.client, (FIRST + timedelta(each.day)).isoformat(), each.team, each.who]
            for n, each in enumerate(met)
        )


class Company:
    """Portfolios of one measure in one run, as its definition makes them of the files."""

    def __init__(self, met: Sequence[Met], sorts: Sequence[str]) -> None:
        mine = [each for each in met if each.sort in sorts]
        last = max(each.day for each in mine)
        self.met = mine
        teams: dict[str, Counter[str]] = defaultdict(Counter)
        held: dict[str, Counter[str]] = defaultdict(Counter)
        seen = {who: max(each.day for each in mine if each.who == who) for who in {each.who for each in mine}}
        for each in mine:
            teams[each.who][each.team] += 1
        self.function = {
            who: min(counts, key=lambda team: (not team, -counts[team], team)) for who, counts in teams.items()
        }
        for each in mine:
            if self.function[each.who]:
                held[each.client][self.function[each.who]] += 2 ** (-(last - each.day) / 180)  # type: ignore[assignment]
        self.of = {
            client: min(held[client], key=lambda team: (-held[client][team], team)) if client in held else ""
            for client in {each.client for each in mine}
        }
        self.there = {who for who, day in seen.items() if last - day <= 90}

    def parts(self, portfolio: str | None) -> frozenset[Part]:
        """What everybody did with the clients of a portfolio, or with all, one part for each sort of contacts."""
        found: dict[tuple[str, str, str], set[tuple[str, int]]] = defaultdict(set)
        for each in self.met:
            if portfolio in (None, self.of[each.client]):
                found[each.who, self.of[each.client], each.sort].add((each.client, each.day))
        return frozenset(
            (who, (of, sort, self.function[who], who in self.there, *sorted(did)))
            for (who, of, sort), did in found.items()
        )

    def people(self, portfolio: str | None) -> frozenset[Part]:
        """The people of the function who met clients of its portfolio, or everybody: one part each, as long as they are there."""
        home = {each.who: self.of[each.client] for each in self.met if self.function[each.who] == self.of[each.client]}
        return frozenset(
            (who, ("is", home.get(who, ""))) for who in self.function if portfolio in (None, home.get(who))
        )

    def figures(self, portfolio: str | None) -> tuple[int, float, float]:
        """Clients of a portfolio, people who know each on average, the share known to one who is there."""
        knows: dict[str, set[str]] = defaultdict(set)
        for each in self.met:
            if portfolio in (None, self.of[each.client]):
                knows[each.client].add(each.who)
        by_one = sum(len(them & self.there) == 1 for them in knows.values())
        n = len(knows)
        return n, round(sum(map(len, knows.values())) / n, 9), round(by_one / n, 9)


def told(home: Path) -> dict[tuple[str, str | None], dict[str, dict[str, Any]]]:
    """Rows of relation as published, by measure and portfolio, then by figure; without those that say that nothing is told."""
    run(home, only=["fetch", "measure"])
    found: dict[tuple[str, str | None], dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in published(home, "relation"):
        found[row["name"], row["grouping"]][row["figure"]] = row
    return found


@pytest.mark.parametrize("seed", [0, 1, 2, 5])
def test_portfolios_of_every_run_together_isolate_nobody(tmp_path: Path, seed: int) -> None:
    chance, runs = random.Random(seed), list[dict[str, Company]]()
    contacts, people, second = Remembered(), Remembered(), set[str]()
    for number, met in enumerate(waves(chance)):
        write(tmp_path, met, MEASURES + (LATER if number == 2 else ""))
        runs.append({name: Company(met, sorts) for name, sorts in SORTS.items()})
        for (name, of), rows in told(tmp_path).items():
            if "clients" in rows:
                figures = (rows["clients"]["n"], round(rows["mean_people_per_client"]["value"], 9), round(rows["known_by_one_share"]["value"], 9))  # fmt: skip
                contacts.takes((name, of), figures, [(each[name].figures(of), each[name].parts(of)) for each in runs], whole=of is None)  # fmt: skip
                assert {row["n"] for each, row in rows.items() if each == "truck_factor"} == {rows["clients"]["n"]}
            if "people" in rows:
                of_runs = [(len(each[name].people(of)), each[name].people(of)) for each in runs]
                people.takes((name, of), rows["people"]["n"], of_runs, whole=of is None)
            second |= {figure for figure, row in rows.items() if figure.startswith("second:") and row["value"] is not None}  # fmt: skip
    assert {of for _, of in contacts.told} >= {None, "north"}, "portfolios are told"
    assert not second, "another function is named without a number"
    assert isolated(contacts.groups, contacts.wholes) is None
    assert isolated(people.groups, people.wholes) is None
