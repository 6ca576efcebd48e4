"""Who wrote which of our messages: one family of sums for dialogue and word watch, which both count them.

What a team wrote over all time, less what it wrote month by month, is what it wrote in the months that are hidden, and what has
no words: so the sums of both are held against one another, in every run and over all runs (`waves.hold`). Dialogue goes first, for
all time, then the periods of the word watch. A cell is as fine as both together: way, month, team, channel, whether it is
words that are counted, and which conditions of measures it meets.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from visavis.declarations import read_folder
from visavis.engine.holding.promise import Where as Conditions
from visavis.engine.lake import Lake, Manifest
from visavis.engine.measuring.selecting import Facts, Selection, Unmeasurable, select_rows
from visavis.engine.measuring.waves import MOST_ROWS, Family, Side, Verdict, hold
from visavis.engine.people import known_teams
from visavis.engine.portable import month_of, total
from visavis.engine.reading.wording.telling import Moved, Shown, Where
from visavis.engine.steps import Runner
from visavis.engine.tables import WORDED
from visavis.mirror.declaration import MeasureDeclaration
from visavis.mirror.guard.slices_together import block_of
from visavis.mirror.kinds.kind import Bench
from visavis.vocabulary import SMALLEST_GROUP

FAMILY = "messages"
"""What the family is called in the ledger of what was told."""

KIND, CHANNEL = "dialogue", "channel:"
VIEW = "messages_held"

Groups = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Cell:
    """Some of our messages; `month` is an ISO day, empty where no day is known; `met` names measures whose conditions hold."""

    name: str
    direction: str
    month: str
    team: str
    channel: str
    worded: bool
    met: frozenset[str]


@dataclass(frozen=True, slots=True)
class Messages:
    """Cells, and by the name of each the people behind it, each with what tells when their messages are others."""

    cells: tuple[Cell, ...]
    people: Mapping[str, Mapping[str, str]]

    def of_measures(self, names: Mapping[str, bool]) -> tuple[list[Groups], Groups]:
        """Teams and channels of dialogue, a pair of sides per measure after those that are groups as a whole (true in `names`);
        and the measures and months that are told whole."""
        apart: Groups = {}
        sides, wholes = [apart], self._periods("month")
        for name, chosen in names.items():
            mine = [cell for cell in self.cells if cell.direction == "out" and name in cell.met]
            (apart if chosen else wholes)[key_of(name, "")] = [cell.name for cell in mine]
            sides.append(_grouped((cell.team and key_of(name, cell.team), cell) for cell in mine))
            sides.append(_grouped((cell.channel and key_of(name, CHANNEL + cell.channel), cell) for cell in mine))
        return sides, wholes

    def of_words(self, grain: str) -> tuple[list[Groups], Groups]:
        """Teams and channels in each period of the word watch; and the periods as wholes."""
        at = [(cell, (cell.direction, block_of(cell.month, grain))) for cell in self.cells if cell.worded]
        teams = _grouped((cell.team and word_key(where, "team", cell.team), cell) for cell, where in at)
        channels = _grouped((cell.channel and word_key(where, "channel", cell.channel), cell) for cell, where in at)
        return [teams, channels], self._periods(grain)

    def _periods(self, grain: str) -> Groups:
        mine = [cell for cell in self.cells if cell.worded]
        return _grouped((period_key(grain, (cell.direction, block_of(cell.month, grain))), cell) for cell in mine)

    def named(self, groups: Side) -> frozenset[str]:
        """Those of `groups` behind which somebody stands."""
        return frozenset(name for name, cells in groups.items() if any(cell in self.people for cell in cells))


def key_of(name: str, group: str) -> str:
    """What a group of a measure is called among those of all measures."""
    return f"{name}\x1d{group}"


def word_key(where: Where, side: str, name: str) -> str:
    """What a team or channel in a direction and period of the word watch is called."""
    return f"words\x1d{where[0]}|{where[1]}|{side}:{name}"


def period_key(grain: str, where: Where) -> str:
    """What all messages of a direction and period are called."""
    return f"{grain}\x1d{where[0]}|{where[1]}"


def decide(
    family: Family, messages: Messages, sides: list[Groups], wholes: Side, *, secret: bytes, smallest: int
) -> Verdict:
    """Which of the groups may be told beside all that `family` knows."""
    most = max(MOST_ROWS, 4 * sum(map(len, sides)))
    return hold(family, messages.people, sides, wholes=wholes, secret=secret, smallest=smallest, most=most)


def decide_words(
    messages: Messages, family: Family, grain: str, told: Mapping[Where, Shown], *, secret: bytes
) -> Moved:
    """Of what `told` lets the word watch tell in each direction and period, what may be told beside all that `family` knows."""
    sides, wholes = messages.of_words(grain)
    shown = {period_key(grain, where) for where, each in told.items() if each.people}
    may = {
        word_key(where, side, name)
        for where, each in told.items()
        for side, names in _of(each).items()
        for name in names
    }
    sides = [{name: cells for name, cells in side.items() if name in may} for side in sides]
    wholes = {name: cells for name, cells in wholes.items() if name in shown}
    verdict = decide(family, messages, sides, wholes, secret=secret, smallest=SMALLEST_GROUP)
    fresh, stale = dict[Where, Shown](), set[tuple[Where, str, str]]()
    for where, each in told.items():
        kept: dict[str, dict[str, int]] = {}
        for side, names in _of(each).items():
            keys = {name: word_key(where, side, name) for name in names}
            stale |= {(where, side, name) for name, key in keys.items() if key in verdict.stale}
            kept[side] = {name: n for name, n in names.items() if keys[name] in verdict.fresh}
        fresh[where] = Shown(each.people, kept["team"], kept["channel"])
    return Moved(fresh, frozenset(stale))


def _of(shown: Shown) -> dict[str, Mapping[str, int]]:
    return {"team": shown.teams, "channel": shown.channels}


def read_messages(home: Path, runner: Runner, lake: Lake, manifest: Manifest) -> Messages:
    """Our messages in `manifest`, its table `worded` included; views of facts must stand."""
    lake.show(runner, manifest, ["exchanges", "events", WORDED.name])
    facts = Bench(runner, lake, manifest, FAMILY).facts("exchanges")
    wheres = _conditions(home, facts)
    fields = {name: name for name in ("staff", "team", "channel", "direction", "key", "text")}
    flags = {f"met_{number}": where for number, where in enumerate(wheres.values())}
    selection = Selection(fields, {"said": "occurred_at"}, flags=flags, where={"direction": ["out", "internal"]})
    runner.run(select_rows(VIEW, facts, selection, "our messages, and which conditions they meet"))
    listed = "".join(f", m.{flag}" for flag in flags)
    columns = f"m.direction, m.month, m.team, m.channel, m.worded, m.staff{listed}"
    rows = runner.rows(
        f"""SELECT {columns}, count(*) AS n, max(m.key) AS last, {total("m.words")} AS words, max(m.md5) AS text FROM (
        SELECT s.*, {month_of("s.said_on")} AS month, md5(s.text) AS md5, coalesce(w.words, 0) AS words,
        CASE WHEN w.words > 0 AND NOT s.said_on IS NULL THEN 1 ELSE 0 END AS worded
        FROM {VIEW} AS s LEFT JOIN {WORDED.name} AS w ON md5(s.text) = w.text_md5) AS m GROUP BY {columns}"""
    )
    teams = known_teams(runner).people
    return _as_cells(rows, {name: bool(where) for name, where in wheres.items()}, teams)


def _conditions(home: Path, facts: Facts) -> dict[str, Conditions]:
    """By name of a declared measure of dialogue what it looks at; a condition that can't be met tells of nothing."""
    found: dict[str, Conditions] = {}
    for declared in read_folder(home / "measures", MeasureDeclaration):
        if declared.value.kind.name == KIND:
            where: Conditions = declared.value.spec.where
            try:
                select_rows("tried", facts, Selection({"staff": "staff"}, where=where), "")
            except Unmeasurable:
                continue
            found[declared.value.name] = where
    return found or {KIND: {}}


def _as_cells(
    rows: list[dict[str, Any]], measures: Mapping[str, bool], teams: Mapping[str, frozenset[str]]
) -> Messages:
    """`measures` tells of each whether it has conditions. One without is in no cell's name: where it is declared later, the
    same messages stay the same cells."""
    found: dict[str, Cell] = {}
    people: dict[str, dict[str, str]] = defaultdict(dict)
    unnamed: dict[str, str] = {}
    for row in rows:
        met = frozenset(name for number, name in enumerate(measures) if row[f"met_{number}"])
        month = row["month"].isoformat() if row["month"] else ""
        told = (
            row["direction"],
            month,
            row["team"] or "",
            row["channel"] or "",
            str(row["worded"]),
            *sorted(name for name in met if measures[name]),
        )
        name = "\x1f".join(told)
        found[name] = Cell(name, row["direction"], month, told[2], told[3], bool(row["worded"]), met)
        mark = f"{row['n']} {row['last']} {row['words']} {row['text']}"
        if row["staff"] is None:
            unnamed[name] = mark
        else:
            people[name][row["staff"]] = mark
    for name, mark in unnamed.items():
        if name not in people:  # a team stands for a message that names nobody, where nobody else does
            people[name] = dict.fromkeys(teams.get(found[name].team, ()), f"?{mark}")
    order = sorted(found)
    return Messages(tuple(found[name] for name in order), {name: people[name] for name in order if people[name]})


def _grouped(named: Iterable[tuple[str, Cell]]) -> Groups:
    """Cells by the group that each is in; an empty name is none."""
    found: Groups = {}
    for name, cell in named:
        if name:
            found.setdefault(name, []).append(cell.name)
    return found
