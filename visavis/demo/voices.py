"""Put what happened to a client into words: French or English, in several registers, with the truth beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts
from visavis.demo.disagreements import mistyped
from visavis.demo.names import places, read_toml, unaccented
from visavis.demo.plan import PRODUCTS, PRODUCTS_EN


@dataclass(frozen=True, slots=True)
class Situation:
    """What a client speaks of: the planted sentiment (none where it is only a question) and theme (none where it may be any)."""

    name: str
    sentiment: str | None
    theme: str | None


SITUATIONS = (
    Situation("on-time", "positive", "delivery"), Situation("late", "negative", "delivery"),
    Situation("late-mended", "mixed", "delivery"), Situation("lost", "negative", "delivery"),
    Situation("incomplete", "negative", "delivery"), Situation("quality-good", "positive", "quality"),
    Situation("quality-bad", "negative", "quality"), Situation("price-bad", "negative", "price"),
    Situation("price-good", "positive", "price"), Situation("website-bad", "negative", "website"),
    Situation("website-good", "positive", "website"), Situation("neutral", "neutral", "other"),
    Situation("reception-good", "positive", "reception"), Situation("reception-bad", "negative", "reception"),
    Situation("waiting-bad", "negative", "waiting"), Situation("waiting-good", "positive", "waiting"),
    Situation("competence-good", "positive", "competence"), Situation("competence-bad", "negative", "competence"),
    Situation("follow-up-bad", "negative", "follow-up"), Situation("follow-up-good", "positive", "follow-up"),
    Situation("refund-bad", "negative", "refund"), Situation("refund-good", "positive", "refund"),
    Situation("information-bad", "negative", "information"), Situation("information-good", "positive", "information"),
    Situation("ask-where", None, "delivery"), Situation("ask-broken", None, "quality"),
    Situation("ask-refund", None, "refund"), Situation("ask-invoice", None, "price"),
    Situation("ask-information", None, None), Situation("ask-site", None, "website"),
)  # fmt: skip
AT = {situation.name: row for row, situation in enumerate(SITUATIONS)}
"""Row of each situation by its name."""


def situations(*names: str) -> Numbers:
    """Rows of the situations of those names."""
    return np.asarray([AT[name] for name in names], dtype=np.int64)


@cache
def _sayings(language: str) -> tuple[list[list[str]], dict[str, list[str]], list[str], list[str]]:
    """Core sentences by situation, tails by mood, heads and replies, of one language."""
    lists = read_toml(f"../company/voices/{language}.toml")
    cores = [lists[situation.name]["core"] for situation in SITUATIONS]
    tails = {mood: lists["tails"][mood]["core"] for mood in ("good", "bad", "plain")}
    return cores, tails, lists["heads"]["core"], lists["replies"]["core"]


_MOODS = {"positive": "good", "negative": "bad", "mixed": "plain", "neutral": "plain", None: "plain"}


@dataclass(frozen=True, slots=True)
class Lived:
    """What the words are about, one row per text."""

    situation: Numbers
    english: Flags
    product: Numbers
    late_days: Numbers
    city: Numbers


def say(rng: np.random.Generator, lived: Lived, *, letter: bool) -> Texts:
    """One text per row; `letter` opens and closes them as messages to a company are."""
    n = len(lived.situation)
    luck = rng.integers(1 << 30, size=(5, n))
    cities = places().cities
    said = np.empty(n, dtype=object)
    said[:] = [
        _one(SITUATIONS[at], at, english, _filled(product, days, cities[city], english), letter, draw)
        for at, english, product, days, city, draw in zip(
            lived.situation.tolist(), lived.english.tolist(), lived.product.tolist(), lived.late_days.tolist(),
            lived.city.tolist(), luck.T.tolist(), strict=True,
        )
    ]  # fmt: skip
    return said


def _filled(product: int, days: int, city: str, english: bool) -> dict[str, str]:
    return {"{produit}": (PRODUCTS_EN if english else PRODUCTS)[product], "{jours}": str(max(2, days)), "{ville}": city}


def _one(situation: Situation, at: int, english: bool, facts: dict[str, str], letter: bool, luck: Sequence[int]) -> str:
    cores, tails, heads, _ = _sayings("en" if english else "fr")
    pool = cores[at]
    first = luck[0] % len(pool)
    parts = [pool[first]]
    if len(pool) > 3 and luck[1] % 10 < 3:
        parts.append(pool[(first + 1 + luck[1] // 10 % (len(pool) - 1)) % len(pool)])
    if luck[2] % 10 < (6 if letter else 3):
        mood = "plain" if letter else _MOODS[situation.sentiment]
        parts.append(tails[mood][luck[2] // 10 % len(tails[mood])])
    if letter and luck[3] % 10 < 7:
        parts.insert(0, heads[luck[3] // 10 % len(heads)])
    return _in_register(" ".join(_sentence(part, facts) for part in parts), luck[4])


def _sentence(part: str, facts: dict[str, str]) -> str:
    if "{" in part:
        for slot, value in facts.items():
            part = part.replace(slot, value)
    return part[0].upper() + part[1:]


_SHORT = {
    "vous ": "vs ", "toujours": "tjs", "beaucoup": "bcp", "rendez-vous": "rdv", "s'il vous plaît": "svp", "pour ": "pr ",
    "jours": "j", "quand": "qd", "c'est": "c", "you ": "u ", "please": "pls", "because": "cos", "thanks": "thx",
}  # fmt: skip


def _in_register(text: str, luck: int) -> str:
    """As written in a hurry by some: a phone's abbreviations, no accents, capitals, a slip of the fingers."""
    manner, luck = luck % 100, luck // 100
    if manner < 7:
        text = text.lower()
        for long, short in _SHORT.items():
            text = text.replace(long, short)
        return text.rstrip(".")
    if manner < 14:
        return unaccented(text)
    if manner < 17:
        return text.upper()
    if manner < 24:
        words = text.split(" ")
        at = luck % len(words)
        words[at] = mistyped(words[at], luck // 64)
        return " ".join(words)
    return text


def reply(rng: np.random.Generator, english: Flags) -> Texts:
    """What the company answers."""
    luck = rng.integers(1 << 20, size=len(english)).tolist()
    said = np.empty(len(english), dtype=object)
    pools = [_sayings(language)[3] for language in ("fr", "en")]
    said[:] = [pools[foreign][draw % len(pools[foreign])] for foreign, draw in zip(english.tolist(), luck, strict=True)]
    return said
