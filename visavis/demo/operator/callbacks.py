"""Call-backs that clients asked for: due on the second working day after."""

from dataclasses import dataclass

import numpy as np

from visavis.demo.blocks import Block
from visavis.demo.chance import Numbers, Texts, between, happens, one_of, texts
from visavis.demo.days import (
    CLOSES,
    DAY,
    FIRST_DAY,
    LAST_DAY,
    NEVER,
    OPENS,
    add_working,
    day,
    next_working,
    written_moments,
)
from visavis.demo.operator.plan import AGENTS, CARE, RATES, REINFORCED_SINCE, TEAMS
from visavis.demo.operator.reach import Reach
from visavis.demo.operator.staff import somebody_of
from visavis.demo.outcomes import by_day, seen


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


def make_callbacks(reach: Reach, block: Block) -> Callbacks:
    """About one call-back for every four clients whose phone is known; more are kept since the team was reinforced."""
    rng = block.stream("callbacks")
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
        key=block.keys("R", 3001, n),
        client=client,
        phone=reach.phone[client],
        asked=asked,
        called=called,
        agent=somebody_of(np.full(n, CARE), rng.integers(1 << 20, size=n)),
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
        "equipe": texts([TEAMS[CARE]] * len(called)),
        "agent": np.where(called, texts(AGENTS)[callbacks.agent], "").astype(object),
    }
