"""Clients, the names they had, and the records that are linked to them. State is rows."""

import re
from typing import Self

from django.db import models

_PUBLIC = re.compile(r"c-0*([1-9]\d*)")


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
    run = models.CharField(max_length=40, help_text="the run that made or last changed the link")
    vanished_run = models.CharField(max_length=40, null=True, help_text="the run that no longer saw the record")

    objects = LinkQuerySet.as_manager()

    class Meta:
        app_label = "visavis"


class Decision(models.Model):
    """What a person decided about identities: appended, never changed."""

    class Kind(models.TextChoices):
        """What was decided."""

        MERGE = "merge"
        SPLIT = "split"
        MUST_LINK = "must-link"
        CANNOT_LINK = "cannot-link"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    actor = models.CharField(max_length=200)
    reason = models.TextField()
    decided_at = models.DateTimeField(auto_now_add=True)
    payload = models.JSONField(help_text="the records (source and key) and clients that it is about")

    class Meta:
        app_label = "visavis"
        constraints = (
            models.CheckConstraint(
                name="decision_kind", condition=models.Q(kind__in=("merge", "split", "must-link", "cannot-link"))
            ),
        )
