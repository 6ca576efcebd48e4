"""Which records are compared: those that share a key, unless too many share it. Portable steps over the normalised input."""

from pathlib import Path

from visavis.engine.linking.weights.model import Key, Model
from visavis.engine.steps import Piece, Runner, Step, literal, step
from visavis.engine.tables import Type

PAIRS = (("rid_l", Type.INTEGER), ("rid_r", Type.INTEGER), ("rule", Type.INTEGER))


def make_pairs(runner: Runner, model: Model, scratch: Path) -> Path:
    """Run `pair_steps` and write `linking_pairs` into `scratch`, whose view reads from there afterwards; where it stands."""
    runner.run(pair_steps(model))
    file = scratch / "linking_pairs.parquet"
    runner.write("linking_pairs", file)
    runner.show("linking_pairs", [Piece((file,), PAIRS)], PAIRS)
    return file


def pair_steps(model: Model, *, view: str = "linking_input") -> list[Step]:
    """Steps that end in `linking_pairs`: rid_l < rid_r and `rule`, the position in `model.keys` of the first common key.

    A block grows with the square of its size: blocks larger than the key's cap are left out whole, so the number of pairs is
    at most cap/2 per record and key. Persons and organisations never meet.
    """
    parts = [_key_values(position, key, view) for position, key in enumerate(model.keys)]
    # One key at a time: what is held in memory is the blocks of one, and no value is compared with those of others.
    blocks = " UNION ALL ".join(
        f"SELECT {position} AS rule, array_agg(rid) AS rids FROM ({part}) AS k GROUP BY value, kind "
        f"HAVING count(*) BETWEEN 2 AND {key.cap}"
        for position, (key, part) in enumerate(zip(model.keys, parts, strict=True))
    )
    return [
        step("linking_keys", " UNION ALL ".join(parts), "every key value of every record"),
        step("linking_blocks", blocks, "the records of each key value that at least two share, and not too many"),
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


def _key_values(position: int, key: Key, view: str) -> str:
    source = view if key.each is None else f"(SELECT *, unnest({key.each}) AS item FROM {view})"
    when = f" AND ({key.when})" if key.when else ""
    # Lists of the input hold each member once, so a record has one value twice only where two members make it.
    once = "" if key.each is None or key.value == "item" or key.value.endswith("|| item") else "DISTINCT "
    return (
        f"SELECT {once}rid, {position} AS rule, {key.value} AS value, kind FROM {source} AS one "
        f"WHERE {key.value} IS NOT NULL AND origin = {literal('record')}{when}"
    )
