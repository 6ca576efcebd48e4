"""One message on its way through: its headers and texts stay, the bodies of everything else go by unread.

A message of two gigabytes costs no more memory than its words.
"""

import re

LONGEST_LINE = 1 << 20
"""Bytes read at once; a longer line comes in several pieces."""
MOST_HEADERS = 256 << 10
MOST_TEXT = 1 << 20
"""Bytes of headers, and of texts as they are encoded, that are kept of a message."""
DEEPEST = 20

_TYPE = re.compile(rb"^content-type:[ \t]*([^;\s]*)([^\n]*)", re.I | re.M)
_FOLDED = re.compile(rb"\r?\n[ \t]+")
_BOUNDARY = re.compile(rb"""boundary\s*=\s*(?:"([^"\n]{1,200})"|([^\s;"\n]{1,200}))""", re.I)
_FILE = re.compile(rb"^content-disposition:[ \t]*attachment\b|\b(?:file)?name\*?(?:\d+\*?)?\s*=", re.I | re.M)


class Skim:
    """Takes the lines of one message; `kept` is what is left of it."""

    def __init__(self) -> None:
        self.size = 0
        self.cut = False
        self._kept: list[bytes] = []
        self._headers: list[bytes] = []
        self._in_headers, self._wanted, self._midway = True, True, False
        self._boundaries: list[bytes] = []
        self._room, self._header_room = MOST_TEXT, MOST_HEADERS

    @property
    def kept(self) -> bytes:
        """Headers of the message and its parts, and its texts."""
        return b"".join(self._kept)

    def take(self, line: bytes) -> None:
        """One line, or a piece of a long one."""
        self.size += len(line)
        begins, self._midway = not self._midway, not line.endswith(b"\n")
        if begins and self._boundaries and line.startswith(b"--") and self._at_boundary(line):
            return
        if self._in_headers:
            self._take_header(line, begins)
        elif self._wanted:
            self._keep(line)

    def _keep(self, line: bytes) -> None:
        if len(line) <= self._room:
            self._kept.append(line)
            self._room -= len(line)
        else:
            self.cut, self._room = True, 0

    def _take_header(self, line: bytes, begins: bool) -> None:
        if begins and line in (b"\n", b"\r\n"):
            self._kept.append(line)
            self._end_headers()
        elif len(line) <= self._header_room:
            self._header_room -= len(line)
            self._headers.append(line)
            self._kept.append(line)
        else:
            self.cut = True

    def _end_headers(self) -> None:
        plain = _FOLDED.sub(b" ", b"".join(self._headers))
        self._headers, self._in_headers = [], False
        found = _TYPE.search(plain)
        kind = found[1].lower() if found else b"text/plain"
        if kind.startswith(b"multipart/") and found and (mark := _BOUNDARY.search(found[2])):
            self._wanted = False
            if len(self._boundaries) < DEEPEST:
                self._boundaries.append(b"--" + (mark[1] or mark[2]).rstrip())
            return
        self._wanted = kind.startswith(b"text/") or b"/" not in kind or kind.startswith(b"multipart/")
        if self._wanted and _FILE.search(plain):
            self._wanted = False

    def _at_boundary(self, line: bytes) -> bool:
        plain = line.rstrip()
        for place in range(len(self._boundaries) - 1, -1, -1):
            mark = self._boundaries[place]
            if not plain.startswith(mark):
                continue
            if plain == mark:
                del self._boundaries[place + 1 :]
                self._in_headers, self._headers = True, []
            elif plain == mark + b"--":
                del self._boundaries[place:]
                self._in_headers, self._wanted = False, False
            else:
                continue
            if len(line) <= self._header_room:
                self._header_room -= len(line)
                self._kept.append(line)
            else:
                self.cut, self._in_headers, self._wanted = True, False, False
            return True
        return False
