"""What the first rows of the files tell before they are read: the usual form of dates, the type of undeclared fields."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import duckdb

from visavis.engine.tables import Type
from visavis.sources.declaration import Fact, SourceDeclaration
from visavis.sources.forms import FromColumn
from visavis.sources.kinds.rows import Rows
from visavis.sources.mapping.moments import Hint

SIZE = 1000
_YEAR = re.compile(r"(?<!\d)(19|20|21)\d{2}(?!\d)")
_SLASHED = re.compile(r"\d{1,2}([-/.])\d{1,2}[-/.](\d{4}|\d{2})( \d{1,2}:\d{2}(:\d{2})?)?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:([T ])\d{2}:\d{2}(:\d{2})?(Z|\+00:00)?)?")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"(?:\d{4}-\d{2}-\d{2}[T ]|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}) )\d{1,2}:\d{2}.*")

Sample = dict[str, list[str]]
"""Values (not missing) of each column."""


def sample(connection: duckdb.DuckDBPyConnection, rows: Rows, wanted: Sequence[str], missing: Iterable[str]) -> Sample:
    """Values of the wanted columns in the first rows."""
    places = [rows.columns.index(name) for name in wanted if name in rows.columns]
    if not places:
        return {}
    columns = ", ".join(f"c{place}" for place in places)
    found = connection.execute(f"SELECT {columns} FROM {rows.relation} LIMIT {SIZE}").fetchall()
    marks = {"", *(mark.strip() for mark in missing)}
    return {
        rows.columns[place]: [row[i] for row in found if row[i] is not None and row[i].strip() not in marks]
        for i, place in enumerate(places)
    }


def date_hints(values: Sample, day_first: bool | None) -> dict[str, Hint]:
    """The form that most values of a column of dates have, and the years that the sample shows."""
    hints: dict[str, Hint] = {}
    for column, texts in values.items():
        formats = Counter(filter(None, (_format(text.strip(), day_first) for text in texts)))
        if formats and sum(formats.values()) > len(texts) / 2:
            years = [int(found[0]) for text in texts if (found := _YEAR.search(text))]
            form = formats.most_common(1)[0][0]
            hints[column] = Hint(form, (min(years), max(years)) if years and "%Y" in form else None)
    return hints


def _format(text: str, day_first: bool | None) -> str | None:
    if iso := _ISO.fullmatch(text):
        time = "" if not iso[1] else f"{iso[1]}%H:%M:%S" if iso[2] else f"{iso[1]}%H:%M"
        return f"%Y-%m-%d{time}{iso[3] or ''}"
    if day_first is None or not (found := _SLASHED.fullmatch(text)):
        return None
    mark = found[1]
    year = "%Y" if len(found[2]) == 4 else "%y"
    time = "" if not found[3] else " %H:%M:%S" if found[4] else " %H:%M"
    return mark.join(("%d", "%m", year) if day_first else ("%m", "%d", year)) + time


def undeclared_types(
    source: SourceDeclaration, values: Mapping[str, Sequence[str]], day_first: bool | None
) -> dict[int, dict[str, Type]]:
    """Types of extra fields that declare none, where the sample shows nothing but dates, or nothing but times.

    By number of the fact, then name of the field.
    """
    found: dict[int, dict[str, Type]] = {}
    for number, fact in enumerate(source.facts):
        for name, column in _undeclared(fact):
            type_ = _type(values.get(column, ()), day_first)
            if type_ is not None:
                found.setdefault(number, {})[name] = type_
    return found


def _undeclared(fact: Fact) -> Iterable[tuple[str, str]]:
    for name, form in fact.fields.forms():
        if not (name.startswith("extra.") and isinstance(form, FromColumn)):
            continue
        if form.column and not form.map and form.as_ is None and form.take not in ("count", "any"):
            yield name.removeprefix("extra."), form.column


def _type(texts: Sequence[str], day_first: bool | None) -> Type | None:
    stripped = [text.strip() for text in texts]
    if not stripped:
        return None
    slashed = day_first is not None
    if all(_TIME.fullmatch(text) and (slashed or text[4] == "-") for text in stripped):
        return Type.TIMESTAMP
    if all(_ISO_DAY.fullmatch(text) or (slashed and _SLASHED.fullmatch(text)) for text in stripped):
        return Type.DATE
    return None
