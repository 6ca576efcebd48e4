"""Which client is meant: by id, former id, or any of their records."""

from dataclasses import dataclass
from pathlib import Path

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
    created_at: str
    records: tuple[LinkedRecord, ...]
    lake: Lake
    manifest: Manifest

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
    from visavis.clients.erasing import Erased, erasure_of
    from visavis.clients.models import Client, Link, number_of, public_id

    number = number_of(who)
    if number and (erased := erasure_of(number)):
        raise Erased(erased)
    client = Client.objects.resolve(number) if number else None
    if client is None and "/" in who:
        source, _, key = who.removeprefix("record/").partition("/")
        link = Link.objects.filter(source=source, key=key).first()
        client = Client.objects.resolve(link.client_id) if link else None
    if client is None:
        raise Mistake(
            Words(fr=f"aucun client « {who} »", en=f"there is no client “{who}”"),
            remedy=Words(
                fr="donnez un identifiant (c-000123) ou une fiche (source/clé); tous: visavis export links",
                en="give an id (c-000123) or a record (source/key); all of them: visavis export links",
            ),
        )
    former = tuple(client.aliases.order_by("former").values_list("former", flat=True))
    links = Link.objects.filter(client_id__in=(client.number, *former)).order_by("source", "key")
    return Found(
        id=client.id,
        former_ids=tuple(public_id(each) for each in former),
        created_at=client.created_at.isoformat(timespec="seconds"),
        records=tuple(LinkedRecord(link.source, link.key, link.vanished_run) for link in links),
        lake=lake,
        manifest=manifest,
    )
