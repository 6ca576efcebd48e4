"""The worker: takes one job after the other, each done in a process of its own, until it is asked to stop.

The memory that a job took leaves with its process, and a job that brings its process down does not bring the worker
down. The worker itself only waits and prolongs the lease, so that it is heard of however busy the work is.
"""

import contextlib
import datetime
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from django.db import InterfaceError, OperationalError, connection

from visavis.jobs.child import Child
from visavis.jobs.tidying import tidy
from visavis.work.claiming import claim
from visavis.work.finishing import die
from visavis.work.leasing import BEATS, LEASE, Lease, LeaseLost, give_back, prolong, worker_name
from visavis.work.models import Job
from visavis.work.performing import perform

PICK_UP = 0.2
"""Seconds between two looks for a job that is due."""

GRACE = 5.0
"""Seconds that a job gets to end by itself once the worker is asked to stop; then it goes back to the queue."""

AWAY = 1.0
"""Seconds until a database that is busy or away is tried again."""

TIDY_EVERY = 3600.0

UNREACHABLE = (OperationalError, InterfaceError)


LOADED = (perform,)
"""What every job needs is imported here, so that a forked process finds it there."""


@dataclass(slots=True)
class Asked:
    """Whether somebody asked this worker to stop: a signal, or a parent process that is gone."""

    parent: int | None
    signalled: bool = False

    def to_stop(self) -> bool:
        """Look."""
        return self.signalled or (self.parent is not None and os.getppid() != self.parent)


def work(
    home: Path,
    *,
    once: bool = False,
    parent: int | None = None,
    lease: datetime.timedelta = LEASE,
    grace: float = GRACE,
) -> None:
    """Do jobs of `home` until asked to stop; with `once`, until none is due. Ends with the process `parent`, if given."""
    asked = _listen(parent)
    name = worker_name(os.getpid())
    tidied = float("-inf")
    while not asked.to_stop():
        try:
            if not once and time.monotonic() - tidied > TIDY_EVERY:
                tidy()
                tidied = time.monotonic()
            job = claim(name, lease=lease)
            if job is not None:
                _see_through(home, job, lease, asked, grace)
            elif once:
                return
            else:
                time.sleep(PICK_UP)
        except (
            UNREACHABLE
        ):  # busy or away: a worker outlives both, and what it could not write a lapsed lease will tell
            connection.close()
            time.sleep(AWAY)


def _see_through(home: Path, job: Job, length: datetime.timedelta, asked: Asked, grace: float) -> None:
    """Have the job done, prolong the lease meanwhile, and note how it ended where its process could not."""
    lease = Lease(job.pk, job.fence)
    child = Child(home, lease)
    beaten, stop_by = time.monotonic(), None
    try:
        while not child.ended(within=0.1):
            now = time.monotonic()
            if now - beaten > length.total_seconds() / BEATS:
                beaten = now
                with contextlib.suppress(*UNREACHABLE):
                    prolong(lease, length)
            if stop_by is None and asked.to_stop():
                stop_by = now + grace
            if stop_by is not None and now > stop_by:
                child.kill()
                give_back(lease)
                return
        if child.died is not None:
            die(job, lease, child.died)
    except LeaseLost:
        child.kill()


def _listen(parent: int | None) -> Asked:
    asked = Asked(parent)

    def stop(signal_number: int, frame: object) -> None:
        asked.signalled = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return asked
