"""Truths with a row for each record, person, verbatim, commitment or company that left."""

from pathlib import Path

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts, texts
from visavis.demo.days import DAY, NEVER, written_days, written_moments
from visavis.demo.exports import write_csv
from visavis.demo.manufacturer.cases import case_columns
from visavis.demo.manufacturer.companies import NEVER_DAY
from visavis.demo.manufacturer.contacts import ROLES
from visavis.demo.manufacturer.mailboxes import NAMELESS, manners_of
from visavis.demo.manufacturer.messages import ASKED, REMINDED, THANKED, thanked_team
from visavis.demo.manufacturer.plan import MAILBOXES, TEAMS
from visavis.demo.manufacturer.telling import THANKED as THANKED_TEAMS
from visavis.demo.manufacturer.world import World
from visavis.demo.words.answering import ACTS, KINDS
from visavis.demo.words.situations import SITUATIONS

BEFORE_LEAVING = 180
"""Days before a company left in which what broke is counted."""
Columns = dict[str, Texts | Numbers]


def write_tables(folder: Path, world: World) -> None:
    """The rows of one block."""
    header = world.block == 0
    for name, columns in (
        ("identities", _identities(world)), ("roles", _roles(world)), ("cases", case_columns(world)),
        ("voices", _voices(world)), ("commitments", _commitments(world)), ("left", _left(world)),
    ):  # fmt: skip
        write_csv(folder / f"{name}.csv", columns, header=header)


def company_names(world: World) -> Texts:
    """The truth's own name of each company."""
    return texts([f"E{number}" for number in world.companies.number.tolist()])


def _identities(world: World) -> Columns:
    """Which records are the same company, and which the same person; and where a person works last."""
    firms = company_names(world)
    columns: dict[str, list[Texts]] = {"source": [], "key": [], "client": [], "kind": [], "company": []}
    works = np.where(world.contacts.next_company >= 0, world.contacts.next_company, world.contacts.company)
    for one in world.records.lists:
        n = len(one.key)
        columns["source"].append(texts([one.source] * n))
        columns["key"].append(one.key)
        columns["client"].append(world.contacts.key[one.row] if one.people else firms[one.row])
        columns["kind"].append(texts(["person" if one.people else "organisation"] * n))
        columns["company"].append(firms[works[one.row]] if one.people else firms[one.row])
    address, person = mail_writers(world)
    n = len(address)
    columns["source"].append(texts(["messagerie"] * n))
    columns["key"].append(address)
    columns["client"].append(world.contacts.key[person])
    columns["kind"].append(texts(["person"] * n))
    columns["company"].append(firms[works[person]])
    return {name: np.concatenate(parts) for name, parts in columns.items()}


def mail_writers(world: World) -> tuple[Texts, Numbers]:
    """The addresses that exchanged mails with a name beside them, and whose they are."""
    messages = world.messages
    named = messages.outgoing | (manners_of(world.contacts, world.threads.contact[messages.thread]) != NAMELESS)
    contact = world.threads.contact[messages.thread][named]
    address = world.contacts.email_on(contact, messages.at[named] // DAY)
    _, first = np.unique(address.astype(str), return_index=True)
    return address[first], contact[first]


def _roles(world: World) -> Columns:
    contacts, firms = world.contacts, company_names(world)
    second = texts([*ROLES, ""])[contacts.second_role]
    return {
        "person": contacts.key,
        "company": firms[contacts.company],
        "role": texts(ROLES)[contacts.role],
        "second_role": second,
        "until": written_days(contacts.moved_on, day_first=False),
        "next_company": np.where(contacts.next_company >= 0, firms[contacts.next_company], "").astype(object),
    }


def _voices(world: World) -> Columns:
    """Language, sentiment and theme that were planted in each text, and which team it thanks."""
    messages, contacts = world.messages, world.contacts
    incoming = np.flatnonzero(np.isin(messages.rank, (ASKED, REMINDED, THANKED)))
    contact = world.threads.contact[messages.thread[incoming]]
    team = thanked_team(messages.thread[incoming], messages.situation[incoming])
    parts = [
        _spoken(
            "messagerie",
            "exchanges",
            messages.key[incoming],
            contacts.english[contact],
            messages.situation[incoming],
            team,
        )
    ]
    for source, answers in (("enquete-annuelle", world.yearly), ("satisfaction-support", world.help_answers)):
        rows = np.flatnonzero(answers.text != "")
        english = contacts.english[answers.contact[rows]]
        parts.append(
            _spoken(source, "ratings", answers.key[rows], english, answers.situation[rows], answers.team[rows])
        )
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _spoken(source: str, table: str, key: Texts, english: Flags, situation: Numbers, team: Numbers) -> dict[str, Texts]:
    n = len(key)
    teams = texts([*[TEAMS[one] for one in THANKED_TEAMS], ""])
    return {
        "source": texts([source] * n),
        "table": texts([table] * n),
        "key": key,
        "language": np.where(english, "en", "fr").astype(object),
        "sentiment": texts([one.sentiment or "" for one in SITUATIONS])[situation],
        "theme": texts([one.theme or "" for one in SITUATIONS])[situation],
        "situation": texts([one.name for one in SITUATIONS])[situation],
        "to": teams[team],
    }


def _commitments(world: World) -> Columns:
    """What outgoing mails commit to, and what became of it."""
    messages, promised = world.messages, world.promised
    rows = np.flatnonzero(messages.committed)
    of = messages.thread[rows]
    return {
        "mail": messages.key[rows],
        "mailbox": texts(MAILBOXES)[world.threads.mailbox[of]],
        "kind": texts(KINDS)[promised.kind[of]],
        "act": texts(ACTS)[promised.act[of]],
        "sent": written_moments(messages.at[rows], day_first=False),
        "due": written_days(promised.due[of], day_first=False),
        "done": written_moments(promised.done[of], day_first=False),
        "outcome": promised.outcome[of],
    }


def _left(world: World) -> Columns:
    """Companies that went elsewhere, and which promises had been broken to them before."""
    companies = world.companies
    rows = np.flatnonzero(companies.lost_on < NEVER_DAY)
    until = companies.lost_on[rows]
    orders, quotes = world.orders, world.quotes
    unanswered = world.threads.wants & (world.threads.answered >= NEVER)
    broken = {
        "late_deliveries": (orders.company, orders.due_on, np.isin(orders.outcome, ("late", "broken")) & ~orders.cancelled),
        "late_quotes": (quotes.company, quotes.asked // DAY, np.isin(quotes.outcome, ("late", "broken"))),
        "unanswered_mails": (world.threads.company, world.threads.asked // DAY, unanswered),
        "wrong_invoices": (orders.company, orders.invoiced, orders.wrong & (orders.invoiced < NEVER_DAY)),
    }  # fmt: skip
    return {
        "company": company_names(world)[rows],
        "left_on": written_days(until, day_first=False),
        "locked_portfolio": np.where(companies.locked[rows], "yes", "no").astype(object),
        **{name: _counted(*each, rows, until) for name, each in broken.items()},
    }


def _counted(company: Numbers, days: Numbers, missed: Flags, rows: Numbers, until: Numbers) -> Numbers:
    last = np.full(max(int(company.max(initial=0)), int(rows.max(initial=0))) + 1, -1, dtype=np.int64)
    last[rows] = until
    within = missed & (days <= last[company]) & (days > last[company] - BEFORE_LEAVING)
    return np.bincount(company[within], minlength=len(last))[rows].astype(np.int64)
