"""Who wrote which of our messages: one family of sums for dialogue and word watch, which both count them.

What a team wrote over all time, less what it wrote month by month, is what it wrote in the months that are hidden, and what has
no words: so the sums of both are held against one another, in every run and over all runs (`waves.hold`). Dialogue goes first, for
all time, then the periods of the word watch. A cell is as fine as both together: way, month, team, channel, whether it is
words that are counted, and which conditions it meets of all that measures ever had. A condition that is declared later tells
cells apart more finely, and what was told of them before counts for their pieces (`retelling`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from pathlib import Path
from typing import Any

from visavis.engine.lake import Lake, Manifest
from visavis.engine.measuring.retelling import Once, Retold, hold_retold
from visavis.engine.measuring.selecting import Selection, select_rows
from visavis.engine.measuring.waves import MOST_ROWS, Side, Verdict
from visavis.engine.people import known_teams
from visavis.engine.portable import month_of, total
from visavis.engine.reading.wording.telling import Moved, Shown, Where
from visavis.engine.steps import Runner
from visavis.engine.tables import WORDED
from visavis.mirror.guard.messages_conditions import answerable, measures_of, written
from visavis.mirror.guard.slices_together import block_of
from visavis.mirror.kinds.kind import Bench
from visavis.vocabulary import SMALLEST_GROUP

FAMILY = "messages"
"""What the family is called in the ledger of what was told."""
LEDGER = "told"
"""Where the manifest's ledger keeps what was told of groups."""

CELL = ("direction", "month", "team", "channel", "worded")
"""Columns that tell cells apart, whatever conditions are met."""

CHANNEL = "channel:"
VIEW = "messages_held"

Groups = dict[str, list[str]]
Mark = tuple[str, int, str, int, str]
"""Of some messages of one person: `?` where nobody is named, how many, the last key, how many words, the last text."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Some of our messages; `month` is an ISO day, empty where no day is known; `met` names measures whose conditions hold, and
    `places` tells which of all conditions that ever told cells apart."""

    name: str
    direction: str
    month: str
    team: str
    channel: str
    worded: bool
    met: frozenset[str]
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Messages:
    """Cells, and by the name of each the people behind it, each with what tells when their messages are others. `apart` are the
    conditions that tell cells apart; where there are more of them than before, `once` has the former cells."""

    cells: tuple[Cell, ...]
    marks: Mapping[str, Mapping[str, Mark]]
    apart: tuple[str, ...] = ()
    once: Once = field(default_factory=lambda: Once({}, {}))

    @property
    def people(self) -> dict[str, dict[str, str]]:
        """By cell the people behind it, each with what tells when their messages are others."""
        return {cell: {who: _told(mark) for who, mark in them.items()} for cell, them in self.marks.items()}

    def behind(self, cells: Iterable[str]) -> dict[str, str]:
        """Who stands behind some cells as a whole, however these are told apart."""
        found: dict[str, list[Mark]] = defaultdict(list)
        for cell in cells:
            for who, mark in self.marks.get(cell, {}).items():
                found[who].append(mark)
        return {who: _told(*marks) for who, marks in found.items()}

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
        return frozenset(name for name, cells in groups.items() if any(cell in self.marks for cell in cells))


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
    family: Retold, messages: Messages, sides: list[Groups], wholes: Side, *, secret: bytes, smallest: int
) -> Verdict:
    """Which of the groups may be told beside all that `family` knows."""
    finer, family.apart = len(messages.apart) > len(family.apart), list(messages.apart)
    return hold_retold(
        family,
        messages.people,
        sides,
        wholes=wholes,
        groups={name: messages.behind(cells) for side in sides for name, cells in side.items()},
        once=messages.once if finer else None,
        secret=secret,
        smallest=smallest,
        most=max(MOST_ROWS, 4 * sum(map(len, sides))),
    )


def decide_words(
    messages: Messages, family: Retold, grain: str, told: Mapping[Where, Shown], *, secret: bytes
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
    measures = measures_of(home, facts)
    former: list[str] = manifest.ledger.get(LEDGER, {}).get(FAMILY, {}).get("apart", [])
    apart = list(dict.fromkeys([*former, *(written(where) for where in measures.values() if where)]))
    wheres = answerable(apart, facts)
    fields = {name: name for name in ("staff", "team", "channel", "direction", "key", "text")}
    flags = {f"met_{place}": where for place, where in wheres.items()}
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
    of = {name: apart.index(written(where)) if where else None for name, where in measures.items()}
    cells, marks = _as_cells(rows, list(wheres), of, teams)
    if len(former) == len(apart):
        return Messages(cells, marks, tuple(apart))
    standing = [place for place in wheres if place < len(former)]
    _, before = _as_cells(rows, standing, {}, teams)
    once = {cell.name: _name(cell, [place for place in cell.places if place in standing]) for cell in cells}
    known = {cell: {who: _told(mark) for who, mark in them.items()} for cell, them in before.items()}
    return Messages(cells, marks, tuple(apart), Once(once, known))


def _as_cells(
    rows: Sequence[Mapping[str, Any]],
    places: Sequence[int],
    measures: Mapping[str, int | None],
    teams: Mapping[str, frozenset[str]],
) -> tuple[tuple[Cell, ...], dict[str, dict[str, Mark]]]:
    """Cells told apart by the conditions at `places`, and who stands behind them. `measures` tells at which place the condition of
    each stands; one without is met everywhere."""
    found: dict[str, Cell] = {}
    known: dict[tuple[Any, ...], str] = {}
    named: dict[str, dict[str, list[Mark]]] = defaultdict(lambda: defaultdict(list))
    unnamed: dict[str, list[Mark]] = defaultdict(list)
    key_in = itemgetter(*CELL, *(f"met_{place}" for place in places))
    for row in rows:
        key = key_in(row)
        if key not in known:
            cell = _cell(row, places, measures)
            known[key], found[cell.name] = cell.name, cell
        name = known[key]
        mark = ("", int(row["n"]), str(row["last"]), int(row["words"]), str(row["text"]))
        if row["staff"] is None:
            unnamed[name].append(mark)
        else:
            named[name][row["staff"]].append(mark)
    people = {cell: {who: _merged(marks) for who, marks in them.items()} for cell, them in named.items()}
    for name, marks in unnamed.items():
        if name not in people:  # a team stands for a message that names nobody, where nobody else does
            people[name] = dict.fromkeys(sorted(teams.get(found[name].team, ())), ("?", *_merged(marks)[1:]))
    order = sorted(found)
    return tuple(found[name] for name in order), {name: people[name] for name in order if people.get(name)}


def _cell(row: Mapping[str, Any], places: Sequence[int], measures: Mapping[str, int | None]) -> Cell:
    met = tuple(place for place in places if row[f"met_{place}"])
    month = row["month"].isoformat() if row["month"] else ""
    of = frozenset(name for name, place in measures.items() if place is None or place in met)
    blank = Cell("", row["direction"], month, row["team"] or "", row["channel"] or "", bool(row["worded"]), of, met)
    return replace(blank, name=_name(blank, met))


def _name(cell: Cell, met: Iterable[int]) -> str:
    """What a cell is called that meets the conditions at these places."""
    return "\x1f".join(
        (cell.direction, cell.month, cell.team, cell.channel, str(int(cell.worded)), *(str(place) for place in met))
    )


def _merged(marks: Sequence[Mark]) -> Mark:
    """The mark of all messages of one person whose marks are `marks`."""
    if len(marks) == 1:
        return marks[0]
    kinds, n, last, words, text = zip(*marks, strict=True)
    return max(kinds), sum(n), max(last), sum(words), max(text)


def _told(*marks: Mark) -> str:
    """Marks as text: those of messages that name somebody, and of messages that a team stands for."""
    if len(marks) == 1:
        return " ".join(map(str, marks[0]))
    kinds = [[mark for mark in marks if mark[0] == kind] for kind in ("", "?")]
    return ";".join(" ".join(map(str, _merged(each))) for each in kinds if each)


def _grouped(named: Iterable[tuple[str, Cell]]) -> Groups:
    """Cells by the group that each is in; an empty name is none."""
    found: Groups = {}
    for name, cell in named:
        if name:
            found.setdefault(name, []).append(cell.name)
    return found
