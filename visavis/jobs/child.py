"""The process that does one job and ends."""

import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from django.db import connections

from visavis import database
from visavis.work.leasing import Lease

# A fork costs milliseconds where starting Python anew costs half a second; only Linux forks safely.
PROCESSES: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


class Child:
    """A process at work on a job; it ends when its worker does, however that ends."""

    def __init__(self, home: Path, lease: Lease) -> None:
        connections.close_all()  # none may be shared with the child
        theirs, ours = PROCESSES.Pipe(duplex=False)
        self._process = PROCESSES.Process(target=_do, args=(home, lease, theirs, ours), daemon=True)
        self._process.start()
        theirs.close()
        self._ours = ours

    def ended(self, *, within: float) -> bool:
        """Whether the process has ended; waits so many seconds for it."""
        self._process.join(within)
        return self._process.exitcode is not None

    @property
    def died(self) -> str | None:
        """How the process ended, where it could not say so itself; None if it could."""
        code = self._process.exitcode
        if code is None or code == 0:
            return None
        return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"

    def kill(self) -> None:
        """End it at once: whatever it did is safe, as it would be in a power cut."""
        self._process.kill()
        self._process.join()


def _do(home: Path, lease: Lease, theirs: Connection, ours: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the worker, which decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    ours.close()
    threading.Thread(target=_end_with_worker, args=(theirs,), daemon=True).start()
    database.use(home)
    from visavis.work.performing import perform

    perform(home, lease)


def _end_with_worker(theirs: Connection) -> None:
    """The worker holds the other end of the pipe: when it is gone, so is the reason to go on."""
    try:
        theirs.recv()
    except EOFError:
        os._exit(1)
