"""The rows of each computed table, selected from benchmarks.web.population."""

from dataclasses import dataclass

from benchmarks.web.population import ITEMS, Company, terms, text


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one model: SQL with `{low}` and `{high}`, made part by part over `range(parts * clients)`."""

    model: str
    parts: int
    sql: str

    def between(self, low: int, high: int) -> str:
        """The SQL of one part."""
        return self.sql.replace("{low}", str(low)).replace("{high}", str(high))


def rows_of(company: Company) -> tuple[Rows, ...]:
    """Every table of the company, parents first."""
    run, seen = f"'{company.run}'", f"DATE '{company.as_of.isoformat()}'"
    some = "FROM people WHERE i >= {low} AND i < {high}"
    facts = "FROM items({low}, {high})"
    return (
        Rows("Client", 1, f"SELECT client AS number, {run} AS run {some}"),
        Rows(
            "Link",
            1,
            "SELECT ['crm', 'boutique-en-ligne', 'cartes-fidelite'][n] AS source, "
            f"'C' || CAST(100000 + i AS VARCHAR) AS key, client, {run} AS run "
            f"FROM (SELECT *, unnest(range(1, records + 1)) AS n {some})",
        ),
        Rows("SearchTerm", 1, f"SELECT client, unnest({terms()}) AS term {some}"),
        Rows(
            "ClientCard",
            1,
            "SELECT client, given || ' ' || family AS name, 'person' AS kind, company, city, records, records AS sources, "
            "coalesce(facts, 0) AS facts, coalesce(voices, 0) AS voices, first_on, last_on, waiting_since, "
            "coalesce(kept, 0) AS kept, coalesce(missed, 0) AS missed "
            "FROM people LEFT JOIN tallies USING (client) WHERE i >= {low} AND i < {high}",
        ),
        Rows("TimelineItem", ITEMS, _timeline(facts)),
        Rows(
            "Voice",
            ITEMS,
            f"SELECT id, client, moment, on_day AS occurred_on, 'tickets' AS source, 'mail' AS channel, {text(20)} AS text, "
            "'fr' AS language, ['negative', 'neutral', 'positive', 'mixed', ''][1 + CAST(floor(5 * luck) AS BIGINT)] AS sentiment, "
            f"['delivery', 'waiting', 'price', 'refund', ''][1 + i % 5] AS theme, luck BETWEEN .5 AND .54 AS thanks {facts} "
            "WHERE i % 4 = 0",
        ),
        Rows(
            "Case",
            ITEMS,
            "SELECT CAST(md5('case ' || CAST(i AS VARCHAR)) AS UUID) AS id, client, id AS item, 'tickets' AS source, "
            "'T' || CAST(i AS VARCHAR) AS key, on_day, outcome, names[1 + CAST(hash(i * 5) % len(names) AS BIGINT)] AS promise, "
            f"CASE WHEN outcome = 'open' THEN {seen} + CAST(i % 21 AS INTEGER) ELSE on_day + 1 END AS due_on, "
            "CASE WHEN outcome IN ('kept', 'late') THEN on_day + CASE WHEN outcome = 'kept' THEN 1 ELSE 4 END END AS done_on, "
            f"CASE WHEN outcome = 'untestable' THEN 'no_due' ELSE '' END AS reason, 1 AS n {facts}, promised "
            "WHERE outcome IS NOT NULL",
        ),
        Rows(
            "WaitingClient",
            ITEMS,
            "SELECT CASE WHEN i % 4 = 0 THEN id ELSE CAST(md5('case ' || CAST(i AS VARCHAR)) AS UUID) END AS id, client, "
            "CASE WHEN i % 4 = 0 THEN 'unanswered' ELSE 'undone' END AS why, on_day AS since, id AS item, "
            f"CASE WHEN i % 4 = 0 THEN '' ELSE names[1 + CAST(hash(i * 5) % len(names) AS BIGINT)] END AS promise {facts}, promised "
            "WHERE i % 4000 = 0 OR (outcome = 'broken' AND i % 1000 = 1)",
        ),
    )


def _timeline(facts: str) -> str:
    """Messages in and out, deliveries and calls with what was due and done, ratings."""
    kinds = "['order', 'delivery', 'call-back', 'return', 'invoice', 'visit']"
    return (
        "SELECT id, client, 'tickets C' || CAST(client AS VARCHAR) AS ref, moment, moment AS occurred_at, "
        "on_day AS occurred_on, CASE WHEN i % 2 = 0 THEN 'exchanges' WHEN sort = 5 THEN 'ratings' ELSE 'events' END AS fact, "
        f"CASE WHEN i % 2 = 0 THEN '' WHEN sort = 5 THEN 'nps' ELSE {kinds}[1 + sort] END AS type, 'tickets' AS source, "
        "'T' || CAST(i AS VARCHAR) AS key, 'T' || CAST(i AS VARCHAR) AS thread, CASE WHEN i % 2 = 0 THEN '' ELSE 'commande ' || CAST(i // 3 AS VARCHAR) END AS about, "
        "CASE WHEN i % 4 = 0 THEN 'in' WHEN i % 4 = 2 THEN 'out' ELSE '' END AS direction, "
        "CASE WHEN i % 2 = 0 THEN 'mail' ELSE '' END AS channel, CASE WHEN i % 2 = 0 THEN '' ELSE 'delivered' END AS status, "
        "CASE WHEN i % 7 = 1 THEN on_day + 1 END AS due_on, CASE WHEN i % 7 = 1 THEN done_at END AS done_at, "
        "CASE WHEN i % 7 = 1 THEN CAST(done_at AS DATE) END AS done_on, "
        "CASE WHEN i % 2 = 1 AND sort = 5 THEN CAST(floor(11 * luck) AS DOUBLE) END AS score, "
        "CASE WHEN i % 2 = 1 AND sort = 5 THEN 0.0 END AS low, CASE WHEN i % 2 = 1 AND sort = 5 THEN 10.0 END AS high, "
        "CASE WHEN i % 2 = 0 THEN 'Ma commande ' || CAST(i // 3 AS VARCHAR) ELSE '' END AS subject, "
        f"CASE WHEN i % 4 = 2 THEN {text(30)} ELSE '' END AS text {facts}"
    )
