"""What identifies nobody: addresses that a crowd bears, days on which too many are born, names typed where there is none.

Everything here is relative to the data and runs as portable steps. An address is a crowd's where many bear it under many names,
none of which is that of half of them: a switchboard, `noreply@`, a number typed to fill a field. A household, or one client with
hundreds of orders, is no crowd. What identifies nobody is taken out before records are compared, so it is neither a key nor an
agreement; the facts stay as sources wrote them.
"""

from dataclasses import dataclass
from functools import cache

from visavis.engine.linking.comparable.text import words
from visavis.engine.steps import Runner, Step, literal, step
from visavis.mistakes import Words

CROWD = 10
"""Records under a name, from which on an address may be a crowd's."""

NAMES = 8
"""Different names that a crowd has at least; more than a household's."""

BORN = 40
"""Records that bear one birth date, from which on it may be typed to fill a field."""

TOO_OFTEN = 20
"""A birth date is typed to fill a field where it is this many times as frequent as dates are on average."""

MOST = 100
"""Findings of each kind that are told."""

ADDRESSES = {"emails": "lower(trim({}))", "phones": "right(regexp_replace({}, '[^0-9]', '', 'g'), 9)"}
"""Column of records → SQL of what makes two writings one address."""

FREQUENT, BORNE, CROWDS = "junk_frequent", "junk_borne", "junk_addresses"
"""Names of the steps that find addresses that many records bear, who bears those, and which of them are a crowd's. Few as they are,
they are best written down: what is asked of them is asked of all records else."""

KINDS = {
    "crowd": Words(fr="porté par trop de noms différents", en="borne by too many different names"),
    "birth": Words(fr="date de remplissage", en="a date typed to fill the field"),
    "placeholder": Words(fr="nom de remplissage", en="a name typed to fill the field"),
}
"""Why something identifies nobody."""


@dataclass(frozen=True, slots=True)
class Junk:
    """A value that identifies nobody. `kind` is one of KINDS; `names` are how many different ones bear it, two as examples."""

    kind: str
    column: str
    value: str
    records: int
    sources: int
    names: int
    examples: tuple[str, ...]


_NAME = "lower(trim(coalesce(nullif(trim(family_name), ''), name, company)))"


@cache
def junk_steps(view: str = "records", bearers: str | None = None) -> list[Step]:
    """Steps over `view` (columns of records) that end in `junk_addresses` and `junk_births` (both with `value`), and for the
    report `junk_names`. `bearers`: a view of those of its records that bear an address of CROWD records or more, and maybe of
    others, where that is known: the others are not read for it."""
    bearers = bearers or view
    borne = {
        column: (
            value.format("item"),
            f"(SELECT source, family_name, name, company, unnest({column}) AS item FROM {bearers}) AS one",
        )
        for column, value in ADDRESSES.items()
    }
    frequent = " UNION ALL ".join(
        f"SELECT {literal(column)} AS field, {value} AS value FROM {members} GROUP BY {value} HAVING count(*) >= {CROWD}"
        for column, (value, members) in borne.items()
    )
    bearing = " UNION ALL ".join(
        f"SELECT f.field, f.value, one.source, one.family_name, one.name, one.company FROM {members} "
        f"JOIN {FREQUENT} AS f ON f.field = {literal(column)} AND f.value = {value}"
        for column, (value, members) in borne.items()
    )
    counted = (
        "CAST(sum(n) AS BIGINT) AS records, count(*) AS names, max(n) AS most, max(sources) AS sources, "
        "min(bearer) AS first_name, max(bearer) AS last_name"
    )
    frequent_days = (
        f"SELECT birth_date, n FROM junk_days WHERE n >= {BORN} AND n >= {TOO_OFTEN} * (SELECT avg(n) FROM junk_days)"
    )
    born = (
        f"SELECT r.birth_date, d.n, r.source, r.family_name, r.name, r.company FROM {view} AS r "
        f"JOIN ({frequent_days}) AS d ON r.birth_date = d.birth_date"
    )
    return [
        step(FREQUENT, frequent, "addresses that many records bear"),
        step(BORNE, bearing, "records that bear them"),
        step(
            "junk_bearers",
            f"SELECT field, value, {_NAME} AS bearer, count(*) AS n, count(DISTINCT source) AS sources FROM {BORNE} "
            f"WHERE {_NAME} <> '' AND value <> '' GROUP BY field, value, {_NAME}",
            "under which names they are borne",
        ),
        step(
            CROWDS,
            f"SELECT * FROM (SELECT field, value, {counted} FROM junk_bearers GROUP BY field, value) AS c "
            f"WHERE records >= {CROWD} AND names >= {NAMES} AND 2 * most <= records",
            "addresses that a crowd bears",
        ),
        step(
            "junk_days",
            f"SELECT birth_date, count(*) AS n FROM {view} WHERE birth_date IS NOT NULL GROUP BY birth_date",
            "how many were born each day",
        ),
        step(
            "junk_births",
            "SELECT CAST(birth_date AS VARCHAR) AS value, birth_date, n AS records, count(DISTINCT bearer) AS names, count(DISTINCT source) "
            "AS sources, min(bearer) AS first_name, max(bearer) AS last_name "
            f"FROM (SELECT birth_date, n, source, {_NAME} AS bearer FROM ({born}) AS b) AS o GROUP BY birth_date, n",
            "birth dates that were typed to fill a field",
        ),
        step("junk_names", _placeholders(view), "names that were typed to fill a field"),
    ]


def _placeholders(view: str) -> str:
    listed = ", ".join(map(literal, sorted(words("placeholders"))))
    repeated = "length(value) >= 3 AND replace(value, left(value, 1), '') = ''"
    parts = " UNION ALL ".join(
        f"SELECT source, {literal(column)} AS field, lower(trim({column})) AS value FROM {view} WHERE {column} IS NOT NULL"
        for column in ("given_name", "family_name", "name")
    )
    return (
        f"SELECT field, value, count(*) AS records, count(DISTINCT source) AS sources FROM ({parts}) AS p "
        f"WHERE value IN ({listed}) OR ({repeated}) GROUP BY field, value"
    )


def junk_in(runner: Runner, view: str = "records") -> list[Junk]:
    """What identifies nobody in `view`, of each kind the MOST frequent, the most frequent first."""
    runner.run(junk_steps(view))
    columns = "value, records, sources, names, first_name, last_name"
    parts = {
        "crowd": f"SELECT field, {columns} FROM {CROWDS}",
        "birth": f"SELECT 'birth_date' AS field, {columns} FROM junk_births",
        "placeholder": "SELECT field, value, records, sources, 1 AS names, NULL AS first_name, NULL AS last_name FROM junk_names",
    }
    found = []
    for kind, sql in parts.items():
        for row in runner.rows(f"{sql} ORDER BY records DESC, field, value LIMIT {MOST}"):
            names = tuple(dict.fromkeys(name for name in (row["first_name"], row["last_name"]) if name))
            found.append(
                Junk(
                    kind, row["field"], row["value"], int(row["records"]), int(row["sources"]), int(row["names"]), names
                )
            )
    return sorted(found, key=lambda junk: -junk.records)
