"""A proposed source as a page shows it: sample rows as they stand and as they are read, what each column becomes, why.

Plain data for a JSON column, words in both languages. Names of employees never enter it; addresses only in part.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from visavis.declarations import Declared
from visavis.engine.steps import literal, quoted
from visavis.mistakes import Words
from visavis.sources.declaration import Fact as DeclaredFact
from visavis.sources.declaration import SourceDeclaration
from visavis.sources.forms import columns_of
from visavis.sources.looking.columns import Column
from visavis.sources.looking.dates import ambiguous, spoken
from visavis.sources.looking.documents import DocumentsProposal
from visavis.sources.looking.kinds import Kind
from visavis.sources.looking.names import Idea
from visavis.sources.looking.proposal import Fact, Look, Part, Proposal
from visavis.sources.looking.roles import names_in
from visavis.sources.looking.yaml import flow
from visavis.sources.mapping.layers import Layers
from visavis.sources.mapping.moments import moment

SAMPLES = 5
LONGEST = 160
HIDDEN = "•••"

Plain = dict[str, Any]


def shown(proposal: Proposal, look: Look, names: Mapping[Path, str]) -> Plain:
    """All that the page of the mapping needs of one proposal; `names` are those that people gave their files."""
    order = proposal.read.get("day_first")
    asked = bool(proposal.questions)
    rows = _sample_rows(look)
    first = proposal.loaded[0]
    return {
        "more_of": None,
        "files": [names[each.file] for each in proposal.loaded],
        "rows": proposal.rows,
        "format": first.format.value,
        "columns": [column.name for column in look.columns],
        "samples": _masked(look, rows, _staff_columns(proposal.facts)),
        "read_as": {} if asked else _moments(look, rows, None if order is None else bool(order.value)),
        "facts": [_fact(fact) for fact in proposal.facts],
        "read": [_part(name, part) for name, part in {**proposal.read, "delivery": proposal.delivery}.items()],
        "notes": [_both(note) for note in proposal.notes],
        "questions": [_question(look, rows, each.what) for each in proposal.questions],
    }


def shown_more(declared: Declared[SourceDeclaration], look: Look, names: Sequence[str], share: float) -> Plain:
    """What the page shows of files that are more of a declared source; `share`: how much of it stands in them too."""
    source = declared.value
    rows = _sample_rows(look)
    staff = {
        name
        for fact in source.facts
        for field, form in fact.fields.forms()
        if field == "staff"
        for name in columns_of(form)
    }
    return {
        "more_of": source.name,
        "share": share,
        "files": list(names),
        "rows": look.loaded.rows,
        "format": look.loaded.format.value,
        "columns": [column.name for column in look.columns],
        "samples": _masked(look, rows, staff),
        "read_as": _moments(look, rows, source.read.day_first),
        "facts": [_declared_fact(fact) for fact in source.facts],
        "read": [],
        "notes": [],
        "questions": [],
    }


def shown_documents(proposal: DocumentsProposal, names: Mapping[Path, str]) -> Plain:
    """What the page shows of documents: how many pages were read, and which could not be."""
    return {
        "more_of": None,
        "files": [names[file] for file in proposal.files],
        "rows": 0,
        "pages": proposal.pages,
        "format": "documents",
        "columns": [],
        "samples": [],
        "read_as": {},
        "facts": [],
        "read": [],
        "notes": [_both(note) for note in proposal.notes],
        "questions": [],
    }


def _fact(fact: Fact) -> Plain:
    noun = fact.fields.get("type") or fact.fields.get("instrument")
    constant = noun.value.get("value") if noun is not None and isinstance(noun.value, dict) else None
    parts = {**fact.fields, **{f"extra.{name}": part for name, part in fact.extra.items()}}
    return {
        "table": fact.table,
        "noun": constant,
        "key": _part("key", fact.key),
        "where": None if fact.where is None else flow(fact.where.value),
        "folded": fact.fold is not None,
        "parts": [_part(name, part) for name, part in parts.items()],
    }


def _declared_fact(fact: DeclaredFact) -> Plain:
    noun = fact.fields.written().get("type") or fact.fields.written().get("instrument")
    parts = [
        {"field": name, "columns": columns_of(form), "text": "", "why": None, "sure": True}
        for name, form in fact.fields.forms()
    ]
    return {
        "table": fact.table,
        "noun": getattr(noun[0], "value", None) if noun else None,
        "key": {"field": "key", "columns": fact.keyed_by, "text": "", "why": None, "sure": True},
        "where": None,
        "folded": fact.fold is not None,
        "parts": parts,
    }


def _part(name: str, part: Part) -> Plain:
    columns = [column for column in sorted(names_in([part])) if column != "none"]
    why = None if part.why is None else _both(part.why)
    told = {"field": name, "columns": columns, "text": flow(part.value), "why": why, "sure": part.sure}
    return told | {"column": column_of(part.value)}


def column_of(form: Any) -> str:
    """The one column that a form reads, empty where it reads none or several."""
    if isinstance(form, str):
        return form
    if isinstance(form, dict):
        found = [
            form[stem] for stem in ("column", "record", "email", "phone", "key") if isinstance(form.get(stem), str)
        ]
        return str(found[0]) if len(found) == 1 else ""
    return ""


def _both(words: Words) -> dict[str, str]:
    return {"fr": words.fr, "en": words.en}


def _sample_rows(look: Look) -> list[tuple[str | None, ...]]:
    """A few rows among the first ones, those that say most."""
    names = [quoted(column.name) for column in look.columns]
    said = " + ".join(f"(trim({name}) <> '' AND {name} IS NOT NULL)::INT" for name in names)
    return look.session.ask(
        f"SELECT {', '.join(names)} FROM {look.table} WHERE rowid < 200 ORDER BY {said} DESC, rowid LIMIT {SAMPLES}"
    )


def _staff_columns(facts: Sequence[Fact]) -> set[str]:
    return {name for fact in facts if "staff" in fact.fields for name in names_in([fact.fields["staff"]])}


def _masked(look: Look, rows: Sequence[tuple[str | None, ...]], staff: set[str]) -> list[list[str | None]]:
    return [
        [_cell(column, value, column.name in staff) for column, value in zip(look.columns, row, strict=True)]
        for row in rows
    ]


def _cell(column: Column, value: str | None, is_staff: bool) -> str | None:
    if value is None or not value.strip():
        return None
    if is_staff or Idea.STAFF in column.ideas:
        return HIDDEN
    if column.kind is Kind.EMAIL or Idea.EMAIL in column.ideas:
        head, at, domain = value.partition("@")
        return f"{head[:2]}…{at}{domain}"
    if column.kind is Kind.PHONE or column.ideas & {Idea.PHONE, Idea.STREET}:
        return f"{value.strip()[:3]}…"
    return value if len(value) <= LONGEST else value[:LONGEST] + "…"


def _moments(look: Look, rows: Sequence[tuple[str | None, ...]], day_first: bool | None) -> dict[str, list[str | None]]:
    """Each date of the samples as it will be read: an ISO day, or day and time; null where it would be refused."""
    return {
        column.name: _read(look, [row[place] for row in rows], day_first)
        for place, column in enumerate(look.columns)
        if column.dates is not None
    }


def _read(look: Look, texts: Sequence[str | None], day_first: bool | None) -> list[str | None]:
    if not texts:
        return []
    layers = Layers()
    found = moment(layers, "c0", day_first=day_first, zone=None)
    values = ", ".join(f"({n}, {'NULL' if text is None else literal(text.strip())})" for n, text in enumerate(texts))
    sql = layers.select(
        f"(SELECT * FROM (VALUES {values}) AS given(n, c0))",
        [("n", "n"), ("moment", found.at), ("day", found.on), ("refusal", found.refusal)],
    )
    told = look.session.ask(f"SELECT moment, day, refusal FROM ({sql}) ORDER BY n")
    return [None if refusal or day is None else (at or day).isoformat() for at, day, refusal in told]


def _question(look: Look, rows: Sequence[tuple[str | None, ...]], what: Words) -> Plain:
    """Day first or month first: an example of both readings, and the samples as either would read them."""
    name, (a, b, year) = ambiguous({c.name: c.dates.written for c in look.columns if c.dates and c.dates.written})
    return {
        "what": _both(what),
        "column": name,
        "written": f"{a:02}/{b:02}/{year}",
        "day_first": {lang: f"{spoken(a, b, lang)} {year}" for lang in ("fr", "en")},
        "month_first": {lang: f"{spoken(b, a, lang)} {year}" for lang in ("fr", "en")},
        "samples": {"day_first": _moments(look, rows, True), "month_first": _moments(look, rows, False)},
    }
