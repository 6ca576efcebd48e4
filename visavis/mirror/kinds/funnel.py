"""The kind `funnel`: how many got how far."""

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from visavis.declarations import SpokenError, Written
from visavis.engine.holding.promise import Where
from visavis.engine.measuring import funnel as stages
from visavis.engine.measuring.selecting import Selection, Unmeasurable
from visavis.engine.measuring.values import Figure
from visavis.mirror.guard.teams import check_teams
from visavis.mirror.kinds.declared import OVER, WHERE, Over, Path, facts_in_words, refuse_staff
from visavis.mirror.kinds.kind import Bench, Kind, Result
from visavis.mirror.kinds.saying import surely, value_of
from visavis.mirror.reflection import Measured
from visavis.mirror.tell.wording import number, percent
from visavis.mistakes import Words


class Funnel(Written):
    """How many got how far."""

    over: Over = Field(description=OVER)
    where: Where = Field(default_factory=dict, description=WHERE)
    stage: Path = Field(description="The field that names the stage")
    order: list[str] = Field(min_length=2, description="The stages, first to last")
    cumulative: bool = Field(
        False,
        description="`true`: the field names the *highest* stage reached, so the stages before were reached as well",
    )
    period: Literal["year", "month"] | None = Field(
        None, description="One funnel per year or month; without it, one in all"
    )
    of_which: dict[str, Where] = Field(
        default_factory=dict,
        description="Further counts, each under its own name: the facts that meet these conditions",
    )

    @model_validator(mode="after")
    def _each_once_and_nobody_singled_out(self) -> Self:
        refuse_staff(self.stage, *self.where, *(path for where in self.of_which.values() for path in where))
        twice = {one for one in self.order if self.order.count(one) > 1} | (set(self.order) & set(self.of_which))
        if twice:
            name = sorted(twice)[0]
            raise SpokenError(Words(fr=f"« {name} » est nommé deux fois", en=f"“{name}” is named twice"))
        return self


def results(bench: Bench, spec: Funnel) -> list[Result]:
    """One funnel per period, with what it holds of which; raises Unmeasurable."""
    facts = bench.facts(spec.over)
    inner = list(spec.of_which.values())
    check_teams(bench.runner, bench.name, facts, spec.where, inner=inner, stage=spec.stage, order=spec.order)
    flags = {f"flag_{number}": where for number, where in enumerate(spec.of_which.values())}
    moments = {"happened": "occurred_at"} if spec.period else {}
    selection = Selection({"stage": spec.stage}, moments, flags, spec.where)
    bench.run(stages.funnel_steps(bench.name, bench.facts(spec.over), selection, order=spec.order, period=spec.period))
    by_period: dict[str | None, list[dict[str, Any]]] = {}
    for row in bench.rows(f"{bench.name}_stages"):
        if spec.period is None or row["year"] is not None:
            by_period.setdefault(_period(row), []).append(row)
    if not by_period:
        raise Unmeasurable("no_rows")
    return [_stages(spec, period, list(flags), by_period[period]) for period in sorted(by_period, key=str)]


def _stages(spec: Funnel, period: str | None, flags: list[str], rows: list[dict[str, Any]]) -> Result:
    known = [row for row in rows if row["stage"] is not None]
    of_which = {name: sum(row[flag] for row in known) for name, flag in zip(spec.of_which, flags, strict=True)}
    try:
        found = stages.funnel(
            {row["stage"]: row["n"] for row in rows}, spec.order, of_which, cumulative=spec.cumulative
        )
    except Unmeasurable as why:
        return Result(period, [Figure("value", None, 0, "share", reason=str(why))])
    return Result(period, [found.value, *found.stages, *found.of_which])


def _period(row: dict[str, Any]) -> str | None:
    if row["year"] is None:
        return None
    return f"{row['year']:04d}" + (f"-{row['month']:02d}" if row["month"] is not None else "")


def scope(spec: Funnel) -> str:
    """What it is computed over, in one line."""
    return f"{facts_in_words(spec.over, spec.where)}; {spec.stage}{' (cumulative)' if spec.cumulative else ''}"


def sentences(one: Measured) -> list[Words]:
    """How many get to the end."""
    last = [figure for figure in one.figures if figure.name not in one.of_which][-1]
    when = f"{one.period}: " if one.period else ""
    return [
        Words(
            fr=f"{when}{percent(value_of(one.value), 'fr')} vont au bout{surely(one.value, 'fr')}, {number(last.n, 'fr')} sur {number(one.value.n, 'fr')}.",
            en=f"{when}{percent(value_of(one.value), 'en')} get to the end{surely(one.value, 'en')}, {number(last.n, 'en')} of {number(one.value.n, 'en')}.",
        )
    ]


FUNNEL = Kind("funnel", Funnel, results, scope, sentences, of_which=lambda spec: list(spec.of_which))
