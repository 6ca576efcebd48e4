"""Which records are compared: those that share a key, unless too many share it. Portable steps over the normalised input."""

from visavis.engine.linking.model import Key, Model
from visavis.engine.steps import Step, literal, step


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
    return (
        f"SELECT DISTINCT rid, {position} AS rule, {key.value} AS value, kind FROM {source} AS one "
        f"WHERE {key.value} IS NOT NULL AND origin = {literal('record')}{when}"
    )
