"""Cases of promises, as pages list them; promises proposed by what facts can test; what people promised in their replies."""

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
    team = models.CharField(
        max_length=200, default="", help_text="the team on the fact; empty where it may not be told"
    )
    segment = models.CharField(max_length=200, default="", help_text="kind of client; empty where it may not be told")
    felt_on = models.DateField(null=True, help_text="the day on which a client last said something of it")
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


class ProposedCommitment(models.Model):
    """A promise found in a reply of late, shown to its author alone (X6). Written by runs alone, without the words, and
    deleted once it is too old; `id` is the MD5 of the reply and the sentence's place."""

    id = models.UUIDField(primary_key=True)
    item = models.UUIDField(help_text="the reply, as a fact on the timeline")
    source = models.TextField()
    key = models.TextField()
    about = models.TextField(default="")
    client_ref = models.TextField(default="")
    staff = models.CharField(max_length=40, default="", help_text="pseudonym of the author; empty: a shared mailbox")
    team = models.TextField(default="")
    begin = models.IntegerField()
    length = models.IntegerField()
    language = models.CharField(max_length=2)
    kind = models.CharField(max_length=20)
    act = models.CharField(max_length=20)
    said_at = models.DateTimeField(null=True)
    said_on = models.DateField()
    zone = models.CharField(max_length=60, default="UTC")
    due_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    canned = models.CharField(max_length=32)

    class Meta:
        app_label = "visavis"
        indexes = (
            models.Index(fields=("staff",), name="proposed_to_author"),
            models.Index(fields=("team",), name="proposed_to_team"),
        )


class Commitment(models.Model):
    """A promise of one of us that its author confirmed: open to all since. Written by people; read back at each run."""

    class Outcome(models.TextChoices):
        KEPT = "kept"
        MISSED = "missed"

    id = models.UUIDField(primary_key=True, help_text="that of the proposal")
    user = models.ForeignKey("visavis.User", on_delete=models.PROTECT, related_name="commitments")
    item = models.UUIDField(db_index=True, help_text="the reply, as a fact on the timeline")
    source = models.TextField()
    key = models.TextField()
    about = models.TextField(default="")
    client_ref = models.TextField()
    team = models.TextField(default="")
    words = models.TextField()
    personal = models.TextField(
        default="", help_text="where personal data stands in the words: JSON [[begin, length, kind], …]"
    )
    language = models.CharField(max_length=2)
    kind = models.CharField(max_length=20)
    act = models.CharField(max_length=20)
    said_at = models.DateTimeField(null=True)
    said_on = models.DateField()
    zone = models.CharField(max_length=60, default="UTC")
    due_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True, help_text="null: no day was named")
    confirmed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default="", help_text="empty: nobody said")
    done_on = models.DateField(null=True)
    evidence = models.UUIDField(null=True, help_text="the fact that shows it")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "visavis"
        indexes = (models.Index(fields=("user", "due_on"), name="commitments_of_user"),)


class NoCommitment(models.Model):
    """Its author said that a sentence promises nothing; the same canned sentence is not proposed to them again."""

    user = models.ForeignKey("visavis.User", on_delete=models.CASCADE, related_name="+")
    proposal = models.UUIDField(db_index=True)
    canned = models.CharField(max_length=32)
    said_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "visavis"
        indexes = (models.Index(fields=("user", "canned"), name="no_commitments_of_user"),)


class Tried(models.Model):
    """A trial of a promise with conditions that was told: what is tried later is held against it. People are in it as hashes."""

    test = models.CharField(
        max_length=80, unique=True, help_text="the mark of the test, whatever the promise was called"
    )
    promise = models.JSONField(help_text="the promise as it was tried")
    whole = models.BooleanField(default=False, help_text="what its conditions leave out was told as well")
    told = models.JSONField(help_text="whose facts stood behind it when it was told, as keyed hashes")
    tried_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "visavis"


class StaffClaim(models.Model):
    """A user is the employee behind a pseudonym: their address stands in the source, or they said so themselves."""

    user = models.ForeignKey("visavis.User", on_delete=models.CASCADE, related_name="+")
    pseudonym = models.CharField(max_length=40)
    automatic = models.BooleanField(default=False, help_text="the source names the user's own address")
    claimed_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "visavis"
        constraints = (
            models.UniqueConstraint(
                fields=("pseudonym",), name="one_holder", condition=models.Q(withdrawn_at__isnull=True)
            ),
        )
