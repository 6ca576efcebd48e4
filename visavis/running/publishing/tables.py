"""The computed tables: where the database keeps each, which view holds its new rows, and what its columns take."""

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from visavis.attention.publishing import waiting_steps
from visavis.clients.believing.survivorship import DEFAULT, RecordRules
from visavis.clients.finding.terms import term_steps
from visavis.clients.publishing import card_steps, description_steps, reference_steps, timeline_steps
from visavis.engine.duckdb import DuckDB
from visavis.engine.steps import SQL_TYPES, Step, quoted
from visavis.engine.tables import Type
from visavis.promises.publishing import case_steps
from visavis.running.publishing.origins import origin_steps
from visavis.voices.publishing import voice_steps

if TYPE_CHECKING:
    from visavis.engine.holding.promise import Promise

MARK = "vanished_run"
"""The column that publishing alone knows of: the run that no longer found the row."""

MANY = 10_000
"""Rows after which a database's planner should look at a table again."""


class Kind(Enum):
    """What a column holds. An id is 32 hexadecimal digits outside the database."""

    ID = "VARCHAR"
    TEXT = "VARCHAR "
    INTEGER = SQL_TYPES[Type.INTEGER]
    DECIMAL = SQL_TYPES[Type.DECIMAL]
    BOOLEAN = SQL_TYPES[Type.BOOLEAN]
    DATE = SQL_TYPES[Type.DATE]
    TIMESTAMP = SQL_TYPES[Type.TIMESTAMP]


_KINDS = {
    "UUIDField": Kind.ID,
    "BigIntegerField": Kind.INTEGER,
    "IntegerField": Kind.INTEGER,
    "FloatField": Kind.DECIMAL,
    "BooleanField": Kind.BOOLEAN,
    "DateField": Kind.DATE,
    "DateTimeField": Kind.TIMESTAMP,
}


@dataclass(frozen=True, slots=True)
class Field:
    """One column: what it holds, how long a text may be, whether it may be null."""

    name: str
    kind: Kind
    longest: int | None
    null: bool

    def fitted(self) -> str:
        """SQL of the view's value as the database may take it: of its type and length, without NUL, texts never null."""
        value = f"CAST({quoted(self.name)} AS {self.kind.value.strip()})"
        if self.kind is Kind.TEXT:
            value = f"replace({value}, chr(0), '')"
            value = f"substr({value}, 1, {self.longest})" if self.longest else value
            value = value if self.null else f"coalesce({value}, '')"
        return f"{value} AS {quoted(self.name)}"


@dataclass(frozen=True, slots=True)
class Computed:
    """A computed table: its name, its model, the view of its new rows, its key, its other columns, the order in which rows are written."""

    name: str
    model: str
    view: str
    keys: tuple[Field, ...]
    values: tuple[Field, ...]
    order: tuple[str, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """All columns but the mark."""
        return (*self.keys, *self.values)


def computed_tables() -> tuple[Computed, ...]:
    """Every computed table, in the order in which they are computed: later views read former ones."""
    from visavis import models

    return (
        _computed(models.TimelineItem, "new_timeline", "client", "moment", "id"),
        _computed(models.Voice, "new_voices", "client", "moment", "id"),
        _computed(models.Case, "new_cases", "promise", "on_day", "id"),
        _computed(models.WaitingClient, "new_waiting", "id"),
        _computed(models.ClientCard, "new_cards", "client"),
        _computed(models.SearchTerm, "new_terms", "client", "term"),
    )


def _computed(model: Any, view: str, *order: str) -> Computed:
    meta = model._meta
    keys = {field.name for field in meta.pk_fields}
    found = [
        Field(field.column, _KINDS.get(_kind(field), Kind.TEXT), field.max_length, field.null)
        for field in meta.concrete_fields
        if field.name != MARK
    ]
    return Computed(
        meta.db_table,
        meta.object_name,
        view,
        tuple(field for field in found if field.name in keys),
        tuple(field for field in found if field.name not in keys),
        order,
    )


def _kind(field: Any) -> str:
    return next((kind.__name__ for kind in type(field).__mro__ if kind.__name__ in _KINDS), "")


def facts_steps() -> list[Step]:
    """The steps from the lake's views to timelines and voices."""
    return [*reference_steps(), *timeline_steps(), *voice_steps()]


def summary_steps(rules: RecordRules) -> list[Step]:
    """The steps that sum up what is known of each client: who waits, cards, terms; `rules` tell which record is believed."""
    return [*waiting_steps(), *description_steps(rules), *card_steps(), *term_steps()]


@dataclass(frozen=True, slots=True)
class Worded:
    """A step in DuckDB's words, and the names of the views that it reads."""

    name: str
    sql: str
    reads: frozenset[str]


def new_row_steps(promises: "Collection[Promise]", rules: RecordRules = DEFAULT) -> dict[str, Worded]:
    """The steps by which new rows are computed out of the lake's views, by name."""
    cases = map(_in_words, case_steps(promises))
    return {
        each.name: each
        for each in (*_worded(facts_steps), *cases, *_worded(summary_steps, rules), *_worded(origin_steps))
    }


def show_view(session: DuckDB, name: str, ahead: dict[str, Worded]) -> None:
    """Make the view `name` and those that it reads, of the steps `ahead`, which loses them: each is made once."""
    if each := ahead.pop(name, None):
        for other in sorted(each.reads):
            show_view(session, other, ahead)
        show_step(session, each)


def show_steps(session: DuckDB, of: Callable[..., Sequence[Step]], *given: Hashable) -> None:
    """Make a view of each step that `of` gives of `given`, always the same: it is put into words once in a process."""
    for each in _worded(of, *given):
        show_step(session, each)


def show_step(session: DuckDB, step: Worded) -> None:
    """Make a view of `step`."""
    session.connection.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(step.name)} AS {step.sql}")


@cache
def _worded(of: Callable[..., Sequence[Step]], *given: Hashable) -> tuple[Worded, ...]:
    return tuple(map(_in_words, of(*given)))


def _in_words(step: Step) -> Worded:
    reads = frozenset(each.name for each in step.query.find_all(exp.Table))
    return Worded(step.name, step.sql(pretty=False), reads)
