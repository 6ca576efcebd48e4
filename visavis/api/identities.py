"""The JSON about who is who: clients with their records, what holds these together, what happened, what people decide."""

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from visavis.api.shapes import ClientOut, Taken, WeightOut

DECIDED = Literal["merge", "split", "must-link", "cannot-link"]


class RecordOut(Schema):
    """A record; its key is told unless it is an e-mail address or a phone number."""

    id: str = Field(description="what stands for the record in decisions and questions")
    source: str = Field(description="name of its source; email or phone: an address that facts name")
    key: str | None = Field(description="its key there; null: a personal detail")


class MemberOut(RecordOut):
    """A record of a client, and how fresh and complete it is."""

    name: str | None
    city: str | None
    gone: bool = Field(description="whether its source no longer has it")
    changed_on: date | None = Field(description="when it was changed last, where its source says so")
    filled: int = Field(description="how many of its fields are filled")
    of: int = Field(description="of how many that make a record complete")


class SaidOut(Schema):
    """A value, and the records that say it."""

    value: str | None = Field(description="null: a personal detail")
    said_by: list[str] = Field(description="ids of records")


class BelievedOut(Schema):
    """What is believed of a client, where it is from, and what others say instead."""

    unit: str = Field(description="name, company, address, birth_date, language, emails or phones")
    value: str | None = Field(description="null: a personal detail, shown on pages alone to somebody who says what for")
    record: str = Field(description="id of the record that it is from; of several values the first")
    source: str
    on: date | None = Field(description="when that record was changed last")
    rule: str = Field(description="why it was kept: most_recent, most_frequent, most_complete, longest or trusted")
    said_by: list[str] = Field(description="ids of all records that say the same")
    otherwise: list[SaidOut] = Field(description="what others say")


class ContradictionOut(Schema):
    """A field about which records contradict each other; the values are on pages alone."""

    field: str
    sources: list[list[str]] = Field(description="names of the sources that agree, group by group")
    kept_from: str | None = Field(description="id of the record whose value is believed; null: none of theirs")
    rule: str | None


class IdentityOut(ClientOut):
    """A client: who it is, according to which record."""

    former: list[str] = Field(description="former ids, which lead here for ever")
    created_at: datetime
    records: list[MemberOut]
    believed: list[BelievedOut]
    missing: list[str] = Field(description="units that nobody tells")
    contradictions: list[ContradictionOut]


class DecidedOut(Schema):
    """The decision that says so."""

    decision: int
    by: str
    reason: str
    decided_at: datetime


class TieOut(Schema):
    """Two records held together, or held against each other."""

    one: RecordOut
    other: RecordOut
    words: str = Field(description="why, in a sentence")
    weight: float | None = Field(description="bits; null where a source or a person vouches for it")
    probability: float
    rule: str = Field(description="what brought the two before the model; empty: nothing did")
    evidence: list[WeightOut]
    model: str | None = Field(description="version of the model that weighed it")
    decided: DecidedOut | None = Field(description="where people decided it")


class ApartOut(Schema):
    """Why two are not one client."""

    reason: str = Field(description="decided, cut, weak, unlike, crowded, never compared or unknown")
    words: str = Field(description="the same in a sentence")
    tie: TieOut | None = Field(description="what speaks for it, or comes closest to it")
    foes: TieOut | None = Field(description="what speaks against it, where a tie was cut")
    keys: list[str] = Field(description="names of the keys that the records share")
    least: float | None = Field(description="the probability that a tie needs, where it is too weak")
    decided: DecidedOut | None


class WhyOut(Schema):
    """What holds the records of a client together; of two, the path between them, or why they are two clients."""

    client: str
    other: str = Field(description="the client of the other record; the same where nobody else was asked about")
    together: bool
    ties: list[TieOut] = Field(description="the strongest first; of a path in order from one to the other")
    loose: list[RecordOut] = Field(description="records that no tie holds")
    apart: ApartOut | None


class EventOut(Schema):
    """One thing that happened to a client."""

    at: datetime
    what: str = Field(
        description="made, linked, joined, left, merged, back, gone, merge, split, must-link, cannot-link or undo"
    )
    words: str = Field(description="the same in a sentence")
    by: str | None = Field(description="the run, or who decided; null: as a record arrived")
    records: list[RecordOut]
    others: list[str] = Field(description="ids of other clients concerned")
    into: str | None = Field(description="of two that were merged: the id that stayed")
    reason: str | None
    decision: int | None = Field(description="its number, where it was one")
    undoes: int | None = Field(description="the decision that it took back")
    undone_by: int | None = Field(description="the decision that took it back")


class ThenOut(Schema):
    """Who the client was at the end of a day (UTC)."""

    at: date
    id: str | None = Field(description="the id that it had; null: not known yet")
    records: list[RecordOut]


class HistoryOut(Schema):
    """What happened to the client with an id, whoever has taken it over since."""

    id: str
    now: str = Field(description="the id that it has now")
    events: list[EventOut] = Field(description="the oldest first")
    then: ThenOut | None = Field(description="where a day was asked for")


class DecisionIn(Taken):
    """What a person decides. Records are written source/key, or by the `id` that the API tells of those of `clients`."""

    kind: DECIDED = Field(
        description="merge: the clients are one; split: the records are another client; must-link, cannot-link: the two records "
        "are one client, or two"
    )
    clients: list[str] = Field(
        [], max_length=100, description="ids; merge: two or more; split: one; else those whose records are named by id"
    )
    records: list[str] = Field(
        [], max_length=2_000, description="split: those to part; must-link, cannot-link: two", examples=[["crm/1042"]]
    )
    reason: str = Field(min_length=1, max_length=1_000, description="why; colleagues will read it")


class UndoingIn(Taken):
    """Why something is taken back."""

    reason: str = Field(min_length=1, max_length=1_000, description="why; colleagues will read it")


class DecisionOut(Schema):
    """A decision, and what it came to."""

    decision: int
    kind: str = Field(description="merge, split, must-link, cannot-link or undo")
    by: str
    reason: str
    decided_at: datetime
    undoes: int | None = Field(description="the decision that it takes back")
    clients: dict[str, int] = Field(
        description="the clients concerned as they stand now, and how many records each has"
    )
    moved: list[RecordOut] = Field(description="records that went to another client")


class AskedOut(RecordOut):
    """A record of a doubtful pair."""

    name: str | None
    city: str | None


class DoubtOut(Schema):
    """A pair of records of which linking is unsure."""

    one: AskedOut
    other: AskedOut
    clients: list[str] = Field(description="the clients that they belong to now, the oldest first: one or two")
    probability: float
    weight: float = Field(description="bits")
    rule: str
    evidence: list[WeightOut]
    speaks_for: list[str] = Field(description="what speaks for one client, in words, the strongest first")
    speaks_against: list[str]
    yes: str = Field(description="what must-link would change, in words")
    no: str = Field(description="what cannot-link would change, in words")


class DoubtsOut(Schema):
    """Doubtful pairs, those first whose answer tells most."""

    doubts: list[DoubtOut]
    left: int = Field(description="pairs still to be decided")
    decided: int = Field(description="pairs that were decided since the run")
