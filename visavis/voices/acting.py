"""Which teams acted, as facts tell: on what a voice is about, and in answer to it. Named steps, DuckDB."""

from collections.abc import Collection
from typing import Any

from visavis.clients.publishing import same_id
from visavis.engine.duckdb import DuckDB
from visavis.engine.people import known_teams
from visavis.engine.steps import Step, literal, step
from visavis.vocabulary import Direction, Mark, Sentiment
from visavis.voices.thanks import thanking_sql

_MOMENT = (
    "coalesce(done_at, CAST(done_on AS TIMESTAMP), occurred_at, CAST(occurred_on AS TIMESTAMP), "
    "due_at, CAST(due_on AS TIMESTAMP), TIMESTAMP '1900-01-01')"
)


def acting_steps(among: Collection[str] | None = None) -> list[Step]:
    """`acting_teams` (about, team: the last that acted on that event), `event_kinds` (about, kind: `source/type`) and
    `to_carry`: a row for each verbatim, with what facts tell of who acted: of all teams, or of those `among` alone."""
    into, out = literal(str(Direction.IN)), literal(str(Direction.OUT))
    named = "team IS NOT NULL" if among is None else f"team IN ({', '.join(map(literal, sorted(among))) or 'NULL'})"
    positive, mark = literal(str(Sentiment.POSITIVE)), literal(str(Mark.THANKS))
    kindly = f"coalesce(r.sentiment, '') <> {literal(str(Sentiment.NEGATIVE))}"
    thanking = thanking_sql("w.text")
    thanks = (
        f"coalesce((list_contains(r.marks, {mark}) AND {kindly}) OR (r.sentiment = {positive} AND {thanking}), FALSE)"
    )
    return [
        step(
            "acting_teams",
            f"""SELECT about, arg_max(team, (moment, team)) AS team FROM (
            SELECT source || '/' || key AS about, team, {_MOMENT} AS moment FROM events WHERE {named}
            UNION ALL SELECT about, team, {_MOMENT} FROM events WHERE {named} AND about IS NOT NULL) AS e GROUP BY about""",
            "the team that acted last on each event",
        ),
        step(
            "event_kinds",
            """SELECT source || '/' || key AS about, min(source || '/' || coalesce(type, '')) AS kind,
            min(client_ref) AS client_ref FROM events GROUP BY 1""",
            "what each event is, and whose",
        ),
        step(
            "answering_teams",
            f"""SELECT source, thread, arg_max(team, (coalesce(occurred_at, CAST(occurred_on AS TIMESTAMP)), team)) AS team
            FROM exchanges WHERE direction = {out} AND {named} AND thread IS NOT NULL GROUP BY source, thread""",
            "the team that answered last in each conversation",
        ),
        step(
            "spoken_words",
            f"""SELECT source, 'exchanges' AS "table", key, text, about, thread, team AS received, client_ref
            FROM exchanges WHERE direction = {into} AND trim(text) <> ''
            UNION ALL SELECT source, 'ratings', key, text, about, NULL, NULL, client_ref
            FROM ratings WHERE trim(text) <> ''""",
            "the words of clients, and what they are about",
        ),
        step(
            "teams_of_clients",
            """SELECT k.client_ref, a.team, CAST(count(*) AS BIGINT) AS n FROM acting_teams AS a
            JOIN event_kinds AS k ON a.about = k.about
            WHERE k.client_ref IN (SELECT client_ref FROM spoken_words) GROUP BY k.client_ref, a.team""",
            "in how many cases of each client who spoke each team acted last",
        ),
        step(
            "to_carry",
            f"""SELECT {same_id('w."table"', "w.source", "''", "w.key")} AS id, w.source, w."table", w.key, w.text,
            md5(w.text) AS text_md5, w.about, w.received,
            coalesce(w.client_ref, k.client_ref) AS client_ref, r.theme, r.step, 
            {thanks} AS thanks, ({thanking} AND {kindly}) AS may_thank,
            k.kind, a.team AS acting, t.team AS answering
            FROM spoken_words AS w
            LEFT JOIN readings AS r ON w.source = r.source AND w."table" = r."table" AND w.key = r.key
            LEFT JOIN event_kinds AS k ON w.about = k.about
            LEFT JOIN acting_teams AS a ON w.about = a.about
            LEFT JOIN answering_teams AS t ON w.source = t.source AND w.thread = t.thread""",
            "verbatims, as they were read, and who acted",
        ),
    ]


LEAST = 5
"""Voices, or events, from which on something is proposed."""
MOST_OF = {"theme": 0.4, "step": 0.4, "object": 0.8}
"""Share of the voices on a theme or at a step (of the events of a kind) from which on a team is proposed for it."""


def teams_in_facts(session: DuckDB) -> list[dict[str, Any]]:
    """Teams that the views `events`, `exchanges`, `ratings` and `readings` name: `name`, whether `masked`, and what is `proposed`
    for each: kind, value, how many of how many. Teams of one to four people are named without figures, and without proposals."""
    session.run(acting_steps())
    masked = known_teams(session).masked
    names = [row["team"] for row in session.rows(_NAMES)]
    proposed: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for row in session.rows(_PROPOSALS):
        share = row["n"] / row["of"]
        if row["team"] in proposed and row["team"] not in masked and share >= MOST_OF[row["kind"]]:
            proposed[row["team"]].append({name: row[name] for name in ("kind", "value", "n", "of")})
    return [{"name": name, "masked": name in masked, "proposed": proposed[name]} for name in names]


_NAMES = """SELECT team FROM (SELECT team FROM events UNION SELECT team FROM exchanges) AS t
WHERE team IS NOT NULL AND trim(team) <> '' ORDER BY team LIMIT 5000"""

_PROPOSALS = f"""WITH acted AS (SELECT theme, step, coalesce(acting, answering) AS team FROM to_carry
    WHERE NOT coalesce(acting, answering) IS NULL),
found AS (
    SELECT 'theme' AS kind, theme AS value, team, count(*) AS n FROM acted WHERE theme IS NOT NULL GROUP BY ALL
    UNION ALL SELECT 'step', step, team, count(*) FROM acted WHERE step IS NOT NULL GROUP BY ALL
    UNION ALL SELECT 'object', source || '/' || coalesce(type, ''), team, count(*) FROM events
    WHERE team IS NOT NULL AND source <> 'visavis' GROUP BY ALL)
SELECT kind, value, team, n, CAST(sum(n) OVER (PARTITION BY kind, value) AS BIGINT) AS of FROM found
QUALIFY n >= {LEAST} ORDER BY kind, n DESC, value, team"""
