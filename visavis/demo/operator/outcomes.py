"""The outcome of every case of every promise, told from the generator's own state."""

import numpy as np

from visavis.demo.chance import Flags, Texts, texts
from visavis.demo.days import NEVER, add_working
from visavis.demo.operator.installations import NEVER_DAY, PLANNING_STEP, step_rows
from visavis.demo.operator.surveys import AFTER_CONTACT
from visavis.demo.operator.world import World
from visavis.demo.outcomes import by_day

OUTCOMES = ("kept", "late", "partial", "broken", "open", "untestable")
Cases = tuple[str, Texts, Texts]


def cases_of(world: World) -> dict[str, Cases]:
    """Source, keys and outcomes of the cases of each promise, those that other files count apart."""
    made, sent, invoices = world.happened.installations, world.happened.parcels, world.happened.invoices
    outages, tickets = world.happened.outages, world.tickets
    going, shipped, done = ~made.cancelled, ~sent.cancelled, made.done < NEVER
    contact = world.surveys.kind == AFTER_CONTACT
    return {
        "installe-a-la-date": ("installations", made.key[going], made.outcome[going]),
        "livre-a-la-date": ("colis", sent.key[shipped], sent.outcome[shipped]),
        "prevenu-la-veille": ("installations", made.key[done], _held(made.warned[done])),
        "retabli-en-8-heures": ("pannes", outages.key, outages.outcome),
        "facture-juste": ("factures", invoices.key, _held(~invoices.wrong)),
        "rembourse-en-10-jours": (
            "remboursements",
            np.asarray("R" + invoices.key[invoices.wrong], dtype=object),
            invoices.refund_outcome[invoices.wrong],
        ),
        "prise-en-charge-8h": ("tickets", tickets.key, tickets.take_outcome),
        "resolu-24h": ("tickets", tickets.key, tickets.resolve_outcome),
        "rappele-2-jours": ("rappels", world.callbacks.key, world.callbacks.outcome),
        "satisfait-de-la-reponse": ("enquetes", world.surveys.key[contact], _held(world.surveys.score[contact] >= 8)),
        "engagement-tenu": ("engagements", *_noted(world)),
        "rendez-vous-en-2-jours": ("etapes", *_planned(world)),
        "preparee-a-temps": ("colis", sent.key[shipped], sent.prepared[shipped]),
    }


def dropped_by_filter(world: World) -> dict[str, int]:
    """Cases that the filter of a promise leaves out: what was called off."""
    return {
        "installe-a-la-date": int(world.happened.installations.cancelled.sum()),
        "livre-a-la-date": int(world.happened.parcels.cancelled.sum()),
    }


def _held(flags: Flags) -> Texts:
    return np.where(flags, "kept", "broken").astype(object)


def _noted(world: World) -> tuple[Texts, Texts]:
    rows = np.flatnonzero(world.written.noted)
    return np.asarray("E" + world.tickets.key[world.written.ticket[rows]], dtype=object), world.written.outcome[rows]


def _planned(world: World) -> tuple[Texts, Texts]:
    made = world.happened.installations
    step, row = step_rows(made)
    row = row[step == PLANNING_STEP]
    taken, handed = made.steps[PLANNING_STEP, row], made.steps[PLANNING_STEP + 1, row]
    keys = np.asarray(made.key[row] + "|Planification", dtype=object)
    return keys, by_day(add_working(taken, 2), np.where(handed < NEVER_DAY, handed, NEVER_DAY))


def felt_of(world: World) -> dict[str, tuple[Texts, np.ndarray[tuple[int], np.dtype[np.int64]]]]:
    """Outcome and stars of each review of an installation, and of a parcel."""
    from visavis.demo.operator.reviews import OF_INSTALLATION, OF_PARCEL

    stars = world.reviews
    found = {}
    for promise, kind, outcome, cancelled in (
        (
            "installe-a-la-date",
            OF_INSTALLATION,
            world.happened.installations.outcome,
            world.happened.installations.cancelled,
        ),
        ("livre-a-la-date", OF_PARCEL, world.happened.parcels.outcome, world.happened.parcels.cancelled),
    ):
        rows = np.flatnonzero(stars.kind == kind)
        rows = rows[~cancelled[stars.row[rows]]]
        found[promise] = (outcome[stars.row[rows]], stars.score[rows])
    return found


def whole(cases: dict[str, Cases]) -> dict[str, Texts]:
    """All cases as one table."""
    rows = [
        (texts([promise] * len(key)), texts([source] * len(key)), key, outcome)
        for promise, (source, key, outcome) in cases.items()
    ]
    return {
        name: np.concatenate([row[at] for row in rows])
        for at, name in enumerate(("promise", "source", "key", "outcome"))
    }
