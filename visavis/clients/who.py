"""Which client is meant: by id, former id, or any of their records."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from visavis import database
from visavis.engine.lake import Lake, Manifest
from visavis.mistakes import Mistake, Words


@dataclass(frozen=True, slots=True)
class LinkedRecord:
    """A record of a client: source and key, and the run that no longer saw it, if any."""

    source: str
    key: str
    vanished_run: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A client: id, former ids, records in order, and the lake's current manifest."""

    id: str
    former_ids: tuple[str, ...]
    records: tuple[LinkedRecord, ...]
    lake: Lake
    manifest: Manifest

    @property
    def created_at(self) -> str:
        """When its number was minted, as the database tells."""
        from visavis.clients.models import Client, number_of

        return Client.objects.get(number=number_of(self.id) or 0).created_at.isoformat(timespec="seconds")

    def holds(self, who: str) -> bool:
        """Whether `who` names one of its records, as `find` takes it."""
        return "/" in who and record_called(who) in ((each.source, each.key) for each in self.records)

    @property
    def references(self) -> tuple[str, ...]:
        """Every `client_ref` by which facts may point at this client."""
        from visavis.engine.linking.comparable.nodes import ADDRESS_SOURCES

        records = tuple(f"record/{r.source}/{r.key}" for r in self.records)
        addresses = tuple(f"{r.source}/{r.key}" for r in self.records if r.source in ADDRESS_SOURCES)
        return records + addresses + tuple(f"client/{each}" for each in (self.id, *self.former_ids))


def find(home: Path, who: str) -> Found:
    """The client called `who`: an id (`c-000123`, former ones too) or a record (`source/key`).

    Raises Mistake where nothing was published yet, or nobody is called so.
    """
    lake = Lake(home / "lake")
    manifest = lake.current()
    if manifest is None or not database.exists(home):
        raise Mistake(
            Words(fr="aucun client n’a encore été publié ici", en="no client was published here yet"),
            remedy=Words(fr="lancez: visavis run", en="start: visavis run"),
        )
    database.use(home)
    from visavis.clients.models import public_id

    numbers = _numbers(who)
    if not numbers:
        raise Mistake(
            Words(fr=f"aucun client « {who} »", en=f"there is no client “{who}”"),
            remedy=Words(
                fr="donnez un identifiant (c-000123) ou une fiche (source/clé); tous: visavis export links",
                en="give an id (c-000123) or a record (source/key); all of them: visavis export links",
            ),
        )
    return Found(
        id=public_id(numbers[0]),
        former_ids=tuple(map(public_id, numbers[1:])),
        records=tuple(LinkedRecord(*link) for link in _links(numbers)),
        lake=lake,
        manifest=manifest,
    )


def _numbers(who: str) -> list[int]:
    """The number, now, of the client who has or had that id, or who has that record, then its former ones in order; empty for
    nobody. Raises Erased for one who is gone."""
    from visavis.clients.models import number_of

    if number := number_of(who):
        number = _now(number)
    elif "/" in who:
        number = _now_of_record(*record_called(who))
    if not number:
        return []
    rows = _asked(
        "SELECT c.number, a.former FROM visavis_client AS c LEFT JOIN visavis_clientalias AS a ON a.client = c.number "
        "WHERE c.number = %s ORDER BY a.former",
        [number],
    )
    return [number, *(former for _, former in rows if former is not None)] if rows else []


def _now(number: int) -> int:
    from visavis.clients.erasing import Erased, Erasure
    from visavis.clients.models import ClientAlias

    number = ClientAlias.objects.filter(former=number).values_list("client_id", flat=True).first() or number
    if erased := Erasure.objects.filter(client=number).first():
        raise Erased(erased)
    return number


def _now_of_record(source: str, key: str) -> int | None:
    rows = _asked(
        "SELECT coalesce(a.client, l.client) FROM visavis_link AS l LEFT JOIN visavis_clientalias AS a ON a.former = l.client "
        "WHERE l.source = %s AND l.key = %s",
        [source, key],
    )
    return int(rows[0][0]) if rows else None


def _links(numbers: list[int]) -> list[tuple[str, str, str | None]]:
    """Source and key of the records linked to those numbers, in order, and the run that no longer saw them."""
    marks = ", ".join(["%s"] * len(numbers))
    return _asked(
        f"SELECT source, key, vanished_run FROM visavis_link WHERE client IN ({marks}) ORDER BY source, key", numbers
    )


def _asked(sql: str, values: list[Any]) -> list[Any]:
    """The rows. SQL as it stands, because making it from models takes longer than all that is asked."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def record_called(who: str) -> tuple[str, str]:
    """Source and key of a record as people write it: `source/key`, or `record/source/key`."""
    source, _, key = who.removeprefix("record/").partition("/")
    return source, key
