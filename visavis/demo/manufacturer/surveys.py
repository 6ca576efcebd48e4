"""What people answer when they are asked: once a year whether they would recommend Brévane, and after technical help."""

from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts, between, happens, one_of, stream
from visavis.demo.days import CLOSES, DAY, LAST_DAY, NEVER, OPENS, day, written_moments
from visavis.demo.manufacturer.companies import Companies, Establishments
from visavis.demo.manufacturer.contacts import BUYS, DECIDES, PAYS, USES, Contacts
from visavis.demo.manufacturer.orders import Orders, keys
from visavis.demo.manufacturer.plan import ALTA, HYDRANE, LEAVES_ON
from visavis.demo.manufacturer.telling import luck_of, told
from visavis.demo.manufacturer.tickets import DEFECT, DOCUMENTATION, Tickets
from visavis.demo.words.saying import Lived, say
from visavis.demo.words.situations import AT, SITUATIONS

SENT_ON = ("2024-11-18", "2025-11-17")
"""Days on which the yearly survey goes out."""
ANSWER_RATE = (0.2, 0.34, 0.38, 0.16)
"""Share of those asked who answer, by role: decides, buys, uses, pays."""
HELP_ANSWER_RATE = 0.3
LIKELY = 8
"""From this score on of 10, a client is said to recommend Brévane."""
_POSITIVE: Flags = np.asarray([one.sentiment == "positive" for one in SITUATIONS], dtype=np.bool_)
_NEGATIVE: Flags = np.asarray([one.sentiment == "negative" for one in SITUATIONS], dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Answers:
    """One row per answer, in order of time."""

    key: Texts
    contact: Numbers
    company: Numbers
    at: Numbers
    score: Numbers
    situation: Numbers
    text: Texts
    """Empty where only a score was given."""
    about: Numbers
    """Row of the ticket; -1 in the yearly survey."""
    team: Numbers
    """Position in `telling.THANKED` of the team that is thanked; -1 for none."""
    asked: Numbers
    """How many people were asked, a number for each year (or one)."""

    def __len__(self) -> int:
        return len(self.key)


def make_yearly(
    companies: Companies, places: Establishments, contacts: Contacts, orders: Orders, known: Flags, seed: int, block: int,
) -> Answers:  # fmt: skip
    """Answers to the yearly survey, each about what the company lived in the year before."""
    rng = stream(seed, "yearly survey", block)
    parts, asked = [], []
    for sent in SENT_ON:
        there = known & (companies.lost_on[contacts.company] > day(sent)) & (contacts.moved_on > day(sent))
        asked.append(int(there.sum()))
        rows = np.flatnonzero(there & happens(rng, len(contacts), np.asarray(ANSWER_RATE)[contacts.role]))
        # Few weeks pass between the second survey and the last day: all who answer have done so.
        at = (day(sent) + between(rng, len(rows), 0, 20)) * DAY + between(rng, len(rows), OPENS - 90, CLOSES + 120)
        parts.append((rows, at))
    contact, at = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    turn = np.argsort(at, kind="stable")
    contact, at = contact[turn], at[turn]
    company = contacts.company[contact]
    situation, line, days = _lived(rng, companies, contacts, orders, company, contact, at)
    team = np.where(situation == AT["thanks-back-office-b2b"], rng.integers(3, size=len(contact)), -1)
    writes = happens(rng, len(contact), 0.62)
    text = _said(rng, companies, places, contacts, company, contact, at, situation, line, days, team, "survey", writes)
    return Answers(
        key=keys("ENQ", block, len(contact)), contact=contact, company=company, at=at, score=_score(rng, situation),
        situation=situation, text=text, about=np.full(len(contact), -1), team=team, asked=np.asarray(asked, dtype=np.int64),
    )  # fmt: skip


def _lived(
    rng: np.random.Generator, companies: Companies, contacts: Contacts, orders: Orders, company: Numbers, contact: Numbers,
    at: Numbers,
) -> tuple[Numbers, Numbers, Numbers]:  # fmt: skip
    """What people speak of: what their company lived in the year before, else what is usual in their role."""
    n = len(contact)
    days, role = at // DAY, contacts.role[contact]
    late, worst, hydrane = _late_orders(companies, orders)
    second = days >= day(SENT_ON[1])
    troubled = late[company, second.astype(np.int64)] & happens(rng, n, 0.5)
    lost_touch = companies.locked[company] & (days > day(LEAVES_ON)) & happens(rng, n, 0.75)
    papers = hydrane[company] & second & happens(rng, n, 0.55) & (role != PAYS)
    usual = {
        DECIDES: (("renewal-good", 3), ("renewal-bad", 1), ("price-b2b", 2), ("neutral-b2b", 2), ("competence-good", 2)),
        BUYS: (("quote-clear", 3), ("order-on-time", 4), ("price-b2b", 1.5), ("neutral-b2b", 2), ("thanks-back-office-b2b", 1)),
        USES: (("part-good", 3), ("help-technical-good", 4), ("part-defective", 1), ("surprise-pump", 0.5), ("thanks-back-office-b2b", 1.2), ("documentation-good", 1)),
        PAYS: (("invoice-wrong-b2b", 1.5), ("neutral-b2b", 4), ("reception-good", 1)),
    }  # fmt: skip
    said = np.zeros(n, dtype=np.int64)
    for of, names in usual.items():
        mine = role == of
        rows = np.asarray([AT[name] for name, _ in names])
        said[mine] = rows[one_of(rng, int(mine.sum()), [weight for _, weight in names])]
    forsaken = np.where(happens(rng, n, 0.6), AT["contact-left"], AT["nobody-answers"])
    situation = np.select([lost_touch, papers, troubled], [forsaken, AT["documentation-bad"], AT["order-late"]], said)
    line = np.where(situation == AT["documentation-bad"], HYDRANE, ALTA + rng.integers(3, size=n))
    return situation, line, np.where(situation == AT["order-late"], np.maximum(worst[company], 1), 0)


def _late_orders(companies: Companies, orders: Orders) -> tuple[Flags, Numbers, Flags]:
    """By company: whether an order came late in each of the two years before a survey, by how many days, who has Hydrane."""
    late, worst = np.zeros((len(companies), 2), dtype=bool), np.zeros(len(companies), dtype=np.int64)
    missed = orders.outcome == "late"
    second = orders.due_on >= day(SENT_ON[0])
    late[orders.company[missed], second[missed].astype(np.int64)] = True
    np.maximum.at(worst, orders.company[missed], (orders.delivered // DAY - orders.due_on)[missed])
    hydrane = np.zeros(len(companies), dtype=bool)
    hydrane[orders.company[(orders.line == HYDRANE) & (orders.delivered < NEVER)]] = True
    return late, worst, hydrane


def make_help_answers(
    companies: Companies, places: Establishments, contacts: Contacts, tickets: Tickets, seed: int, block: int
) -> Answers:
    """Marks from 1 to 5 after a technical question was settled, with words for half of them."""
    rng = stream(seed, "help survey", block)
    settled = (tickets.resolved < NEVER) & (tickets.resolved // DAY + 3 <= day(LAST_DAY))
    about = np.flatnonzero(settled & happens(rng, len(tickets), HELP_ANSWER_RATE))
    at = tickets.resolved[about] + between(rng, len(about), 1, 2) * DAY
    turn = np.argsort(at, kind="stable")
    about, at = about[turn], at[turn]
    n = len(about)
    kept, subject = tickets.outcome[about] == "kept", tickets.subject[about]
    glad = happens(rng, n, np.where(kept, 0.86, 0.3))
    papers = (subject == DOCUMENTATION) & happens(rng, n, 0.85)
    faulty = (subject == DEFECT) & ~glad & happens(rng, n, 0.5)
    situation = np.select(
        [papers, faulty, glad],
        [AT["documentation-bad"], AT["part-defective"], AT["help-technical-good"]],
        AT["help-technical-bad"],
    )
    contact, company = tickets.contact[about], tickets.company[about]
    good = _POSITIVE[situation]
    score = np.where(good, 4 + happens(rng, n, 0.65), np.where(papers, between(rng, n, 2, 3), between(rng, n, 1, 3)))
    days = np.where(good, 0, np.maximum(1, tickets.answered[about] // DAY - tickets.opened[about] // DAY))
    no_team = np.full(n, -1)
    text = _said(
        rng, companies, places, contacts, company, contact, at, situation, tickets.line[about], days, no_team, "survey",
        happens(rng, n, 0.5),
    )  # fmt: skip
    return Answers(
        key=keys("SAT", block, n), contact=contact, company=company, at=at, score=score, situation=situation, text=text,
        about=about, team=no_team, asked=np.asarray([int(settled.sum())], dtype=np.int64),
    )  # fmt: skip


def _score(rng: np.random.Generator, situation: Numbers) -> Numbers:
    n = len(situation)
    high, low = one_of(rng, n, (1, 4, 5, 4)) + 7, one_of(rng, n, (1, 1, 2, 3, 4, 4, 2))
    middle = 6 + one_of(rng, n, (2, 3, 2))
    return np.where(_POSITIVE[situation], high, np.where(_NEGATIVE[situation], low, middle))


def _said(
    rng: np.random.Generator, companies: Companies, places: Establishments, contacts: Contacts, company: Numbers,
    contact: Numbers, at: Numbers, situation: Numbers, line: Numbers, days: Numbers, team: Numbers, form: str, writes: Flags,
) -> Texts:  # fmt: skip
    n = len(contact)
    facts = told(
        companies, places, contacts, company=company, contact=contact, days=days, line=line, moment_day=at // DAY,
        number=np.full(n, "", dtype=object), amount=np.zeros(n, dtype=np.int64), team=team,
    )  # fmt: skip
    # Nobody tells the day on which they answer.
    facts = {name: column for name, column in facts.items() if name != "when"}
    lived = Lived(
        situation, contacts.english[contact], facts, woman=contacts.woman[contact], luck=luck_of(contacts, contact),
        company="manufacturer",
    )  # fmt: skip
    return np.where(writes, say(rng, lived, form=form), "").astype(object)


def yearly_columns(answers: Answers, contacts: Contacts) -> dict[str, Texts | Numbers]:
    """The sheet of the agency that asks once a year."""
    return {
        "reponse": answers.key,
        "courriel": contacts.email_on(answers.contact, answers.at // DAY),
        "repondu_le": written_moments(answers.at, day_first=False),
        "recommandation": answers.score,
        "commentaire": answers.text,
    }


def help_columns(answers: Answers, contacts: Contacts, tickets: Tickets) -> dict[str, Texts | Numbers]:
    """Marks as the help desk's software exports them."""
    return {
        "id": answers.key,
        "ticket": tickets.key[answers.about],
        "email": contacts.email_on(answers.contact, answers.at // DAY),
        "answered_at": written_moments(answers.at, day_first=False),
        "rating": answers.score,
        "comment": answers.text,
    }
