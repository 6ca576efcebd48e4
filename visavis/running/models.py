"""Runs that publish to the database."""

from django.db import models


class Run(models.Model):
    """One publication: begun when its plan was written, finished when all of it stands in the database."""

    id = models.CharField(primary_key=True, max_length=40)
    plan = models.CharField(max_length=200, help_text="folder of the plan, relative to the lake")
    first_number = models.BigIntegerField(help_text="number of the first client that this run mints")
    published = models.CharField(
        max_length=200,
        null=True,
        help_text="folder of what the computed tables hold after it, relative to the lake; null: not planned; empty: not known",
    )
    decided = models.BigIntegerField(default=0, help_text="the last decision about identities that its plan knows of")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "visavis"

    @property
    def state(self) -> str:
        """`publishing` or `finished`."""
        return "finished" if self.finished_at else "publishing"


class Document(models.Model):
    """What a page shows as a whole, computed once per run: the mirror, quality, counts. Written by publish alone."""

    name = models.CharField(primary_key=True, max_length=40)
    run = models.CharField(max_length=40)
    body = models.JSONField()
    written_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "visavis"
