"""What clients said, and how it was read."""

from django.db import models


class Voice(models.Model):
    """A client's words. Computed: written by publish alone; `id` is that of the fact on the timeline."""

    id = models.UUIDField(primary_key=True)
    client = models.BigIntegerField(null=True)
    moment = models.DateTimeField(help_text="UTC; the start of the day where only the day is known")
    occurred_on = models.DateField(null=True)
    source = models.TextField()
    channel = models.CharField(max_length=20, default="")
    text = models.TextField()
    language = models.CharField(max_length=2, default="")
    sentiment = models.CharField(max_length=10, default="", help_text="empty: the reader abstains")
    theme = models.CharField(max_length=20, default="", help_text="empty: the reader abstains")
    thanks = models.BooleanField(default=False)
    vanished_run = models.CharField(max_length=40, null=True)

    class Meta:
        app_label = "visavis"
        indexes = (
            models.Index(fields=("client", "-moment"), name="voices_of_client"),
            models.Index(
                fields=("moment", "id"), name="thanks_by_moment", condition=models.Q(thanks=True, vanished_run=None)
            ),
        )
