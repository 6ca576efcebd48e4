"""What the company answers: mails and ticket answers, with the commitments they make, or none."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts
from visavis.demo.words.book import book
from visavis.demo.words.composing import Plan, compose
from visavis.demo.words.due import due_phrase
from visavis.demo.words.hands import NUMBER
from visavis.demo.words.joining import PLACE, WAY
from visavis.demo.words.manners import TONE
from visavis.demo.words.saying import CHUNK
from visavis.demo.words.situations import SITUATIONS

KINDS = ("none", "firm", "vague", "conditional", "soft")
"""firm: a day is named · vague: soon · conditional: once the client has done something · soft: one will try."""
ACTS = ("call", "send", "repair", "refund", "visit", "check", "answer", "deliver", "correct", "quote")
KIND: dict[str, int] = {name: row for row, name in enumerate(KINDS)}
ACT: dict[str, int] = {name: row for row, name in enumerate(ACTS)}
CANNED = 0.24
"""Share of the answers that promise nothing, or nothing but soon, which are sent as they stand in a list."""
_LONG_AFTER = 30
"""Days between the day of sending and the day named where the former is not known: dates are said then, and no weekdays."""
_BRIEF = 0.25
"""Share of the answers with a commitment that explain nothing."""


@dataclass(frozen=True, slots=True)
class Commitments:
    """One row per answer: `kind` of KINDS, `act` of ACTS, the day it is `due` (NEVER where none is named) and the day it
    is `sent`, from which words such as « demain » count (without it, dates are named)."""

    kind: Numbers
    act: Numbers
    due: Numbers
    sent: Numbers | None = None


_AGENTS = ("formal", "business", "plain", "warm", "curt")
_SHARES = np.cumsum([0.27, 0.2, 0.3, 0.15, 0.08])
_SHAPES: dict[str, tuple[str, ...]] = {
    "bad": (
        "hello thank sorry explain commit close sign", "hello sorry explain commit sign", "hello sorry explain commit close sign",
        "hello explain commit close sign", "hello thank explain commit sign",
    ),
    "good": ("hello thank explain commit sign", "hello explain commit close sign", "hello explain commit sign"),
    "ask": (
        "hello thank explain commit close sign", "hello explain commit sign", "hello thank explain commit sign",
        "hello explain commit close sign",
    ),
}  # fmt: skip
_ROLES = ("hello", "thank", "sorry", "explain", "commit", "close", "sign", "whole")
_SHAPE_OF = {"mixed": "bad", "leaving": "bad", "use": "good", "plain": "ask"}
_PLACES = {"hello": "opening", "commit": "paragraph", "close": "paragraph", "sign": "closing", "whole": "phone"}


def answer(
    rng: np.random.Generator,
    situation: Numbers,
    english: Flags,
    facts: Mapping[str, Texts],
    commitment: Commitments | None = None,
    *,
    company: str = "operator",
) -> Texts:
    """One answer per row, without the signature of who sends it. Without `commitment`, none is made."""
    n = len(situation)
    made = commitment or Commitments(*(np.zeros(n, dtype=np.int64) for _ in range(3)))
    kind, act = made.kind, made.act
    due = np.full(n, "", dtype=object)
    firm = np.flatnonzero(kind == KIND["firm"])
    by = made.due[firm]
    due[firm] = due_phrase(rng, english[firm], by - _LONG_AFTER if made.sent is None else made.sent[firm], by)
    columns = {**facts, "due": due}
    said = np.empty(n, dtype=object)
    for start in range(0, n, CHUNK):
        for foreign in (False, True):
            rows = start + np.flatnonzero(english[start : start + CHUNK] == foreign)
            if len(rows):
                mine = {name: column[rows] for name, column in columns.items()}
                said[rows] = _answers(rng, foreign, situation[rows], mine, kind[rows], act[rows], company)
    return said


def _answers(
    rng: np.random.Generator,
    english: bool,
    situation: Numbers,
    facts: Mapping[str, Texts],
    kind: Numbers,
    act: Numbers,
    company: str,
) -> Texts:
    n = len(situation)
    tone = np.asarray([TONE[name] for name in _AGENTS])[np.searchsorted(_SHARES, rng.random(n), side="right")]
    table = _table()
    canned = (rng.random(n) < CANNED) & ((kind == KIND["none"]) | (kind == KIND["vague"]))
    mood = _MOOD[situation]
    shape = np.where(
        canned, len(table.sizes) - 1, table.first[mood] + (rng.random(n) * table.count[mood]).astype(np.int64)
    )
    sizes = table.sizes[shape]
    row = np.repeat(np.arange(n), sizes)
    at = np.repeat(table.starts[shape], sizes) + np.arange(len(row)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    role = table.role[at]
    explained, committed, others = _pools(english, company)
    pool = np.where(
        role == _ROLES.index("commit"),
        committed[kind[row], act[row], tone[row]],
        np.where(role == _ROLES.index("explain"), explained[situation[row], tone[row]], others[role, tone[row]]),
    )
    pool = np.where(canned[row], _canned(english, company, kind)[row], pool)
    silent = (
        (role == _ROLES.index("explain")) & (kind != KIND["none"])[row] & (rng.random(n) < _BRIEF)[row] & ~canned[row]
    )
    said = (pool >= 0) & ~silent
    plan = Plan(
        row=row[said], pool=pool[said], place=table.place[at][said],
        hand=np.where(rng.random(n) < 0.5, NUMBER["careful"], NUMBER["straight"]),
        way=np.full(n, WAY["careful"], dtype=np.int64), woman=rng.random(n) < 0.6,
    )  # fmt: skip
    return compose(rng, book(english), plan, facts)


_MOODS = tuple(_SHAPES)
_MOOD = np.asarray([_MOODS.index(_SHAPE_OF.get(situation.mood, situation.mood)) for situation in SITUATIONS])


@dataclass(frozen=True, slots=True)
class _Table:
    first: Numbers
    count: Numbers
    starts: Numbers
    sizes: Numbers
    role: Numbers
    place: Numbers


@cache
def _table() -> _Table:
    """The shapes of answers end to end; the last one is that of an answer sent as it stands."""
    counts = [len(_SHAPES[mood]) for mood in _MOODS]
    written = [shape.split() for mood in _MOODS for shape in _SHAPES[mood]] + [["whole"]]
    sizes = [len(shape) for shape in written]
    places = []
    for shape in written:
        for role in shape:
            places.append(PLACE[_PLACES.get(role, "sentence")])
    return _Table(
        first=np.cumsum(counts) - counts,
        count=np.asarray(counts),
        starts=np.cumsum(sizes) - sizes,
        sizes=np.asarray(sizes),
        role=np.asarray([_ROLES.index(role) for shape in written for role in shape], dtype=np.int64),
        place=np.asarray(places),
    )


def _found(known: Mapping[tuple[str, str, str, str], int], company: str, role: str, tone: str, *subjects: str) -> int:
    for subject in subjects:
        found = known.get((company, subject, role, tone))
        if found is not None:
            return found
    return -1


@cache
def _pools(english: bool, company: str) -> tuple[Numbers, Numbers, Numbers]:
    """Pools of explanations by (situation, tone), of commitments by (kind, act, tone), of the others by (role, tone)."""
    known, tones = book(english).pool_at, tuple(TONE)
    explained = [
        [_found(known, company, "explain", tone, one.name, f"answer-{one.mood}", "answer") for tone in tones]
        for one in SITUATIONS
    ]
    committed = [
        [[_found(known, company, "commit", tone, f"{kind}-{act}", kind) for tone in tones] for act in ACTS]
        for kind in KINDS
    ]
    others = [[_found(known, company, role, tone, "answer") for tone in tones] for role in _ROLES]
    return np.asarray(explained), np.asarray(committed), np.asarray(others)


def _canned(english: bool, company: str, kind: Numbers) -> Numbers:
    """The pool of answers sent as they stand, by the kind of commitment they make."""
    known = book(english).pool_at
    return np.asarray([_found(known, company, "whole", "plain", f"canned-{name}") for name in KINDS], dtype=np.int64)[
        kind
    ]
