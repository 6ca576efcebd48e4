"""Parcels with boxes, cards and decoders: ordered on the site, prepared by logistics, brought by a carrier."""

from dataclasses import dataclass

import numpy as np

from visavis.demo.blocks import Block
from visavis.demo.chance import Flags, Numbers, Texts, between, happens, one_of, texts
from visavis.demo.days import (
    DAY,
    FIRST_DAY,
    LAST_DAY,
    NEVER,
    add_working,
    day,
    next_working,
    written_days,
    written_moments,
)
from visavis.demo.operator.plan import BY_POST, RATES
from visavis.demo.operator.reach import Reach
from visavis.demo.outcomes import CUTOFF, by_day, seen

CARRIERS = ("Norexpress", "Armor Colis", "Loire Fret")


@dataclass(frozen=True, slots=True)
class Parcels:
    """One row per parcel, in order of time."""

    key: Texts
    client: Numbers
    account: Texts
    ordered: Numbers
    due_on: Numbers
    done: Numbers
    prepare_by: Numbers
    prepared_on: Numbers
    carrier: Numbers
    product: Numbers
    cancelled: Flags
    lost: Flags
    outcome: Texts
    prepared: Texts
    """Outcome of the promise that logistics makes inside the house."""

    def __len__(self) -> int:
        return len(self.key)


def make_parcels(reach: Reach, block: Block) -> Parcels:
    """About one for every two clients: those with a web account."""
    rng = block.stream("parcels")
    client = np.repeat(np.arange(len(reach.account)), rng.poisson((reach.account != "") * RATES.parcels / 0.72))
    n = len(client)
    ordered = np.sort(between(rng, n, day(FIRST_DAY), day(LAST_DAY)) * DAY + between(rng, n, 7 * 60, 22 * 60))
    client = client[rng.permutation(n)]
    due_on = add_working(next_working(ordered // DAY), between(rng, n, 3, 6))
    late, cancelled = happens(rng, n, RATES.parcel_late), happens(rng, n, RATES.cancelled)
    lost = happens(rng, n, RATES.parcel_lost) & ~cancelled
    early = np.where(happens(rng, n, 0.2) & ((due_on + 3) % 7 > 0), 1, 0)
    done_on = np.where(late, add_working(due_on, between(rng, n, 1, 6)), due_on - early)
    done = seen(np.where(cancelled | lost, NEVER, done_on * DAY + between(rng, n, 8 * 60, 20 * 60)))
    by = add_working(due_on, -2)
    slow = happens(rng, n, np.where(late, 0.5, 0.04))
    ready = np.where(slow, add_working(by, between(rng, n, 1, 2)), add_working(by, -one_of(rng, n, (6, 4))))
    prepared_on = np.where(cancelled | (ready > CUTOFF // DAY), NEVER // DAY, ready)
    return Parcels(
        key=block.keys("P", 610_001, n),
        client=client,
        account=reach.account[client],
        ordered=ordered,
        due_on=due_on,
        done=done,
        prepare_by=by,
        prepared_on=prepared_on,
        carrier=between(rng, n, 0, len(CARRIERS) - 1),
        product=np.asarray(BY_POST)[one_of(rng, n, (5, 2, 4, 2))],
        cancelled=cancelled,
        lost=lost & (due_on + 10 < CUTOFF // DAY),
        outcome=by_day(due_on, np.where(done < NEVER, done // DAY, NEVER // DAY)),
        prepared=by_day(by, prepared_on),
    )


def parcel_columns(parcels: Parcels) -> dict[str, Texts]:
    """The parcels as the site exports them: English headers, ISO dates."""
    waiting = np.where(parcels.prepared_on < NEVER // DAY, "shipped", "in preparation")
    undone = np.where(parcels.cancelled, "cancelled", np.where(parcels.lost, "lost", waiting))
    return {
        "parcel": parcels.key,
        "account_id": parcels.account,
        "ordered_at": written_moments(parcels.ordered, day_first=False),
        "announced_for": written_days(parcels.due_on, day_first=False),
        "delivered_at": written_moments(parcels.done, day_first=False),
        "status": np.where(parcels.done < NEVER, "delivered", undone).astype(object),
        "carrier": texts(CARRIERS)[parcels.carrier],
        "ready_by": written_days(parcels.prepare_by, day_first=False),
        "ready_on": written_days(parcels.prepared_on, day_first=False),
    }
