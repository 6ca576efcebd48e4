"""Of which portfolios the kind `relation` tells something, and who stands behind them: whoever met their clients, of whatever function."""

from collections.abc import Iterator, Sequence
from typing import Any

from visavis.engine.people import Behind, known_teams
from visavis.mirror.kinds.kind import Bench
from visavis.vocabulary import SMALLEST_GROUP

PORTFOLIOS, PEOPLE = "portfolios", "people"
"""What is counted: contacts with the clients of a portfolio; the people of its function, whose number is the figure `people`."""


def told_portfolios(bench: Bench) -> list[str]:
    """Five people of the function, five clients, and five of both among those left out, or none; of the first relation measure
    alone: two ways to count the same contacts would tell by subtraction."""
    name, masked = bench.name, known_teams(bench.runner).masked
    people = {row["function"]: int(row["people"]) for row in bench.rows(f"{name}_people")}
    clients = {row["function"]: int(row["clients"]) for row in bench.rows(f"{name}_portfolios")}
    shown = [
        each for each, n in clients.items()
        if each is not None and each not in masked and people.get(each, 0) >= SMALLEST_GROUP and n >= SMALLEST_GROUP
    ]  # fmt: skip
    shown.sort(key=lambda each: (-people[each], each))
    while shown and any(0 < _left(of, shown) < SMALLEST_GROUP for of in (people, clients)):
        shown.pop()
    return shown if bench.tells_groups("relation") else []


def _left(of: dict[str | None, int], shown: Sequence[str]) -> int:
    return sum(n for each, n in of.items() if each not in shown)


def behind_portfolios(bench: Bench, shown: Sequence[str]) -> Iterator[Behind]:
    """Contacts with the clients of each portfolio, and the people of its function; of those not `shown`, and of clients whom only
    people without a function met, they are behind the whole alone."""
    home = {}
    for row in bench.rows(f"{bench.name}_hands"):
        function = row["function"] or ""
        groups, mark = (function if function in shown else "",), _mark(row)
        yield Behind(groups, row["person"], mark=mark, part=PORTFOLIOS, facts=function)
        if function and row["own"] == function:
            home[row["person"]] = function
    for row in bench.runner.rows(f"SELECT DISTINCT person FROM {bench.name}_pairs"):
        function = home.get(row["person"], "")
        groups = (function if function in shown else "",)
        yield Behind(groups, row["person"], mark="1", figures=(PEOPLE,), part=PEOPLE, facts=function)


def _mark(row: dict[str, Any]) -> str:
    return "/".join(str(row[each] or 0) for each in ("own", "clients", "knows", "n", "days", "which"))
