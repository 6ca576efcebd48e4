"""Voices carried to teams, as their inbox holds them: those of the last thirty days, and whatever a person carried there since."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from visavis.clients.finding import leafing
from visavis.clients.reading import Given, ask, one_of, read
from visavis.voices.models import Voice
from visavis.voices.thanking import gathered, is_named

LATELY = timedelta(days=30)
SIZE = 20

_STANDING = """r.withdrawn_at IS NULL AND NOT EXISTS (SELECT 1 FROM visavis_rerouting AS n
WHERE n.voice = r.voice AND n.withdrawn_at IS NULL AND n.id > r.id)"""
_CARRIED = f"""id IN (SELECT v.id FROM visavis_voice AS v WHERE v.vanished_run IS NULL AND {{}} AND v.moment >= %s
AND NOT EXISTS (SELECT 1 FROM visavis_rerouting AS r WHERE r.voice = v.id AND r.withdrawn_at IS NULL)
UNION SELECT r.voice FROM visavis_rerouting AS r WHERE {_STANDING} AND {{}})"""
"""Two searches by index: one condition with OR would read every voice."""
_SEEN = "EXISTS (SELECT 1 FROM visavis_seen AS s WHERE s.voice = visavis_voice.id AND {})"
_ORDER = ("-moment", "-id")

Condition = tuple[str, tuple[Given, ...]]


@dataclass(frozen=True, slots=True)
class Box:
    """Some voices, the latest first, and the place where the next ones begin (empty: nowhere)."""

    voices: list[Voice]
    next: str


def inbox(teams: Sequence[str], as_of: date, *, seen: bool = False, after: str = "", size: int = SIZE) -> Box:
    """Voices carried to one of `teams` that nobody of those teams saw yet, or that somebody did (`seen`)."""
    return _box(_carried_to(teams, as_of, seen), after, size)


def unseen(teams: Sequence[str], as_of: date) -> int:
    """How many voices wait in the inbox of `teams`."""
    return _count(_carried_to(teams, as_of, False)) if teams else 0


def triage(as_of: date, *, after: str = "", size: int = SIZE) -> Box:
    """Voices that no team is sure enough for, and that nobody carried anywhere."""
    return _box(_to_nobody(as_of), after, size)


def untriaged(as_of: date) -> int:
    """How many voices no team is sure enough for."""
    return _count(_to_nobody(as_of))


def seen_by_teams(voices: Iterable[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    """When the first member of a team saw each of the voices; never who."""
    wanted = list(voices)
    if not wanted:
        return {}
    among, given = one_of("voice", wanted)
    found = ask(f"SELECT voice, min(at) FROM visavis_seen WHERE {among} GROUP BY voice", *given)
    return {_uuid(voice): _moment(at) for voice, at in found}


def _carried_to(teams: Sequence[str], as_of: date, seen: bool) -> Condition:
    computed, names = one_of("v.team", teams)
    said, said_names = one_of("r.team", teams)
    looked, looked_names = one_of("s.team", teams)
    where = (
        f"vanished_run IS NULL AND {_CARRIED.format(computed, said)} AND {'' if seen else 'NOT '}{_SEEN.format(looked)}"
    )
    return where, (*names, _since(as_of), *said_names, *looked_names)


def _to_nobody(as_of: date) -> Condition:
    where = f"vanished_run IS NULL AND {_CARRIED.format('v.team = %s', 'r.team = %s')}"
    return where, ("", _since(as_of), "")


def _box(condition: Condition, after: str, size: int) -> Box:
    part, place = leafing.Part(*condition, _ORDER), leafing.read(after, datetime, uuid.UUID)
    found, more = leafing.take(Voice, leafing.beyond(part, place), size)
    return Box(found, leafing.written(found[-1].moment, found[-1].id) if more else "")


def _count(condition: Condition) -> int:
    where, given = condition
    ((counted,),) = ask(f"SELECT count(*) FROM visavis_voice WHERE {where}", *given)
    return int(counted)


def _since(as_of: date) -> datetime:
    return datetime.combine(as_of - LATELY, time.min, UTC)


def _uuid(value: object) -> uuid.UUID:
    return value if isinstance(value, uuid.UUID) else uuid.UUID(str(value))


def _moment(value: object) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Thanks:
    """Thanks of the last thirty days for whoever looks: by name (`by_name`), or for teams of theirs."""

    voice: Voice
    by_name: bool
    teams: tuple[str, ...]


def thanks_for(person: str, teams: Sequence[str], as_of: date, size: int = 10) -> list[Thanks]:
    """Thanks that name the person of that full name, or one of `teams`, the latest first. Nobody else is told who was named."""
    likely = [("LOWER(text) LIKE %s", f"%{_likened(person.split()[-1].lower())}%")] if len(person.split()) > 1 else []
    likely += [("thanked LIKE %s", f"%\n{_likened(team)}\n%") for team in teams]
    if not likely:
        return []
    where = " OR ".join(f"({condition} ESCAPE '~')" for condition, _ in likely)
    rest = f"WHERE thanks = %s AND vanished_run IS NULL AND moment >= %s AND ({where}) ORDER BY moment DESC, id DESC LIMIT 200"
    found = []
    for voice in read(Voice, rest, True, _since(as_of), *(value for _, value in likely)):
        named, mine = is_named(person, voice.text), tuple(team for team in teams if team in gathered(voice.thanked))
        if named or mine:
            found.append(Thanks(voice, named, mine))
    return found[:size]


def _likened(text: str) -> str:
    for each in ("~", "%", "_"):
        text = text.replace(each, f"~{each}")
    return text
