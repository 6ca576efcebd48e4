"""What clients speak of, as columns of words: which thing, which day, how much, in the language of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from visavis.demo.chance import Flags, Numbers, Texts, happens, one_of, texts
from visavis.demo.days import FIRST_DAY, LAST_DAY, NEVER, day
from visavis.demo.operator.people import Clients, west
from visavis.demo.operator.plan import FRONT, PRODUCTS, PRODUCTS_EN, TEAMS
from visavis.demo.words.saying import Lived, say
from visavis.demo.words.situations import AT, SITUATIONS, situations

NO_DAY = NEVER // 1440
_FIRST, _LAST = day(FIRST_DAY) - 60, day(LAST_DAY) + 120
_WEEKDAYS = (
    ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)
_MONTHS = (
    ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
)  # fmt: skip


def _when(foreign: int) -> Texts:
    said = []
    for one in range(_FIRST, _LAST):
        _, month, of_month = str(np.datetime64(one, "D")).split("-")
        number = "1er" if of_month == "01" and not foreign else str(int(of_month))
        said.append(f"{_WEEKDAYS[foreign][(one + 3) % 7]} {number} {_MONTHS[foreign][int(month) - 1]}")
    return texts([*said, ""])


def _table(french: Sequence[str], english: Sequence[str]) -> npt.NDArray[np.object_]:
    """Words by language and place; the last place, which is also that of -1, is for what is not known."""
    return np.stack([texts([*french, ""]), texts([*english, ""])])


_DAYS = texts([*(str(number) for number in range(400)), ""])
_WHEN = np.stack([_when(0), _when(1)])
_WHAT = _table(PRODUCTS, PRODUCTS_EN)
_AMOUNT = _table([f"{whole},90 €" for whole in range(300)], [f"€{whole}.90" for whole in range(300)])
"""Every amount of the company ends in ninety cents."""
_TEAM = _table(
    (
        "la boutique", "le service client", "l’équipe du site", "le service commandes", "le planning", "les techniciens",
        "la logistique", "l’équipe réseau", "la facturation", "le recouvrement", "l’informatique", "le service entreprises",
    ),
    (
        "the shop", "customer service", "the website team", "the orders team", "the planning team", "the technicians",
        "logistics", "the network team", "billing", "the payments team", "IT", "business accounts",
    ),
)  # fmt: skip
BACK = tuple(team for team in range(len(TEAMS)) if team not in FRONT)


@dataclass(frozen=True, slots=True)
class About:
    """What texts are about, one row each: whose, which situation, and the facts (-1 or NO_DAY where there is none)."""

    client: Numbers
    situation: Numbers
    product: Numbers
    days: Numbers
    on: Numbers
    cents: Numbers
    number: Texts
    team: Numbers

    def __len__(self) -> int:
        return len(self.client)

    def rows(self, chosen: Numbers) -> "About":
        """Some of the rows."""
        return About(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


def about(
    client: Numbers,
    situation: Numbers,
    *,
    product: Numbers | None = None,
    days: Numbers | None = None,
    on: Numbers | None = None,
    cents: Numbers | None = None,
    number: Texts | None = None,
    team: Numbers | None = None,
) -> About:
    """Those columns; what is left out is not known."""
    n = len(client)
    none = np.full(n, -1, dtype=np.int64)
    return About(
        client,
        situation,
        none if product is None else product,
        none if days is None else days,
        np.full(n, NO_DAY) if on is None else on,
        none if cents is None else cents,
        np.full(n, "", dtype=object) if number is None else number,
        none if team is None else team,
    )


def together(parts: list[About]) -> About:
    """Rows of several, one after another."""
    return About(*(np.concatenate([getattr(part, name) for part in parts]) for name in About.__dataclass_fields__))


def facts_of(clients: Clients, told: About, english: Flags) -> dict[str, Texts]:
    """The facts in words, in the language of each row."""
    foreign = english.astype(np.int64)
    dated = (told.on >= _FIRST) & (told.on < _LAST)
    return {
        "what": _WHAT[foreign, told.product],
        "days": _DAYS[np.where(told.days >= 0, np.clip(told.days, 2, 399), -1)],
        "when": _WHEN[foreign, np.where(dated, told.on - _FIRST, -1)],
        "amount": _AMOUNT[foreign, np.where(told.cents >= 0, told.cents // 100, -1)],
        "number": told.number,
        "team": _TEAM[foreign, told.team],
        "city": west().cities[clients.home.city[told.client]],
        "name": clients.given[told.client],
    }


def said_by(rng: np.random.Generator, clients: Clients, told: About, form: str) -> Texts:
    """What clients write, each in their own manner."""
    english = clients.english[told.client]
    lived = Lived(
        told.situation, english, facts_of(clients, told, english), clients.woman[told.client], clients.luck[told.client]
    )
    return say(rng, lived, form=form)


def some_say(rng: np.random.Generator, clients: Clients, told: About, form: str, share: float) -> Texts:
    """The same of a share of the rows; the others leave it at a score."""
    text = np.full(len(told), "", dtype=object)
    rows = np.flatnonzero(happens(rng, len(told), share))
    text[rows] = said_by(rng, clients, told.rows(rows), form)
    return text


def drawn(rng: np.random.Generator, n: int, weights: Mapping[str, float]) -> Numbers:
    """`n` situations, drawn in proportion to their weights."""
    return situations(*weights)[one_of(rng, n, tuple(weights.values()))]


def team_thanked(rng: np.random.Generator, situation: Numbers) -> Numbers:
    """Whom thanks name: a team that clients meet, or one behind it; -1 where nobody is thanked."""
    n = len(situation)
    front = np.asarray(FRONT)[one_of(rng, n, (3, 4, 4, 1))]
    back = np.asarray(BACK)[one_of(rng, n, (1, 2, 4, 3, 3, 2, 1, 1))]
    return np.where(situation == AT["thanks-front"], front, np.where(situation == AT["thanks-back-office"], back, -1))


_SENTIMENTS = texts([one.sentiment or "" for one in SITUATIONS])


def score_of(rng: np.random.Generator, situation: Numbers, weights: dict[str, tuple[float, ...]]) -> Numbers:
    """A score that agrees with the words: its position in the weights of the situation's sentiment."""
    feeling, score = _SENTIMENTS[situation], np.zeros(len(situation), dtype=np.int64)
    for mood, odds in weights.items():
        rows = np.flatnonzero(feeling == mood)
        score[rows] = one_of(rng, len(rows), odds)
    return score
