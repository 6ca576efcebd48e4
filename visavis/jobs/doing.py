"""What the process of one job does; it may be a new Python, so Django is set up before anything that needs it is imported."""

import os
import signal
import threading
import uuid
from multiprocessing.connection import Connection
from pathlib import Path

from visavis import database


def do(home: Path, job: uuid.UUID, fence: int, theirs: Connection, ours: Connection) -> None:
    """Do the job to its end. `ours` is the worker's end of a pipe: when the worker is gone, so is the reason to go on."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the worker, which decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    ours.close()
    threading.Thread(target=_end_with_worker, args=(theirs,), daemon=True).start()
    database.use(home)
    from visavis.work.leasing import Lease
    from visavis.work.performing import perform

    perform(home, Lease(job, fence))


def _end_with_worker(theirs: Connection) -> None:
    try:
        theirs.recv()
    except EOFError:
        os._exit(1)
