"""A proposed source laid out for its page: what stands above each column, and what may be corrected."""

import datetime
from dataclasses import dataclass
from typing import Any

from visavis.mirror.tell.wording import day
from visavis.mistakes import Mistake, Words
from visavis.sources.correcting import Correction
from visavis.sources.models import ProposedSource
from visavis.sources.wording import OFFERED, TABLES, TABLES_MEAN, field_words, noun_words
from visavis.web.speaking import spoken


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as it stands, and as it will be read where that is another thing."""

    written: str | None
    read: str | None = None
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of the file and what it becomes."""

    name: str
    becomes: list[Words]
    sure: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a fact: the column that fills it, and why."""

    input: str
    words: Words
    column: str
    text: str
    editable: bool
    why: dict[str, str] | None
    sure: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """One kind of facts that the rows are."""

    input: str
    words: Words
    means: Words
    noun: Words | None
    kept: bool
    key: str
    key_why: dict[str, str] | None
    fields: list[Field]
    more: list[Field]


@dataclass(frozen=True, slots=True)
class Shown:
    """One source on the page of the mapping."""

    prefix: str
    name: str
    taken: bool
    more_of: str | None
    instead: bool
    files: list[str]
    rows: int
    headings: list[Heading]
    samples: list[list[Cell]]
    facts: list[Fact]
    options: list[dict[str, Any]]
    notes: list[dict[str, str]]
    question: dict[str, Any] | None
    answer: str
    unsure: int
    columns: list[str]
    yaml: str
    expert: bool
    pages: int | None = None
    mistake: Mistake | None = None


def shown(proposal: ProposedSource, correction: Correction) -> Shown:
    """The layout of one proposal, with what a person typed so far."""
    told, prefix = proposal.shown, f"s{proposal.position}-"
    facts = [_fact(prefix, place, fact, correction) for place, fact in enumerate(told["facts"])]
    text = correction.text if correction.text is not None else proposal.yaml
    return Shown(
        prefix=prefix,
        name=correction.name or proposal.name,
        taken=correction.taken,
        more_of=told["more_of"],
        instead=correction.instead or bool(told.get("share", 0) >= 0.5),
        files=told["files"],
        rows=told["rows"],
        headings=[_heading(name, told["facts"]) for name in told["columns"]],
        samples=_samples(told, correction),
        facts=facts,
        options=told["read"],
        notes=told["notes"],
        question=next(iter(told["questions"]), None),
        answer={True: "day", False: "month"}.get(correction.day_first, "") if correction.day_first is not None else "",
        unsure=sum(not field.sure for fact in facts for field in fact.fields),
        columns=told["columns"],
        yaml=text,
        expert=correction.text is not None,
        pages=told.get("pages"),
    )


def _heading(name: str, facts: list[dict[str, Any]]) -> Heading:
    parts = [part for fact in facts for part in [fact["key"], *fact["parts"]] if name in part["columns"]]
    fields = dict.fromkeys(part["field"] for part in parts if not part["field"].startswith("extra."))
    extras = dict.fromkeys(part["field"] for part in parts if part["field"].startswith("extra."))
    becomes = [field_words(field) for field in fields] or [EXTRA for _ in list(extras)[:1]]
    return Heading(name, becomes, all(part["sure"] for part in parts))


EXTRA = Words(fr="gardé tel quel", en="kept as it is")


def _samples(told: dict[str, Any], correction: Correction) -> list[list[Cell]]:
    read = told["read_as"]
    if not read and told["questions"] and correction.day_first is not None:
        read = told["questions"][0]["samples"]["day_first" if correction.day_first else "month_first"]
    return [
        [_cell(value, read.get(column), number) for column, value in zip(told["columns"], row, strict=True)]
        for number, row in enumerate(told["samples"])
    ]


def _cell(written: str | None, read: list[str | None] | None, number: int) -> Cell:
    if written is None or read is None:
        return Cell(written)
    return Cell(written, when(read[number]), refused=read[number] is None)


def when(iso: str | None) -> str | None:
    """A day, or a day and a time, in the page's language."""
    if iso is None:
        return None
    if "T" not in iso:
        return day(datetime.date.fromisoformat(iso), spoken())
    moment = datetime.datetime.fromisoformat(iso)
    if moment.time() == datetime.time():
        return day(moment.date(), spoken())
    return f"{day(moment.date(), spoken())} {moment:%H:%M}"


def _fact(prefix: str, place: int, fact: dict[str, Any], correction: Correction) -> Fact:
    own = f"{prefix}f{place}"
    typed = correction.columns.get(place, {})
    plain = [part for part in fact["parts"] if not part["field"].startswith("extra.")]
    extra = [part for part in fact["parts"] if part["field"].startswith("extra.")]
    given = {part["field"] for part in plain}
    offered = [name for name in OFFERED[fact["table"]] if name not in given]
    return Fact(
        input=own,
        words=TABLES[fact["table"]],
        means=TABLES_MEAN[fact["table"]],
        noun=noun_words(fact["noun"]) if fact["noun"] else None,
        kept=correction.facts is None or place in correction.facts,
        key=" + ".join(fact["key"]["columns"]),
        key_why=fact["key"]["why"],
        fields=[_field(own, part, typed) for part in plain if part["columns"]],
        more=[
            *(_field(own, part, typed) for part in extra),
            *(Field(f"{own}-{name}", field_words(name), typed.get(name, ""), "", True, None, True) for name in offered),
        ],
    )


def _field(own: str, part: dict[str, Any], typed: Any) -> Field:
    name = part["field"]
    column = part.get("column", "")
    return Field(
        input=f"{own}-{name}",
        words=field_words(name),
        column=typed.get(name, column),
        text=" + ".join(part["columns"]),
        editable=bool(column),
        why=part["why"],
        sure=part["sure"],
    )
