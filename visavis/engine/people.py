"""Who stands behind a team: no figure, and no column, may single out fewer than five people (X6)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from visavis.engine.measuring.anonymity import groups_told
from visavis.engine.steps import Runner, literal
from visavis.vocabulary import SMALLEST_GROUP

PAIRS = """SELECT DISTINCT team, staff FROM (SELECT team, staff FROM events UNION ALL SELECT team, staff FROM exchanges) AS t
WHERE NOT team IS NULL AND NOT staff IS NULL"""
"""Over the views `events` and `exchanges`: who works in which team."""


@dataclass(frozen=True, slots=True)
class Behind:
    """Some facts behind figures: whose they are, and in which groups they count.

    `groups` has a name per side (team, channel …), empty where the facts are of none; `staff` is None where nobody is named:
    the whole `team` stands for it. `mark` tells when the facts are others. `figures` are the beginnings of the names of those
    figures that these facts are behind; none: of all figures that no other facts are named for. Groups of one `part` are sums
    over the same facts; those of another part count other things. `facts` names these facts alike in all kinds that count them: with
    it, the groups of all these kinds are held against one another; with a part as well, those of all figures of that part.
    """

    groups: tuple[str, ...]
    staff: str | None
    team: str | None = None
    mark: str = ""
    figures: tuple[str, ...] = ()
    period: str | None = None
    part: str = ""
    facts: str = ""


@dataclass(frozen=True, slots=True)
class Teams:
    """People (pseudonyms) of each team, as far as facts tell."""

    people: Mapping[str, frozenset[str]]

    @property
    def masked(self) -> frozenset[str]:
        """Teams that must not be shown apart: those of one to four people, and as many more as hide them among five."""
        return frozenset(self.people) - groups_told(self.people)

    def singles_out(self, named: Iterable[str]) -> bool:
        """Whether a figure on the teams among `named`, or what it leaves of the whole, tells of one to four people."""
        inside = {name for name in named if name in self.people}
        if not inside:
            return False
        groups = (self._of(inside), self._of(self.people.keys() - inside))
        return bool(inside & self.masked) or any(0 < len(people) < SMALLEST_GROUP for people in groups)

    @property
    def everybody(self) -> frozenset[str]:
        """All people whose team is known."""
        return self._of(self.people)

    def _of(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset[str]().union(*(self.people[name] for name in names))


def teams_of(pairs: Iterable[tuple[str, str]]) -> Teams:
    """Teams out of (team, staff) pairs."""
    people: dict[str, set[str]] = {}
    for team, staff in pairs:
        people.setdefault(team, set()).add(staff)
    return Teams({team: frozenset(them) for team, them in people.items()})


def known_teams(runner: Runner) -> Teams:
    """Teams as the views `events` and `exchanges` tell of them."""
    return teams_of((row["team"], row["staff"]) for row in runner.rows(PAIRS))


def named_in(where: Mapping[str, Any]) -> set[str]:
    """Values that conditions on a team, or on a field of the company's own, name or leave out."""
    found: set[str] = set()
    for field, test in where.items():
        name = field.rpartition("about.")[2]
        if name == "team" or name.startswith("extra."):
            value = getattr(test, "not_", test)
            found |= {str(each) for each in (value if isinstance(value, list) else [value])}
    return found


def without(value: str, masked: Collection[str]) -> str:
    """SQL of the text `value`, null where it is one of the `masked` teams."""
    listed = ", ".join(map(literal, sorted(masked)))
    return f"CASE WHEN {value} IN ({listed}) THEN NULL ELSE {value} END" if masked else value
