"""From texts and the words found in them to trends of teams and channels: named steps, none of which tells of fewer than five people.

A cell is a direction, a period and a value (a team, a channel, or all together); which may be shown is decided in
`visavis.engine.reading.wording.telling`. People are pseudonyms; a message that names nobody stands for its whole team, and is
left out where the team is not known.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.measuring.intervals import Z95
from visavis.engine.portable import month_of, total, year_of
from visavis.engine.reading.wording.telling import Moved, Shown, Where, told_of
from visavis.engine.settling import perform as settle
from visavis.engine.steps import Piece, Runner, Step, literal, step
from visavis.engine.tables import Type
from visavis.vocabulary import SMALLEST_GROUP, Direction

Dimension = Literal["all", "team", "channel"]
Grain = Literal["month", "quarter", "year"]

GRAINS: tuple[Grain, ...] = ("month", "quarter", "year")
CANNED = "canned"
"""What stands in place of a list's name for replies that many got in the same form."""

CANNED_FROM = 5
"""Messages of one form from which on it is a canned reply."""

DIMENSIONS: tuple[Dimension, ...] = ("all", "team", "channel")

_PERIODS = {
    "month": month_of("said_on"),
    "quarter": "CAST(date_trunc('quarter', said_on) AS DATE)",
    "year": year_of("said_on"),
}


_SHOWN = (("direction", Type.TEXT), ("period", Type.DATE), ("value", Type.TEXT), ("people", Type.INTEGER))
SETTLED: Mapping[str, tuple[tuple[str, Type], ...]] = {
    "team_people": (("team", Type.TEXT), ("staff", Type.TEXT)),
    "messages": (
        ("direction", Type.TEXT),
        ("said_on", Type.DATE),
        *((name, Type.TEXT) for name in ("channel", "team", "staff", "client_ref", "text_md5", "form")),
        ("words", Type.INTEGER),
    ),
    "canned_forms": (("direction", Type.TEXT), ("form", Type.TEXT)),
    "text_lists": (("text_md5", Type.TEXT), ("list", Type.TEXT), ("uses", Type.INTEGER)),
    "said_alike": tuple((name, Type.TEXT) for name in ("direction", "list", "sentence", "team", "staff", "client_ref")),
}
"""Steps that many others read: their rows are written down, else each reader computes them anew."""


def perform(runner: Runner, steps: Iterable[Step], scratch: Path) -> None:
    """Run `steps`, writing those of SETTLED into files under `scratch`."""
    settle(runner, steps, SETTLED, scratch)


def message_steps() -> list[Step]:
    """`messages` out of `exchanges` and `worded`: our own texts that have words, whose writers are known or stand in a known team."""
    ours = ", ".join(literal(str(each)) for each in (Direction.OUT, Direction.INTERNAL))
    return [
        step(
            "team_people",
            """SELECT DISTINCT team, staff FROM (SELECT team, staff FROM events UNION ALL SELECT team, staff FROM exchanges) AS t
            WHERE NOT team IS NULL AND NOT staff IS NULL""",
            "pseudonyms of each team",
        ),
        step(
            "own_texts",
            f"""SELECT e.direction, coalesce(e.occurred_on, CAST(e.occurred_at AS DATE)) AS said_on, coalesce(e.channel, '') AS channel,
            coalesce(e.team, '') AS team, e.staff, e.client_ref, w.text_md5, f.same_as AS form, w.words
            FROM exchanges AS e JOIN worded AS w ON md5(e.text) = w.text_md5 LEFT JOIN word_forms AS f ON w.form = f.form
            WHERE e.direction IN ({ours}) AND w.words > 0 AND NOT coalesce(e.occurred_on, CAST(e.occurred_at AS DATE)) IS NULL""",
            "texts to clients and among ourselves",
        ),
        step(
            "messages",
            """SELECT o.* FROM own_texts AS o LEFT JOIN (SELECT DISTINCT team AS known FROM team_people) AS t ON o.team = t.known
            WHERE NOT o.staff IS NULL OR NOT t.known IS NULL""",
            "those of whose writers something is known",
        ),
        step(
            "canned_forms",
            f"""SELECT direction, form FROM messages WHERE NOT form IS NULL GROUP BY direction, form HAVING count(*) >= {CANNED_FROM}""",
            "forms that many messages share",
        ),
        step(
            "text_lists",
            f"""SELECT text_md5, list, count(*) AS uses FROM word_uses GROUP BY text_md5, list
            UNION ALL SELECT w.text_md5, {literal(CANNED)} AS list, 1 AS uses FROM worded AS w JOIN word_forms AS a ON w.form = a.form SEMI JOIN canned_forms AS f ON a.same_as = f.form""",
            "which lists each text uses, and how often",
        ),
    ]


def writer_steps(grain: Grain) -> list[Step]:
    """`<grain>_writers`: who wrote in which direction, period, team and channel, and what tells when their messages are others; a
    message that names nobody stands for its team."""
    marks = f"count(*) AS n, {total('words')} AS words, max(text_md5) AS text"
    period = _PERIODS[grain]
    return [
        step(
            f"{grain}_writers",
            f"""SELECT direction, {period} AS period, team, channel, staff, {marks} FROM messages WHERE NOT staff IS NULL
            GROUP BY direction, {period}, team, channel, staff
            UNION ALL SELECT m.direction, m.period, m.team, m.channel, t.staff, m.n, m.words, m.text FROM
            (SELECT direction, {period} AS period, team, channel, {marks} FROM messages WHERE staff IS NULL
            GROUP BY direction, {period}, team, channel) AS m JOIN team_people AS t ON m.team = t.team""",
            "who wrote where",
        )
    ]


def show_told(runner: Runner, grain: Grain, scratch: Path) -> None:
    """Make `<dimension>_<grain>_shown` (direction, period, value, people): the cells that may be shown, out of `<grain>_writers`."""
    _show(runner, grain, scratch, _told(runner.rows(f"SELECT * FROM {grain}_writers")))


def show_moved(runner: Runner, grain: Grain, scratch: Path, moved: Callable[[Mapping[Where, Shown]], Moved]) -> Moved:
    """The same, but for cells that moved by one to four people since they were told last: these are `stale` in what is returned.

    `moved` decides which, out of those that may be told in their own period.
    """
    found = moved(_told(runner.rows(f"SELECT * FROM {grain}_writers")))
    _show(runner, grain, scratch, found.fresh)
    return found


def _told(rows: Sequence[Mapping[str, Any]]) -> dict[Where, Shown]:
    return told_of(((row["direction"], row["period"]), row["team"], row["channel"], row["staff"]) for row in rows)


def _show(runner: Runner, grain: Grain, scratch: Path, told: Mapping[Where, Shown]) -> None:
    shown: dict[Dimension, list[tuple[Any, ...]]] = {"all": [], "team": [], "channel": []}
    for (direction, period), each in told.items():
        if each.people:
            shown["all"].append((direction, period, "", each.people))
        shown["team"] += [(direction, period, name, people) for name, people in each.teams.items()]
        shown["channel"] += [(direction, period, name, people) for name, people in each.channels.items()]
    types = {Type.TEXT: pa.string(), Type.DATE: pa.date32(), Type.INTEGER: pa.int64()}
    schema = pa.schema([(name, types[type_]) for name, type_ in _SHOWN])
    for dimension, cells in shown.items():
        target = scratch / f"shown-{uuid.uuid4().hex[:12]}.parquet"
        listed = [dict(zip(schema.names, cell, strict=True)) for cell in cells]
        pq.write_table(pa.Table.from_pylist(listed, schema), target)
        runner.show(f"{dimension}_{grain}_shown", [Piece((target,), _SHOWN)], _SHOWN)


def said_step(dimension: Dimension, grain: Grain) -> Step:
    """`<dimension>_<grain>_said`: each message with its direction, period and value."""
    value = literal("") if dimension == "all" else dimension
    return step(
        f"{dimension}_{grain}_said",
        f"SELECT direction, {_PERIODS[grain]} AS period, {value} AS value, text_md5, words FROM messages",
        "each message in its cell",
    )


def trend_steps(dimension: Dimension, grain: Grain, lists: Sequence[str]) -> list[Step]:
    """`<dimension>_<grain>_wording`: the columns of the lake table `wording`, for the cells that may be shown."""
    name = f"{dimension}_{grain}"
    listed = " UNION ALL ".join(f"SELECT {literal(each)} AS list" for each in (*lists, CANNED))
    # A bare 3.84 is a double on one engine and a decimal on the other.
    z, z2, z2_half, z2_quarter = (f"CAST({each} AS DOUBLE)" for each in (Z95, Z95**2, Z95**2 / 2, Z95**2 / 4))
    centre = f"(used_in + {z2_half}) / (messages + {z2})"
    half = f"{z} / (messages + {z2}) * sqrt(CAST(used_in AS DOUBLE) * (messages - used_in) / messages + {z2_quarter})"
    return [
        step(
            f"{name}_cells",
            f"""SELECT s.direction, s.period, s.value, max(c.people) AS people, count(*) AS messages, {total("s.words")} AS words
            FROM {name}_said AS s JOIN {name}_shown AS c ON s.direction = c.direction AND s.period = c.period AND s.value = c.value
            GROUP BY s.direction, s.period, s.value""",
            "messages and words of each cell",
        ),
        step(
            f"{name}_used",
            f"""SELECT s.direction, s.period, s.value, l.list, count(*) AS used_in, {total("l.uses")} AS uses
            FROM {name}_said AS s JOIN text_lists AS l ON s.text_md5 = l.text_md5 GROUP BY s.direction, s.period, s.value, l.list""",
            "messages that use each list",
        ),
        step(
            f"{name}_counted",
            f"""SELECT c.*, l.list, CAST(coalesce(u.used_in, 0) AS BIGINT) AS used_in, CAST(coalesce(u.uses, 0) AS BIGINT) AS uses FROM {name}_cells AS c
            CROSS JOIN ({listed}) AS l LEFT JOIN {name}_used AS u
            ON c.direction = u.direction AND c.period = u.period AND c.value = u.value AND l.list = u.list""",
            "every list in every cell, also where nobody used it",
        ),
        step(
            f"{name}_wording",
            f"""SELECT direction, {literal(dimension)} AS dimension, value, {literal(grain)} AS grain, period, list, people, messages, words, used_in, uses,
            CAST(used_in AS DOUBLE) / messages AS share,
            CASE WHEN used_in = 0 THEN CAST(0 AS DOUBLE) ELSE greatest(CAST(0 AS DOUBLE), {centre} - {half}) END AS low,
            CASE WHEN used_in = messages THEN CAST(1 AS DOUBLE) ELSE least(CAST(1 AS DOUBLE), {centre} + {half}) END AS high,
            CAST(uses AS DOUBLE) * 1000 / words AS per_thousand FROM {name}_counted""",
            "share of messages with Wilson’s interval, and uses per 1,000 words",
        ),
    ]


def covered_step(grain: Grain) -> Step:
    """`covered_<grain>`: messages in cells of teams and channels, and how many of them may be shown."""
    parts = " UNION ALL ".join(
        f"""SELECT count(*) AS messages, {total("CASE WHEN c.value IS NULL THEN 0 ELSE 1 END")} AS shown FROM {each}_{grain}_said AS s
        LEFT JOIN {each}_{grain}_shown AS c ON s.direction = c.direction AND s.period = c.period AND s.value = c.value"""
        for each in DIMENSIONS[1:]
    )
    return step(
        f"covered_{grain}",
        f"SELECT {total('messages')} AS messages, {total('coalesce(shown, 0)')} AS shown FROM ({parts}) AS t",
    )


CANDIDATES = 9
"""Sentences of each list among which those without personal data are shown."""


def example_steps() -> list[Step]:
    """`wording_candidates`: sentences that five people or more wrote to five clients or more, in the very same words."""
    return [
        step(
            "said_alike",
            f"""SELECT m.direction, u.list, u.sentence, m.team, m.staff, m.client_ref FROM messages AS m
            JOIN (SELECT DISTINCT text_md5, list, sentence FROM word_uses WHERE sentence <> '') AS u ON m.text_md5 = u.text_md5
            UNION ALL SELECT m.direction, {literal(CANNED)} AS list, w.opening AS sentence, m.team, m.staff, m.client_ref FROM messages AS m
            JOIN worded AS w ON m.text_md5 = w.text_md5 SEMI JOIN canned_forms AS f ON m.direction = f.direction AND m.form = f.form
            WHERE w.opening <> ''""",
            "who wrote which sentence to whom",
        ),
        step(
            "said_often",
            f"""SELECT direction, list, sentence, count(*) AS messages FROM said_alike GROUP BY direction, list, sentence
            HAVING count(*) >= {SMALLEST_GROUP} AND count(DISTINCT client_ref) >= {SMALLEST_GROUP}""",
            "sentences that many clients were written",
        ),
        step(
            "said_by_many",
            f"""SELECT direction, list, sentence, count(*) AS people FROM (
            SELECT DISTINCT a.direction, a.list, a.sentence, a.staff FROM said_alike AS a
            SEMI JOIN said_often AS o ON a.direction = o.direction AND a.list = o.list AND a.sentence = o.sentence WHERE NOT a.staff IS NULL
            UNION SELECT DISTINCT a.direction, a.list, a.sentence, t.staff FROM (SELECT DISTINCT s.direction, s.list, s.sentence, s.team FROM said_alike AS s
            SEMI JOIN said_often AS o ON s.direction = o.direction AND s.list = o.list AND s.sentence = o.sentence WHERE s.staff IS NULL) AS a
            JOIN team_people AS t ON a.team = t.team) AS w GROUP BY direction, list, sentence HAVING count(*) >= {SMALLEST_GROUP}""",
            "of those, sentences that many people wrote",
        ),
        step(
            "wording_candidates",
            f"""SELECT o.direction, o.list, o.sentence, o.messages, p.people FROM said_often AS o JOIN said_by_many AS p
            ON o.direction = p.direction AND o.list = p.list AND o.sentence = p.sentence
            QUALIFY row_number() OVER (PARTITION BY o.direction, o.list ORDER BY o.messages DESC, o.sentence) <= {CANDIDATES}""",
            "the most frequent ones",
        ),
    ]
