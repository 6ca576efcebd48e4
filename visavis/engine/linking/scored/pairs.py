"""Which records are compared: those that share a key, unless too many share it. Portable steps over the normalised input."""

from pathlib import Path

from visavis.engine.linking.weights.model import Key, Model
from visavis.engine.steps import Piece, Runner, Step, literal, step
from visavis.engine.tables import Type

_KEPT = (("rid", Type.INTEGER), ("rule", Type.INTEGER), ("value", Type.TEXT), ("kind", Type.TEXT))
PAIRS = (("rid_l", Type.INTEGER), ("rid_r", Type.INTEGER), ("rule", Type.INTEGER))


def make_pairs(runner: Runner, model: Model, scratch: Path) -> Path:
    """Run `pair_steps` and write `linking_pairs` into `scratch`, each step that several read computed once; where it stands.

    The views `linking_keys`, `linking_members` and `linking_pairs` read from those files afterwards.
    """
    columns = {"linking_keys": _KEPT, "linking_members": _KEPT, "linking_pairs": PAIRS}
    for each in pair_steps(model):
        runner.run([each])
        if each.name in columns:
            file = scratch / f"{each.name}.parquet"
            runner.write(each.name, file)
            runner.show(each.name, [Piece((file,), columns[each.name])], columns[each.name])
    return scratch / "linking_pairs.parquet"


def pair_steps(model: Model, *, view: str = "linking_input") -> list[Step]:
    """Steps that end in `linking_pairs`: rid_l < rid_r and `rule`, the position in `model.keys` of the first common key.

    A block grows with the square of its size: blocks larger than the key's cap are left out whole, so the number of pairs is
    at most cap/2 per record and key. Persons and organisations never meet.
    """
    parts = [_key_values(position, key, view) for position, key in enumerate(model.keys)]
    caps = " ".join(f"WHEN {position} THEN {key.cap}" for position, key in enumerate(model.keys))
    return [
        step("linking_keys", " UNION ALL ".join(parts), "every key value of every record"),
        step(
            "linking_blocks",
            f"SELECT rule, value, kind FROM linking_keys GROUP BY rule, value, kind "
            f"HAVING count(*) BETWEEN 2 AND CASE rule {caps} END",
            "key values that at least two records share, and not too many",
        ),
        step(
            "linking_members",
            "SELECT k.rid, k.rule, k.value, k.kind FROM linking_keys AS k "
            "JOIN linking_blocks AS b ON k.rule = b.rule AND k.value = b.value AND k.kind = b.kind",
            "records in those blocks",
        ),
        step(
            "linking_pairs",
            "SELECT l.rid AS rid_l, r.rid AS rid_r, min(l.rule) AS rule FROM linking_members AS l "
            "JOIN linking_members AS r ON l.rule = r.rule AND l.value = r.value AND l.kind = r.kind AND l.rid < r.rid "
            "GROUP BY l.rid, r.rid",
            "pairs to compare, each once",
        ),
    ]


def _key_values(position: int, key: Key, view: str) -> str:
    source = view if key.each is None else f"(SELECT *, unnest({key.each}) AS item FROM {view})"
    when = f" AND ({key.when})" if key.when else ""
    # Only a list can hold one value twice.
    once = "" if key.each is None else "DISTINCT "
    return (
        f"SELECT {once}rid, {position} AS rule, {key.value} AS value, kind FROM {source} AS one "
        f"WHERE {key.value} IS NOT NULL AND origin = {literal('record')}{when}"
    )
