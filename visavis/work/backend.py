"""The backend for `django.tasks` whose queue is the table of jobs."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate

from django.core.exceptions import ValidationError
from django.db import transaction
from django.tasks.backends.base import BaseTaskBackend
from django.tasks.base import Task, TaskContext, TaskError, TaskResult, TaskResultStatus
from django.tasks.exceptions import TaskResultDoesNotExist
from django.utils.json import normalize_json
from django.utils.module_loading import import_string

from visavis.engine.progress import Progress
from visavis.work.models import Job

if TYPE_CHECKING:
    AnyTask = Task[..., Any]
    AnyContext = TaskContext[..., Any]
    AnyResult = TaskResult[..., Any]
else:  # generic to the type checker alone
    AnyTask, AnyContext, AnyResult = Task, TaskContext, TaskResult


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsTask(AnyTask):
    """A task that also says how often to try, and whether two that wait with the same arguments are one."""

    most_attempts: int = 3
    once: bool = False
    user: int | None = None
    """Who asks, by primary key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Working(AnyContext):  # type: ignore[misc]  # it is frozen; the stubs do not say so
    """What a task that takes its context gets: the home it works in, and how to tell where it is."""

    home: Path
    progress: Progress


def task(
    *, once: bool = False, most_attempts: int = 3, priority: int = 0
) -> Callable[[Callable[Concatenate[Working, ...], Any]], RowsTask]:
    """A function of `Working` and JSON arguments, made a task."""

    def make(function: Callable[Concatenate[Working, ...], Any]) -> RowsTask:
        return RowsTask(func=function, takes_context=True, once=once, most_attempts=most_attempts, priority=priority)

    return make


class RowsBackend(BaseTaskBackend):
    """Jobs are rows; `visavis worker` does them, at least once each. Asking is part of the caller's transaction."""

    task_class = RowsTask
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(  # type: ignore[override]  # whatever the task returns
        self, task: AnyTask, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> AnyResult:
        """Write the job down, or find the same one waiting."""
        self.validate_task(task)
        return result_of(add_job(task, args, kwargs))

    def get_result(self, result_id: str) -> AnyResult:
        """How a job stands; raises TaskResultDoesNotExist."""
        try:
            return result_of(Job.objects.get(pk=result_id))
        except (Job.DoesNotExist, ValidationError):
            raise TaskResultDoesNotExist(result_id) from None


def add_job(task: AnyTask, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Job:
    """The job of a task: the one that waits already where the task says that twice is once, else a new one."""
    given = {"args": normalize_json(list(args)), "kwargs": normalize_json(dict(kwargs))}
    values = given | {"priority": task.priority, "queue": task.queue_name, "not_before": task.run_after}
    if isinstance(task, RowsTask):
        values |= {"most_attempts": task.most_attempts, "user_id": task.user}
    if not (isinstance(task, RowsTask) and task.once):
        return Job.objects.create(task=task.module_path, **values)
    return _once(task, values)


def _once(task: RowsTask, values: dict[str, Any]) -> Job:
    key = sha256(json.dumps([task.module_path, values["args"], values["kwargs"]], sort_keys=True).encode()).hexdigest()
    with transaction.atomic():
        put_off = (
            Job.objects.filter(once=key).waiting().exclude(started_at=None).select_for_update(skip_locked=True).first()
        )
        if put_off is not None:
            # Somebody asks now: it need not wait out its pause.
            Job.objects.filter(pk=put_off.pk).update(not_before=values["not_before"])
            return put_off
        job, _ = Job.objects.get_or_create(
            once=key, started_at=None, finished_at=None, defaults=values | {"task": task.module_path}
        )
        return job


def result_of(job: Job) -> AnyResult:
    """The job as `django.tasks` sees it."""
    task = import_string(job.task)
    more = {"most_attempts": job.most_attempts, "user": job.user_id} if isinstance(task, RowsTask) else {}
    workers = [error["worker"] for error in job.errors]
    result: AnyResult = TaskResult(
        task=replace(task, priority=job.priority, queue_name=job.queue, run_after=job.not_before, **more),
        id=str(job.pk),
        status=STATUS[job.state],
        enqueued_at=job.asked_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=job.last_attempted_at,
        args=job.args,
        kwargs=job.kwargs,
        backend=task.backend,
        errors=[TaskError(exception_class_path=error["class"], traceback=error["trace"]) for error in job.errors],
        worker_ids=[*workers, job.worker] if job.attempts > len(workers) else workers,
    )
    object.__setattr__(result, "_return_value", job.result)
    return result


STATUS = {
    "waiting": TaskResultStatus.READY,
    "working": TaskResultStatus.RUNNING,
    "done": TaskResultStatus.SUCCESSFUL,
    "failed": TaskResultStatus.FAILED,
}
