"""Outages that clients report, and invoices: right at once, or corrected and paid back."""

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
from visavis.demo.operator.installations import NEVER_DAY
from visavis.demo.operator.plan import RATES
from visavis.demo.operator.reach import Reach
from visavis.demo.outcomes import CUTOFF, by_day, seen

MENDED_WITHIN = 8 * 60
"""Minutes within which a line is to work again."""
NETWORKS = ("Fibre", "Mobile", "Électricité")


@dataclass(frozen=True, slots=True)
class Outages:
    """One row per report of a client, in order of time."""

    key: Texts
    client: Numbers
    phone: Texts
    began: Numbers
    mended: Numbers
    network: Numbers
    outcome: Texts


def make_outages(reach: Reach, block: Block) -> Outages:
    """About three for every ten clients: those whose phone is known. None lasts about eight hours: no outcome hangs on an edge."""
    rng = block.stream("outages")
    client = np.repeat(np.arange(len(reach.phone)), rng.poisson((reach.phone != "") * RATES.outages / 0.93))
    n = len(client)
    began = np.sort(between(rng, n, day(FIRST_DAY), day(LAST_DAY) - 1) * DAY + between(rng, n, 7 * 60, 21 * 60))
    slow = happens(rng, n, RATES.outage_slow)
    lasted = np.where(slow, between(rng, n, 580, 4 * DAY), between(rng, n, 25, 390))
    mended = seen(began + lasted)
    late = np.where(began + MENDED_WITHIN < CUTOFF, "broken", "open")
    outcome = np.where(mended < NEVER, np.where(slow, "late", "kept"), late).astype(object)
    client = client[rng.permutation(n)]
    return Outages(
        block.keys("D", 30_001, n), client, reach.phone[client], began, mended, one_of(rng, n, (6, 2, 2)), outcome
    )


def outage_columns(outages: Outages) -> dict[str, Texts]:
    """The reports of lines that do not work."""
    return {
        "signalement": outages.key,
        "telephone": outages.phone,
        "reseau": texts(NETWORKS)[outages.network],
        "signale_le": written_moments(outages.began, day_first=True),
        "retabli_le": written_moments(outages.mended, day_first=True),
    }


@dataclass(frozen=True, slots=True)
class Invoices:
    """One row per yearly invoice, in order of time; those that were wrong were corrected, and paid back."""

    key: Texts
    client: Numbers
    contact: Texts
    issued_on: Numbers
    cents: Numbers
    wrong: Flags
    corrected_on: Numbers
    refunded_on: Numbers
    refund_outcome: Texts
    """Of those that were corrected; elsewhere it means nothing."""


def make_invoices(reach: Reach, block: Block) -> Invoices:
    """About one for each client whom the contact file knows, and more."""
    rng = block.stream("invoices")
    client = np.repeat(np.arange(len(reach.contact)), rng.poisson((reach.contact != "") * RATES.invoices / 0.64))
    n = len(client)
    issued = np.sort(between(rng, n, day(FIRST_DAY), day(LAST_DAY)))
    client = client[rng.permutation(n)]
    corrected = next_working(issued + between(rng, n, 3, 20))
    wrong = happens(rng, n, RATES.invoice_wrong) & (corrected <= CUTOFF // DAY)
    late = happens(rng, n, RATES.refund_late)
    paid = add_working(corrected, np.where(late, between(rng, n, 11, 25), between(rng, n, 2, 10)))
    refunded = np.where(paid > CUTOFF // DAY, NEVER_DAY, paid)
    return Invoices(
        key=block.keys("F", 900_001, n),
        client=client,
        contact=reach.contact[client],
        issued_on=issued,
        cents=between(rng, n, 19, 189) * 100 + 90,
        wrong=wrong,
        corrected_on=corrected,
        refunded_on=refunded,
        refund_outcome=by_day(add_working(corrected, 10), refunded),
    )


def invoice_columns(invoices: Invoices) -> dict[str, Texts]:
    """The invoices, and whether they had to be corrected."""
    return {
        "facture": invoices.key,
        "contact": invoices.contact,
        "emise_le": written_days(invoices.issued_on, day_first=True),
        "montant": euros(invoices.cents),
        "rectifiee": np.where(invoices.wrong, "oui", "non").astype(object),
    }


def refund_columns(invoices: Invoices) -> dict[str, Texts]:
    """What was paid back after a correction."""
    rows = np.flatnonzero(invoices.wrong)
    return {
        "remboursement": ("R" + invoices.key[rows]).astype(object),
        "contact": invoices.contact[rows],
        "facture": invoices.key[rows],
        "decide_le": written_days(invoices.corrected_on[rows], day_first=True),
        "vire_le": written_days(invoices.refunded_on[rows], day_first=True),
    }


_CENTS = texts([f",{cents:02d}" for cents in range(100)])
_EUROS = texts([str(whole) for whole in range(2000)])


def euros(cents: Numbers) -> Texts:
    """Amounts with a comma, `38,90`."""
    return np.asarray(_EUROS[cents // 100] + _CENTS[cents % 100], dtype=object)
