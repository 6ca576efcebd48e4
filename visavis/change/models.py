"""Actions and what was written down of them before they began. Written by people alone; nothing is overwritten."""

from django.db import models


class Action(models.Model):
    """Something that is done so that a promise is kept better. What it is stands in its versions."""

    made_at = models.DateTimeField(auto_now_add=True)
    demonstration = models.BooleanField(default=False, help_text="came with an invented company, dated by it")

    class Meta:
        app_label = "visavis"


class ActionVersion(models.Model):
    """What is to be done and by what it will be judged, written down and sealed; a change is a new version.

    A series is `{"promise": name, "teams": [names]}`, or has a `measure` (a key of `visavis.change.aims`) in the promise's place; a
    `segment` keeps one kind of client. Without teams it has every case. A roll-out is `{"seed": …, "teams": [in the order drawn],
    "every": days}`: the first team starts on `starts_on`, each other so many days after the one before.
    """

    class Cause(models.TextChoices):
        PROMISE = "promise"
        VOICE = "voice"
        MEASURE = "measure"
        OTHER = "other"

    class Direction(models.TextChoices):
        UP = "up"
        DOWN = "down"

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField(help_text="1 for the first version of the action")
    place = models.IntegerField(unique=True, help_text="its place in the one chain of seals of this home, from 1 on")
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(
        "visavis.User", on_delete=models.PROTECT, null=True, related_name="+", help_text="null: the command line"
    )
    title = models.CharField(max_length=200)
    what = models.TextField(default="")
    owner = models.CharField(max_length=200, help_text="who answers for it: a function or a team")
    teams = models.JSONField(default=list, help_text="teams whose work changes; empty: nobody said")
    cause = models.CharField(max_length=10, choices=Cause.choices, default=Cause.OTHER)
    because = models.TextField(default="", help_text="the promise, voice or measure that caused it; or in words")
    outcome = models.JSONField(help_text="the one series by which it is judged")
    direction = models.CharField(max_length=4, choices=Direction.choices, default=Direction.UP)
    control = models.JSONField(default=list, help_text="series that it should not move; empty: none was named")
    starts_on = models.DateField()
    waits = models.IntegerField(default=0, help_text="days after the start that do not count yet")
    reads_on = models.DateField(help_text="the last day that counts: the verdict is given once it is past")
    baseline = models.IntegerField(default=365, help_text="days before the start that count")
    roll_out = models.JSONField(
        default=dict, help_text="the order in which teams start, and the seed it was drawn by; empty: all at once"
    )
    announced = models.CharField(max_length=100, default="", help_text="the promise that announces it; empty: none")
    former = models.CharField(max_length=64, default="", help_text="the seal before it in the chain; empty: the first")
    seal = models.CharField(max_length=64, help_text="SHA-256 of all of the above, as canonical text")

    class Meta:
        app_label = "visavis"
        constraints = (models.UniqueConstraint(fields=("action", "number"), name="one_version_each"),)


class ActionStop(models.Model):
    """Somebody ended an action before its time, and said why; it keeps its verdict, which says so."""

    action = models.OneToOneField(Action, on_delete=models.PROTECT, related_name="stop")
    stopped_at = models.DateTimeField(auto_now_add=True)
    stopped_on = models.DateField()
    stopped_by = models.ForeignKey("visavis.User", on_delete=models.PROTECT, null=True, related_name="+")
    why = models.TextField()

    class Meta:
        app_label = "visavis"
