"""A company of any size as SQL for DuckDB: its clients, what happened with them, what they said, what they wait for.

Drawn by hashes, so that the same size gives the same rows. Twenty facts and five voices per client on average; one client in a
thousand is heavy, with two thousand facts. Rows come in no order that helps a page: a client's facts are spread over the table.
"""

import csv
import datetime
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import duckdb

from benchmarks.web import names
from visavis.clients.finding.folding import folded_sql, folded_words_sql

ITEMS = 20
"""Facts per client."""

HEAVY = 1_000
"""One client in so many is heavy."""

SENTENCES = Path(__file__).parents[2] / "visavis" / "engine" / "reading" / "sentences" / "fr.tsv"


@dataclass(frozen=True, slots=True)
class Company:
    """What rows are made for: how many clients, from which number on, seen on which day, with which promises."""

    clients: int
    first: int
    as_of: datetime.date
    promises: tuple[str, ...]
    run: str

    def told(self) -> dict[str, Any]:
        """As JSON; `read` turns it back."""
        return asdict(self) | {"as_of": self.as_of.isoformat()}

    @classmethod
    def read(cls, told: dict[str, Any]) -> Self:
        """What `told` said."""
        return cls(**told | {"as_of": datetime.date.fromisoformat(told["as_of"]), "promises": tuple(told["promises"])})


def chance(salt: int, of: str = "i") -> str:
    """SQL of a number from 0 to 1 (1 excluded), the same for the same `of`."""
    return f"((hash({of} * 64 + {salt}) >> 12) / 4503599627370496.0)"


def draw(connection: duckdb.DuckDBPyConnection, company: Company) -> None:
    """Make what the rows of `tables` are selected from: `people`, `tallies`, and the table macro `items(low, high)`."""
    names.show(connection)
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        said = [row["text"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    connection.execute("CREATE TABLE saying AS SELECT ? AS words, len(?) AS n", [said, said])
    connection.execute("CREATE TABLE promised AS SELECT ? AS names", [list(company.promises)])
    connection.execute(_people(company))
    connection.execute(_items(company))
    connection.execute(
        "CREATE TABLE tallies AS SELECT client, count(*) AS facts, count(*) FILTER (i % 4 = 0) AS voices, "
        "min(on_day) AS first_on, max(on_day) AS last_on, count(*) FILTER (outcome = 'kept') AS kept, "
        "count(*) FILTER (outcome IN ('late', 'partial', 'broken')) AS missed, "
        f"min(on_day) FILTER (i % 4000 = 0) AS waiting_since FROM items(0, {ITEMS * company.clients}) GROUP BY client"
    )


def _people(company: Company) -> str:
    return f"""CREATE TABLE people AS WITH drawn AS (
            SELECT i, {names.rank("family", chance(1))} AS family_rank, {names.rank("given", chance(2))} AS given_rank,
                CAST(floor({chance(3)} * (SELECT count(*) FROM city)) AS BIGINT) AS city_rank,
                CASE WHEN {chance(4)} < 0.1
                    THEN CAST(floor({chance(5)} * (SELECT count(*) FROM company)) AS BIGINT) END AS company_rank,
                CASE WHEN i % 3 = 0 THEN '331' ELSE '336' END || lpad(CAST(hash(i) % 100000000 AS VARCHAR), 8, '0') AS phone,
                1 + CAST(floor(3 * {chance(6)}) AS INTEGER) AS records
            FROM range({company.clients}) AS t(i))
        SELECT {company.first} + i AS client, i, g.word AS given, f.word AS family, coalesce(o.word, '') AS company,
            c.word AS city, phone, records,
            regexp_replace({folded_sql("g.word || '.' || f.word")}, '[^a-z.]', '', 'g') || CAST(i % 97 AS VARCHAR)
                || '@exemple.example' AS email
        FROM drawn JOIN family AS f ON f.rank = family_rank JOIN given AS g ON g.rank = given_rank
            JOIN city AS c ON c.rank = city_rank LEFT JOIN company AS o ON o.rank = company_rank ORDER BY i"""


def _items(company: Company) -> str:
    """Facts: one in ten goes to the heavy clients; one in four is a voice, one in seven a case of a promise."""
    heavy = max(1, company.clients // HEAVY)
    seen = f"DATE '{company.as_of.isoformat()}'"
    return f"""CREATE MACRO items(low, high) AS TABLE SELECT *, moment + INTERVAL 4 HOUR AS done_at, CAST(moment AS DATE) AS on_day,
            CASE WHEN i % 7 <> 1 THEN NULL WHEN luck < .85 THEN 'kept' WHEN luck < .92 THEN 'late' WHEN luck < .93 THEN 'partial'
                WHEN luck < .97 THEN 'broken' WHEN luck < .98 THEN 'open' ELSE 'untestable' END AS outcome
        FROM (SELECT i, CAST(md5('item ' || CAST(i AS VARCHAR)) AS UUID) AS id, {chance(11)} AS luck, i % 997 % 6 AS sort,
            {company.first} + CAST(CASE WHEN i % 10 = 0 THEN hash(i * 3) % {heavy} * {min(HEAVY, company.clients)}
                ELSE hash(i) % {company.clients} END AS BIGINT) AS client,
            CAST({seen} - CAST(floor(1095 * {chance(12)}) AS INTEGER) AS TIMESTAMP)
                + to_seconds(CAST(floor(86400 * {chance(13)}) AS BIGINT)) AS moment
            FROM range(low, high) AS t(i))"""


def text(salt: int) -> str:
    """SQL of two to four sentences."""
    one = "(SELECT words[1 + CAST(floor({} * n) AS BIGINT)] FROM saying)"
    more = f"CASE WHEN i % {{}} = 0 THEN ' ' || {one} ELSE '' END"
    return " || ".join(
        (
            one.format(chance(salt)),
            "' '",
            one.format(chance(salt + 1)),
            more.format(3, chance(salt + 2)),
            more.format(5, chance(salt + 3)),
        )
    )


def terms() -> str:
    """SQL of the words by which people are found, as visavis.clients.models.SearchTerm tells them."""
    given, family = folded_words_sql("given"), folded_words_sql("family")
    whole = f"array_to_string({given}, ' ') || ' ' || array_to_string({family}, ' ')"
    turned = f"array_to_string({family}, ' ') || ' ' || array_to_string({given}, ' ')"
    return (
        f"list_distinct({given} || {family} || coalesce({folded_words_sql('company')}, []) "
        f"|| [email, phone, {whole}, {turned}, 'c' || CAST(100000 + i AS VARCHAR)])"
    )
