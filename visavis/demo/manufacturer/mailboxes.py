"""Mails as the files of shared mailboxes hold them (mbox): many programs, charsets and manners, quoted text, signatures."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts, texts
from visavis.demo.days import DAY
from visavis.demo.manufacturer.companies import Companies
from visavis.demo.manufacturer.contacts import Contacts
from visavis.demo.manufacturer.messages import ASKED, Messages
from visavis.demo.manufacturer.mime import Post, entry
from visavis.demo.manufacturer.plan import DOMAIN, MAILBOXES, NAME, TEAM_OF_MAILBOX, TEAMS
from visavis.demo.manufacturer.staff import Staff
from visavis.demo.manufacturer.telling import luck_of
from visavis.demo.manufacturer.threads import Threads
from visavis.demo.words.mails import quoted, signatures

SHOWN = ("Brévane – devis", "Brévane – commandes", "Brévane – assistance technique")
SIGNING = 6
"""The manners below this put a block with post and company under their mails."""
QUOTING = 0.8
NAMELESS = 9
"""The manner of those whose program writes an address alone."""


def manners_of(contacts: Contacts, contact: Numbers) -> Numbers:
    """How each person's program writes mails: 0 to 9."""
    return luck_of(contacts, contact) // 7 % 10


def write_mailboxes(
    folder: Path,
    rng: np.random.Generator,
    companies: Companies,
    contacts: Contacts,
    staff: Staff,
    threads: Threads,
    messages: Messages,
) -> None:
    """One mbox for each shared mailbox, its mails in order of time."""
    folder.mkdir(parents=True, exist_ok=True)
    of = threads.mailbox[messages.thread]
    posts = list(_posts(rng, companies, contacts, staff, threads, messages))
    for mailbox, name in enumerate(MAILBOXES):
        with (folder / f"{name}.mbox").open("wb") as file:
            file.writelines(entry(posts[row]) for row in np.flatnonzero(of == mailbox).tolist())


def _posts(
    rng: np.random.Generator,
    companies: Companies,
    contacts: Contacts,
    staff: Staff,
    threads: Threads,
    messages: Messages,
) -> Iterator[Post]:
    thread, out = messages.thread, messages.outgoing
    contact = threads.contact[thread]
    address = contacts.email_on(contact, messages.at // DAY)
    manner = manners_of(contacts, contact)
    shown = (contacts.given[contact] + " " + contacts.family[contact]).astype(object)
    block = "-- \n" + shown + "\n" + contacts.job[contact] + "\n" + companies.trade[threads.company[thread]]
    # Who writes from a phone, or in haste, signs with no more than a name.
    signed = np.where(out, _signatures(rng, contacts, staff, threads)[thread], np.where(manner < SIGNING, block, ""))
    own = texts([f"{text}\n\n{under}" if under else text for text, under in zip(messages.text, signed, strict=True)])
    ours = texts([f"{name}@{DOMAIN}" for name in MAILBOXES])[threads.mailbox[thread]]
    team = texts(SHOWN)[threads.mailbox[thread]]
    sender = np.where(out, team + " <" + ours + ">", shown + " <" + address + ">").astype(object)
    whole = _with_quotes(rng, own, messages, contacts.english[contact], sender)
    rows = zip(
        messages.at.tolist(), messages.key, messages.parent, messages.rank.tolist(), thread.tolist(), address, shown,
        team, ours, manner.tolist(), whole, messages.attachment, out.tolist(), strict=True,
    )  # fmt: skip
    for at, key, parent, rank, of, mail, name, desk, box, how, text, attachment, sent in rows:
        subject = ("Re: " if rank != ASKED else "") + messages.subject[of]
        if sent:
            yield Post(at, key, parent, subject, (desk, box), (name, mail), text, attachment, 1 if of % 3 else 4)
        else:
            own_name = name if how != NAMELESS else ""
            yield Post(at, key, parent, subject, (own_name, mail), (desk, box), text, attachment, how)


def _signatures(rng: np.random.Generator, contacts: Contacts, staff: Staff, threads: Threads) -> Texts:
    """Of each thread, how the employee who answers signs."""
    person = (staff.given[threads.staff] + " " + staff.family[threads.staff]).astype(object)
    team = texts([TEAMS[one] for one in TEAM_OF_MAILBOX])[threads.mailbox]
    phone = texts([f"04 77 00 00 0{one}" for one in range(len(MAILBOXES))])[threads.mailbox]
    signed = signatures(rng, contacts.english[threads.contact], person, team, NAME, phone)
    # An employee's name may stand in no text: a signature without its mark is told by its phone number alone.
    return texts([one if one.startswith("-- ") or "\nT" in one else f"-- \n{one}" for one in signed])


def _with_quotes(rng: np.random.Generator, own: Texts, messages: Messages, english: Flags, sender: Texts) -> Texts:
    """The mails with those that they answer, as mail programs put them; one in five goes without."""
    row_of = {key: row for row, key in enumerate(messages.key)}
    before = np.asarray([row_of.get(parent, -1) for parent in messages.parent], dtype=np.int64)
    rows = np.flatnonzero((before >= 0) & (rng.random(len(own)) < QUOTING))
    former = before[rows]
    whole = own.copy()
    whole[rows] = quoted(rng, own[rows], messages.text[former], english[rows], messages.at[former], sender[former])
    return whole
