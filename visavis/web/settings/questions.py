"""Questions asked of a message, and their answers, in words."""

from visavis.mistakes import Words
from visavis.vocabulary import FRENCH
from visavis.voices.correcting import NO, NOWHERE, SINGLE, YES, answers_to

QUESTIONS = {
    "sentiment": Words(fr="ressenti", en="feeling"),
    "theme": Words(fr="thème", en="theme"),
    "step": Words(fr="étape du parcours", en="step of the journey"),
}
_YES_NO = {YES: Words(fr="oui", en="yes"), NO: Words(fr="non", en="no")}


def question_words(question: str) -> Words:
    """How people read the question: a mark is its own name."""
    return QUESTIONS.get(question) or code_words(question)


def answer_words(question: str, answer: str) -> Words:
    """How people read the answer; an abstention where it is empty."""
    if not answer:
        return Words(fr="pas d’avis", en="no opinion")
    if answer == NOWHERE:
        return Words(fr="aucune", en="none")
    return code_words(answer) if question in SINGLE else _YES_NO[answer]


def answers_worded(question: str) -> list[tuple[str, Words]]:
    """Every answer to the question, with its words."""
    return [(answer, answer_words(question, answer)) for answer in answers_to(question)]


def code_words(code: str) -> Words:
    """A word of the glossary in both languages."""
    return Words(fr=FRENCH.get(code, code), en=code.replace("-", " "))
