"""Kinds of events (source and type) of which teams are told over all time, as work (the chain, the steps of the process, for whom work is
done), or month by month, in slices of promises: never both, for the one less the other is what a team did in the months that are hidden.

Rows of a log are work. Of other events, whoever told of them first goes on: for whom work is done, or promises, which do in a first run.
The ledger keeps which kinds of events were told of how.
"""

from collections.abc import Collection, Mapping
from typing import Any

from visavis.engine.steps import Runner, literal

LEDGER = "by_team"
"""Where the manifest's ledger keeps it: `work` and `cases`, each a list of source and type."""
WORK, CASES = "work", "cases"

Event = tuple[str, str]
"""Source and type of events; the type is empty where they have none."""

_SAME = "c.source = e.source AND c.key = e.key"
_TYPE = "coalesce(e.type, '')"


def kinds_told(ledger: Mapping[str, Any], how: str) -> set[Event]:
    """Kinds of events of which teams were told `how` (WORK or CASES)."""
    return {(source, type_) for source, type_ in ledger.get(LEDGER, {}).get(how, [])}


def kinds_of_cases(runner: Runner, ledger: Mapping[str, Any]) -> set[Event]:
    """Kinds of events of which slices of promises tell teams, or told them: all that are cases, but for those told as work before.

    The views `cases` and `events` must stand.
    """
    rows = runner.rows(f"SELECT DISTINCT e.source, {_TYPE} AS type FROM events AS e JOIN cases AS c ON {_SAME}")
    return kinds_told(ledger, CASES) | ({(row["source"], row["type"]) for row in rows} - kinds_told(ledger, WORK))


def as_kept(ledger: Mapping[str, Any], cases: Collection[Event], work: Collection[Event]) -> dict[str, Any]:
    """What the ledger keeps after a run that found `cases` and told teams of `work`."""
    return {
        LEDGER: {
            CASES: [list(each) for each in sorted({*kinds_told(ledger, CASES), *cases})],
            WORK: [list(each) for each in sorted({*kinds_told(ledger, WORK), *work})],
        }
    }


def told_as_work(runner: Runner, ledger: Mapping[str, Any]) -> set[str]:
    """Promises that count events of which teams are told as work: nothing is told of their teams and kinds of clients."""
    kinds = kinds_told(ledger, WORK)
    if not kinds:
        return set()
    listed = " OR ".join(
        f"(e.source = {literal(source)} AND {_TYPE} = {literal(type_)})" for source, type_ in sorted(kinds)
    )
    rows = runner.rows(f"SELECT DISTINCT c.promise FROM cases AS c JOIN events AS e ON {_SAME} WHERE {listed}")
    return {row["promise"] for row in rows}
