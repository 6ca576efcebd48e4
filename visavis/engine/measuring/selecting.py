"""Which facts a measure is computed over: field paths and conditions as people write them, made into named steps.

A path is a column (`status`), a declared extra field (`extra.answer`) or the field of the event that the fact is about
(`about.client_ref`, `about.extra.answer`). Several events may share the key that `about` names (an event and its changes):
the field is then taken from those that have it.
"""

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from visavis.engine.holding.fields import constant
from visavis.engine.holding.promise import Not, Scalar, Where
from visavis.engine.steps import Step, quoted, step
from visavis.engine.tables import EXTRA, Type
from visavis.mistakes import Mistake

ABOUT = "about."


class Unmeasurable(Exception):
    """The facts can't carry the measure: `code` says why, `detail` names what is concerned."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code, self.detail = code, detail
        super().__init__(f"{code}:{detail}" if detail else code)


@dataclass(frozen=True, slots=True)
class Facts:
    """The lake view that a measure is computed over, its columns, and those of `events` that `about` leads to."""

    view: str
    columns: Mapping[str, Type]
    events: Mapping[str, Type]


@dataclass(frozen=True, slots=True)
class Selection:
    """What to take of each fact: `fields` and `moments` (alias → path), `flags` (alias → conditions), where `where` holds.

    A moment gives two columns, `<alias>_at` (TIMESTAMP, UTC) and `<alias>_on` (DATE).
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    moments: Mapping[str, str] = field(default_factory=dict)
    flags: Mapping[str, Where] = field(default_factory=dict)
    where: Where = field(default_factory=dict)


def slug(name: str) -> str:
    """`name` in lower-case letters, digits and _, to name steps with."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "unnamed"


def select_rows(name: str, facts: Facts, selection: Selection, meaning: str) -> list[Step]:
    """The step `name` (and before it `<name>_about`, where needed): one row per fact, the selected columns and `source`.

    Raises Unmeasurable for a path that leads nowhere and for a condition that its column can't meet.
    """
    resolve = _Resolver(facts)
    columns = ["f.source AS source"]
    columns += [f"{resolve.text(path)} AS {quoted(alias)}" for alias, path in selection.fields.items()]
    for alias, path in selection.moments.items():
        at, on = resolve.moment(path)
        columns += [f"{at} AS {quoted(alias + '_at')}", f"{on} AS {quoted(alias + '_on')}"]
    for alias, conditions in selection.flags.items():
        columns.append(f"CASE WHEN {_all_of(resolve, conditions)} THEN 1 ELSE 0 END AS {quoted(alias)}")
    where = _all_of(resolve, selection.where)
    steps, join = [], ""
    if resolve.borrowed:
        steps.append(_about_step(f"{name}_about", resolve.borrowed))
        join = f" LEFT JOIN {quoted(name + '_about')} AS a ON f.about = a.about_key"
    sql = f"SELECT {', '.join(columns)} FROM {quoted(facts.view)} AS f{join} WHERE {where}"
    return [*steps, step(name, sql, meaning)]


def _about_step(name: str, borrowed: Mapping[str, str]) -> Step:
    columns = ", ".join(f"min({quoted(column)}) AS {quoted(alias)}" for column, alias in borrowed.items())
    some = " OR ".join(f"NOT {quoted(column)} IS NULL" for column in borrowed)
    sql = f"SELECT source || '/' || key AS about_key, {columns} FROM events WHERE {some} GROUP BY source || '/' || key"
    return step(name, sql, "the fields of the events that the facts are about")


class _Resolver:
    """Paths into SQL over `f` (the fact) and `a` (what it is about); `borrowed` collects the columns taken from `a`."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.borrowed: dict[str, str] = {}

    def column(self, path: str) -> tuple[str, Type]:
        name = path.removeprefix(ABOUT)
        borrows = path.startswith(ABOUT)
        columns = self.facts.events if borrows else self.facts.columns
        if borrows and "about" not in self.facts.columns:
            raise Unmeasurable("missing_field", "about")
        name = EXTRA + name.removeprefix("extra.") if name.startswith("extra.") else name
        if name not in columns:
            raise Unmeasurable("missing_field", _with_nearest(path, columns))
        if not borrows:
            return f"f.{quoted(name)}", columns[name]
        alias = self.borrowed.setdefault(name, f"a_{len(self.borrowed)}")
        return f"a.{quoted(alias)}", columns[name]

    def text(self, path: str) -> str:
        sql, type_ = self.column(path)
        if type_ == Type.TEXTS:
            raise Unmeasurable("list_field", path)
        return sql if type_ == Type.TEXT else f"CAST({sql} AS VARCHAR)"

    def moment(self, path: str) -> tuple[str, str]:
        sql, type_ = self.column(path)
        if type_ == Type.TIMESTAMP:
            day = f"CAST({sql} AS DATE)"
            sibling = f"{path.removesuffix('_at')}_on"
            columns = self.facts.events if path.startswith(ABOUT) else self.facts.columns
            if path.endswith("_at") and sibling.removeprefix(ABOUT) in columns:
                day = f"coalesce({self.column(sibling)[0]}, {day})"
            return sql, day
        if type_ == Type.DATE:
            return "CAST(NULL AS TIMESTAMP)", sql
        raise Unmeasurable("no_moment", path)


def _with_nearest(path: str, columns: Mapping[str, Type]) -> str:
    known = [f"extra.{c.removeprefix(EXTRA)}" if c.startswith(EXTRA) else c for c in columns]
    near = difflib.get_close_matches(path.removeprefix(ABOUT), known, n=1, cutoff=0.6)
    prefix = ABOUT if path.startswith(ABOUT) else ""
    return f"{path} → {prefix}{near[0]}" if near else path


def _all_of(resolve: _Resolver, conditions: Where) -> str:
    return " AND ".join(_condition(resolve, path, value) for path, value in conditions.items()) or "1 = 1"


def _condition(resolve: _Resolver, path: str, test: Scalar | list[Scalar] | Not) -> str:
    if isinstance(test, Not):
        return f"NOT ({_among(resolve, path, test.not_)})"
    return f"({_among(resolve, path, test)})"


def _among(resolve: _Resolver, path: str, test: Scalar | list[Scalar]) -> str:
    """True or false, never null: what is missing is among the values only if null is one of them."""
    sql, type_ = resolve.column(path)
    values = test if isinstance(test, list) else [test]
    try:
        constants = [constant(value, path, type_) for value in values if value is not None]
    except Mistake:
        raise Unmeasurable("wrong_value", f"{path}: {', '.join(map(str, values))}") from None
    named = f"{sql} IN ({', '.join(constants)})" if constants else "1 = 0"
    if None in values:
        return f"{sql} IS NULL OR {named}"
    return f"NOT {sql} IS NULL AND {named}"
