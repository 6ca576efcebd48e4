"""What every kind of source gives: deliveries known by their content, and their rows as a relation of texts."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from visavis.mistakes import Words

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A delivery, such as a file: its name (from HOME where it is inside), and its content's SHA-256."""

    name: str
    sha256: str


def natural(name: str) -> str:
    """A text that sorts names as people do: part2 before part10."""
    return re.sub(r"\d+", lambda found: found[0].zfill(20), name)


@dataclass(frozen=True, slots=True)
class Unread:
    """Something in a file that is no row: the line, a reason (code), what stands there."""

    line: int | None
    reason: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Rows:
    """A file's rows as SQL: columns `c0`, `c1` … of type VARCHAR, named by `columns`.

    `lines` gives the line at which rows begin (-1: none), by their place among all rows (0 is the first),
    ascending; `unread` tells what was left out, and is
    complete only after the relation was read once. `marked`: marks stand where something could not be read; `joined`: NEWLINE
    stands for newlines inside texts. `is_whole`, where it is doubtful, tells from the number of rows read whether all lines
    were rows or are `unread`; if not, `mend` opens the file anew and checks every row.
    `said` is what there is to tell of the delivery; `together` is called once all deliveries are open and before any fact is
    read, for what only all of them tell.
    """

    columns: tuple[str, ...]
    relation: str
    lines: Callable[[Places], Places]
    unread: Callable[[], list[Unread]]
    marked: bool = False
    joined: bool = False
    is_whole: "Callable[[int], bool] | None" = None
    mend: "Callable[[], Rows] | None" = None
    said: tuple[Words, ...] = ()
    together: Callable[[], None] | None = None


MARK, LONG, ASTRAY, NEWLINE = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
"""Code points that no text uses. In a rewritten file they stand where bytes could not be decoded, for a line beyond measure,
before a line whose quotes are astray, and for a newline inside a text."""
REASON_OF_MARK = {MARK: "undecodable", LONG: "line-too-long", ASTRAY: "broken-quotes"}
