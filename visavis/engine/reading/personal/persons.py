"""Names of persons by rules: titles, greetings, introductions, signatures, given names, and the names that the home knows."""

import re
from collections.abc import Collection, Iterator
from functools import cache

from visavis.engine.linking.comparable.text import words as linking_words
from visavis.engine.reading.personal.acting import acts, before_family, has_role, works_there
from visavis.engine.reading.personal.cues import CLOSING, LONGEST_CUE, before_names
from visavis.engine.reading.personal.spans import Kind, Span
from visavis.engine.reading.personal.tokens import Token, Tokens
from visavis.engine.reading.personal.words import bare, phrases_of, words_of

_SAINTS = frozenset(("saint", "sainte", "st", "ste", "san", "santa"))
_MANY = 4
"""Words of the longest name."""


def persons(found: Tokens, known: Collection[str] = ()) -> Iterator[Span]:
    """Spans of persons in the words `found`; `known` are bare names of people (of one word or several)."""
    taken = places_of_brands(found)
    words = found.words
    place = 0
    while place < len(words):
        end = 0 if place in taken else _name_at(found, place, known)
        end = min([end, *(each for each in taken if each >= place)]) if end else 0
        if end > place:
            begin = _before(words, place)
            yield _span(found.text, words, begin, end)
            if other := _beside(words, end, taken):
                yield _span(found.text, words, end + (words[end].bare == "and"), other)
            place = max(end, other)
        else:
            place += 1
    yield from _signatures(found, taken)


def _beside(words: list[Token], end: int, taken: set[int]) -> int:
    """The place behind a name that no list holds and `and` joins with the one before `end`; 0 where none is."""
    joined = end < len(words) and words[end].gap in (" & ", " + ")
    place = end if joined else end + 1
    if place >= len(words) or place in taken or not (joined or (words[end].bare == "and" and words[end].gap == " ")):
        return 0
    word = words[place]
    named = word.big and (word.given or word.unknown) and not (word.stop and not word.sure)
    return _grown(words, place + 1) if named and (joined or word.gap == " ") else 0


def _span(text: str, words: list[Token], begin: int, end: int) -> Span:
    last = words[end - 1]
    dot = len(last.text) == 1 and text[last.end : last.end + 1] == "."
    return Span(words[begin].begin, last.end + dot - words[begin].begin, Kind.PERSON)


def places_of_brands(found: Tokens) -> set[int]:
    """Places of words that belong to a brand."""
    words, taken, named = found.words, set[int](), _brands()
    for place, word in enumerate(words):
        for brand in named.get(word.bare.partition(" ")[0], ()):
            whole, end = word.bare, place + 1
            while len(whole) < len(brand) and end < len(words) and len(words[end].gap) <= 3 and not words[end].opens:
                whole, end = f"{whole} {words[end].bare}", end + 1
            if whole == brand:
                taken.update(range(place, end))
    return taken


@cache
def _brands() -> dict[str, list[str]]:
    """Bare brands by their first word."""
    found: dict[str, list[str]] = {}
    for brand in map(bare, phrases_of("brands")):
        found.setdefault(brand.partition(" ")[0], []).append(brand)
    return found


def _name_at(found: Tokens, place: int, known: Collection[str]) -> int:
    """The place behind the name that begins at `place`; 0 where none does."""
    words = found.words
    word = words[place]
    if word.bare in words_of("titles"):
        return _titled(words, place)
    if known and (end := _known_at(words, place, known)):
        return end
    if not word.big:
        return place + 1 if word.sure and len(word.text) > 3 and not _after_saint(words, place) else 0
    if _after_saint(words, place):
        return 0
    if _is_initial(found, place) and place + 1 < len(words):
        return _initialled(found, place)
    if len(word.text) == 1 and word.text not in "AI" and place + 1 < len(words):
        after = words[place + 1]
        if after.gap == " " and after.big and (after.surname or before_family(words, place)):
            return _grown(words, place + 2)
    if word.sure and _is_thing(words, place):
        return 0
    if word.surname and place + 1 < len(words) and words[place + 1].gap == ", " and words[place + 1].sure:
        behind = words[place + 2] if place + 2 < len(words) else None
        if behind is None or behind.gap != " " or not behind.big:
            return place + 2
    if word.sure or (word.surname and (not word.opens or place + 1 < len(words))):
        return _grown(words, place + 1)
    if word.stop and not word.given:
        return 0
    if (not word.opens or ":" in word.gap) and _is_told(words, place) and (word.given or word.unknown):
        return _grown(words, place + 1)
    if _is_greeted(words, place) and (word.given or word.unknown):
        return _grown(words, place + 1)
    if (word.unknown or word.given) and not _is_thing(words, place):
        end = _grown(words, place + 1)
        if (word.unknown and before_family(words, place)) or acts(words, end):
            return end
        if has_role(words, place, end) or (word.given and works_there(words, end)):
            return end
    if word.given:
        end = _grown(words, place + 1)
        followed = end > place + 1 and not words[place + 1].stop and words[place + 1].unknown
        followed = followed or (
            place + 1 < len(words) and words[place + 1].gap == " " and _is_initial(found, place + 1)
        )
        cued = (
            not word.opens and word.gap == " " and not word.stop and words[place - 1].bare in words_of("before_given")
        ) and not (words[place - 1].bare == "a" and word.bare in words_of("towns_too"))
        if _is_amid(found, place) or _is_beside_given(words, place):
            return end
        acting = word.opens and not word.stop and _acts(words, end)
        return end if followed or cued or acting else 0
    return 0


def _is_amid(found: Tokens, place: int) -> bool:
    """Whether a capital amid an English sentence can only be a name's: `I want Faith to call me`."""
    words = found.words
    word, before = words[place], words[place - 1] if place else None
    if before is None or word.opens or word.gap != " " or (before.big and before.text != "I") or not found.english:
        return False
    if word.stop or word.bare in words_of("towns_too") or before.bare in _BEFORE_THINGS_OR_PLACES:
        return False
    after = words[place + 1] if place + 1 < len(words) else None
    return after is None or after.gap != " " or not after.big


_BEFORE_THINGS_OR_PLACES = words_of("before_things") | frozenset(
    ("in", "at", "from", "a", "an", "near", "to", "of", "this", "our", "your", "my", "via")
)


def _is_beside_given(words: list[Token], place: int) -> bool:
    """Whether a given name follows that is joined with this one: `Gaz and Shaz`."""
    after = place + 1
    if after < len(words) and words[after].bare == "and" and words[after].gap == " ":
        after += 1
    elif after >= len(words) or words[after].gap != " & ":
        return False
    return after < len(words) and words[after].big and words[after].sure and words[after].gap in (" ", " & ")


def _is_thing(words: list[Token], place: int) -> bool:
    """Whether a given name is that of a product or a place: `the Charlotte sofa`, `la gamme Aurore`."""
    before, after = words[place - 1] if place else None, words[place + 1] if place + 1 < len(words) else None
    if before is None or words[place].gap != " " or before.bare not in words_of("before_things"):
        return False
    return after is None or after.gap != " " or not after.big


def _acts(words: list[Token], place: int) -> bool:
    """Whether the word at `place` tells that somebody acts: `Pierre m’a aidé`."""
    return place < len(words) and words[place].gap == " " and words[place].bare in words_of("acts_after_given")


def _after_saint(words: list[Token], place: int) -> bool:
    return place > 0 and words[place - 1].bare in _SAINTS and words[place].gap in (" ", "-", ". ")


def _is_initial(found: Tokens, place: int) -> bool:
    word = found.words[place]
    short = len(word.text) == 1 or (len(word.text) == 3 and word.text[1] == "-")
    return short and word.big and found.text[word.end : word.end + 1] == "."


def _initialled(found: Tokens, place: int) -> int:
    """`K. Benali`, `J.-P. Durand`."""
    words, after = found.words, place + 1
    while after < len(words) and _is_initial(found, after) and words[after].gap in (". ", ".", ".-"):
        after += 1
    if after < len(words) and words[after].big and words[after].gap in (". ", ".") and words[after].unknown:
        return _grown(words, after + 1)
    return 0


def _titled(words: list[Token], place: int) -> int:
    """`M. Petit`, `Mme de La Tour`, `monsieur Karim Benali`; not `Monsieur le directeur`, nor `Madame, Monsieur`."""
    title, after = words[place], place + 1
    if (
        title.bare in ("m", "me", "mm", "pr", "prof", "sir", "lady", "lord", "master", "maitre", "miss")
        and not title.big
    ):
        return 0
    while (
        after < len(words) and words[after].bare in words_of("titles") and words[after].gap in (" ", ". ", " et ", "/")
    ):
        after += 1
    if after >= len(words) or words[after].gap not in (" ", ". ", "."):
        return 0
    if title.bare == "m" and "." not in words[after].gap and not words[after].unknown:
        return 0
    particles = 0
    while (
        after + particles < len(words)
        and words[after + particles].bare in linking_words("particles")
        and particles < 2
        and (particles == 0 or words[after + particles].gap in (" ", "'"))
    ):
        particles += 1
    first = after + particles
    if first >= len(words) or words[first].gap not in (" ", ". ", ".", "'"):
        first = after
    word = words[first]
    if (
        not word.big
        or word.bare in words_of("roles")
        or (first > after and not words[after].big and word.usual and word.bare in words_of("roles"))
    ):
        return 0
    if title.bare == "me" and (word.usual or word.stop):
        return 0
    return _grown(words, first + 1)


def _grown(words: list[Token], after: int) -> int:
    """The place behind the rest of a name whose first word stands before `after`."""
    first = end = after
    while end < len(words) and end - first < _MANY - 1:
        word, step = words[end], 1
        if word.gap not in (" ", ". ", "-", "'", " '"):
            break
        if word.gap == ". " and len(words[end - 1].text) > 1:
            break
        if word.bare in linking_words("particles") and end + 1 < len(words) and len(word.text) > 1:
            step = 2 if words[end + 1].bare not in linking_words("particles") else 3
            if end + step > len(words):
                break
            word = words[end + step - 1]
            if word.gap not in (" ", "'") or not word.big or (step == 2 and not word.unknown and not word.given):
                break
            end += step
            continue
        if word.big and word.bare in _LINKS and end + 1 < len(words) and _goes_on(words[end + 1]):
            end += 2
            continue
        arabic = word.text.lower().startswith(("al-", "el-", "ben-")) and word.text[3:4].isupper()
        if not (word.big or arabic) or word.bare in words_of("titles"):
            break
        stops = (word.stop and not (word.given and not word.usual)) or (word.usual and word.bare in words_of("stop"))
        if stops and not (words[end - 1].sure and _is_family(word)):
            break
        if word.usual and not word.given and end > first:
            break
        end += 1
    return end


def _goes_on(word: Token) -> bool:
    """Whether a name goes on with `word`: `Ciara Ni Bhriain`."""
    return word.gap == " " and word.big and (word.unknown or word.given)


_LINKS = frozenset(("ni", "mac", "nic", "mc", "st", "saint", "al", "el", "da", "do", "dos", "di", "ap"))


def _is_family(word: Token) -> bool:
    """Whether it is a family name, too, whatever else it is: Price, Ferrari."""
    return word.bare in words_of("family") or word.bare in words_of("family_beside")


def _before(words: list[Token], place: int) -> int:
    """`DUPONT Jean`: a word in capitals before a given name is the family's."""
    if place == 0 or words[place].gap != " " or not words[place].given:
        return place
    before = words[place - 1]
    loud = len(before.text) > 2 and before.text.isupper() and not words[place].text.isupper()
    return place - 1 if loud and before.unknown else place


def _is_told(words: list[Token], place: int) -> bool:
    """Whether words before `place` announce a name."""
    if words[place].gap not in (" ", " : ", ": ", "'", ", ") or place == 0:
        return False
    for size in range(1, min(LONGEST_CUE, place) + 1):
        before = words[place - size : place]
        if any(each.gap not in (" ", "'", "’", "-") for each in before[1:]):
            return False
        if " ".join(each.bare for each in before) in before_names():
            return words[place].gap != ", " or before[-1].bare in (
                "collegue",
                "conseiller",
                "conseillere",
                "mari",
                "femme",
            )
    return False


def _is_greeted(words: list[Token], place: int) -> bool:
    if place > 1 and words[place - 2].bare == "good" and words[place - 1].bare in ("morning", "afternoon", "evening"):
        return words[place - 2].opens and words[place].gap in (" ", ", ")
    return (
        place > 0
        and words[place].gap in (" ", ", ")
        and words[place - 1].bare in words_of("greetings")
        and (words[place - 1].opens or words[place - 1].bare in ("chere", "cher", "dear"))
    )


def _known_at(words: list[Token], place: int, known: Collection[str]) -> int:
    """Names that the home knows: of several words in any letters, of one with a capital."""
    for size in range(min(_MANY, len(words) - place), 0, -1):
        its = words[place : place + size]
        if any(each.gap not in (" ", "-", ", ", ". ", "'") for each in its[1:]):
            continue
        if " ".join(each.bare for each in its) not in known:
            continue
        alone = size == 1 and (its[0].stop or (its[0].opens and its[0].usual) or not (its[0].big or its[0].sure))
        if not alone and (its[-1].big or not all(each.usual for each in its)):
            return place + size
    return 0


def _signatures(found: Tokens, taken: set[int]) -> Iterator[Span]:
    """Names that stand alone on their line behind a closing, and at the end of a text behind a dash."""
    starts = {word.begin: place for place, word in enumerate(found.words)}
    for match in CLOSING.finditer(found.text):
        place = starts.get(match.end())
        if place is not None and place not in taken and (end := _signed(found, place)):
            yield _span(found.text, found.words, place, end)
    for match in re.finditer(r"(?:\n\s*|[.!?] ?|\s)[-–—]{1,2} ?(?=[^\W\d_])|\n\s*(?=[^\W\d_])", found.text):
        place = starts.get(match.end())
        if place is not None and place not in taken and found.words[place].given and (end := _signed(found, place)):
            yield _span(found.text, found.words, place, end)


def _signed(found: Tokens, place: int) -> int:
    """The place behind a signature: one to four words with capitals, the first no usual word, up to the end of its line or a comma."""
    words, end = found.words, place
    while (
        end < len(words) and end - place < _MANY and (words[end].big or words[end].bare in linking_words("particles"))
    ):
        if end > place and words[end].gap not in (" ", ". ", "-", "'", "."):
            break
        end += 1
    if end == place:
        return 0
    its = words[place:end]
    if any(each.stop and not each.given for each in its) or not (
        its[0].given or its[0].unknown or len(its[0].text) == 1
    ):
        return 0
    if not any(each.given or each.unknown for each in its) or (len(its) == 1 and len(its[0].text) == 1):
        return 0
    rest = found.text[its[-1].end :].lstrip(" .")
    return end if not rest or rest[0] in "\n,-–—(|/" else 0
