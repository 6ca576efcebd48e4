"""People who ask for pages, one request after the other, each over a connection that stays open.

One thread and plain sockets, so that asking costs next to nothing beside answering.
"""

import re
import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PATIENCE = 120
"""Seconds without any answer after which the server counts as gone."""

IDLE = 15
"""Seconds of silence after which a visitor connects anew."""

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """One request: when it was sent (seconds of `time.perf_counter`), how long until its last byte, and what came."""

    path: str
    sent: float
    seconds: float
    status: int
    size: int


class Visitor:
    """One person's open connection, signed in by a cookie."""

    def __init__(self, port: int, session: str) -> None:
        self.port, self.session = port, session
        self.connection = self._connect()
        self.path, self.sent, self.heard = "", time.perf_counter(), time.perf_counter()
        self._got = bytearray()
        self._whole = -1

    def _connect(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def ask(self, path: str) -> None:
        """Send the request for `path`."""
        if time.perf_counter() - self.heard > IDLE:  # the server hangs up on who is silent
            self.connection.close()
            self.connection = self._connect()
        self.path, self._whole = path, -1
        self._got.clear()
        request = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: sessionid={self.session}; visavis_language=fr\r\n"
            "Accept: text/html\r\n\r\n"
        )
        self.sent = time.perf_counter()
        self.connection.sendall(request.encode("ascii"))

    def hear(self) -> Answer | None:
        """What came; None while the answer is not whole. Raises ConnectionError where the server hung up."""
        piece = self.connection.recv(262_144)
        if not piece:
            raise ConnectionError(f"the server hung up over {self.path}")
        self._got += piece
        if self._whole < 0:
            end = self._got.find(b"\r\n\r\n")
            if end < 0:
                return None
            length = _LENGTH.search(self._got, 0, end)
            if length is None:
                raise ConnectionError(f"{self.path} does not tell how long it is")
            self._whole = end + 4 + int(length[1])
        if len(self._got) < self._whole:
            return None
        self.heard = time.perf_counter()
        took = self.heard - self.sent
        return Answer(self.path, self.sent, took, int(self._got[9:12]), self._whole)

    def close(self) -> None:
        """Hang up."""
        self.connection.close()


def ask_all(visitors: Sequence[Visitor], paths: Iterator[str]) -> list[Answer]:
    """Every path once, all visitors at work as long as there are paths."""
    answers: list[Answer] = []
    with selectors.DefaultSelector() as ready:
        asking = 0
        for visitor, path in zip(visitors, paths, strict=False):
            visitor.ask(path)
            ready.register(visitor.connection, selectors.EVENT_READ, visitor)
            asking += 1
        while asking:
            events = ready.select(PATIENCE)
            if not events:
                raise TimeoutError(f"no answer for {PATIENCE} s")
            for key, _ in events:
                visitor = key.data
                answer = visitor.hear()
                if answer is None:
                    continue
                answers.append(answer)
                following = next(paths, None)
                if following is None:
                    asking -= 1
                else:
                    visitor.ask(following)
    return answers
