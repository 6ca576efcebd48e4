"""The key to employees' pseudonyms: it lives in the database alone, never in the lake (X6)."""

import secrets

from django.db import models


def new_secret() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(32)


class Secret(models.Model):
    """One row per home: 32 random bytes that pseudonyms are derived with."""

    name = models.CharField(primary_key=True, max_length=40)
    value = models.BinaryField(default=new_secret)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "visavis"


class StaffPseudonym(models.Model):
    """Who stands behind a pseudonym of the lake, as the source wrote the name."""

    pk = models.CompositePrimaryKey("pseudonym", "source")
    pseudonym = models.CharField(max_length=40)
    source = models.CharField(max_length=200)
    name = models.CharField(max_length=500)

    class Meta:
        app_label = "visavis"


class Drop(models.Model):
    """Files that somebody dropped together in the browser, and what was proposed for them."""

    user = models.ForeignKey("visavis.User", on_delete=models.PROTECT, related_name="+")
    dropped_at = models.DateTimeField(auto_now_add=True)
    looking = models.UUIDField(null=True, help_text="the job that looks at the files")
    looked_at = models.DateTimeField(null=True, help_text="when the proposals stood ready")
    accepted_at = models.DateTimeField(null=True)
    reading = models.UUIDField(null=True, help_text="the job that reads the accepted sources")
    promised_at = models.DateTimeField(null=True, help_text="when the promises to hold were chosen")
    revealing = models.UUIDField(null=True, help_text="the job that runs everything, whose end is the mirror")
    discarded_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "visavis"


class DroppedFile(models.Model):
    """One file of a drop, kept under `HOME/exports`. `refused` tells why it can't be used, in both languages."""

    drop = models.ForeignKey(Drop, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255, help_text="as the person's machine called it")
    path = models.CharField(max_length=1000, help_text="relative to the home")
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    refused = models.JSONField(null=True, help_text="{what: {fr, en}, remedy: {fr, en}}")

    class Meta:
        app_label = "visavis"


class ProposedSource(models.Model):
    """A source proposed for files of a drop: the YAML as it would be written, and what a page shows of it."""

    drop = models.ForeignKey(Drop, on_delete=models.CASCADE, related_name="proposals")
    position = models.IntegerField()
    name = models.CharField(max_length=60)
    yaml = models.TextField()
    shown = models.JSONField(help_text="facts, columns, sample rows, reasons, notes, questions")

    class Meta:
        app_label = "visavis"
        constraints = (models.UniqueConstraint(fields=("drop", "position"), name="proposals_in_order"),)
