"""Words of a text with their places and letters, as names are looked for in them."""

import re
from dataclasses import dataclass

from visavis.engine.reading.personal.words import bare, common, family, words_of

_WORD = re.compile(r"(?:[ONDM]['’](?=[A-Z])|\bo['’](?=[^\W\d_]{4}))?[^\W\d_]+(?:-[^\W\d_]+)*")
_ENDS = re.compile(r"[.!?…:;\n•*(\"«“|>]|\s-\s|--")


@dataclass(slots=True)
class Token:
    """One word: where it stands, its letters bare, whether it opens a sentence, what stands between the word before and it."""

    text: str
    begin: int
    gap: str
    opens: bool
    bare: str

    @property
    def end(self) -> int:
        return self.begin + len(self.text)

    @property
    def big(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()

    @property
    def given(self) -> bool:
        """Whether it is a given name; a compound is one where its first part is."""
        return self.bare in words_of("given") or ("-" in self.text and self.bare.split(" ")[0] in words_of("given"))

    @property
    def sure(self) -> bool:
        """Whether it is a given name and nothing else."""
        return self.given and self.bare not in words_of("also_words") and self.bare not in words_of("stop")

    @property
    def surname(self) -> bool:
        """Whether it is a family name and nothing else."""
        return len(self.text) > 2 and self.bare in family()

    @property
    def stop(self) -> bool:
        return self.bare in words_of("stop") or (
            "-" in self.text and set(self.bare.split()) & words_of("stop") != set()
        )

    @property
    def usual(self) -> bool:
        """Whether texts write it in small letters."""
        return self.bare in common()

    @property
    def unknown(self) -> bool:
        """Whether it may be a name that no list holds."""
        return len(self.text) > 1 and not self.stop and not self.usual


@dataclass(slots=True)
class Tokens:
    """All words of `text`."""

    text: str
    words: list[Token]

    @property
    def english(self) -> bool:
        """Whether there are more English small words in it than French ones."""
        return self._small("small_english") > self._small("small_french")

    @property
    def french(self) -> bool:
        """Whether there are more French small words in it than English ones."""
        return self._small("small_french") > self._small("small_english")

    def _small(self, name: str) -> int:
        return sum(word.bare in words_of(name) for word in self.words)


def tokens(text: str) -> Tokens:
    """The words of `text`, cased as people should have written them."""
    found: list[Token] = []
    end = 0
    for match in _WORD.finditer(text):
        gap = text[end : match.start()]
        opens = not found or bool(_ENDS.search(gap))
        if opens and gap == ". " and found and (len(found[-1].text) == 1 or found[-1].bare in words_of("titles")):
            opens = False  # the dot of an initial or a title
        found.append(Token(match[0], match.start(), gap, opens, bare(match[0])))
        end = match.end()
    return Tokens(text, found)


_LOUD = 0.6
_USUAL_END = re.compile(
    r"..(?:er|ait|aient|ent|tion|tions|eur|eurs|euse|ique|iques|age|ages|able|ible|ite|ance|ence|ing|ed|ly|ees?|es|ais|ez|ir|ture|ment)$"
)
"""How words end that texts write in small letters, if no list holds them."""


def recased(text: str) -> str:
    """The text with capitals where names are: shouting gets small letters, names in small letters a capital. As long as `text`."""
    letters = [character for character in text if character.isalpha()]
    if not letters:
        return text
    pieces = list(text)
    words = list(_WORD.finditer(text))
    for line in _lines(text):
        inside = [character for character in text[line[0] : line[1]] if character.isalpha()]
        loud = len(inside) >= 8 and sum(map(str.isupper, inside)) > _LOUD * len(inside)
        small = len(inside) >= 2 and not any(map(str.isupper, inside[1:]))
        if loud or small:
            its = [word for word in words if line[0] <= word.start() < line[1]]
            for place, word in enumerate(its):
                before = bare(its[place - 1][0]) if place else ""
                if before in _JOINING and place > 1:
                    before = bare(its[place - 2][0])
                _recase(pieces, word, before, loud=loud)
    return "".join(pieces)


def _lines(text: str) -> list[tuple[int, int]]:
    found, begin = [], 0
    for line in text.splitlines(keepends=True):
        found.append((begin, begin + len(line)))
        begin += len(line)
    return found


def _recase(pieces: list[str], word: "re.Match[str]", before: str, *, loud: bool) -> None:
    big = _is_name(bare(word[0]), "-" in word[0], before, loud=loud)
    if loud or (big and not word[0][0].isupper()):
        pieces[word.start() : word.end()] = (
            _same_length(each, big=big and (place == 0 or word[0][place - 1] in "-'’"))
            for place, each in enumerate(word[0])
        )


def _is_name(form: str, compound: bool, before: str, *, loud: bool) -> bool:
    """Whether a word whose case tells nothing names somebody, as far as its letters and the word before it tell."""
    given = form in words_of("given") or (compound and form.split(" ")[0] in words_of("given"))
    doubtful = form in words_of("also_words") or (len(form) < 5 and not loud and form in words_of("given_world"))
    if loud and before in words_of("before_adjectives") and not given:
        return False
    if form in family() and not given:
        return loud or before in _BEFORE_NAMES or before in words_of("given")
    if given and (not doubtful or before in _BEFORE_NAMES or before in family()):
        return True
    if form in common() or form in words_of("stop"):
        titled = before in _CIVIL and not loud and len(form) > 3
        return titled and form not in words_of("roles") and form not in words_of("after_titles")
    return len(form) > 2 and not _USUAL_END.search(form) and (before in _BEFORE_NAMES or _is_sure(before))


_CIVIL = words_of("titles") - {"m", "me", "mm"}
_JOINING = frozenset(("el", "al", "ben", "bin", "van", "von", "da", "dos", "di", "le"))
_BEFORE_NAMES = _CIVIL | {"appelle", "nomme", "nommee", "prenomme", "prenommee", "appelee"}


def _is_sure(form: str) -> bool:
    return form in words_of("given") and form not in words_of("also_words")


def _same_length(character: str, *, big: bool) -> str:
    changed = character.upper() if big else character.lower()
    return changed if len(changed) == 1 else character
