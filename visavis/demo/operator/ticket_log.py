"""The log of requests as rows, cut into one file per half-year, as the help desk's software hands it over."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Numbers, Texts, texts
from visavis.demo.days import DAY, NEVER, day, written_moments
from visavis.demo.operator.asking import INSTALLATION, INVOICE, OUTAGE, PARCEL, REFUND, SUBJECTS, Happened
from visavis.demo.operator.plan import AGENTS, AGENTS_PER_TEAM, TEAMS
from visavis.demo.operator.tickets import CHANNELS, Tickets

STATES = (
    "Ouvert",
    "Pris en charge",
    "Transféré",
    "En attente client",
    "Réponse client",
    "Résolu",
    "Rouvert",
    "Résolu",
    "Clos",
)
OPENED, TAKEN, HANDED, WAITING, ANSWERED, RESOLVED, REOPENED, RESOLVED_AGAIN, CLOSED = range(9)
TOUCHES = (TAKEN, HANDED, WAITING, RESOLVED, RESOLVED_AGAIN)
"""The changes that an employee made; the others are the client's or the software's."""
HALVES = (("2024S2", "2025-01-01"), ("2025S1", "2025-07-01"), ("2025S2", "2026-01-01"))


@dataclass(frozen=True, slots=True)
class Log:
    """One row per change, in order of time; ties are ordered by `rank`."""

    ticket: Numbers
    rank: Numbers
    at: Numbers
    agent: Numbers
    """Position in the plan's logins; -1 where no employee acted."""


TEAM_OF_AGENT = np.repeat(np.arange(len(TEAMS)), AGENTS_PER_TEAM)


def make_log(tickets: Tickets) -> Log:
    """Every change that had come when the files were exported."""
    moments = np.stack([
        tickets.opened, tickets.taken, tickets.handed, tickets.waiting, tickets.answered, tickets.resolved,
        tickets.reopened, tickets.resolved_again, tickets.closed,
    ])  # fmt: skip
    rank, ticket = np.nonzero(moments < NEVER)
    at = moments[rank, ticket]
    turn = np.lexsort((rank, ticket, at))
    ticket, rank, at = ticket[turn], rank[turn], at[turn]
    second = (tickets.second_agent[ticket] >= 0) & (at >= tickets.handed[ticket]) & (rank != TAKEN)
    agent = np.where(second, tickets.second_agent[ticket], tickets.agent[ticket])
    return Log(ticket, rank, at, np.where(np.isin(rank, TOUCHES), agent, -1))


def log_files(log: Log, tickets: Tickets, happened: Happened) -> Iterator[tuple[str, dict[str, Texts | Numbers]]]:
    """Name and columns of each half-year's file."""
    about, start = file_of(tickets, happened), -NEVER
    for half, stop in HALVES:
        rows = np.flatnonzero((log.at >= start) & (log.at < day(stop) * DAY))
        start = day(stop) * DAY
        ticket, agent = log.ticket[rows], log.agent[rows]
        team = np.where(agent >= 0, TEAM_OF_AGENT[agent], tickets.team[ticket])
        yield (
            f"journal_tickets_{half}.csv",
            {
                "Ticket": tickets.key[ticket],
                "Horodatage": written_moments(log.at[rows], day_first=True),
                "Rang": log.rank[rows],
                "Statut": texts(STATES)[log.rank[rows]],
                "Agent": texts(("?", *AGENTS))[agent + 1],
                "Équipe": texts(TEAMS)[team],
                "E-mail client": tickets.email[ticket],
                "Canal": texts(CHANNELS)[tickets.channel[ticket]],
                "Objet": texts(SUBJECTS)[tickets.subject[ticket]],
                "Dossier": about[ticket],
            },
        )


def file_of(tickets: Tickets, happened: Happened) -> Texts:
    """Number of the installation, parcel, report or invoice that each request is about; empty where it is about none."""
    number = np.full(len(tickets), "", dtype=object)
    for subject, keys in (
        (INSTALLATION, happened.installations.key), (PARCEL, happened.parcels.key), (OUTAGE, happened.outages.key),
        (INVOICE, happened.invoices.key), (REFUND, happened.invoices.key),
    ):  # fmt: skip
        rows = np.flatnonzero((tickets.subject == subject) & (tickets.row >= 0))
        number[rows] = keys[tickets.row[rows]]
    return number
