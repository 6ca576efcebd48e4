"""Orders: announced, prepared, delivered; with the planted fault of one warehouse since one month."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts, between, happens, one_of, stream, texts
from visavis.demo.days import DAY, NEVER, add_working, day, next_working, written_days, written_moments
from visavis.demo.names import places
from visavis.demo.outcomes import CUTOFF, by_day, seen
from visavis.demo.people import Clients
from visavis.demo.plan import CARRIERS, FAULTY_SINCE, FAULTY_WAREHOUSE, FIRST_DAY, LAST_DAY, RATES, WAREHOUSES
from visavis.demo.records import Records


@dataclass(frozen=True, slots=True)
class Orders:
    """One row per order, in order of time."""

    key: Texts
    client: Numbers
    account: Texts
    ordered: Numbers
    due_on: Numbers
    done: Numbers
    prepare_by: Numbers
    prepared_on: Numbers
    warehouse: Numbers
    carrier: Numbers
    cancelled: Flags
    lost: Flags
    share: Numbers
    """Hundredths of the order that came; 100 where nothing was missing."""
    warned: Flags
    product: Numbers
    amount: Numbers
    outcome: Texts
    prepared: Texts
    """Outcome of the promise that the warehouse makes inside the house."""

    def __len__(self) -> int:
        return len(self.key)


def make_orders(clients: Clients, web: Records, seed: int) -> Orders:
    """About two orders for each web account."""
    rng = stream(seed, "orders")
    account = np.repeat(np.arange(len(web)), rng.poisson(np.where(happens(rng, len(web), 0.12), 6.0, 1.9)))
    n = len(account)
    placed = between(rng, n, day(FIRST_DAY), day(LAST_DAY)) * DAY + between(rng, n, 7 * 60, 22 * 60)
    turn = np.argsort(placed, kind="stable")
    account, ordered = account[turn], placed[turn]
    client = web.client[account]
    warehouse = _warehouse(rng, clients, client)
    due_on = add_working(next_working(ordered // DAY), between(rng, n, 4, 9))
    faulty = (warehouse == FAULTY_WAREHOUSE) & (due_on >= day(FAULTY_SINCE))
    late = happens(rng, n, np.where(faulty, RATES.late_at_fault, RATES.late))
    cancelled = happens(rng, n, RATES.cancelled)
    lost = happens(rng, n, RATES.lost) & ~cancelled
    share = np.where(happens(rng, n, RATES.incomplete) & ~late, between(rng, n, 1, 3) * 25, 100)
    done_on = np.where(
        late, add_working(due_on, between(rng, n, 1, 6) * between(rng, n, 1, 2)), due_on - _early(rng, n, due_on)
    )
    done = np.where(cancelled | lost, NEVER, done_on * DAY + between(rng, n, 8 * 60, 20 * 60))
    prepare_by, prepared_on = _prepared(rng, due_on, late & faulty, cancelled)
    done = seen(done)
    outcome = by_day(due_on, np.where(done < NEVER, done // DAY, NEVER // DAY))
    outcome[(outcome == "kept") & (share < 100)] = "partial"
    return Orders(
        key=texts([f"MB{number}" for number in 240_001 + np.arange(n)]),
        client=client,
        account=web.key[account],
        ordered=ordered,
        due_on=due_on,
        done=done,
        prepare_by=prepare_by,
        prepared_on=prepared_on,
        warehouse=warehouse,
        carrier=_carrier(rng, warehouse),
        cancelled=cancelled,
        lost=lost & (due_on + 10 < CUTOFF // DAY),
        share=np.where(done < NEVER, share, 100),
        warned=happens(rng, n, 0.88),
        product=between(rng, n, 0, 13),
        amount=between(rng, n, 29, 499) * between(rng, n, 1, 4) * 100 - 10,
        outcome=outcome,
        prepared=by_day(prepare_by, prepared_on),
    )


def _warehouse(rng: np.random.Generator, clients: Clients, client: Numbers) -> Numbers:
    """Lille serves the north and west, Lyon the east, Toulouse the south west; one order in ten comes from elsewhere."""
    nearest = np.asarray([0, 0, 0, 0, 1, 2])[places().land_line[clients.home.city[client]]]
    return np.where(happens(rng, len(client), 0.1), between(rng, len(client), 0, 2), nearest)


def _carrier(rng: np.random.Generator, warehouse: Numbers) -> Numbers:
    """Each warehouse has its usual carrier, and the others for four orders in ten: the carrier is not the cause."""
    return np.where(happens(rng, len(warehouse), 0.6), warehouse, between(rng, len(warehouse), 0, 2))


def _early(rng: np.random.Generator, n: int, due_on: Numbers) -> Numbers:
    """Days before the announced one: none mostly, one for some, never on a Sunday."""
    return np.where(happens(rng, n, 0.2) & ((due_on + 3) % 7 > 0), 1, 0)


def _prepared(rng: np.random.Generator, due_on: Numbers, at_fault: Flags, cancelled: Flags) -> tuple[Numbers, Numbers]:
    """The day an order must be ready, two working days before the announced one, and the day it was."""
    n = len(due_on)
    by = add_working(due_on, -2)
    late = (at_fault & happens(rng, n, 0.92)) | happens(rng, n, 0.03)
    ready = np.where(late, add_working(by, between(rng, n, 1, 3)), add_working(by, -one_of(rng, n, (6, 4))))
    return by, np.where(cancelled | (ready > CUTOFF // DAY), NEVER // DAY, ready)


def order_columns(orders: Orders) -> dict[str, Texts]:
    """The orders as the sales software exports them: French headers, day first."""
    comma = texts([f"{cents // 100},{cents % 100:02d}" for cents in orders.amount.tolist()])
    delivered = orders.done < NEVER
    return {
        "numero": orders.key,
        "compte": orders.account,
        "date_commande": written_moments(orders.ordered, day_first=True),
        "date_annoncee": written_days(orders.due_on, day_first=True),
        "date_livraison": written_moments(orders.done, day_first=True),
        "statut": _status(orders),
        "part_livree": np.where(
            delivered, texts([f"{one / 100:g}".replace(".", ",") for one in orders.share.tolist()]), ""
        ).astype(object),
        "entrepot": texts(WAREHOUSES)[orders.warehouse],
        "transporteur": texts(CARRIERS)[orders.carrier],
        "a_preparer_le": written_days(orders.prepare_by, day_first=True),
        "preparee_le": written_days(orders.prepared_on, day_first=True),
        "sms_veille": np.where(delivered, np.where(orders.warned, "oui", "non"), "").astype(object),
        "montant": comma,
    }


def _status(orders: Orders) -> Texts:
    waiting = np.where(orders.prepared_on < NEVER // DAY, "Expédiée", "En préparation")
    under_way = np.where(orders.lost, "Perdue", waiting)
    undone = np.where(orders.cancelled, "Annulée", under_way)
    return np.where(orders.done < NEVER, "Livrée", undone).astype(object)


def order_files(orders: Orders) -> Iterator[tuple[str, dict[str, Texts]]]:
    """Year of ordering and columns of each year's file."""
    columns = order_columns(orders)
    start = np.searchsorted(orders.ordered, day("2025-01-01") * DAY)
    for year, rows in (("2024", slice(None, start)), ("2025", slice(start, None))):
        yield year, {name: values[rows] for name, values in columns.items()}
