"""What clients answered: scores by instrument with their intervals, over time, and how far the answers speak for all clients.

0–10 is told as a net promoter score (9 and 10 minus 0 to 6, as a share from −1 to 1), 1–5 as the share of 4 and 5 (CSAT), 1–7 as the
share of 5 to 7 (CES: how easy it was); any other scale as the share in its upper quarter. Reichheld 2003; Dixon, Freeman and Toman
2010. Intervals suppose that answers are independent: clients who answer often make them too narrow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from visavis.engine.measuring.intervals import net_promoter_score, wilson
from visavis.engine.measuring.selecting import Unmeasurable
from visavis.engine.measuring.values import WILSON_95, Figure
from visavis.engine.measuring.watching import ALWAYS_VALID_95, always_valid_band, always_valid_nps
from visavis.engine.measuring.weighting import MOST, effective_n, rake, trim
from visavis.engine.portable import days_between, month_of, total
from visavis.engine.steps import Step, literal, quoted, step

Told = Literal["nps", "csat", "ces", "upper"]
ADJUSTED_WALD_95 = "adjusted Wald 95 %"
GOOD, BETWEEN, BAD, OUTSIDE, UNSCALED = "good", "between", "bad", "outside", "unscaled"

HOW = """CASE WHEN low = 0 AND high = 10 THEN 'nps' WHEN low = 1 AND high = 5 THEN 'csat' WHEN low = 1 AND high = 7 THEN 'ces'
ELSE 'upper' END"""
SAID = """CASE WHEN score IS NULL OR low IS NULL OR high IS NULL OR high <= low THEN 'unscaled' WHEN score < low OR score > high
THEN 'outside' WHEN low = 0 AND high = 10 THEN CASE WHEN score >= 9 THEN 'good' WHEN score > 6 THEN 'between' ELSE 'bad' END
WHEN low = 1 AND high = 5 THEN CASE WHEN score >= 4 THEN 'good' ELSE 'bad' END WHEN low = 1 AND high = 7
THEN CASE WHEN score >= 5 THEN 'good' ELSE 'bad' END WHEN (score - low) / (high - low) >= 0.75 THEN 'good' ELSE 'bad' END"""


def answer_steps(name: str, instruments: Sequence[str] = ()) -> list[Step]:
    """Steps to `<name>_counts` (instrument, how, month, said, n) over `ratings`: all instruments, or those named."""
    only = f" AND instrument IN ({', '.join(map(literal, instruments))})" if instruments else ""
    return [
        step(
            f"{name}_answers",
            f"""SELECT instrument, {HOW} AS how, {SAID} AS said, occurred_on, client_ref, about
            FROM ratings WHERE NOT instrument IS NULL{only}""",
            "each answer: good, between, bad, or outside its scale",
        ),
        step(
            f"{name}_counts",
            # scores are few: they are judged once each, not answer by answer
            f"""SELECT instrument, {HOW} AS how, month, {SAID} AS said, {total("n")} AS n FROM (SELECT instrument, low, high, score,
            {month_of("occurred_on")} AS month, count(*) AS n FROM ratings WHERE NOT instrument IS NULL{only}
            GROUP BY instrument, low, high, score, {month_of("occurred_on")}) AS t GROUP BY 1, 2, 3, 4""",
            "answers by instrument and month",
        ),
    ]


def delay_steps(name: str) -> list[Step]:
    """Steps to `<name>_waited` (instrument, said, days, n): how long after what it is about each answer came."""
    days = days_between("e.done_on", "a.occurred_on")
    return [
        step(
            f"{name}_asked_on",
            "SELECT source || '/' || key AS about, min(coalesce(done_on, occurred_on)) AS done_on FROM events GROUP BY source || '/' || key",
            "when what is asked about was done",
        ),
        step(
            f"{name}_waited",
            f"""SELECT a.instrument, a.said, {days} AS days, count(*) AS n FROM {name}_answers AS a
            JOIN {name}_asked_on AS e ON a.about = e.about WHERE a.said IN ('good', 'between', 'bad')
            AND {days} >= 0 GROUP BY a.instrument, a.said, {days}""",
            "how many days after it each answer came",
        ),
    ]


def register_steps(name: str, margins: Sequence[str]) -> list[Step]:
    """Steps to `<name>_margins` (m_0, m_1 …, n: clients of the register) and `<name>_cells` (instrument, m_0 …, said, n: answers).

    `margins` are columns of `records`; a client of several records has the least of their values. Clients of whom a class is not
    known are left out on both sides. They read `clusters`.
    """
    fields = ", ".join(f"coalesce(min(CAST(r.{quoted(m)} AS VARCHAR)), '') AS m_{i}" for i, m in enumerate(margins))
    known = " AND ".join(f"NOT min(CAST(r.{quoted(m)} AS VARCHAR)) IS NULL" for m in margins)
    names = ", ".join(f"m_{i}" for i in range(len(margins)))
    return [
        step(
            f"{name}_who",
            """SELECT 'record/' || source || '/' || key AS ref, cluster FROM clusters
            UNION ALL SELECT source || '/' || key AS ref, cluster FROM clusters WHERE source IN ('email', 'phone')""",
            "who is meant by each reference",
        ),
        step(
            f"{name}_register",
            f"""SELECT c.cluster, {fields} FROM clusters AS c JOIN records AS r ON c.source = r.source AND c.key = r.key
            GROUP BY c.cluster HAVING {known}""",
            "the classes of each client of the register",
        ),
        step(
            f"{name}_margins",
            f"SELECT {names}, count(*) AS n FROM {name}_register GROUP BY {names}",
            "clients by class",
        ),
        step(
            f"{name}_cells",
            f"""SELECT a.instrument, {names}, a.said, count(*) AS n FROM {name}_answers AS a
            JOIN {name}_who AS w ON a.client_ref = w.ref JOIN {name}_register AS g ON w.cluster = g.cluster
            WHERE a.said IN ('good', 'between', 'bad') GROUP BY a.instrument, {names}, a.said""",
            "answers by class of the client who gave them",
        ),
    ]


@dataclass(frozen=True, slots=True)
class Answers:
    """Counts of one instrument in one period."""

    good: int = 0
    between: int = 0
    bad: int = 0

    @property
    def n(self) -> int:
        """All answers on the scale."""
        return self.good + self.between + self.bad

    def plus(self, other: "Answers") -> "Answers":
        """Both together."""
        return Answers(self.good + other.good, self.between + other.between, self.bad + other.bad)


def unit_of(how: Told) -> str:
    """The unit of a score: net promoter scores go from −1 to 1, all others are shares."""
    return "nps" if how == "nps" else "share"


def score(how: Told, answers: Answers, name: str = "score") -> Figure:
    """The score of one period with its interval at a single look."""
    if not answers.n:
        return Figure(name, None, 0, unit_of(how), reason="no_answers")
    if how == "nps":
        found = net_promoter_score(answers.good, answers.bad, answers.n)
        return Figure(name, found.value, found.n, "nps", (found.low, found.high), ADJUSTED_WALD_95)
    return Figure(name, answers.good / answers.n, answers.n, "share", wilson(answers.good, answers.n), WILSON_95)


def so_far(how: Told, by_month: Sequence[Answers]) -> list[Figure]:
    """After each month the score of all answers until then, with the interval that holds at all these looks together."""
    good, bad, n = (np.cumsum([getattr(one, part) for one in by_month]) for part in ("good", "bad", "n"))
    low, high = always_valid_nps(good, bad, n) if how == "nps" else always_valid_band(good, n)
    value = (good - bad if how == "nps" else good) / np.maximum(n, 1)
    return [
        Figure("so_far", float(v), int(m), unit_of(how), (float(least), float(most)), ALWAYS_VALID_95)
        if m
        else Figure("so_far", None, 0, unit_of(how), reason="no_answers")
        for v, m, least, most in zip(value, n, low, high, strict=True)
    ]


def weighted(
    how: Told,
    cells: Sequence[Mapping[str, Any]],
    margins: Sequence[Mapping[str, float]],
    *,
    most: float = MOST,
    name: str = "weighted",
    towards: str = "the register",
) -> list[Figure]:
    """The score as it would be if clients of all classes had answered alike often, and Kish's effective number of answers.

    `cells` are rows of `register_steps`; `margins` tell for each variable m_0, m_1 … how many clients, or what share, each class has
    (`margins_of` the register, or as declared); weights are raked to them, none above `most` times the mean.
    """
    unit = unit_of(how)
    try:
        classes, targets, said, counts = _classes(cells, margins)
        raked = rake(classes, targets, counts.astype(np.float64))
    except Unmeasurable as why:
        return [Figure(name, None, 0, unit, reason=str(why))]
    each = trim(np.repeat(raked.weights / counts, counts), most)
    worth = np.repeat(
        np.array([{GOOD: 1.0, BETWEEN: 0.0, BAD: -1.0 if how == "nps" else 0.0}[s] for s in said]), counts
    )
    n = effective_n(each)
    share = each / each.sum()
    value = float((share * worth).sum())
    good, bad = float(share[worth > 0].sum()), float(share[worth < 0].sum())
    if how == "nps":
        # whole answers, rounded down: rounded to the nearest, both sides could be more than there are
        found = net_promoter_score(int(good * n + 1e-9), int(bad * n + 1e-9), max(1, round(n)))
        spread = (found.high - found.low) / 2
        interval = max(-1.0, value - spread), min(1.0, value + spread)
    else:
        interval = wilson(min(n, good * n), n)
    method = f"raked to {towards}" if raked.converged else f"raked to {towards}, not converged"
    answers = int(counts.sum())
    return [
        Figure(name, value, answers, unit, interval, method),
        Figure("effective_answers", n, answers, "answer", None, "Kish"),
    ]


def margins_of(register: Sequence[Mapping[str, Any]], variables: int) -> list[dict[str, float]]:
    """How many clients of the register each class of each variable has, out of rows of `<name>_margins`."""
    found: list[dict[str, float]] = [{} for _ in range(variables)]
    for row in register:
        for place, margin in enumerate(found):
            value = str(row[f"m_{place}"])
            margin[value] = margin.get(value, 0.0) + row["n"]
    return found


def _classes(
    cells: Sequence[Mapping[str, Any]], margins: Sequence[Mapping[str, float]]
) -> tuple[list[Any], list[Any], list[str], Any]:
    if not cells:
        raise Unmeasurable("no_class")
    classes, targets = [], []
    for place, margin in enumerate(margins):
        values = sorted(margin)
        index = {value: number for number, value in enumerate(values)}
        strange = {str(row[f"m_{place}"]) for row in cells} - set(values)
        if strange:
            raise Unmeasurable("unknown_class", min(strange) or "?")
        classes.append([index[str(row[f"m_{place}"])] for row in cells])
        total_of = sum(margin.values())
        targets.append([margin[value] / total_of for value in values])
        for number, value in enumerate(values):
            if number not in classes[-1] and targets[-1][number] > 0:
                raise Unmeasurable("silent_class", value or "?")
    return classes, targets, [str(row["said"]) for row in cells], np.array([row["n"] for row in cells], dtype=np.int64)
