"""Truths about who knows whom, about waiting, and about what became of complaints."""

from typing import Any

import numpy as np
import numpy.typing as npt

from visavis.demo.chance import Flags, Numbers
from visavis.demo.days import NEVER, day
from visavis.demo.plan import AGENTS, FIRST_DAY, LAST_DAY
from visavis.demo.shops import STAGES, Complaints
from visavis.demo.ticket_log import Log
from visavis.demo.tickets import Tickets
from visavis.demo.world import World

MIN_CASES = 10


def knowing_truth(world: World) -> dict[str, Any]:
    """Which clients are known to one person alone, from distinct pairs of request and person.

    Clients are counted as the log names them, by e-mail address (a family's mailbox is one); shares and HHI are of those with
    at least `min_cases` requests touched by somebody.
    """
    tickets, log = world.tickets, world.log
    touched = log.agent >= 0
    ticket, agent = np.unique(np.stack([log.ticket[touched], log.agent[touched]]), axis=1)
    held = np.unique(tickets.client[ticket][tickets.held[ticket]])
    _, address = np.unique(np.char.lower(tickets.email.astype(str)), return_inverse=True)
    requests = np.bincount(address[np.unique(ticket)], minlength=int(address.max(initial=-1)) + 1)
    top, hhi = _shares(address[ticket], agent, len(requests))
    many = requests >= MIN_CASES
    return {
        "holder": AGENTS[int(tickets.agent[tickets.held][0])] if len(held) else None,
        "held_clients": [f"K{one}" for one in held.tolist()],
        "held_emails": sorted({str(email).lower() for email in tickets.email[tickets.held]}),
        "min_cases": MIN_CASES,
        "clients_with_min_cases": int(many.sum()),
        "of_which_known_by_one": int((top[many] == 1.0).sum()),
        "median_top_share": float(np.median(top[many])) if many.any() else None,
        "median_hhi": float(np.median(hhi[many])) if many.any() else None,
        "clients": int((requests > 0).sum()),
        "clients_known_by_one": int((top == 1.0).sum()),
    }


def _shares(client: Numbers, agent: Numbers, clients: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """For each client, the share of the person with most pairs, and the sum of squared shares; 0 where there is none."""
    both, pairs = np.unique(client * len(AGENTS) + agent, return_counts=True)
    of = both // len(AGENTS)
    whole = np.maximum(1, np.bincount(client, minlength=clients))
    share = pairs / whole[of]
    top = np.zeros(clients)
    np.maximum.at(top, of, share)
    return top, np.bincount(of, weights=share**2, minlength=clients)


def delay_truth(tickets: Tickets, log: Log) -> dict[str, Any]:
    """Hours to the first take-in-charge: the median among those taken, and with the others counted as still waiting.

    A request that was never taken waited at least until the last change in the log.
    """
    taken = tickets.taken < NEVER
    until = np.where(taken, tickets.taken, log.at.max(initial=0))
    hours = (until - tickets.opened) / 60
    return {
        "taken": int(taken.sum()),
        "not_taken": int((~taken).sum()),
        "median_hours_among_taken": float(np.median(hours[taken])) if taken.any() else None,
        "median_hours_censored": _median_waiting(hours, taken),
    }


def _median_waiting(hours: npt.NDArray[np.float64], ended: Flags) -> float | None:
    """The first time at which at most half still wait, by the product-limit estimate."""
    times = np.unique(hours[ended])
    at_risk = len(hours) - np.searchsorted(np.sort(hours), times, side="left")
    ends = np.searchsorted(np.sort(hours[ended]), times, side="right") - np.searchsorted(
        np.sort(hours[ended]), times, side="left"
    )
    waiting = np.cumprod(1 - ends / at_risk)
    reached = np.flatnonzero(waiting <= 0.5)
    return float(times[reached[0]]) if len(reached) else None


def funnel_truth(complaints: Complaints) -> dict[str, Any]:
    """How many complaints of each year reached each stage or a later one, and how many were promised an action."""
    truth = {}
    for year in range(int(FIRST_DAY[:4]), int(LAST_DAY[:4]) + 1):
        within = (complaints.day >= day(f"{year}-01-01")) & (complaints.day < day(f"{year + 1}-01-01"))
        reached = {name: int((complaints.stage[within] >= at).sum()) for at, name in enumerate(STAGES)}
        truth[str(year)] = {"stages": reached, "promised": int(complaints.promised[within].sum())}
    return truth
