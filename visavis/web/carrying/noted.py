"""What colleagues heard of a client, on the client's page: at once, before any run reads it; the team is told, never who."""

from collections.abc import Iterable
from dataclasses import dataclass

from visavis.clients.models import TimelineItem
from visavis.voices.hearing import SOURCE, not_yet_read
from visavis.voices.models import Heard
from visavis.web.clients.quoting import Said, said


@dataclass(frozen=True, slots=True)
class Noted:
    """Words heard, and the team of whoever heard them (empty: not known)."""

    said: Said
    team: str


def heard_just_now(client: int) -> list[Noted]:
    """What was heard of the client since the last run, the latest first."""
    return [
        Noted(said(one.words, day=one.heard_at.date(), channel=one.channel), one.team) for one in not_yet_read(client)
    ]


def name_who_heard(items: Iterable[TimelineItem]) -> None:
    """Give each item its `heard_by`: the team of whoever heard it, empty where that is not known, None where nobody did."""
    items = list(items)
    ours = [item.id for item in items if item.source == SOURCE and item.fact == "exchanges"]
    teams = dict(Heard.objects.filter(id__in=ours).values_list("id", "team")) if ours else {}
    for item in items:
        setattr(item, "heard_by", teams.get(item.id))  # noqa: B010 - no column of the table
