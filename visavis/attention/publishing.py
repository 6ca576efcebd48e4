"""Clients who still wait for us, as rows that pages show. Named steps, DuckDB."""

from visavis.clients.publishing import UNDATED
from visavis.engine.steps import Step, literal, step
from visavis.vocabulary import Channel, Direction, Outcome, Waiting

UNASKED = (Channel.SURVEY, Channel.REVIEW)
"""Where a client answers us, or speaks to others: nobody waits for a reply there."""


def waiting_steps() -> list[Step]:
    """`new_waiting` (the columns of WaitingClient) out of `exchanges`, `new_timeline`, `new_voices` and `new_cases`.

    *Unanswered*: the client spoke, and nothing went out to them later, in no conversation; since the first of those words.
    Thanks ask for no answer, nor does what a source tells that never tells of an answer, nor what is about something done
    since. *Undone*: what was promised is past due and still not done.
    """
    into, out = literal(str(Direction.IN)), literal(str(Direction.OUT))
    unasked = ", ".join(literal(str(each)) for each in UNASKED)
    return [
        step(
            "exchanged",
            f"""SELECT id, client, source, thread, about, direction, channel, moment,
            coalesce(occurred_on, CAST(occurred_at AS DATE)) AS on_day FROM new_timeline
            WHERE fact = 'exchanges' AND direction IN ({into}, {out}) AND moment <> {UNDATED}""",
            "who spoke when",
        ),
        step(
            "answering_sources",
            f"SELECT DISTINCT source FROM exchanges WHERE direction = {out}",
            "sources that tell what we answer",
        ),
        step(
            "last_answers",
            f"SELECT client, max(moment) AS moment FROM exchanged WHERE direction = {out} GROUP BY client",
            "when we last said something to each client",
        ),
        step(
            "unanswered_words",
            f"""SELECT e.* FROM exchanged AS e
            JOIN answering_sources AS s ON e.source = s.source
            LEFT JOIN last_answers AS a ON e.client = a.client
            LEFT JOIN (SELECT id FROM new_voices WHERE thanks) AS t ON e.id = t.id
            LEFT JOIN (SELECT source || '/' || key AS about, max(coalesce(done_at, CAST(done_on AS TIMESTAMP))) AS done
                FROM new_timeline WHERE fact = 'events' AND NOT (done_at IS NULL AND done_on IS NULL)
                AND source || '/' || key IN (SELECT about FROM exchanged WHERE direction = {into}) GROUP BY 1) AS d ON e.about = d.about
            WHERE e.direction = {into} AND coalesce(e.channel, '') NOT IN ({unasked}) AND t.id IS NULL
            AND (a.moment IS NULL OR e.moment > a.moment) AND (d.done IS NULL OR e.moment > d.done)""",
            "words of clients after which nothing came",
        ),
        step(
            "new_waiting",
            f"""SELECT id, client, {literal(str(Waiting.UNANSWERED))} AS why, on_day AS since, id AS item, '' AS promise FROM (
                SELECT *, row_number() OVER (PARTITION BY client, CASE WHEN thread <> '' THEN source END, coalesce(thread, '')
                ORDER BY moment, id) AS place FROM unanswered_words) AS w WHERE place = 1
            UNION ALL SELECT id, client, {literal(str(Waiting.UNDONE))}, coalesce(due_on, CAST(due_at AS DATE)), item, promise
            FROM new_cases WHERE NOT internal AND outcome = {literal(str(Outcome.BROKEN))} AND client IS NOT NULL AND item IS NOT NULL
            AND done_at IS NULL AND done_on IS NULL AND NOT (due_on IS NULL AND due_at IS NULL)""",
            "clients who wait, and since when",
        ),
    ]
