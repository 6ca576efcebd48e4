"""Rows of measures about a group, held against each other and against all runs before: the last thing before they are written.

Kinds compute, and tell who stands behind the figures of each group (`Behind`); here is decided, for all of them alike, which group
may be told of, and whether anew. A channel that one person answers is that person, a step that one person does likewise: every
group counts, whatever it is called. Where a figure moved by what one to four people did since it was told last, that one stands.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from visavis.engine.lake import Lake, Manifest
from visavis.engine.measuring.retelling import as_kept, retold_of
from visavis.engine.measuring.waves import Family, Verdict, as_ledger, from_ledger, hold
from visavis.engine.people import Behind, known_teams
from visavis.engine.steps import Runner
from visavis.engine.tables import MEASURES
from visavis.mirror.guard.messages import FAMILY, KIND, LEDGER, Messages, decide, key_of

__all__ = ["HIDDEN", "LEDGER", "shield"]

Row = dict[str, Any]
Which = tuple[str, tuple[str, ...]]
"""A part of a measure's groups, and the beginnings of the names of some of its figures."""

Stood = dict[tuple[str, ...], dict[str, str]]
"""By cell (a name per side), whose facts are in it, each with what tells when these are others."""

NO_PART: Which = ("", ())
SHARED: Which = ("facts", ())
"""Figures of all kinds that count the same facts."""

FACTS = "\x1c"
"""What stands before the name of facts in a cell, after its groups."""

OVER = "\x1b"
"""What stands between figures and the name of a measure, where figures of several facts are decided together."""

Former = Mapping[tuple[str, str | None, str | None], list[Row]]

_FACTS = """SELECT team, staff, substr(CAST(occurred_on AS VARCHAR), 1, {length}) AS period, count(*) AS n FROM (
SELECT team, staff, occurred_on FROM events UNION ALL SELECT team, staff, occurred_on FROM exchanges) AS t
WHERE NOT team IS NULL AND NOT staff IS NULL GROUP BY team, staff, substr(CAST(occurred_on AS VARCHAR), 1, {length})"""


@dataclass(frozen=True, slots=True)
class Shielded:
    """The rows that may be written, and what the ledger keeps of them."""

    rows: list[Row]
    ledger: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Held:
    """What was decided of the groups of some figures (name of the measure, group; no group: its whole), and the groups behind
    which somebody stands."""

    verdict: Verdict
    named: frozenset[str]


def shield(
    runner: Runner,
    lake: Lake,
    manifest: Manifest,
    rows: Sequence[Row],
    secret: bytes = b"",
    smallest: int = 5,
    *,
    behind: Mapping[str, Sequence[Behind]] | None = None,
    chosen: Collection[str] = (),
    messages: Messages | None = None,
) -> Shielded:
    """`rows` of the table `measures`, those of groups as they may be told; `manifest` has the table and ledger of the run before.

    `behind` tells by name of a measure who stands behind its groups. Of a measure that is not in it, groups that bear the name of
    a team have those people behind them whom the team's facts name in the period of the row; its other groups are not about us.
    Measures of one kind are held against one another; those in `chosen` have conditions that choose among facts, and are, over
    all, a group like others. With `messages`, dialogue is held in their family, against what else counts them. In a company of fewer than five people, a group that is no team may be told where all of them stand
    behind it.
    """
    kept: dict[str, Any] = dict(manifest.ledger.get(LEDGER, {}))
    families: dict[tuple[str, str | None], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        families[row["kind"], row["period"]][row["name"]].append(row)
    people, before = _People(runner), _Before(lake, manifest)
    shared = _shared(behind or {}, kept, chosen, people, secret, smallest)
    found: list[Row] = []
    for (kind, period), measures in families.items():
        stood: dict[Which, dict[str, Stood]] = defaultdict(dict)
        for name, own in measures.items():
            groups = {row["grouping"] for row in own if row["grouping"] is not None}
            told = behind.get(name) if behind else None
            if told is None:
                teams = people.of(period)[NO_PART] if groups else {}
                if any(set(cell) & groups for cell in teams):
                    stood[NO_PART][name] = teams
            else:
                for which, cells in people.behind(told, period).items():
                    if which != SHARED:
                        stood[which][name] = cells
        held = {SHARED: shared[period]} if period in shared else {}
        for together in _by_part(stood):
            if together == [NO_PART] and kind == KIND and messages is not None:
                continue
            part, figures = together[0]
            key = "|".join((kind, period or "", *((part,) if part else figures)))
            known = from_ledger(kept.get(key))
            held |= _decide_together(known, {each: stood[each] for each in together}, chosen, people, secret, smallest)
            kept[key] = as_ledger(known)
        if messages is not None and kind == KIND and stood:
            held = _of_messages(held, messages, list(stood[NO_PART]), chosen, kept, people, secret, smallest)
        for own in measures.values():
            found += _told(own, held, before, chosen)
    return Shielded(found, kept)


def _decide(
    known: Family,
    by_name: Mapping[str, Stood],
    chosen: Collection[str],
    people: "_People",
    secret: bytes,
    smallest: int,
) -> _Held:
    cells, inside = _joined(by_name)
    known_by_name = all(who in people.staff for them in cells.values() for who in them)
    few = (min(smallest, len(people.staff)) or smallest) if known_by_name else smallest  # sheets are nobody's by name
    named = set[str]()
    wholes: dict[str, list[str]] = {}
    apart: dict[str, list[str]] = {}
    sides: list[dict[str, list[str]]] = [apart]
    for name, own in by_name.items():
        every = [inside[name, cell] for cell in own]
        (apart if name in chosen else wholes)[key_of(name, "")] = every
        own_sides: list[dict[str, list[str]]] = [{} for _ in range(max(map(len, own), default=0))]
        for cell, them in own.items():
            for side, group in zip(own_sides, cell, strict=False):
                if group.startswith(FACTS):
                    continue
                if them:
                    named |= {key_of(name, group), key_of(name, "")}
                if group and (few == smallest or group not in people.teams):
                    side.setdefault(key_of(name, group), []).append(inside[name, cell])
        sides += own_sides
    verdict = hold(known, cells, sides, wholes=wholes, secret=secret, smallest=few)
    return _Held(verdict, frozenset(named))


def _by_part(stood: Mapping[Which, Mapping[str, Stood]]) -> list[list[Which]]:
    """Figures that are decided together, for they are over some of the same facts: those over the most cells first."""
    found: dict[Which, list[Which]] = defaultdict(list)
    for which in sorted(stood, key=lambda each: (-sum(map(len, stood[each].values())), each)):
        part, figures = which
        found[part, () if part else figures].append(which)
    return [found[each] for each in sorted(found)]


def _decide_together(
    known: Family,
    stood: Mapping[Which, Mapping[str, Stood]],
    chosen: Collection[str],
    people: "_People",
    secret: bytes,
    smallest: int,
) -> dict[Which, _Held]:
    """What is decided of figures that have facts in common; a measure is one of its own for each of them."""
    marks = {which: f"{'|'.join(which[1])}{OVER}" if len(stood) > 1 else "" for which in stood}
    by_name = {marks[which] + name: cells for which, own in stood.items() for name, cells in own.items()}
    apart = {mark + name for mark in marks.values() for name in chosen}
    held = _decide(known, by_name, apart, people, secret, smallest)

    def own(mark: str, keys: Collection[str]) -> frozenset[str]:
        return frozenset(key.removeprefix(mark) for key in keys if key.startswith(mark))

    return {
        which: _Held(Verdict(own(mark, held.verdict.fresh), own(mark, held.verdict.stale)), own(mark, held.named))
        for which, mark in marks.items()
    }


def _shared(
    behind: Mapping[str, Sequence[Behind]],
    kept: dict[str, Any],
    chosen: Collection[str],
    people: "_People",
    secret: bytes,
    smallest: int,
) -> dict[str | None, _Held]:
    """By period, what is decided of the figures of all measures whose facts have names; `kept` takes note of it."""
    found = {}
    for period in sorted(
        {one.period for told in behind.values() for one in told if one.facts and not one.part}, key=lambda at: at or ""
    ):
        stood = {
            name: people.behind(told, period)
            for name, told in behind.items()
            if any(one.facts and not one.part for one in told)
        }
        by_name = {name: each[SHARED] for name, each in stood.items() if SHARED in each}
        key = f"{SHARED[0]}|{period or ''}"
        known = from_ledger(kept.get(key))
        found[period] = _decide(known, by_name, chosen, people, secret, smallest)
        kept[key] = as_ledger(known)
    return found


def _of_messages(
    held: Mapping[Which, _Held],
    messages: Messages,
    names: Collection[str],
    chosen: Collection[str],
    kept: dict[str, Any],
    people: "_People",
    secret: bytes,
    smallest: int,
) -> dict[Which, _Held]:
    """What is decided of dialogue: of messages in their family; of other figures, only of groups told there too."""
    few = min(smallest, len(people.staff)) or smallest
    sides, wholes = messages.of_measures({name: name in chosen for name in names})
    if few < smallest:
        sides = [{key: own for key, own in side.items() if key.rpartition("\x1d")[2] not in people.teams} for side in sides]  # fmt: skip
    known = retold_of(kept.get(FAMILY))
    verdict = decide(known, messages, sides, wholes, secret=secret, smallest=few)
    kept[FAMILY] = as_kept(known)
    named = messages.named({name: cells for side in (wholes, *sides) for name, cells in side.items()})
    found = {NO_PART: _Held(verdict, named)}
    for which, own in held.items():
        both = own.verdict.fresh & (verdict.fresh | (own.named - named))
        once = (own.verdict.fresh | own.verdict.stale) & (verdict.fresh | verdict.stale | (own.named - named))
        found[which] = _Held(Verdict(both, once - both), own.named)
    return found


def _joined(by_name: Mapping[str, Stood]) -> tuple[dict[str, dict[str, str]], dict[tuple[str, tuple[str, ...]], str]]:
    """The cells of all measures, and how each is called: those with the very same facts are one, and
    those whose facts have one name."""
    cells: dict[str, dict[str, str]] = {}
    inside: dict[tuple[str, tuple[str, ...]], str] = {}
    for name, own in by_name.items():
        for cell, them in own.items():
            called = cell[-1] if cell[-1].startswith(FACTS) else "\x1f".join(cell)
            while called in cells and cells[called] != them:
                called += "\x1e"
            cells[called] = them
            inside[name, cell] = called
    return cells, inside


def _told(family: Sequence[Row], held: Mapping[Which, _Held], before: "_Before", chosen: Collection[str]) -> list[Row]:
    found: list[Row] = []
    by_group: dict[str | None, list[Row]] = defaultdict(list)
    for row in family:
        by_group[row["grouping"]].append(row)
    for group, rows in by_group.items():
        if group is None and rows[0]["name"] not in chosen:
            found += rows
            continue
        told = [_row(row, _of_figure(held, row), before) for row in rows]
        found += told if any(row["reason"] != HIDDEN for row in told) else told[:1]
    return found


def _of_figure(held: Mapping[Which, _Held], row: Row) -> _Held | None:
    """What was decided for a figure: that of facts behind figures of its name; else that of all others."""
    others, nearest, length = None, None, 0
    for (_, figures), one in held.items():
        if key_of(row["name"], row["grouping"] or "") in one.named:
            fits = max((len(each) for each in figures if row["figure"].startswith(each)), default=0)
            if fits > length:
                nearest, length = one, fits
            others = others if figures else one
    return nearest or others


HIDDEN = "fewer_than_five"


def _row(row: Row, held: _Held | None, before: "_Before") -> Row:
    group = key_of(row["name"], row["grouping"] or "")
    if held is None or group not in held.named or group in held.verdict.fresh:
        return row
    if group in held.verdict.stale:
        for last in before.rows.get((row["name"], row["period"], row["grouping"]), []):
            if last["figure"] == row["figure"]:
                return last
    return _hidden(row)


def _hidden(row: Row) -> Row:
    """That there is such a group, and that nothing is told of it."""
    return row | dict.fromkeys(("value", "low", "high", "method")) | {"n": 0, "reason": HIDDEN}


class _Before:
    """Rows of groups as the run before told them; read once, and only where they are needed."""

    def __init__(self, lake: Lake, manifest: Manifest) -> None:
        self.lake, self.manifest = lake, manifest
        self._rows: Former | None = None

    @property
    def rows(self) -> Former:
        if self._rows is None:
            import pyarrow.parquet as parquet

            found: dict[tuple[str, str | None, str | None], list[Row]] = defaultdict(list)
            names = [column.name for column in MEASURES.columns]
            for piece in self.lake.pieces(self.manifest.of(MEASURES.name), MEASURES):
                for file in piece.files:
                    for row in parquet.read_table(Path(file)).to_pylist():
                        key = row["name"], row["period"], row.get("grouping")
                        found[key].append({each: row.get(each) for each in names})
            self._rows = found
        return self._rows


class _People:
    """Who works in which team, with the number of their facts: in a year, a month, a day, or over all time."""

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self.by_length: dict[int, dict[str, Stood]] = {}
        self._teams: Mapping[str, frozenset[str]] | None = None
        self._staff: frozenset[str] | None = None

    @property
    def teams(self) -> Mapping[str, frozenset[str]]:
        if self._teams is None:
            self._teams = known_teams(self.runner).people
        return self._teams

    @property
    def staff(self) -> frozenset[str]:
        """All whom facts name, with or without a team."""
        if self._staff is None:
            named = "SELECT DISTINCT staff FROM (SELECT staff FROM events UNION ALL SELECT staff FROM exchanges) AS t WHERE NOT staff IS NULL"
            self._staff = frozenset(row["staff"] for row in self.runner.rows(named))
        return self._staff

    def behind(self, told: Sequence[Behind], period: str | None) -> dict[Which, Stood]:
        """By figures, whose facts are in which cell. Facts that name nobody stand for their team where nobody else is named."""
        found: dict[Which, Stood] = defaultdict(dict)
        for one in sorted(told, key=lambda each: (each.staff is None, each.staff or "", each.mark, each.groups)):
            if one.period != period:
                continue
            which, groups = (one.part, one.figures), one.groups
            if one.facts:
                which, groups = which if one.part else SHARED, (*groups, FACTS + one.facts)
            cell = found[which].setdefault(groups, {})
            if one.staff is not None:
                cell[one.staff] = f"{cell.get(one.staff, '')}{one.mark};"
            elif not cell or all(mark.startswith("?") for mark in cell.values()):
                for who in self.teams.get(one.team or "", ()):
                    cell[who] = f"{cell.get(who, '')}?{one.mark};"
        return dict(found)

    def of(self, period: str | None) -> dict[Which, Stood]:
        """Whose facts are of which team, whatever figures are made of them."""
        length = len(period or "")
        if length not in self.by_length:
            by_period: dict[str, Stood] = defaultdict(lambda: defaultdict(dict))
            for row in self.runner.rows(_FACTS.format(length=length)):
                by_period[row["period"] or ""][row["team"],][row["staff"]] = str(row["n"])
            self.by_length[length] = by_period
        found = self.by_length[length]
        if period is not None:
            return {NO_PART: dict(found.get(period, {}))}
        whole: dict[tuple[str, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for cells in found.values():  # facts without a day have no period
            for cell, them in cells.items():
                for who, n in them.items():
                    whole[cell][who] += int(n)
        return {NO_PART: {cell: {who: str(n) for who, n in them.items()} for cell, them in whole.items()}}
