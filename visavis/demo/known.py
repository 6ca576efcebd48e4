"""Truths about who knows whom, about waiting, and about what became of complaints."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from visavis.demo.chance import Numbers
from visavis.demo.days import NEVER, day
from visavis.demo.plan import AGENTS, FIRST_DAY, LAST_DAY
from visavis.demo.shops import STAGES, Complaints
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
    pairs = np.unique(np.stack([log.ticket[touched], log.agent[touched]]), axis=1)
    _, address = np.unique(np.char.lower(tickets.email.astype(str)), return_inverse=True)
    client = address[pairs[0]]
    held = np.unique(tickets.client[pairs[0]][tickets.held[pairs[0]]])
    shares = []
    alone: list[int] = []
    for one, persons, requests in _by_client(client, pairs):
        weights = np.bincount(persons) / len(persons)
        if weights.max() == 1.0:
            alone.append(one)
        if requests >= MIN_CASES:
            shares.append((one, float(weights.max()), float((weights**2).sum())))
    tops, hhis = [share for _, share, _ in shares], [hhi for _, _, hhi in shares]
    return {
        "holder": AGENTS[int(tickets.agent[tickets.held][0])] if len(held) else None,
        "held_clients": [f"K{one}" for one in held.tolist()],
        "held_emails": sorted({str(email).lower() for email in tickets.email[tickets.held]}),
        "min_cases": MIN_CASES,
        "clients_with_min_cases": len(shares),
        "of_which_known_by_one": sum(top == 1.0 for top in tops),
        "median_top_share": float(np.median(tops)) if tops else None,
        "median_hhi": float(np.median(hhis)) if hhis else None,
        "clients": len(np.unique(client)),
        "clients_known_by_one": len(alone),
    }


def _by_client(client: Numbers, pairs: Numbers) -> Iterable[tuple[int, Numbers, int]]:
    """Each client, the persons of its pairs, and its number of requests."""
    turn = np.argsort(client, kind="stable")
    different, starts = np.unique(client[turn], return_index=True)
    for one, rows in zip(different.tolist(), np.split(turn, starts[1:]), strict=True):
        yield one, pairs[1][rows], len(np.unique(pairs[0][rows]))


def delay_truth(tickets: Tickets) -> dict[str, Any]:
    """Hours to the first take-in-charge: the median among those taken, and how many never were.

    A request not taken has no later row in the log: it is censored where it was last seen, at once.
    """
    taken = tickets.taken < NEVER
    hours = (tickets.taken - tickets.opened)[taken] / 60
    return {
        "taken": int(taken.sum()),
        "not_taken": int((~taken).sum()),
        "median_hours_among_taken": float(np.median(hours)) if len(hours) else None,
    }


def funnel_truth(complaints: Complaints) -> dict[str, Any]:
    """How many complaints of each year reached each stage or a later one, and how many were promised an action."""
    truth = {}
    for year in range(int(FIRST_DAY[:4]), int(LAST_DAY[:4]) + 1):
        within = (complaints.day >= day(f"{year}-01-01")) & (complaints.day < day(f"{year + 1}-01-01"))
        reached = {name: int((complaints.stage[within] >= at).sum()) for at, name in enumerate(STAGES)}
        truth[str(year)] = {"stages": reached, "promised": int(complaints.promised[within].sum())}
    return truth
