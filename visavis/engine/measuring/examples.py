"""Which cases figures are about: the latest few of each, for whoever asks what stands behind a number. Named steps, portable.

They read what process.py and critical_path.py left. A list says through which hands a case went, never how long it was in them: a
case often has one pair of hands. It is given where the cases on it went through five people's hands or more, or nobody is named.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from visavis.engine.measuring.process import BACK, BETWEEN, LONGEST_PATH, Log
from visavis.engine.steps import Step, literal, step
from visavis.vocabulary import SMALLEST_GROUP

MOST = 40
"""Cases on one list."""
RECENT = 2_000
"""Among how many cases, the latest ones, those of a list are looked for."""
WAY, STEP, HANDOFF, TEAM = "way", "step", "handoff", "team"


@dataclass(frozen=True, slots=True)
class Example:
    """A case, or a client, that a figure is about: `ref` is the client as facts name it, `about` the case (`source/key`)."""

    grouping: str | None
    figure: str
    ref: str
    about: str | None = None
    on_day: str | None = None
    note: str | None = None


def recent_step(name: str) -> Step:
    """`<name>_recent` (case_of, ref, began): the latest cases whose client is known."""
    return step(
        f"{name}_recent",
        f"""SELECT c.case_of, r.client_ref AS ref, c.began FROM {name}_cases AS c JOIN {name}_roots AS r ON c.case_of = r.about
        WHERE NOT r.client_ref IS NULL ORDER BY c.began DESC, c.case_of LIMIT {RECENT}""",
        "the latest cases, for lists of what stands behind figures",
    )


def team_examples(name: str, log: Log) -> list[Step]:
    """`<name>_listed` and `<name>_listed_people` after `held_steps`: cases that each team held, held again, held beyond the usual."""
    parts = " UNION ALL ".join(
        f"""SELECT '{TEAM}' AS what, s.team AS of_what, s.team AS first, s.team AS second, '{figure}' AS figure, s.case_of
        FROM {name}_shared AS s JOIN {name}_recent AS n ON s.case_of = n.case_of
        WHERE NOT s.team IS NULL AND s.team <> '' AND s.{column} > 0"""
        for figure, column in (("value", "seconds"), ("again", "again"), ("beyond", "beyond"))
    )
    return [recent_step(name), *_listed(name, log, parts)]


def process_examples(name: str, log: Log) -> list[Step]:
    """The same after `process_steps`: cases of each way, still at each step, come back to it, and handed from team to team."""
    of = f"FROM {name}_activities AS a JOIN {name}_recent AS n ON a.case_of = n.case_of"
    none = "CAST(NULL AS VARCHAR) AS first, CAST(NULL AS VARCHAR) AS second"
    parts = f"""SELECT '{WAY}' AS what, array_to_string(list_sort(list(lpad(CAST(a.place AS VARCHAR), 4, '0') || a.step)), '{BETWEEN}')
        AS of_what, {none}, 'value' AS figure, a.case_of {of}
        WHERE (a.step_before IS NULL OR a.step_before <> a.step) AND a.place <= {LONGEST_PATH} GROUP BY a.case_of
        UNION ALL SELECT DISTINCT '{STEP}', a.step, a.step, a.step, 'returned', a.case_of {of} WHERE {BACK}
        UNION ALL SELECT DISTINCT '{STEP}', a.step, a.step, a.step, 'censored', a.case_of {of} WHERE a.ended IS NULL
        UNION ALL SELECT DISTINCT '{HANDOFF}', a.team_before || '{BETWEEN}' || a.team, a.team_before, a.team, 'value', a.case_of {of}
        WHERE NOT a.team_before IS NULL AND NOT a.team IS NULL AND a.team_before <> a.team"""
    return [recent_step(name), *_listed(name, log, parts)]


def _listed(name: str, log: Log, parts: str) -> list[Step]:
    types = ", ".join(map(literal, log.types))
    did = f"""l.what = '{WAY}' OR l.what = '{STEP}' AND coalesce(e.status, e.team, e.type, '') = l.first
        OR l.what IN ('{TEAM}', '{HANDOFF}') AND (e.team = l.first OR e.team = l.second)"""
    return [
        step(
            f"{name}_listed",
            f"""SELECT what, of_what, first, second, figure, case_of, ref, began, place FROM (SELECT p.what, p.of_what, p.first,
            p.second, p.figure, p.case_of, n.ref, n.began,
            row_number() OVER (PARTITION BY p.what, p.of_what, p.figure ORDER BY n.began DESC, p.case_of) AS place
            FROM ({parts}) AS p JOIN {name}_recent AS n ON p.case_of = n.case_of) AS t WHERE place <= {MOST}""",
            "the latest cases behind each figure",
        ),
        step(
            f"{name}_listed_people",
            f"""SELECT l.what, l.of_what, l.figure, count(DISTINCT e.staff) AS people FROM {name}_listed AS l
            JOIN events AS e ON e.about = l.case_of WHERE e.source = {literal(log.source)} AND coalesce(e.type, '') IN ({types})
            AND ({did}) GROUP BY l.what, l.of_what, l.figure""",
            "by how many people’s hands they went",
        ),
    ]


def tellable_lists(
    rows: Iterable[Mapping[str, Any]], people: Iterable[Mapping[str, Any]]
) -> dict[tuple[str, str, str], list[Mapping[str, Any]]]:
    """Rows of `<name>_listed`, by what, of what and figure, in order; lists that one to four people stand behind are left out."""
    few = {(row["what"], row["of_what"], row["figure"]) for row in people if 0 < int(row["people"]) < SMALLEST_GROUP}
    found: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: (row["what"], row["of_what"], row["figure"], row["place"])):
        key = (row["what"], row["of_what"], row["figure"])
        if key not in few:
            found.setdefault(key, []).append(row)
    return found
