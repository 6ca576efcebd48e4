"""The manner of a person: a tone and a hand that stay theirs, whatever they write about."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from visavis.demo.chance import Flags, Numbers
from visavis.demo.words.hands import NUMBER

Reals = npt.NDArray[np.float64]

TONES = ("plain", "curt", "angry", "formal", "warm", "familiar", "dry", "foreign", "business")
"""Tones that fragments may belong to; those under `any` belong to all."""
TONE = {name: row for row, name in enumerate(TONES)}

_PEOPLE: tuple[tuple[float, str, str, str, float, dict[str, float]], ...] = (
    # share, tone where all is well, where it is not, where one asks, talk (0 brief … 1 long), hands
    (0.27, "plain", "plain", "plain", 0.45, {"careful": 5, "straight": 7, "tight": 4, "unaccented": 1, "misspelt": 2}),
    (0.10, "curt", "curt", "curt", 0.12, {"straight": 5, "tight": 4, "bare": 3, "unaccented": 1, "capitals": 0.5}),
    (0.11, "plain", "angry", "plain", 0.60, {"straight": 4, "tight": 4, "capitals": 1.6, "misspelt": 2, "spoken": 2}),
    (0.11, "formal", "formal", "formal", 0.80, {"careful": 7, "straight": 3, "capitals": 0.2}),
    (0.12, "warm", "warm", "warm", 0.55, {"careful": 4, "straight": 5, "tight": 3, "unaccented": 1, "misspelt": 1}),
    (0.15, "familiar", "familiar", "familiar", 0.35, {"phone": 4, "bare": 4, "spoken": 4, "tight": 2, "misspelt": 2}),
    (0.06, "curt", "dry", "plain", 0.45, {"careful": 4, "straight": 5}),
    (0.05, "foreign", "foreign", "foreign", 0.40, {"foreign": 8, "unaccented": 1}),
    (0.03, "business", "business", "business", 0.45, {"careful": 3, "straight": 6, "tight": 1}),
)
_AT_WORK: tuple[tuple[float, str, str, str, float, dict[str, float]], ...] = (
    (0.50, "business", "business", "business", 0.50, {"careful": 5, "straight": 7, "tight": 1, "unaccented": 0.7}),
    (0.16, "plain", "plain", "plain", 0.45, {"careful": 4, "straight": 6, "misspelt": 0.7}),
    (0.12, "curt", "curt", "curt", 0.10, {"straight": 5, "tight": 3, "bare": 1, "unaccented": 1}),
    (0.06, "plain", "angry", "business", 0.60, {"straight": 5, "tight": 2, "capitals": 0.3}),
    (0.06, "formal", "formal", "formal", 0.80, {"careful": 6, "straight": 3}),
    (0.05, "warm", "warm", "warm", 0.50, {"careful": 3, "straight": 4}),
    (0.03, "curt", "dry", "plain", 0.45, {"straight": 5}),
    (0.02, "foreign", "foreign", "foreign", 0.40, {"foreign": 6, "unaccented": 1}),
)
"""Writers at work for a company that is the client."""


@dataclass(frozen=True, slots=True)
class Manners:
    """One row per text: the tone for its mood, the hand, how long-winded (0 to 1)."""

    tone: Numbers
    hand: Numbers
    talk: Reals


_LUCK = 1 << 16


def manners_of(luck: Numbers, mood: Numbers, at_work: Flags) -> Manners:
    """The manners of the persons with that luck; `mood`: 0 all is well, 1 it is not, 2 one asks."""
    first, second, third = luck % _LUCK, luck // _LUCK % _LUCK, luck // _LUCK**2 % _LUCK
    tones, hands = np.empty(len(luck), dtype=np.int64), np.empty(len(luck), dtype=np.int64)
    talks = np.empty(len(luck))
    for people, rows in ((_PEOPLE, np.flatnonzero(~at_work)), (_AT_WORK, np.flatnonzero(at_work))):
        person = _drawn([one[0] for one in people], first[rows])
        tones[rows] = np.asarray([[TONE[tone] for tone in one[1:4]] for one in people])[person, mood[rows]]
        talks[rows] = np.asarray([one[4] for one in people])[person] + (third[rows] / _LUCK - 0.5) * 0.5
        for row, one in enumerate(people):
            mine = rows[person == row]
            hands[mine] = np.asarray([NUMBER[name] for name in one[5]])[_drawn(list(one[5].values()), second[mine])]
    return Manners(tones, hands, np.clip(talks, 0.0, 1.0))


def _drawn(weights: list[float], luck: Numbers) -> Numbers:
    ladder = np.cumsum(weights)
    return np.searchsorted(ladder / ladder[-1], luck / _LUCK, side="right").astype(np.int64)
