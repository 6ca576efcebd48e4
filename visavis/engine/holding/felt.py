"""What clients said of the cases: ratings about them, as rows of the lake table `felt`."""

from visavis.engine.holding.fields import Columns, condition
from visavis.engine.holding.promise import Promise
from visavis.engine.steps import Step, step
from visavis.engine.tables import FELT

COLUMNS = ", ".join(FELT.names)


def felt_steps(promise: Promise, number: int, columns: Columns) -> list[Step]:
    """Steps from `cases_<number>` and `ratings` to `felt_<number>`; none where the promise does not say `felt_by`.

    `unit: rating` gives a row per rating; `unit: case` one per case, with the mean of its scores and the words of the last.
    """
    felt = promise.test.felt_by
    if felt is None:
        return []
    rated = step(
        f"rated_{number}",
        f"""SELECT c.promise, c.source, c.key, c.outcome, c.on_day, r.occurred_on AS felt_on, r.score, r.low, r.high,
        r.instrument, r.text, r.source AS rating_source, r.key AS rating_key
        FROM cases_{number} AS c JOIN ratings AS r ON r.about = c.source || '/' || c.key
        WHERE {condition(felt.where, "ratings", columns, "r")}""",
        f"ratings about the cases of {promise.name}",
    )
    if felt.unit == "rating":
        return [rated, step(f"felt_{number}", f"SELECT {COLUMNS} FROM rated_{number}", "one row per rating")]
    ranked = step(
        f"ranked_{number}",
        f"""SELECT promise, source, key, outcome, on_day, felt_on, avg(score) OVER (PARTITION BY source, key) AS score,
        low, high, instrument, text, row_number() OVER (PARTITION BY source, key ORDER BY felt_on DESC NULLS LAST,
        rating_source ASC NULLS LAST, rating_key ASC NULLS LAST) AS position FROM rated_{number}""",
        "the ratings of each case, the last one first, with the mean of all",
    )
    return [
        rated,
        ranked,
        step(f"felt_{number}", f"SELECT {COLUMNS} FROM ranked_{number} WHERE position = 1", "one row per case"),
    ]
