"""`measures/*.yaml`: what a company wants to see measured, as people write it."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from visavis.declarations import SpokenError, Written
from visavis.engine.holding.promise import Not, Scalar, Where
from visavis.mistakes import Words

Path = Annotated[str, StringConstraints(pattern=r"^(about\.)?(extra\.\S(.*\S)?|[a-z_]+)$")]
Over = Literal["events", "exchanges", "ratings"]
OVER = "The facts it is computed over"
WHERE = "Which of these facts: `field: value`, `field: [values]` or `field: {not: value or values}`"


def _no_staff(*paths: str) -> None:
    if any(path.removeprefix("about.") == "staff" for path in paths):
        raise SpokenError(
            Words(
                fr="aucune mesure ne se fait par employé (staff), sauf la répartition d’une clientèle (person: staff)",
                en="nothing is measured per employee (staff), except how clients spread over people (person: staff)",
            )
        )


class Concentration(Written):
    """On how few people the relation with each client rests."""

    over: Over = Field(description=OVER)
    where: Where = Field(default_factory=dict, description=WHERE)
    client: Path = Field(description="The field that names the client, such as `client_ref` or `about.client_ref`")
    person: Path = Field("staff", description="The field that names the person of the company")
    count: Literal["about", "rows"] = Field(
        "rows",
        description="`about`: distinct (case, person) pairs, the case being what `about` names; `rows`: every fact",
    )
    min_cases: int = Field(
        1,
        ge=1,
        description="Clients with fewer cases stay out of medians and means (`known_by_one` counts every client)",
    )

    @model_validator(mode="after")
    def _nobody_singled_out(self) -> Self:
        _no_staff(self.client, *self.where)
        return self


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
        _no_staff(*self.where)
        return self


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
        _no_staff(self.stage, *self.where, *(path for where in self.of_which.values() for path in where))
        twice = {one for one in self.order if self.order.count(one) > 1} | (set(self.order) & set(self.of_which))
        if twice:
            name = sorted(twice)[0]
            raise SpokenError(Words(fr=f"« {name} » est nommé deux fois", en=f"“{name}” is named twice"))
        return self


class Says(Written):
    """The name that people read."""

    fr: str = Field(min_length=1, description="In French")
    en: str = Field(min_length=1, description="In English")


class MeasureDeclaration(Written):
    """One measure: a name and one of `concentration`, `delay` or `funnel`."""

    name: str = Field(min_length=1, description="Name of the measure, unique in the home")
    says: Says | None = Field(None, description="What people read in its place")
    concentration: Concentration | None = Field(None, description="On how few people the relation with a client rests")
    delay: Delay | None = Field(None, description="How long it takes from one moment to another")
    funnel: Funnel | None = Field(None, description="How many got how far")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if sum(one is not None for one in (self.concentration, self.delay, self.funnel)) != 1:
            raise SpokenError(
                Words(
                    fr="il faut exactement une des clés concentration, delay, funnel",
                    en="exactly one of the keys concentration, delay, funnel is needed",
                )
            )
        return self

    @property
    def spec(self) -> Concentration | Delay | Funnel:
        """What is to be measured."""
        found = self.concentration or self.delay or self.funnel
        assert found is not None
        return found

    @property
    def kind(self) -> Literal["concentration", "delay", "funnel"]:
        """Which of the three kinds it is."""
        return "concentration" if self.concentration else "delay" if self.delay else "funnel"


def scope(spec: Concentration | Delay | Funnel) -> str:
    """What a measure is computed over, in one line of the words it was declared in: `events, type = touch; about × staff`."""
    parts = [", ".join([spec.over, *(f"{path} {_said(one)}" for path, one in spec.where.items())])]
    if isinstance(spec, Concentration):
        counted = f"about × {spec.person}" if spec.count == "about" else spec.person
        parts += [counted, f"min_cases {spec.min_cases}"]
    elif isinstance(spec, Delay):
        parts.append(f"{spec.from_} → {spec.to}")
    else:
        parts.append(f"{spec.stage}{' (cumulative)' if spec.cumulative else ''}")
    return "; ".join(parts)


def _said(one: Scalar | list[Scalar] | Not) -> str:
    sign, value = ("≠", one.not_) if isinstance(one, Not) else ("=", one)
    return f"{sign} {' | '.join(map(str, value)) if isinstance(value, list) else value}"
