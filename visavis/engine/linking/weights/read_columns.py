"""Which columns of records a model reads, beside those that there are: what people write may name others."""

from functools import cache

from visavis.engine.linking.scored import compiling
from visavis.engine.linking.scored.scoring import columns_of
from visavis.engine.linking.weights.model import Key, Level, Model
from visavis.engine.tables import Type

ITEM = "item"
"""What a key calls one member of the list that it is read from."""


@cache
def read_by_keys(model: Model) -> frozenset[str]:
    """The columns that keys of `model` are made of, and those that say which records may meet."""
    written = (sql for key in model.keys for sql in (key.value, key.when, key.each) if sql)
    return frozenset({"rid", "origin", "kind", *(name for sql in written for name in compiling.columns(sql))}) - {ITEM}


def columns_read(model: Model) -> frozenset[str]:
    """The columns that keys and comparisons of `model` read, and those that say which records may meet."""
    return read_by_keys(model).union(columns_of(model))


def unknown_columns(one: Level | Key) -> dict[str, list[str]]:
    """Field of a level or key → columns that it reads and no record has; without fields that read none such. Raises
    sqlglot.errors.SqlglotError for what is no SQL."""
    # Here and not above: what makes records comparable takes longer to import than a model takes to read.
    from visavis.engine.linking.comparable.normalise import COLUMNS

    every = {name for name, _ in COLUMNS}
    texts = {name for name, type_ in COLUMNS if type_ is Type.TEXT}
    lists = {name for name, type_ in COLUMNS if type_ is Type.TEXTS}
    if isinstance(one, Level):
        sided = {f"{name}_{side}" for name in every for side in "lr"}
        read = set() if one.condition == "ELSE" else set(compiling.columns(one.condition))
        found = {"condition": read - sided, "tf": {one.tf} - texts if one.tf else set()}
    else:
        known = every | {ITEM} if one.each else every
        found = {
            "value": set(compiling.columns(one.value)) - known,
            "each": {one.each} - lists if one.each else set(),
            "when": set(compiling.columns(one.when)) - known if one.when else set(),
        }
    return {name: sorted(columns) for name, columns in found.items() if columns}
