"""The kind `agreement`: whether people who judge the same things say the same."""

from typing import Literal

import numpy as np
from pydantic import Field

from visavis.declarations import Written
from visavis.engine.holding.promise import Where
from visavis.engine.measuring.agreement import RESAMPLED_95, judgement_steps, of_judgements
from visavis.engine.measuring.selecting import Selection, Unmeasurable, select_rows
from visavis.engine.measuring.values import Figure
from visavis.mirror.guard.teams import check_teams
from visavis.mirror.kinds.declared import OVER, WHERE, Over, Path, facts_in_words
from visavis.mirror.kinds.kind import Bench, Kind, Result
from visavis.mirror.kinds.saying import surely, value_of
from visavis.mirror.reflection import Amount, Measured
from visavis.mirror.tell.wording import decimal, number, percent
from visavis.mistakes import Lang, Words
from visavis.vocabulary import SMALLEST_GROUP

SOUND, TENTATIVE = 0.8, 0.667
"""Krippendorff 2004, 11.4: rely on α from .800 on; conclude with care from .667 on."""
STAFF = ("staff", "about.staff")


class Agreement(Written):
    """Judgements of the same things."""

    over: Over = Field(description=OVER)
    where: Where = Field(default_factory=dict, description=WHERE)
    unit: Path = Field("about", description="The field that says what was judged")
    value: Path = Field(description="The field that holds the judgement")
    judge: Path | None = Field(
        None, description="The field that says who judged: each then counts once; without it, every fact is a judgement"
    )
    scale: Literal["nominal", "ordinal", "interval", "ratio"] = Field(
        "nominal", description="How far apart two judgements are: different, by rank, by distance, by proportion"
    )


def results(bench: Bench, spec: Agreement) -> list[Result]:
    """α, then the share of pairs that agree. Raises Unmeasurable where fewer than five employees judged: it would be about them."""
    facts = bench.facts(spec.over)
    check_teams(bench.runner, bench.name, facts, spec.where)
    fields = {"unit": spec.unit, "value": spec.value} | ({"judge": spec.judge} if spec.judge else {})
    fields |= {"staff": "staff"} if "staff" in facts.columns else {}
    bench.run(
        select_rows(f"{bench.name}_rows", facts, Selection(fields, where=spec.where), "each judgement as it stands")
    )
    if "staff" in fields:
        (found,) = bench.runner.rows(f"SELECT count(DISTINCT staff) AS people FROM {bench.name}_rows")
        if 0 < found["people"] < SMALLEST_GROUP:
            raise Unmeasurable("fewer_than_five", str(found["people"]))
    elif spec.judge in STAFF:
        (found,) = bench.runner.rows(f"SELECT count(DISTINCT judge) AS people FROM {bench.name}_rows")
        if 0 < found["people"] < SMALLEST_GROUP:
            raise Unmeasurable("fewer_than_five", str(found["people"]))
    bench.run(judgement_steps(bench.name, spec.judge is not None))
    told = bench.fetch(f"{bench.name}_judged", ["unit", "value", "n"])
    values = told["value"] if spec.scale == "nominal" else _numbers(told["value"], spec.value)
    agreed = of_judgements(told["unit"].astype(str), values.astype(str) if spec.scale == "nominal" else values, told["n"], spec.scale)  # fmt: skip
    return [
        Result(
            None,
            [
                Figure("alpha", agreed.alpha, agreed.units, "index", agreed.interval, RESAMPLED_95),
                Figure("same", agreed.same, agreed.units, "share", agreed.same_interval, RESAMPLED_95),
                Figure("judgements", agreed.judgements, agreed.units, "judgement"),
            ],
        )
    ]


def _numbers(values: "np.typing.NDArray[np.object_]", path: str) -> "np.typing.NDArray[np.float64]":
    try:
        return values.astype(np.float64)
    except ValueError:
        raise Unmeasurable("not_numbers", path) from None


def scope(spec: Agreement) -> str:
    """What it is computed over, in one line."""
    return f"{facts_in_words(spec.over, spec.where)}; {spec.unit}: {spec.value}; {spec.scale}"


def sentences(one: Measured) -> list[Words]:
    """How alike they judge, in words, then the share of pairs that agree."""
    same = one.figure("same")
    level = value_of(one.value)
    if level >= SOUND:
        meant = Words(fr="on peut s’y fier", en="they can be relied on")
    elif level >= TENTATIVE:
        meant = Words(fr="à prendre avec prudence", en="to be taken with care")
    else:
        meant = Words(fr="trop peu pour s’y fier", en="too little to rely on")
    told = [
        Words(
            fr=f"Ceux qui jugent les mêmes choses s’accordent à α = {decimal(level, 'fr')}{_ends(one.value, 'fr')}, sur {number(one.value.n, 'fr')}: {meant.fr}.",
            en=f"Those who judge the same things agree at α = {decimal(level, 'en')}{_ends(one.value, 'en')}, over {number(one.value.n, 'en')}: {meant.en}.",
        )
    ]
    if same and same.value is not None:
        told.append(
            Words(
                fr=f"{percent(same.value, 'fr')} des paires de jugements sont identiques{surely(same, 'fr')}; α en retire ce que le hasard ferait.",
                en=f"{percent(same.value, 'en')} of pairs of judgements are the same{surely(same, 'en')}; α takes out what chance would do.",
            )
        )
    return told


def _ends(figure: Amount, lang: Lang) -> str:
    if figure.interval is None or figure.interval[0] is None or figure.interval[1] is None:
        return ""
    low, high = (decimal(end, lang) for end in figure.interval if end is not None)
    return Words(fr=f" (fourchette {low} à {high})", en=f" (interval {low} to {high})").say(lang)


AGREEMENT = Kind("agreement", Agreement, results, scope, sentences, unit=lambda spec: "index", of_some=True)
