"""A promise as people write it (`HOME/promises/*.yaml`): what is said, and the test that holds it against facts."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from visavis.declarations import SpokenError, Written
from visavis.engine.holding.durations import Duration, Hours, read_duration, read_hours
from visavis.mistakes import Words
from visavis.vocabulary import Audience, JourneyStep

Scalar = bool | int | float | str | datetime.date | datetime.datetime | None


class Not(Written):
    """The opposite of a condition: none of these values (a missing value is none of them)."""

    not_: Scalar | list[Scalar] = Field(alias="not", description="The value, or the values, to leave out")


Where = dict[str, Scalar | list[Scalar] | Not]
"""Conditions on fields, all of which must hold: a value, a list of values, or {not: …}."""


class Said(Written):
    """The promise in the words that clients read, in one language at least."""

    fr: str | None = Field(None, description="In French")
    en: str | None = Field(None, description="In English")

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.fr or self.en):
            raise SpokenError(
                Words(fr="écrivez la promesse, en fr ou en en", en="write the promise, under fr or under en")
            )
        return self

    def say(self, lang: str) -> str:
        """The words in `lang`, else in the other language."""
        return (self.fr or self.en or "") if lang == "fr" else (self.en or self.fr or "")


class EventMoment(Written):
    """The first event of a kind about the case."""

    event: Where = Field(description="Conditions on the event, such as {type: take-in-charge}")


class After(Written):
    """A due moment counted from another: so much time after it, in calendar or in business time."""

    after: str | EventMoment = Field(description="Where the clock starts: a moment of the fact, or {event: {type: …}}")
    within: Annotated[Duration, BeforeValidator(read_duration)] = Field(
        description='"48 hours", "5 days", "2 business days", "36 business hours", "30 minutes" (French too: "2 jours ouvrés")'
    )
    calendar: str | None = Field(
        None,
        pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$",
        description="Public holidays that business time leaves out: country (FR) or country and region (FR-57)",
    )
    hours: Annotated[Hours, BeforeValidator(read_hours)] | None = Field(
        None, description='Opening hours of business time: "Mon-Fri 09:00-12:30, 13:30-18:00, Sat 09:00-12:00"'
    )
    pauses: Where | None = Field(
        None, description="The clock stops while the status history of the case says so: {status: waiting-for-client}"
    )

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if not self.within.business and (self.calendar or self.hours):
            raise SpokenError(
                Words(
                    fr=f"calendar et hours ne valent qu’en temps ouvré: écrivez « {self.within.business_french()} » ou retirez-les",
                    en=f"calendar and hours go with business time only: write “{self.within.business_english()}” or remove them",
                )
            )
        if self.within.business and self.within.timed and self.hours is None:
            raise SpokenError(
                Words(
                    fr='des heures ouvrées demandent des horaires, par exemple hours: "Mon-Fri 09:00-18:00"',
                    en='business hours need opening hours, for example hours: "Mon-Fri 09:00-18:00"',
                )
            )
        if self.pauses is not None and set(self.pauses) != {"status"}:
            raise SpokenError(Words(fr="une pause se lit dans status", en="a pause is read from status: {status: …}"))
        if self.calendar:
            _known_calendar(self.calendar)
        return self


class Holds(Written):
    """A flag that the source keeps: the case is kept where the field has this value."""

    field: str = Field(description="The field, such as extra.made_sla")
    equals: Scalar = Field(description="The value that means kept; a missing value is not testable")
    as_: Literal["broken", "late"] = Field("broken", alias="as", description="What a failure is: broken or late")


class AtLeast(Written):
    """A score that clients gave: the case is kept from this score on."""

    score: float = Field(description="The lowest score that means kept")
    as_: Literal["broken", "late"] = Field("broken", alias="as", description="What a failure is: broken or late")


class Tally(Written):
    """Counted elsewhere: how many there were, and how many missed."""

    population: str = Field("population", description="The field with the number of cases")
    missed: str = Field("missed", description="The field with the number of missed cases")
    as_: Literal["broken", "late"] = Field("broken", alias="as", description="What a miss is: broken or late")


class Partial(Written):
    """Kept in time but not in full: partial where the field is below a number, or below another field."""

    field: str = Field(description="The field to look at, such as value")
    below: float | str = Field(description="A number, or the name of the field to compare with")


class KeptWhen(Written):
    """The score from which a client says that the promise was kept."""

    at_least: float = Field(description="The lowest score that says so; without it, the upper quarter of the scale")


class FeltBy(Written):
    """The ratings that tell what clients felt of a case."""

    table: Literal["ratings"] = Field("ratings", description="Where clients speak")
    join: Literal["about"] = Field("about", description="How a rating names its case")
    unit: Literal["rating", "case"] = Field(
        "rating", description="What is averaged: every rating, or each case's mean rating"
    )
    where: Where = Field(default_factory=dict, description="Which ratings count")
    kept_when: KeptWhen | None = Field(None, description="The score from which a client says that it was kept")


Over = Literal["events", "exchanges", "ratings", "tallies"]

KINDS = ("due", "holds", "at_least", "tally", "select")
"""The keys of which a test has exactly one."""


GOES_WITH = {
    "done": ("due",),
    "by": ("due",),
    "partial": ("due", "holds", "at_least"),
    "where": ("due", "holds", "at_least", "tally"),
    "felt_by": ("due", "holds", "at_least", "select"),
}
"""Keys that mean something with some kinds of test only."""


class Test(Written):
    """How facts tell whether the promise was kept: a due moment, a flag, a score, a tally, or a SELECT."""

    __test__ = False

    over: Over | None = Field(
        None, description="The facts, one case each (default: what fits the test: events, ratings or tallies)"
    )
    where: Where = Field(default_factory=dict, description="Which facts are cases of this promise")
    due: str | After | None = Field(None, description="When it was due: a moment such as due_at, or {after, within, …}")
    done: str | EventMoment = Field(
        "done_at", description="When it was done: a moment such as done_at, or {event: {type: …}}"
    )
    by: Literal["day", "timestamp"] | None = Field(
        None,
        description="day: done by the end of the due day; timestamp: by the due moment (default for hours and minutes)",
    )
    holds: Holds | None = Field(None, description="A flag: {field: extra.made_sla, equals: true}")
    at_least: AtLeast | None = Field(None, description="A score: {score: 8}")
    tally: Tally | None = Field(None, description="Counts: {population: population, missed: missed, as: late}")
    select: str | None = Field(
        None, description="One SELECT (DuckDB) that gives key, client_ref, outcome, due_at, done_at"
    )
    partial: Partial | None = Field(None, description="Kept in time but not in full: {field, below}")
    felt_by: FeltBy | None = Field(None, description="What clients said of the case: {table: ratings, join: about}")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        given = [name for name in KINDS if getattr(self, name) is not None]
        if len(given) != 1:
            listed = ", ".join(KINDS)
            raise SpokenError(
                Words(
                    fr=f"un test a exactement une de ces clés: {listed} (lu: {', '.join(given) or 'aucune'})",
                    en=f"a test has exactly one of these keys: {listed} (read: {', '.join(given) or 'none'})",
                )
            )
        idle = [name for name, kinds in GOES_WITH.items() if name in self.model_fields_set and given[0] not in kinds]
        if idle:
            raise SpokenError(
                Words(
                    fr=f"{idle[0]} ne va pas avec {given[0]}: retirez-le",
                    en=f"{idle[0]} does not go with {given[0]}: remove it",
                )
            )
        asked = [where for where in (self.where, self.felt_by.where if self.felt_by else None) if where]
        if any("staff" in where for where in (*asked, *self._event_conditions())):
            raise SpokenError(
                Words(
                    fr="aucune promesse ne se vérifie par employé (staff): choisissez l’équipe (team)",
                    en="no promise is tested per employee (staff): choose the team (team)",
                )
            )
        if self.tally and self.table != "tallies":
            raise SpokenError(Words(fr="tally demande over: tallies", en="tally goes with over: tallies"))
        if self.at_least and self.table != "ratings":
            raise SpokenError(Words(fr="at_least demande over: ratings", en="at_least goes with over: ratings"))
        return self

    def _event_conditions(self) -> list[Where]:
        moments = [self.done, self.due.after if isinstance(self.due, After) else None]
        return [moment.event for moment in moments if isinstance(moment, EventMoment)]

    @property
    def table(self) -> Over:
        """The fact table whose rows are the cases."""
        return self.over or ("tallies" if self.tally else "ratings" if self.at_least else "events")

    @property
    def by_day(self) -> bool:
        """Whether the test compares days: what `by` says, else all but durations in hours or minutes."""
        timed = isinstance(self.due, After) and self.due.within.timed
        return self.by == "day" if self.by else not timed


class Promise(Written):
    """One promise: who says what to whom, and how facts tell whether it was kept."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", description="Its name: lower-case letters, digits, - and _")
    says: Said = Field(description="What is promised, in the words that clients read: {fr: …, en: …}")
    audience: Audience = Field(Audience.PUBLIC, description="public, service-level, individual or internal")
    carrier: str | None = Field(None, description="The team that carries it")
    step: JourneyStep | None = Field(
        None, description="The step of the journey that it is made for; without it, what its kinds of facts are part of"
    )
    test: Test = Field(description="How facts tell whether it was kept")
    observed_until: datetime.datetime | datetime.date | None = Field(
        None, description="End of observation, where the data run beyond it; a date means 00:00 of that day"
    )


def _known_calendar(code: str) -> None:
    import holidays

    country, _, region = code.partition("-")
    regions = holidays.list_supported_countries(include_aliases=True).get(country)
    if regions is None:
        raise SpokenError(Words(fr=f"pas de calendrier « {country} »", en=f"there is no calendar “{country}”"))
    if region and region not in regions:
        raise SpokenError(
            Words(
                fr=f"le calendrier {country} n’a pas de région « {region} » ({', '.join(regions) or 'aucune'})",
                en=f"calendar {country} has no region “{region}” ({', '.join(regions) or 'none'})",
            )
        )
