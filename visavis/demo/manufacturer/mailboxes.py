"""Mails as the files of shared mailboxes hold them (mbox): many programs, charsets and manners, quoted text, signatures."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from visavis.demo.chance import Numbers, Texts
from visavis.demo.days import DAY, written_moments
from visavis.demo.manufacturer.companies import Companies
from visavis.demo.manufacturer.contacts import Contacts
from visavis.demo.manufacturer.messages import ANSWERED, ASKED, DONE, Messages
from visavis.demo.manufacturer.mime import Post, entry
from visavis.demo.manufacturer.plan import DOMAIN, MAILBOXES, TEAM_OF_MAILBOX, TEAMS
from visavis.demo.manufacturer.staff import Staff
from visavis.demo.manufacturer.telling import luck_of
from visavis.demo.manufacturer.threads import ABOUT_ORDER, ABOUT_QUOTE, ABOUT_TICKET, Threads

SHOWN = ("Brévane – devis", "Brévane – commandes", "Brévane – assistance technique")
SUBJECTS = {ABOUT_QUOTE: ("Demande de devis", "Request for a quote"), ABOUT_ORDER: ("Commande {}", "Order {}"),
            ABOUT_TICKET: ("Question technique", "Technical question")}  # fmt: skip


NAMELESS = 9
"""The manner of those whose program writes an address alone."""


def manners_of(contacts: Contacts, contact: Numbers) -> Numbers:
    """How each person's program writes mails: 0 to 9."""
    return luck_of(contacts, contact) // 7 % 10


def write_mailboxes(
    folder: Path, companies: Companies, contacts: Contacts, staff: Staff, threads: Threads, messages: Messages
) -> None:
    """One mbox for each shared mailbox, its mails in order of time."""
    folder.mkdir(parents=True, exist_ok=True)
    of = threads.mailbox[messages.thread]
    posts = list(_posts(companies, contacts, staff, threads, messages))
    for mailbox, name in enumerate(MAILBOXES):
        with (folder / f"{name}.mbox").open("wb") as file:
            file.writelines(entry(posts[row]) for row in np.flatnonzero(of == mailbox).tolist())


def _posts(
    companies: Companies, contacts: Contacts, staff: Staff, threads: Threads, messages: Messages
) -> Iterator[Post]:
    thread = messages.thread
    contact = threads.contact[thread]
    address = contacts.email_on(contact, messages.at // DAY)
    manner = manners_of(contacts, contact)
    shown = (contacts.given[contact] + " " + contacts.family[contact]).astype(object)
    job, company = contacts.job[contact], companies.trade[threads.company[thread]]
    subject = subjects(contacts, threads)
    signed = _signatures(contacts, staff, threads)
    quoted = _quotes(messages, threads, contacts, shown)
    rows = zip(
        messages.at.tolist(), messages.key, messages.parent, messages.rank.tolist(), thread.tolist(), address, shown, job,
        company, manner.tolist(), messages.text, messages.attachment, quoted, strict=True,
    )  # fmt: skip
    for at, key, parent, rank, of, mail, name, does, works, how, text, attachment, former in rows:
        mailbox = int(threads.mailbox[of])
        ours = (SHOWN[mailbox], f"{MAILBOXES[mailbox]}@{DOMAIN}")
        titled = ("Re: " if rank != ASKED else "") + subject[of]
        if rank in (ANSWERED, DONE):
            whole = f"{text}\n\n{signed[of]}\n\n{former}"
            yield Post(at, key, parent, titled, ours, (name, mail), whole, attachment, 1 if of % 3 else 4)
            continue
        own = f"{text}\n\n-- \n{name}\n{does}\n{works}" if how < 6 else text
        sender = (name if how != NAMELESS else "", mail)
        yield Post(at, key, parent, titled, sender, ours, f"{own}\n\n{former}" if former else own, attachment, how)


def subjects(contacts: Contacts, threads: Threads) -> list[str]:
    """The subject line of each thread."""
    rows = zip(threads.about.tolist(), threads.number, contacts.english[threads.contact].tolist(), strict=True)
    words = {**SUBJECTS, 0: ("Votre chargé d’affaires", "Our account manager")}
    bills = ("Facture {}", "Invoice {}")
    return [
        (bills if number.startswith("FA") else words[about])[foreign].format(number) for about, number, foreign in rows
    ]


def _signatures(contacts: Contacts, staff: Staff, threads: Threads) -> list[str]:
    teams = [TEAMS[team] for team in TEAM_OF_MAILBOX]
    rows = zip(threads.staff.tolist(), threads.mailbox.tolist(), strict=True)
    return [
        f"-- \n{staff.given[who]} {staff.family[who]}\n{teams[mailbox]}\nBrévane, 14 quai des Fondeurs, 42000 Saint-Étienne\nTél. 04 77 00 00 0{mailbox}"
        for who, mailbox in rows
    ]


def _quotes(messages: Messages, threads: Threads, contacts: Contacts, shown: Texts) -> list[str]:
    """The mail that each one answers, as mail programs put it below."""
    english = contacts.english[threads.contact[messages.thread]].tolist()
    when = written_moments(messages.at, day_first=True)
    row_of: dict[str, int] = {key: row for row, key in enumerate(messages.key)}
    found = []
    for row, parent in enumerate(messages.parent):
        before = row_of.get(parent, -1)
        if before < 0 or row % 5 == 0:
            found.append("")
            continue
        writer = (
            SHOWN[int(threads.mailbox[messages.thread[row]])]
            if messages.rank[before] in (ANSWERED, DONE)
            else shown[before]
        )
        found.append(_quoted(messages.text[before], english[row], str(when[before]), writer))
    return found


def _quoted(text: str, english: bool, when: str, writer: str) -> str:
    lines = "\n".join(f"> {line}" for line in text.split("\n"))
    return f"On {when}, {writer} wrote:\n{lines}" if english else f"Le {when}, {writer} a écrit :\n{lines}"
