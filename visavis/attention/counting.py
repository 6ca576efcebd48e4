"""How many wait, how much falls due, how many thank us: counted once per run, so that no page counts rows."""

from collections.abc import Iterable
from datetime import date

from visavis.attention.today import LATELY, SOON
from visavis.engine.duckdb import DuckDB
from visavis.engine.steps import literal
from visavis.vocabulary import Outcome


def count_today(session: DuckDB, as_of: date | None, promises: Iterable[str]) -> dict[str, int]:
    """Numbers for the page of the day, over the views `new_waiting`, `new_cases` (of `promises` alone) and `new_voices`.

    Keys: waiting_clients, due_soon, thanks_lately.
    """
    names = ", ".join(map(literal, sorted(promises))) or "NULL"
    queries = {"waiting_clients": "SELECT count(DISTINCT client) AS n FROM new_waiting"}
    if as_of is not None:
        queries |= {
            "due_soon": f"SELECT count(*) AS n FROM new_cases WHERE outcome = {literal(str(Outcome.OPEN))} "
            f"AND client IS NOT NULL AND promise IN ({names}) "
            f"AND due_on BETWEEN {_day(as_of)} AND {_day(as_of + SOON)}",
            "thanks_lately": f"SELECT count(*) AS n FROM new_voices WHERE thanks AND moment >= {_day(as_of - LATELY)}",
        }
    return {name: int(session.rows(query)[0]["n"]) for name, query in queries.items()}


def _day(day: date) -> str:
    return f"DATE {literal(day.isoformat())}"
