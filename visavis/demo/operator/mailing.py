"""The shared mailboxes: who wrote to whom when, thread by thread, as messages that mail programs of all ages wrote."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from visavis.demo.blocks import Block
from visavis.demo.chance import Flags, Numbers, Texts, one_of, texts
from visavis.demo.days import NEVER
from visavis.demo.operator.asking import SUBJECTS, Happened
from visavis.demo.operator.oddities import odd_messages
from visavis.demo.operator.people import Clients
from visavis.demo.operator.plan import (
    AGENTS,
    BILLING,
    DOMAIN,
    FIELD,
    KEY_ACCOUNTS,
    MAILBOX_NAMES,
    MAILBOXES,
    NETWORK,
    TEAMS,
)
from visavis.demo.operator.posting import BOTH, MANNERS, PLAIN, encoded, headers, mailed, named, quoted
from visavis.demo.operator.reach import Reach
from visavis.demo.operator.ticket_log import TEAM_OF_AGENT
from visavis.demo.operator.tickets import MAIL, Tickets
from visavis.demo.operator.writing import Written

_BOX_OF_TEAM = np.zeros(len(TEAMS), dtype=np.int64)
_BOX_OF_TEAM[[BILLING]] = MAILBOXES.index("facturation")
_BOX_OF_TEAM[[FIELD, NETWORK]] = MAILBOXES.index("interventions")
_BOX_OF_TEAM[[KEY_ACCOUNTS]] = MAILBOXES.index("entreprises")
_OWN = tuple(named(name, f"{box}@{DOMAIN}") for box, name in zip(MAILBOXES, MAILBOX_NAMES, strict=True))
_SUBJECTS_EN = ("Installation", "My parcel", "Fault", "Invoice", "Refund", "A question", "Website", "Moving house")
_SUBJECTS_FR = {
    "Installation": ("Installation", "Rendez-vous d’installation", "RDV technicien", "installation fibre"),
    "Colis": ("Colis", "Ma commande", "où est mon colis", "Livraison"),
    "Panne": ("Panne", "Plus de connexion", "PANNE", "ça ne marche plus"),
    "Facture": ("Facture", "Question sur ma facture", "facture", "Erreur de facturation ?"),
    "Remboursement": ("Remboursement", "Remboursement en attente", "remboursement", "Trop perçu"),
    "Renseignement": ("Renseignement", "Question", "demande de renseignement", "Bonjour"),
    "Site et compte": ("Espace client", "Impossible de me connecter", "site internet", "Mon compte"),
    "Déménagement": ("Déménagement", "Changement d’adresse", "je déménage", "Transfert de ligne"),
}


@dataclass(frozen=True, slots=True)
class Mail:
    """The threads of a block that came by mail: rows of `Written`, with the addresses that they were written from."""

    rows: Numbers
    address: Texts
    who: Texts
    """The name that stands before the address, empty for some."""
    box: Numbers
    alone: Flags
    """Whether that address is one client's alone."""


def make_mail(written: Written, tickets: Tickets, clients: Clients, reach: Reach, block: Block) -> Mail:
    """Which requests came by mail, from where and to which mailbox."""
    rows = np.flatnonzero(tickets.channel[written.ticket] == MAIL)
    client = written.told.client[rows]
    known = texts([one.lower() for one in reach.email[client].tolist()])
    address = np.where(known == clients.second_email[client], known, clients.email[client]).astype(object)
    shared = texts([one.startswith("famille.") for one in address.tolist()]).astype(bool)
    who = texts(_names(block.stream("mail"), clients, client))
    return Mail(rows, address, who, _BOX_OF_TEAM[tickets.team[written.ticket[rows]]], ~shared)


def message_key(ticket: Texts, turn: int, address: Texts) -> Texts:
    """The Message-ID of the message at a turn of a thread, without its angle brackets."""
    if turn % 2:
        return np.asarray(ticket + f".{turn}@{DOMAIN}", dtype=object)
    return texts(
        [f"{key}.{turn}@{one.rpartition('@')[2]}" for key, one in zip(ticket.tolist(), address.tolist(), strict=True)]
    )


def thread_rows(mail: Mail, written: Written) -> Iterator[tuple[int, Numbers, Numbers, Texts]]:
    """For each turn of threads: rows of `mail` where it was taken, its moments and texts."""
    for turn, (at, said) in enumerate((
        (written.asked_at, written.asked), (written.answered_at, written.answered),
        (written.again_at, written.again), (written.closed_at, written.closing),
    )):  # fmt: skip
        rows = np.flatnonzero(at[mail.rows] < NEVER)
        yield turn, rows, at[mail.rows[rows]], said[mail.rows[rows]]


def mailboxes(mail: Mail, written: Written, tickets: Tickets, happened: Happened, block: Block) -> dict[str, bytes]:
    """The mbox of each shared mailbox, in order of time."""
    rng = block.stream("mailboxes")
    n = len(mail.rows)
    clients, client = happened.clients, written.told.client[mail.rows]
    english = clients.english[client].tolist()
    ticket = written.ticket[mail.rows]
    keys = tickets.key[ticket]
    who = mail.who.tolist()
    addresses = mail.address.tolist()
    senders = [named(name, address) for name, address in zip(who, addresses, strict=True)]
    signed = [f"{name} <{address}>" if name else address for name, address in zip(who, addresses, strict=True)]
    manner = MANNERS[one_of(rng, n, (44, 19, 12, 14, 5, 6))]
    luck = rng.integers(1 << 20, size=n).tolist()
    subjects = [encoded(_subject(*one)) for one in zip(tickets.subject[ticket].tolist(), english, luck, strict=True)]
    answers = [f"Re: {subject}" for subject in subjects]
    ours = np.asarray([PLAIN, BOTH])[one_of(rng, n, (7, 3))]
    boxes, agents = mail.box.tolist(), tickets.agent[ticket].tolist()
    ids = [message_key(keys, turn, mail.address).tolist() for turn in range(4)]
    last: list[tuple[str, int, str]] = [("", 0, "")] * n
    when: list[list[int]] = [[] for _ in MAILBOXES]
    made: list[list[bytes]] = [[] for _ in MAILBOXES]
    for turn, rows, at, said in thread_rows(mail, written):
        out = turn % 2 == 1
        how = (ours if out else manner)[rows].tolist()
        for row, moment, text, sort in zip(rows.tolist(), at.tolist(), said.tolist(), how, strict=True):
            box = boxes[row]
            body = f"{text}\n\n-- \n{_signature(agents[row])}" if out else text
            from_, to = (_OWN[box], senders[row]) if out else (senders[row], _OWN[box])
            if turn:
                before, then, sender = last[row]
                body = quoted(body, before, then, sender, english=english[row], luck=luck[row] + turn)
                above = headers(from_, to, moment, ids[turn][row], answers[row], ids[turn - 1][row], ids[0][row])
            else:
                above = headers(from_, to, moment, ids[0][row], subjects[row])
            last[row] = (text, moment, _OWN[box] if out else signed[row])
            made[box].append(mailed(above, body, sort, ids[0][row][:8]))
            when[box].append(moment)
    found = {}
    for box, name in enumerate(MAILBOXES):
        for moment, message in odd_messages(_OWN[box], name, block):
            when[box].append(moment)
            made[box].append(message)
        turn_of = np.argsort(np.asarray(when[box], dtype=np.int64), kind="stable").tolist()
        found[f"{name}.mbox"] = b"".join([made[box][at] for at in turn_of])
    return found


def _names(rng: np.random.Generator, clients: Clients, client: Numbers) -> list[str]:
    """As people sign in their mail program: both names mostly, one, or none; companies by their own."""
    both = clients.given[client] + " " + clients.family[client]
    shape = one_of(rng, len(client), (78, 8, 6, 8))
    shown = np.select(
        [shape == 0, shape == 1, shape == 2],
        [both, clients.family[client] + " " + clients.given[client], clients.given[client]],
        "",
    )
    return list(np.where(clients.organisation[client], clients.company[client], shown).tolist())


def _subject(subject: int, english: bool, luck: int) -> str:
    if english:
        return _SUBJECTS_EN[subject]
    return _SUBJECTS_FR[SUBJECTS[subject]][luck % 4]


@cache
def _signature(agent: int) -> str:
    given, _, family = AGENTS[agent].partition(".")
    return f"{given.upper()}. {family.title()}\n{TEAMS[int(TEAM_OF_AGENT[agent])]} · Orvane"
