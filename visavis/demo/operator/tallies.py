"""What blocks tell of themselves, put together: numbers add up, lists stand behind one another."""

from typing import Any

Tally = dict[str, Any]


def add(whole: Tally, part: Tally) -> Tally:
    """`whole` with `part` added to it, in place."""
    for name, value in part.items():
        before = whole.get(name)
        if isinstance(value, dict):
            whole[name] = add(before if before is not None else {}, value)
        else:
            whole[name] = value if before is None else before + value
    return whole
