"""A sentence as the grammar sees it: its language, what it promises, and by when."""

from datetime import datetime

from visavis.engine.reading.committing import english, french
from visavis.engine.reading.committing.due import Due, due_in
from visavis.engine.reading.committing.due_words import plain
from visavis.engine.reading.committing.shapes import Looked
from visavis.engine.reading.committing.signatures import unsigned
from visavis.engine.reading.committing.told import unquoted

_FRENCH = frozenset(["le", "la", "les", "de", "des", "du", "un", "une", "et", "en", "nous", "vous", "votre", "vos", "nos", "sous", "dans", "pour", "est", "au", "sur", "par", "je", "à", "ce", "que", "qui", "ne", "pas", "sera", "serez", "avec", "dès", "si", "mon", "ma", "on", "il", "merci", "bonjour"])  # fmt: skip
_ENGLISH = frozenset(["the", "a", "an", "of", "and", "in", "we", "you", "your", "our", "is", "are", "for", "to", "by", "with", "within", "at", "on", "if", "i", "will", "be", "it", "this", "that", "have", "has", "please", "not", "my", "as", "from", "hello"])  # fmt: skip


def look(sentence: str, sent: datetime, country: str | None, language: str | None = None) -> Looked:
    """What the grammar makes of a sentence that was sent at that moment (aware)."""
    said = plain(unquoted(unsigned(sentence)))
    spoken = language or language_of(said)
    known: list[Due | None] = []

    def due() -> Due | None:
        if not known:
            known.append(due_in(said, sent, country, spoken))
        return known[0]

    grammar = french if spoken == "fr" else english
    hit = grammar.promised_in(said, lambda: due() is not None)
    return Looked(said, spoken, hit, due())


def language_of(said: str) -> str:
    """`fr` or `en`, by the small words of a plain sentence."""
    words = set(said.replace("'", " ").split())
    return "en" if len(words & _ENGLISH) > len(words & _FRENCH) else "fr"
