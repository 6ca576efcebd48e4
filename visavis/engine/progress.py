"""How long work says where it is: a callback that any edge may give."""

from typing import Protocol

from visavis.mistakes import Words


class Progress(Protocol):
    """Called with what is being done, and how much of it: a share from 0 to 1, or None where it can't be told."""

    def __call__(self, what: Words, share: float | None = None, /) -> None: ...


def silent(what: Words, share: float | None = None, /) -> None:
    """Say nothing."""
