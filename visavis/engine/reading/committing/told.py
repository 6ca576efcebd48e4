"""A sentence in pieces, and what was found in it."""

import re
from dataclasses import dataclass

from visavis.engine.reading.committing.acts import Act
from visavis.vocabulary import CommitmentKind

_QUOTED = re.compile(r"«[^»]*»?|“[^”]*”?|\"[^\"]*\"|(?<![\w])'[^']{12,}'")


@dataclass(frozen=True, slots=True)
class Hit:
    """What a sentence promises: the act, and how firmly as far as the verb tells; None: as the rest of the sentence tells."""

    act: Act
    kind: CommitmentKind | None
    place: int
    """Where in the sentence the promise is said."""


def unquoted(sentence: str) -> str:
    """The sentence with what it quotes blanked out: words of the client, or of a text."""
    if not any(mark in sentence for mark in "«“\"'"):
        return sentence
    return _QUOTED.sub(lambda found: " " * len(found[0]), sentence)
