"""Stars and words on a review platform: after an installation, a parcel, an outage, or out of the blue."""

from dataclasses import dataclass

import numpy as np

from visavis.demo.blocks import Block
from visavis.demo.chance import Flags, Numbers, Texts, between, happens, texts
from visavis.demo.days import DAY, FIRST_DAY, LAST_DAY, NEVER, at_a_decent_hour, day, written_moments
from visavis.demo.operator.asking import INSTALLATION, Happened
from visavis.demo.operator.plan import NEW_SITE_SINCE
from visavis.demo.operator.reach import Reach
from visavis.demo.operator.telling import About, about, drawn, score_of, some_say, team_thanked, together
from visavis.demo.operator.tickets import Tickets
from visavis.demo.outcomes import CUTOFF
from visavis.demo.words.situations import AT

ABOUT = ("Installation", "Colis", "Panne", "Général")
OF_INSTALLATION, OF_PARCEL, OF_OUTAGE, OF_ALL = range(4)
_STARS: dict[str, tuple[float, ...]] = {
    "positive": (0, 0, 0, 8, 20), "negative": (11, 7, 2, 0, 0), "mixed": (0, 4, 10, 5, 0), "neutral": (0, 2, 9, 5, 1),
}  # fmt: skip

_WELL_INSTALLED = {
    "installation-on-time": 38, "quality-good": 16, "competence-good": 12, "reception-good": 10, "information-good": 5,
    "thanks-front": 5, "thanks-back-office": 2, "neutral": 7, "quality-bad": 3, "price-rise": 1, "website-bad": 1,
}  # fmt: skip
_LATE = {
    "installation-late": 64, "information-bad": 10, "follow-up-bad": 9, "waiting-bad": 7, "ironic": 5, "leaving": 3, "competitor": 2,
}  # fmt: skip
_MISSED = {"installation-missed": 74, "leaving": 10, "competitor": 6, "follow-up-bad": 6, "ironic": 4}
_HALF = {"competence-bad": 6, "quality-bad": 4, "quality-mixed": 2}
_PARCEL = {"parcel-on-time": 70, "information-good": 10, "website-good": 8, "thanks-back-office": 3, "neutral": 9}
_NO_PARCEL = {"parcel-late": 84, "information-bad": 8, "ironic": 4, "follow-up-bad": 4}
_QUICK = {"outage-quick": 7, "competence-good": 2, "information-good": 1}
_SLOW = {"outage-long": 80, "information-bad": 8, "leaving": 6, "ironic": 3, "safety-bad": 3}
_ANYTHING = {
    "quality-good": 22, "quality-bad": 9, "quality-mixed": 5, "price-rise": 8, "price-good": 6, "price-mixed": 4, "website-good": 4,
    "website-bad": 4, "contract-bad": 5, "contract-good": 3, "reception-good": 7, "reception-bad": 3, "reception-mixed": 2,
    "accessibility-bad": 2, "accessibility-good": 1, "safety-bad": 1, "competitor": 3, "leaving": 2, "thanks-front": 3,
    "thanks-back-office": 1.5, "surprise-greenhouse": 0.8, "surprise-baby-phone": 0.6, "ironic": 1.5, "neutral": 5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Voices:
    """One row per score, in order of time."""

    key: Texts
    kind: Numbers
    row: Numbers
    """Row of what it is about, or -1."""
    at: Numbers
    score: Numbers
    text: Texts
    told: About


def make_reviews(happened: Happened, tickets: Tickets, reach: Reach, block: Block) -> Voices:
    """About four for every five clients; more where something went wrong."""
    rng = block.stream("reviews")
    parts = [
        _of_installations(rng, happened, tickets), _of_parcels(rng, happened), _of_outages(rng, happened), _of_all(rng, reach),
    ]  # fmt: skip
    kind = np.concatenate([np.full(len(told), at) for at, (told, _, _) in enumerate(parts)])
    row, moment = (np.concatenate([part[at] for part in parts]) for at in (1, 2))
    seen = np.flatnonzero(moment <= CUTOFF)
    turn = seen[np.argsort(moment[seen], kind="stable")]
    told = together([part[0] for part in parts]).rows(turn)
    text = some_say(rng, happened.clients, told, "review", 0.85)
    score = 1 + score_of(rng, told.situation, _STARS | {"": (12, 6, 2, 0, 0)})
    return Voices(block.keys("A", 12_001, len(turn)), kind[turn], row[turn], moment[turn], score, text, told)


Drawn = tuple[About, Numbers, Numbers]


def _of_installations(rng: np.random.Generator, happened: Happened, tickets: Tickets) -> Drawn:
    made = happened.installations
    n = len(made)
    came = made.done < NEVER
    mended = np.zeros(n, dtype=bool)
    mended[
        tickets.row[(tickets.subject == INSTALLATION) & (tickets.row >= 0) & (tickets.resolve_outcome == "kept")]
    ] = True
    well, broken = made.outcome == "kept", made.outcome == "broken"
    rate = np.select(
        [made.cancelled | (made.due_on >= NEVER // DAY), well & came, broken, came], [0.0, 0.36, 0.6, 0.55], 0.0
    )
    rows = np.flatnonzero(happens(rng, n, rate))
    k = len(rows)
    late = np.where(
        mended[rows] & came[rows] & happens(rng, k, 0.6), AT["installation-late-mended"], drawn(rng, k, _LATE)
    )
    situation = np.select(
        [well[rows], broken[rows], made.outcome[rows] == "partial"],
        [drawn(rng, k, _WELL_INSTALLED), drawn(rng, k, _MISSED), drawn(rng, k, _HALF)],
        late,
    )
    day_of = np.where(came[rows], made.done[rows] // DAY, made.due_on[rows] + 7)
    told = about(
        made.client[rows], situation, product=made.product[rows], days=np.maximum(day_of - made.due_on[rows], 2),
        on=made.due_on[rows], number=made.key[rows], team=team_thanked(rng, situation),
    )  # fmt: skip
    return told, rows, at_a_decent_hour((day_of + between(rng, k, 1, 18)) * DAY + between(rng, k, 0, DAY - 1))


def _of_parcels(rng: np.random.Generator, happened: Happened) -> Drawn:
    made = happened.parcels
    came = made.done < NEVER
    rate = np.select([made.cancelled, made.outcome == "kept", came | made.lost], [0.0, 0.22, 0.45], 0.0)
    rows = np.flatnonzero(happens(rng, len(made), rate))
    k = len(rows)
    situation = np.where(made.outcome[rows] == "kept", drawn(rng, k, _PARCEL), drawn(rng, k, _NO_PARCEL))
    day_of = np.where(came[rows], made.done[rows] // DAY, made.due_on[rows] + 12)
    told = about(
        made.client[rows], situation, product=made.product[rows], days=np.maximum(day_of - made.due_on[rows], 2),
        on=made.due_on[rows], number=made.key[rows], team=team_thanked(rng, situation),
    )  # fmt: skip
    return told, rows, at_a_decent_hour((day_of + between(rng, k, 1, 12)) * DAY + between(rng, k, 0, DAY - 1))


def _of_outages(rng: np.random.Generator, happened: Happened) -> Drawn:
    made = happened.outages
    rate = np.select([made.mended >= NEVER, made.outcome == "kept"], [0.0, 0.1], 0.35)
    rows = np.flatnonzero(happens(rng, len(made.key), rate))
    k = len(rows)
    situation = np.where(made.outcome[rows] == "kept", drawn(rng, k, _QUICK), drawn(rng, k, _SLOW))
    days = (made.mended[rows] - made.began[rows]) // DAY + 1
    product = np.asarray([0, 4, 7], dtype=np.int64)[made.network[rows]]
    told = about(
        made.client[rows], situation, product=product, days=days, on=made.began[rows] // DAY, number=made.key[rows]
    )
    return told, rows, at_a_decent_hour(made.mended[rows] + between(rng, k, 60, 9 * DAY))


def _of_all(rng: np.random.Generator, reach: Reach) -> Drawn:
    client = np.repeat(np.arange(len(reach.email)), rng.poisson((reach.email != "") * 0.65))
    n = len(client)
    at = between(rng, n, day(FIRST_DAY), day(LAST_DAY)) * DAY + between(rng, n, 7 * 60, 22 * 60)
    situation = drawn(rng, n, _ANYTHING)
    situation = np.where((at >= day(NEW_SITE_SINCE) * DAY) & happens(rng, n, 0.4), AT["website-bad"], situation)
    told = about(
        client, situation, product=between(rng, n, 0, 9), days=between(rng, n, 2, 12), cents=between(rng, n, 19, 90) * 100 + 90,
        team=team_thanked(rng, situation),
    )  # fmt: skip
    return told, np.full(n, -1), at


def review_columns(reviews: Voices, happened: Happened, reach: Reach, shown: Flags) -> dict[str, Texts | Numbers]:
    """Reviews as the platform exports them; `shown` tells who left an address there."""
    number = np.full(len(reviews.key), "", dtype=object)
    for kind, keys in (
        (OF_INSTALLATION, happened.installations.key), (OF_PARCEL, happened.parcels.key), (OF_OUTAGE, happened.outages.key),
    ):  # fmt: skip
        rows = np.flatnonzero(reviews.kind == kind)
        number[rows] = keys[reviews.row[rows]]
    general = reviews.kind == OF_ALL
    return {
        "id_avis": reviews.key,
        "sur": texts(ABOUT)[reviews.kind],
        "reference": number,
        "courriel": np.where(general & shown, reach.email[reviews.told.client], "").astype(object),
        "depose_le": written_moments(reviews.at, day_first=False),
        "note": reviews.score,
        "commentaire": reviews.text,
    }
