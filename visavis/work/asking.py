"""Asking for work by its name: what a page, the command line or another job does; a worker does the rest."""

from dataclasses import replace
from typing import Any

from django.utils.module_loading import import_string

from visavis.house.models import User
from visavis.work.backend import RowsTask, add_job
from visavis.work.models import Job

TASKS = "visavis.jobs.tasks"
"""Where tasks are; named and not imported, as jobs are an edge and import what stands below."""


def ask(name: str, *, user: User | None = None, **kwargs: Any) -> Job:
    """The job `name` (a function of `visavis.jobs.tasks`) with these arguments, for `user`.

    It is part of the caller's transaction. Where the task says so, one that waits already with the same arguments is
    the same job.
    """
    task = import_string(f"{TASKS}.{name}")
    assert isinstance(task, RowsTask)
    asked = replace(task, user=None if user is None else user.pk)
    asked.get_backend().validate_task(asked)
    return add_job(asked, (), kwargs)


def last(name: str) -> Job | None:
    """The job `name` that was asked for last, whatever became of it."""
    return Job.objects.filter(task=f"{TASKS}.{name}").order_by("-asked_at").first()
