"""How far somebody is with the guided visit of the demonstration."""

from django.db import models


class Visit(models.Model):
    """One person's visit: the stop that they reached last, and the page that was shown for it. Written by people."""

    user = models.OneToOneField("visavis.User", on_delete=models.CASCADE, related_name="+")
    stop = models.CharField(max_length=20)
    place = models.CharField(max_length=300, help_text="address of the page, without its query")
    begun_at = models.DateTimeField(auto_now_add=True)
    reached_at = models.DateTimeField(auto_now=True)
    left_at = models.DateTimeField(null=True, help_text="when this person put the visit aside, or came to its end")
    ended_at = models.DateTimeField(null=True, help_text="when this person first came to its end")

    class Meta:
        app_label = "visavis"
