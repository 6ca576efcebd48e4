"""Taking care of a client, so that colleagues see it, and letting go of it."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from visavis.attention.models import Taken
from visavis.clients.reading import ask, one_of
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


class Taker(NamedTuple):
    """Somebody who takes care of a client: number and name of the user."""

    user: int
    name: str


def taken_by(clients: Iterable[int]) -> dict[int, list[Taker]]:
    """Who takes care of each of `clients` now, the first to do so first."""
    wanted = list(clients)
    found: dict[int, list[Taker]] = {}
    if wanted:
        of_clients, given = one_of("t.client", wanted)
        for client, user, name in ask(_TAKEN.format(of_clients), *given):
            found.setdefault(client, []).append(Taker(user, name))
    return found


_TAKEN = (
    "SELECT t.client, t.user_id, u.name FROM visavis_taken AS t JOIN visavis_user AS u ON u.id = t.user_id "
    "WHERE t.released_at IS NULL AND {} ORDER BY t.taken_at, t.id"
)
