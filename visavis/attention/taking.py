"""Taking care of a client, so that colleagues see it, and letting go of it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from visavis.attention.models import Taken
from visavis.house.models import User


def take(client: int, user: User) -> Taken:
    """`user` takes care of the client from now on; nothing happens where they do already. Several people may."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # two clicks at once would make two rows
        held = Taken.objects.filter(client=client, user=user, released_at=None).first()
        return held or Taken.objects.create(client=client, user=user)


def release(client: int, user: User) -> int:
    """`user` no longer takes care of the client; how many rows said so."""
    return Taken.objects.filter(client=client, user=user, released_at=None).update(released_at=timezone.now())


def taken_by(clients: Iterable[int]) -> dict[int, list[Taken]]:
    """Who takes care of each of `clients` now, the first to do so first."""
    rows = Taken.objects.filter(client__in=list(clients), released_at=None).select_related("user")
    found: dict[int, list[Taken]] = {}
    for row in rows.order_by("taken_at", "pk"):
        found.setdefault(row.client, []).append(row)
    return found
