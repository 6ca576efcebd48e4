"""What clients said in facts that are shown."""

import uuid
from collections.abc import Iterable

from visavis.clients.reading import Part, among, read
from visavis.voices.models import Voice


def voices_of(items: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, Voice]:
    """What clients said in those facts, by fact."""
    rest, given = said_in(items)
    return {voice.id: voice for voice in read(Voice, rest, *given)} if rest else {}


def said_in(items: Iterable[uuid.UUID | None]) -> Part:
    """Voices of those facts, to be read."""
    wanted = tuple({item for item in items if item is not None})
    return (f"WHERE id IN {among(wanted)} AND vanished_run IS NULL" if wanted else "", wanted)
