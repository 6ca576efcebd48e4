"""Several files written as one: all of them stay, or, where a later step fails, none."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from visavis.declarations import versions
from visavis.declarations.versions import Version


@dataclass(frozen=True, slots=True)
class _Change:
    file: Path
    former: Version | None
    seen: str


@dataclass(slots=True)
class Together:
    """Changes of files that are taken back together."""

    _made: list[_Change] = field(default_factory=list)

    def change(self, file: Path, text: str, *, if_seen: str) -> Version | None:
        """As `visavis.declarations.versions.change`."""
        former = versions.change(file, text, if_seen=if_seen)
        self._made.append(_Change(file, former, versions.seen_of(text)))
        return former

    @property
    def made(self) -> list[tuple[Path, Version | None]]:
        """The files that were changed, each with the former version that this left behind."""
        return [(each.file, each.former) for each in self._made]

    def take_back(self) -> None:
        """Leave every file as it was, the last one changed first; what somebody else wrote since stays."""
        while self._made:
            made = self._made.pop()
            versions.take_back(made.file, made.former, if_seen=made.seen)


@contextmanager
def all_or_nothing() -> Iterator[Together]:
    """Changes that are taken back where this block fails. A transaction goes inside, so that its end is part of it."""
    together = Together()
    try:
        yield together
    except BaseException:
        together.take_back()
        raise
