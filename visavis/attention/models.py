"""Clients who wait for us, and who takes care of them."""

from django.db import models


class WaitingClient(models.Model):
    """A client still waits for us. Computed: written by publish alone; `id` is that of the fact that waits, or of the case."""

    id = models.UUIDField(primary_key=True)
    client = models.BigIntegerField()
    why = models.CharField(max_length=20, help_text="unanswered or undone")
    since = models.DateField()
    item = models.UUIDField(null=True, help_text="the fact on the timeline")
    promise = models.CharField(max_length=100, default="")
    vanished_run = models.CharField(max_length=40, null=True)

    class Meta:
        app_label = "visavis"
        indexes = (
            models.Index(fields=("since", "id"), name="waiting_longest", condition=models.Q(vanished_run=None)),
            models.Index(fields=("client",), name="waiting_of_client"),
        )


class Taken(models.Model):
    """Somebody takes care of a client, so that colleagues see it. Written by people."""

    client = models.BigIntegerField(db_index=True)
    user = models.ForeignKey("visavis.User", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(auto_now_add=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "visavis"
