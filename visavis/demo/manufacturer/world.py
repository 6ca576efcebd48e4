"""Everything that happens between Brévane and one block of its clients."""

from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Numbers
from visavis.demo.days import DAY, day
from visavis.demo.manufacturer.activities import CALL, VISIT, Activities, make_activities
from visavis.demo.manufacturer.commitments import CALLED, VISITED, Promised, by_phone, make_promised
from visavis.demo.manufacturer.companies import Companies, Establishments, make_companies
from visavis.demo.manufacturer.contacts import Contacts, make_contacts
from visavis.demo.manufacturer.contracts import Contracts, make_contracts
from visavis.demo.manufacturer.messages import Messages, make_messages
from visavis.demo.manufacturer.orders import Orders, keys, make_orders
from visavis.demo.manufacturer.plan import ACCOUNTS, LEAVES_ON, TEAM_OF_MAILBOX
from visavis.demo.manufacturer.quotes import Quotes, make_quotes
from visavis.demo.manufacturer.records import Records, make_records
from visavis.demo.manufacturer.staff import Staff, make_staff
from visavis.demo.manufacturer.surveys import Answers, make_help_answers, make_yearly
from visavis.demo.manufacturer.threads import Threads, make_threads
from visavis.demo.manufacturer.tickets import Tickets, make_tickets


@dataclass(frozen=True, slots=True)
class World:
    """The state of the generator, from which both exports and truths are written."""

    seed: int
    block: int
    staff: Staff
    companies: Companies
    places: Establishments
    contacts: Contacts
    records: Records
    quotes: Quotes
    orders: Orders
    tickets: Tickets
    contracts: Contracts
    threads: Threads
    promised: Promised
    messages: Messages
    activities: Activities
    yearly: Answers
    help_answers: Answers


def make_world(number: Numbers, clients: int, seed: int, block: int) -> World:
    """One block: the companies with these numbers, of so many."""
    staff = make_staff(clients, seed)
    firms, places = make_companies(number, staff, seed, block)
    people = make_contacts(firms, seed, block)
    known = make_records(firms, places, people, seed, block)
    quoted = make_quotes(firms, people, staff, seed, block)
    ordered = make_orders(firms, people, seed, block)
    asked = make_tickets(firms, people, staff, seed, block)
    talks = make_threads(firms, people, staff, quoted, ordered, asked, seed, block)
    promised = make_promised(talks, seed, block)
    return World(
        seed=seed,
        block=block, staff=staff, companies=firms, places=places, contacts=people, records=known, quotes=quoted,
        orders=ordered, tickets=asked, contracts=make_contracts(firms, seed, block), threads=talks, promised=promised,
        messages=make_messages(firms, places, people, talks, promised, seed, block),
        activities=_with_kept(make_activities(firms, staff, seed, block), firms, staff, talks, promised, block),
        yearly=make_yearly(firms, places, people, ordered, known.known_email, seed, block),
        help_answers=make_help_answers(firms, places, people, asked, seed, block),
    )  # fmt: skip


def _with_kept(
    known: Activities, firms: Companies, staff: Staff, talks: Threads,
    promised: Promised, block: int,
) -> Activities:  # fmt: skip
    """The calls and visits that keep what mails promised stand among the others, in order of time."""
    called, visited = (by_phone(promised, act) for act in (CALLED, VISITED))
    kept = np.flatnonzero(called | visited)
    company = np.concatenate([known.company, talks.company[kept]])
    at = np.concatenate([known.at, promised.done[kept]])
    kind = np.concatenate([known.kind, np.where(called[kept], CALL, VISIT)])
    # What the keeper's clients were promised before he left, he does himself.
    held = firms.locked[talks.company[kept]] & (promised.done[kept] // DAY <= day(LEAVES_ON))
    keeper = staff.first[ACCOUNTS] + firms.manager[talks.company[kept]]
    team = np.concatenate([known.team, np.where(held, ACCOUNTS, np.asarray(TEAM_OF_MAILBOX)[talks.mailbox[kept]])])
    person = np.concatenate([known.staff, np.where(held, keeper, talks.staff[kept])])
    turn = np.argsort(at, kind="stable")
    return Activities(
        key=keys("AC", block, len(turn)), company=company[turn], kind=kind[turn], at=at[turn], team=team[turn],
        staff=person[turn],
    )  # fmt: skip
