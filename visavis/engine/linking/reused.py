"""Records that say somebody else entirely than they did: a source that gives a key again, to another person. Portable steps."""

from functools import cache

from visavis.engine.steps import Step, step

NAMED = 5
"""Records that are named as examples."""


@cache
def reused_steps() -> list[Step]:
    """Steps over `former_input` and `linking_input` (engine/linking/comparable/normalise.py) that end in `reused` (source, key).

    A key was given again where the record bore a given and a family name, bears two quite others, and keeps no address, number
    or birth date. Who marries, moves, or had a typing error put right is still the same.
    """
    names = " AND ".join(f"{side}.{name} IS NOT NULL" for side in ("f", "n") for name in ("given", "family"))
    same = " OR ".join(
        f"coalesce({each}, FALSE)"
        for each in (
            "list_has_any(f.circle, n.circle)",
            "f.family = n.family",
            "f.other_family = n.family",
            "f.family = n.other_family",
            "f.given = n.family",
            "f.family = n.given",
            "f.birth_date = n.birth_date",
            "list_has_any(f.emails, n.emails)",
            "list_has_any(f.phones, n.phones)",
            "jaro_winkler_similarity(f.given, n.given) >= 0.9",
            "jaro_winkler_similarity(f.family, n.family) >= 0.9",
        )
    )
    return [
        step(
            "reused",
            "SELECT n.source, n.key FROM former_input AS f JOIN linking_input AS n ON f.source = n.source AND f.key = n.key "
            f"WHERE f.origin = 'record' AND n.origin = 'record' AND {names} AND NOT ({same})",
            "records that now describe somebody else",
        )
    ]
