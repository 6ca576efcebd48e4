"""Everything that happens in the demonstration company."""

from collections.abc import Mapping
from dataclasses import dataclass

from visavis.demo.callbacks import Callbacks, Commitments
from visavis.demo.messages import Messages
from visavis.demo.orders import Orders
from visavis.demo.people import Clients
from visavis.demo.records import Records
from visavis.demo.reviews import Reviews
from visavis.demo.shops import Complaints, Pickups
from visavis.demo.ticket_log import Log
from visavis.demo.tickets import Tickets


@dataclass(frozen=True, slots=True)
class World:
    """The state of the generator, from which both exports and truths are written."""

    clients: Clients
    records: Mapping[str, Records]
    orders: Orders
    tickets: Tickets
    log: Log
    messages: Messages
    reviews: Reviews
    surveys: Reviews
    callbacks: Callbacks
    commitments: Commitments
    pickups: Pickups
    complaints: Complaints
