"""Puts what clients lived into words: reviews, answers to surveys, letters and chats, each writer in a manner of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts
from visavis.demo.disagreements import mistyped
from visavis.demo.words.book import book
from visavis.demo.words.composing import Plan, compose, way_of
from visavis.demo.words.hands import HANDS
from visavis.demo.words.lists import COMPANIES
from visavis.demo.words.manners import TONE, TONES, manners_of
from visavis.demo.words.shapes import FORMS, MOODS, draw_shapes, shapes
from visavis.demo.words.situations import SITUATIONS

CHUNK = 16384
"""Texts composed at once: what they take stays in the processor's cache."""
_TYPING = {
    "careful": 0.02,
    "straight": 0.08,
    "tight": 0.1,
    "bare": 0.14,
    "phone": 0.1,
    "spoken": 0.12,
    "misspelt": 0.15,
}
_TYPOS = np.asarray([_TYPING.get(name, 0.05) for name in HANDS])


@dataclass(frozen=True, slots=True)
class Lived:
    """What the words are about, one row per text. Facts are columns in the text's own language, "" where not known.

    `woman`: who writes (by default as chance has it) · `luck`: a number below 2**48 that stays a person's own, so that
    they write alike each time (by default one per text) · `company`: whose clients they are.
    """

    situation: Numbers
    english: Flags
    facts: Mapping[str, Texts] = field(default_factory=dict)
    woman: Flags | None = None
    luck: Numbers | None = None
    company: str | None = None


_MOOD = np.asarray([MOODS.index(situation.mood) for situation in SITUATIONS], dtype=np.int64)
_WELL = np.asarray(
    [{"good": 0, "use": 0, "ask": 2, "plain": 2}.get(situation.mood, 1) for situation in SITUATIONS], dtype=np.int64
)
_AT_WORK = np.asarray([situation.company == "manufacturer" for situation in SITUATIONS])


def say(rng: np.random.Generator, lived: Lived, *, form: str = "review") -> Texts:
    """One text per row, in that form: review, survey, letter (the body of a mail) or chat.

    Raises:
        ValueError: a form or company that is not known.
    """
    n = len(lived.situation)
    company = lived.company or ("manufacturer" if bool(_AT_WORK[lived.situation].any()) else "operator")
    if form not in FORMS or company not in COMPANIES:
        raise ValueError(f"{form!r} is not one of {FORMS}, or {company!r} not one of {COMPANIES}")
    woman = lived.woman if lived.woman is not None else rng.random(n) < 0.5
    luck = lived.luck if lived.luck is not None else rng.integers(1 << 48, size=n)
    said = np.empty(n, dtype=object)
    for start in range(0, n, CHUNK):
        part = slice(start, start + CHUNK)
        english = lived.english[part]
        for foreign in (False, True):
            rows = start + np.flatnonzero(english == foreign)
            if len(rows):
                facts = {name: column[rows] for name, column in lived.facts.items()}
                said[rows] = _said(rng, foreign, lived.situation[rows], facts, woman[rows], luck[rows], form, company)
    return said


def _said(
    rng: np.random.Generator,
    english: bool,
    situation: Numbers,
    facts: Mapping[str, Texts],
    woman: Flags,
    luck: Numbers,
    form: str,
    company: str,
) -> Texts:
    n = len(situation)
    work = np.full(n, company == "manufacturer")
    manners = manners_of(luck, _WELL[situation], work)
    shape = draw_shapes(rng, np.full(n, FORMS.index(form), dtype=np.int64), _MOOD[situation], manners.talk)
    known = shapes()
    sizes = known.sizes[shape]
    row = np.repeat(np.arange(n), sizes)
    within = np.arange(len(row)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    at = np.repeat(known.starts[shape], sizes) + within
    pool = _pools(english, company)[situation[row], known.role[at], manners.tone[row]]
    spoken = (rng.random(len(row)) < known.share[at]) & (pool >= 0)
    tone = manners.tone
    formal = (tone == TONE["formal"]) | (tone == TONE["business"])
    plan = Plan(
        row=row[spoken], pool=pool[spoken], place=known.place[at][spoken], hand=manners.hand,
        way=way_of(manners.hand, tone == TONE["angry"], formal), woman=woman,
    )  # fmt: skip
    said = compose(rng, book(english), plan, facts)
    silent = np.flatnonzero(said == "")
    if len(silent):
        told = _pools(english, company)[situation[silent], known.roles.index("told"), tone[silent]]
        none = np.zeros(len(silent), dtype=np.int64)
        short = Plan(np.arange(len(silent)), told, none, manners.hand[silent], plan.way[silent], woman[silent])
        said[silent] = compose(rng, book(english), short, {name: column[silent] for name, column in facts.items()})
    return _slipped(rng, said, manners.hand)


_INSTEAD = {"short": "told", "badly": "told"}
"""What is said where a situation knows no such sentence."""


@cache
def _pools(english: bool, company: str) -> Numbers:
    """The pool by (situation, role, tone); -1 where such a sentence is not said."""
    known, roles = book(english).pool_at, shapes().roles
    table = np.full((len(SITUATIONS), len(roles), len(TONES)), -1, dtype=np.int64)
    for row, situation in enumerate(SITUATIONS):
        for column, role in enumerate(roles):
            for tone, name in enumerate(TONES):
                table[row, column, tone] = next(
                    (
                        known[company, subject, one, name]
                        for one in (role, _INSTEAD.get(role, ""))
                        for subject in (situation.name, situation.mood, "all")
                        if (company, subject, one, name) in known
                    ),
                    -1,
                )
    return table


def _slipped(rng: np.random.Generator, said: Texts, hand: Numbers) -> Texts:
    """The same, with a slip of the fingers in some."""
    rows = np.flatnonzero(rng.random(len(said)) < _TYPOS[hand])
    for row, luck in zip(rows.tolist(), rng.integers(1 << 30, size=len(rows)).tolist(), strict=True):
        words = said[row].split(" ")
        at = luck % len(words)
        if words[at].isalpha() and words[at][0].islower():
            words[at] = mistyped(words[at], luck // 64)
            said[row] = " ".join(words)
    return said
