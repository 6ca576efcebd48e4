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
