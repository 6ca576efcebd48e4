"""Dialogue out of exchanges: turns, questions and their answers, mass mailings apart. Named steps, portable.

A conversation is what shares a thread; where a source has none, a message and what replies to it. A turn is what one side says
before the other speaks again. A client asks where they open a conversation; it is answered by the first thing that a person of
the company says in it: automatic acknowledgements and mass mailings are no answers. Where a source gives days without times,
the day stands for the moment, and no hours are counted.
"""

from collections.abc import Sequence

from visavis.engine.holding.promise import Where
from visavis.engine.measuring.acknowledging import acknowledges
from visavis.engine.measuring.selecting import Facts, Selection, select_rows
from visavis.engine.portable import total
from visavis.engine.settling import Columns
from visavis.engine.steps import Step, literal, step
from visavis.engine.tables import Type
from visavis.vocabulary import Direction, Mark, Sentiment

IN, OUT = literal(str(Direction.IN)), literal(str(Direction.OUT))
MINUTE = 60_000_000
DAY = 1440
THANKS = (Mark.THANKS, Mark.GRATITUDE)
GLAD = (Mark.THANKS, Mark.GRATITUDE, Mark.RELIEF, Mark.JOY)
CROSS = (Mark.ANGER, Mark.DISAPPOINTMENT)
CONTENT = 0.75
"""From this part of its scale on, a rating says that it was settled."""


def settled(name: str) -> dict[str, Columns]:
    """Steps that several others read, with their columns."""
    text, at = Type.TEXT, Type.TIMESTAMP
    message = (
        *(("source", text), ("thread", text), ("key", text), ("direction", text), ("channel", text), ("team", text)),
        *(
            ("about", text),
            ("client", text),
            ("form", text),
            ("moment", at),
            ("day", Type.DATE),
            ("timed", Type.INTEGER),
        ),
    )
    return {
        f"{name}_turns": (*message, ("automatic", Type.INTEGER), ("former", text)),
        f"{name}_threads": (
            *(("source", text), ("thread", text), ("channel", text), ("team", text), ("about", text)),
            *(
                ("asked_at", at),
                ("answered_at", at),
                ("timed", Type.INTEGER),
                ("acknowledged", Type.INTEGER),
                ("thanks", Type.INTEGER),
            ),
        ),
    }


def turn_steps(name: str, facts: Facts, where: Where, *, mass: int) -> list[Step]:
    """Steps to `<name>_turns` (messages in their conversations, `former` being who spoke just before), `<name>_mailed` (channel,
    team, n: mass mailings) and `<name>_sent` (channel, team, n, automatic).

    What opens conversations with `mass` clients or more on one day, in the very same words, is a mass mailing.
    """
    fields = {each: each for each in ("key", "thread", "direction", "channel", "team", "about", "text", "reply_to")}
    selection = Selection(fields | {"client": "client_ref"}, {"said": "occurred_at"}, where=where)
    kept = "source, thread, key, direction, channel, team, about, client, form, moment, day, timed"
    return [
        *select_rows(f"{name}_said", facts, selection, "what clients and we said"),
        step(
            f"{name}_marked",
            f"""SELECT source, coalesce(thread, reply_to, key) AS thread, key, direction, channel, team, about, client,
            CASE WHEN direction = {OUT} AND reply_to IS NULL THEN md5(text) END AS form,
            coalesce(said_at, CAST(said_on AS TIMESTAMP)) AS moment, said_on AS day, CASE WHEN said_at IS NULL THEN 0 ELSE 1 END AS timed,
            CASE WHEN direction = {OUT} AND {acknowledges("text")} THEN 1 ELSE 0 END AS automatic FROM {name}_said
            WHERE direction IN ({IN}, {OUT}) AND NOT said_on IS NULL""",
            "each message, and whether a machine wrote it",
        ),
        step(
            f"{name}_turns",
            f"""SELECT {kept}, automatic, lag(direction) OVER (PARTITION BY source, thread, automatic ORDER BY moment, direction, key)
            AS former FROM {name}_marked""",
            "messages in the order of their conversation, those of machines for themselves",
        ),
        step(
            f"{name}_mass",
            f"""SELECT source, day, form FROM {name}_turns WHERE automatic = 0 AND former IS NULL AND NOT form IS NULL
            GROUP BY source, day, form HAVING count(*) >= {mass} AND count(DISTINCT client) >= {mass}""",
            "words that went to many clients on one day",
        ),
        step(
            f"{name}_mailed",
            f"""SELECT t.channel, t.team, count(*) AS n FROM {name}_turns AS t JOIN {name}_mass AS m
            ON t.source = m.source AND t.day = m.day AND t.form = m.form WHERE t.automatic = 0 AND t.former IS NULL GROUP BY t.channel, t.team""",
            "mass mailings",
        ),
        step(
            f"{name}_sent",
            f"""SELECT channel, team, count(*) AS n, {total("automatic")} AS automatic FROM {name}_turns WHERE direction = {OUT}
            GROUP BY channel, team""",
            "all that we sent, and what a machine wrote of it",
        ),
    ]


def link_steps(name: str) -> list[Step]:
    """`<name>_links` (source, replies, cut): our replies that name what they answer, and how many of these the source does not hold."""
    return [
        step(
            f"{name}_links",
            f"""SELECT r.source, count(*) AS replies, {total("CASE WHEN k.key IS NULL THEN 1 ELSE 0 END")} AS cut FROM {name}_said AS r
            LEFT JOIN (SELECT DISTINCT source, key FROM exchanges
            WHERE key IN (SELECT reply_to FROM {name}_said WHERE direction = {OUT} AND thread IS NULL AND NOT reply_to IS NULL)) AS k
            ON r.source = k.source AND r.reply_to = k.key
            WHERE r.direction = {OUT} AND r.thread IS NULL AND NOT r.reply_to IS NULL GROUP BY r.source""",
            "replies to what is not in the file",
        )
    ]


def balance_steps(name: str) -> list[Step]:
    """`<name>_balance` (channel, team, turns_in, turns_out): mass mailings are among turns out, and stand in `<name>_mailed`."""

    def turns(direction: str) -> str:
        return total(f"CASE WHEN direction = {direction} AND (former IS NULL OR former <> direction) THEN 1 ELSE 0 END")

    return [
        step(
            f"{name}_balance",
            f"SELECT channel, team, {turns(IN)} AS turns_in, {turns(OUT)} AS turns_out FROM {name}_turns WHERE automatic = 0 GROUP BY channel, team",
            "turns of each side",
        )
    ]


def answer_steps(name: str, *, readings: bool) -> list[Step]:
    """`<name>_threads` (what clients asked, and when we answered) and `<name>_answers` (source, channel, team, state, minutes, n).

    State: ended (answered), acknowledged (by a machine alone), waiting (until the last moment of its source), untimed, or
    thanks: with `readings`, conversations that open with thanks, pleased, and want no answer. Minutes are told to the minute
    within two days, to the hour within two weeks, to the day beyond: no case crosses 24 hours or 7 days by it.
    """
    opens = f"t.former IS NULL AND t.direction = {IN}"
    first = ", ".join(f"max(CASE WHEN {opens} THEN t.{each} END) AS {each}" for each in ("channel", "team", "about"))
    glad = f"({_marked(THANKS)}) AND r.sentiment = {literal(str(Sentiment.POSITIVE))}"
    join = (
        f"""LEFT JOIN readings AS r ON r."table" = 'exchanges' AND t.source = r.source AND t.key = r.key AND {opens}"""
        if readings
        else ""
    )
    thanks = f"max(CASE WHEN {opens} AND {glad} THEN 1 ELSE 0 END)" if readings else "0"
    return [
        step(
            f"{name}_machines",
            f"SELECT DISTINCT source, thread FROM {name}_turns WHERE automatic = 1",
            "conversations in which a machine acknowledged",
        ),
        step(
            f"{name}_threads",
            f"""SELECT q.source, q.thread, q.channel, q.team, q.about, q.asked_at, q.answered_at, q.timed,
            CASE WHEN a.thread IS NULL THEN 0 ELSE 1 END AS acknowledged, q.thanks
            FROM (SELECT t.source, t.thread, {first}, max(CASE WHEN {opens} THEN t.moment END) AS asked_at,
            min(CASE WHEN t.direction = {OUT} THEN t.moment END) AS answered_at, min(t.timed) AS timed, {thanks} AS thanks
            FROM {name}_turns AS t {join} WHERE t.automatic = 0 GROUP BY t.source, t.thread HAVING max(CASE WHEN {opens} THEN 1 ELSE 0 END) = 1) AS q
            LEFT JOIN {name}_machines AS a ON q.source = a.source AND q.thread = a.thread""",
            "conversations that clients opened, and when we first answered",
        ),
        step(f"{name}_seen", f"SELECT source, max(moment) AS seen_at FROM {name}_turns GROUP BY source", "until when each source tells"),
        *_times(name, "answers", "answered_at", "how many waited how long for an answer"),
    ]  # fmt: skip


def _marked(marks: Sequence[Mark]) -> str:
    return " OR ".join(f"coalesce(list_contains(r.marks, {literal(str(mark))}), FALSE)" for mark in marks)


def settling_steps(name: str, *, readings: bool) -> list[Step]:
    """`<name>_resolutions` and `<name>_confirmations`, with the columns of `<name>_answers`: until the event that a
    conversation is about was done; until the client said, by thanks after our answer or by a good rating, that it was."""
    glad, cross = _marked(GLAD), _marked(CROSS)
    words = f"""SELECT t.source, t.thread, t.moment FROM {name}_turns AS t JOIN readings AS r
        ON r."table" = 'exchanges' AND t.source = r.source AND t.key = r.key WHERE t.direction = {IN} AND ({glad}) AND NOT ({cross})"""
    rated = f"""SELECT q.source, q.thread, coalesce(g.occurred_at, CAST(g.occurred_on AS TIMESTAMP)) AS moment FROM {name}_threads AS q
        JOIN ratings AS g ON q.about = g.about WHERE g.high > g.low AND g.score - g.low >= {CONTENT} * (g.high - g.low)"""
    content = f"{words} UNION ALL {rated}" if readings else rated
    return [
        step(
            f"{name}_done",
            f"""SELECT q.source, q.thread, max(e.done_at) AS done_at FROM {name}_threads AS q
            JOIN events AS e ON q.about = e.source || '/' || e.key WHERE NOT e.done_at IS NULL GROUP BY q.source, q.thread""",
            "when what a conversation is about was done",
        ),
        step(
            f"{name}_content",
            f"""SELECT c.source, c.thread, min(c.moment) AS content_at FROM ({content}) AS c JOIN {name}_threads AS q
            ON c.source = q.source AND c.thread = q.thread WHERE c.moment > q.answered_at GROUP BY c.source, c.thread""",
            "when the client first said that it was settled",
        ),
        step(
            f"{name}_ends",
            f"""SELECT q.source, q.channel, q.team, q.timed, q.acknowledged, q.thanks, q.asked_at, d.done_at, c.content_at FROM {name}_threads AS q
            LEFT JOIN {name}_done AS d ON q.source = d.source AND q.thread = d.thread
            LEFT JOIN {name}_content AS c ON q.source = c.source AND q.thread = c.thread WHERE NOT q.about IS NULL""",
            "conversations about an event, and when they ended",
        ),
        *_times(name, "resolutions", "done_at", "how long until it was done", rows=f"{name}_ends"),
        *_times(name, "confirmations", "content_at", "how long until the client said so", rows=f"{name}_ends"),
    ]


def _times(name: str, what: str, end: str, meaning: str, *, rows: str = "") -> list[Step]:
    minutes = f"(epoch_us(coalesce(q.{end}, s.seen_at)) - epoch_us(q.asked_at)) // {MINUTE}"
    coarse = f"CASE WHEN m < {2 * DAY} THEN m WHEN m < {14 * DAY} THEN m // 60 * 60 ELSE m // {DAY} * {DAY} END"
    alone = "ended = 0 AND acknowledged = 1" if what == "answers" else "1 = 0"
    state = f"""CASE WHEN ended = 0 AND thanks = 1 THEN 'thanks' WHEN m < 0 THEN 'backwards'
        WHEN timed = 0 THEN CASE WHEN ended = 1 THEN 'untimed' ELSE 'untimed_waiting' END
        WHEN ended = 1 THEN 'ended' WHEN {alone} THEN 'acknowledged' ELSE 'waiting' END"""
    return [
        step(
            f"{name}_{what}",
            f"""SELECT source, channel, team, {state} AS state, {coarse} AS minutes, count(*) AS n FROM (
            SELECT q.source, q.channel, q.team, q.timed, q.acknowledged, q.thanks, CASE WHEN q.{end} IS NULL THEN 0 ELSE 1 END AS ended, {minutes} AS m
            FROM {rows or f"{name}_threads"} AS q JOIN {name}_seen AS s ON q.source = s.source) AS t
            GROUP BY source, channel, team, {state}, {coarse}""",
            meaning,
        )
    ]
