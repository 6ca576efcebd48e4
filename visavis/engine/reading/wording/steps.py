"""From texts and the words found in them to trends of teams and channels: named steps, none of which tells of fewer than five people.

A cell is a direction, a period and a value (a team, a channel, or all together). It is shown only where at least five people
wrote in it, where the hidden cells beside it hold nobody or at least five people (else subtracting the shown ones from the whole
would tell of them), and where what is left of it without the teams or channels that lie wholly inside it is nobody or five.
People are pseudonyms; a message that names nobody stands for its whole team, and for no one where the team is not known.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from visavis.engine.measuring.intervals import Z95
from visavis.engine.portable import month_of, total, year_of
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

OTHER: dict[Dimension, Dimension] = {"team": "channel", "channel": "team"}

_PERIODS = {
    "month": month_of("said_on"),
    "quarter": "CAST(date_trunc('quarter', said_on) AS DATE)",
    "year": year_of("said_on"),
}


_CELL = (("direction", Type.TEXT), ("period", Type.DATE), ("value", Type.TEXT))
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
    "writers": (*_CELL, ("staff", Type.TEXT)),
    "unsafe": _CELL,
    "shown": (*_CELL, ("people", Type.INTEGER)),
    "said_alike": tuple((name, Type.TEXT) for name in ("direction", "list", "sentence", "team", "staff", "client_ref")),
}
"""Steps that many others read, by the end of their name: their rows are written down, else each reader computes them anew."""


def perform(runner: Runner, steps: Iterable[Step], scratch: Path) -> None:
    """Run `steps`, writing those of SETTLED into files under `scratch`."""
    for each in steps:
        runner.run([each])
        columns = SETTLED.get(each.name) or SETTLED.get(each.name.rpartition("_")[2])
        if columns is not None:
            target = scratch / f"{each.name}-{uuid.uuid4().hex[:8]}.parquet"
            runner.write(each.name, target)
            files = tuple(sorted(target.glob("*.parquet"))) if target.is_dir() else (target,)
            runner.show(each.name, [Piece(files, columns)], columns)


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
            coalesce(e.team, '') AS team, e.staff, e.client_ref, w.text_md5, w.form, w.words
            FROM exchanges AS e JOIN worded AS w ON md5(e.text) = w.text_md5
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
            f"""SELECT direction, form FROM messages WHERE form <> '' GROUP BY direction, form HAVING count(*) >= {CANNED_FROM}""",
            "forms that many messages share",
        ),
        step(
            "text_lists",
            f"""SELECT text_md5, list, count(*) AS uses FROM word_uses GROUP BY text_md5, list
            UNION ALL SELECT w.text_md5, {literal(CANNED)} AS list, 1 AS uses FROM worded AS w SEMI JOIN canned_forms AS f ON w.form = f.form""",
            "which lists each text uses, and how often",
        ),
    ]


def _writers(rows: str) -> str:
    """Who wrote in each cell of `rows` (direction, period, value, team, staff)."""
    return f"""SELECT DISTINCT n.direction, n.period, n.value, n.staff FROM {rows} AS n WHERE NOT n.staff IS NULL
    UNION SELECT DISTINCT s.direction, s.period, s.value, t.staff FROM {rows} AS s JOIN team_people AS t ON s.team = t.team WHERE s.staff IS NULL"""


def cell_steps(dimension: Dimension, grain: Grain) -> list[Step]:
    """`<dimension>_<grain>_shown`: direction, period, value and people of the cells that may be shown."""
    name = f"{dimension}_{grain}"
    value = literal("") if dimension == "all" else dimension
    other = OTHER.get(dimension)
    steps = [
        step(
            f"{name}_said",
            f"""SELECT direction, {_PERIODS[grain]} AS period, {value} AS value, {other or literal("")} AS other, team, staff, text_md5, words
            FROM messages""",
            "each message in its cell",
        ),
        step(f"{name}_writers", _writers(f"{name}_said"), "who wrote in each cell"),
        step(
            f"{name}_people",
            f"SELECT direction, period, value, count(*) AS people FROM {name}_writers GROUP BY direction, period, value",
            "how many people wrote in each cell",
        ),
        *(_unsafe(name) if other else [_nothing_unsafe(name)]),
        step(
            f"{name}_ranked",
            f"""SELECT p.direction, p.period, p.value, p.people, CASE WHEN u.value IS NULL THEN 1 ELSE 0 END AS safe,
            row_number() OVER (PARTITION BY p.direction, p.period ORDER BY CASE WHEN u.value IS NULL THEN 1 ELSE 0 END, p.people, p.value) AS place
            FROM {name}_people AS p LEFT JOIN {name}_unsafe AS u
            ON p.direction = u.direction AND p.period = u.period AND p.value = u.value""",
            "cells of a period, those to hide first",
        ),
        step(
            f"{name}_newcomers",
            f"""SELECT direction, period, place, count(*) AS n FROM (SELECT w.direction, w.period, w.staff, min(r.place) AS place
            FROM {name}_writers AS w JOIN {name}_ranked AS r ON w.direction = r.direction AND w.period = r.period AND w.value = r.value
            GROUP BY w.direction, w.period, w.staff) AS first GROUP BY direction, period, place""",
            "people whom no cell before holds",
        ),
        step(
            f"{name}_before",
            f"""SELECT r.direction, r.period, r.value, r.people, r.safe,
            coalesce(sum(coalesce(n.n, 0)) OVER (PARTITION BY r.direction, r.period ORDER BY r.place
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS hidden FROM {name}_ranked AS r LEFT JOIN {name}_newcomers AS n
            ON r.direction = n.direction AND r.period = n.period AND r.place = n.place""",
            "how many people the cells before hold together",
        ),
        step(
            f"{name}_shown",
            f"""SELECT direction, period, value, people FROM {name}_before
            WHERE safe = 1 AND people >= {SMALLEST_GROUP} AND (hidden = 0 OR hidden >= {SMALLEST_GROUP})""",
            "cells that may be shown",
        ),
    ]
    return steps


def _nothing_unsafe(name: str) -> Step:
    return step(
        f"{name}_unsafe", f"SELECT direction, period, value FROM {name}_people WHERE 1 = 0", "all together is one cell"
    )


def _unsafe(name: str) -> list[Step]:
    """Cells without a name, and those of which subtracting what lies wholly inside them would leave one to four people."""
    return [
        step(
            f"{name}_others",
            f"""SELECT s.direction, s.period, s.other AS value FROM (SELECT direction, period, other FROM {name}_said
            GROUP BY direction, period, other HAVING count(DISTINCT value) = 1) AS s JOIN (SELECT direction, period, value FROM
            ({_writers(f"(SELECT direction, period, other AS value, team, staff FROM {name}_said)")}) AS w
            GROUP BY direction, period, value HAVING count(*) >= {SMALLEST_GROUP}) AS p
            ON s.direction = p.direction AND s.period = p.period AND s.other = p.value WHERE s.other <> ''""",
            "values of the other kind that five people wrote and that lie wholly inside one cell",
        ),
        step(
            f"{name}_rest",
            f"""SELECT s.* FROM {name}_said AS s ANTI JOIN {name}_others AS o
            ON s.direction = o.direction AND s.period = o.period AND s.other = o.value""",
            "messages that stand in none of these",
        ),
        step(
            f"{name}_unsafe",
            f"""SELECT direction, period, value FROM ({_writers(f"{name}_rest")}) AS w GROUP BY direction, period, value HAVING count(*) < {SMALLEST_GROUP}
            UNION SELECT DISTINCT direction, period, value FROM {name}_people WHERE value = ''""",
            "cells that could be told by subtraction",
        ),
    ]


def trend_steps(dimension: Dimension, grain: Grain, lists: Sequence[str]) -> list[Step]:
    """`<dimension>_<grain>_wording`: the columns of the lake table `wording`, for the cells that may be shown."""
    name = f"{dimension}_{grain}"
    listed = " UNION ALL ".join(f"SELECT {literal(each)} AS list" for each in (*lists, CANNED))
    z2 = Z95 * Z95
    centre = f"(used_in + {z2 / 2}) / (messages + {z2})"
    half = f"{Z95} / (messages + {z2}) * sqrt(CAST(used_in AS DOUBLE) * (messages - used_in) / messages + {z2 / 4})"
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
            CASE WHEN used_in = 0 THEN CAST(0 AS DOUBLE) ELSE greatest(0.0, {centre} - {half}) END AS low,
            CASE WHEN used_in = messages THEN CAST(1 AS DOUBLE) ELSE least(1.0, {centre} + {half}) END AS high,
            CAST(uses AS DOUBLE) * 1000 / words AS per_thousand FROM {name}_counted""",
            "share of messages with Wilson’s interval, and uses per 1,000 words",
        ),
    ]


def covered_step(grain: Grain) -> Step:
    """`covered_<grain>`: messages in cells of teams and channels, and how many of them may be shown."""
    parts = " UNION ALL ".join(
        f"""SELECT count(*) AS messages, {total("CASE WHEN c.value IS NULL THEN 0 ELSE 1 END")} AS shown FROM {each}_{grain}_said AS s
        LEFT JOIN {each}_{grain}_shown AS c ON s.direction = c.direction AND s.period = c.period AND s.value = c.value"""
        for each in OTHER
    )
    return step(
        f"covered_{grain}",
        f"SELECT {total('messages')} AS messages, {total('coalesce(shown, 0)')} AS shown FROM ({parts}) AS t",
    )


EXAMPLES = 3
"""Sentences shown for each list."""


def example_steps() -> list[Step]:
    """`wording_examples`: sentences that five people or more wrote to five clients or more, in the very same words."""
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
            "wording_examples",
            f"""SELECT o.direction, o.list, o.sentence, o.messages, p.people FROM said_often AS o JOIN said_by_many AS p
            ON o.direction = p.direction AND o.list = p.list AND o.sentence = p.sentence
            QUALIFY row_number() OVER (PARTITION BY o.direction, o.list ORDER BY o.messages DESC, o.sentence) <= {EXAMPLES}""",
            "the most frequent ones",
        ),
    ]
