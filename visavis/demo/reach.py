"""How a client is known where things happen: an address on one of the client's records, a web account, a loyalty card."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Texts
from visavis.demo.people import Clients
from visavis.demo.records import Records


@dataclass(frozen=True, slots=True)
class Reach:
    """One row per client; empty where no source knows any."""

    email: Texts
    phone: Texts
    card: Texts


def reach(clients: Clients, records: Mapping[str, Records]) -> Reach:
    """The first e-mail, phone and card that the sources hold of each client."""
    n = len(clients)
    email, phone, card = (np.full(n, "", dtype=object) for _ in range(3))
    for source in records.values():
        _fill(email, source.client, source.email)
        _fill(phone, source.client, source.mobile)
        _fill(phone, source.client, source.land_line)
    _fill(card, records["cartes-fidelite"].client, records["cartes-fidelite"].key)
    return Reach(email, phone, card)


def _fill(known: Texts, client: np.ndarray[tuple[int], np.dtype[np.int64]], values: Texts) -> None:
    rows = np.flatnonzero((values != "") & (known[client] == ""))[::-1]
    known[client[rows]] = values[rows]
