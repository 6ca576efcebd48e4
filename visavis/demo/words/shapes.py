"""Shapes of texts: which sentences follow one another, by mood, form and how long-winded the writer is."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from visavis.demo.chance import Numbers
from visavis.demo.words.joining import PLACE
from visavis.demo.words.manners import Reals

FORMS = ("review", "survey", "letter", "chat")
MOODS = ("bad", "good", "mixed", "plain", "ask", "leaving", "use")
TALKS = 8
"""Steps between the briefest and the most long-winded."""

_SELDOM = {"emoji": 0.16, "phone": 0.13, "postscript": 0.12}
_PLACES = {
    "hello": "opening",
    "sign": "closing",
    "name": "name",
    "phone": "phone",
    "postscript": "phone",
    "emoji": "emoji",
}
_PARAGRAPHS = ("ask", "then", "now", "treated", "also", "end")
"""Sentences before which a letter may begin a paragraph."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """Sentences of each shape end to end (`role`, `share`: how often it is said, `place`), and how shapes are drawn.

    `ladder`: (form × mood × talk, shape) cumulated weights, of which the last is 1.
    """

    roles: tuple[str, ...]
    starts: Numbers
    sizes: Numbers
    role: Numbers
    share: Reals
    place: Numbers
    ladder: Reals


@cache
def shapes() -> Shapes:
    """The shapes of shapes.toml, compiled."""
    lists = tomllib.loads((files(__package__) / "shapes.toml").read_text(encoding="utf-8"))
    roles: dict[str, int] = {}
    written: list[tuple[str, bool]] = []
    weights: dict[tuple[int, int], list[tuple[int, float]]] = {}
    for mood_row, mood in enumerate(MOODS):
        for form_row, form in enumerate(FORMS):
            mine = weights.setdefault((form_row, mood_row), [])
            for shape, weight in lists[mood][form].items():
                mine.append((len(written), float(weight)))
                written.append((shape, form == "letter"))
    sentences = [shape.split() for shape, _ in written]
    for shape in sentences:
        for word in shape:
            roles.setdefault(word.rstrip("?"), len(roles))
    flat = [(word, letter) for shape, (_, letter) in zip(sentences, written, strict=True) for word in shape]
    sizes = np.asarray([len(shape) for shape in sentences], dtype=np.int64)
    return Shapes(
        roles=tuple(roles),
        starts=np.cumsum(sizes) - sizes,
        sizes=sizes,
        role=np.asarray([roles[word.rstrip("?")] for word, _ in flat], dtype=np.int64),
        share=np.asarray([_SELDOM.get(word.rstrip("?"), 0.5) if word.endswith("?") else 1.0 for word, _ in flat]),
        place=np.asarray(_places(sentences, [letter for _, letter in written]), dtype=np.int64),
        ladder=_ladders(weights, sentences),
    )


def _places(sentences: list[list[str]], letters: list[bool]) -> list[int]:
    found = []
    for shape, letter in zip(sentences, letters, strict=True):
        for word in shape:
            role = word.rstrip("?")
            found.append(PLACE["paragraph" if letter and role in _PARAGRAPHS else _PLACES.get(role, "sentence")])
    return found


def _ladders(weights: dict[tuple[int, int], list[tuple[int, float]]], sentences: list[list[str]]) -> Reals:
    ladder = np.zeros((len(FORMS) * len(MOODS) * TALKS, len(sentences)))
    for (form, mood), mine in weights.items():
        lengths = {at: sum(role not in ("hello", "sign", "name", "phone?") for role in sentences[at]) for at, _ in mine}
        shortest, longest = min(lengths.values()), max(lengths.values())
        for talk in range(TALKS):
            aim = shortest + (longest - shortest) * (talk / (TALKS - 1)) ** 1.4
            row = (form * len(MOODS) + mood) * TALKS + talk
            for at, weight in mine:
                ladder[row, at] = weight * np.exp(-(((lengths[at] - aim) / 1.5) ** 2) / 2)
    ladder = np.cumsum(ladder, axis=1)
    return ladder / ladder[:, -1:]


def draw_shapes(rng: np.random.Generator, form: Numbers, mood: Numbers, talk: Reals) -> Numbers:
    """A shape per text."""
    known = shapes()
    row = (form * len(MOODS) + mood) * TALKS + np.minimum((talk * TALKS).astype(np.int64), TALKS - 1)
    luck, drawn = rng.random(len(row)), np.empty(len(row), dtype=np.int64)
    for one in np.unique(row).tolist():
        mine = np.flatnonzero(row == one)
        drawn[mine] = np.searchsorted(known.ladder[one], luck[mine], side="right")
    return drawn
