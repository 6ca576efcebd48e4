"""Jobs as rows: asked for, leased by a worker, heard of, finished or given up."""

import uuid

from django.db import models


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
    errors = models.JSONField(default=list, help_text="per failed attempt: {at, class, what: {fr, en}, remedy, trace}")
    doing_fr = models.TextField(default="")
    doing_en = models.TextField(default="")
    share = models.FloatField(null=True, help_text="how much is done, 0 to 1")
    told_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "visavis"
        indexes = (
            models.Index(
                fields=("queue", "-priority", "asked_at"), name="jobs_to_do", condition=models.Q(finished_at=None)
            ),
            models.Index(fields=("task", "-asked_at"), name="jobs_of_task"),
        )
