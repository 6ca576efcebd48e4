"""Names of persons, French and English: particles, compounds, initials, nicknames, maiden names, swapped columns."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from visavis.engine.linking.comparable.text import is_placeholder, lines, plain, words

_BIRTH_NAME = re.compile(
    r"(?i)(?:^|[\s,(])(?:n[ée]e?|born|formerly|nom de naissance)[\s:]+(?P<maiden>[^()]+)|"
    r"(?:^|[\s,(])(?:[ée]p(?:ouse)?|veuve|vve)[\s.:]+(?P<married>[^()]+)|\((?P<brackets>[^()]+)\)"
)
_INITIAL = re.compile(r"\.(?=\S)")
SAINTS = {"st": "saint", "ste": "sainte"}


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name made comparable; every part may be empty.

    `given` is in plain letters, compounds in one piece by blanks; `root` its usual full form (`bob` → `robert`);
    `family` has its particles joined on (`de la tour` → `delatour`); `other_family` is the birth or married name.
    """

    given: str = ""
    root: str = ""
    family: str = ""
    other_family: str = ""


def person_name(given: str | None, family: str | None, name: str | None = None) -> PersonName:
    """Read a name from its columns, or from the full name where they are empty; what is typed to fill a field is no name."""
    if not (given or family) and name:
        given, family = split_name(name)
    own, other = own_and_other(family or "")
    first = first_name(given or "")
    return PersonName(first, given_root(first), own, other)


def first_name(text: str) -> str:
    """`given_name`, empty where it was typed to fill a field."""
    return _told(given_name(text))


def own_and_other(text: str) -> tuple[str, str]:
    """Own and other family name, each empty where it was typed to fill a field."""
    own, other = _families(text)
    return _told(own), _told(other)


def _told(name: str) -> str:
    return "" if is_placeholder(name) else name


@lru_cache(maxsize=100_000)
def given_name(text: str) -> str:
    """The given name in plain words, titles and suffixes taken away; `J.-P.` is `j p`."""
    return _untitled(plain(_INITIAL.sub(". ", text)))


def _untitled(bare: str) -> str:
    if " " not in bare:
        return bare
    parts = bare.split(" ")
    return " ".join([w for w in parts if w not in words("titles")] or parts)


def family_name(text: str) -> str:
    """The family name in plain words, its particles joined to what follows them: `Le Berre` is `leberre`."""
    return _joined(plain(text))


def _joined(bare: str) -> str:
    if " " not in bare:
        return SAINTS.get(bare, bare)
    parts = [SAINTS.get(w, w) for w in bare.split()]
    kept = [w for w in parts if w not in words("titles")] or parts
    joined: list[str] = []
    prefix = ""
    for index, word in enumerate(kept):
        if word in words("particles") and index < len(kept) - 1:
            prefix += word
            continue
        joined.append(prefix + word)
        prefix = ""
    # What was joined may be a particle itself (`d’a Silva`): go on until nothing changes.
    once = " ".join(joined)
    return once if joined == parts else family_name(once)


@lru_cache(maxsize=100_000)
def _families(text: str) -> tuple[str, str]:
    """Own and other family name: `Dupont née Martin`, `Dupont (Martin)`, `Martin épouse Dupont`."""
    found = _BIRTH_NAME.search(text)
    if not found:
        return family_name(text), ""
    other = family_name(found["maiden"] or found["married"] or found["brackets"])
    own = family_name(text[: found.start()])
    return (own, other) if own else (other, "")


def split_name(name: str) -> tuple[str, str]:
    """Given and family name out of a full name: `DUPONT Jean`, `Dupont, Jean`, `Jean de La Tour`, `Mme Jean Dupont`."""
    if "," in name:
        family, _, given = name.partition(",")
        return given.strip(), family.strip()
    parts = [w for w in name.split() if plain(w) not in words("titles")] or name.split()
    if len(parts) < 2:
        return "", " ".join(parts)
    upper = [len(w) > 1 and w.isupper() for w in parts]
    if any(upper) and not all(upper):
        given = " ".join(w for w, loud in zip(parts, upper, strict=True) if not loud)
        return given, " ".join(w for w, loud in zip(parts, upper, strict=True) if loud)
    cut = next((i for i, w in enumerate(parts[1:], 1) if plain(w) in words("particles")), len(parts) - 1)
    return " ".join(parts[:cut]), " ".join(parts[cut:])


@cache
def _roots() -> dict[str, str]:
    """Short form → full form, where it has but one; full forms stand for themselves."""
    full: dict[str, set[str]] = {}
    for line in lines("nicknames"):
        name, *short = line.split()
        for each in short:
            full.setdefault(plain(each), set()).add(plain(name))
    names = {plain(line.split()[0]) for line in lines("nicknames")}
    return {short: min(names_of) for short, names_of in full.items() if len(names_of) == 1 and short not in names}


@cache
def _circles() -> dict[str, frozenset[str]]:
    """Name or short form → the lines it stands on."""
    circles: dict[str, set[str]] = {}
    for line in lines("nicknames"):
        full, *short = (plain(word) for word in line.split())
        for each in (full, *short):
            circles.setdefault(each, set()).add(full)
    return {name: frozenset(lines) for name, lines in circles.items()}


@lru_cache(maxsize=100_000)
def given_root(given: str) -> str:
    """The full form of a plain given name (`bob` → `robert`); itself where it is no short form of one name alone."""
    return _roots().get(given, given)


@lru_cache(maxsize=100_000)
def usual_name(given: str) -> str:
    """The plain given name, where all of its words are given names in use; empty for a nickname, a rare name or a typing error."""
    return given if given and all(word in words("given_names") for word in given.split()) else ""


@lru_cache(maxsize=100_000)
def given_circle(given: str) -> tuple[str, ...]:
    """The names a plain given name may stand for, itself first-hand included, sorted; two names with a common one match."""
    if not given:
        return ()
    return tuple(sorted({given, *_circles().get(given, frozenset())}))
