"""Personal details of a client, for somebody who said why: every look is a row."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from visavis.clients.models import ClientCard, DetailsSeen
from visavis.clients.said import records_said
from visavis.house.models import User
from visavis.mistakes import Mistake, Words
from visavis.vocabulary import Purpose


def see_details(home: Path, card: ClientCard, *, user: User, purpose: str) -> list[dict[str, Any]]:
    """What each source says of who the client is, contact included; that `user` saw it, and why, is written down first.

    Raises Mistake where no purpose is given.
    """
    note_look(user, purpose, client=card.client)
    return records_said(home, card.id)


def may_reach(user: User, client: int) -> bool:
    """Whether `user` said today why they need the client's details: what reaches the client may then be read in texts."""
    since = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return DetailsSeen.objects.filter(user=user, client=client, seen_at__gte=since).exists()


def note_look(user: User, purpose: str, *, client: int | None = None) -> None:
    """Write down that `user` sees the details of a client (None: of all of them), and why; raises Mistake without a purpose."""
    if purpose not in set(Purpose):
        raise Mistake(
            Words(fr="il manque la raison de votre demande", en="the reason for your request is missing"),
            remedy=Words(
                fr="choisissez pourquoi vous avez besoin de ces coordonnées",
                en="choose why you need these details",
            ),
        )
    DetailsSeen.objects.create(user=user, client=client, purpose=purpose)
