"""Whose turn it is to change which records are whose: publications, people's decisions and records that arrive go one by one."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visavis.clients.models import Counter

COUNTER = "client"


def take_turns() -> "Counter":
    """Wait for, and hold until the transaction ends, the row of the clients' counter: chunks of a publication and people's
    decisions take turns, so that neither sees half of the other, nor waits for rows that the other holds."""
    from visavis.clients.models import Counter

    return Counter.objects.select_for_update().get_or_create(name=COUNTER, defaults={"next": 1})[0]
