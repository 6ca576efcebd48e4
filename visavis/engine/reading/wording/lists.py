"""The lists of words that are watched: those that Visavis brings along, those that a company writes in HOME/words."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, field_validator

from visavis.declarations import Declared, Written, read_folder
from visavis.declarations.telling import SpokenError
from visavis.mistakes import Words

FOLDER = "words"
SHIPPED = Path(__file__).parent / "lists"

_TOKEN = re.compile(r"[0-9a-z]+")


class Said(Written):
    """A sentence in both languages."""

    fr: str = Field(min_length=1, max_length=200, description="in French")
    en: str = Field(min_length=1, max_length=200, description="in English")

    @property
    def words(self) -> Words:
        """As other code says it."""
        return Words(fr=self.fr, en=self.en)


class WordList(Written):
    """Words and phrases that count as one habit. Capitals and accents do not matter; `*` stands for any ending of a word."""

    name: str = Field(
        pattern=r"^[a-z][a-z0-9-]{0,39}$", description="the list’s own name; one that Visavis brings along is replaced"
    )
    says: Said = Field(description="what the habit is, as the page says it")
    wish: Literal["more", "less", "neither"] = Field(
        "neither", description="whether the company wants more or less of it"
    )
    counts: Literal["words", "acronyms"] = Field(
        "words",
        description="`acronyms`: counts words in capitals that the text does not explain, but those listed here",
    )
    fr: list[str] = Field(default_factory=list, max_length=2000, description="words and phrases of French texts")
    en: list[str] = Field(default_factory=list, max_length=2000, description="words and phrases of English texts")
    except_: list[str] = Field(
        default_factory=list, alias="except", max_length=2000, description="phrases in which these words do not count"
    )

    @field_validator("fr", "en", "except_")
    @classmethod
    def _readable(cls, phrases: list[str]) -> list[str]:
        for phrase in phrases:
            if not tokens_of_phrase(phrase):
                raise SpokenError(Words(fr=f"« {phrase} » ne contient aucun mot", en=f"“{phrase}” holds no word"))
            if len(phrase) > 100:
                raise SpokenError(Words(fr=f"trop long : « {phrase[:40]} … »", en=f"too long: “{phrase[:40]} …”"))
        return phrases


class _Folding(dict[int, str]):
    """One small letter without accent for each character, looked up once per character and process."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = _LIGATURES.get(char) or unicodedata.normalize("NFD", char)[0].lower()[:1] or " "
        return self[code]


_LIGATURES = {"œ": "o", "Œ": "o", "æ": "a", "Æ": "a"}
"""As one letter: places in the folded text are places in the text."""

_FOLDING = _Folding()


def folded(text: str) -> str:
    """`text` in small letters without accents, one character for each: places stay places."""
    return text.translate(_FOLDING)


def tokens_of_phrase(phrase: str) -> tuple[str, ...]:
    """The words of a phrase as they are compared; one that ends in `*` keeps it."""
    return tuple(re.findall(r"[0-9a-z]+\*?", folded(unicodedata.normalize("NFC", phrase))))


def tokens_of(text: str) -> list[re.Match[str]]:
    """The words of a folded text, with their places."""
    return list(_TOKEN.finditer(text))


def shipped_lists() -> list[WordList]:
    """The lists that Visavis brings along, in the order in which they are shown."""
    found = [each.value for each in read_folder(SHIPPED, WordList)]
    return sorted(found, key=lambda each: _ORDER.index(each.name) if each.name in _ORDER else len(_ORDER))


_ORDER = (
    "client",
    "other-names",
    "possession",
    "in-person",
    "passive",
    "blame",
    "apology",
    "thanks",
    "jargon",
    "acronyms",
)


def own_lists(home: Path) -> list[Declared[WordList]]:
    """The lists written in HOME/words; raises Mistakes naming file, line and remedy."""
    return read_folder(home / FOLDER, WordList)


def lists_of(home: Path) -> list[WordList]:
    """All lists that are watched: the company's own in place of the shipped ones of the same name, then further ones."""
    return together([each.value for each in own_lists(home)])


def together(own: Sequence[WordList]) -> list[WordList]:
    """The shipped lists with `own` ones put in their place, further ones after them."""
    mine = {each.name: each for each in own}
    shipped = [mine.pop(each.name, each) for each in shipped_lists()]
    return [*shipped, *mine.values()]


def print_of(lists: Sequence[WordList]) -> str:
    """What tells these lists from any others."""
    plain: list[Any] = [each.model_dump(mode="json") for each in lists]
    return hashlib.sha256(repr(plain).encode()).hexdigest()[:16]
