"""Logs folded into cases: takes, ties, appended files, and splits that change nothing."""

import datetime
import random
from pathlib import Path
from typing import Any

import pytest

from tests.sources.homes import Place
from visavis.engine.steps import Runner

LOG = """
name: log
files: "exports/*"
read: {{missing: ["?"], day_first: true}}
delivery: {delivery}
facts:
  - table: events
    key: case
    fold: {{by: case, order: [at, version]}}
    fields:
      type: {{value: ticket}}
      occurred_at: {{column: at, take: min}}
      done_at: {{column: at, take: first, where: {{state: done}}}}
      due_at: {{column: due, take: last_known}}
      status: state
      client_ref: {{record: client, of: crm, take: first}}
      value: {{column: amount, take: max}}
      extra:
        team_last: {{column: team, take: last}}
        team_known: {{column: team, take: last_known}}
        reopened: {{take: any, where: {{state: open again}}}}
        urgent: {{column: urgent, as: boolean, take: any}}
        steps: {{take: count}}
        comments: {{column: note, take: count}}
        last_seen: {{column: at, take: max}}
"""
HEAD = "case,at,version,state,client,due,amount,team,urgent,note\n"
ROWS = [
    "A,01/02/2024 09:00,2,open,c1,03/02/2024,5,north,no,hello",
    "A,01/02/2024 09:00,10,taken,c2,?,7,south,?,?",
    "A,02/02/2024 08:00,11,done,c2,05/02/2024,?,?,yes,?",
    "A,03/02/2024 08:00,12,open again,?,?,6,?,no,again",
    "A,04/02/2024 08:00,13,done,?,?,6,?,?,?",
    "B,05/02/2024 10:00,1,open,?,?,?,?,?,?",
]


def put(place: Place, parts: list[list[str]]) -> None:
    for number, rows in enumerate(parts):
        place.put(f"exports/part{number}.csv", HEAD + "".join(f"{row}\n" for row in rows))


def cases(place: Place) -> list[dict[str, Any]]:
    return place.rows("SELECT * FROM events ORDER BY key")


@pytest.fixture(params=["full", "log"])
def delivery(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_each_take_says_what_it_takes(tmp_path: Path, runner: Runner, delivery: str) -> None:
    place = Place(tmp_path, runner)
    place.declare(LOG.format(delivery=delivery))
    put(place, [ROWS])
    place.fetch()
    first, second = cases(place)
    moment = datetime.datetime
    assert {name: value for name, value in first.items() if value is not None} == {
        "source": "log",
        "key": "A",
        "type": "ticket",
        "occurred_at": moment(2024, 2, 1, 9),
        "occurred_on": datetime.date(2024, 2, 1),
        "occurred_zone": "UTC",
        "done_at": moment(2024, 2, 2, 8),
        "done_on": datetime.date(2024, 2, 2),
        "done_zone": "UTC",
        "due_on": datetime.date(2024, 2, 5),
        "due_zone": "UTC",
        "status": "done",
        "client_ref": "record/crm/c1",
        "value": 7.0,
        "extra_comments": 2,
        "extra_last_seen": moment(2024, 2, 4, 8),
        "extra_reopened": True,
        "extra_steps": 5,
        "extra_team_known": "south",
        "extra_urgent": True,
    }
    assert (second["status"], second["extra_steps"], second["extra_comments"]) == ("open", 1, 0)
    assert (second["extra_reopened"], second["extra_urgent"], second["client_ref"]) == (False, None, None)


def test_numbers_order_as_numbers_and_moments_as_moments(place: Place) -> None:
    place.declare(LOG.format(delivery="full"))
    put(place, [[ROWS[1], ROWS[0]]])
    place.fetch()
    assert cases(place)[0]["status"] == "taken"


@pytest.mark.parametrize("seed", range(3))
def test_a_log_in_seven_files_folds_to_the_same_cases(tmp_path: Path, delivery: str, seed: int) -> None:
    chance = random.Random(seed)
    rows = [
        f"{chance.randrange(40)},{chance.randrange(1, 5):02}/02/2024 0{chance.randrange(3)}:00,{chance.randrange(12)},"
        f"{chance.choice(['open', 'done', 'taken'])},c{n},?,{n},{chance.choice('ab?')},no,{n}"
        for n in range(300)
    ]
    whole, parts, one_by_one = (Place(tmp_path / name) for name in ("whole", "parts", "one"))
    for place in (whole, parts, one_by_one):
        place.declare(LOG.format(delivery=delivery))
    whole.put("exports/log.csv", HEAD + "".join(f"{row}\n" for row in rows))
    whole.fetch()
    cut = [rows[n * 43 : (n + 1) * 43] for n in range(7)]
    put(parts, cut)
    parts.fetch()
    assert cases(parts) == cases(whole)
    for number in range(7):
        put(one_by_one, cut[: number + 1])
        one_by_one.fetch()
    assert cases(one_by_one) == cases(whole)


def test_an_append_folds_its_own_cases_anew_and_leaves_the_others(tmp_path: Path, runner: Runner) -> None:
    place = Place(tmp_path, runner)
    place.declare(LOG.format(delivery="log"))
    put(place, [[*ROWS[:2], ROWS[5]]])
    place.fetch()
    assert [row["status"] for row in cases(place)] == ["taken", "open"]
    put(place, [[*ROWS[:2], ROWS[5]], ROWS[2:5]])
    place.fetch()
    assert [(row["status"], row["extra_steps"]) for row in cases(place)] == [("done", 5), ("open", 1)]
    (place.home / "exports/part0.csv").unlink()
    put_again = [*ROWS[2:5], "B,06/02/2024 10:00,2,taken,?,?,?,?,?,?"]
    (place.home / "exports/part1.csv").write_text(HEAD + "".join(f"{row}\n" for row in put_again), encoding="utf-8")
    place.fetch()
    assert [(row["status"], row["extra_steps"]) for row in cases(place)] == [("done", 5), ("taken", 2)]


def test_ties_are_broken_by_file_in_natural_order_then_line(place: Place) -> None:
    place.declare(LOG.format(delivery="full"))
    row = "A,01/02/2024 09:00,1,{},?,?,?,?,?,?\n"
    place.put("exports/part10.csv", HEAD + row.format("last"))
    place.put("exports/part9.csv", HEAD + row.format("first") + row.format("second"))
    place.fetch()
    assert cases(place)[0]["status"] == "last"


def test_a_log_row_that_can_not_be_read_is_left_out_of_its_case(place: Place) -> None:
    place.declare(LOG.format(delivery="full"))
    put(place, [[*ROWS[:2], "A,31/02/2024,99,bad,?,?,?,?,?,?", "?,01/02/2024,1,x,?,?,?,?,?,?"]])
    (fetched,) = place.fetch()
    assert fetched.rejected == {"impossible-date": 1, "missing-key": 1}
    assert cases(place)[0]["status"] == "taken"
