"""Clients and records as programs name them, and are told of them: never by address, number or birth date."""

from collections.abc import Iterable

from visavis.api.identities import RecordOut
from visavis.api.refusing import Gone, Unknown
from visavis.clients.erasing import erasure_of
from visavis.clients.models import Client, ClientCard, number_of
from visavis.clients.named import Record
from visavis.engine.linking.clusters.decided import End
from visavis.mistakes import Mistake, Words
from visavis.running.deciding.effects import records_of

LARGEST = 2**63 - 1
"""No database counts further."""


def number_asked(public: str) -> int:
    """The number of an id in an address, a former one too. Raises Unknown where nobody ever had it, Gone for an erased client."""
    number = number_of(public)
    if number is not None and number <= LARGEST:
        if erasure := erasure_of(number):
            raise Gone(erasure)
        if Client.objects.filter(number=number).exists() or Client.objects.resolve(number):
            return number
    raise Unknown(Words(fr="ce client n’existe pas", en="there is no such client"))


def card_asked(public: str) -> ClientCard:
    """The card of the client who has, or had, that id; raises Unknown, also where no source speaks of them any more, and Gone."""
    client = Client.objects.resolve(number_asked(public))
    card = ClientCard.objects.filter(client=client.number, vanished_run=None).first() if client else None
    if card is None:
        raise Unknown(
            Words(fr="aucune source ne parle plus de ce client", en="no source speaks of this client any more")
        )
    return card


def number_sent(public: str) -> int:
    """The number of an id that was sent; raises Mistake for what is none."""
    number = number_of(public)
    if number is None or number > LARGEST:
        raise Mistake(
            Words(fr=f"« {public} » n’est pas un identifiant de client", en=f"“{public}” is no client’s id"),
            remedy=Words(fr="écrivez par exemple c-000123", en="write for example c-000123"),
        )
    return number


def record_sent(written: str, among: Iterable[End]) -> End:
    """The record that is written source/key, or is the one of `among` with that id; raises Mistake for neither."""
    named = written.replace("\0", "")
    for end in among:
        if Record(*end).token == named:
            return end
    source, slash, key = named.removeprefix("record/").partition("/")
    if not (source and slash and key):
        raise Mistake(
            Words(fr=f"« {written} » n’est pas une de ces fiches", en=f"“{written}” is none of these records"),
            remedy=Words(
                fr="écrivez SOURCE/CLÉ, ou l’identifiant que l’API donne à la fiche, avec son client",
                en="write SOURCE/KEY, or the id that the API tells of the record, with its client",
            ),
        )
    return source, key


def records_sent(written: Iterable[str], clients: Iterable[int]) -> list[End]:
    """As `record_sent`, each among the records that those clients have now and a source still brings."""
    among = [end for number in clients for end, present in records_of(number).items() if present]
    return [record_sent(each, among) for each in written]


def record_out(end: End) -> RecordOut:
    """A record as it is told."""
    record = Record(*end)
    return RecordOut(id=record.token, source=record.source, key=record.known_as or None)


def end_of(name: str) -> End:
    """Source and key of what is written `source/key`."""
    source, _, key = name.partition("/")
    return source, key


def token_of(name: str) -> str:
    """The id of the record that is written `source/key`."""
    return Record(*end_of(name)).token
