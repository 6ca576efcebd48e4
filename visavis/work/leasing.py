"""A worker's hold on a job: for a while, prolonged while it lives; every write names its fence."""

import datetime
import socket
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.db.models.functions import Now

from visavis.work.models import Job

LEASE = datetime.timedelta(seconds=20)
"""How long a job stays with a worker that is no longer heard of."""

BEATS = 5
"""How often a living worker prolongs a lease while it lasts: four prolongations may fail before it lapses."""


NOTICED = LEASE / BEATS + datetime.timedelta(seconds=1)
"""How long after a job was taken out of its hands a worker may still be at it."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A job in a worker's hands: the fence is what another worker's lease would have made greater."""

    job: uuid.UUID
    fence: int


class LeaseLost(Exception):
    """The job was taken over by another worker, given back or finished: this one has nothing more to write."""


def write(lease: Lease, **values: Any) -> None:
    """Write columns of the job; raises LeaseLost, and writes nothing, where the job is no longer in these hands."""
    if not Job.objects.filter(pk=lease.job, fence=lease.fence, finished_at=None).update(**values):
        raise LeaseLost(str(lease.job))


def prolong(lease: Lease, by: datetime.timedelta = LEASE) -> None:
    """Tell that the worker lives; raises LeaseLost."""
    write(lease, leased_until=Now() + by)


def give_back(lease: Lease) -> None:
    """Put the job back as if it had not been taken, for a worker that is asked to stop; raises LeaseLost."""
    write(lease, **_FREE, attempts=F("attempts") - 1)


def worker_name(process: int) -> str:
    """How the worker that is this process of this machine signs its leases."""
    return f"{socket.gethostname()}/{process}"[:120]


def free_what_was_held_by(worker: str) -> int:
    """Let others take at once the jobs of a worker that is known to be dead; returns how many."""
    held = Job.objects.filter(worker=worker, finished_at=None, leased_until__gt=Now())
    # What lapses now is still held in this very millisecond.
    return held.update(leased_until=Now() - datetime.timedelta(seconds=1))


def at_work() -> bool:
    """Whether a worker does a job just now."""
    return Job.objects.filter(finished_at=None, leased_until__gte=Now()).exists()


def withdraw_all() -> None:
    """Forget all jobs that are not finished. A worker at one of them sees that within `NOTICED`, and ends its process."""
    Job.objects.filter(finished_at=None).delete()


_FREE: dict[str, Any] = {"leased_until": None, "worker": "", "fence": F("fence") + 1}
"""In nobody's hands: whoever held it can write no more."""


def put_off(lease: Lease, **values: Any) -> None:
    """Leave the job to a later attempt; raises LeaseLost."""
    write(lease, **_FREE, **values)
