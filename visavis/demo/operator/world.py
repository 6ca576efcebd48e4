"""Everything that happens to the clients of one block."""

from collections.abc import Mapping
from dataclasses import dataclass

from visavis.demo.blocks import Block
from visavis.demo.chance import Flags, happens
from visavis.demo.operator import (
    callbacks,
    installations,
    mailing,
    parcels,
    people,
    reach,
    records,
    reviews,
    service,
    shops,
    surveys,
    ticket_log,
    tickets,
    writing,
)
from visavis.demo.operator.asking import Happened, make_asked
from visavis.demo.operator.reviews import Voices


@dataclass(frozen=True, slots=True)
class World:
    """The state of the generator, from which both exports and truths are written."""

    block: Block
    records: Mapping[str, records.Records]
    reach: reach.Reach
    happened: Happened
    tickets: tickets.Tickets
    log: ticket_log.Log
    written: writing.Written
    mail: mailing.Mail
    reviews: Voices
    shown: Flags
    """Which reviews bear an address."""
    surveys: Voices
    callbacks: callbacks.Callbacks
    complaints: shops.Complaints


def make_world(block: Block) -> World:
    """All of it, before anything is written."""
    clients = people.make_clients(block)
    known = records.make_records(clients, block)
    reached = reach.reach(clients, known)
    happened = Happened(
        clients,
        installations.make_installations(clients, reached, block),
        parcels.make_parcels(reached, block),
        service.make_outages(reached, block),
        service.make_invoices(reached, block),
    )
    asked = tickets.make_tickets(clients, reached, make_asked(happened, block), block)
    written = writing.make_written(happened, asked, block)
    stars = reviews.make_reviews(happened, asked, reached, block)
    return World(
        block=block,
        records=known,
        reach=reached,
        happened=happened,
        tickets=asked,
        log=ticket_log.make_log(asked),
        written=written,
        mail=mailing.make_mail(written, asked, clients, reached, block),
        reviews=stars,
        shown=happens(block.stream("shown"), len(stars.key), 0.7),
        surveys=surveys.make_surveys(happened, asked, reached, block),
        callbacks=callbacks.make_callbacks(reached, block),
        complaints=shops.make_complaints(block),
    )
