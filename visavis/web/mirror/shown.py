"""The mirror of the last run or of a period, told in a language: kept by this process, so that a page only puts it together."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from visavis.clients.reading import ask as rows
from visavis.mirror.guard.cut import Part, cut
from visavis.mirror.keeping import from_document
from visavis.mirror.reflect import reflect
from visavis.mirror.reflection import Mirror
from visavis.mirror.tell.telling import tell
from visavis.mirror.tell.told import Told
from visavis.mistakes import Lang, Mistake, Words
from visavis.running.models import Document

KEPT = 48
"""Mirrors and files that a process keeps at once: runs, periods and languages that people look at."""

PATIENCE = 20
"""Seconds that somebody waits for a period which others compute: one at a time, whatever people ask for."""

ALL = Part()

_made: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
_making, _reflecting = threading.Lock(), threading.Semaphore(1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see; `version` tells one publication from another."""

    home: Path
    version: str
    from_day: date | None
    to_day: date | None
    part: Part = ALL

    @property
    def whole(self) -> bool:
        """Whether it is the mirror as publish left it."""
        return self.from_day is None and self.to_day is None and self.part.whole


def ask(home: Path, from_day: date | None = None, to_day: date | None = None) -> Asked | None:
    """What the last publication can show; None before the first. One query."""
    found = rows("SELECT run, written_at FROM visavis_document WHERE name = 'mirror'")
    return Asked(home, "{} {}".format(*found[0]), from_day, to_day) if found else None


def mirror_of(asked: Asked) -> Mirror:
    """The mirror as publish left it, a part of it, or that of a period, computed from the lake. Raises Mistake where the period can't be."""
    return _once(("mirror", asked), lambda: _whole() if asked.whole else _in_part(asked))


def slices_of(asked: Asked) -> dict[str, Any] | None:
    """The document `slices` of that publication; None where there is none."""
    return beside(asked, "slices")


def beside(asked: Asked, name: str) -> dict[str, Any] | None:
    """The document `name` of that publication; None where there is none."""
    key = ("document", name, asked.home, asked.version)
    return _once(key, lambda: Document.objects.filter(name=name).values_list("body", flat=True).first())


def told_of(asked: Asked, lang: Lang) -> Told:
    """The same, told in `lang`."""
    return _once(("told", asked, lang), lambda: tell(mirror_of(asked), lang))


def made_of[T](kind: str, asked: Asked, lang: Lang, make: Callable[[Told], T]) -> T:
    """What `make` makes of the told mirror, once per publication and language."""
    return _once((kind, asked, lang), lambda: make(told_of(asked, lang)))


def forget() -> None:
    """Drop what this process keeps."""
    with _making:
        _made.clear()


def _whole() -> Mirror:
    return from_document(Document.objects.get(name="mirror").body)


def _in_part(asked: Asked) -> Mirror:
    """A team's or a segment's figures stand in the slices; promises are chosen among those of the mirror."""
    if asked.part.whole:
        return _reflected(asked)
    days = replace(asked, part=Part())
    if not asked.part.side:
        return cut(mirror_of(days), asked.part, None)
    every = mirror_of(replace(days, from_day=None, to_day=None))
    return cut(replace(every, from_day=asked.from_day, to_day=asked.to_day), asked.part, slices_of(asked))


def _reflected(asked: Asked) -> Mirror:
    if not _reflecting.acquire(timeout=PATIENCE):
        raise Mistake(
            Words(fr="d’autres périodes sont en cours de calcul", en="other periods are being computed"),
            remedy=Words(fr="réessayez dans une minute", en="try again in a minute"),
        )
    try:
        return reflect(asked.home, from_day=asked.from_day, to_day=asked.to_day)
    finally:
        _reflecting.release()


def _once[T](key: tuple[Any, ...], make: Callable[[], T]) -> T:
    with _making:
        if key in _made:
            _made.move_to_end(key)
            found: T = _made[key]
            return found
    made = make()
    with _making:
        _made[key] = made
        while len(_made) > KEPT:
            _made.popitem(last=False)
    return made
