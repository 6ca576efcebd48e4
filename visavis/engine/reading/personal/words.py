"""Lists that tell names from other words, and letters as they are compared."""

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources

_LISTS = resources.files("visavis.engine.reading.personal") / "lists"
_COMMON = (
    ("visavis.engine.reading", ("sentences/fr.tsv", "sentences/en.tsv", "words/french.txt", "words/english.txt")),
)
_BESIDE = {"given": ("given", "given_world"), "common": ("common", "common_beside")}
_WORD = re.compile(r"[^\W\d_]+")
_NOT_COMPARED = re.compile(r"[^\w]+")


@cache
def words_of(name: str) -> frozenset[str]:
    """Words of `lists/<name>.txt`, and of what is beside it, bare; a line that begins with # is a remark."""
    lines = [
        line
        for each in _BESIDE.get(name, (name,))
        for line in (_LISTS / f"{each}.txt").read_text(encoding="utf-8").splitlines()
    ]
    return frozenset(bare(word) for line in lines if not line.startswith("#") for word in line.split())


@cache
def phrases_of(name: str) -> tuple[str, ...]:
    """Lines of `lists/<name>.txt`, each a phrase."""
    lines = (_LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@cache
def common() -> frozenset[str]:
    """Bare words that French and English texts write in small letters: what a sentence may begin with, and nobody's name."""
    found: set[str] = set(words_of("common"))
    for package, names in _COMMON:
        for name in names:
            text = (resources.files(package) / name).read_text(encoding="utf-8")
            found.update(bare(word) for word in _WORD.findall(text) if word.islower())
    return frozenset(found - words_of("given") - family()) | words_of("also_words")


@cache
def family() -> frozenset[str]:
    """Family names that nothing else is called."""
    return words_of("family") - words_of("also_words") - words_of("stop") - words_of("given") - words_of("family_words")


_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ł": "l", "ø": "o", "đ": "d", "ı": "i"})
"""Letters that have no accent to be taken off."""


@lru_cache(maxsize=100_000)
def bare(text: str) -> str:
    """Small letters without accents, words apart by one blank: as names are compared."""
    apart = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    letters = "".join(character for character in apart if not unicodedata.combining(character))
    return _NOT_COMPARED.sub(" ", letters).strip()
