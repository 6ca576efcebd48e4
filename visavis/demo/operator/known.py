"""Who alone knows which clients, and how long clients wait: told in parts that add up over blocks."""

from typing import Any

import numpy as np
import numpy.typing as npt

from visavis.demo.chance import Flags, Numbers
from visavis.demo.days import NEVER
from visavis.demo.operator.plan import AGENTS, TEAMS
from visavis.demo.operator.ticket_log import TEAM_OF_AGENT, Log
from visavis.demo.operator.tickets import Tickets
from visavis.demo.operator.world import World

MIN_CASES = 10


def knowing_part(world: World) -> dict[str, Any]:
    """Which clients are known to one person alone, from distinct pairs of request and person.

    Clients are counted as the log names them, by e-mail address (a family's mailbox is one); shares and HHI are of those with
    at least MIN_CASES requests touched by somebody.
    """
    tickets, log = world.tickets, world.log
    touched = log.agent >= 0
    pairs = np.unique(log.ticket[touched] * len(AGENTS) + log.agent[touched])
    ticket, agent = pairs // len(AGENTS), pairs % len(AGENTS)
    held = np.unique(tickets.client[ticket][tickets.held[ticket]])
    seen: dict[str, int] = {}
    address = np.asarray([seen.setdefault(one.lower(), len(seen)) for one in tickets.email.tolist()], dtype=np.int64)
    requests = np.bincount(address[np.unique(ticket)], minlength=len(seen))
    top, hhi = _shares(address[ticket], agent, len(requests))
    many = requests >= MIN_CASES
    return {
        "holder": sorted({AGENTS[one] for one in tickets.agent[tickets.held].tolist()}),
        "held_clients": [f"K{world.block.first + one}" for one in held.tolist()],
        "held_emails": sorted({str(email).lower() for email in tickets.email[tickets.held]}),
        "top": top[many].tolist(),
        "hhi": hhi[many].tolist(),
        "known_by_one": int((top == 1.0).sum()),
        "clients": int((requests > 0).sum()),
    }


def knowing_truth(part: dict[str, Any]) -> dict[str, Any]:
    """The whole company's, out of the parts of its blocks put together."""
    top, hhi = np.asarray(part["top"]), np.asarray(part["hhi"])
    return {
        "holder": part["holder"][0] if part["holder"] else None,
        "team": TEAMS[int(TEAM_OF_AGENT[AGENTS.index(part["holder"][0])])] if part["holder"] else None,
        "held_clients": part["held_clients"],
        "held_emails": part["held_emails"],
        "min_cases": MIN_CASES,
        "clients_with_min_cases": len(top),
        "of_which_known_by_one": int((top == 1.0).sum()),
        "median_top_share": float(np.median(top)) if len(top) else None,
        "median_hhi": float(np.median(hhi)) if len(top) else None,
        "clients": part["clients"],
        "clients_known_by_one": part["known_by_one"],
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


def delay_part(tickets: Tickets, log: Log) -> dict[str, Any]:
    """Minutes to the first take-in-charge, counted; a request that was never taken is told with the moment it was opened."""
    taken = tickets.taken < NEVER
    minutes, n = np.unique((tickets.taken - tickets.opened)[taken], return_counts=True)
    return {
        "taken": {str(one): many for one, many in zip(minutes.tolist(), n.tolist(), strict=True)},
        "opened": tickets.opened[~taken].tolist(),
        "until": [int(log.at.max(initial=0))],
    }


def delay_truth(part: dict[str, Any]) -> dict[str, Any]:
    """Hours: the median among those taken, and with the others counted as still waiting at the last change in the log."""
    minutes = np.asarray([int(one) for one in part["taken"]], dtype=np.int64)
    turn = np.argsort(minutes)
    minutes, many = minutes[turn], np.asarray(list(part["taken"].values()), dtype=np.int64)[turn]
    ended = np.repeat(minutes, many) / 60
    waiting = (max(part["until"]) - np.asarray(part["opened"], dtype=np.int64)) / 60
    hours = np.concatenate([ended, waiting])
    taken = np.arange(len(hours)) < len(ended)
    return {
        "taken": len(ended),
        "not_taken": len(waiting),
        "median_hours_among_taken": float(np.median(ended)) if len(ended) else None,
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
