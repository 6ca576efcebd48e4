"""What people did with voices, as facts: who saw one (per team, never who), where people carried it, that somebody read and corrected it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from visavis.engine.measuring.voices_lives import ABOUT, READ, ROUTED, SEEN, STANDING
from visavis.voices.models import Correction, Rerouting, Seen

FORMER = "former"
"""Status of a gesture after which somebody carried the voice elsewhere."""


def handled_events(_: date | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Events `seen`, `routed` and `read`, about `voice/<its id>`: table and row, always in the same order.

    Their moment is that of `done`, never of `occurred`: what people do here today says nothing of how far the company's facts
    tell. Nobody is named; what was taken back is not told.
    """
    for pk, voice, team, at in Seen.objects.order_by("id").values_list("id", "voice", "team", "at"):
        yield "events", _event(SEEN, pk, voice, at, team)
    gestures = list(Rerouting.objects.filter(withdrawn_at=None).order_by("id").values_list("id", "voice", "team", "at"))
    last = {voice: pk for pk, voice, _, _ in gestures}
    for pk, voice, team, at in gestures:
        yield "events", _event(ROUTED, pk, voice, at, team, STANDING if last[voice] == pk else FORMER)
    read: dict[UUID, tuple[int, datetime]] = {}
    corrections = Correction.objects.filter(withdrawn_at=None).order_by("id")
    for pk, voice, at in corrections.values_list("id", "voice", "corrected_at"):
        read.setdefault(voice, (pk, at))
    for voice, (pk, at) in read.items():
        yield "events", _event(READ, pk, voice, at)


def _event(kind: str, pk: int, voice: UUID, at: datetime, team: str = "", status: str | None = None) -> dict[str, Any]:
    moment = at.astimezone(UTC)
    return {
        "key": f"{kind}-{pk}", "type": kind, "about": f"{ABOUT}{voice.hex}", "team": team or None, "status": status,
        "done_at": moment.replace(tzinfo=None), "done_on": moment.date(), "done_zone": "UTC",
    }  # fmt: skip
