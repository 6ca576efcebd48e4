"""Everything that happens between Brévane and one block of its clients."""

from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Numbers
from visavis.demo.days import DAY, day
from visavis.demo.manufacturer import (
    activities,
    commitments,
    companies,
    contacts,
    contracts,
    messages,
    orders,
    quotes,
    records,
    surveys,
    threads,
    tickets,
)
from visavis.demo.manufacturer.plan import ACCOUNTS, LEAVES_ON, TEAM_OF_MAILBOX
from visavis.demo.manufacturer.staff import Staff, make_staff


@dataclass(frozen=True, slots=True)
class World:
    """The state of the generator, from which both exports and truths are written."""

    block: int
    staff: Staff
    companies: companies.Companies
    places: companies.Establishments
    contacts: contacts.Contacts
    records: records.Records
    quotes: quotes.Quotes
    orders: orders.Orders
    tickets: tickets.Tickets
    contracts: contracts.Contracts
    threads: threads.Threads
    promised: commitments.Promised
    messages: messages.Messages
    activities: activities.Activities
    yearly: surveys.Answers
    help_answers: surveys.Answers


def make_world(number: Numbers, clients: int, seed: int, block: int) -> World:
    """One block: the companies with these numbers, of so many."""
    staff = make_staff(clients, seed)
    firms, places = companies.make_companies(number, staff, seed, block)
    people = contacts.make_contacts(firms, seed, block)
    known = records.make_records(firms, places, people, seed, block)
    quoted = quotes.make_quotes(firms, people, staff, seed, block)
    ordered = orders.make_orders(firms, people, seed, block)
    asked = tickets.make_tickets(firms, people, staff, seed, block)
    talks = threads.make_threads(firms, people, staff, quoted, ordered, asked, seed, block)
    promised = commitments.make_promised(talks, seed, block)
    return World(
        block=block, staff=staff, companies=firms, places=places, contacts=people, records=known, quotes=quoted,
        orders=ordered, tickets=asked, contracts=contracts.make_contracts(firms, seed, block), threads=talks, promised=promised,
        messages=messages.make_messages(firms, places, people, talks, promised, seed, block),
        activities=_with_kept(activities.make_activities(firms, staff, seed, block), firms, staff, talks, promised, block),
        yearly=surveys.make_yearly(firms, places, people, ordered, known.known_email, seed, block),
        help_answers=surveys.make_help_answers(firms, places, people, asked, seed, block),
    )  # fmt: skip


def _with_kept(
    known: activities.Activities, firms: companies.Companies, staff: Staff, talks: threads.Threads,
    promised: commitments.Promised, block: int,
) -> activities.Activities:  # fmt: skip
    """The calls and visits that keep what mails promised stand among the others, in order of time."""
    called, visited = (commitments.by_phone(promised, act) for act in (commitments.CALLED, commitments.VISITED))
    kept = np.flatnonzero(called | visited)
    company = np.concatenate([known.company, talks.company[kept]])
    at = np.concatenate([known.at, promised.done[kept]])
    kind = np.concatenate([known.kind, np.where(called[kept], activities.CALL, activities.VISIT)])
    # What the keeper's clients were promised before he left, he does himself.
    held = firms.locked[talks.company[kept]] & (promised.done[kept] // DAY <= day(LEAVES_ON))
    keeper = staff.first[ACCOUNTS] + firms.manager[talks.company[kept]]
    team = np.concatenate([known.team, np.where(held, ACCOUNTS, np.asarray(TEAM_OF_MAILBOX)[talks.mailbox[kept]])])
    person = np.concatenate([known.staff, np.where(held, keeper, talks.staff[kept])])
    turn = np.argsort(at, kind="stable")
    return activities.Activities(
        key=orders.keys("AC", block, len(turn)), company=company[turn], kind=kind[turn], at=at[turn], team=team[turn],
        staff=person[turn],
    )  # fmt: skip
