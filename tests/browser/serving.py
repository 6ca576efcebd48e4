"""A home served as `visavis serve` serves it, in a process of its own, with its worker."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

START = 120
"""Seconds a server may take until it answers."""


PORTS_EACH = 1_000
"""Ports that one process of the tests may take, below those which the system gives away by itself."""
_next_port = count()


def free_port() -> int:
    """A port that nobody listens on, and that no other process of these tests takes before the server has it."""
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for _ in range(PORTS_EACH):
        port = 18_000 + process * PORTS_EACH + next(_next_port) % PORTS_EACH
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise RuntimeError("no port is free")


@contextmanager
def serve(home: Path, *, worker: bool = True, log: Path) -> Iterator[str]:
    """Serve `home`; the address. Stopped as a person would, by an interrupt; its output stands in `log`."""
    port = free_port()
    program = Path(sys.executable).parent / "visavis"
    command = [str(program), "--home", str(home), "serve", "--port", str(port)]
    if not worker:
        command.append("--no-worker")
    with log.open("wb") as out:
        server = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, env=os.environ | {"PYTHONUNBUFFERED": "1"}
        )
        try:
            _wait(server, f"http://localhost:{port}", log)
            yield f"http://localhost:{port}"
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                raise


def _wait(server: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended: {log.read_text(errors='replace')}")
        try:
            urllib.request.urlopen(f"{address}/sign-in", timeout=5)  # our own server
            break
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    else:
        raise RuntimeError(f"the server did not answer: {log.read_text(errors='replace')}")
    if server.poll() is not None:
        raise RuntimeError(f"another server answers at {address}: {log.read_text(errors='replace')}")
