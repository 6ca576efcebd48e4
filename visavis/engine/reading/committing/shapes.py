"""The shape of a sentence: its small words as they are, other words by what they may be; and yes-or-no signs of a promise.

What is learnt from shapes carries over to verbs and things that no sentence named.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from visavis.engine.reading.committing import english_words, french_words
from visavis.engine.reading.committing.acts import Act
from visavis.engine.reading.committing.due import Due
from visavis.engine.reading.committing.forms import Form, Verb, english_forms, french_forms
from visavis.engine.reading.committing.told import Hit
from visavis.vocabulary import CommitmentKind

LONGEST = 4
"""Words of a stretch of shape."""
SIGNS = 28
"""Yes-or-no signs of a sentence."""
_KINDS = (CommitmentKind.FIRM, CommitmentKind.VAGUE, CommitmentKind.CONDITIONAL, CommitmentKind.SOFT)
_SMALL_FRENCH = (
    "je j' nous on vous tu il elle ils elles le la l' les un une ce cela ça c' qui que qu' ne n' pas plus rien jamais si s' dès quand "
    "lorsque une fois après avant sous d'ici dans pour afin à de et ou mais car donc alors vais va allons vont est sera seront serez "
    "serons ai a avons avez ont avait aurez aura aurons sont était êtes peux peut pouvons pouvez pourrez pourra pourrons pourriez "
    "devrait devriez faut merci veuillez comme voulez souhaitez souhaite préférez besoin voir mon ma mes notre nos votre vos leur m' "
    "me se y en"
)
_SMALL_ENGLISH = (
    "i we you he she they it this that there who which what if when once as soon after before until unless should will 'll would 'd "
    "can could may might must shall am is are was were be been being have has had 've 're 'm 's do does did don't not never no to by "
    "within in on at for and or but so then let me us our my your their the a please thanks thank sorry going gonna want like need "
    "hope try know back up off out with"
)
_SMALL = {"fr": frozenset(_SMALL_FRENCH.split()), "en": frozenset(_SMALL_ENGLISH.split())}
_ENDINGS = {
    "fr": (
        (re.compile(r"r(ai|ons|a|ont|ez|ait|aient|iez|ions|ais)$"), "future-"),
        (re.compile(r"(ez|ons)$"), "ends-"),
        (re.compile(r"(er|ir|re)$"), "plain-"),
        (re.compile(r"[éiu]e?s?()$"), "done"),
    ),
    "en": ((re.compile(r"(ing|ed|ly)$"), "ends-"),),
}
_WHO = {"fr": french_words.OUR_PEOPLE, "en": english_words.OUR_WORDS}
_WHAT = {"fr": french_words.OUR_THINGS, "en": english_words.THINGS}
_FORMS = {"fr": french_forms, "en": english_forms}
_WORD = {"fr": french_words.WORD, "en": english_words.WORD}
_NO = {"fr": french_words.NEGATION, "en": re.compile(r"n't|\b(?:not|never)\b")}
_BEFORE = {"fr": french_words.ALREADY, "en": re.compile(r"\b(?:yesterday|last|already)\b")}
_OTHERS = {"fr": french_words.NOT_OURS, "en": re.compile(rf"\b(?:{'|'.join(sorted(english_words.NOT_OURS))})\b")}
_PATTERNS = {
    language: (
        *(words.CUE, words.FORMULAS, words.REPORTED, words.CONDITIONS, words.ASKS_FIRST, words.INVITES, words.GIVES),
        *(words.VAGUE, words.SOFT, words.STANDS, words.PLANNED, words.DEED, _NO[language], _BEFORE[language]),
        *(_OTHERS[language], _WHO[language]),
    )
    for language, words in (("fr", french_words), ("en", english_words))
}


@dataclass(frozen=True, slots=True)
class Looked:
    """A plain sentence as the grammar sees it: what it found, and the limit of time that is set."""

    said: str
    language: str
    hit: Hit | None
    due: Due | None


def shape_of(looked: Looked) -> list[str]:
    """The words of its shape, from `<` to `>`."""
    language, said = looked.language, looked.said
    if looked.due and (place := said.find(looked.due.phrase)) >= 0:
        said = f"{said[:place]} § {said[place + len(looked.due.phrase) :]}"
    small, forms = _SMALL[language], _FORMS[language]()
    found = ["<"]
    for word in re.findall(r"§|" + _WORD[language].pattern, said):
        if word in small or len(word) == 1:
            found.append(word if not word.isdigit() else "0")
        else:
            found.append(_class(word, language, forms))
    found.append(">")
    return found


_CLASSES: dict[tuple[str, str], str] = {}


def _class(word: str, language: str, forms: dict[str, dict[Form, Verb]]) -> str:
    known = _CLASSES.get((word, language))
    if known is None:
        known = _told(word, language, forms)
        if len(_CLASSES) < 200_000:
            _CLASSES[word, language] = known
    return known


def _told(word: str, language: str, forms: dict[str, dict[Form, Verb]]) -> str:
    if word[0].isdigit():
        return "0"
    if word in forms:
        return "verb" + "".join(sorted(str(form.value) for form in forms[word]))
    if _WHO[language].fullmatch(word):
        return "who"
    if _WHAT[language].fullmatch(word):
        return "what"
    for pattern, name in _ENDINGS[language]:
        if found := pattern.search(word):
            return name + found[1]
    return "word"


def stretches(shape: Sequence[str]) -> list[str]:
    """All stretches of one to four words of the shape."""
    found = list(shape)
    for length in range(2, LONGEST + 1):
        found.extend([" ".join(shape[i : i + length]) for i in range(len(shape) - length + 1)])
    return found


def signs_of(looked: Looked) -> list[bool]:
    """What the grammar found, and which of its patterns stand in the sentence."""
    said, hit = looked.said, looked.hit
    kinds = [hit is not None and hit.kind is kind for kind in _KINDS]
    patterns = [pattern.search(said) is not None for pattern in _PATTERNS[looked.language]]
    words = said.count(" ") + 1
    due = looked.due is not None
    return [hit is not None, *kinds, due, hit is not None and due, said.endswith("!"), *patterns, words < 5, words < 9, words > 20, ":" in said]  # fmt: skip


def act_told(said: str, language: str) -> Act:
    """What is to be done, by the first verb or deed that says more than “handle”."""
    forms = _FORMS[language]()
    for word in _WORD[language].findall(said):
        for _, act in forms.get(word, {}).values():
            if act is not Act.HANDLE:
                return act
    return Act.HANDLE
