"""The lists of names and places of the demonstration companies, as tables that can be drawn from."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from visavis.demo.chance import Numbers, Texts, texts


def read_toml(name: str) -> dict[str, Any]:
    """A word list shipped beside this package, e.g. `names.toml`."""
    return tomllib.loads((files("visavis.demo") / "lists" / name).read_text(encoding="utf-8"))


def _plain(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))


_PLAIN = {code: _plain(chr(code)) for code in range(0xC0, 0x250)} | {ord("œ"): "oe", ord("Œ"): "OE", ord("’"): "'"}


def unaccented(word: str) -> str:
    """The word without accents and ligatures."""
    return word if word.isascii() else _unaccented(word)


@lru_cache(maxsize=1 << 16)
def _unaccented(word: str) -> str:
    return word.translate(_PLAIN)


def slug(word: str) -> str:
    """The word as it stands in an address: lower case letters and digits only."""
    return re.sub("[^a-z0-9]", "", unaccented(word).lower())


@dataclass(frozen=True, slots=True)
class Pool:
    """Words and their slugs; `groups` tells where each named group of words begins and ends."""

    words: Texts
    slugs: Texts
    groups: dict[str, tuple[int, int]]


def _pool(lists: dict[str, list[str]]) -> Pool:
    words: list[str] = []
    groups = {}
    for name, members in lists.items():
        groups[name] = (len(words), len(members))
        words += members
    return Pool(texts(words), texts([slug(word) for word in words]), groups)


@cache
def given_names() -> Pool:
    """Given names, in groups by sex and age, French and English."""
    names = read_toml("names.toml")
    kinds = ("women_elder", "men_elder", "women", "men", "english_women", "english_men")
    return _pool({kind: names[kind] for kind in kinds})


@cache
def family_names() -> Pool:
    """Family names: frequent French ones, English ones, and thousands that few bear."""
    names = read_toml("names.toml")
    known = {*names["family"], *names["english_family"]}
    rare = [start + end for start in names["rare_starts"] for end in names["rare_ends"]]
    rare = [name for name in rare if name not in known]
    return _pool({"french": names["family"], "english": names["english_family"], "rare": rare})


@cache
def nicknames() -> dict[str, list[str]]:
    """Short forms by given name."""
    short: dict[str, list[str]] = read_toml("names.toml")["nicknames"]
    return short


@dataclass(frozen=True, slots=True)
class Places:
    """Cities with what goes with them, and the parts of streets."""

    postcodes: Texts
    cities: Texts
    land_line: Numbers
    weights: list[float]
    kinds: Texts
    streets: Texts
    short_kinds: dict[str, list[str]]
    mail_providers: Texts


@cache
def places(region: str = "cities") -> Places:
    """The places where clients live: `cities` all over France, or `west`."""
    lists = read_toml("places.toml")
    postcodes, cities, land_lines, weights = zip(*lists[region], strict=True)
    return Places(
        postcodes=texts(postcodes),
        cities=texts(cities),
        land_line=_numbers(land_lines),
        weights=list(weights),
        kinds=texts(lists["kinds"]),
        streets=texts(lists["streets"]),
        short_kinds=lists["short_kinds"],
        mail_providers=texts(lists["mail_providers"]),
    )


def _numbers(values: tuple[int, ...]) -> Numbers:
    return np.asarray(values, dtype=np.int64)
