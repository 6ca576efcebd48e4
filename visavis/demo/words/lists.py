"""Reads the word lists: for each company, situation (or mood), role and tone, the fragments to draw from."""

import math
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from visavis.demo.words.manners import TONES
from visavis.demo.words.situations import SITUATIONS

Pool = tuple[str, str, str, str]
"""Company, situation or subject, role, tone."""

COMPANIES = ("operator", "manufacturer")
_OWN = 0.5
"""Share of the fragments drawn that are a tone's own, where a role has some; more for those that tell at once."""
_TELLING = {"formal": 0.7, "foreign": 0.75, "angry": 0.6, "business": 0.6}
_SHARED = ("felt", "ask", "end")
"""Roles of which a situation's own fragments stand beside those of its mood; in others they stand instead of them."""
_MOST = 5
"""How many times at most one fragment stands in a pool."""

Lists = Mapping[str, Mapping[str, Any]]


def read_pools(language: str) -> dict[Pool, list[str]]:
    """Every pool of a language. A fragment stands in a pool as many times as it weighs.

    Raises:
        ValueError: a tone that is not known.
    """
    found: dict[Pool, list[str]] = {}
    shared = _read(language, "common") + _read(language, "answers")
    for company in COMPANIES:
        joined = _joined([*shared, *_read(language, company)])
        _lean_on_moods(joined)
        for name, roles in joined.items():
            for role, tones in roles.items():
                for tone in TONES:
                    members = _members(tones, tone)
                    if members:
                        found[company, name, role, tone] = members
    return found


def _read(language: str, name: str) -> list[Lists]:
    folder = files(__package__) / language
    whole = sorted(
        (file for file in folder.iterdir() if file.name.startswith(name) and file.name.endswith(".toml")),
        key=lambda file: file.name,
    )
    return [tomllib.loads(file.read_text(encoding="utf-8")) for file in whole]


def _joined(lists: list[Lists]) -> dict[str, dict[str, dict[str, list[str]]]]:
    joined: dict[str, dict[str, dict[str, list[str]]]] = {}
    for one in lists:
        for name, roles in one.items():
            for role, tones in roles.items():
                into = joined.setdefault(name, {}).setdefault(role, {})
                for key, members in ({"any": tones} if isinstance(tones, list) else tones).items():
                    into.setdefault(key, []).extend(members)
    return joined


def _lean_on_moods(joined: dict[str, dict[str, dict[str, list[str]]]]) -> None:
    """Roles that are said alike in many situations take the fragments of the mood as well."""
    for situation in SITUATIONS:
        for role, tones in joined.get(situation.name, {}).items():
            if role in _SHARED:
                for key, members in joined.get(situation.mood, {}).get(role, {}).items():
                    tones[key] = [*tones.get(key, []), *members]


def _members(tones: Mapping[str, list[str]], tone: str) -> list[str]:
    anybody = [one for key in tones if _is_general(key, tone) for one in tones[key]]
    own = [one for key in tones if tone in _named(key) and not key.startswith("not ") for one in tones[key]]
    if not own:
        return anybody
    share = _TELLING.get(tone, _OWN)
    times = math.ceil(share / (1 - share) * len(anybody) / len(own)) if anybody else 1
    return anybody + own * min(times, _MOST)


def _is_general(key: str, tone: str) -> bool:
    return key == "any" or (key.startswith("not ") and tone not in _named(key))


def _named(key: str) -> Iterator[str]:
    if key != "any":
        for name in key.removeprefix("not ").split():
            if name not in TONES:
                raise ValueError(f"{name} is no tone")
            yield name
