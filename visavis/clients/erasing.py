"""Clients who were erased: when, why, by whom; and the marks of what they were, for whatever brings them again."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from visavis.clients.marks import CONTACT, LENGTH, RECORD, contact, mark
from visavis.clients.models import public_id
from visavis.mistakes import Mistake, Words

SECRET = "erased"
"""Name of the home's secret that marks are made with."""


class Erasure(models.Model):
    """A client was erased. It tells nothing of who that was, and stays for ever."""

    client = models.BigIntegerField(primary_key=True, help_text="number of the client")
    actor = models.CharField(max_length=200, help_text="user/<id>, or cli/<name on the machine>")
    reason = models.TextField()
    erased_at = models.DateTimeField(auto_now_add=True)
    counts = models.JSONField(default=dict, help_text="how many rows of what went, by name; nothing else")
    finished_at = models.DateTimeField(null=True, help_text="null: files of the lake may still tell of the client")

    class Meta:
        app_label = "visavis"

    @property
    def id(self) -> str:
        """The public id, such as `c-000123`."""
        return public_id(self.client)


class Mark(models.Model):
    """What an erased client was, as a keyed digest."""

    pk = models.CompositePrimaryKey("digest", "client")
    digest = models.CharField(max_length=LENGTH)
    client = models.BigIntegerField()

    class Meta:
        app_label = "visavis"


class Erased(Mistake):
    """The client was erased."""

    def __init__(self, erasure: Erasure) -> None:
        day = f"{erasure.erased_at:%Y-%m-%d}"
        super().__init__(
            Words(fr=f"le client {erasure.id} a été effacé le {day}", en=f"client {erasure.id} was erased on {day}"),
            remedy=Words(fr=f"motif: {erasure.reason}", en=f"reason: {erasure.reason}"),
        )


def erasure_of(client: int) -> Erasure | None:
    """The erasure of the client who has, or had, that number."""
    from visavis.clients.models import ClientAlias

    alias = ClientAlias.objects.filter(former=client).first()
    return Erasure.objects.filter(client=alias.client_id if alias else client).first()


def secret_of_marks() -> bytes:
    """The key of this home by which erased clients become marks."""
    from visavis.sources.models import Secret

    return bytes(Secret.objects.get_or_create(name=SECRET)[0].value)


def was_erased(cursor: Any, record: dict[str, Any]) -> bool:
    """Whether a record that arrives (visavis.clients.arriving.arrived) is one of an erased client, or holds an address of theirs."""
    cursor.execute("SELECT 1 FROM visavis_mark LIMIT 1")
    if cursor.fetchone() is None:
        return False
    secret = secret_of_marks()
    held: Iterable[str] = (*(record["emails"] or ()), *(record["phones"] or ()))
    digests = [mark(secret, RECORD, f"{record['source']}/{record['key']}")]
    digests += [mark(secret, CONTACT, contact(each)) for each in held]
    marks = ", ".join(["%s"] * len(digests))
    cursor.execute(f"SELECT 1 FROM visavis_mark WHERE digest IN ({marks}) LIMIT 1", digests)
    return cursor.fetchone() is not None
