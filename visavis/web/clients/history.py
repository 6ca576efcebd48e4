"""The timeline of a client as its page shows it: days, items with sentences, words, outcomes, and what each is about."""

import datetime
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from visavis.clients.models import TimelineItem
from visavis.clients.reading import Given, Part, one_of, read
from visavis.clients.timeline import KINDS, Leaf, timeline
from visavis.engine.reading.personal.masking import masked
from visavis.mistakes import Words
from visavis.promises.models import Case
from visavis.vocabulary import Outcome
from visavis.voices.models import Voice
from visavis.web.clients.facing import ENDED
from visavis.web.clients.quoting import NOTHING, Said, Sight, quoted, said
from visavis.web.clients.wording import CHANGE, channel_of, noun_of, sentence, status_of
from visavis.web.speaking import spoken

FILTERS = {
    "": Words("Tout", "All"),
    "exchanges": Words("Échanges", "Exchanges"),
    "events": Words("Évènements", "Events"),
    "ratings": Words("Notes", "Ratings"),
    "voices": Words("Ses mots", "Their words"),
    "promises": Words("Promesses", "Promises"),
}
UNDATED = 1900
"""Facts without any date stand in this year, behind all others."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the timeline, or several alike of one day folded into the first."""

    item: TimelineItem
    what: Words
    side: str
    said: Said | None
    subject: str
    channel: Words | None
    status: Words | None
    outcomes: tuple[tuple[str, Words, Words], ...]
    about: "Related | None"
    folded: tuple["Entry", ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """The event that an item is about; `here` tells that it stands on the same page."""

    id: uuid.UUID
    here: bool
    what: Words
    day: datetime.date | None


@dataclass(frozen=True, slots=True)
class Day:
    """One day and what happened on it; None: no day is known."""

    day: datetime.date | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class History:
    """One page of a client's timeline."""

    days: tuple[Day, ...]
    next: str
    kind: str = ""
    source: str = ""
    filters: dict[str, Words] = field(default_factory=lambda: FILTERS)

    @property
    def shown(self) -> tuple[str, str]:
        """What is shown: kind and source."""
        return self.kind, self.source


def leaf_of(client: int, *, kind: str, source: str, before: str, sayings: Mapping[str, Words]) -> Leaf:
    """The facts of a page of the timeline; `kind` is a key of FILTERS (anything else: all)."""
    ids: tuple[str, tuple[Given, ...]] | None = None
    if kind == "voices":
        ids = "SELECT id FROM visavis_voice WHERE client = %s AND vanished_run IS NULL", (client,)
    elif kind == "promises":
        of_promises, names = one_of("promise", sayings)
        cases = "SELECT item FROM visavis_case WHERE client = %s AND vanished_run IS NULL AND item IS NOT NULL"
        ids = f"{cases} AND {of_promises}", (client, *names)
    return timeline(client, kind=kind if kind in KINDS else "", source=source, among=ids, before=before)


def history(
    client: int,
    leaf: Leaf,
    *,
    kind: str,
    source: str,
    sayings: Mapping[str, Words],
    voices: Mapping[uuid.UUID, Voice],
    events: Iterable[TimelineItem],
    sight: Sight = NOTHING,
) -> History:
    """A page of the timeline: its facts with what was said in them (`voices`, as far as they are in `sight`) and what they are about (`events`, those of
    `events_about`); `sayings` names the promises to clients."""
    related = _related(leaf.items, events)
    entries = _entries(client, leaf, sayings, voices, related, sight)
    return History(tuple(_days(entries)), leaf.next, kind if kind in FILTERS else "", source)


def _entries(
    client: int,
    leaf: Leaf,
    sayings: Mapping[str, Words],
    voices: Mapping[uuid.UUID, Voice],
    related: Mapping[str, Related],
    sight: Sight,
) -> list[Entry]:
    among, ids = one_of("item", (item.id for item in leaf.items))
    outcomes: dict[uuid.UUID | None, list[tuple[str, Words, Words]]] = {}
    of_items = f"WHERE client = %s AND {among} AND vanished_run IS NULL ORDER BY promise, id"
    for case in read(Case, of_items, client, *ids):
        if case.promise in sayings:
            told = (case.outcome, ENDED[Outcome(case.outcome)][0], sayings[case.promise])
            outcomes.setdefault(case.item, []).append(told)
    return [
        Entry(
            item,
            sentence(item),
            _side(item),
            _words(item, voices.get(item.id), sight),
            _subject(item, sight),
            channel_of(item.channel),
            None if item.type.endswith(CHANGE) and item.fact == "events" else status_of(item),
            tuple(outcomes.get(item.id, ())),
            related.get(item.about) if item.about else None,
        )
        for item in leaf.items
    ]


def _words(item: TimelineItem, voice: Voice | None, sight: Sight) -> Said | None:
    """The client's words, else ours."""
    if voice is not None:
        return quoted(voice, sight)
    return said(item.text, personal=item.personal, sight=sight) if item.text else None


def _subject(item: TimelineItem, sight: Sight) -> str:
    return masked(item.subject, item.personal_subject, spoken(), shown=sight.shown, own=sight.own)


def _side(item: TimelineItem) -> str:
    """Whose side the item stands on: ours (said), the client's (lived), nobody's."""
    if item.fact == "ratings" or item.direction == "in":
        return "lived"
    return "said" if item.direction == "out" else ""


def events_about(client: int, items: Iterable[TimelineItem]) -> Part:
    """Events of the client that `items` may be about, to be read."""
    keys = {item.about.partition("/")[2] for item in items} - {""}
    among, given = one_of("key", keys)
    of_keys = f"WHERE client = %s AND fact = 'events' AND vanished_run IS NULL AND {among}"
    return (of_keys, (client, *given)) if keys else ("", ())


def _related(items: Sequence[TimelineItem], events: Iterable[TimelineItem]) -> dict[str, Related]:
    """Events that `items` are about, by `source/key`; of several with one key the latest."""
    here = {item.id for item in items}
    wanted = {item.about.partition("/")[::2] for item in items if item.about}
    found: dict[str, Related] = {}
    for row in sorted(events, key=lambda each: (each.moment, each.type), reverse=True):
        if (row.source, row.key) in wanted and row.about != f"{row.source}/{row.key}":
            noun = noun_of(row.type)
            found.setdefault(
                f"{row.source}/{row.key}", Related(row.id, row.id in here, Words(noun.fr, noun.en), _day(row))
            )
    return found


def _days(entries: Iterable[Entry]) -> Iterator[Day]:
    for day, its in groupby(entries, lambda entry: _day(entry.item)):
        yield Day(day, tuple(_folded(its)))


def _day(item: TimelineItem) -> datetime.date | None:
    day = item.occurred_on or item.moment.date()
    return None if day.year == UNDATED else day


def _folded(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Steps about one thing, one after the other, become one entry: seven changes of a ticket are one line."""
    for about, run in groupby(entries, lambda entry: entry.item.about if _is_step(entry.item) else ""):
        alike = list(run)
        if about and len(alike) > 1:
            yield replace(alike[0], what=_steps(alike), status=None, folded=tuple(reversed(alike)))
        else:
            yield from alike


def _is_step(item: TimelineItem) -> bool:
    """Whether the item is but a step of something: about an event, without anything due or done."""
    moments = (item.due_at, item.due_on, item.done_at, item.done_on)
    return item.fact == "events" and bool(item.about) and not any(moments)


def _steps(entries: Sequence[Entry]) -> Words:
    """`Demande : pris en charge, résolu`, the first step first."""
    noun = entries[0].about.what if entries[0].about else entries[0].what
    statuses = [status_of(entry.item) for entry in reversed(entries)]
    told = list(dict.fromkeys(status for status in statuses if status))
    if not told:
        return noun
    return Words(
        fr=f"{noun.fr} : {', '.join(each.fr for each in told)}", en=f"{noun.en}: {', '.join(each.en for each in told)}"
    )
