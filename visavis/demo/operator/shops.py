"""What the shops count each month (who was received in a quarter of an hour), and complaints with what became of them."""

from dataclasses import dataclass

import numpy as np

from visavis.demo import chance
from visavis.demo.blocks import Block
from visavis.demo.chance import Flags, Numbers, Texts, between, happens, one_of, texts
from visavis.demo.days import FIRST_DAY, LAST_DAY, day, written_days
from visavis.demo.operator.plan import COMPANY, SHOPS

MONTHS = tuple(f"2024-{month:02d}" for month in range(6, 13)) + tuple(f"2025-{month:02d}" for month in range(1, 12))


@dataclass(frozen=True, slots=True)
class Visits:
    """One row per month and shop."""

    month: Texts
    shop: Texts
    came: Numbers
    left: Numbers
    """Those who left before their turn."""
    late: Numbers


def make_visits(clients: int, seed: int) -> Visits:
    """Counts in proportion to the number of clients of the whole company; the shop of Tours is the slowest."""
    rng = chance.stream(seed, "visits")
    shop = np.tile(np.arange(len(SHOPS)), len(MONTHS))
    came = rng.poisson(max(4.0, clients * 0.02), size=len(shop)) + 2
    left = rng.binomial(came, 0.05)
    late = rng.binomial(came - left, np.asarray([0.1, 0.12, 0.09, 0.22, 0.08, 0.11])[shop])
    return Visits(np.repeat(texts(MONTHS), len(SHOPS)), texts(SHOPS)[shop], came, left, late)


def visit_columns(visits: Visits) -> dict[str, Texts | Numbers]:
    """The monthly sheet of the shops."""
    return {
        "mois": np.asarray(visits.month + "-01", dtype=object),
        "enseigne": texts([COMPANY] * len(visits.shop)),
        "boutique": visits.shop,
        "visites": visits.came,
        "departs_avant_accueil": visits.left,
        "plus_de_15_min": visits.late,
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


def make_complaints(block: Block) -> Complaints:
    """About one complaint for every five clients; fewer reached a team in the first year."""
    rng = block.stream("complaints")
    n = max(40, block.clients // 5)
    days = np.sort(between(rng, n, day(FIRST_DAY), day(LAST_DAY)))
    stage = one_of(rng, n, _HIGHEST)
    stage = np.where((days < day("2025-01-01")) & happens(rng, n, 0.15), 0, stage)
    kind = one_of(rng, n, (6, 3, 1))
    answered = stage == 3
    answer = np.where(answered, texts(ANSWERS)[kind], "").astype(object)
    channel = texts(["Formulaire", "Courrier", "Médiateur", "Réseaux sociaux"])[one_of(rng, n, (5, 2, 1, 2))]
    return Complaints(days, channel, stage, answered & (kind == 0), answer)


def complaint_columns(complaints: Complaints) -> dict[str, Texts]:
    """The register of complaints, which has no number of its own."""
    return {
        "reclamation_du": written_days(complaints.day, day_first=True),
        "canal": complaints.channel,
        "traitement": texts(STAGES)[complaints.stage],
        "reponse": complaints.answer,
    }
