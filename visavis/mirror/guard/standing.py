"""Who stands behind which figures: as kinds of measures tell it, and where they don't, as the facts of teams do."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from visavis.engine.people import Behind, known_teams
from visavis.engine.steps import Runner

Which = tuple[str, tuple[str, ...]]
"""A part of a measure's groups, and the beginnings of the names of some of its figures."""

Cell = tuple[str, ...]
"""A name per side."""

Stood = dict[Cell, dict[str, str]]
"""By cell, whose facts are in it, each with what tells when these are others."""

Marks = str | list[str]
"""What tells when somebody's facts are others: mostly one, and then no list, of which there would be very many."""

NO_PART: Which = ("", ())
SHARED: Which = ("facts", ())
"""Figures of all kinds that count the same facts."""

FACTS = "\x1c"
"""What stands before the name of facts in a cell, after its groups."""

_FACTS = """SELECT team, staff, substr(CAST(occurred_on AS VARCHAR), 1, {length}) AS period, count(*) AS n FROM (
SELECT team, staff, occurred_on FROM events UNION ALL SELECT team, staff, occurred_on FROM exchanges) AS t
WHERE NOT team IS NULL AND NOT staff IS NULL GROUP BY team, staff, substr(CAST(occurred_on AS VARCHAR), 1, {length})"""


class Standing:
    """By measure who stands behind its figures, as its kind tells (`told`); and who works in which team, with the number of their
    facts: in a year, a month, a day, or over all time."""

    def __init__(self, runner: Runner, told: Mapping[str, Sequence[Behind]]) -> None:
        self.runner, self.told = runner, told
        self._behind: dict[str, dict[str | None, dict[Which, Stood]]] = {}
        self._by_length: dict[int, dict[str, Stood]] = {}
        self._teams: Mapping[str, frozenset[str]] | None = None
        self._staff: frozenset[str] | None = None

    @property
    def teams(self) -> Mapping[str, frozenset[str]]:
        """People of each team."""
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

    def behind(self, name: str, period: str | None) -> dict[Which, Stood]:
        """By figures of a measure in a period, whose facts are in which cell. Facts that name nobody stand for their team where
        nobody else is named."""
        if name not in self._behind:
            by_period: dict[str | None, list[Behind]] = {}
            for one in self.told.get(name, ()):
                by_period.setdefault(one.period, []).append(one)
            self._behind[name] = {period: self._cells(own) for period, own in by_period.items()}
        return self._behind[name].get(period, {})

    def _cells(self, told: Sequence[Behind]) -> dict[Which, Stood]:
        marks: dict[Which, dict[Cell, dict[str, Marks]]] = {}
        places: dict[tuple[str, tuple[str, ...], Cell, str], tuple[Which, Cell]] = {}
        known: dict[tuple[str, tuple[str, ...], Cell, str], dict[str, Marks]] = {}
        unnamed: list[tuple[str, Cell, Which, Cell, str | None]] = []
        for one in told:
            at = one.part, one.figures, one.groups, one.facts
            if at not in places:
                places[at] = _place(one)
            if one.staff is None:
                unnamed.append((one.mark, one.groups, *places[at], one.team))
                continue
            if at not in known:
                which, groups = places[at]
                known[at] = marks.setdefault(which, {}).setdefault(groups, {})
            cell = known[at]
            own = cell.get(one.staff)
            if own is None:
                cell[one.staff] = one.mark
            elif isinstance(own, str):
                cell[one.staff] = [own, one.mark]
            else:
                own.append(one.mark)
        found = {which: _in_order(cells) for which, cells in marks.items()}
        for mark, _, which, groups, team in sorted(unnamed, key=lambda each: each[:2]):
            standing = found.setdefault(which, {}).setdefault(groups, {})
            if not standing or all(each.startswith("?") for each in standing.values()):
                for who in self.teams.get(team or "", ()):
                    standing[who] = f"{standing.get(who, '')}?{mark};"
        return found

    def of(self, period: str | None) -> dict[Which, Stood]:
        """Whose facts are of which team, whatever figures are made of them."""
        length = len(period or "")
        if length not in self._by_length:
            by_period: dict[str, Stood] = defaultdict(lambda: defaultdict(dict))
            for row in self.runner.rows(_FACTS.format(length=length)):
                by_period[row["period"] or ""][row["team"],][row["staff"]] = str(row["n"])
            self._by_length[length] = by_period
        found = self._by_length[length]
        if period is not None:
            return {NO_PART: dict(found.get(period, {}))}
        whole: dict[Cell, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for cells in found.values():  # facts without a day have no period
            for cell, them in cells.items():
                for who, n in them.items():
                    whole[cell][who] += int(n)
        return {NO_PART: {cell: {who: str(n) for who, n in them.items()} for cell, them in whole.items()}}


def _place(one: Behind) -> tuple[Which, Cell]:
    """Behind which figures some facts stand, and in which cell."""
    if not one.facts:
        return (one.part, one.figures), one.groups
    return (one.part, one.figures) if one.part else SHARED, (*one.groups, FACTS + one.facts)


def _in_order(cells: Mapping[Cell, Mapping[str, Marks]]) -> Stood:
    """The cells, by the first of the people in each and what tells of their facts; and that as text."""
    written = {cell: {who: _written(marks) for who, marks in them.items()} for cell, them in cells.items()}
    order = []
    for cell, them in cells.items():
        first = min(them)
        marks = them[first]
        order.append((first, marks if isinstance(marks, str) else min(marks), cell))
    return {cell: written[cell] for _, _, cell in sorted(order)}


def _written(marks: Marks) -> str:
    return f"{marks};" if isinstance(marks, str) else f"{';'.join(sorted(marks))};"
