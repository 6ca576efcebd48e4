"""`measures/*.yaml`: what a company wants to see measured, as people write it."""

from typing import Any, Self

from pydantic import Field, model_validator

from visavis.declarations import SpokenError, Written
from visavis.mirror.kinds import KINDS
from visavis.mirror.kinds.advocacy import Advocacy
from visavis.mirror.kinds.agreement import Agreement
from visavis.mirror.kinds.chain import Chain
from visavis.mirror.kinds.climate import Climate
from visavis.mirror.kinds.concentration import Concentration
from visavis.mirror.kinds.delay import Delay
from visavis.mirror.kinds.dialogue import Dialogue
from visavis.mirror.kinds.funnel import Funnel
from visavis.mirror.kinds.kind import Kind
from visavis.mirror.kinds.process import Process
from visavis.mirror.kinds.relation import Relation
from visavis.mirror.kinds.retention import Retention
from visavis.mirror.kinds.roots import Roots
from visavis.mirror.kinds.survey import Survey
from visavis.mirror.kinds.voices import Voices
from visavis.mistakes import Words


class Says(Written):
    """The name that people read."""

    fr: str = Field(min_length=1, description="In French")
    en: str = Field(min_length=1, description="In English")


class MeasureDeclaration(Written):
    """One measure: a name, and one kind."""

    name: str = Field(min_length=1, description="Name of the measure, unique in the home")
    says: Says | None = Field(None, description="What people read in its place")
    concentration: Concentration | None = Field(None, description="On how few people the relation with a client rests")
    delay: Delay | None = Field(None, description="How long it takes from one moment to another")
    funnel: Funnel | None = Field(None, description="How many got how far")
    relation: Relation | None = Field(
        None, description="Who knows each client, what hangs on one person, who is covered"
    )
    dialogue: Dialogue | None = Field(
        None, description="What clients ask, what is answered and when, who speaks to whom"
    )
    voices: Voices | None = Field(None, description="What became of what clients said, from heard to confirmed by them")
    chain: Chain | None = Field(None, description="Through which teams’ hands the time of cases went")
    process: Process | None = Field(
        None, description="The ways that cases take, and where they wait, out of event logs"
    )
    roots: Roots | None = Field(
        None, description="For whom work is done: client, internal client, hierarchy, regulation"
    )
    survey: Survey | None = Field(None, description="What clients answered, by instrument and month")
    retention: Retention | None = Field(None, description="Who stays, and what had broken before the others left")
    advocacy: Advocacy | None = Field(
        None, description="Clients who recommend us, from the intention to a client who stays"
    )
    climate: Climate | None = Field(None, description="What teams answer, and whether a team’s mean may be told")
    agreement: Agreement | None = Field(None, description="Whether people who judge the same things say the same")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if sum(getattr(self, name) is not None for name in KINDS) != 1:
            raise SpokenError(
                Words(
                    fr=f"il faut exactement une des clés {', '.join(KINDS)}",
                    en=f"exactly one of the keys {', '.join(KINDS)} is needed",
                )
            )
        return self

    @property
    def kind(self) -> Kind[Any]:
        """Which kind it is."""
        return next(kind for name, kind in KINDS.items() if getattr(self, name) is not None)

    @property
    def spec(self) -> Any:
        """What is to be measured, of `kind.spec`."""
        return getattr(self, self.kind.name)
