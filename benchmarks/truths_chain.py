"""Whether the planted truths about the house and its chain are found: who serves whom, and the team that consumes the delay."""

import csv
from pathlib import Path

from benchmarks.finding import Ask, Line, state_of, told
from visavis import database

CLIENTS = "les clients"


def services(home: Path, ask: Ask) -> Line:
    """Who serves whom, as the company's own file tells it and Visavis has taken it in: no table of the run is asked."""
    with (home / "exports" / "equipes.csv").open(encoding="utf-8", newline="") as lines:
        planted = {(row["equipe"], row["sert"], row.get("en", "")) for row in csv.DictReader(lines, delimiter=";")}
    database.use(home)
    from visavis.engine.measuring.service_graph import distances
    from visavis.house import services as house

    found = {(one.team.name, one.served.name if one.served else CLIENTS, one.what) for one in house.services()}
    far = distances(house.pairs())
    reached = sum(hops is not None for hops in far.values())
    figures = (
        f"{len(found & planted)} of {len(planted)} services; {reached} of {len(far)} teams on a way to the clients, "
        f"{max((hops or 0 for hops in far.values()), default=0)} hops at most"
    )
    return Line("who serves whom", state_of(found == planted and reached == len(far)), figures)


def _shares(ask: Ask, figure: str) -> dict[str, tuple[float, float, float]]:
    """By team, its share with its interval."""
    rows = ask(
        f"SELECT grouping, value, low, high FROM measures WHERE kind = 'chain' AND figure = '{figure}' "
        "AND NOT grouping IS NULL AND grouping NOT LIKE '(%' AND NOT low IS NULL"
    )
    return {row["grouping"]: (row["value"], row["low"], row["high"]) for row in rows}


def days_held(home: Path, ask: Ask) -> Line:
    """The team that has installations in hand longest: the days of each team as planted, and it apart from the next."""
    planted = told(home, "chain.json")
    rows = ask(
        "SELECT grouping, value FROM measures WHERE kind = 'chain' AND figure = 'days' AND grouping NOT LIKE '(%'"
    )
    days = {row["grouping"]: row["value"] for row in rows}
    shares = _shares(ask, "value")
    first = max(shares, key=lambda team: shares[team][0], default="")
    apart = bool(shares) and all(one[2] < shares[first][1] for team, one in shares.items() if team != first)
    same = {team: round(value) for team, value in days.items()} == planted["days"]
    value, low, high = shares.get(first, (0.0, 0.0, 0.0))
    figures = (
        f"{first} {value:.1%} of the time ({low:.1%}–{high:.1%}), {days.get(first, 0):.0f} days "
        f"(planted {planted['team']} {planted['days'][planted['team']]})"
    )
    return Line("the team that consumes the delay", state_of(first == planted["team"] and same and apart), figures)


def delay_consumed(home: Path, ask: Ask) -> Line:
    """The team in which orders lose their time beyond the plan: its share of the delay, apart from that of the next."""
    planted = told(home, "delays.json")
    shares = _shares(ask, "beyond")
    first = max(shares, key=lambda team: shares[team][0], default="")
    apart = bool(shares) and all(one[2] < shares[first][1] for team, one in shares.items() if team != first)
    value, low, high = shares.get(first, (0.0, 0.0, 0.0))
    figures = (
        f"{first} {value:.1%} of the delay of late orders ({low:.1%}–{high:.1%}); planted: {planted['consumer']}, "
        f"{planted['share_of_minutes_over'][planted['consumer']]:.1%} of the minutes beyond the plan"
    )
    return Line("the team that consumes the delay", state_of(first == planted["consumer"] and apart), figures)
