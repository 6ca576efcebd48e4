"""What employees promise in their answers, and what became of it: the call, the visit or the mail that keeps it, or nothing."""

from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts, between, happens, one_of, stream
from visavis.demo.days import CLOSES, DAY, NEVER, OPENS, add_working, next_working
from visavis.demo.manufacturer.companies import NEVER_DAY
from visavis.demo.manufacturer.plan import RATES
from visavis.demo.manufacturer.threads import Threads
from visavis.demo.outcomes import by_day, seen
from visavis.demo.words.answering import ACT, KIND
from visavis.demo.words.situations import AT

ACTS_OF = {
    "ask-quote": ("call", "answer"), "ask-specification": ("send", "check", "call"), "documentation-bad": ("send", "call"),
    "part-defective": ("send", "visit", "call"), "ask-delivery": ("check", "call", "deliver"), "order-late": ("call", "deliver"),
    "order-incomplete": ("send", "deliver"), "ask-certificate": ("send",), "invoice-wrong-b2b": ("correct", "refund"),
    "contact-left": ("call", "visit"), "nobody-answers": ("call", "answer"), "leaving-b2b": ("call", "visit"),
}  # fmt: skip
"""What may be promised to whom asked for what."""
CALLED, VISITED = ACT["call"], ACT["visit"]


@dataclass(frozen=True, slots=True)
class Promised:
    """One row per thread: what its first answer commits to; `kind` is 0 where it commits to nothing."""

    kind: Numbers
    act: Numbers
    due: Numbers
    """The day; NEVER where none is named."""
    done: Numbers
    """When it was done; NEVER where it was not."""
    outcome: Texts
    """kept, late, broken or open where a day was named; empty elsewhere."""


def make_promised(threads: Threads, seed: int, block: int) -> Promised:
    """About a third of the answers commit to something, half of them firmly."""
    rng = stream(seed, "manufacturer commitments", block)
    n = len(threads)
    answered = threads.answered < NEVER
    free = answered & np.isin(threads.situation, [AT[name] for name in ACTS_OF])
    commits = free & happens(rng, n, RATES.answers_that_commit)
    kinds = np.asarray([KIND["firm"], KIND["vague"], KIND["conditional"], KIND["soft"]])
    kind = np.where(commits, kinds[one_of(rng, n, (5, 3, 1.2, 0.8))], KIND["none"])
    act = np.zeros(n, dtype=np.int64)
    luck = rng.integers(1 << 20, size=n)
    for name, acts in ACTS_OF.items():
        mine = threads.situation == AT[name]
        act[mine] = np.asarray([ACT[one] for one in acts])[luck[mine] % len(acts)]
    firm = kind == KIND["firm"]
    sent_on = next_working(np.where(answered, threads.answered, threads.asked) // DAY)
    due = add_working(sent_on, between(rng, n, 1, 6))
    kept = happens(rng, n, np.where(threads.alone, 0.4, RATES.commitments_kept))
    on_day = np.where(
        kept, np.maximum(sent_on, add_working(due, -between(rng, n, 0, 1))), add_working(due, between(rng, n, 1, 8))
    )
    never = ~kept & happens(rng, n, 0.5)
    # What is done the very day it was promised is done after the mail that promises it.
    moment = on_day * DAY + np.where(on_day == sent_on, CLOSES + 5, between(rng, n, OPENS, CLOSES - 1))
    done = seen(np.where(firm & ~never, np.maximum(moment, threads.answered + 9), NEVER))
    outcome = by_day(due, np.where(done < NEVER, done // DAY, NEVER_DAY))
    return Promised(
        kind=kind, act=np.where(commits, act, 0), due=np.where(firm, due, NEVER), done=done,
        outcome=np.where(firm, outcome, "").astype(object),
    )  # fmt: skip


def by_phone(promised: Promised, contact_act: int) -> Flags:
    """Which are kept by a call (or a visit) that the list of activities shows."""
    return (promised.done < NEVER) & (promised.act == contact_act)


def by_mail(promised: Promised) -> Flags:
    """Which are kept by another mail in the same conversation."""
    return (promised.done < NEVER) & (promised.act != CALLED) & (promised.act != VISITED)
