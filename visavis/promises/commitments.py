"""What our replies of late promise: found once per reply, kept in the lake without the words, proposed to their author alone.

Only replies of the last days are read, as many as `commitments: {forget_after: …}` in `visavis.yaml` says: what nobody
confirmed until then is forgotten, here and in the database.
"""

import hashlib
import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from itertools import batched
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from visavis.engine.duckdb import DuckDB
from visavis.engine.holding.calendars import zone_named
from visavis.engine.lake import Lake, Manifest
from visavis.engine.progress import Progress, silent
from visavis.engine.reading.committing.finding import Promised, promised_among, version
from visavis.engine.steps import Step, literal, step
from visavis.engine.tables import COMMITMENTS, Type
from visavis.mistakes import Words
from visavis.vocabulary import Direction

BATCH, PART = 1_024, 8_192
"""Replies read at a time; replies after which what was found is kept: a run that is killed loses a minute at most."""
CHUNK = 2_000
TABLE = "commitments"
Keep = Callable[[Manifest], None]

_ARROW = {Type.TEXT: pa.string(), Type.INTEGER: pa.int64(), Type.DATE: pa.date32(), Type.TIMESTAMP: pa.timestamp("us")}
SCHEMA = pa.schema([(column.name, _ARROW[column.type]) for column in COMMITMENTS.columns])
_NUMBERS, _BLANKS = re.compile(r"\d+"), re.compile(r"\W+")


CONFIRMED = """SELECT c.* FROM commitments AS c
SEMI JOIN (SELECT key FROM events WHERE source = 'visavis' AND type = 'commitment') AS e
ON e.key = md5(concat_ws(chr(31), 'commitment', c.source, c.key, CAST(c.place AS VARCHAR)))"""
"""SQL of the rows of `commitments` whose author confirmed them: those alone are anybody's business."""


def reply_steps(model: str, forget_after: int) -> list[Step]:
    """Views `replies` (ours of the last `forget_after` days that facts tell of), `still_found` and `unread_replies`."""
    latest = " UNION ALL ".join(
        f"SELECT max(occurred_on) AS last FROM {table}" for table in ("exchanges", "events", "ratings")
    )
    same = "c.source = r.source AND c.key = r.key AND c.text_md5 = md5(r.text)"
    return [
        step("last_days", f"SELECT max(last) AS last FROM ({latest}) AS l", "up to when facts tell"),
        step(
            "replies",
            f"""SELECT e.source, e.key, e.text, e.occurred_at, e.occurred_on, e.occurred_zone, e.team, e.staff
            FROM exchanges AS e CROSS JOIN last_days AS d WHERE e.direction = {literal(str(Direction.OUT))}
            AND trim(e.text) <> '' AND e.occurred_on > d.last - {int(forget_after)} AND e.occurred_on <= d.last""",
            "what we wrote of late",
        ),
        step(
            "still_found",
            f"""SELECT c.* FROM commitments AS c SEMI JOIN replies AS r ON {same} WHERE c.model = {literal(model)}
            UNION SELECT k.* FROM ({CONFIRMED}) AS k ANTI JOIN replies AS r ON k.source = r.source AND k.key = r.key""",
            "what was found in them before, and what its author confirmed",
        ),
        step(
            "unread_replies",
            f"SELECT r.* FROM replies AS r ANTI JOIN (SELECT * FROM commitments AS c WHERE c.model = {literal(model)}) AS c ON {same}",
        ),
    ]


def find_commitments(
    runner: DuckDB,
    lake: Lake,
    manifest: Manifest,
    run: str,
    *,
    country: str,
    forget_after: int,
    progress: Progress = silent,
    keep: Keep = lambda _: None,
) -> Manifest:
    """The manifest with `commitments` of the replies of the last `forget_after` days; texts that did not change are not
    read again. DuckDB only: it is the work of words."""
    model = f"{version()} {country}"
    made_of = _digest([model, str(forget_after), *(e.path for t in ("exchanges", "events", "ratings") for e in manifest.of(t))])  # fmt: skip
    if manifest.ledger.get(TABLE) == made_of:
        return manifest
    lake.show(runner, manifest, ("exchanges", "events", "ratings", TABLE))
    runner.run(reply_steps(model, forget_after))
    unread, still, before = (_count(runner, view) for view in ("unread_replies", "still_found", TABLE))
    entries = list(manifest.of(TABLE))
    if still < before:
        kept = lake.new_file(TABLE, run)
        entries = [lake.entry(TABLE, kept, runner.write("still_found", kept))] if still else []
    if unread:
        query = "SELECT * FROM unread_replies ORDER BY source, key"
        batches = runner.connection.sql(query).to_arrow_reader(BATCH)
        done = 0
        for part in batched(batches, PART // BATCH):
            target = lake.new_file(TABLE, run)
            with pq.ParquetWriter(target, SCHEMA) as writer:
                for batch in part:
                    progress(_told(unread), done / unread)
                    writer.write_table(pa.Table.from_pylist(list(_rows(batch.to_pylist(), country, model)), SCHEMA))
                    done += batch.num_rows
            entries.append(lake.entry(TABLE, target, pq.read_metadata(target).num_rows))
            keep(manifest.replaced(TABLE, entries))
    manifest = manifest.replaced(TABLE, entries)
    return replace(manifest, ledger=manifest.ledger | {TABLE: made_of})


def _told(unread: int) -> Words:
    said = f"{unread:,}".replace(",", "\u202f")
    return Words(fr=f"Engagements dans nos réponses ({said})", en=f"Commitments in our replies ({said})")


def _rows(replies: Iterable[dict[str, Any]], country: str, model: str) -> Iterator[dict[str, Any]]:
    read = list(replies)
    zones = [reply["occurred_zone"] or "UTC" for reply in read]
    promised = promised_among([(reply["text"], _sent(reply, zone)) for reply, zone in zip(read, zones, strict=True)], country)  # fmt: skip
    for reply, zone, found in zip(read, zones, promised, strict=True):
        about = {name: reply[name] for name in ("source", "key", "team", "staff")} | {
            "said_at": reply["occurred_at"],
            "said_on": reply["occurred_on"],
            "said_zone": zone,
            "text_md5": hashlib.md5(reply["text"].encode()).hexdigest(),
            "model": model,
        }
        for place, each in enumerate(found):
            yield about | {"place": place} | _told_of(each, zone)
        if not found:
            yield about


def _sent(reply: dict[str, Any], zone: str) -> datetime:
    """The moment of sending in its zone; noon where the day alone is known."""
    tz = zone_named(zone)
    if reply["occurred_at"] is None:
        return datetime.combine(reply["occurred_on"], time(12), tz)
    at: datetime = reply["occurred_at"].replace(tzinfo=UTC)
    return at.astimezone(tz)


def _told_of(found: Promised, zone: str) -> dict[str, Any]:
    due = found.due
    at = due.at.astimezone(UTC).replace(tzinfo=None) if due and due.at else None
    return {
        "begin": found.begin,
        "length": found.length,
        "language": found.language,
        "kind": str(found.kind),
        "act": str(found.act),
        "due_at": at,
        "due_on": due.on if due else None,
        "due_zone": zone if due else None,
        "canned": canned(found.sentence),
    }


def canned(sentence: str) -> str:
    """What a sentence has in common with others written after the same model: numbers and days of the week aside."""
    plain = _NUMBERS.sub(" ", sentence.lower())
    plain = re.sub(r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b", " ", plain)  # fmt: skip
    return hashlib.md5(_BLANKS.sub(" ", plain).strip().encode()).hexdigest()


def write_proposals(home: Path, lake: Lake, manifest: Manifest) -> int:
    """Let the database propose what the manifest's `commitments` tell, and nothing else: what is too old is deleted.
    Returns how many there are. Replies that belong to no client are not proposed."""
    from django.db import transaction

    from visavis import database
    from visavis.clients.models import TimelineItem
    from visavis.promises.models import ProposedCommitment

    database.use(home)
    session = DuckDB()
    try:
        lake.show(session, manifest, (TABLE,))
        found = session.rows("SELECT * FROM commitments WHERE NOT place IS NULL ORDER BY source, key, place")
    finally:
        session.close()
    wanted: dict[uuid.UUID, ProposedCommitment] = {}
    for rows in batched(found, CHUNK):
        items = {_item_id(row["source"], row["key"]) for row in rows}
        refs = {
            item.id: item
            for item in TimelineItem.objects.filter(id__in=items, vanished_run=None).only("id", "ref", "about")
        }
        for row in rows:
            if item := refs.get(_item_id(row["source"], row["key"])):
                proposal = _proposal(row, item.id, item.ref, item.about)
                wanted[proposal.id] = proposal
    fields = [field.name for field in ProposedCommitment._meta.fields if field.name != "id"]
    known = {each.id: each for each in ProposedCommitment.objects.all()}
    new = [each for each in wanted.values() if each.id not in known]
    changed = [
        each
        for each in wanted.values()
        if (was := known.get(each.id)) and any(getattr(was, name) != getattr(each, name) for name in fields)
    ]
    for chunk in batched(known.keys() - wanted.keys(), CHUNK):
        ProposedCommitment.objects.filter(id__in=chunk).delete()
    for rows_ in batched(new, CHUNK):
        with transaction.atomic():
            ProposedCommitment.objects.bulk_create(rows_, ignore_conflicts=True)
    for rows_ in batched(changed, CHUNK):
        with transaction.atomic():
            ProposedCommitment.objects.bulk_update(rows_, fields)
    return len(wanted)


def _item_id(source: str, key: str) -> uuid.UUID:
    """The name of a reply on the timeline, as `visavis.clients.publishing.same_id` makes it."""
    return uuid.UUID(hashlib.md5("\x1f".join(("exchanges", source, "", key)).encode()).hexdigest())


def _proposal(row: dict[str, Any], item: uuid.UUID, ref: str, about: str) -> Any:
    from visavis.promises.models import ProposedCommitment

    name = hashlib.md5("\x1f".join(("commitment", row["source"], row["key"], str(row["place"]))).encode()).hexdigest()
    return ProposedCommitment(
        id=uuid.UUID(name),
        item=item,
        source=row["source"],
        key=row["key"],
        about=about,
        client_ref=ref,
        staff=row["staff"] or "",
        team=row["team"] or "",
        begin=row["begin"],
        length=row["length"],
        language=row["language"],
        kind=row["kind"],
        act=row["act"],
        said_at=_aware(row["said_at"]),
        said_on=row["said_on"],
        zone=row["said_zone"],
        due_at=_aware(row["due_at"]),
        due_on=row["due_on"],
        canned=row["canned"],
    )


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def _count(runner: DuckDB, view: str) -> int:
    return int(runner.rows(f"SELECT count(*) AS n FROM {view}")[0]["n"])


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
