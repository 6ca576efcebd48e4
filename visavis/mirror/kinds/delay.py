"""The kind `delay`: how long it takes from one moment to another, those still waiting counted as waiting."""

from typing import Literal, Self

import numpy as np
from pydantic import Field, model_validator

from visavis.declarations import Written
from visavis.engine.holding.promise import Where
from visavis.engine.measuring import delay as waits
from visavis.engine.measuring.selecting import Selection
from visavis.mirror.guard.teams import check_teams
from visavis.mirror.kinds.declared import OVER, WHERE, Over, Path, facts_in_words, refuse_staff
from visavis.mirror.kinds.kind import Bench, Kind, Result
from visavis.mirror.kinds.saying import LANGUAGES, ends_of, surely, value_of
from visavis.mirror.reflection import Measured
from visavis.mirror.tell.sentences import cases
from visavis.mirror.tell.wording import duration, number, percent
from visavis.mistakes import Words

HORIZONS = (("finished_within_24_hours", "24 heures", "24 hours"), ("finished_within_7_days", "7 jours", "7 days"))


class Delay(Written):
    """How long it takes from one moment to another, those still waiting counted as waiting."""

    over: Over = Field(description=OVER)
    where: Where = Field(default_factory=dict, description=WHERE)
    from_: Path = Field(alias="from", description="The moment from which to count")
    to: Path = Field(description="The moment until which to count; a case without it is still waiting")
    censored_at: Path | None = Field(
        None, description="When a waiting case was last seen; without it, the latest moment of its source"
    )
    unit: Literal["minute", "hour", "day", "week"] = Field(
        "hour", description="Unit of the delay; by `day` and `week`, dates without a time of day count as well"
    )

    @model_validator(mode="after")
    def _nobody_singled_out(self) -> Self:
        refuse_staff(*self.where)
        return self


def results(bench: Bench, spec: Delay) -> list[Result]:
    """The median with those who wait, and the distribution around it; raises Unmeasurable."""
    check_teams(bench.runner, bench.name, bench.facts(spec.over), spec.where)
    moments = {"started": spec.from_, "ended": spec.to} | ({"seen": spec.censored_at} if spec.censored_at else {})
    selection = Selection(moments=moments, where=spec.where)
    censored = spec.censored_at is not None
    bench.run(waits.delay_steps(bench.name, bench.facts(spec.over), selection, unit=spec.unit, censored=censored))
    table = bench.fetch(f"{bench.name}_durations", ["state", "duration", "n"])
    counted = np.isin(table["state"], ["ended", "waiting"])
    states, counts = table["state"][~counted], table["n"][~counted]
    left_out = {str(state): int(counts[states == state].sum()) for state in set(states)}
    durations = waits.Durations(
        table["duration"][counted].astype(np.float64),
        table["state"][counted] == "ended",
        table["n"][counted].astype(np.int64),
        left_out,
    )
    value, distribution = waits.delay(durations, spec.unit)
    return [Result(None, [value, *distribution])]


def scope(spec: Delay) -> str:
    """What it is computed over, in one line."""
    return f"{facts_in_words(spec.over, spec.where)}; {spec.from_} → {spec.to}"


def sentences(one: Measured) -> list[Words]:
    """How long half of them wait, the finished alone, the shares within a day and a week, and what was left out."""
    waiting, done = one.figure("censored"), one.figure("median_finished")
    lines = []
    if waiting is not None:
        unit, (low, high) = one.value.unit, one.value.interval or (None, None)
        sure = {tongue: ends_of(low, high, unit, tongue) for tongue in LANGUAGES}
        lines.append(
            Words(
                fr=f"La moitié attend {duration(value_of(one.value), one.value.unit, 'fr')} ou plus{sure['fr']}, {cases(int(value_of(waiting)), 'fr')} en attente compris sur {number(one.value.n, 'fr')}.",
                en=f"Half wait {duration(value_of(one.value), one.value.unit, 'en')} or longer{sure['en']}, {cases(int(value_of(waiting)), 'en')} still waiting included, of {number(one.value.n, 'en')}.",
            )
        )
    if done is not None and done.value is not None:
        lines.append(
            Words(
                fr=f"Parmi les seuls terminés ({number(done.n, 'fr')}), la médiane est de {duration(done.value, done.unit, 'fr')}: ceux qui attendent encore y manquent.",
                en=f"Among the finished alone ({number(done.n, 'en')}) the median is {duration(done.value, done.unit, 'en')}: those still waiting are missing there.",
            )
        )
    for name, fr, en in HORIZONS:
        share = one.figure(name)
        if share is not None and share.value is not None:
            lines.append(
                Words(
                    fr=f"Terminés sous {fr}: {percent(share.value, 'fr')}{surely(share, 'fr')}.",
                    en=f"Finished within {en}: {percent(share.value, 'en')}{surely(share, 'en')}.",
                )
            )
    left_out = [figure for figure in one.figures if figure.name.startswith("left_out_")]
    if left_out:
        n = int(sum(value_of(figure) for figure in left_out))
        lines.append(
            Words(
                fr=f"Laissés de côté, dates manquantes ou impossibles: {cases(n, 'fr')}.",
                en=f"Left out, dates missing or impossible: {cases(n, 'en')}.",
            )
        )
    return lines


DELAY = Kind("delay", Delay, results, scope, sentences, unit=lambda spec: spec.unit)
