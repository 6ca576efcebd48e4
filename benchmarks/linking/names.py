"""Names and places for generated customers: short lists of common ones, and a long tail composed of syllables.

None of the lists is the demonstration's; what is common follows the rank (Zipf), as names do.
"""

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_TEXT = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
_LISTS = {name: words.split() for name, words in re.findall(r"^\[(\w+)\]\n([^\[]+)", _TEXT, re.MULTILINE)}

GIVEN_FR, COMPOUND_FR, GIVEN_EN = (_LISTS[name] for name in ("given_fr", "compound_fr", "given_en"))
FAMILY_FR, FAMILY_EN = _LISTS["family_fr"], _LISTS["family_en"]
TRADES, FORMS, PROVIDERS = (_LISTS[name] for name in ("trades", "forms", "providers"))
SHORT = dict(pair.split("=") for pair in _LISTS["short"])
"""Given names and what friends say instead."""

WAYS_FR = (
    ("rue", "r."),
    ("avenue", "av."),
    ("boulevard", "bd"),
    ("chemin", "ch."),
    ("place", "pl."),
    ("allée", "all."),
    ("impasse", "imp."),
    ("quai", "quai"),
)
WAYS_EN = (("Street", "St"), ("Road", "Rd"), ("Avenue", "Ave"), ("Lane", "Ln"), ("Close", "Cl"), ("Drive", "Dr"))


def composed(number: int, picker: np.random.Generator) -> list[str]:
    """That many distinct names of two or three syllables, in an order that `picker` chose."""
    heads, middles, tails = (_LISTS[name] for name in ("heads", "middles", "tails"))
    short = [head + tail for head in heads for tail in tails]
    long = [head + middle + tail for head in heads for middle in middles for tail in tails]
    return [str(name) for name in picker.permutation(np.array(short + long))[:number]]


def by_rank(names: list[str], exponent: float) -> tuple[list[str], NDArray[np.float64]]:
    """Names, and how probable each is: as its rank to the power of -`exponent`, floats that sum to 1."""
    weights = 1 / np.arange(3, len(names) + 3) ** exponent
    return names, weights / weights.sum()
