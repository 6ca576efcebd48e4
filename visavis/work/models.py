"""Jobs as rows: asked for, leased by a worker, heard of, finished or given up."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from visavis.mistakes import Words


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs by where they stand."""

    def due(self) -> "JobQuerySet":
        """What a worker may take now: neither finished nor put off, nor held by a worker that was heard of lately."""
        now = Now()
        return self.filter(finished_at=None).exclude(not_before__gt=now).exclude(leased_until__gte=now)

    def waiting(self) -> "JobQuerySet":
        """Not finished, and at no worker's hands."""
        return self.filter(finished_at=None, leased_until=None)

    def unfinished(self) -> "JobQuerySet":
        """Waiting or at work."""
        return self.filter(finished_at=None)


class Job(models.Model):
    """Something to do later, in another process. Its state is told by its moments; none is ever forgotten.

    `fence` grows with every lease: a worker whose lease lapsed can no longer write.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    task = models.CharField(max_length=200, help_text="dotted path of the task")
    queue = models.CharField(max_length=40, default="default")
    priority = models.IntegerField(default=0)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    once = models.CharField(
        max_length=64, default="", help_text="digest of task and arguments, where two that wait are one; else empty"
    )
    user = models.ForeignKey("visavis.User", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    most_attempts = models.IntegerField(default=3)
    worker = models.CharField(max_length=120, default="")
    fence = models.BigIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    last_attempted_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    succeeded = models.BooleanField(null=True)
    result = models.JSONField(null=True)
    errors = models.JSONField(
        default=list, help_text="per failed attempt: {at, worker, class, what: {fr, en}, remedy, trace}"
    )
    doing_fr = models.TextField(default="")
    doing_en = models.TextField(default="")
    share = models.FloatField(null=True, help_text="how much is done, 0 to 1")
    told_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Job"]] = JobQuerySet.as_manager()

    class Meta:
        app_label = "visavis"
        indexes = (
            models.Index(fields=("-priority", "asked_at"), name="jobs_to_do", condition=Q(finished_at=None)),
            models.Index(fields=("task", "-asked_at"), name="jobs_of_task"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("once",), name="jobs_once", condition=Q(started_at=None, finished_at=None) & ~Q(once="")
            ),
        )

    @property
    def state(self) -> str:
        """`waiting`, `working`, `done` or `failed`."""
        if self.finished_at is not None:
            return "done" if self.succeeded else "failed"
        held = self.leased_until is not None and self.leased_until >= timezone.now()
        return "working" if held else "waiting"

    @property
    def doing(self) -> Words | None:
        """What was last told of it."""
        return Words(fr=self.doing_fr, en=self.doing_en) if self.doing_fr else None

    @property
    def what_went_wrong(self) -> dict[str, Any] | None:
        """`{what: {fr, en}, remedy: {fr, en} | None}` of the last failed attempt, fit for whoever asked; None if none failed."""
        if self.succeeded or not self.errors:
            return None
        last = self.errors[-1]
        return {"what": last["what"], "remedy": last["remedy"]}
