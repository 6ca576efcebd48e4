"""The query that turns the rows of one file into one fact's rows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from visavis.engine.steps import SQL_TYPES, literal
from visavis.engine.tables import EXTRA, FACTS, Table, Type
from visavis.sources.declaration import REQUIRED, Fact, SourceDeclaration
from visavis.sources.forms import AnyForm, Constant, FromColumn
from visavis.sources.mapping.moments import EARLIEST_BIRTH
from visavis.sources.mapping.rows import PSEUDONYM, Check, RowReader
from visavis.sources.mapping.values import TYPE_OF_AS, Target, addresses, value

REJECT, VERSION, KEPT = "_reject", "_version", "_kept"
"""Columns of staged files beyond the table's own: why a row was refused, its version, whether `where` holds."""

ROWS_PER_FILE = 10**10

LONGEST_KEY = 500
"""Characters of a key; PostgreSQL's indexes take 2,704 bytes, and a longer one is a text in the wrong column."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How rows become facts: output columns with their type and SQL, the condition, and the checks."""

    rows: RowReader
    outputs: tuple[tuple[str, Type, str], ...]
    service: tuple[tuple[str, str], ...]
    where: str | None
    checks: tuple[Check, ...]

    @property
    def columns(self) -> tuple[tuple[str, Type], ...]:
        """Names and types of what is read, in order."""
        return tuple((name, type_) for name, type_, _ in self.outputs)

    def select(self, relation: str, *, every_row: bool = False) -> str:
        """The query over `relation`; with `every_row`, rows that `where` excludes stay and `_kept` tells them."""
        columns = [(name, sql) for name, _, sql in self.outputs] + list(self.service)
        if every_row:
            columns.append((KEPT, self.where or "true"))
        return self.rows.layers.select(relation, columns, None if every_row else self.where)


def plan_fact(
    rows: RowReader,
    fact: Fact,
    source: SourceDeclaration,
    extra_types: Mapping[str, Type],
    place: int | None = None,
) -> Plan:
    """The plan of a fact without fold; `extra_types` are the types of extra fields that declare none.

    `place` is that of the file in a log, whose rows are numbered: the order of what happened in the same minute.
    """
    table = FACTS[fact.table]
    where = rows.chosen(fact.where)
    found = values_of(rows, fact, table, extra_types)
    if fact.table == "tallies":
        found["flag"] = rows.layers.let(_flag(found["population"], found["missed"]))
    for name in REQUIRED.get(fact.table, ()):
        rows.refuse(f"CASE WHEN {found[name]} IS NULL THEN 'missing-value' END", _column(fact, name))
    if fact.table == "ratings":
        outside = f"{found['score']} < {found['low']} OR {found['score']} > {found['high']}"
        rows.refuse(f"CASE WHEN {outside} THEN 'score-outside-scale' END", _column(fact, "score"))
    found["source"] = literal(source.name)
    if fact.keyed_by:
        found["key"] = rows.key(fact.keyed_by)
        rows.refuse(refused_key(found["key"]), fact.keyed_by[0])
    else:
        found["key"] = rows.layers.let(_content(rows, found))
    if fact.table == "events" and place is not None:
        found["place"] = f"{place} * {ROWS_PER_FILE} + row_number() OVER ()"
    outputs = _in_order(table, found, fact, extra_types)
    service = [(REJECT, rows.rejection())]
    if fact.version_by:
        service += order_columns(rows, fact.version_by, VERSION)
        service[0] = (REJECT, rows.rejection())
    return Plan(rows, outputs, tuple(service), where, tuple(rows.checks))


def refused_key(key: str) -> str:
    """SQL of why the key `key` can't name a fact: a database finds rows by it."""
    return f"CASE WHEN {key} IS NULL THEN 'missing-key' WHEN length({key}) > {LONGEST_KEY} THEN 'key-too-long' END"


def values_of(rows: RowReader, fact: Fact, table: Table, extra_types: Mapping[str, Type]) -> dict[str, str]:
    """SQL of each lake column that the fact's fields give."""
    found: dict[str, str] = {}
    for name, forms in fact.fields.written().items():
        target = target_of(table, name)
        if target.type == Type.TEXTS:
            found[name] = addresses(rows, forms, target)
        elif name == "staff":
            text = value(rows, forms[0], target)[""]
            found[name] = rows.layers.let(f"{PSEUDONYM}({text})")
        else:
            stem = name.removesuffix("_at") if target.moment else name
            found |= {stem + suffix: rows.layers.let(sql) for suffix, sql in value(rows, forms[0], target).items()}
    for name, form in fact.fields.forms():
        if name.startswith("extra."):
            short = name.removeprefix("extra.")
            rows.tentative = short if short in extra_types else None
            found[EXTRA + short] = value(rows, form, Target(name, extra_type(form, short, extra_types)))[""]
            rows.tentative = None
    return found


def target_of(table: Table, name: str) -> Target:
    """What a field of `table` is made for."""
    column = table.column(name)
    moment = name.endswith("_at") and column.type == Type.TIMESTAMP
    target = Target(name, column.type, moment=moment, secret=name == "staff")
    return replace(target, earliest=EARLIEST_BIRTH) if name == "birth_date" else target


def extra_type(form: AnyForm, name: str, found: Mapping[str, Type]) -> Type:
    """Declared type of an extra field, else the one that was found in the files, else text."""
    if getattr(form, "take", None) == "count":
        return Type.INTEGER
    as_ = getattr(form, "as_", None)
    if as_ is not None:
        return TYPE_OF_AS[as_]
    if isinstance(form, Constant):
        kinds = {bool: Type.BOOLEAN, int: Type.INTEGER, float: Type.DECIMAL}
        return kinds.get(type(form.value), Type.TEXT)
    if isinstance(form, FromColumn) and form.column is None:
        return Type.BOOLEAN
    if hasattr(form, "plus") or hasattr(form, "minus"):
        return Type.DECIMAL
    return found.get(name, Type.TEXT)


def order_columns(rows: RowReader, column: str, name: str) -> list[tuple[str, str]]:
    """Three columns by which rows sort as `column` means: as moments, as numbers, as texts; one is not null."""
    from visavis.sources.mapping import moments, numbers

    raw = rows.raw(column)
    number, _ = numbers.number(rows.layers, raw, rows.read.decimal)
    text = rows.layers.let(f"CASE WHEN isfinite({number}) THEN NULL ELSE {raw} END")
    moment = moments.moment(
        rows.layers,
        text,
        day_first=rows.read.day_first,
        zone=rows.read.zone,
        as_="timestamp",
        hint=rows.hints.get(column),
    )
    rows.refuse(f"CASE WHEN {moment.refusal} <> 'not-a-date' THEN {moment.refusal} END", column)
    return [
        (f"{name}_at", moment.at),
        (f"{name}_number", number),
        (f"{name}_text", f"CASE WHEN {moment.at} IS NULL THEN {text} END"),
    ]


def _column(fact: Fact, field: str) -> str | None:
    form = fact.fields.written()[field][0]
    return form.column if isinstance(form, FromColumn) else None


def _flag(population: str, missed: str) -> str:
    return (
        f"CASE WHEN {population} < 0 THEN 'negative-population' WHEN {missed} < 0 THEN 'negative-missed' "
        f"WHEN {missed} > {population} THEN 'missed-above-population' END"
    )


def _content(rows: RowReader, found: Mapping[str, str]) -> str:
    """A key out of the content of the row, the first among identical rows (others are told apart later)."""
    parts = [
        f"coalesce(CAST({sql} AS VARCHAR), chr(30))"
        for name, sql in sorted(found.items())
        if not name.endswith("_zone") and name not in ("source", "flag")
    ]
    return f"md5(concat_ws(chr(31), {', '.join(parts)})) || '-1'"


def _in_order(
    table: Table, found: Mapping[str, str], fact: Fact, extra_types: Mapping[str, Type]
) -> tuple[tuple[str, Type, str], ...]:
    own = [
        (column.name, column.type, f"CAST({found.get(column.name, 'NULL')} AS {SQL_TYPES[column.type]})")
        for column in table.columns
    ]
    return (*own, *((name, type_, found[name]) for name, type_ in extra_columns(fact, extra_types)))


def extra_columns(fact: Fact, extra_types: Mapping[str, Type]) -> list[tuple[str, Type]]:
    """Lake columns of the extra fields of `fact`."""
    extra = ((name.removeprefix("extra."), form) for name, form in fact.fields.forms() if name.startswith("extra."))
    return [(EXTRA + name, extra_type(form, name, extra_types)) for name, form in extra]
