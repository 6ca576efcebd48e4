"""What the database tells of a client: gone in one transaction, with whatever else names them."""

import json
import re
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from visavis.clients.marks import RECORD, mark
from visavis.running.erasing.noted_keys import keys_of, scrub_jobs
from visavis.running.erasing.person import Person

NOBODY = "erased"
"""In decisions, the source of a record that was erased; its key is a mark."""

MANY = 500
"""Values that one question names: databases limit them."""

SCRUBBED = (
    ("ProposedSource", ("shown", "yaml")),
    ("Document", ("body",)),
    ("Job", ("args", "kwargs", "result", "errors", "doing_fr", "doing_en")),
    ("ProposedPromise", ("written", "why")),
    ("Tried", ("promise",)),
    ("Decision", ("reason",)),
)
"""Models that hold samples, results and what people wrote: names and addresses of the client go from their texts, by column."""


def erase_rows(person: Person) -> dict[str, int]:
    """Delete all rows of the client, and leave them out of others; how many of each went. Call it in a transaction.

    The client's number and former numbers stay: they tell nothing, and must be found for ever.
    """
    from visavis import models
    from visavis.voices import correcting, hearing

    counts: dict[str, int] = {}
    voices = set(models.Voice.objects.filter(client__in=person.numbers).values_list("id", flat=True))
    heard = set(models.Heard.objects.filter(client__in=person.numbers).values_list("id", flat=True))
    items = sorted({*person.items, *(each.hex for each in voices | heard)})
    counts["Heard"] = sum(map(hearing.forget, person.numbers))
    counts["Correction"] = sum(correcting.forget(map(uuid.UUID, part)) for part in _parts(items))
    by_item: tuple[tuple[Any, str], ...] = (
        (models.Rerouting, "voice"),
        (models.Seen, "voice"),
        (models.NoCommitment, "proposal"),
        (models.ProposedCommitment, "item"),
        (models.Commitment, "item"),
        (models.Voice, "id"),
        (models.TimelineItem, "id"),
        (models.Case, "item"),
    )
    for model, column in by_item:
        counts[model.__name__] = sum(_delete(model, **{f"{column}__in": part}) for part in _parts(_ids(model, items)))
    by_client: tuple[Any, ...] = (
        models.Voice,
        models.TimelineItem,
        models.Case,
        models.WaitingClient,
        models.ClientCard,
        models.SearchTerm,
        models.Taken,
    )
    for model in by_client:
        counts[model.__name__] = counts.get(model.__name__, 0) + _delete(model, client__in=person.numbers)
    counts["Arrival"] = _arrivals(person)
    counts["Link"] = _delete(models.Link, client_id__in=person.numbers)
    _scrub_decisions(person.records)
    counts["scrubbed"] = _scrub(person.told)
    counts["jobs"] = scrub_jobs(keys_of(person))
    return {name: count for name, count in counts.items() if count}


def _ids(model: Any, items: Sequence[str]) -> Sequence[str]:
    """NoCommitment names proposals, which are named after the reply and the sentence: those still there tell."""
    if model.__name__ != "NoCommitment":
        return items
    from visavis.models import Commitment, ProposedCommitment

    return [
        each.hex
        for of in (ProposedCommitment, Commitment)
        for part in _parts(items)
        for each in of.objects.filter(item__in=part).values_list("id", flat=True)
    ]


def _delete(model: Any, **where: Any) -> int:
    return int(model.objects.filter(**where).delete()[0])


def _parts[T](values: Sequence[T]) -> list[Sequence[T]]:
    return [values[at : at + MANY] for at in range(0, len(values), MANY)]


def _arrivals(person: Person) -> int:
    """Records that arrived by themselves and are the client's; what they led others to is told by others."""
    from visavis.clients.models import Arrival

    count = 0
    for source, key in person.records:
        count += _delete(Arrival, source=source, key=key)
    for arrival in Arrival.objects.all().iterator():
        kept = _without(arrival.told, person)
        if kept != arrival.told:
            Arrival.objects.filter(pk=arrival.pk).update(told=kept)
    return count


def _without(told: Any, person: Person) -> Any:
    """What was answered to another record, without the records of this client."""
    names = {f"{source}/{key}" for source, key in person.records}
    kept = {**told, "candidates": [each for each in told["candidates"] if each["record"] not in names]}
    if told.get("to") in names:
        kept |= {"to": None, "evidence": []}
    return kept if kept["candidates"] != list(told["candidates"]) or kept.get("to") != told.get("to") else told


def _scrub_decisions(records: Collection[tuple[str, str]]) -> None:
    """Decisions about identities stand, but name marks in place of the client's records."""
    from visavis.clients.erasing import secret_of_marks
    from visavis.clients.models import ClientMove, Decision

    secret = secret_of_marks()
    marks = {end: [NOBODY, mark(secret, RECORD, "/".join(end))[:16]] for end in records}
    for source, key in records:
        ClientMove.objects.filter(source=source, key=key).delete()
    for decision in Decision.objects.all().iterator():
        payload = _without_records(decision.payload, marks)
        if payload != decision.payload:
            Decision.objects.filter(pk=decision.pk).update(payload=payload)


def _without_records(value: Any, marks: Mapping[tuple[str, str], list[str]]) -> Any:
    """The JSON with a mark for any [source, key, …] of a record, wherever it stands."""
    if isinstance(value, dict):
        return {name: _without_records(each, marks) for name, each in value.items()}
    if not isinstance(value, list):
        return value
    if len(value) > 1 and isinstance(value[0], str) and isinstance(value[1], str):
        return [*marks.get((value[0], value[1]), value[:2]), *value[2:]]
    return [_without_records(each, marks) for each in value]


def _scrub(told: Collection[str]) -> int:
    """Empty every text that names the client, in what was proposed, computed as a whole, or noted by jobs; how many rows."""
    from visavis import models

    count = 0
    for name, columns in SCRUBBED:
        model: Any = getattr(models, name)
        for row in model.objects.all().iterator():
            changed = {}
            for column in columns:
                value = getattr(row, column)
                if value and _tells(
                    json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value, told
                ):
                    changed[column] = _emptied(value, told)
            if changed:
                model.objects.filter(pk=row.pk).update(**changed)
                count += 1
    return count


def _tells(text: str, told: Collection[str]) -> bool:
    small = text.lower()
    return any(each in small for each in told)


def _emptied(value: Any, told: Collection[str]) -> Any:
    """The JSON without what names the client; a row of plain values that does is emptied whole."""
    if isinstance(value, dict):
        return {name: _emptied(each, told) for name, each in value.items() if not _tells(name, told)}
    if isinstance(value, list):
        plain = not any(isinstance(each, dict | list) for each in value)
        if plain and any(isinstance(each, str) and _tells(each, told) for each in value):
            return ["" if isinstance(each, str) else None for each in value]
        return [_emptied(each, told) for each in value]
    if not isinstance(value, str):
        return value
    for each in sorted(told, key=len, reverse=True):
        value = re.sub(re.escape(each), "…", value, flags=re.IGNORECASE)
    return value
