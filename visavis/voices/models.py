"""What clients said, and how it was read."""

from django.db import models

LISTED_BY = {"moment": ("-moment", "-id")} | {name: (name, "-moment", "-id") for name in ("theme", "channel", "topic")}
"""Orders in which pages leaf through voices. What most voices have, or few values tell apart, is found by moment soon enough."""


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
    step = models.CharField(
        max_length=10, default="", help_text="step of the journey; empty: none is named, or the reader abstains"
    )
    themes = models.TextField(default="", help_text="its theme and those of its sentences, as `,price,refund,`")
    marks = models.TextField(default="", help_text="what else the words show, as `,anger,urgent,`")
    evidence = models.TextField(default="", help_text="JSON: question or mark to the words that carried the answer")
    team = models.CharField(max_length=200, default="", help_text="the team able to act; empty: none is sure")
    team_p = models.FloatField(
        null=True, help_text="how sure, calibrated, 0 to 1; also of a team that is not sure enough"
    )
    team_why = models.TextField(default="", help_text="JSON: what speaks for which team")
    thanked = models.TextField(default="", help_text="teams that the thanks name, each between line breaks")
    sentiment_p = models.FloatField(null=True, help_text="calibrated probability, 0 to 1")
    theme_p = models.FloatField(null=True, help_text="calibrated probability, 0 to 1")
    step_p = models.FloatField(null=True, help_text="calibrated probability, 0 to 1")
    marks_p = models.TextField(default="", help_text="JSON: calibrated probability of each mark that may be there")
    topic = models.IntegerField(null=True, help_text="number of its topic, before people merged any; null: on none")
    topic_p = models.FloatField(null=True, help_text="probability of that topic, 0 to 1")
    personal = models.TextField(
        default="", help_text="where personal data stands in `text`: JSON [[begin, length, kind], …]"
    )
    fate = models.CharField(
        max_length=20,
        default="",
        help_text="where it was lost and why, `felt` where the client confirmed; empty: not followed, or under way",
    )
    alike = models.UUIDField(null=True, help_text="group of voices almost word for word the same; null: like no other")
    vanished_run = models.CharField(max_length=40, null=True)

    class Meta:
        app_label = "visavis"
        indexes = (
            models.Index(fields=("client", "-moment"), name="voices_of_client"),
            models.Index(
                fields=("alike", "-moment", "-id"),
                name="voices_alike",
                condition=models.Q(vanished_run=None, alike__isnull=False),
            ),
            models.Index(
                fields=("fate", "-moment", "-id"), name="voices_by_fate", condition=models.Q(vanished_run=None)
            ),
            models.Index(
                fields=("team", "-moment", "-id"), name="voices_of_team", condition=models.Q(vanished_run=None)
            ),
            *(
                models.Index(fields=fields, name=f"voices_by_{name}", condition=models.Q(vanished_run=None))
                for name, fields in LISTED_BY.items()
            ),
            models.Index(
                fields=("moment", "id"), name="thanks_by_moment", condition=models.Q(thanks=True, vanished_run=None)
            ),
        )


class Rerouting(models.Model):
    """A person carried a voice to another team, or said that it is not for this one. Stands above what is computed."""

    voice = models.UUIDField(db_index=True)
    team = models.CharField(max_length=200, default="", help_text="where to; empty: only away from `was`")
    was = models.CharField(max_length=200, default="", help_text="where it was carried before; empty: to nobody")
    user = models.ForeignKey("visavis.User", on_delete=models.PROTECT, related_name="+")
    why = models.TextField(default="")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "visavis"
        indexes = (models.Index(fields=("team", "voice"), name="reroutings_to", condition=models.Q(withdrawn_at=None)),)


class Seen(models.Model):
    """A member of the team able to act saw a voice. Told per team, never per person."""

    voice = models.UUIDField(db_index=True)
    team = models.CharField(max_length=200)
    user = models.ForeignKey("visavis.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "visavis"
        constraints = (models.UniqueConstraint(fields=("voice", "team", "user"), name="seen_once"),)


class Heard(models.Model):
    """What an employee heard a client say, in the client's words. Read back at each run as an exchange of source `visavis`."""

    id = models.UUIDField(primary_key=True, help_text="that of the voice and of the fact on the timeline")
    key = models.CharField(max_length=40, unique=True)
    user = models.ForeignKey("visavis.User", on_delete=models.PROTECT, related_name="+")
    team = models.CharField(max_length=200, default="", help_text="the team of whoever heard it, then")
    client = models.BigIntegerField(null=True, help_text="null: somebody unknown")
    words = models.TextField()
    channel = models.CharField(max_length=20)
    heard_at = models.DateTimeField()
    about = models.TextField(default="", help_text="the event it is about, as `source/key`")
    made_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "visavis"
        indexes = (models.Index(fields=("client", "-heard_at"), name="heard_of_client"),)


class Correction(models.Model):
    """What a person says that a voice says: stands above every reading, and teaches the reader. Holds no text."""

    class Slice(models.TextChoices):
        SPREAD = "spread"
        UNSURE = "unsure"
        AUDIT = "audit"

    voice = models.UUIDField()
    text_md5 = models.CharField(max_length=32, help_text="of the text that was read: another text is another question")
    question = models.CharField(max_length=20, help_text="sentiment, theme, step, or a mark")
    answer = models.CharField(max_length=20, help_text="of a mark: yes or no")
    was = models.CharField(max_length=20, default="", help_text="what was read; empty: the reader abstained")
    model = models.CharField(max_length=300, default="", help_text="the reader whose answer it was")
    slice = models.CharField(
        max_length=10, default="", choices=Slice.choices, help_text="why it was asked; empty: corrected on a page"
    )
    user = models.ForeignKey("visavis.User", on_delete=models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "visavis"
        indexes = (
            models.Index(
                fields=("question", "answer", "voice"), name="corrections_to", condition=models.Q(withdrawn_at=None)
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("voice", "question"), name="corrected_once", condition=models.Q(withdrawn_at=None)
            ),
        )


class LearntHead(models.Model):
    """A head learnt from the company's labels, adopted or kept aside; its numbers are in the home's folder `reader`."""

    question = models.CharField(max_length=20)
    version = models.CharField(max_length=40)
    labels = models.IntegerField(help_text="texts it was learnt from")
    figures = models.JSONField(help_text="what was measured on labels held out; no text")
    user = models.ForeignKey("visavis.User", on_delete=models.PROTECT, null=True, related_name="+")
    learnt_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "visavis"
        indexes = (models.Index(fields=("question", "-learnt_at"), name="learnt_heads"),)


class HeadChoice(models.Model):
    """Which head answers a question from then on; the latest row holds, none means the shipped one."""

    question = models.CharField(max_length=20)
    version = models.CharField(max_length=40, default="", help_text="empty: the shipped head")
    user = models.ForeignKey("visavis.User", on_delete=models.PROTECT, null=True, related_name="+")
    rolled_back = models.BooleanField(default=False, help_text="a person went back, whatever was measured")
    chosen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "visavis"
        indexes = (models.Index(fields=("question", "-id"), name="head_choices"),)


class TopicDecision(models.Model):
    """What a person decided about a topic. Appended; undone by `withdrawn_at`. Stands above every run."""

    class Kind(models.TextChoices):
        RENAME = "rename"
        MERGE = "merge"
        SPLIT = "split"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    topic = models.IntegerField()
    into = models.IntegerField(null=True, help_text="the topic under which a merged one stands")
    name = models.CharField(max_length=80, default="", help_text="the name given")
    user = models.ForeignKey("visavis.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "visavis"
