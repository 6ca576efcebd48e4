"""Cases of promises, as pages list them, and promises proposed by what the facts can test."""

from django.db import models


class Case(models.Model):
    """One promise held against one fact. Computed: written by publish alone; `id` is the MD5 of promise and fact."""

    id = models.UUIDField(primary_key=True)
    promise = models.CharField(max_length=100)
    client = models.BigIntegerField(null=True)
    item = models.UUIDField(null=True, help_text="the fact on the timeline")
    source = models.TextField()
    key = models.TextField()
    on_day = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_on = models.DateField(null=True)
    outcome = models.CharField(max_length=10)
    reason = models.CharField(max_length=60, default="")
    n = models.BigIntegerField(default=1)
    internal = models.BooleanField(default=False, help_text="promised between teams: no client was promised anything")
    vanished_run = models.CharField(max_length=40, null=True)

    class Meta:
        app_label = "visavis"
        indexes = (
            models.Index(fields=("promise", "outcome", "-on_day", "id"), name="cases_of_promise"),
            models.Index(fields=("client", "-on_day"), name="cases_of_client"),
            models.Index(
                fields=("outcome", "due_on", "id"), name="cases_to_come", condition=models.Q(vanished_run=None)
            ),
        )


class ProposedPromise(models.Model):
    """A promise that the facts can test, or that a document makes. It tells how many cases there are, never how they ended."""

    name = models.CharField(max_length=100)
    position = models.IntegerField()
    written = models.JSONField(help_text="the promise as it would be written")
    why = models.JSONField(help_text="{fr, en}")
    cases = models.BigIntegerField()
    proposed_at = models.DateTimeField(auto_now_add=True)
    document = models.TextField(default="", help_text="the document that makes it; empty: proposed by the facts")
    page = models.IntegerField(null=True)
    untestable = models.JSONField(null=True, help_text="why the facts can't test it, {fr, en}; null: they can")
    adopted_as = models.CharField(max_length=100, default="", help_text="the promise that it became; empty: not yet")

    class Meta:
        app_label = "visavis"
