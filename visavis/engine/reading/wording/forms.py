"""The form of a reply beyond greeting, signature, names and numbers: what canned replies share."""

import hashlib
import re
from collections.abc import Sequence

from visavis.engine.reading.wording.lists import folded

FEWEST_WORDS = 8
"""A shorter reply is no canned one: everybody says “thank you, have a nice day”."""

_GREETING = re.compile(
    r"\s*(?:bonjour|bonsoir|madame|monsieur|mesdames|messieurs|ch[eè]re?s?|hello|hi|hey|dear|good (?:morning|afternoon|evening)|salut)\b"
    r"[^\n.!?]{0,60}?(?:[,!:]|\n|$)",
    re.I,
)
_CLOSING = re.compile(
    r"^\s*(?:(?:bien |tr[eè]s )?(?:cordialement|sinc[eè]rement|respectueusement)|bien à vous|(?:excellente |bonne |belle )(?:journée|soirée|semaine|fin)"
    r"|nous restons à votre|je reste à votre|n.h[ée]sitez pas|veuillez (?:agréer|recevoir)|salutations|(?:kind|best|warm) regards|regards|yours|best wishes|sincerely|have a (?:nice|good))",
    re.I,
)
_DATE = re.compile(
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday|janvier|fevrier|mars|avril|mai|juin"
    r"|juillet|aout|septembre|octobre|novembre|decembre|january|february|march|april|june|july|august|september|october|november|december)\b"
)
_TITLED = re.compile(r"\b(?:m|mme|mlle|mr|mrs|ms|dr|monsieur|madame)\.? +[a-z][\w'’-]*(?: +[A-Z][\w'’-]*)?")
_NUMBER = re.compile(r"[\w+./-]*\d(?:[\w+.,:/-]*\w)?")
_WORD = re.compile(r"[a-z0#]+")


def body_of(text: str) -> str:
    """The own words of a reply without its greeting and its closing lines."""
    body = text.strip()
    for _ in range(2):  # “Bonjour,” then “Madame Morel,”
        found = _GREETING.match(body)
        if found is None or found.end() >= len(body):
            break
        body = body[found.end() :].lstrip()
    lines = body.split("\n")
    while len(lines) > 1 and (not lines[-1].strip() or _CLOSING.match(lines[-1]) or len(lines[-1].split()) <= 3):
        lines.pop()
    return "\n".join(lines).strip()


def form_of_words(words: Sequence[str]) -> str:
    """The MD5 of what a canned reply keeps from one client to the next, `words_of` it; "" for too few to tell."""
    return (
        hashlib.md5(" ".join(words).encode(), usedforsecurity=False).hexdigest() if len(words) >= FEWEST_WORDS else ""
    )


def words_of(text: str) -> list[str]:
    """The words of the body as they are compared: folded, numbers and days as #."""
    return _WORD.findall(_DATE.sub("#", _NUMBER.sub("#", _TITLED.sub("#", folded(body_of(text))))))


def opening_of(text: str, most: int = 120) -> str:
    """How the body begins: its first sentence, numbers as …; "" where that is longer than `most` characters."""
    body = " ".join(body_of(text).split())
    first = re.split(r"(?<=[.!?…])\s", body, maxsplit=1)[0]
    return without_numbers(first) if len(first) <= most else ""


def without_numbers(sentence: str) -> str:
    """The sentence with … in place of each number: what is left is the same for all whom it was written to."""
    return _NUMBER.sub("…", sentence).replace("….", "…")
