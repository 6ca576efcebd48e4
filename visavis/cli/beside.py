"""The worker that `visavis serve` keeps beside itself: started again when it dies, stopped with the workspace."""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0
LAST_WORD = 15.0
"""Seconds until a worker that was asked to stop is ended: longer than the grace it gives its job."""


@contextlib.contextmanager
def nobody() -> Iterator[None]:
    """No worker here: others do the work."""
    yield


@contextlib.contextmanager
def worker(home: Path) -> Iterator[None]:
    """A worker of `home` while the block lasts."""
    over = threading.Event()
    keeper = threading.Thread(target=_keep, args=(home, over), name="keeper")
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep(home: Path, over: threading.Event) -> None:
    pause = FIRST_PAUSE
    while not over.is_set():
        process = _start(home)
        while process.poll() is None and not over.wait(0.2):
            pass
        if over.is_set():
            _stop(process)
            return
        _free_jobs_of(process.pid)
        over.wait(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def _start(home: Path) -> subprocess.Popen[bytes]:
    program = [sys.executable, "-m", "visavis.jobs", str(home), "--parent", str(os.getpid())]
    # In a group of its own: Ctrl-C in the terminal reaches this process alone, which then stops the worker in order.
    return subprocess.Popen(program, process_group=0)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(LAST_WORD)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_jobs_of(process: int) -> None:
    """What the dead worker held needs not wait for its lease to lapse."""
    from django.db import Error, connection

    from visavis.work.leasing import free_what_was_held_by, worker_name

    try:
        free_what_was_held_by(worker_name(process))
    except Error:
        pass  # the lease lapses by itself
    finally:
        connection.close()
