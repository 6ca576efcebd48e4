"""What makes clients ask for something: what went wrong for them, and what they wonder about."""

from dataclasses import dataclass

import numpy as np

from visavis.demo.blocks import Block
from visavis.demo.chance import Numbers, between, happens, one_of
from visavis.demo.days import DAY, FIRST_DAY, LAST_DAY, NEVER, day
from visavis.demo.operator.installations import NEVER_DAY, Installations
from visavis.demo.operator.parcels import Parcels
from visavis.demo.operator.people import Clients
from visavis.demo.operator.plan import BILLING, CARE, FIELD, NETWORK, NEW_SITE_SINCE, SITE_TEAM
from visavis.demo.operator.service import Invoices, Outages

SUBJECTS = (
    "Installation",
    "Colis",
    "Panne",
    "Facture",
    "Remboursement",
    "Renseignement",
    "Site et compte",
    "Déménagement",
)
INSTALLATION, PARCEL, OUTAGE, INVOICE, REFUND, INFORMATION, SITE, MOVE = range(8)
TEAM_OF_SUBJECT = np.asarray([FIELD, CARE, NETWORK, BILLING, BILLING, CARE, SITE_TEAM, CARE])
SITUATION_OF_SUBJECT = (
    "ask-where", "ask-where", "ask-broken", "ask-invoice", "ask-refund", "ask-information", "ask-site", "ask-move",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened to the clients of a block, before they said anything about it."""

    clients: Clients
    installations: Installations
    parcels: Parcels
    outages: Outages
    invoices: Invoices


@dataclass(frozen=True, slots=True)
class Asked:
    """One row per request: whose, about what (`row` of the table that goes with the subject, or -1), when."""

    client: Numbers
    subject: Numbers
    row: Numbers
    at: Numbers


def make_asked(happened: Happened, block: Block) -> Asked:
    """Requests that follow from what went wrong, others, and the many of key accounts."""
    rng = block.stream("asked")
    parts = [
        _after_installations(rng, happened.installations),
        _after_parcels(rng, happened.parcels),
        _after_outages(rng, happened.outages),
        _after_invoices(rng, happened.invoices),
        _others(rng, happened.clients),
    ]
    return Asked(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in ("client", "subject", "row", "at"))
    )


def _about(rng: np.random.Generator, client: Numbers, subject: int, rows: Numbers, days: Numbers) -> Asked:
    at = days * DAY + between(rng, len(rows), 7 * 60, 22 * 60)
    return Asked(client[rows], np.full(len(rows), subject), rows, at)


def _after_installations(rng: np.random.Generator, made: Installations) -> Asked:
    rate = np.select([np.isin(made.outcome, ("broken", "late")), made.outcome == "partial"], [0.5, 0.6], 0.05)
    rows = np.flatnonzero(happens(rng, len(made), rate) & (made.due_on < NEVER_DAY) & ~made.cancelled)
    return _about(rng, made.client, INSTALLATION, rows, made.due_on[rows] + between(rng, len(rows), 1, 3))


def _after_parcels(rng: np.random.Generator, made: Parcels) -> Asked:
    rate = np.where(made.outcome == "kept", 0.02, 0.45)
    rows = np.flatnonzero(happens(rng, len(made), rate) & ~made.cancelled)
    return _about(rng, made.client, PARCEL, rows, made.due_on[rows] + between(rng, len(rows), 1, 3))


def _after_outages(rng: np.random.Generator, made: Outages) -> Asked:
    rows = np.flatnonzero(happens(rng, len(made.key), np.where(made.outcome == "kept", 0.08, 0.45)))
    at = made.began[rows] + between(rng, len(rows), 40, 2 * DAY)
    return Asked(made.client[rows], np.full(len(rows), OUTAGE), rows, at // DAY * DAY + np.clip(at % DAY, 420, 1320))


def _after_invoices(rng: np.random.Generator, made: Invoices) -> Asked:
    wrong = np.flatnonzero(made.wrong & happens(rng, len(made.key), 0.7))
    first = _about(rng, made.client, INVOICE, wrong, made.issued_on[wrong] + between(rng, len(wrong), 1, 3))
    late = np.flatnonzero(
        made.wrong & np.isin(made.refund_outcome, ("late", "broken")) & happens(rng, len(made.key), 0.6)
    )
    then = _about(rng, made.client, REFUND, late, made.corrected_on[late] + between(rng, len(late), 15, 22))
    return Asked(
        *(np.concatenate([getattr(first, name), getattr(then, name)]) for name in ("client", "subject", "row", "at"))
    )


def _others(rng: np.random.Generator, clients: Clients) -> Asked:
    many = rng.poisson(np.where(clients.key_account, 14.0, 0.65)) + np.where(clients.key_account, 4, 0)
    client = np.repeat(np.arange(len(clients)), many)
    n = len(client)
    days = between(rng, n, day(FIRST_DAY), day(LAST_DAY))
    subject = np.asarray([INFORMATION, INVOICE, SITE, MOVE], dtype=np.int64)[one_of(rng, n, (5, 2, 2, 1))]
    subject = np.where((days >= day(NEW_SITE_SINCE)) & happens(rng, n, 0.45), SITE, subject)
    subject = np.where(clients.organisation[client] & (subject == MOVE), INFORMATION, subject)
    at = days * DAY + between(rng, n, 7 * 60, 22 * 60)
    return Asked(client, subject, np.full(n, -1), np.minimum(at, NEVER - 1))
