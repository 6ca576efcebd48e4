"""Who knows which client: contacts with each client by person and function, old ones counting less. Named steps, portable.

A person's function is the team in whose name they met clients most often; their contacts with a client in the name of
another team count all the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from visavis.engine.holding.promise import Where
from visavis.engine.measuring.selecting import Facts, Selection, select_rows
from visavis.engine.portable import days_between, total
from visavis.engine.settling import Columns
from visavis.engine.steps import Step, literal, step
from visavis.engine.tables import Type

YEAR = 365
FIRST_DAY = "CAST('1970-01-01' AS DATE)"
"""From which days of contacts are counted where their sum tells whether any is another."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """Facts that are contacts of a person of the company with a client.

    `selection` gives the fields `client`, `about`, `person`, `team` and the moment `met`.
    """

    facts: Facts
    selection: Selection


@dataclass(frozen=True, slots=True)
class Window:
    """The last day that contacts tell of, after how many days a contact counts half, and for how many days it makes somebody
    know the client; after `gone` days without any contact with anybody a person is no longer there."""

    as_of: str
    half_life: int = 180
    known_for: int = YEAR
    gone: int = 90

    @property
    def day(self) -> str:
        """SQL of the last day."""
        return f"CAST({literal(self.as_of)} AS DATE)"


def settled(name: str) -> dict[str, Columns]:
    """Steps of `knowing_steps` that several others read, with their columns."""
    text, number, share, day = Type.TEXT, Type.INTEGER, Type.DECIMAL, Type.DATE
    return {
        f"{name}_met": (
            *(("ref", text), ("person", text), ("team", text), ("held", share)),
            *(("n", number), ("days", number), ("n_before", number), ("n_since", number)),
            *(("first_on", day), ("last_on", day)),
        ),
        f"{name}_pairs": (
            *(("client", text), ("person", text), ("held", share), ("n", number), ("days", number)),
            *(("n_before", number), ("n_since", number), ("last_on", day), ("function", text), ("there", number)),
        ),
        f"{name}_clients": (
            *(("client", text), ("n", number), ("known", number), ("functions", number), ("persons", number)),
            *(("top_share", share), ("hhi", share), ("function", text), ("last_on", day), ("worth", share)),
        ),
        f"{name}_still": (("client", text), ("person", text), ("function", text), ("worth", share)),
    }


def contact_steps(name: str, parts: Sequence[Contacts]) -> list[Step]:
    """Steps to `<name>_contacts` (ref, person, team, met_on): every contact; where a fact names no client, that of its event; and
    `<name>_who` (ref, cluster): which references are one client, out of `clusters`."""
    steps: list[Step] = []
    told, untold = [], []
    for number, part in enumerate(parts):
        rows = f"{name}_rows_{number}"
        steps += select_rows(rows, part.facts, part.selection, "the facts that are contacts with clients")
        kept = f"FROM {rows} WHERE NOT person IS NULL AND NOT met_on IS NULL"
        told.append(f"SELECT client AS ref, person, team, met_on {kept} AND NOT client IS NULL")
        untold.append(f"SELECT about, person, team, met_on {kept} AND client IS NULL AND NOT about IS NULL")
    asked = " UNION ALL ".join(untold)
    return [
        *steps,
        step(f"{name}_asked", f"SELECT DISTINCT about FROM ({asked}) AS t", "events that tell whose a contact is"),
        step(
            f"{name}_whose",
            f"""SELECT a.about, min(e.client_ref) AS ref FROM {name}_asked AS a JOIN events AS e
            ON a.about = e.source || '/' || e.key WHERE NOT e.client_ref IS NULL GROUP BY a.about""",
            "the client of each of those events",
        ),
        step(
            f"{name}_contacts",
            f"""{" UNION ALL ".join(told)} UNION ALL SELECT w.ref, t.person, t.team, t.met_on
            FROM ({asked}) AS t JOIN {name}_whose AS w ON t.about = w.about""",
            "every contact of a person of the company with a client",
        ),
        step(
            f"{name}_who",
            """SELECT 'record/' || source || '/' || key AS ref, cluster FROM clusters
            UNION ALL SELECT source || '/' || key AS ref, cluster FROM clusters WHERE source IN ('email', 'phone')""",
            "who is meant by each reference",
        ),
    ]


def worth_steps(name: str, facts: Facts, amount: str, where: Where) -> list[Step]:
    """Steps to `<name>_worth` (client, worth): the sum of the field `amount` over facts of each client."""
    selection = Selection({"client": "client_ref", "amount": amount}, where=where)
    return [
        *select_rows(f"{name}_amounts", facts, selection, "the facts that tell what a client is worth"),
        step(
            f"{name}_worth",
            f"""SELECT coalesce(w.cluster, a.client) AS client, sum(CAST(a.amount AS DOUBLE)) AS worth FROM {name}_amounts AS a
            LEFT JOIN {name}_who AS w ON a.client = w.ref WHERE NOT a.client IS NULL GROUP BY coalesce(w.cluster, a.client)""",
            "what each client is worth",
        ),
    ]


def last_day(name: str) -> str:
    """SQL of the last day of `<name>_contacts`, as text."""
    return f"SELECT CAST(max(met_on) AS VARCHAR) AS as_of, count(*) AS n FROM {name}_contacts"


def knowing_steps(name: str, window: Window, *, worth: str = "") -> list[Step]:
    """Steps to `<name>_pairs` (each client and person), `<name>_clients` (each client that was met within `known_for` days) and
    `<name>_still` (client, person, function, worth: who still knows these).

    `worth` is a view (client, worth) of what each client is worth to the company; without it every client counts one.
    They read what `contact_steps` left.
    """
    age = days_between("met_on", window.day)
    decay = f"exp(CAST({-log(2) / window.half_life!r} AS DOUBLE) * ({age}))"
    before = f"{age} > {YEAR} AND {age} <= {2 * YEAR}"
    return [
        step(
            f"{name}_met",
            f"""SELECT ref, person, team, sum({decay}) AS held, count(*) AS n, {total(days_between(FIRST_DAY, "met_on"))} AS days,
            {total(f"CASE WHEN {before} THEN 1 ELSE 0 END")} AS n_before,
            {total(f"CASE WHEN {age} <= {YEAR} THEN 1 ELSE 0 END")} AS n_since,
            min(met_on) AS first_on, max(met_on) AS last_on FROM {name}_contacts GROUP BY ref, person, team""",
            "contacts of each person with each client: a contact counts half after the half-life",
        ),
        step(
            f"{name}_teams",
            f"SELECT person, team, {total('n')} AS n, max(last_on) AS last_on FROM {name}_met GROUP BY person, team",
            "in the name of which teams each person met clients",
        ),
        step(
            f"{name}_persons",
            f"""SELECT person, function, CASE WHEN {days_between("last_on", window.day)} <= {window.gone} THEN 1 ELSE 0 END AS there,
            last_on FROM (SELECT person, team AS function, max(last_on) OVER (PARTITION BY person) AS last_on,
            row_number() OVER (PARTITION BY person ORDER BY CASE WHEN team IS NULL THEN 1 ELSE 0 END, n DESC, team) AS place
            FROM {name}_teams) AS t WHERE place = 1""",
            "the function of each person, and whether they still meet clients",
        ),
        step(
            f"{name}_pairs",
            f"""SELECT m.client, m.person, m.held, m.n, m.days, m.n_before, m.n_since, m.last_on, p.function,
            CASE WHEN p.there = 1 AND {days_between("m.last_on", window.day)} <= {window.known_for} THEN 1 ELSE 0 END AS there
            FROM (SELECT coalesce(w.cluster, t.ref) AS client, t.person, sum(t.held) AS held, {total("t.n")} AS n, {total("t.days")} AS days,
            {total("t.n_before")} AS n_before, {total("t.n_since")} AS n_since, max(t.last_on) AS last_on
            FROM {name}_met AS t LEFT JOIN {name}_who AS w ON t.ref = w.ref GROUP BY coalesce(w.cluster, t.ref), t.person) AS m
            JOIN {name}_persons AS p ON m.person = p.person""",
            "what each person holds of each client, and whether they still know it",
        ),
        *_client_steps(name, window, worth),
    ]


def _client_steps(name: str, window: Window, worth: str) -> list[Step]:
    value, join = ("coalesce(v.worth, 0)", f" LEFT JOIN {worth} AS v ON c.client = v.client") if worth else ("1", "")
    return [
        step(
            f"{name}_functions",
            f"""SELECT client, function, held, there, row_number() OVER (PARTITION BY client ORDER BY held DESC, function) AS place
            FROM (SELECT client, function, sum(held) AS held, max(there) AS there FROM {name}_pairs
            WHERE NOT function IS NULL GROUP BY client, function) AS t""",
            "what each function holds of each client, most first",
        ),
        step(
            f"{name}_clients",
            f"""SELECT c.client, c.n, c.known, c.functions, c.persons, c.top_share, c.hhi, f.function, c.last_on,
            CAST({value} AS DOUBLE) AS worth FROM (SELECT client, {total("n")} AS n, {total("there")} AS known,
            count(DISTINCT CASE WHEN there = 1 THEN function END) AS functions, count(*) AS persons,
            max(held) / sum(held) AS top_share, sum(held * held) / (sum(held) * sum(held)) AS hhi, max(last_on) AS last_on
            FROM {name}_pairs GROUP BY client) AS c LEFT JOIN {name}_functions AS f ON c.client = f.client AND f.place = 1{join}
            WHERE {days_between("c.last_on", window.day)} <= {window.known_for}""",
            "each client: who still knows it, the top share, the index, and the function that holds most",
        ),
        step(
            f"{name}_still",
            f"""SELECT p.client, p.person, c.function, c.worth FROM {name}_pairs AS p JOIN {name}_clients AS c ON p.client = c.client
            WHERE p.there = 1""",
            "who still knows which client, in whose portfolio, and what it is worth",
        ),
    ]
