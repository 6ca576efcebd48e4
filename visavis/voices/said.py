"""What clients said in facts that are shown."""

import uuid
from collections.abc import Iterable

from visavis.clients.reading import Part, ask, one_of, read
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


MOST = 50
"""Voices almost word for word the same that a page shows beside the one at hand."""


def alike_to(voice: Voice) -> tuple[int, list[Voice]]:
    """How many voices say almost word for word what `voice` says, itself included, and the latest of the others."""
    if voice.alike is None:
        return 1, []
    [(count,)] = ask("SELECT count(*) FROM visavis_voice WHERE alike = %s AND vanished_run IS NULL", voice.alike)
    rest = f"WHERE alike = %s AND vanished_run IS NULL AND id <> %s ORDER BY moment DESC, id DESC LIMIT {MOST}"
    return count, read(Voice, rest, voice.alike, voice.id)
