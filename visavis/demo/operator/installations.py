"""Installations at the client's: ordered, planned, prepared, visited, activated; with the planted fault of one depot since one month."""

from collections.abc import Iterator
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
from visavis.demo.operator.people import Clients, west
from visavis.demo.operator.plan import (
    AT_HOME,
    CREWS,
    DEPOTS,
    FAULTY_DEPOT,
    FAULTY_SINCE,
    FIELD,
    LOGISTICS,
    NETWORK,
    ORDERING,
    PLANNING,
    RATES,
    TEAMS,
)  # fmt: skip
from visavis.demo.operator.reach import Reach
from visavis.demo.outcomes import CUTOFF, by_day, seen

NEVER_DAY = NEVER // DAY
_DEPOT_OF_DEPARTMENT = {
    "35": 0,
    "44": 1,
    "49": 1,
    "85": 1,
    "14": 2,
    "50": 2,
    "61": 2,
    "27": 2,
    "76": 2,
    "29": 4,
    "22": 4,
    "56": 4,
}


@dataclass(frozen=True, slots=True)
class Installations:
    """One row per installation, in order of time. Days after the export are NEVER // DAY, moments NEVER."""

    key: Texts
    client: Numbers
    contact: Texts
    ordered: Numbers
    due_on: Numbers
    done: Numbers
    depot: Numbers
    crew: Numbers
    product: Numbers
    cancelled: Flags
    share: Numbers
    """Hundredths of what was to work that worked when the technician left."""
    warned: Flags
    steps: Numbers
    """Days, one row per hand-off: taken by the first team, handed on by each of the five."""
    outcome: Texts

    def __len__(self) -> int:
        return len(self.key)


STEPS = (
    ("Saisie", ORDERING), ("Planification", PLANNING), ("Préparation", LOGISTICS), ("Visite", FIELD), ("Mise en service", NETWORK),
)  # fmt: skip


def depot_of(city: Numbers) -> Numbers:
    """The depot that serves each city: by department, Tours the others."""
    departments = [code[:2] for code in west().postcodes.tolist()]
    return np.asarray([_DEPOT_OF_DEPARTMENT.get(code, 3) for code in departments], dtype=np.int64)[city]


def make_installations(clients: Clients, reach: Reach, block: Block) -> Installations:
    """About one for every two clients: those whom the contact file knows."""
    rng = block.stream("installations")
    known = (reach.contact != "").astype(np.float64)
    client = np.repeat(np.arange(len(clients)), rng.poisson(known * RATES.installations / 0.64))
    n = len(client)
    ordered = np.sort(between(rng, n, day(FIRST_DAY), day(LAST_DAY)) * DAY + between(rng, n, 8 * 60, 20 * 60))
    client = client[rng.permutation(n)]
    depot = depot_of(clients.home.city[client])
    depot = np.where(happens(rng, n, 0.06), between(rng, n, 0, len(DEPOTS) - 1), depot)
    start = next_working(ordered // DAY)
    entered = add_working(start, one_of(rng, n, (5, 5)))
    planning = np.where(happens(rng, n, 0.36), between(rng, n, 0, 2), between(rng, n, 3, 14))
    fixed = add_working(entered, planning)
    ready = add_working(fixed, between(rng, n, 1, 3))
    due_on = add_working(fixed, between(rng, n, 4, 8))
    faulty = (depot == FAULTY_DEPOT) & (due_on >= day(FAULTY_SINCE))
    late = happens(rng, n, np.where(faulty, RATES.late_at_fault, RATES.late))
    cancelled = happens(rng, n, RATES.cancelled)
    missed = happens(rng, n, RATES.missed) | cancelled
    late_by = between(rng, n, 1, 5) * between(rng, n, 1, 2)
    visited = np.where(late, add_working(due_on, late_by), due_on)
    done = np.where(missed, NEVER, visited * DAY + between(rng, n, 8 * 60, 19 * 60))
    share = np.where(happens(rng, n, RATES.half_working) & ~late & ~missed, 50, 100)
    activated = np.where(share == 100, visited, add_working(visited, 2))
    visited, activated = np.where(missed, NEVER_DAY, visited), np.where(missed, NEVER_DAY, activated)
    steps = np.stack([start, entered, fixed, ready, visited, activated])
    steps = np.where(steps > CUTOFF // DAY, NEVER_DAY, steps)
    steps[2:, :] = np.where(cancelled & (steps[2] == NEVER_DAY), NEVER_DAY, steps[2:, :])
    due_on = np.where(steps[2] < NEVER_DAY, due_on, NEVER_DAY)
    done = seen(done)
    outcome = by_day(due_on, np.where(done < NEVER, done // DAY, NEVER_DAY))
    outcome[(outcome == "kept") & (share < 100)] = "partial"
    outcome[due_on == NEVER_DAY] = "untestable"
    return Installations(
        key=block.keys("I", 240_001, n),
        client=client,
        contact=reach.contact[client],
        ordered=ordered,
        due_on=due_on,
        done=done,
        depot=depot,
        crew=np.where(happens(rng, n, 0.55), 0, between(rng, n, 1, len(CREWS) - 1)),
        product=np.asarray(AT_HOME)[one_of(rng, n, (6, 3, 2, 1, 2))],
        cancelled=cancelled,
        share=np.where(done < NEVER, share, 100),
        warned=happens(rng, n, RATES.warned),
        steps=steps,
        outcome=outcome,
    )


def installation_columns(made: Installations) -> dict[str, Texts]:
    """The installations as the software of field service exports them."""
    done, planned = made.done < NEVER, made.due_on < NEVER_DAY
    under_way = np.where(planned, "Planifiée", "À planifier")
    return {
        "dossier": made.key,
        "contact": made.contact,
        "commande_le": written_moments(made.ordered, day_first=True),
        "rendez_vous_le": written_days(made.due_on, day_first=True),
        "installe_le": written_moments(made.done, day_first=True),
        "etat": np.where(made.cancelled, "Annulée", np.where(done, "Réalisée", under_way)).astype(object),
        "en_service": np.where(done, np.where(made.share == 100, "1", "0,5"), "").astype(object),
        "depot": texts(DEPOTS)[made.depot],
        "equipage": texts(CREWS)[made.crew],
        "sms_veille": np.where(done, np.where(made.warned, "oui", "non"), "").astype(object),
    }


def installation_files(made: Installations) -> Iterator[tuple[str, dict[str, Texts]]]:
    """Year of ordering and columns of each year's file."""
    columns = installation_columns(made)
    start = int(np.searchsorted(made.ordered, day("2025-01-01") * DAY))
    for year, rows in (("2024", slice(None, start)), ("2025", slice(start, None))):
        yield year, {name: values[rows] for name, values in columns.items()}


PLANNING_STEP = 1


def step_rows(made: Installations) -> tuple[Numbers, Numbers]:
    """Step and row of every hand-off that came to be, installation by installation."""
    taken, handed = made.steps[:-1], made.steps[1:]
    row, step = np.nonzero(((taken < NEVER_DAY) & ~((handed == NEVER_DAY) & made.cancelled)).T)
    return step, row


def step_columns(made: Installations) -> dict[str, Texts]:
    """The hand-offs: since when each team had an installation in hand, and when it handed it on."""
    step, row = step_rows(made)
    return {
        "dossier": made.key[row],
        "etape": texts([name for name, _ in STEPS])[step],
        "equipe": texts([TEAMS[team] for _, team in STEPS])[step],
        "recu_le": written_days(made.steps[step, row], day_first=True),
        "rendu_le": written_days(made.steps[step + 1, row], day_first=True),
    }
