"""What employees hear clients say: noted in the client's words, shown on the client's page at once, read like any voice at the next run."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import md5
from typing import Any

from django.utils import timezone

from visavis.clients.models import Client, number_of, public_id
from visavis.house.models import User
from visavis.house.teams import teams_of
from visavis.mistakes import Mistake, Words
from visavis.vocabulary import Channel, Direction
from visavis.voices.models import Heard, Seen, Voice
from visavis.voices.routing import Carried, carried

SOURCE = "visavis"
"""The source that what people did here is read back as."""
LONGEST = 20_000
AHEAD = timedelta(minutes=10)
"""Clocks of devices that differ are no fault."""
CHANNELS = (Channel.PHONE, Channel.SHOP, Channel.VISIT, Channel.CHAT, Channel.MAIL, Channel.LETTER, Channel.OTHER)
"""Where an employee hears a client, the most frequent first."""


def hear(
    user: User, words: str, *, client: str = "", channel: str = "", heard_at: datetime | None = None, about: str = ""
) -> Heard:
    """Note `words` of a client (`c-000123`; empty: somebody unknown), heard by `user` on `channel` (default: phone), now by default.

    `about` is the event that they are about, as `source/key`. Raises Mistake for no words, too many, an unknown client or
    channel, and a moment to come.
    """
    words = words.replace("\0", "").strip()
    if not words or len(words) > LONGEST:
        raise Mistake(
            Words(fr="il manque les mots du client", en="the client’s words are missing")
            if not words
            else Words(fr="c’est plus long qu’un message ne peut l’être", en="this is longer than a message may be"),
            remedy=Words(
                fr=f"écrivez ce que le client a dit, en {LONGEST} caractères au plus",
                en=f"write what the client said, in {LONGEST} characters at most",
            ),
        )
    channel = channel or str(Channel.PHONE)
    if channel not in tuple(map(str, Channel)):
        raise Mistake(
            Words(fr=f"canal inconnu : {channel}", en=f"unknown channel: {channel}"),
            remedy=Words(
                fr=f"choisissez parmi : {', '.join(map(str, CHANNELS))}",
                en=f"choose among: {', '.join(map(str, CHANNELS))}",
            ),
        )
    moment = heard_at or timezone.now()
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if moment > timezone.now() + AHEAD:
        raise Mistake(
            Words(fr="ce moment est à venir", en="that moment is still to come"),
            remedy=Words(fr="dites quand vous l’avez entendu", en="say when you heard it"),
        )
    key = uuid.uuid4().hex
    mine = teams_of(user)
    return Heard.objects.create(
        id=voice_of(key), key=key, user=user, team=mine[0] if mine else "", client=_number(client), words=words,
        channel=channel, heard_at=moment, about=about.strip()[:2000],
    )  # fmt: skip


def withdraw(heard: Heard, *, by: User) -> None:
    """Take back what one noted oneself; the next run no longer reads it. Raises Mistake for somebody else's."""
    if heard.user_id != by.pk:
        raise Mistake(
            Words(fr="seul qui l’a noté peut le retirer", en="only whoever noted it can take it back"),
        )
    Heard.objects.filter(pk=heard.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())


def voice_of(key: str) -> uuid.UUID:
    """The id of the voice, and of the fact on the timeline, that what was heard becomes: as publishing names exchanges."""
    named = chr(31).join(("exchanges", SOURCE, "", key))
    return uuid.UUID(md5(named.encode(), usedforsecurity=False).hexdigest())


def heard_facts() -> list[dict[str, Any]]:
    """What was heard and not taken back, as rows of the lake's `exchanges` of source `visavis`; moments in UTC, without zone."""
    found = Heard.objects.filter(withdrawn_at=None).order_by("made_at", "key")
    return [
        {
            "source": SOURCE,
            "key": one.key,
            "occurred_at": one.heard_at.astimezone(UTC).replace(tzinfo=None),
            "occurred_on": one.heard_at.astimezone(UTC).date(),
            "occurred_zone": "UTC",
            "direction": str(Direction.IN),
            "channel": one.channel,
            "client_ref": f"client/{public_id(one.client)}" if one.client is not None else None,
            "team": one.team or None,
            "about": one.about or None,
            "text": one.words,
        }
        for one in found
    ]


def heard_exchanges(_: date | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What was heard, as reading back takes it: table and row."""
    return (("exchanges", row) for row in heard_facts())


def forget(client: int) -> int:
    """Erase what was heard of a client; how many rows were erased. The next run finds nothing to read back."""
    return Heard.objects.filter(client=client).delete()[0]


def not_yet_read(client: int) -> list[Heard]:
    """What was heard of the client since the last run, the latest first: pages show it at once."""
    found = list(Heard.objects.filter(client=client, withdrawn_at=None).order_by("-heard_at")[:20])
    read = set(Voice.objects.filter(id__in=[one.id for one in found], vanished_run=None).values_list("id", flat=True))
    return [one for one in found if one.id not in read]


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of words that somebody noted: read, carried to a team, seen by it, answered; None where not yet."""

    heard: Heard
    voice: Voice | None
    carried: Carried | None
    seen_at: datetime | None
    answered_at: datetime | None


def mine(user: User, size: int = 50) -> list[Followed]:
    """What `user` noted, the latest first, each with what became of it."""
    found = list(Heard.objects.filter(user=user, withdrawn_at=None).order_by("-heard_at", "-key")[:size])
    voices = Voice.objects.in_bulk([one.id for one in found])
    return [_followed(one, voices.get(one.id)) for one in found]


def _followed(heard: Heard, voice: Voice | None) -> Followed:
    read = voice if voice is not None and voice.vanished_run is None else None
    where = carried(read) if read is not None else None
    team = where.team if where is not None else ""
    seen = Seen.objects.filter(voice=heard.id, team=team).order_by("at").first() if team else None
    return Followed(heard, read, where, seen.at if seen else None, _answered(heard))


def _answered(heard: Heard) -> datetime | None:
    """When something was said to the client after the words were heard."""
    from visavis.clients.models import TimelineItem

    if heard.client is None:
        return None
    out = TimelineItem.objects.filter(
        client=heard.client,
        fact="exchanges",
        direction=str(Direction.OUT),
        moment__gt=heard.heard_at,
        vanished_run=None,
    )
    return out.order_by("moment").values_list("moment", flat=True).first()


def _number(client: str) -> int | None:
    if not client.strip():
        return None
    number = number_of(client)
    found = Client.objects.resolve(number) if number is not None else None
    if found is None:
        raise Mistake(
            Words(fr=f"aucun client {client}", en=f"there is no client {client}"),
            remedy=Words(fr="cherchez-le par son nom", en="search for the name"),
        )
    return found.number
