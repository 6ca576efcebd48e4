"""The process that does one job and ends."""

import multiprocessing
import signal
import sys
from pathlib import Path
from typing import Any

from django.db import connections

from visavis.jobs.doing import do
from visavis.work.leasing import Lease

# A fork costs milliseconds where starting Python anew costs half a second; only Linux forks safely.
PROCESSES: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


class Child:
    """A process at work on a job; it ends when its worker does, however that ends."""

    def __init__(self, home: Path, lease: Lease) -> None:
        connections.close_all()  # none may be shared with the child
        theirs, ours = PROCESSES.Pipe(duplex=False)
        self._process = PROCESSES.Process(target=do, args=(home, lease.job, lease.fence, theirs, ours), daemon=True)
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
