"""The mails of each conversation: the question, a reminder, the answer, what was promised in it, thanks."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts, between, happens, one_of, stream, texts
from visavis.demo.days import CLOSES, DAY, LAST_DAY, NEVER, OPENS, add_working, day, next_working
from visavis.demo.manufacturer.commitments import Promised, by_mail
from visavis.demo.manufacturer.companies import Companies, Establishments
from visavis.demo.manufacturer.contacts import Contacts
from visavis.demo.manufacturer.plan import DOMAIN, FORGOTTEN_FOR
from visavis.demo.manufacturer.telling import luck_of, told
from visavis.demo.manufacturer.threads import ABOUT_QUOTE, ABOUT_TICKET, Threads
from visavis.demo.outcomes import CUTOFF
from visavis.demo.words.answering import KIND, Commitments, answer
from visavis.demo.words.mails import subjects
from visavis.demo.words.saying import Lived, say
from visavis.demo.words.situations import AT

ASKED, REMINDED, ANSWERED, DONE, THANKED, REPLIED = range(6)

WRITTEN_HERE = (ANSWERED, DONE, REPLIED)


@dataclass(frozen=True, slots=True)
class Messages:
    """One row per mail, in order of time."""

    key: Texts
    """Its Message-ID, without brackets."""
    parent: Texts
    """That of the mail it answers; empty for the first."""
    thread: Numbers
    rank: Numbers
    at: Numbers
    text: Texts
    """What was written, without quotes and signature."""
    situation: Numbers
    attachment: Texts
    committed: Flags
    """Whether it is the answer in which the thread's commitment stands."""
    subject: Texts
    """The subject line of each thread."""

    def __len__(self) -> int:
        return len(self.key)

    @property
    def outgoing(self) -> Flags:
        """Which were written at Brévane."""
        return np.isin(self.rank, WRITTEN_HERE)


def make_messages(
    companies: Companies, places: Establishments, contacts: Contacts, threads: Threads, promised: Promised, seed: int,
    block: int,
) -> Messages:  # fmt: skip
    """Every mail of one block."""
    rng = stream(seed, "manufacturer messages", block)
    n = len(threads)
    reminded = _reminders(rng, threads)
    done = np.where(by_mail(promised), promised.done, NEVER)
    glad = threads.wants & (threads.answered < NEVER) & happens(rng, n, 0.055) & ~threads.alone
    thanked = add_working(next_working(np.where(glad, threads.answered, threads.asked) // DAY), between(rng, n, 1, 4))
    thanked = np.where(glad, thanked * DAY + between(rng, n, OPENS, CLOSES - 1), NEVER)
    replies = glad & (happens(rng, n, 0.8) | (thanked // DAY < day(LAST_DAY) - FORGOTTEN_FOR))
    on_day = add_working(np.where(glad, thanked // DAY, next_working(threads.asked // DAY)), 1)
    replied = np.where(replies, on_day * DAY + between(rng, n, OPENS, CLOSES - 1), NEVER)
    moments = np.stack([threads.asked, reminded, threads.answered, done, thanked, replied])
    moments = np.where(moments > CUTOFF, NEVER, moments)
    rank, thread = np.nonzero(moments < NEVER)
    at = moments[rank, thread]
    turn = np.lexsort((rank, thread, at))
    rank, thread, at = rank[turn], thread[turn], at[turn]
    situation = _situations(rng, threads, rank, thread)
    ids = _ids(companies, threads, rank, thread, block)
    facts = _facts(companies, places, contacts, threads, thread, at, situation)
    said = _said(rng, contacts, threads, promised, rank, thread, at, situation, facts)
    asked = np.flatnonzero(rank == ASKED)
    subject = np.full(n, "", dtype=object)
    mine = {name: column[asked] for name, column in facts.items()}
    english = contacts.english[threads.contact[thread[asked]]]
    subject[thread[asked]] = subjects(rng, situation[asked], english, mine, company="manufacturer")
    return Messages(
        subject=subject,
        key=ids[0], parent=ids[1], thread=thread, rank=rank, at=at, text=said, situation=situation,
        attachment=_attachments(threads, promised, rank, thread, situation), committed=(rank == ANSWERED) & (promised.kind[thread] > 0),
    )  # fmt: skip


def thanked_team(thread: Numbers, situation: Numbers) -> Numbers:
    """Which back-office team is thanked (a position in `telling.THANKED`); -1 where none is."""
    return np.where(situation == AT["thanks-back-office-b2b"], thread % 3, -1)


def _reminders(rng: np.random.Generator, threads: Threads) -> Numbers:
    """Who has no answer after some days writes again."""
    n = len(threads)
    asked_on = next_working(threads.asked // DAY)
    again = add_working(asked_on, between(rng, n, 3, 6)) * DAY + between(rng, n, OPENS, CLOSES - 1)
    return np.where(threads.wants & (threads.answered > again) & happens(rng, n, 0.6), again, NEVER)


def _situations(rng: np.random.Generator, threads: Threads, rank: Numbers, thread: Numbers) -> Numbers:
    n = len(rank)
    about_quote = threads.about[thread] == ABOUT_QUOTE
    reminder = np.where(about_quote & happens(rng, n, 0.6), AT["quote-late"], AT["nobody-answers"])
    of_help = threads.about[thread] == ABOUT_TICKET
    thanks = np.asarray([AT["thanks-back-office-b2b"], AT["follow-up-good"]])[one_of(rng, n, (1, 2))]
    thanks = np.where(of_help & happens(rng, n, 0.7), AT["help-technical-good"], thanks)
    thanks = np.where(about_quote & happens(rng, n, 0.7), AT["quote-clear"], thanks)
    said = np.full(len(threads), AT["follow-up-good"])
    said[thread[rank == THANKED]] = thanks[rank == THANKED]
    return np.select(
        [rank == REMINDED, (rank == THANKED) | (rank == REPLIED)], [reminder, said[thread]], threads.situation[thread]
    )


def _ids(companies: Companies, threads: Threads, rank: Numbers, thread: Numbers, block: int) -> tuple[Texts, Texts]:
    """Message-IDs, and those of the mails that each one answers."""
    domain = companies.domain[threads.company]
    keys: dict[tuple[int, int], str] = {}
    last: dict[int, str] = {}
    own, parent = [], []
    for of, place in zip(thread.tolist(), rank.tolist(), strict=True):
        host = DOMAIN if place in WRITTEN_HERE else domain[of]
        key = f"{block}.{of}.{place}@{host}"
        keys[of, place] = key
        own.append(key)
        parent.append(last.get(of, ""))
        last[of] = key
    return texts(own), texts(parent)


def _facts(
    companies: Companies, places: Establishments, contacts: Contacts, threads: Threads, thread: Numbers, at: Numbers,
    situation: Numbers,
) -> Mapping[str, Texts]:  # fmt: skip
    return told(
        companies, places, contacts, company=threads.company[thread], contact=threads.contact[thread],
        days=np.maximum(threads.days[thread], (at - threads.asked[thread]) // DAY), line=threads.line[thread],
        moment_day=threads.asked[thread] // DAY, number=threads.number[thread], amount=threads.amount[thread],
        team=thanked_team(thread, situation),
    )  # fmt: skip


def _said(
    rng: np.random.Generator, contacts: Contacts, threads: Threads, promised: Promised, rank: Numbers, thread: Numbers,
    at: Numbers, situation: Numbers, facts: Mapping[str, Texts],
) -> Texts:  # fmt: skip
    contact = threads.contact[thread]
    english = contacts.english[contact]
    said = np.full(len(rank), "", dtype=object)
    out = np.isin(rank, WRITTEN_HERE)
    rows = np.flatnonzero(~out)
    lived = Lived(
        situation[rows], english[rows], {name: column[rows] for name, column in facts.items()},
        woman=contacts.woman[contact[rows]], luck=luck_of(contacts, contact[rows]), company="manufacturer",
    )  # fmt: skip
    said[rows] = say(rng, lived, form="letter")
    rows = np.flatnonzero(out)
    first, of = rank[rows] == ANSWERED, thread[rows]
    commitment = Commitments(
        kind=np.where(first, promised.kind[of], KIND["none"]),
        act=promised.act[of],
        due=np.where(first, promised.due[of], NEVER),
        sent=at[rows] // DAY,
    )
    # Who answers speaks of the order, not of how late it is.
    mine = {name: column[rows] for name, column in facts.items() if name != "days"}
    said[rows] = answer(rng, situation[rows], english[rows], mine, commitment, company="manufacturer")
    return said


def _attachments(threads: Threads, promised: Promised, rank: Numbers, thread: Numbers, situation: Numbers) -> Texts:
    """Names of what came with a mail."""
    quoted = (rank == ANSWERED) & (threads.about[thread] == ABOUT_QUOTE)
    sent = (rank == DONE) | (
        (rank == ANSWERED)
        & np.isin(situation, [AT["ask-certificate"], AT["ask-specification"]])
        & (promised.kind[thread] == 0)
    )
    numbers = threads.number[thread]
    paper = np.where(situation == AT["ask-certificate"], "certificats", "document")
    file = paper.astype(object) + np.where(numbers == "", "", "-" + numbers).astype(object) + ".pdf"
    return np.where(quoted, "devis.pdf", np.where(sent, file, "")).astype(object)
