"""The kind `climate`: what teams answer about their work, and whether a team's mean may be told as it is."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from pydantic import Field, model_validator

from visavis.declarations import SpokenError, Written
from visavis.engine.holding.promise import Where
from visavis.engine.measuring.selecting import Unmeasurable
from visavis.engine.measuring.team_survey import sheet_steps, tell_scale
from visavis.engine.measuring.values import Figure
from visavis.engine.people import Behind
from visavis.engine.steps import literal, quoted
from visavis.engine.tables import EXTRA, Type
from visavis.mirror.kinds.declared import OVER, WHERE, Path, facts_in_words, refuse_staff
from visavis.mirror.kinds.kind import Bench, Kind, Result
from visavis.mirror.reflection import Measured
from visavis.mirror.tell.wording import counted, number
from visavis.mistakes import Words

TYPES = ("team-survey", "employee-survey", "enquete-interne")
"""Types of events that are sheets of teams' members, by their usual names."""
NUMBERS = (Type.DECIMAL, Type.INTEGER)
LENGTHS = {"all": 0, "year": 4, "month": 7}
MOST_SCALES, MOST_ITEMS = 20, 60
ANSWERS, SHEETS = "value", "sheets"
"""The first figure of a wave or team, how many answered; and what all its figures are made of."""


class Climate(Written):
    """What teams answer: a row for each person's sheet, without a name."""

    over: Literal["events", "ratings"] = Field("events", description=OVER)
    where: Where = Field(default_factory=dict, description=WHERE)
    team: Path = Field("team", description="The field that names the team of whoever answered")
    scales: dict[str, list[Path]] = Field(
        description="By name, the fields of a scale's items; a sheet's score is their mean"
    )
    reversed: list[Path] = Field(default_factory=list, description="Items whose high answers mean little of it")
    low: float = Field(description="The lowest answer")
    high: float = Field(description="The highest answer")
    by: Literal["all", "year", "month"] = Field("year", description="What makes a wave: each person answers once in it")

    @model_validator(mode="after")
    def _sound(self) -> "Climate":
        items = [path for paths in self.scales.values() for path in paths]
        refuse_staff(self.team, *items, *self.where)
        if not items or any(not paths for paths in self.scales.values()):
            raise SpokenError(
                Words(fr="chaque échelle a une question au moins", en="every scale has one item at least")
            )
        if not self.low < self.high:
            raise SpokenError(Words(fr="low est plus petit que high", en="low is less than high"))
        if not set(self.reversed) <= set(items):
            raise SpokenError(
                Words(fr="reversed ne nomme que des questions de scales", en="reversed names items of scales only")
            )
        return self


def results(bench: Bench, spec: Climate) -> list[Result]:
    """Wave by wave: over all, then the teams that may be told of, by the first measure over these sheets. Raises Unmeasurable without sheets."""
    facts = bench.facts(spec.over)
    items = list(dict.fromkeys(path for paths in spec.scales.values() for path in paths))
    for path in items:
        column = EXTRA + path.removeprefix("extra.") if path.startswith("extra.") else path
        if column in facts.columns and facts.columns[column] not in NUMBERS:
            raise Unmeasurable("not_numbers", path)
    bench.run(sheet_steps(bench.name, facts, spec.team, items, spec.where, LENGTHS[spec.by]))
    columns = [f"i_{place}" for place in range(len(items))]
    told = bench.fetch(f"{bench.name}_sheets", ["sheet", "team", "period", *columns])
    if not len(told["team"]):
        raise Unmeasurable("no_answers")
    answers = np.column_stack([told[name].astype(np.float64) for name in columns])
    order = np.lexsort((*answers.T, told["team"].astype(str)))  # rows come in any order, figures do not depend on it
    answers, told = answers[order], {name: told[name][order] for name in ("sheet", "team", "period")}
    for path in spec.reversed:
        answers[:, items.index(path)] = spec.low + spec.high - answers[:, items.index(path)]
    tells = _tells_teams(bench, told["sheet"].tolist())
    bench.stand(_behind(spec, items, answers, told, tells=tells))
    found: list[Result] = []
    for period in sorted(set(told["period"].tolist())):
        rows = told["period"] == period
        found += _wave(spec, items, answers[rows], told["team"][rows], period or None, tells=tells)
    return found


def _tells_teams(bench: Bench, sheets: list[str]) -> bool:
    """Whether no measure before this one is over any of the same sheets: of these, another choice or other waves would tell of teams
    by subtraction."""
    mine = {(SHEETS, sheet) for sheet in sheets}
    alone = mine.isdisjoint(bench.shared)
    bench.shared.update(dict.fromkeys(mine, bench.name))
    return alone


def _behind(spec: Climate, items: list[str], answers: Any, told: Mapping[str, Any], *, tells: bool) -> Iterator[Behind]:
    """Each sheet stands for a person: behind how many answered, and in every scale that it answers whole. All of these are held
    together, for who left a scale out is the difference of two of them."""
    sheets = list(zip(told["sheet"].tolist(), told["team"].tolist(), told["period"].tolist(), strict=True))
    inside = (answers >= spec.low) & (answers <= spec.high)
    whole = {
        name: inside[:, [items.index(path) for path in paths]].all(axis=1).tolist()
        for name, paths in spec.scales.items()
    }
    for place, (sheet, team, period) in enumerate(sheets):
        scales = [name for name, of in whole.items() if of[place]]
        stood = Behind(
            (team if tells else "",),
            sheet,
            mark=str(answers[place].tolist()),
            figures=(ANSWERS,),
            period=period or None,
            part=SHEETS,
            facts="\x1f".join((team, *scales)),
        )
        yield stood
        yield from (replace(stood, figures=(name,)) for name in scales)


def _wave(
    spec: Climate, items: list[str], answers: Any, teams: Any, period: str | None, *, tells: bool
) -> list[Result]:
    n = len(teams)
    whole = [Figure("answers", n, n, "answer")]
    of_teams: dict[str, list[Figure]] = defaultdict(list)
    for name, paths in spec.scales.items():
        scale = tell_scale(name, answers[:, [items.index(path) for path in paths]], teams, spec.low, spec.high)
        whole += scale.whole
        for team, figure in scale.teams.items() if tells else ():
            of_teams[team].append(figure)
    known = set(teams.tolist()) - {""}
    for team, figures in of_teams.items():
        sheets = int((teams == team).sum())
        figures.insert(0, Figure("answers", sheets, sheets, "answer"))
    whole.append(Figure("teams_told", len(of_teams), len(known), "team"))
    return [Result(period, whole), *(Result(period, figures, team) for team, figures in sorted(of_teams.items()))]


def scope(spec: Climate) -> str:
    """What it is computed over, in one line."""
    return f"{facts_in_words(spec.over, spec.where)}; {', '.join(spec.scales)}; {spec.low:g}–{spec.high:g}"


def sentences(one: Measured) -> list[Words]:
    """How many answered, and of how many teams something may be told."""
    sheet, sheets = Words(fr="réponse", en="sheet"), Words(fr="réponses", en="sheets")
    told = one.figure("teams_told")
    teams, of = (told.value or 0, told.n) if told else (0, 0)
    return [
        Words(
            fr=f"{counted(one.value.n, sheet, sheets, 'fr')} de nos équipes; {number(teams, 'fr')} équipe(s) sur {number(of, 'fr')} peuvent être montrées. Détail sous Miroir, Équipes.",
            en=f"{counted(one.value.n, sheet, sheets, 'en')} from our teams; {number(teams, 'en')} of {number(of, 'en')} team(s) can be shown. More under Mirror, Teams.",
        )
    ]


def unasked(bench: Bench) -> Climate | None:
    """Where events bear a usual type: their numbers `extra.stem_1`, `extra.stem_2` … make the scale `stem`, on the scale seen."""
    names = [name for name, type_ in bench.columns("events").items() if name.startswith(EXTRA) and type_ in NUMBERS]
    kinds = ", ".join(map(literal, TYPES))
    if not names or not bench.runner.rows(f"SELECT count(*) AS n FROM events WHERE type IN ({kinds})")[0]["n"]:
        return None
    ends = ", ".join(
        f"CAST(min({quoted(name)}) AS DOUBLE) AS low_{place}, CAST(max({quoted(name)}) AS DOUBLE) AS high_{place}"
        for place, name in enumerate(names)
    )
    (seen,) = bench.runner.rows(f"SELECT {ends} FROM events WHERE type IN ({kinds})")
    scales: dict[str, list[str]] = defaultdict(list)
    low, high = float("inf"), float("-inf")
    for place, name in enumerate(names):
        if seen[f"low_{place}"] is not None:
            own = name.removeprefix(EXTRA)
            scales[re.sub(r"_?\d+$", "", own) or own].append(f"extra.{own}")
            low, high = min(low, seen[f"low_{place}"]), max(high, seen[f"high_{place}"])
    if not scales or not low < high or len(scales) > MOST_SCALES or sum(map(len, scales.values())) > MOST_ITEMS:
        return None
    return Climate(where={"type": list(TYPES)}, scales=dict(scales), low=low, high=high)


CLIMATE = Kind(
    "climate", Climate, results, scope, sentences,
    unit=lambda spec: "answer", unasked=unasked, title=Words(fr="Ce que disent nos équipes", en="What our teams say"),
)  # fmt: skip
