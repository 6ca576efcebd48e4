"""Contacts disagree as real ones do: each function spoils some of the values of a column, as people and forms do."""

import numpy as np

from visavis.demo import names
from visavis.demo.chance import Numbers, Texts, happens
from visavis.demo.days import NEVER

_NEIGHBOURS = {
    "a": "zq", "b": "vn", "c": "xv", "d": "sf", "e": "rz", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "km", "m": "lp", "n": "b", "o": "ip", "p": "om", "q": "sa", "r": "et", "s": "qd", "t": "ry",
    "u": "yi", "v": "cb", "w": "x", "x": "wc", "y": "tu", "z": "ea",
}  # fmt: skip
"""Letters that lie side by side on a French keyboard."""


def mistyped(word: str, luck: int) -> str:
    """One slip of the fingers: two letters swapped, one dropped, doubled, or its neighbour struck."""
    if len(word) < 4:
        return word
    at, kind = 1 + luck % (len(word) - 2), luck // 97 % 4
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    near = _NEIGHBOURS.get(word[at])
    return word if near is None else word[:at] + near[luck // 7 % len(near)] + word[at + 1 :]


def with_typos(rng: np.random.Generator, words: Texts, rate: float) -> Texts:
    """Some words mistyped."""
    spoiled = words.copy()
    rows = np.flatnonzero(happens(rng, len(words), rate))
    for row, luck in zip(rows.tolist(), rng.integers(1 << 20, size=len(rows)).tolist(), strict=True):
        spoiled[row] = mistyped(words[row], luck)
    return spoiled


def without_accents(rng: np.random.Generator, words: Texts, rate: float) -> Texts:
    """Some words without their accents."""
    spoiled = words.copy()
    for row in np.flatnonzero(happens(rng, len(words), rate)).tolist():
        spoiled[row] = names.unaccented(words[row])
    return spoiled


def shouted(rng: np.random.Generator, words: Texts, rate: float) -> Texts:
    """Some words in capitals."""
    spoiled = words.copy()
    for row in np.flatnonzero(happens(rng, len(words), rate)).tolist():
        spoiled[row] = words[row].upper()
    return spoiled


def familiar(rng: np.random.Generator, given: Texts, rate: float) -> Texts:
    """Some given names as nicknames; some compound ones cut to initials."""
    known, spoiled = names.nicknames(), given.copy()
    rows = np.flatnonzero(happens(rng, len(given), rate))
    for row, luck in zip(rows.tolist(), rng.integers(1 << 20, size=len(rows)).tolist(), strict=True):
        short = known.get(given[row])
        if short:
            spoiled[row] = short[luck % len(short)]
        elif given[row] and luck % 5 == 0:
            spoiled[row] = given[row][0] + "."
    return spoiled


def swapped(rng: np.random.Generator, given: Texts, family: Texts, rate: float) -> tuple[Texts, Texts]:
    """Some given and family names, each in the other's field."""
    turned = happens(rng, len(given), rate) & (given != "")
    return np.where(turned, family, given).astype(object), np.where(turned, given, family).astype(object)


def left_out(rng: np.random.Generator, words: Texts, rate: float, mark: str = "") -> Texts:
    """Some values missing, as `mark`."""
    return np.where(happens(rng, len(words), rate), mark, words).astype(object)


def misdated(rng: np.random.Generator, days: Numbers, rate: float) -> Numbers:
    """Some birth dates wrong: day and month turned round, the first of January, or ten years off."""
    spoiled = days.copy()
    wrong = happens(rng, len(days), rate) & (days < NEVER)
    for row, luck in zip(np.flatnonzero(wrong).tolist(), rng.integers(3, size=int(wrong.sum())).tolist(), strict=True):
        year, month, of_month = str(np.datetime64(int(days[row]), "D")).split("-")
        if luck == 0 and int(of_month) <= 12:
            month, of_month = of_month, month
        elif luck == 1:
            month, of_month = "01", "01"
        else:
            year, of_month = str(int(year) - 10), f"{min(int(of_month), 28):02d}"
        spoiled[row] = np.datetime64(f"{year}-{month}-{of_month}").astype(np.int64)
    return spoiled


def phone_written(number: int, manner: int) -> str:
    """A French number of nine digits (without its leading zero) in one of seven manners; empty for 0."""
    if not number:
        return ""
    ten = f"0{number:09d}"
    pairs = [ten[at : at + 2] for at in range(0, 10, 2)]
    if manner == 1:
        return " ".join(pairs)
    if manner == 2:
        return ".".join(pairs)
    if manner == 3:
        return f"+33{ten[1:]}"
    if manner == 4:
        return f"+33 {ten[1]} {' '.join(pairs[1:])}"
    if manner == 5:
        return f"0033{ten[1:]}"
    if manner == 6:
        return f"+33 (0){ten[1]} {' '.join(pairs[1:])}"
    return ten


_BEGINNINGS = ("0", "0", "0", "+33", "+33 ", "0033", "+33 (0)")
_BETWEEN = ("", " ", ".", "", " ", "", " ")
_FIRST = np.asarray([[f"{begins}{digit}" for digit in range(10)] for begins in _BEGINNINGS], dtype=object)
_PAIR = np.asarray([[f"{sign}{pair:02d}" for pair in range(100)] for sign in _BETWEEN], dtype=object)


def phones_written(rng: np.random.Generator, numbers: Numbers, manners: tuple[int, ...], wrong: float) -> Texts:
    """Numbers in the manners that a source knows (as `phone_written` numbers them), a few with one digit wrong."""
    n = len(numbers)
    off = np.where(happens(rng, n, wrong) & (numbers > 0), 10 ** rng.integers(0, 6, size=n), 0)
    manner = np.asarray(manners)[rng.integers(len(manners), size=n)]
    rows = np.flatnonzero(numbers + off)
    of, how = (numbers + off)[rows], manner[rows]
    written = np.full(n, "", dtype=object)
    said = _FIRST[how, of // 100_000_000]
    for power in (1_000_000, 10_000, 100, 1):
        said = said + _PAIR[how, of // power % 100]
    written[rows] = said
    return written


_NUMBERS = np.asarray([[f"{number}{sign}" for number in range(1000)] for sign in (" ", ", ")], dtype=object)


def streets_written(rng: np.random.Generator, number: Numbers, kind: Texts, street: Texts, short: float) -> Texts:
    """`12 avenue Pasteur`, some with the kind of street cut short, a comma after the number, or no hyphens."""
    short_kinds, n = names.places().short_kinds, len(number)
    cut, which, comma, hyphen = rng.random((4, n))
    kind, street = kind.copy(), street.copy()
    for row, luck in zip(np.flatnonzero(cut < short).tolist(), which[cut < short].tolist(), strict=True):
        forms = short_kinds.get(kind[row])
        if forms:
            kind[row] = forms[int(luck * len(forms))]
    for row in np.flatnonzero(hyphen < short).tolist():
        if "-" in street[row]:
            street[row] = street[row].replace("-", " ")
    written: Texts = _NUMBERS[(comma < 0.2).astype(np.int64), number] + kind + " " + street
    return written
