"""What clients give as scores, and the words that come with them: after an order, and after a request."""

from dataclasses import dataclass

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts, between, happens, one_of, stream, texts
from visavis.demo.days import DAY, NEVER, at_a_decent_hour, day, written_moments
from visavis.demo.orders import Orders
from visavis.demo.outcomes import CUTOFF
from visavis.demo.people import Clients
from visavis.demo.plan import NEW_SITE_SINCE
from visavis.demo.tickets import REFUND, Tickets
from visavis.demo.voices import AT, Lived, say, situations


@dataclass(frozen=True, slots=True)
class Reviews:
    """One row per score, in order of time."""

    key: Texts
    about: Numbers
    """Row of the order or of the request."""
    at: Numbers
    score: Numbers
    text: Texts
    situation: Numbers
    english: Flags


_WELL = situations(
    "on-time",
    "quality-good",
    "quality-bad",
    "price-bad",
    "price-good",
    "website-good",
    "website-bad",
    "neutral",
    "information-good",
    "information-bad",
    "refund-bad",
)
_WELL_WEIGHTS = (30, 28, 8, 4, 6, 3, 2, 9, 4, 2, 2)


def make_reviews(clients: Clients, orders: Orders, tickets: Tickets, seed: int) -> Reviews:
    """Two reviews for every five delivered orders, more where something went wrong."""
    rng = stream(seed, "reviews")
    n = len(orders)
    gone = orders.lost & ~orders.cancelled
    base = np.where(orders.done < NEVER, orders.done, (orders.due_on + 14) * DAY + 600)
    at = at_a_decent_hour(base + between(rng, n, 1, 18) * DAY)
    rate = np.where(gone, 0.6, np.where(orders.done < NEVER, np.where(orders.outcome == "kept", 0.38, 0.5), 0.0))
    rows = np.flatnonzero(happens(rng, n, rate) & (at <= CUTOFF))
    rows = rows[np.argsort(at[rows], kind="stable")]
    mended = np.zeros(n, dtype=bool)
    mended[tickets.order[(tickets.order >= 0) & (tickets.resolve_outcome == "kept")]] = True
    situation = _after_order(rng, orders, rows, at[rows], mended[rows])
    english = clients.english[orders.client[rows]]
    late_days = np.where(orders.done < NEVER, orders.done // DAY - orders.due_on, 15)[rows]
    city = clients.home.city[orders.client[rows]]
    text = say(rng, Lived(situation, english, orders.product[rows], late_days, city), letter=False)
    text[happens(rng, len(rows), 0.22)] = ""
    return Reviews(
        key=texts([f"A{number}" for number in 12_001 + np.arange(len(rows))]),
        about=rows,
        at=at[rows],
        score=_stars(rng, situation),
        text=text,
        situation=situation,
        english=english,
    )


def _after_order(rng: np.random.Generator, orders: Orders, rows: Numbers, at: Numbers, mended: Flags) -> Numbers:
    n = len(rows)
    well = _WELL[one_of(rng, n, _WELL_WEIGHTS)]
    well = np.where((at >= day(NEW_SITE_SINCE) * DAY) & happens(rng, n, 0.12), AT["website-bad"], well)
    outcome = orders.outcome[rows]
    late = np.where(mended & happens(rng, n, 0.65), AT["late-mended"], AT["late"])
    late = np.where(happens(rng, n, 0.12), AT["quality-good"], late)
    ill = np.where(outcome == "late", late, np.where(outcome == "partial", AT["incomplete"], AT["lost"]))
    return np.where((outcome == "kept") | (outcome == "open"), well, ill)


_STARS = {
    "positive": (0, 0, 1, 8, 20),
    "negative": (10, 7, 3, 1, 0),
    "mixed": (0, 5, 9, 5, 1),
    "neutral": (0, 2, 9, 5, 1),
}


def _stars(rng: np.random.Generator, situation: Numbers) -> Numbers:
    from visavis.demo.voices import SITUATIONS

    score = np.zeros(len(situation), dtype=np.int64)
    for mood, weights in _STARS.items():
        rows = np.flatnonzero(np.asarray([one.sentiment == mood for one in SITUATIONS])[situation])
        score[rows] = 1 + one_of(rng, len(rows), weights)
    return score


_SERVED = situations("reception-good", "competence-good", "waiting-good", "follow-up-good", "information-good")
_LET_DOWN = situations("waiting-bad", "follow-up-bad", "competence-bad", "reception-bad", "information-bad")


def make_surveys(clients: Clients, tickets: Tickets, seed: int) -> Reviews:
    """Scores from 0 to 10 after a request, from two clients in five; they follow whether it was taken and resolved in time."""
    rng = stream(seed, "surveys")
    n, done = len(tickets), tickets.done
    at = at_a_decent_hour(done + between(rng, n, 60, 3 * DAY))
    rows = np.flatnonzero(happens(rng, n, 0.4) & (done < NEVER) & (at <= CUTOFF))
    rows = rows[np.argsort(at[rows], kind="stable")]
    n = len(rows)
    prompt, solved = tickets.take_outcome[rows] == "kept", tickets.resolve_outcome[rows] == "kept"
    served = happens(rng, n, np.asarray([0.08, 0.5, 0.95])[prompt.astype(np.int64) + solved])
    refund = (tickets.subject[rows] == REFUND) & happens(rng, n, 0.6)
    good = np.where(refund, AT["refund-good"], _SERVED[one_of(rng, n, (3, 2, 3, 2, 1))])
    good = np.where(~prompt & (good == AT["waiting-good"]), AT["competence-good"], good)
    bad = np.where(refund, AT["refund-bad"], _LET_DOWN[one_of(rng, n, (4, 4, 2, 1, 1))])
    situation = np.where(served, good, bad)
    english = clients.english[tickets.client[rows]]
    waited = ((done - tickets.opened) // DAY)[rows]
    lived = Lived(situation, english, between(rng, n, 0, 13), waited, clients.home.city[tickets.client[rows]])
    text = say(rng, lived, letter=False)
    text[happens(rng, n, 0.35)] = ""
    score = np.where(served, between(rng, n, 7, 10) + happens(rng, n, 0.3), between(rng, n, 0, 7))
    return Reviews(
        key=texts([f"S{number}" for number in 4001 + np.arange(n)]), about=rows, at=at[rows], score=np.minimum(score, 10),
        text=text, situation=situation, english=english,
    )  # fmt: skip


def review_columns(reviews: Reviews, orders: Orders) -> dict[str, Texts | Numbers]:
    """Reviews as the review platform exports them."""
    return {
        "id_avis": reviews.key,
        "commande": orders.key[reviews.about],
        "depose_le": written_moments(reviews.at, day_first=False),
        "note": reviews.score,
        "commentaire": reviews.text,
    }


def survey_columns(surveys: Reviews, tickets: Tickets) -> dict[str, Texts | Numbers]:
    """The short survey sent after each request."""
    return {
        "reponse": surveys.key,
        "ticket": tickets.key[surveys.about],
        "email": tickets.email[surveys.about],
        "repondu_le": written_moments(surveys.at, day_first=False),
        "note_sur_10": surveys.score,
        "verbatim": surveys.text,
    }
