"""An attacker who holds every table of what becomes of voices, of every run, can't isolate fewer than five people.

A number tells how far voices came, or how long they waited, and behind it stands whoever answered these: one part for each voice.
How many voices there are is no secret, whoever reads them sees them. Some voices only thank: they are left out,
and so is whoever answered nothing else. Time passes between runs: what was too young to be counted is counted then.
"""

import csv
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.engine.measuring.test_anonymity import isolated
from tests.running.attacking import Part, Remembered, published
from visavis.engine.lake import Lake
from visavis.engine.tables import ALL, Type
from visavis.running.run import run

SOURCE = """name: mail
files: exports/mail.csv
read: {delimiter: ";", zone: UTC}
facts:
  - table: exchanges
    key: id
    fields: {thread: thread, direction: way, channel: channel, team: team, staff: agent, occurred_at: moment, text: words}
"""
MEASURES = "- {name: became, voices: {}}\n"
LATER = "- {name: soon, voices: {within: 20}}\n"
"""Declared before the last run: nearly the same voices, those of ten more days."""
WITHIN = {"became": 30, "soon": 20}
TEAMS, CHANNELS = ("north", "south", "west"), ("mail", "web")
FIRST, LAST = datetime(2024, 11, 1, 9), "last"
TYPES = {
    Type.TEXT: pa.string(), Type.DECIMAL: pa.float64(), Type.TEXTS: pa.list_(pa.string()),
    Type.INTEGER: pa.int64(), Type.BLOB: pa.binary(),
}  # fmt: skip


class Voice(NamedTuple):
    """What a client said, so many days after FIRST; who answered it, each so many days later. `team` is able to act on it."""

    name: str
    team: str
    channel: str
    day: int
    thanks: bool
    answers: tuple[tuple[str, str, int], ...]

    @property
    def year(self) -> int:
        return (FIRST + timedelta(self.day)).year


def company(chance: random.Random) -> list[Voice]:
    """Voices of three teams, of which the last is small at times, and of none; few of the second team answer more than thanks."""
    found = []
    for team, people in zip((*TEAMS, ""), (9, chance.randint(5, 8), chance.randint(2, 7), 2), strict=True):
        staff = [f"{team[:1] or 'x'}{n}" for n in range(people)]
        for n in range(40 if team else 6):
            thanks = chance.random() < 0.25
            able = staff if thanks or team != "south" else staff[: chance.choice((4, len(staff)))]
            who = chance.sample(able, min(len(able), chance.choice((0, 1, 1, 2))))
            answers = tuple((each, team or "west", chance.randint(1, 15)) for each in who)
            found.append(Voice(f"{team}{n}", team, chance.choice(CHANNELS), chance.randint(0, 95), thanks, answers))
    return found


def waves(chance: random.Random) -> Iterator[tuple[list[Voice], int]]:
    """What was said, and until which day the files tell. Then one person answers more, a few answer others, and
    days pass; then the whole of a team answers."""
    voices = company(chance)
    yield voices, 112
    voices = [each._replace(answers=(*each.answers, ("n0", "north", 16))) if each.team == "south" and n % 3 else each for n, each in enumerate(voices)]  # fmt: skip
    voices = [each._replace(answers=(*each.answers, (f"w{n % 4}", "west", 16))) if each.team == "west" and n % 5 else each for n, each in enumerate(voices)]  # fmt: skip
    yield voices, 114
    voices = [each._replace(answers=(*each.answers, (f"n{n % 9}", "north", 17))) if each.team == "north" else each for n, each in enumerate(voices)]  # fmt: skip
    yield voices, 119


def write(home: Path, voices: Sequence[Voice], until: int, measures: str) -> None:
    for name, text in (("sources/mail.yaml", SOURCE), ("measures/all.yaml", measures), ("visavis.yaml", "language: en\ncountry: FR\n")):  # fmt: skip
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text)
    (home / "exports").mkdir(exist_ok=True)
    with (home / "exports" / "mail.csv").open("w", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(["id", "thread", "way", "channel", "team", "agent", "moment", "words"])
        for one in voices:
            rows.writerow([one.name, one.name, "in", one.channel, one.team, "", moment(one.day), "Where is it?"])
            for n, (who, team, after) in enumerate(one.answers):
                rows.writerow([f"{one.name}/{n}", one.name, "out", one.channel, team, who, moment(one.day + after), "Here."])  # fmt: skip
        rows.writerow([LAST, LAST, "out", "mail", "north", "n0", moment(until), "The files end."])


def moment(day: int) -> str:
    return (FIRST + timedelta(day)).isoformat(" ", "minutes")


def read(home: Path, voices: Sequence[Voice]) -> None:
    """Say which team is able to act on each voice, and which only thank, as the step that reads them does."""
    lake = Lake(home / "lake")
    manifest = lake.current()
    assert manifest is not None
    keys = {"source": "mail", "table": "exchanges"}
    given = {
        "routes": [keys | {"key": each.name, "team": each.team} for each in voices if each.team],
        "readings": [
            keys | {"key": each.name, "sentiment": "positive", "marks": ["thanks"]} for each in voices if each.thanks
        ],
    }
    for table, rows in given.items():
        schema = pa.schema([(column.name, TYPES[column.type]) for column in ALL[table].columns])
        target = lake.new_file(table, manifest.run)
        pq.write_table(pa.Table.from_pylist(rows, schema), target)
        manifest = manifest.replaced(table, [lake.entry(table, target, len(rows))])
    lake.publish(manifest)


def told(home: Path, voices: Sequence[Voice]) -> list[dict[str, Any]]:
    """Rows of voices as published, without those that say that nothing is told."""
    run(home, only=["fetch"])
    read(home, voices)
    run(home, only=["measure"])
    return published(home, "voices")


Keeps = Callable[[Voice], bool]


class Company:
    """Voices as they stand in a run."""

    def __init__(self, voices: Sequence[Voice], until: int) -> None:
        self.voices = voices
        self.until = max(until, *(each.day + after for each in voices for _, _, after in each.answers))

    def state(self, voice: Voice, within: int) -> str:
        return "glad" if voice.thanks else "followed" if voice.day + within <= self.until else "under_way"

    def number(self, keeps: Keeps) -> int:
        return sum(map(keeps, self.voices))

    def parts(self, keeps: Keeps) -> frozenset[Part]:
        """What everybody did with the voices that are kept, one part for each of these."""
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for each in filter(keeps, self.voices):
            for who, _, after in each.answers:
                found[who, each.name].append(after)
        return frozenset((who, (voice, *sorted(did))) for (who, voice), did in found.items())


def in_group(group: str | None) -> Keeps:
    return lambda voice: group in (None, voice.team, f"year:{voice.year}", f"channel:{voice.channel}")


def sums(company: Company, row: dict[str, Any]) -> tuple[str, Keeps] | None:
    """What a row is about: what is told of which voices; None where it is a share of what another row counts, or tells nothing of
    what became of voices."""
    inside, within, figure = in_group(row["grouping"]), WITHIN[row["name"]], row["figure"]
    if figure == "value":
        return "course", lambda voice: inside(voice) and company.state(voice, within) == "followed"
    if figure == "right":
        return "sure", lambda voice: inside(voice) and company.state(voice, within) == "followed" and bool(voice.team)
    if figure == "reach_median":
        return "reach", lambda voice: inside(voice) and company.state(voice, within) == "followed" and bool(voice.team)
    return None


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_what_becomes_of_voices_in_every_run_together_isolates_nobody(tmp_path: Path, seed: int) -> None:
    chance, runs, seen = random.Random(seed), list[Company](), Remembered()
    groups = set[tuple[str, str | None]]()
    for number, (voices, until) in enumerate(waves(chance)):
        write(tmp_path, voices, until, MEASURES + (LATER if number == 2 else ""))
        runs.append(Company(voices, until))
        for row in told(tmp_path, voices):
            counted = [(each, sums(each, row)) for each in runs]
            if counted[-1][1] is None:
                continue
            sort, of_runs = counted[-1][1][0], [(each.number(of[1]), each.parts(of[1])) for each, of in counted if of]
            seen.takes((row["name"], row["grouping"], sort), row["n"], of_runs, whole=row["grouping"] is None)
            groups |= {(sort, row["grouping"])} if row["grouping"] else set()
    assert {sort for sort, _ in groups} >= {"course", "reach"}, "groups are told"
    assert isolated(seen.groups, seen.wholes) is None
