"""Clients, the names they had, and the records that are linked to them. State is rows."""

import re
from typing import Any, Self

from django.db import models

_PUBLIC = re.compile(r"c-0{0,20}([1-9][0-9]{0,17})")


def public_id(number: int) -> str:
    """The id that people see: 123 → `c-000123`."""
    return f"c-{number:06d}"


def number_of(public: str) -> int | None:
    """The number of a public id; None if it is none."""
    found = _PUBLIC.fullmatch(public.strip().lower())
    return int(found[1]) if found else None


class Counter(models.Model):
    """Numbers given out in order, and never twice: `next` is the first that nobody has."""

    name = models.CharField(primary_key=True, max_length=40)
    next = models.BigIntegerField()

    class Meta:
        app_label = "visavis"


class ClientQuerySet(models.QuerySet["Client"]):
    """Many clients."""

    def resolve(self, number: int) -> "Client | None":
        """The client who has, or had, that number."""
        alias = ClientAlias.objects.filter(former=number).first()
        return self.filter(number=alias.client_id if alias else number).first()


class Client(models.Model):
    """One client. The number is minted once, in order, and tells nothing about its records."""

    number = models.BigIntegerField(primary_key=True)
    created_at = models.DateTimeField(auto_now_add=True)
    run = models.CharField(max_length=40, help_text="the run that published it first")

    objects = ClientQuerySet.as_manager()

    class Meta:
        app_label = "visavis"

    @property
    def id(self) -> str:
        """The public id, such as `c-000123`."""
        return public_id(self.number)


class ClientAlias(models.Model):
    """A number that a client had before it was merged into another; it resolves for ever."""

    former = models.BigIntegerField(primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="aliases", db_column="client")
    direct = models.BigIntegerField(
        null=True, help_text="the number that took it over, which may have been taken over since; null: `client`"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    run = models.CharField(max_length=40)

    class Meta:
        app_label = "visavis"


class LinkQuerySet(models.QuerySet["Link"]):
    """Many links."""

    def present(self) -> Self:
        """Links of records that the last run saw."""
        return self.filter(vanished_run__isnull=True)


class Link(models.Model):
    """A record (source and key) belongs to a client. A record that vanished keeps its link, marked with the run."""

    pk = models.CompositePrimaryKey("source", "key")
    source = models.CharField(max_length=200)
    key = models.CharField(max_length=2000)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="links", db_column="client")
    run = models.CharField(max_length=40, help_text="the run that made the link; ClientMove tells what changed it")
    vanished_run = models.CharField(max_length=40, null=True, help_text="the run that no longer saw the record")

    objects = LinkQuerySet.as_manager()

    class Meta:
        app_label = "visavis"


class ClientMove(models.Model):
    """A linked record went from one client to another, or came back after runs had missed it: appended, never changed.

    The first link of a record is no move.
    """

    source = models.CharField(max_length=200)
    key = models.CharField(max_length=2000)
    former = models.BigIntegerField(help_text="number of the client that it left")
    client = models.BigIntegerField(help_text="number of the client that it joined; the same where it only came back")
    mark = models.CharField(
        max_length=40, help_text="what moved it: a run, a decision (decision-7), or its own arrival"
    )
    missed = models.CharField(max_length=40, null=True, help_text="the run that no longer saw it, where it came back")
    at = models.DateTimeField()

    class Meta:
        app_label = "visavis"
        indexes = (
            models.Index(fields=("former", "client"), name="moves_from"),
            models.Index(fields=("client",), name="moves_to"),
            models.Index(fields=("source", "key"), name="moves_of_record"),
        )


class Decision(models.Model):
    """What a person decided about identities: appended, never changed."""

    class Kind(models.TextChoices):
        """What was decided."""

        MERGE = "merge"
        SPLIT = "split"
        MUST_LINK = "must-link"
        CANNOT_LINK = "cannot-link"
        UNDO = "undo"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    actor = models.CharField(max_length=200)
    reason = models.TextField()
    decided_at = models.DateTimeField(auto_now_add=True)
    payload = models.JSONField(help_text="what it says of which records, and what it did: see visavis.clients.decided")

    class Meta:
        app_label = "visavis"
        constraints = (
            models.CheckConstraint(
                name="decision_kind",
                condition=models.Q(kind__in=("merge", "split", "must-link", "cannot-link", "undo")),
            ),
        )


class Arrival(models.Model):
    """A record that arrived by itself, between two runs, and what became of it. Written by visavis.clients.arriving.link_record alone.

    The next run reads it as a fact; what no source brings by itself stays here, and is read by every run.
    """

    source = models.CharField(max_length=200)
    key = models.CharField(max_length=2000)
    identity = models.BigIntegerField(unique=True, help_text="digest of source and key")
    written = models.JSONField(help_text="the record as it was written, columns of the lake")
    comparable = models.JSONField(help_text="the record as linking compares it")
    told = models.JSONField(help_text="what was answered: outcome, client, evidence, candidates")
    model = models.CharField(max_length=12, help_text="version of the model that scored it")
    arrived_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "visavis"


class ArrivalKey(models.Model):
    """What leads to a record that arrived, as a digest. Written by visavis.clients.arriving.link_record alone."""

    digest = models.BigIntegerField()
    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="keys", db_column="arrival")

    class Meta:
        app_label = "visavis"
        indexes = (models.Index(fields=("digest", "arrival"), name="arrivals_by_digest"),)


class ClientCard(models.Model):
    """What lists show of a client. Computed: written by publish alone."""

    client = models.BigIntegerField(primary_key=True, help_text="number of the client")
    name = models.TextField(default="", help_text="as the most complete record writes it; empty: nameless")
    kind = models.CharField(max_length=20, default="")
    company = models.TextField(default="")
    city = models.TextField(default="")
    records = models.IntegerField(default=0)
    sources = models.IntegerField(default=0)
    facts = models.IntegerField(default=0)
    voices = models.IntegerField(default=0)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    waiting_since = models.DateField(null=True)
    kept = models.IntegerField(default=0, help_text="cases of promises kept")
    missed = models.IntegerField(default=0, help_text="cases of promises missed")
    vanished_run = models.CharField(max_length=40, null=True)

    class Meta:
        app_label = "visavis"
        indexes = (
            models.Index(fields=("last_on", "client"), name="card_by_last", condition=models.Q(vanished_run=None)),
            models.Index(
                fields=("waiting_since", "client"),
                name="card_by_waiting",
                condition=models.Q(vanished_run=None, waiting_since__isnull=False),
            ),
        )

    @property
    def id(self) -> str:
        """The public id, such as `c-000123`."""
        return public_id(self.client)


class BytewiseField(models.CharField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A text compared and ordered byte by byte on every database, so that a range of it is all that begins alike."""

    def db_parameters(self, connection: Any) -> Any:
        """Django's own, with PostgreSQL's bytewise collation; SQLite's own one already is."""
        collation = {"collation": "C"} if connection.vendor == "postgresql" else {}
        return super().db_parameters(connection) | collation


class SearchTerm(models.Model):
    """A word by which a client is found: folded as visavis.clients.finding.folding says. Computed: written by publish alone.

    Words of names, companies and record keys; e-mail addresses, whole; phone numbers, as the digits of E.164; and, so that
    two frequent words find their client at once, given and family name in both orders (`marie dupont`, `dupont marie`).
    """

    pk = models.CompositePrimaryKey("client", "term")
    client = models.BigIntegerField()
    term = BytewiseField(max_length=100)
    vanished_run = models.CharField(max_length=40, null=True)

    class Meta:
        app_label = "visavis"
        indexes = (
            models.Index(fields=("term", "client"), name="term_of_client", condition=models.Q(vanished_run=None)),
        )


class TimelineItem(models.Model):
    """A fact on a client's timeline. Computed: written by publish alone.

    `id` is the MD5 of table, source, type and key: the same fact keeps it for ever.
    """

    id = models.UUIDField(primary_key=True)
    client = models.BigIntegerField()
    ref = models.TextField(help_text="the client_ref of the fact, by which it moves when a client is parted")
    moment = models.DateTimeField(help_text="UTC; the start of the day where only the day is known")
    occurred_at = models.DateTimeField(null=True)
    occurred_on = models.DateField(null=True)
    fact = models.CharField(max_length=10, help_text="exchanges, events or ratings")
    type = models.TextField(default="", help_text="type of the event, instrument of the rating")
    source = models.TextField()
    key = models.TextField()
    about = models.TextField(default="")
    thread = models.TextField(default="", help_text="the conversation of an exchange")
    direction = models.CharField(max_length=10, default="")
    channel = models.CharField(max_length=20, default="")
    status = models.TextField(default="")
    due_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_on = models.DateField(null=True)
    score = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    subject = models.TextField(default="")
    text = models.TextField(default="", help_text="what we said; what clients said stands in Voice")
    personal = models.TextField(
        default="", help_text="where personal data stands in `text`: JSON [[begin, length, kind], …]"
    )
    personal_subject = models.TextField(default="", help_text="the same of `subject`")
    vanished_run = models.CharField(max_length=40, null=True)

    class Meta:
        app_label = "visavis"
        indexes = (
            models.Index(fields=("client", "-moment"), name="timeline_of_client"),
            models.Index(fields=("client", "about"), name="ratings_of_a_case", condition=models.Q(fact="ratings")),
        )


class DetailsSeen(models.Model):
    """Somebody looked at a client's personal details, and why. Written by people."""

    user = models.ForeignKey("visavis.User", on_delete=models.PROTECT, related_name="+")
    client = models.BigIntegerField(db_index=True, null=True, help_text="null: those of all clients, as a table")
    purpose = models.CharField(max_length=20)
    seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "visavis"
