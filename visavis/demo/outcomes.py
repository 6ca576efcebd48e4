"""How the generator itself tells the outcome of a case, from its own state: none of the engine's code is used."""

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts
from visavis.demo.days import DAY, LAST_DAY, NEVER, OBSERVED_UNTIL, day, open_minutes

CUTOFF = (day(LAST_DAY) + 1) * DAY - 1
"""The last minute that the exports show."""
END = day(OBSERVED_UNTIL)


def by_day(due: Numbers, done: Numbers) -> Texts:
    """Outcome of cases due on a day; `done` is NEVER // DAY where it was not."""
    undone = np.where(due < END, "broken", "open")
    return np.where(done >= NEVER // DAY, undone, np.where(done <= due, "kept", "late")).astype(object)


def by_open_minutes(start: Numbers, done: Numbers, budget: int, paused: Numbers | None = None) -> Texts:
    """Outcome of cases due within `budget` open minutes after `start`, pauses (in open minutes) not counted."""
    lived = np.where(done < NEVER, done, END * DAY)
    spent = open_minutes(lived) - open_minutes(start) - (0 if paused is None else paused)
    undone = np.where(spent >= budget, "broken", "open")
    return np.where(done >= NEVER, undone, np.where(spent <= budget, "kept", "late")).astype(object)


def seen(moments: Numbers) -> Numbers:
    """Moments that lie after the export have not come yet."""
    return np.where(moments > CUTOFF, NEVER, moments)


def counts(outcome: Texts, among: Flags | None = None) -> dict[str, int]:
    """How many cases ended in which way, every outcome named."""
    of = outcome if among is None else outcome[among]
    return {name: int((of == name).sum()) for name in ("kept", "late", "partial", "broken", "open", "untestable")}
