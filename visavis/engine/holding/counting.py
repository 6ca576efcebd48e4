"""From cases and felt ratings to counts, as portable steps over the lake views `cases` and `felt`.

Views that `count_steps` leaves, one row per …:

- `outcome_counts`: promise, outcome; columns `promise, outcome, reason, n`. `reason` is null but for untestable cases.
- `outcome_trend`: promise, month, outcome; columns `promise, period` (DATE, first of the month)`, outcome, n`. Untestable cases
  and cases without a day are left out.
- `felt_means`: promise, side; columns `promise, side` (kept or missed)`, n` (ratings, or cases where the promise says
  `unit: case`)`, mean` (DOUBLE)`, said_kept` (how many of the n say that the promise was kept).
- `felt_voices`: promise, side, position 1 to 3; columns `promise, side, position, source, key` (of the case)`, felt_on, score, text`:
  the most recent words of 20 to 400 characters, ties in order of source, key and text.

All n are BIGINT and count cases (`cases.n`), so a tally's row counts for all its cases.
"""

from collections.abc import Mapping
from datetime import date

from visavis.engine.portable import month_of, total
from visavis.engine.steps import Step, literal, step
from visavis.vocabulary import MISSED

VOICES_PER_SIDE = 3
SHORTEST_VOICE, LONGEST_VOICE = 20, 400
SATISFIED = 0.75
"""Where a promise does not say which score means kept: the upper quarter of the scale (4 of 1–5, 8 of 0–10)."""


def count_steps(
    from_day: date | None = None, to_day: date | None = None, *, kept_when: Mapping[str, float] | None = None
) -> list[Step]:
    """Steps from `cases` and `felt` to the four views of this module, over the cases of `from_day` to `to_day` (both included).

    `kept_when` gives, by promise, the score from which a client says that the promise was kept (`felt_by: {kept_when:
    {at_least: 4}}`); other promises use SATISFIED.
    """
    missed = ", ".join(literal(str(outcome)) for outcome in MISSED)
    side = f"CASE WHEN outcome = 'kept' THEN 'kept' WHEN outcome IN ({missed}) THEN 'missed' END"
    days = _between(from_day, to_day)
    return [
        step(
            "outcome_counts",
            f"SELECT promise, outcome, reason, {total('n')} AS n FROM cases WHERE {days} GROUP BY promise, outcome, reason",
            "how many cases of each promise ended how",
        ),
        step(
            "outcome_trend",
            f"""SELECT promise, {month_of("on_day")} AS period, outcome, {total("n")} AS n FROM cases
            WHERE {days} AND NOT on_day IS NULL AND outcome <> 'untestable'
            GROUP BY promise, {month_of("on_day")}, outcome""",
            "how many cases of each promise ended how, by month of the case",
        ),
        step(
            "felt_sides",
            f"SELECT *, {side} AS side FROM felt WHERE {days}",
            "what clients said of a case, with the side it fell on",
        ),
        step(
            "felt_means",
            f"""SELECT promise, side, count(score) AS n, avg(score) AS mean,
            count(CASE WHEN score >= {_threshold(kept_when or {})} THEN 1 END) AS said_kept
            FROM felt_sides WHERE NOT side IS NULL AND NOT score IS NULL GROUP BY promise, side""",
            "mean score on the kept and on the missed cases of each promise",
        ),
        step(
            "felt_voices_ranked",
            f"""SELECT promise, side, CAST(row_number() OVER (PARTITION BY promise, side
            ORDER BY felt_on DESC NULLS LAST, source ASC NULLS LAST, key ASC NULLS LAST, text ASC NULLS LAST) AS BIGINT) AS position,
            source, key, felt_on, score, text
            FROM felt_sides WHERE NOT side IS NULL AND length(trim(text)) BETWEEN {SHORTEST_VOICE} AND {LONGEST_VOICE}""",
            "the words of clients on each side, most recent first",
        ),
        step(
            "felt_voices",
            f"SELECT * FROM felt_voices_ranked WHERE position <= {VOICES_PER_SIDE}",
            "the most recent words on each side",
        ),
    ]


def _between(from_day: date | None, to_day: date | None) -> str:
    conditions = [
        f"on_day {sign} CAST('{day.isoformat()}' AS DATE)" for sign, day in ((">=", from_day), ("<=", to_day)) if day
    ]
    return " AND ".join(conditions) or "1 = 1"


def _threshold(kept_when: Mapping[str, float]) -> str:
    upper = f"low + {SATISFIED} * (high - low)"
    if not kept_when:
        return upper
    cases = " ".join(
        f"WHEN {literal(name)} THEN CAST({score!r} AS DOUBLE)" for name, score in sorted(kept_when.items())
    )
    return f"CASE promise {cases} ELSE {upper} END"
