"""How a client is known where things happen: an address or a number on one of the client's records, a web account."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Texts
from visavis.demo.operator.people import Clients
from visavis.demo.operator.records import Records


@dataclass(frozen=True, slots=True)
class Reach:
    """One row per client; empty where no source knows any."""

    email: Texts
    phone: Texts
    account: Texts
    contact: Texts


def reach(clients: Clients, records: Mapping[str, Records]) -> Reach:
    """The first e-mail, phone and card that the sources hold of each client."""
    n = len(clients)
    email, phone, account, contact = (np.full(n, "", dtype=object) for _ in range(4))
    for source in records.values():
        _fill(email, source.client, source.email)
        _fill(phone, source.client, source.mobile)
        _fill(phone, source.client, source.land_line)
    _fill(account, records["comptes-web"].client, records["comptes-web"].key)
    _fill(contact, records["crm"].client, records["crm"].key)
    return Reach(email, phone, account, contact)


def _fill(known: Texts, client: np.ndarray[tuple[int], np.dtype[np.int64]], values: Texts) -> None:
    rows = np.flatnonzero((values != "") & (known[client] == ""))[::-1]
    known[client[rows]] = values[rows]
