"""What the shops count each month (orders picked up), and complaints that a platform passes on to the company."""

from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts, between, happens, one_of, stream, texts
from visavis.demo.days import day, written_days
from visavis.demo.plan import FIRST_DAY, LAST_DAY, SHOPS

MONTHS = tuple(f"2024-{month:02d}" for month in range(6, 13)) + tuple(f"2025-{month:02d}" for month in range(1, 12))


@dataclass(frozen=True, slots=True)
class Pickups:
    """One row per month and shop."""

    month: Texts
    shop: Texts
    ordered: Numbers
    cancelled: Numbers
    late: Numbers


def make_pickups(clients: int, seed: int) -> Pickups:
    """Counts in proportion to the number of clients; the shop of Toulouse is the slowest."""
    rng = stream(seed, "pickups")
    shop = np.tile(np.arange(len(SHOPS)), len(MONTHS))
    ordered = rng.poisson(max(4.0, clients * 0.02), size=len(shop)) + 2
    cancelled = rng.binomial(ordered, 0.05)
    late = rng.binomial(ordered - cancelled, np.asarray([0.07, 0.1, 0.06, 0.17, 0.08])[shop])
    return Pickups(np.repeat(texts(MONTHS), len(SHOPS)), texts(SHOPS)[shop], ordered, cancelled, late)


def pickup_columns(pickups: Pickups) -> dict[str, Texts | Numbers]:
    """The monthly sheet of the shops."""
    return {
        "mois": (pickups.month + "-01").astype(object),
        "enseigne": texts(["Mirabelle"] * len(pickups.shop)),
        "magasin": pickups.shop,
        "commandes": pickups.ordered,
        "annulations": pickups.cancelled,
        "hors_delai": pickups.late,
    }


STAGES = ("Reçue", "Transmise au service", "Lue", "Répondue")
ANSWERS = ("Promesse d’action", "Réclamation infondée", "Hors de notre compétence")
_HIGHEST = (0.14, 0.13, 0.11, 0.62)


@dataclass(frozen=True, slots=True)
class Complaints:
    """One row per complaint, with the highest stage it reached; different complaints may look the same."""

    day: Numbers
    channel: Texts
    stage: Numbers
    promised: Flags
    answer: Texts


def make_complaints(clients: int, seed: int) -> Complaints:
    """About one complaint for every four clients; fewer reached a team in the first year."""
    rng = stream(seed, "complaints")
    n = max(40, clients // 4)
    days = np.sort(between(rng, n, day(FIRST_DAY), day(LAST_DAY)))
    stage = one_of(rng, n, _HIGHEST)
    stage = np.where((days < day("2025-01-01")) & happens(rng, n, 0.15), 0, stage)
    kind = one_of(rng, n, (6, 3, 1))
    answered = stage == 3
    answer = np.where(answered, texts(ANSWERS)[kind], "").astype(object)
    channel = texts(["Formulaire", "Courrier", "Plateforme", "Réseaux sociaux"])[one_of(rng, n, (5, 1, 3, 2))]
    return Complaints(days, channel, stage, answered & (kind == 0), answer)


def complaint_columns(complaints: Complaints) -> dict[str, Texts]:
    """The register of complaints, which has no number of its own."""
    return {
        "reclamation_du": written_days(complaints.day, day_first=True),
        "canal": complaints.channel,
        "traitement": texts(STAGES)[complaints.stage],
        "reponse": complaints.answer,
    }
