"""The outcome of every case of every promise, told from the generator's own state."""

import numpy as np

from visavis.demo.chance import Texts, texts
from visavis.demo.days import NEVER
from visavis.demo.manufacturer.companies import NEVER_DAY
from visavis.demo.manufacturer.surveys import LIKELY
from visavis.demo.manufacturer.tables import invoice_keys, note_keys
from visavis.demo.manufacturer.world import World

NOT_MEASURABLE = "interlocuteur-remplace-5-jours"
"""Promised in every maintenance contract; no file tells when an account manager leaves, nor who follows."""


def outcomes(world: World) -> dict[str, tuple[str, Texts, Texts]]:
    """Source, keys and outcomes of the cases of each promise."""
    orders, quotes, tickets = world.orders, world.quotes, world.tickets
    kept = ~orders.cancelled
    certified = np.flatnonzero((orders.delivered < NEVER) & orders.certificates)
    invoiced = np.flatnonzero(orders.invoiced < NEVER_DAY)
    parts, studied = orders.parts_outcome != "", orders.studies_outcome != ""
    return {
        "devis-2-jours": ("devis", quotes.key, quotes.outcome),
        "livre-a-la-date-confirmee": ("commandes", orders.key[kept], orders.outcome[kept]),
        "commande-confirmee-1-jour": ("commandes", orders.key, orders.confirm_outcome),
        "reponse-technique-8h": ("tickets-support", tickets.key, tickets.outcome),
        "certificats-avec-la-livraison": ("bons-livraison", note_keys(world, certified), _flag(orders.joined[certified])),
        "facture-sans-erreur": ("factures", invoice_keys(world, invoiced), _flag(~orders.wrong[invoiced])),
        "pieces-48h": ("commandes", orders.key[parts], orders.parts_outcome[parts]),
        "recommande-par-ses-clients": ("enquete-annuelle", world.yearly.key, _flag(world.yearly.score >= LIKELY)),
        "etudes-5-jours": ("etapes", (orders.key[studied] + "/2").astype(object), orders.studies_outcome[studied]),
    }  # fmt: skip


def _flag(kept: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Texts:
    return np.where(kept, "kept", "broken").astype(object)


def case_columns(world: World) -> dict[str, Texts]:
    """All cases, one row each."""
    columns: dict[str, list[Texts]] = {"promise": [], "source": [], "key": [], "outcome": []}
    for promise, (source, key, outcome) in outcomes(world).items():
        columns["promise"].append(texts([promise] * len(key)))
        columns["source"].append(texts([source] * len(key)))
        columns["key"].append(key)
        columns["outcome"].append(outcome)
    return {name: np.concatenate(parts) for name, parts in columns.items()}
