"""The kind `survey`: what clients answered, by instrument and month, and how far the answers speak for all clients."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
from pydantic import Field

from visavis.declarations import SpokenError, Written
from visavis.engine.holding.promise import Where
from visavis.engine.measuring import surveys
from visavis.engine.measuring.intervals import wilson
from visavis.engine.measuring.selecting import Selection, Unmeasurable, select_rows
from visavis.engine.measuring.surveys import BAD, BETWEEN, GOOD, OUTSIDE, UNSCALED, Answers, Told
from visavis.engine.measuring.values import NEWCOMBE_95, WILSON_95, Figure
from visavis.engine.measuring.weighting import MOST, late_contrast, worst_case, worst_case_score
from visavis.engine.steps import step
from visavis.engine.tables import EXTRA, Type
from visavis.mirror.kinds.declared import OVER, WHERE, Path, refuse_staff
from visavis.mirror.kinds.kind import Bench, Kind, Result
from visavis.mirror.reflection import Measured
from visavis.mirror.tell.wording import counted
from visavis.mistakes import Words

SEGMENTS = ("segment", "sector", "customer_type")
"""Extra fields of the register that answers are weighted to, where they exist; besides whether a client is a person."""

MOST_CLASSES = 30


class Invitations(Written):
    """The facts that tell who was asked."""

    over: Literal["events", "exchanges"] = Field(description=OVER)
    where: Where = Field(default_factory=dict, description=WHERE)


class Weights(Written):
    """What the population looks like, known from elsewhere."""

    margins: dict[Path, dict[str, float]] = Field(
        min_length=1, description="By field of `records`, how many clients, or what share, each of its values has"
    )
    most: float = Field(MOST, ge=1, description="No answer weighs more than so many times the mean one")

    def model_post_init(self, context: Any) -> None:
        """Every margin holds somebody."""
        refuse_staff(*self.margins)
        for field, margin in self.margins.items():
            if min(margin.values(), default=-1.0) < 0 or not sum(margin.values()) > 0:
                raise SpokenError(
                    Words(
                        fr=f"margins, {field}: des nombres de clients, ou des parts, dont la somme dépasse 0",
                        en=f"margins, {field}: numbers of clients, or shares, that sum to more than 0",
                    )
                )


class Survey(Written):
    """What clients answered, by instrument and month."""

    instruments: list[str] = Field(default_factory=list, description="Which instruments; without it, all of them")
    margins: list[Path] | None = Field(
        None,
        description="Fields of `records` to which answers are weighted; without it, those that are there; `[]`: none",
    )
    weights: Weights | None = Field(
        None, description="The population that answers are weighted to, where the register is not all of it"
    )
    asked: dict[str, Invitations] = Field(
        default_factory=dict,
        description="By instrument, the facts that tell who was asked: without them no response rate",
    )

    def model_post_init(self, context: Any) -> None:
        """Nobody is singled out."""
        refuse_staff(*(self.margins or ()), *(path for one in self.asked.values() for path in one.where))


@dataclass(frozen=True, slots=True)
class Raking:
    """One population that answers are weighted to; `cells` are rows of `<name>_cells`."""

    figure: str
    towards: str
    cells: list[dict[str, Any]]
    margins: list[dict[str, float]]
    most: float = MOST


def results(bench: Bench, spec: Survey) -> list[Result]:
    """Over all, then by instrument: its figures over all time, then month by month."""
    bench.show("records", "clusters")
    bench.run(surveys.answer_steps(bench.name, spec.instruments))
    by_instrument: dict[str, list[dict[str, Any]]] = {}
    for row in bench.rows(f"{bench.name}_counts"):
        by_instrument.setdefault(row["instrument"], []).append(row)
    if not by_instrument:
        raise Unmeasurable("no_answers")
    margins = _margins(bench, spec)
    rakings = [each for each in (_register(bench, margins), _declared(bench, spec.weights)) if each]
    bench.run(surveys.delay_steps(bench.name))
    waited: dict[str, list[dict[str, Any]]] = {}
    for row in bench.rows(f"{bench.name}_waited"):
        waited.setdefault(row["instrument"], []).append(row)
    found: list[Result] = []
    for number, (instrument, rows) in enumerate(sorted(by_instrument.items())):
        asked = _asked(bench, spec.asked.get(instrument), number)
        found += _instrument(instrument, rows, rakings, asked, waited.get(instrument, []))
    answers = int(sum(row["n"] for rows in by_instrument.values() for row in rows))
    return [Result(None, [Figure("answers", answers, answers, "answer"), Figure("instruments", len(by_instrument), answers, "instrument")]), *found]  # fmt: skip


def _instrument(
    name: str,
    rows: list[dict[str, Any]],
    rakings: Sequence[Raking],
    asked: int | None,
    waited: list[dict[str, Any]],
) -> list[Result]:
    scales = Counter[Told]()
    for row in rows:
        if row["said"] in (GOOD, BETWEEN, BAD):
            scales[row["how"]] += row["n"]
    outside = sum(row["n"] for row in rows if row["said"] in (OUTSIDE, UNSCALED))
    refused = [Figure("out_of_scale", outside, outside, "answer")] if outside else []
    if len(scales) != 1:
        reason = "mixed_scales" if scales else "out_of_scale"
        return [Result(None, [Figure("score", None, sum(scales.values()), "share", reason=reason), *refused], name)]
    how = next(iter(scales))
    months = _months(rows)
    whole = Answers()
    for one in months.values():
        whole = whole.plus(one)
    for row in rows:
        if row["month"] is None and row["said"] in (GOOD, BETWEEN, BAD):
            whole = whole.plus(Answers(**{row["said"]: row["n"]}))
    over_all = [surveys.score(how, whole), *_counts(how, whole), *_response(how, whole, asked)]
    for each in rakings:
        cells = [row for row in each.cells if row["instrument"] == name]
        told = surveys.weighted(how, cells, each.margins, most=each.most, name=each.figure, towards=each.towards)
        over_all += told if each is rakings[-1] else told[:1]
    over_all += [*_late(waited), *refused]
    running = surveys.so_far(how, list(months.values())) if months else []
    by_month = [
        Result(f"{month:%Y-%m}", [surveys.score(how, one), until], name)
        for (month, one), until in zip(months.items(), running, strict=True)
    ]
    return [Result(None, over_all, name), *by_month]


def _months(rows: list[dict[str, Any]]) -> dict[date, Answers]:
    found: dict[date, Answers] = {}
    for row in sorted((row for row in rows if row["month"] is not None), key=lambda row: row["month"]):
        if row["said"] in (GOOD, BETWEEN, BAD):
            found[row["month"]] = found.get(row["month"], Answers()).plus(Answers(**{row["said"]: row["n"]}))
    return found


def _counts(how: Told, whole: Answers) -> list[Figure]:
    parts = ((GOOD, whole.good), *([(BETWEEN, whole.between)] if how == "nps" else []), (BAD, whole.bad))
    return [Figure(name, n / whole.n, whole.n, "share", wilson(n, whole.n), WILSON_95) for name, n in parts]


def _response(how: Told, whole: Answers, asked: int | None) -> list[Figure]:
    if asked is None or asked <= whole.n:
        # whoever was asked and stayed silent stands nowhere: the files hold answers only
        return [
            Figure(
                "response", None, whole.n, "share", reason="asked_unknown" if asked is None else "everybody_answered"
            )
        ]
    rate = Figure("response", whole.n / asked, asked, "share", wilson(whole.n, asked), WILSON_95)
    bounds = worst_case_score(whole.good, whole.bad, whole.n, asked) if how == "nps" else worst_case(whole.good, whole.n, asked)  # fmt: skip
    value = (whole.good - (whole.bad if how == "nps" else 0)) / whole.n
    return [
        rate,
        Figure("worst_case", value, asked, surveys.unit_of(how), bounds, "whatever the silent would have said"),
    ]


def _late(waited: list[dict[str, Any]]) -> list[Figure]:
    counts = [row["n"] for row in waited]
    try:
        found = late_contrast(
            np.repeat([row["said"] == GOOD for row in waited], counts),
            np.repeat([row["days"] for row in waited], counts),
        )
    except Unmeasurable as why:
        return [Figure("late_difference", None, 0, "share", reason=str(why))]
    n = found.n_early + found.n_late
    return [Figure("late_difference", found.difference, n, "share", found.interval, NEWCOMBE_95)]


def _asked(bench: Bench, invited: Invitations | None, number: int) -> int | None:
    if invited is None:
        return None
    view = f"{bench.name}_asked_{number}"
    bench.run(select_rows(view, bench.facts(invited.over), Selection({"client": "client_ref"}, where=invited.where), "who was asked"))  # fmt: skip
    return int(bench.runner.rows(f"SELECT count(*) AS n FROM {view}")[0]["n"])


def _margins(bench: Bench, spec: Survey) -> list[str]:
    columns = bench.columns("records")
    if spec.margins is not None:
        return _columns(spec.margins)
    known = ["kind", *(EXTRA + name for name in SEGMENTS if columns.get(EXTRA + name) == Type.TEXT)]
    return [name for name in known if 1 < _classes(bench, name) <= MOST_CLASSES]


def _classes(bench: Bench, column: str) -> int:
    return int(bench.runner.rows(f"SELECT count(DISTINCT {column}) AS n FROM records")[0]["n"])


def _register(bench: Bench, margins: list[str]) -> Raking | None:
    if not margins:
        return None
    _check_fields(bench, margins)
    bench.run(surveys.register_steps(bench.name, margins))
    known = surveys.margins_of(bench.rows(f"{bench.name}_margins"), len(margins))
    return Raking("weighted", "the register", bench.rows(f"{bench.name}_cells"), known)


def _declared(bench: Bench, weights: Weights | None) -> Raking | None:
    if weights is None:
        return None
    fields = _columns(weights.margins)
    _check_fields(bench, fields)
    declared = f"{bench.name}_declared"
    answers = step(f"{declared}_answers", f"SELECT * FROM {bench.name}_answers", "each answer, as above")
    bench.run([answers, *surveys.register_steps(declared, fields)])
    margins = [dict(margin) for margin in weights.margins.values()]
    return Raking("weighted_to", "declared shares", bench.rows(f"{declared}_cells"), margins, weights.most)


def _check_fields(bench: Bench, fields: list[str]) -> None:
    unknown = [name for name in fields if name not in bench.columns("records")]
    if unknown:
        raise Unmeasurable("missing_field", unknown[0])


def _columns(paths: Iterable[str]) -> list[str]:
    return [EXTRA + path.removeprefix("extra.") if path.startswith("extra.") else path for path in paths]


def scope(spec: Survey) -> str:
    """What it is computed over, in one line."""
    return ", ".join(spec.instruments) or "*"


def sentences(one: Measured) -> list[Words]:
    """How many answers to how many questions; the scores have a page of their own."""
    answer, answers = Words(fr="réponse", en="answer"), Words(fr="réponses", en="answers")
    return [
        Words(
            fr=f"{counted(one.value.n, answer, answers, 'fr')} à des enquêtes et avis; les résultats et leurs fourchettes ont leur page, sous Miroir.",
            en=f"{counted(one.value.n, answer, answers, 'en')} to surveys and reviews; scores and their intervals have a page of their own, under Mirror.",
        )
    ]


def unasked(bench: Bench) -> Survey | None:
    """All instruments, where there is any answer."""
    found = bench.runner.rows("SELECT count(*) AS n FROM ratings WHERE NOT instrument IS NULL AND NOT score IS NULL")
    return Survey() if found[0]["n"] else None


SURVEY = Kind(
    "survey", Survey, results, scope, sentences,
    unit=lambda spec: "answer", unasked=unasked, title=Words(fr="Ce que disent les clients", en="What clients say"),
)  # fmt: skip
