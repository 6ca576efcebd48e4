"""The words of `lists.toml`, read once."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from visavis.demo.chance import Texts, texts


@cache
def read_lists() -> dict[str, Any]:
    """All lists by name."""
    return tomllib.loads((files("visavis.demo.manufacturer") / "lists.toml").read_text(encoding="utf-8"))


@cache
def words(name: str) -> Texts:
    """One list as an array, e.g. `words("trades")`, `words("jobs.buys")`."""
    found: Any = read_lists()
    for part in name.split("."):
        found = found[part]
    return texts(found)
