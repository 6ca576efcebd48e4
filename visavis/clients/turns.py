"""Whose turn it is to change which records are whose: publications, people's decisions and records that arrive go one by one."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from visavis.clients.models import Counter

COUNTER = "client"


def take_turns() -> "Counter":
    """Wait for, and hold until the transaction ends, the row of the clients' counter: chunks of a publication and people's
    decisions take turns, so that neither sees half of the other, nor waits for rows that the other holds."""
    from visavis.clients.models import Counter

    return Counter.objects.select_for_update().get_or_create(name=COUNTER, defaults={"next": 1})[0]


def take_turn(cursor: Any) -> None:
    """As `take_turns`, for those who have no time to lose."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return  # SQLite's transactions hold all of it
    cursor.execute("SELECT next FROM visavis_counter WHERE name = %s FOR UPDATE", [COUNTER])
    if cursor.fetchone() is None:
        take_turns()


def next_number(cursor: Any) -> int:
    """A number that no client has had, given out for good. Call it while it is your turn."""
    taken = "UPDATE visavis_counter SET next = next + 1 WHERE name = %s RETURNING next - 1"
    cursor.execute(taken, [COUNTER])
    row = cursor.fetchone()
    if row is None:
        take_turns()
        cursor.execute(taken, [COUNTER])
        row = cursor.fetchone()
    return int(row[0])
