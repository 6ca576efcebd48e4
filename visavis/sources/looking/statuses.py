"""What the values of a status say: how far a case is. French and English words, whatever their case and accents."""

import re
from collections.abc import Iterable, Mapping

from visavis.sources.looking.names import words_of

_STAGES: tuple[tuple[str, str], ...] = (
    (
        "heard",
        r"\b(non|not|pas) (encore )?(traite|treated|handled|processed|transmis|sent)|\b(nouve(au|lle)|new|recue?|received|depose|heard|unprocessed|a traiter)\b",
    ),
    ("answered", r"\b(repondue?|reponse|answered|replied|response)\b"),
    ("read", r"\b(lue?|read|consultee?|vue?|seen|viewed|ouverte?)\b"),
    (
        "reached",
        r"\b(trans?misee?|tranmis|transmise?|forwarded|envoyee?|sent|routed|orientee?|remise?|reached|delivered)\b",
    ),
)
_TAKEN = r"\b(take in charge|taken in charge|pris(e)? en charge|prise en compte|take charge|accepted|acceptee?|picked up|acknowledge[d]?|in progress|en cours( de traitement)?|first response|premiere reponse|started|work in progress)\b"
_RESOLVED = r"\b(resolve[d]?|resolution|resolue?|solved|solve|done|complete[d]?|termine[er]?e?|traitee?|realisee?|delivered|livree?|fixed|fini[e]?)\b"
_CLOSED = r"\b(close[d]?|closing|cloture[er]?e?|fermee?|fermer|fermeture|closure|archivee?)\b"


def stages_of(values: Iterable[str]) -> Mapping[str, str] | None:
    """How far a voice went, for each value, where all values say so and each says another stage; else None."""
    found: dict[str, str] = {}
    for value in values:
        text = " ".join(words_of(value))
        stage = next((name for name, pattern in _STAGES if re.search(pattern, text)), None)
        if stage is None or stage in found.values():
            return None
        found[value] = stage
    return found if len(found) >= 3 and {"read", "answered"} & set(found.values()) else None


def taken_in_charge(values: Iterable[str]) -> list[str]:
    """The most usual value that says that someone takes care of the case (`values`: the most frequent first)."""
    return _saying(_TAKEN, values)


def resolved(values: Iterable[str]) -> list[str]:
    """The most usual value that says that the case is solved."""
    return _saying(_RESOLVED, values)


def closed(values: Iterable[str]) -> list[str]:
    """The most usual value that says that the case is closed."""
    return _saying(_CLOSED, values)


def _saying(pattern: str, values: Iterable[str]) -> list[str]:
    return [value for value in values if re.search(pattern, " ".join(words_of(value)))][:1]
