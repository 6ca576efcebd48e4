"""One line for each row: texts that go over several lines are put on one, and a quote astray spoils no row but its own.

A fast reader that starts in the middle of a file takes a newline inside a text for the end of a row, and one quote too many
swallows the rows after it. So rows are found here first, where a file has lines with an odd number of quotes.
"""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from visavis.sources.kinds.files.bytes import LONGEST_LINE
from visavis.sources.kinds.rows import ASTRAY, NEWLINE

MOST_LINES = 10_000
"""A text over more lines than this is a quote astray."""


@dataclass(slots=True)
class Joined:
    """Which lines of a rewritten file stand for several lines of the original: `lines[i]` for `more[i]` further ones."""

    lines: list[int] = field(default_factory=list)
    more: list[int] = field(default_factory=list)

    def original(self, lines: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Numbers of lines in the original, from those in the rewritten file."""
        if not self.lines:
            return lines
        before = np.searchsorted(np.array(self.lines), lines, side="left")
        shifts = np.concatenate([[0], np.cumsum(self.more)])
        return np.asarray(lines + shifts[before], dtype=np.int64)


@dataclass(slots=True)
class Joiner:
    """Rewrites a table to one line per row; `width` columns; `thorough`: every line with quotes is checked."""

    delimiter: str
    quote: str
    width: int
    skipped: int
    thorough: bool = False
    joined: Joined = field(default_factory=Joined)
    marked: bool = False
    written: int = 0

    def write(self, pieces: Iterator[bytes], out: BinaryIO) -> Joined:
        """Write the rewritten pieces to `out`."""
        mark = self.quote.encode()
        waiting: deque[bytes] = deque()
        open_lines = 0
        for piece in pieces:
            if not waiting and not self._is_suspect(piece, mark) and self.written >= self.skipped:
                out.write(piece)
                self.written += piece.count(b"\n")
                continue
            waiting.extend(piece.removesuffix(b"\n").split(b"\n"))
            open_lines = self._settle(waiting, out, mark, last=False)
        if open_lines or waiting:
            self._settle(waiting, out, mark, last=True)
        return self.joined

    def _is_suspect(self, piece: bytes, mark: bytes) -> bool:
        if mark not in piece:
            return False
        return self.thorough or any(line.count(mark) & 1 for line in piece.split(b"\n"))

    def _settle(self, waiting: deque[bytes], out: BinaryIO, mark: bytes, *, last: bool) -> int:
        """Write the rows that are complete; what is left waits for more lines. How many lines wait."""
        while waiting:
            line = waiting[0]
            odd = line.count(mark) & 1
            if self.written < self.skipped or not (odd or (self.thorough and mark in line)):
                self._put(out, waiting.popleft())
                continue
            taken = self._complete(waiting, mark)
            if taken == 0 and not last and len(waiting) < MOST_LINES and sum(map(len, waiting)) < LONGEST_LINE:
                return len(waiting)
            if taken <= 0:
                self._put(out, self._astray(waiting.popleft()))
                continue
            row = NEWLINE.encode().join(waiting.popleft() for _ in range(taken))
            if taken > 1:
                self.joined.lines.append(self.written + 1)
                self.joined.more.append(taken - 1)
            self._put(out, row)
        return 0

    def _astray(self, line: bytes) -> bytes:
        """A line that is no row, written so that no reader takes it for one, nor its quotes for any."""
        self.marked = True
        return ASTRAY.encode() + line.replace(self.quote.encode(), b"").replace(self.delimiter.encode(), b" ")

    def _put(self, out: BinaryIO, line: bytes) -> None:
        out.write(line + b"\n")
        self.written += 1

    def _complete(self, waiting: deque[bytes], mark: bytes) -> int:
        """How many of the waiting lines make the first row; 0: more lines are needed; -1: none do."""
        inside, size = 0, 0
        for count, line in enumerate(waiting, 1):
            inside ^= line.count(mark) & 1
            size += len(line)
            if (not inside or count == 1) and self._is_row([waiting[i] for i in range(count)]):
                return count
            if (not inside and count > 1) or count > MOST_LINES or size > LONGEST_LINE:
                return -1
        return 0

    def _is_row(self, lines: list[bytes]) -> bool:
        text = [line.decode("utf-8", errors="replace") + "\n" for line in lines]
        try:
            rows = list(csv.reader(text, delimiter=self.delimiter, quotechar=self.quote, strict=True))
        except csv.Error:
            return False
        return len(rows) == 1 and len(rows[0]) == self.width
