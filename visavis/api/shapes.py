"""The JSON that the API takes and gives."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from visavis.vocabulary import Channel

Text = str


class Taken(Schema):
    """Base of what is sent: unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid")


class Told(Schema):
    """A mistake: what is wrong, and what can be done about it, in the language asked for."""

    what: str = Field(description="what is wrong")
    remedy: str | None = Field(None, description="what can be done about it")
    field: str | None = Field(None, description="which part of the request it is about, where one can be named")


class HearingIn(Taken):
    """What a client said, in the client's own words."""

    words: str = Field(
        min_length=1, max_length=20_000, description="the client's words", examples=["Ma box n’est toujours pas là"]
    )
    client: str = Field("", max_length=40, description="id of the client, such as c-000123; empty: somebody unknown")
    channel: Literal[tuple(map(str, Channel))] = Field("phone", description="where it was heard")  # type: ignore[valid-type]
    heard_at: datetime | None = Field(None, description="when; now by default, UTC without a zone")
    about: str = Field("", max_length=2_000, description="the event that it is about, as source/key")


class HeardOut(Schema):
    """Words that you noted, and what became of them."""

    id: UUID = Field(description="id of the voice that it becomes with the next run")
    words: str
    client: str | None = Field(description="id of the client; null: somebody unknown")
    channel: str
    heard_at: datetime
    about: str
    read: bool = Field(description="whether a run has read it")
    team: str | None = Field(description="the team that it was carried to")
    seen_at: datetime | None = Field(description="when that team saw it")
    answered_at: datetime | None = Field(description="when the client was answered")


class ReadingOut(Schema):
    """How the words were read; null where the reader abstains. What people corrected stands in its place."""

    sentiment: str | None
    theme: str | None
    themes: list[str] = Field(description="every theme of its sentences, the main one first")
    step: str | None = Field(description="step of the journey")
    marks: list[str] = Field(description="emotions and what else the words show")
    corrected: list[str] = Field(description="questions that a person answered")


class RouteOut(Schema):
    """Where the voice is."""

    team: str | None = Field(
        description="the team that it is carried to; null: nobody is sure, it waits in the list to carry"
    )
    likeliest: str | None = Field(description="the likeliest team, also where it is not sure enough")
    p: float | None = Field(description="how sure, 0 to 1; null where a person decided")
    by_a_person: bool = Field(description="whether a person carried it there")


class VoiceOut(Schema):
    """What a client said. Personal data in the words is masked."""

    id: UUID
    client: str | None
    occurred_on: date | None
    channel: str
    language: str | None
    text: str
    reading: ReadingOut
    route: RouteOut


class CorrectionIn(Taken):
    """What the voice says, in place of what was read."""

    question: str = Field(max_length=40, description="sentiment, theme, step, or a mark", examples=["theme"])
    answer: str = Field(max_length=40, description="one of its answers; of a mark yes or no", examples=["delivery"])


class CorrectionOut(Schema):
    """A correction that holds."""

    question: str
    answer: str
    was: str | None = Field(description="what the reader answered; null where it abstained")
    corrected_at: datetime


class RouteIn(Taken):
    """Where the voice belongs."""

    team: str = Field(
        "", max_length=200, description="name of the team; empty: not for the team that it was carried to"
    )
    why: str = Field("", max_length=2_000, description="why, for colleagues")


class ClientOut(Schema):
    """A client as lists show it: no address, number or birth date."""

    id: str
    name: str
    kind: str | None = Field(description="person or organisation")
    company: str | None
    city: str | None
    last_on: date | None = Field(description="last day that a fact tells of")
    waiting_since: date | None = Field(description="since when the client waits for us")
    voices: int


class ClientsOut(Schema):
    """Clients found, best first."""

    clients: list[ClientOut]
    more: bool = Field(description="whether others match too: another word would help")


class CommitmentOut(Schema):
    """A promise of yours that you confirmed."""

    id: UUID
    words: str
    kind: str = Field(description="firm, vague, conditional or soft")
    act: str
    team: str | None
    said_on: date
    due_on: date | None = Field(description="null: no day was named")
    outcome: str | None = Field(description="kept or missed; null: nobody said yet")
    done_on: date | None


Several = str | list[str] | None


class RecordIn(Taken):
    """What a program knows of somebody; names of fields are those of the lake's records. Source and key tell it from all others."""

    source: str = Field(min_length=1, max_length=200, description="who says so", examples=["form"])
    key: str = Field(min_length=1, max_length=2_000, description="its key there", examples=["2025-03-04/17"])
    kind: Literal["person", "organisation"] | None = Field(None, description="person or organisation")
    given_name: str | None = Field(None, max_length=1_000, examples=["Marie"])
    family_name: str | None = Field(None, max_length=1_000, examples=["Dupont"])
    name: str | None = Field(None, max_length=1_000, description="full name, or name of the organisation")
    emails: Several = Field(None, description="one e-mail address or several", examples=["marie.dupont@exemple.fr"])
    phones: Several = Field(None, description="one phone number or several", examples=["06 12 34 56 78"])
    street: str | None = Field(None, max_length=1_000)
    postcode: str | None = Field(None, max_length=1_000)
    city: str | None = Field(None, max_length=1_000)
    country: str | None = Field(None, max_length=1_000, description="ISO 3166 code")
    birth_date: date | None = Field(None)
    company: str | None = Field(None, max_length=1_000, description="the company this person belongs to")
    also_known_as: Several = Field(None, description="other records of the same client, as source/key")
    language: str | None = Field(None, max_length=1_000, description="preferred language")


class OtherOut(Schema):
    """Somebody else that the record may belong with."""

    record: str = Field(description="source/key")
    client: str
    probability: float


class WeightOut(Schema):
    """What one comparison says, in bits: +1 doubles the odds that it is the same client."""

    comparison: str
    level: str | None
    bits: float
    rarity: float = Field(description="bits of how rare the shared value is")


class PlacementOut(Schema):
    """What became of a record, and by what."""

    outcome: Literal["attached", "created", "review"] = Field(
        description="attached to a client who was there; created; review: placed, but a person or the next run may decide otherwise"
    )
    client: str = Field(description="id of its client", examples=["c-000123"])
    record: str = Field(description="source/key")
    to: str | None = Field(description="the record that it was attached by")
    rule: str | None = Field(description="what led to it")
    weight: float | None = Field(description="bits; null where a source or a person vouches for it")
    probability: float | None
    evidence: list[WeightOut]
    candidates: list[OtherOut] = Field(description="others that it may belong with")


class ErasureIn(Taken):
    """Why a client is erased."""

    reason: str = Field(min_length=1, max_length=1_000, description="why, naming nobody; it is kept")


class GoingOut(Schema):
    """What erasing a client would take away."""

    client: str
    former: list[str] = Field(description="former ids")
    records: list[str] = Field(description="records, as source/key")
    facts: dict[str, int] = Field(description="how many facts of each table; events stay, without the client")


class ErasureOut(Schema):
    """A client was erased."""

    client: str
    erased_at: datetime
    reason: str
    counts: dict[str, int] = Field(description="how many rows of what went")
