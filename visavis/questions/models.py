"""Sealed forecasts: what somebody expected before the result was shown."""

from django.db import models


class Forecast(models.Model):
    """A forecast of a promise's kept rate. Written by people, once: sealed before the result of `run` was opened."""

    user = models.ForeignKey("visavis.User", on_delete=models.PROTECT, related_name="forecasts")
    promise = models.CharField(max_length=100)
    value = models.FloatField(null=True, help_text="the kept rate that is expected, 0 to 1; null: chose not to say")
    sealed_at = models.DateTimeField()
    nonce = models.CharField(max_length=64)
    seal = models.CharField(max_length=64, help_text="SHA-256 of who, promise, value, moment and nonce")

    class Meta:
        app_label = "visavis"
        constraints = (models.UniqueConstraint(fields=("user", "promise"), name="one_forecast_each"),)


class Reveal(models.Model):
    """Somebody was shown the result of a promise: what they forecast later does not count.

    `promise` is its name; in another row, the mark of its test (`visavis.promises.alike`), which other names may share.
    """

    user = models.ForeignKey("visavis.User", on_delete=models.CASCADE, related_name="+")
    promise = models.CharField(max_length=100)
    shown_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "visavis"
        constraints = (models.UniqueConstraint(fields=("user", "promise"), name="one_reveal_each"),)
