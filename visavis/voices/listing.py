"""Voices in order, the newest first, by what they say as people corrected it; counted likewise."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from visavis.clients.finding import leafing
from visavis.clients.finding.leafing import Part
from visavis.clients.reading import Given, ask, one_of
from visavis.voices.correcting import corrected
from visavis.voices.models import Voice

SIZE = 50
MOST_COUNTED = 2_000
"""Voices that are counted one by one; of more it is told that there are more."""

_PRESENT = "vanished_run IS NULL"
_ORDER = ("-moment", "-id")

_ASKED = "question = %s AND withdrawn_at IS NULL"
_HOLDS = "SELECT c.voice FROM visavis_correction AS c JOIN visavis_voice AS v ON v.id = c.voice WHERE md5(v.text) = c.text_md5"
"""Corrections hold as long as the text is the one that was corrected."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What voices are asked for; empty: whatever. `topics` are numbers before people merged any; days are inclusive."""

    theme: str = ""
    sentiment: str = ""
    step: str = ""
    mark: str = ""
    channel: str = ""
    language: str = ""
    fate: str = ""
    topics: tuple[int, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of voices, corrected; `next` is the place where the older ones begin, empty after the oldest."""

    voices: tuple[Voice, ...]
    next: str


def listed(filters: Filters, before: str = "", size: int = SIZE) -> Listed:
    """Voices older than `before` (a place that a former page told), the newest first."""
    place = leafing.read(before, datetime, uuid.UUID)
    found: dict[uuid.UUID, Voice] = {}
    more = False
    for part in _parts(filters):
        voices, further = leafing.take(Voice, leafing.beyond(part, place), size)
        found |= {voice.id: voice for voice in voices}
        more = more or further
    ordered = sorted(found.values(), key=lambda voice: (voice.moment, voice.id), reverse=True)
    more, shown = more or len(ordered) > size, ordered[:size]
    following = leafing.written(shown[-1].moment, shown[-1].id) if more and shown else ""
    return Listed(tuple(corrected(shown)), following)


def count(filters: Filters) -> tuple[int, bool]:
    """How many there are, and whether there are more than were counted."""
    sql, given = [], list[Given]()
    for part in _parts(filters):
        sql.append(
            f"(SELECT count(*) FROM (SELECT 1 FROM visavis_voice WHERE {part.where} LIMIT {MOST_COUNTED + 1}) AS part)"
        )
        given += part.given
    ((n,),) = ask(f"SELECT {' + '.join(sql)}", *given)
    return min(int(n), MOST_COUNTED), int(n) > MOST_COUNTED


def _parts(filters: Filters) -> list[Part]:
    """The parts of the list, no voice in two of them: those that were read so, each by one range of an index; where a theme
    is asked for, those that people corrected to it, too, which are few."""
    rest, given = _rest(filters)
    if not filters.theme and filters.topics:
        by_topic = f"{_PRESENT} AND topic = %s{rest}"
        return [Part(by_topic, (topic, *given), _ORDER) for topic in filters.topics]
    if not filters.theme:
        return [Part(f"{_PRESENT}{rest}", given, _ORDER)]
    if filters.topics:
        among, numbers = one_of("topic", filters.topics)
        rest, given = f"{rest} AND {among}", (*given, *numbers)
    corrections = f"{_HOLDS} AND {_ASKED}"
    return [
        Part(
            f"{_PRESENT} AND theme = %s AND id NOT IN ({corrections}){rest}", (filters.theme, "theme", *given), _ORDER
        ),
        Part(f"{_PRESENT} AND id IN ({corrections} AND answer = %s){rest}", ("theme", filters.theme, *given), _ORDER),
    ]


def _rest(filters: Filters) -> tuple[str, tuple[Given, ...]]:
    """Conditions that narrow what an index gives."""
    sql, given = "", list[Given]()
    for name in ("channel", "language", "fate"):
        if value := getattr(filters, name):
            sql += f" AND {name} = %s"
            given.append(value)
    corrections = f"{_HOLDS} AND {_ASKED}"
    for name in ("sentiment", "step"):
        if value := getattr(filters, name):
            sql += f" AND ({name} = %s AND id NOT IN ({corrections}) OR id IN ({corrections} AND answer = %s))"
            given += [value, name, name, value]
    if filters.mark:
        sql += f" AND (marks LIKE %s AND id NOT IN ({corrections}) OR id IN ({corrections} AND answer = %s))"
        given += [f"%,{filters.mark},%", filters.mark, filters.mark, "yes"]
    if filters.since:
        sql += " AND moment >= %s"
        given.append(datetime.combine(filters.since, time.min, UTC))
    if filters.until:
        sql += " AND moment < %s"
        given.append(datetime.combine(filters.until + timedelta(days=1), time.min, UTC))
    return sql, tuple(given)
