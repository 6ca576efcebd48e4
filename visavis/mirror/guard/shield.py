"""Rows of measures about a team, held against each other and against all runs before: the last thing before they are written.

Kinds compute; here is decided, for all of them alike, which team may be told of, and whether anew. Where a team's figure moved
by what one to four people did since it was told last, the figure told last stands.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from visavis.engine.lake import Lake, Manifest
from visavis.engine.measuring.waves import Verdict, as_ledger, from_ledger, hold
from visavis.engine.steps import Runner
from visavis.engine.tables import MEASURES

LEDGER = "told"
"""Where the manifest's ledger keeps what was told of teams: hashes alone, for each measure and period."""

Row = dict[str, Any]
_FACTS = """SELECT team, staff, substr(CAST(occurred_on AS VARCHAR), 1, {length}) AS period, count(*) AS n FROM (
SELECT team, staff, occurred_on FROM events UNION ALL SELECT team, staff, occurred_on FROM exchanges) AS t
WHERE NOT team IS NULL AND NOT staff IS NULL GROUP BY team, staff, substr(CAST(occurred_on AS VARCHAR), 1, {length})"""


@dataclass(frozen=True, slots=True)
class Shielded:
    """The rows that may be written, and what the ledger keeps of them."""

    rows: list[Row]
    ledger: dict[str, Any]


def shield(
    runner: Runner, lake: Lake, manifest: Manifest, rows: Sequence[Row], secret: bytes = b"", smallest: int = 5
) -> Shielded:
    """`rows` of the table `measures`, those of teams as they may be told; `manifest` has the table and ledger of the run before.

    People of a team are those whom its facts name, in the period of the row; a row whose `grouping` is no team passes.
    """
    kept: dict[str, Any] = dict(manifest.ledger.get(LEDGER, {}))
    families: dict[tuple[str, str | None], list[Row]] = defaultdict(list)
    for row in rows:
        families[row["name"], row["period"]].append(row)
    people = _People(runner)
    former: dict[tuple[str, str | None, str], list[Row]] | None = None
    found: list[Row] = []
    for (name, period), family in families.items():
        named = {row["grouping"] for row in family if row["grouping"] is not None}
        teams = people.of(period) if named else {}
        if not named & teams.keys():
            found += family
            continue
        key = f"{name}|{period or ''}"
        known = from_ledger(kept.get(key))
        verdict = hold(known, teams, secret=secret, smallest=smallest)
        kept[key] = as_ledger(known)
        if verdict.stale & named and former is None:
            former = _former(lake, manifest)
        found += _told(family, teams, verdict, former or {})
    return Shielded(found, kept)


def _told(
    family: Sequence[Row],
    teams: Mapping[str, Any],
    verdict: Verdict,
    former: Mapping[tuple[str, str | None, str], list[Row]],
) -> list[Row]:
    found: list[Row] = []
    done: set[str] = set()
    for row in family:
        team = row["grouping"]
        if team not in teams or team in verdict.fresh:
            found.append(row)
        elif team not in done:
            done.add(team)
            last = former.get((row["name"], row["period"], team), []) if team in verdict.stale else []
            found += last or [_hidden(row)]
    return found


def _hidden(row: Row) -> Row:
    """That there is a team, and that nothing is told of it."""
    nothing = dict.fromkeys(("value", "low", "high", "method"))
    return row | nothing | {"figure": "value", "position": 0, "n": 0, "reason": "fewer_than_five"}


def _former(lake: Lake, manifest: Manifest) -> dict[tuple[str, str | None, str], list[Row]]:
    import pyarrow.parquet as parquet

    found: dict[tuple[str, str | None, str], list[Row]] = defaultdict(list)
    names = [column.name for column in MEASURES.columns]
    for piece in lake.pieces(manifest.of(MEASURES.name), MEASURES):
        for file in piece.files:
            for row in parquet.read_table(Path(file)).to_pylist():
                if row.get("grouping") is not None:
                    found[row["name"], row["period"], row["grouping"]].append({each: row.get(each) for each in names})
    return found


class _People:
    """Who works in which team, with the number of their facts: in a year, a month, a day, or over all time."""

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self.by_length: dict[int, dict[str, dict[str, dict[str, int]]]] = {}

    def of(self, period: str | None) -> dict[str, dict[str, int]]:
        length = len(period or "")
        if length not in self.by_length:
            by_period: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
            for row in self.runner.rows(_FACTS.format(length=length)):
                by_period[row["period"] or ""][row["team"]][row["staff"]] = row["n"]
            self.by_length[length] = by_period
        found = self.by_length[length]
        if period is not None:
            return dict(found.get(period, {}))
        whole: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for teams in found.values():  # facts without a day have no period
            for team, them in teams.items():
                for who, n in them.items():
                    whole[team][who] += n
        return {team: dict(them) for team, them in whole.items()}
