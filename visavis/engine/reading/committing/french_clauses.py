"""What stands around a verb in a French clause: where it begins, its pronouns, whether it is ours or denied."""

import re
from collections.abc import Sequence

from visavis.engine.reading.committing.french_words import NEGATION, SKIPPED, STILL


def clause_start(words: Sequence[tuple[str, int]], place: int) -> int:
    """Where the clause of the word at `place` begins in the sentence."""
    for at in range(place - 1, -1, -1):
        word, start = words[at]
        at_subject = word == "et" and words[at + 1][0] in ("je", "j'", "nous", "on", "notre", "nos", "un", "une", "le", "la", "l'", "les", "vous", "elle", "il")  # fmt: skip
        if at_subject or word in (",", ";", ":", ".", "!", "(", ")", "mais", "car", "donc", "que", "qu'"):
            return start + len(word)
    return 0


def pronouns_before(words: Sequence[tuple[str, int]], place: int) -> set[str]:
    """The pronouns right before the word at `place`."""
    found = set()
    for word, _ in reversed(words[max(0, place - 3) : place]):
        if word not in SKIPPED:
            break
        found.add(word)
    return found


def is_ours(words: Sequence[tuple[str, int]], place: int) -> bool:
    """Whether the subject is `je`, `nous` or `on`, right before the verb but for pronouns."""
    for word, _ in reversed(words[max(0, place - 4) : place]):
        if word in ("je", "j'", "on", "nous"):
            return True
        if word not in SKIPPED and word not in ("n'", "ne"):
            return False
    return False


def is_elliptic(words: Sequence[tuple[str, int]], place: int) -> bool:
    """Whether nothing but pronouns stands before the word at `place`."""
    return place == 0 or all(word in SKIPPED for word, _ in words[:place])


def is_negated(bare: str, start: int, end: int) -> bool:
    """Whether what stands from `start` to `end` is denied."""
    near = bare[max(0, start - 3) : end]
    if STILL.search(near):
        return False
    found = NEGATION.search(near)
    return bool(found and found.start() <= len(near) - 4 and not re.search(r"ne .{0,20}\bque\b", found[0]))
