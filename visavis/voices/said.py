"""What clients said in facts that are shown."""

import uuid
from collections.abc import Iterable

from visavis.clients.reading import Part, one_of, read
from visavis.voices.models import Voice


def voices_of(items: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, Voice]:
    """What clients said in those facts, by fact."""
    rest, given = said_in(items)
    return {voice.id: voice for voice in read(Voice, rest, *given)} if rest else {}


def said_in(items: Iterable[uuid.UUID | None]) -> Part:
    """Voices of those facts, to be read."""
    wanted = {item for item in items if item is not None}
    among, given = one_of("id", wanted)
    return (f"WHERE {among} AND vanished_run IS NULL", given) if wanted else ("", ())
