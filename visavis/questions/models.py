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


class AnswerForecast(models.Model):
    """What somebody expects clients to answer in a quarter that has not begun. A draft until it is sealed; then for good.

    `question` is `score:INSTRUMENT` (a level, with the range in which it is expected 4 times out of 5) or `needs` (what clients
    will speak of, in order). Levels are shares from 0 to 1, net promoter scores from −1 to 1.
    """

    user = models.ForeignKey("visavis.User", on_delete=models.PROTECT, null=True, related_name="answer_forecasts")
    person = models.CharField(max_length=64, help_text="whose forecast it is: a mark that tells people apart, no name")
    team = models.CharField(max_length=200, default="", help_text="the team of the one who forecasts; empty: none")
    question = models.CharField(max_length=300)
    about_team = models.CharField(max_length=200, default="", help_text="whose clients are meant; empty: all clients")
    wave = models.DateField(help_text="the first day of the quarter that is forecast")
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    ranking = models.JSONField(default=list, help_text="needs, the most important first")
    rating = models.FloatField(null=True, help_text="how well we listen, as they see it, 0 to 1; null: not said")
    written_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True, help_text="null: a draft, which may be changed or taken back")
    known_until = models.DateField(null=True, help_text="the last day that facts told of when it was sealed")
    nonce = models.CharField(max_length=64, default="")
    seal = models.CharField(max_length=64, default="", help_text="SHA-256 of all of the above but the draft's moment")
    demonstration = models.BooleanField(default=False, help_text="came with an invented company")

    class Meta:
        app_label = "visavis"
        constraints = (
            models.UniqueConstraint(
                fields=("person", "question", "about_team", "wave"), name="one_answer_forecast_each"
            ),
        )
