"""Where personal data stands in a text, and of what kind."""

import json
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from visavis.mistakes import Words


class Kind(StrEnum):
    """Kinds of personal data, the most telling first: where two stand in one place, the former gives its name."""

    IBAN = "iban"
    CARD = "card"
    SOCIAL = "social"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    PERSON = "person"


TOLD = {
    Kind.IBAN: Words("IBAN", "IBAN"),
    Kind.CARD: Words("carte bancaire", "bank card"),
    Kind.SOCIAL: Words("n° de sécurité sociale", "social security number"),
    Kind.EMAIL: Words("e-mail", "e-mail"),
    Kind.PHONE: Words("téléphone", "phone"),
    Kind.ADDRESS: Words("adresse", "address"),
    Kind.PERSON: Words("personne", "person"),
}
"""What stands in brackets in the place of what is masked."""

_RANK = {kind: place for place, kind in enumerate(Kind)}


class Span(NamedTuple):
    """`length` characters (code points) from `begin` on, of the text as it stands without NUL."""

    begin: int
    length: int
    kind: Kind

    @property
    def end(self) -> int:
        """The first character after it."""
        return self.begin + self.length


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans apart from one another, in order: where some overlap, one covers them all, of the most telling kind."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.begin < found[-1].end:
            last = found.pop()
            kind = min(last.kind, span.kind, key=_RANK.__getitem__)
            span = Span(last.begin, max(last.end, span.end) - last.begin, kind)
        found.append(span)
    return found


def written(spans: Iterable[Span]) -> str:
    """Spans as JSON `[[begin, length, "kind"], …]`; empty where there are none."""
    listed = [[span.begin, span.length, str(span.kind)] for span in spans]
    return json.dumps(listed, separators=(",", ":")) if listed else ""


def spans_read(text: str | None) -> list[Span]:
    """What `written` wrote."""
    return [Span(begin, length, Kind(kind)) for begin, length, kind in json.loads(text)] if text else []
