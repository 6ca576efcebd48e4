"""Call-backs that clients asked for, and commitments that employees took: "I will call you before Friday"."""

from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Numbers, Texts, between, happens, one_of, stream, texts
from visavis.demo.days import CLOSES, DAY, NEVER, OPENS, add_working, day, next_working, written_days, written_moments
from visavis.demo.outcomes import by_day, seen
from visavis.demo.plan import AGENTS, CUSTOMER_CARE, FIRST_DAY, LAST_DAY, RATES, REINFORCED_SINCE, TEAMS
from visavis.demo.reach import Reach
from visavis.demo.staff import somebody_of


@dataclass(frozen=True, slots=True)
class Callbacks:
    """One row per call asked for; due on the second working day after."""

    key: Texts
    client: Numbers
    phone: Texts
    asked: Numbers
    called: Numbers
    agent: Numbers
    outcome: Texts


def make_callbacks(reach: Reach, seed: int) -> Callbacks:
    """About one call-back for every four clients whose phone is known; more are kept since the team was reinforced."""
    rng = stream(seed, "callbacks")
    client = np.repeat(np.arange(len(reach.phone)), rng.poisson(np.where(reach.phone != "", 0.28, 0.0)))
    asked = _at_work(rng, len(client))
    turn = np.argsort(asked, kind="stable")
    client, asked = client[turn], asked[turn]
    n, due = len(client), add_working(asked // DAY, 2)
    before, since = RATES.called_back
    kept = happens(rng, n, np.where(asked >= day(REINFORCED_SINCE) * DAY, since, before))
    late = add_working(due, between(rng, n, 1, 5)) * DAY + between(rng, n, OPENS, CLOSES - 1)
    soon = add_working(asked // DAY, one_of(rng, n, (0, 5, 6))) * DAY + between(rng, n, OPENS, CLOSES - 1)
    never = ~kept & happens(rng, n, 0.35)
    called = seen(np.where(never, NEVER, np.where(kept, soon, late)))
    return Callbacks(
        key=texts([f"R{number}" for number in 3001 + np.arange(n)]),
        client=client,
        phone=reach.phone[client],
        asked=asked,
        called=called,
        agent=somebody_of(np.full(n, CUSTOMER_CARE), rng.integers(1 << 20, size=n)),
        outcome=by_day(due, np.where(called < NEVER, called // DAY, NEVER // DAY)),
    )


def _at_work(rng: np.random.Generator, n: int) -> Numbers:
    """Moments on working days while the company is open."""
    days = next_working(between(rng, n, day(FIRST_DAY), day(LAST_DAY) - 2))
    return days * DAY + between(rng, n, OPENS, CLOSES - 1)


def callback_columns(callbacks: Callbacks) -> dict[str, Texts]:
    """The list of the switchboard."""
    called = callbacks.called < NEVER
    return {
        "id_rappel": callbacks.key,
        "demande_le": written_moments(callbacks.asked, day_first=False),
        "telephone": callbacks.phone,
        "rappele_le": written_moments(callbacks.called, day_first=False),
        "equipe": texts([TEAMS[CUSTOMER_CARE]] * len(called)),
        "agent": np.where(called, texts(AGENTS)[callbacks.agent], "").astype(object),
    }


@dataclass(frozen=True, slots=True)
class Commitments:
    """One row per commitment of an employee to a client; due on a day."""

    key: Texts
    client: Numbers
    email: Texts
    taken: Numbers
    due_on: Numbers
    held: Numbers
    agent: Numbers
    team: Numbers
    words: Texts
    outcome: Texts


_WORDS = (
    "Rappeler pour fixer le rendez-vous", "Envoyer la facture corrigée", "Confirmer la date de livraison",
    "Envoyer la pièce manquante", "Faire le point après la réparation", "Prévenir du retour en stock",
    "Vérifier que le remboursement est arrivé", "Envoyer le devis", "Rappeler avec la réponse de l'atelier",
)  # fmt: skip


def make_commitments(reach: Reach, seed: int) -> Commitments:
    """About one commitment for every seven clients whose e-mail is known."""
    rng = stream(seed, "commitments")
    client = np.repeat(np.arange(len(reach.email)), rng.poisson(np.where(reach.email != "", 0.15, 0.0)))
    taken = np.sort(_at_work(rng, len(client)))
    n = len(client)
    client = client[rng.permutation(n)]
    due = add_working(taken // DAY, between(rng, n, 1, 8))
    kept = happens(rng, n, RATES.commitments_kept)
    soon = np.maximum(taken // DAY, add_working(due, -between(rng, n, 0, 2)))
    late = add_working(due, between(rng, n, 1, 9))
    moment = np.where(kept, soon, late) * DAY + between(rng, n, CLOSES - 60, CLOSES - 1)
    held = seen(np.where(~kept & happens(rng, n, 0.4), NEVER, np.maximum(moment, taken + 5)))
    team = one_of(rng, n, (5, 4, 3, 1, 1))
    return Commitments(
        key=texts([f"E{number}" for number in 501 + np.arange(n)]),
        client=client,
        email=reach.email[client],
        taken=taken,
        due_on=due,
        held=held,
        agent=somebody_of(team, rng.integers(1 << 20, size=n)),
        team=team,
        words=texts(_WORDS)[between(rng, n, 0, len(_WORDS) - 1)],
        outcome=by_day(due, np.where(held < NEVER, held // DAY, NEVER // DAY)),
    )


def commitment_columns(commitments: Commitments) -> dict[str, Texts]:
    """The list that employees keep of what they promised."""
    return {
        "engagement": commitments.key,
        "pris_le": written_moments(commitments.taken, day_first=True),
        "promis_pour": written_days(commitments.due_on, day_first=True),
        "tenu_le": written_moments(commitments.held, day_first=True),
        "courriel": commitments.email,
        "objet": commitments.words,
        "agent": texts(AGENTS)[commitments.agent],
        "equipe": texts(TEAMS)[commitments.team],
    }
