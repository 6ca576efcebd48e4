"""Which records are compared: those that share a key, unless too many share it. Portable steps over the normalised input."""

from functools import cache
from pathlib import Path

from sqlglot import exp, parse_one

from visavis.engine.duckdb import DuckDB
from visavis.engine.linking.weights.model import Key, Model
from visavis.engine.steps import Piece, Runner, Step, literal, step
from visavis.engine.tables import Type
from visavis.vocabulary import RecordKind

_EACH_ONCE = ("circle", "emails", "mailboxes", "phones")
"""Lists of the input that hold each member once."""

PAIRS = (("rid_l", Type.INTEGER), ("rid_r", Type.INTEGER), ("rule", Type.INTEGER))


def make_pairs(runner: Runner, model: Model, scratch: Path) -> Path:
    """Run `pair_steps` and write `linking_pairs` into `scratch`, whose view reads from there afterwards; where it stands."""
    runner.run(pair_steps(model))
    file = scratch / "linking_pairs.parquet"
    if isinstance(runner, DuckDB):
        _write_key_by_key(runner, model, file)
    else:
        runner.write("linking_pairs", file)
    runner.show("linking_pairs", [Piece((file,), PAIRS)], PAIRS)
    return file


def _write_key_by_key(runner: DuckDB, model: Model, file: Path) -> None:
    """Write `linking_pairs`, the blocks of one key made after those of another: all in one query take a quarter longer, and more
    memory."""
    blocks = [block_of(position) for position in range(len(model.keys))]
    for block in blocks:
        runner.hold(block)
    runner.write("linking_pairs", file)
    for block in blocks:
        runner.let_go(block)


def block_of(position: int) -> str:
    """The step of the blocks of the key at that position in the model."""
    return f"linking_blocks_{position}"


def pair_steps(model: Model, *, view: str = "linking_input") -> list[Step]:
    """Steps that end in `linking_pairs`: rid_l < rid_r and `rule`, the position in `model.keys` of the first common key.

    A block grows with the square of its size: blocks larger than the key's cap are left out whole, so the number of pairs is
    at most cap/2 per record and key. Persons and organisations never meet.
    """
    values = " UNION ALL ".join(
        _key_values(key, view, {"rule": str(position), "value": key.value}) for position, key in enumerate(model.keys)
    )
    every = [block_of(position) for position in range(len(model.keys))]
    return [
        step("linking_keys", values, "every key value of every record"),
        *(
            step(
                name,
                _blocks(position, key, view),
                f"records that share a value of the key {key.name}, at least two, and not too many",
            )
            for position, (name, key) in enumerate(zip(every, model.keys, strict=True))
        ),
        step("linking_blocks", " UNION ALL ".join(f"SELECT * FROM {name}" for name in every), "the same of all keys"),
        step(
            "linking_members", "SELECT rule, rids, unnest(rids) AS rid_l FROM linking_blocks", "records in those blocks"
        ),
        step(
            "linking_pairs",
            "SELECT rid_l, rid_r, min(rule) AS rule FROM "
            "(SELECT rule, rid_l, unnest(rids) AS rid_r FROM linking_members) AS p WHERE rid_l < rid_r GROUP BY rid_l, rid_r",
            "pairs to compare, each once",
        ),
    ]


def _blocks(position: int, key: Key, view: str) -> str:
    # Whoever is no organisation is a person: to tell them apart by a yes or no takes less than by a text.
    parts = {f"part_{number}": part for number, part in enumerate(parts_of(key.value))}
    return (
        f"SELECT {position} AS rule, array_agg(rid) AS rids FROM ({_key_values(key, view, parts)}) AS k "
        f"GROUP BY {', '.join(parts)}, kind = {literal(RecordKind.ORGANISATION)} HAVING count(*) BETWEEN 2 AND {key.cap}"
    )


@cache
def parts_of(value: str) -> tuple[str, ...]:
    """What SQL of a key joins by `|`: equal, part by part, where the whole is, as no normalised value has that sign. Engines group by
    the parts in two thirds of the time that they take to group by a text made of them."""
    read = parse_one(value, dialect="duckdb")
    pieces = list(read.flatten()) if isinstance(read, exp.DPipe) else [read]
    parts, signs = pieces[::2], pieces[1::2]
    joined = all(isinstance(sign, exp.Literal) and sign.is_string and sign.name == "|" for sign in signs)
    if len(parts) == len(signs) or not joined:
        return (value,)
    return tuple(part.sql(dialect="duckdb") for part in parts)


def _key_values(key: Key, view: str, columns: dict[str, str]) -> str:
    source = view if key.each is None else f"(SELECT *, unnest({key.each}) AS item FROM {view})"
    when = f" AND ({key.when})" if key.when else ""
    parts = parts_of(key.value)
    # Of a list that holds each member once, a record has one value twice only where two members make it.
    once = "" if key.each is None or (key.each in _EACH_ONCE and "item" in parts) else "DISTINCT "
    told = " AND ".join(f"{part} IS NOT NULL" for part in parts)
    return (
        f"SELECT {once}rid, {', '.join(f'{sql} AS {name}' for name, sql in columns.items())}, kind FROM {source} AS one "
        f"WHERE {told} AND origin = {literal('record')}{when}"
    )
