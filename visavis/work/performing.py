"""Doing a job that was claimed: call its task, then write how it ended."""

from pathlib import Path
from typing import Any

from django.tasks.base import Task
from django.utils.module_loading import import_string

from visavis.engine.progress import Progress
from visavis.work.backend import Working, result_of
from visavis.work.finishing import Later, fail, postpone, succeed
from visavis.work.leasing import Lease, LeaseLost
from visavis.work.models import Job
from visavis.work.telling import telling


def perform(home: Path, lease: Lease) -> bool:
    """Do the job to its end; whether it succeeded. Where another worker took it over, nothing is written."""
    job = Job.objects.filter(pk=lease.job, fence=lease.fence, finished_at=None).first()
    if job is None:
        return False
    try:
        with telling(lease) as progress:
            result = _call(home, job, progress)
        succeed(lease, result)
    except LeaseLost:
        return False
    except Exception as error:
        return _unless_lost(job, lease, error)
    return True


def _call(home: Path, job: Job, progress: Progress) -> Any:
    task = import_string(job.task)
    assert isinstance(task, Task)
    if not task.takes_context:
        return task.call(*job.args, **job.kwargs)
    context = Working(task_result=result_of(job), home=home, progress=progress)
    return task.call(context, *job.args, **job.kwargs)


def _unless_lost(job: Job, lease: Lease, error: Exception) -> bool:
    try:
        if isinstance(error, Later):
            postpone(lease, error)
        else:
            fail(job, lease, error)
    except LeaseLost:
        pass
    return False
