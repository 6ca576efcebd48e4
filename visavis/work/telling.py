"""Progress of a job, kept in its row: told as often as the work likes, written at most twice a second."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection
from django.db.models.functions import Now

from visavis.engine.progress import Progress
from visavis.mistakes import Words
from visavis.work.leasing import Lease, LeaseLost, write

EVERY = 0.5
"""Seconds between two writes, at the least."""


@contextmanager
def telling(lease: Lease, every: float = EVERY) -> Iterator[Progress]:
    """A callback for the work to tell where it is, while the block lasts.

    It only remembers; a thread of its own writes what was told last, so that no work waits for the database. It raises
    LeaseLost once the job is in other hands: the work has become pointless.
    """
    told: list[tuple[Words, float | None]] = []
    over, lost = threading.Event(), threading.Event()

    def progress(what: Words, share: float | None = None, /) -> None:
        if lost.is_set():
            raise LeaseLost(str(lease.job))
        told.append((what, share))

    def write_down() -> None:
        try:
            while not over.wait(every):
                if told:
                    what, share = told[-1]
                    told.clear()
                    _write(lease, what, share)
        except LeaseLost:
            lost.set()
        finally:
            connection.close()

    thread = threading.Thread(target=write_down, name="telling", daemon=True)
    thread.start()
    try:
        yield progress
    finally:
        over.set()
        thread.join()


def _write(lease: Lease, what: Words, share: float | None) -> None:
    try:
        write(lease, doing_fr=what.fr, doing_en=what.en, share=share, told_at=Now())
    except OperationalError:
        return  # a busy database: the next word will do
