"""The verb: erase a client. First the database, at once and whole; then the files of the lake, again until they are done."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from visavis import database
from visavis.clients.marks import mark
from visavis.clients.turns import take_turns
from visavis.clients.who import find
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.mistakes import Mistake, Words
from visavis.running.erasing.database_rows import erase_rows
from visavis.running.erasing.lake_files import show_marks, without_marked
from visavis.running.erasing.person import Person, find_person, records_of
from visavis.running.erasing.standing_apart import without_index
from visavis.running.lock import running_alone

if TYPE_CHECKING:
    from visavis.clients.erasing import Erasure

CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Going:
    """What erasing a client would take away: the id, former ids, records as `source/key`, and facts by table."""

    client: str
    former: tuple[str, ...]
    records: tuple[str, ...]
    counts: dict[str, int]

    def plain(self) -> dict[str, object]:
        """Ready for JSON."""
        return {"client": self.client, "former": list(self.former), "records": list(self.records), "facts": self.counts}


def what_would_go(home: Path, who: str) -> Going:
    """What `erase` would take away; nothing is changed. Raises Mistake for an unknown client, Erased for one who is gone."""
    number = _number(home, who)
    lake = Lake(home / "lake")
    with _session(lake) as session:
        person = find_person(session, lake, lake.current() or Manifest(run=""), number)
    return _going(person)


def erase(home: Path, who: str, *, actor: str, reason: str, patience: float = 0.0) -> "Erasure":
    """Erase the client called `who` (an id or a record) for ever; the erasure, which tells when, why, by whom, and how much.

    `actor`: `user/<id>` or `cli/<name>`. Raises Mistake without a reason, where the reason names the client, for an unknown client,
    Erased for one who is gone, and AnotherRun while a run is at work for longer than `patience` seconds.
    """
    reason = reason.replace("\0", "").encode("utf-8", "ignore").decode().strip()
    if not reason:
        raise Mistake(
            Words(fr="il manque le motif", en="the reason is missing"),
            remedy=Words(
                fr="écrivez pourquoi, sans nommer personne: « demande du 3 mars »",
                en="write why, naming nobody: “request of 3 March”",
            ),
        )
    number = _number(home, who)
    from django.db import connection, transaction

    from visavis.clients.erasing import Erasure

    with running_alone(home, patience=patience):
        lake, done = Lake(home / "lake"), None
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA secure_delete = ON")
        while done is None:
            with _session(lake) as session:
                person = find_person(session, lake, lake.current() or Manifest(run=""), number)
            _check(reason, person)
            with transaction.atomic():
                take_turns()
                if records_of(person.numbers) == person.records:  # else one arrived while the lake was read
                    counts = person.counts | erase_rows(person)
                    done = Erasure.objects.create(client=number, actor=actor, reason=reason, counts=counts)
                    _keep_marks(number, person)
        finish_erasures(home)
    return Erasure.objects.get(pk=done.pk)


def finish_erasures(home: Path) -> int:
    """Do what erasures that were killed have left to do in the lake; how many were finished. Call it under the home's lock."""
    from django.utils import timezone

    if not database.exists(home):
        return 0
    database.use(home)
    from visavis.clients.erasing import Erasure, Mark

    waiting = list(Erasure.objects.filter(finished_at=None))
    if not waiting:
        return 0
    lake = Lake(home / "lake")
    for name in ("draft.json", "former.json"):
        (lake.folder / name).unlink(missing_ok=True)
    for name in ("published", "publishing", "scratch"):
        shutil.rmtree(lake.folder / name, ignore_errors=True)
    if manifest := lake.current():
        run = f"erasing-{max(each.client for each in waiting)}"
        with _session(lake) as session:
            show_marks(session, Mark.objects.values_list("digest", flat=True))
            swept = without_marked(session, lake, manifest, run)
            manifest = without_index(session, lake, swept.manifest, run)
            _rejects(session, home, lake, manifest)
        lake.publish(manifest)
        (lake.folder / "former.json").unlink(missing_ok=True)
        lake.sweep()
    shutil.rmtree(lake.folder / "scratch", ignore_errors=True)
    _shrink()
    Erasure.objects.filter(pk__in=[each.pk for each in waiting]).update(finished_at=timezone.now())
    return len(waiting)


def _number(home: Path, who: str) -> int:
    database.use(home)
    from visavis.clients.erasing import Erased, erasure_of
    from visavis.clients.models import number_of

    number = number_of(who)
    if number is not None and (gone := erasure_of(number)):
        raise Erased(gone)
    found = number_of(find(home, who).id)
    assert found is not None
    return found


def _check(reason: str, person: Person) -> None:
    if any(each in reason.lower() for each in person.told):
        raise Mistake(
            Words(fr="le motif nomme le client, et il reste", en="the reason names the client, and it stays"),
            remedy=Words(fr="écrivez-le sans nom ni adresse", en="write it without name or address"),
        )


def _keep_marks(number: int, person: Person) -> None:
    from visavis.clients.erasing import Mark, secret_of_marks

    secret = secret_of_marks()
    rows = [Mark(digest=mark(secret, kind, value), client=number) for kind, value in sorted(person.marks)]
    for at in range(0, len(rows), CHUNK):
        Mark.objects.bulk_create(rows[at : at + CHUNK], ignore_conflicts=True)


def _going(person: Person) -> Going:
    from visavis.clients.models import public_id

    first, *former = map(public_id, person.numbers)
    return Going(first, tuple(former), tuple(f"{source}/{key}" for source, key in person.records), person.counts)


def _rejects(session: DuckDB, home: Path, lake: Lake, manifest: Manifest) -> None:
    """What people open of rejected rows follows what the lake has of them."""
    from visavis.sources.rejects import write_csv

    for file in sorted((home / "rejects").glob("*.csv")):
        write_csv(session.connection, lake, home, file.stem, list(manifest.of("rejects", source=file.stem)))


def _shrink() -> None:
    """Leave nothing of deleted rows in the database's files."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM")


@contextmanager
def _session(lake: Lake) -> Iterator[DuckDB]:
    folder = lake.folder / "scratch" / "erasing"
    session = DuckDB(folder)
    try:
        yield session
    finally:
        session.close()
        shutil.rmtree(folder, ignore_errors=True)
