"""Waves of answers: what clients answered in each quarter, and what they spoke of; a document that each run writes anew.

A wave is a quarter. It is opened by the first day of it that facts tell of, and complete once its last day is past.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from visavis.clients.reading import ask
from visavis.engine.lake import Lake, Manifest
from visavis.engine.measuring.anonymity import groups_told
from visavis.engine.measuring.surveys import HOW, SAID, Answers, score
from visavis.engine.measuring.values import Figure
from visavis.engine.portable import total
from visavis.engine.steps import Runner, Step, literal, step
from visavis.vocabulary import Theme

NAME = "waves"
MOST_NEEDS, FEWEST_NEEDS = 6, 3
"""How many needs people put in order, and below how many there is nothing to order."""


def level_steps() -> list[Step]:
    """Steps over `ratings` and `events` to `wave_levels` (instrument, how, year, quarter, team, good, between, bad) and
    `wave_behind` (instrument, year, quarter, team, staff): answers of each quarter, and who served those who answered."""
    parts = ", ".join(
        f"{total(f'CASE WHEN said = {literal(each)} THEN 1 ELSE 0 END')} AS {each}"
        for each in ("good", "between", "bad")
    )
    return [
        step(
            "wave_about",
            """SELECT source || '/' || key AS about, min(team) AS team, min(staff) AS staff FROM events
            GROUP BY source || '/' || key""",
            "the events that answers are about",
        ),
        step(
            "wave_answers",
            f"""SELECT r.instrument, r.how, r.said, CAST(year(r.occurred_on) AS BIGINT) AS year,
            CAST((month(r.occurred_on) + 2) // 3 AS BIGINT) AS quarter, e.team, e.staff
            FROM (SELECT instrument, occurred_on, about, {HOW} AS how, {SAID} AS said FROM ratings) AS r
            LEFT JOIN wave_about AS e ON r.about = e.about
            WHERE NOT r.instrument IS NULL AND NOT r.occurred_on IS NULL AND r.said IN ('good', 'between', 'bad')""",
            "each answer with its quarter and the team it is about",
        ),
        step(
            "wave_levels",
            f"SELECT instrument, how, year, quarter, team, {parts} FROM wave_answers GROUP BY instrument, how, year, quarter, team",
            "answers of each quarter",
        ),
        step(
            "wave_behind",
            "SELECT DISTINCT instrument, year, quarter, team, staff FROM wave_answers WHERE NOT team IS NULL AND NOT staff IS NULL",
            "who served those who answered",
        ),
    ]


def waves_document(runner: Runner, lake: Lake, manifest: Manifest) -> dict[str, Any]:
    """The document `waves`; the view `new_voices` must stand in `runner`."""
    lake.show(runner, manifest, ("ratings", "events"))
    return waves_told(runner)


def waves_told(runner: Runner) -> dict[str, Any]:
    """`levels`: by question, wave and team (all clients under an empty name) how many answers were good, between and bad; `needs`:
    by wave, how many clients spoke of each theme. Questions that are put on several scales are left out, teams by `groups_told`."""
    steps = level_steps()
    runner.run(steps)
    scales: dict[str, set[str]] = defaultdict(set)
    rows = runner.rows("SELECT * FROM wave_levels")
    for row in rows:
        scales[row["instrument"]].add(row["how"])
    behind: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in runner.rows("SELECT * FROM wave_behind"):
        behind[row["instrument"], _first(row)][row["team"]].add(row["staff"])
    told = {key: groups_told(teams) for key, teams in behind.items()}
    levels: dict[str, dict[str, Any]] = {}
    for row in rows:
        name, wave = row["instrument"], _first(row)
        if len(scales[name]) > 1:
            continue
        counted = levels.setdefault(name, {"how": row["how"], "waves": {}})["waves"].setdefault(wave, {})
        for team in dict.fromkeys(("", row["team"] if row["team"] in told.get((name, wave), ()) else "")):
            sums = counted.setdefault(team, [0, 0, 0])
            counted[team] = [n + row[part] for n, part in zip(sums, ("good", "between", "bad"), strict=True)]
    return {"levels": levels, "needs": _needs(runner), "steps": [[each.name, each.sql()] for each in steps]}


def _needs(runner: Runner) -> dict[str, dict[str, int]]:
    rows = runner.rows(
        f"""SELECT CAST(year(occurred_on) AS BIGINT) AS year, CAST((month(occurred_on) + 2) // 3 AS BIGINT) AS quarter, theme,
        count(DISTINCT client) AS clients FROM new_voices WHERE NOT occurred_on IS NULL AND NOT client IS NULL
        AND NOT theme IN ('', {literal(str(Theme.OTHER))}) GROUP BY 1, 2, 3"""
    )
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(_first(row), {})[row["theme"]] = int(row["clients"])
    return found


def _first(row: Mapping[str, Any]) -> str:
    return date(int(row["year"]), 3 * int(row["quarter"]) - 2, 1).isoformat()


@dataclass(frozen=True, slots=True)
class Waves:
    """What the last run knows of waves; `as_of` is the last day that facts tell of (None: no run yet)."""

    as_of: date | None
    levels: Mapping[str, Any]
    needs: Mapping[str, Mapping[str, int]]
    steps: tuple[tuple[str, str], ...] = ()

    def complete(self, wave: date) -> bool:
        """Whether facts tell of the whole quarter."""
        return self.as_of is not None and self.as_of >= last_day(wave)

    def ahead(self, today: date) -> list[date]:
        """The next two quarters of which neither the calendar nor any fact has a day."""
        first = quarter_after(max(today, self.as_of or today))
        return [first, quarter_after(first)]

    def teams(self) -> list[str]:
        """Teams whose clients' answers were told in some wave."""
        return sorted(
            {team for of in self.levels.values() for counts in of["waves"].values() for team in counts if team}
        )

    def answered(self, question: str, team: str, wave: date) -> Figure:
        """The score of a question in a wave; a figure without value says why."""
        of = self.levels.get(question.removeprefix("score:"))
        counts = of["waves"].get(wave.isoformat(), {}).get(team) if of else None
        if of is None or counts is None:
            return Figure("answered", None, 0, "share", reason="no_answers")
        return score(of["how"], Answers(*counts), "answered")

    def asked_needs(self) -> list[str]:
        """What clients spoke of most in the four last complete waves: the needs that people put in order."""
        whole = sorted((wave for wave in self.needs if self.complete(date.fromisoformat(wave))), reverse=True)[:4]
        sums: dict[str, int] = defaultdict(int)
        for wave in whole:
            for theme, clients in self.needs[wave].items():
                sums[theme] += clients
        ranked = sorted(sums, key=lambda theme: (-sums[theme], theme))[:MOST_NEEDS]
        return sorted(ranked) if len(ranked) >= FEWEST_NEEDS else []


def known_waves() -> Waves:
    """What the last run wrote down. Two documents, one query."""
    import json

    rows = ask("SELECT name, CAST(body AS text) FROM visavis_document WHERE name IN ('waves', 'counts')")
    bodies = {name: json.loads(body) for name, body in rows}
    as_of = bodies.get("counts", {}).get("as_of")
    told = bodies.get(NAME, {})
    steps = tuple((name, sql) for name, sql in told.get("steps", ()))
    return Waves(date.fromisoformat(as_of) if as_of else None, told.get("levels", {}), told.get("needs", {}), steps)


def last_day(wave: date) -> date:
    """The last day of a quarter."""
    return quarter_after(wave) - timedelta(days=1)


def quarter_after(day: date) -> date:
    """The first day of the quarter after the one that `day` lies in."""
    month = 3 * ((day.month - 1) // 3) + 4
    return date(day.year + month // 13, month if month < 13 else 1, 1)
