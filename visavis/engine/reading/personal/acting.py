"""Names that no list holds, told by what stands beside them: a role before, an act behind that people alone do, a family name."""

from functools import cache

from visavis.engine.reading.personal.tokens import Token
from visavis.engine.reading.personal.words import family, phrases_of, words_of

_LONGEST_ACT = 4
_ADVERBS = frozenset(
    ("so", "very", "really", "extremely", "absolutely", "always", "quite", "just", "even", "also", "such", "super")
)
_PLACES = 6
"""Words between a name and the team or shop that it is of."""


@cache
def _acts() -> frozenset[str]:
    return frozenset(phrases_of("acts_of_people"))


def acts(words: list[Token], end: int) -> bool:
    """Whether the words from `end` on tell what people alone do or are: `told me`, `was very patient`, `hung up`."""
    if end >= len(words) or words[end].gap != " ":
        return False
    its: list[str] = []
    for place in range(end, min(end + _LONGEST_ACT + 2, len(words))):
        if place > end and words[place].gap not in (" ", "'", "-"):
            break
        if words[place].bare not in _ADVERBS:
            its.append(words[place].bare)
    return any(" ".join(its[:size]) in _acts() for size in range(1, _LONGEST_ACT + 1))


def works_there(words: list[Token], end: int) -> bool:
    """Whether what follows tells where somebody works: `from your complaints team`, `in the Croydon shop`."""
    if end + 1 >= len(words) or words[end].gap != " " or words[end].bare not in ("from", "in", "at", "on"):
        return False
    for place in range(end + 1, min(end + 1 + _PLACES, len(words))):
        if words[place].gap not in (" ", "'", "-"):
            return False
        if words[place].bare in words_of("where_people_work"):
            return True
    return False


def has_role(words: list[Token], place: int, end: int) -> bool:
    """Whether a role stands before: `your driver Kwame`, `the nurse, Chiamaka,`, `the fitter (Darren)`."""
    if place == 0 or words[place - 1].bare not in words_of("before_roles"):
        return False
    gap = words[place].gap
    if gap == " ":
        return not words[place - 1].big or words[place - 1].opens
    behind = words[end].gap if end < len(words) else ""
    if gap == " (":
        return behind.startswith(")") or end == len(words)
    return gap == ", " and (
        end == len(words) or behind[:1] in (",", ".", "!", ")", ";") or words[end].bare in ("who", "qui")
    )


def before_family(words: list[Token], place: int) -> bool:
    """Whether a family name follows that tells a person behind another name: `Xiuying Zhao`."""
    if place + 1 >= len(words):
        return False
    after = words[place + 1]
    parts = {after.bare, *(after.bare.split() if "-" in after.text else ())}
    return (
        after.gap == " " and after.big and not after.stop and not parts.isdisjoint(words_of("family_beside") | family())
    )
