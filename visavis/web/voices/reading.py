"""What was read of one message, for its page: answers with how sure they are, the words that carried them, its sentences."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from visavis.mistakes import Words
from visavis.vocabulary import EMOTIONS, Mark
from visavis.voices.correcting import SINGLE
from visavis.voices.models import Voice
from visavis.web.settings.questions import answer_words, code_words, question_words

SURE = (
    (0.9, Words("presque certain", "almost certain")),
    (0.75, Words("probable", "likely")),
    (0.5, Words("vraisemblable", "plausible")),
)
DOUBTFUL = Words("incertain", "uncertain")


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing read: the question, the answer in words, how sure; `carried` tells that words are known that carried it."""

    question: str
    asked: Words
    answer: Words
    given: bool
    p: float | None
    sure: Words | None
    carried: bool
    by_hand: bool


def answers(voice: Voice, by_hand: Iterable[str]) -> tuple[list[Answer], list[Answer]]:
    """Answers to the questions with one answer, and the marks that are there; `by_hand`: those that people set right."""
    hand, words = set(by_hand), evidence(voice)
    single = [
        _answer(question, getattr(voice, question), getattr(voice, f"{question}_p"), words, hand) for question in SINGLE
    ]
    sure = _json(voice.marks_p)
    there = [mark for mark in (*EMOTIONS, *Mark) if f",{mark}," in voice.marks]
    marks = [
        Answer(
            str(mark), code_words(mark), code_words(mark), True, None if str(mark) in hand else sure.get(str(mark)),
            None if str(mark) in hand else surely(sure.get(str(mark))), bool(words.get(str(mark))), str(mark) in hand,
        )
        for mark in dict.fromkeys(there)
    ]  # fmt: skip
    return single, marks


def _answer(question: str, answer: str, p: float | None, words: dict[str, list[str]], hand: set[str]) -> Answer:
    own = question in hand
    shown = None if own or not answer else p
    return Answer(
        question, question_words(question), answer_words(question, answer), bool(answer), shown, surely(shown),
        bool(answer and words.get(question)), own,
    )  # fmt: skip


def surely(p: float | None) -> Words | None:
    """How sure, in a word."""
    return None if p is None else next((words for least, words in SURE if p >= least), DOUBTFUL)


def evidence(voice: Voice) -> dict[str, list[str]]:
    """The words that carried each answer, as they stand in the text."""
    return {name: [str(each) for each in words] for name, words in _json(voice.evidence).items() if words}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; `shown` tells that it carried the answer."""

    text: str
    shown: bool


def highlighted(text: str, words: Sequence[str]) -> list[Piece]:
    """The text in pieces, all places of `words` apart."""
    found = [re.escape(word) for word in sorted(set(words), key=len, reverse=True) if word.strip()]
    if not found:
        return [Piece(text, False)]
    parts = re.split(rf"(?<!\w)({'|'.join(found)})(?!\w)", text)
    return [Piece(part, bool(place % 2)) for place, part in enumerate(parts) if part]


def _json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
