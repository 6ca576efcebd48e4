"""Surveys from 0 to 10: after a request, after an installation, and twice of everybody."""

import numpy as np

from visavis.demo.blocks import Block
from visavis.demo.chance import Numbers, Texts, between, happens, texts
from visavis.demo.days import DAY, NEVER, at_a_decent_hour, day, written_moments
from visavis.demo.operator.asking import INFORMATION, INVOICE, REFUND, SITE, Happened
from visavis.demo.operator.reach import Reach
from visavis.demo.operator.reviews import Drawn, Voices
from visavis.demo.operator.telling import about, drawn, score_of, some_say, team_thanked, together
from visavis.demo.operator.tickets import Tickets
from visavis.demo.outcomes import CUTOFF
from visavis.demo.words.situations import AT

QUESTIONNAIRES = ("Après contact", "Après installation", "Baromètre")
AFTER_CONTACT, AFTER_INSTALLATION, BAROMETER = range(3)
WAVES = ("2024-11-18", "2025-06-16")
_OF_TEN: dict[str, tuple[float, ...]] = {
    "positive": (0, 0, 0, 0, 0, 0, 0, 1, 6, 9, 8), "negative": (6, 4, 5, 5, 4, 4, 3, 1, 0, 0, 0),
    "mixed": (0, 0, 0, 1, 3, 6, 7, 4, 1, 0, 0), "neutral": (0, 0, 0, 0, 1, 4, 6, 7, 4, 1, 0), "": (6, 5, 4, 3, 1, 0, 0, 0, 0, 0, 0),
}  # fmt: skip
_SERVED = {
    "reception-good": 5, "competence-good": 5, "waiting-good": 5, "follow-up-good": 4, "information-good": 3, "thanks-front": 2,
    "thanks-back-office": 0.8, "reception-mixed": 1.5, "neutral": 2,
}  # fmt: skip
_LET_DOWN = {
    "waiting-bad": 6, "follow-up-bad": 6, "competence-bad": 3, "reception-bad": 2.5, "information-bad": 2.5, "ironic": 0.5, "leaving": 0.6,
}  # fmt: skip
_INSTALLED = {
    "installation-on-time": 12,
    "competence-good": 4,
    "reception-good": 3,
    "quality-good": 4,
    "thanks-front": 1,
    "neutral": 2,
}
_NOT_INSTALLED = {"installation-late": 14, "information-bad": 2, "follow-up-bad": 2}
_IN_GENERAL = {
    "quality-good": 16, "neutral": 8, "price-rise": 7, "price-good": 5, "price-mixed": 4, "quality-bad": 6, "quality-mixed": 4,
    "contract-good": 4, "contract-bad": 4, "reception-good": 6, "reception-bad": 2, "waiting-bad": 4, "waiting-good": 3,
    "website-good": 4, "website-bad": 3, "accessibility-good": 1, "accessibility-bad": 2, "safety-good": 1, "safety-bad": 1,
    "competitor": 2, "leaving": 1.5, "thanks-back-office": 1, "surprise-greenhouse": 0.6, "surprise-baby-phone": 0.5,
}  # fmt: skip


def make_surveys(happened: Happened, tickets: Tickets, reach: Reach, block: Block) -> Voices:
    """Nearly two answers a client; they follow what became of the request or the installation."""
    rng = block.stream("surveys")
    parts = [_after_contact(rng, tickets), _after_installation(rng, happened), _barometer(rng, reach)]
    kind = np.concatenate([np.full(len(told), at) for at, (told, _, _) in enumerate(parts)])
    row, moment = (np.concatenate([part[at] for part in parts]) for at in (1, 2))
    told = together([part[0] for part in parts])
    seen = np.flatnonzero((moment <= CUTOFF) & (reach.email[told.client] != ""))
    turn = seen[np.argsort(moment[seen], kind="stable")]
    told = told.rows(turn)
    text = some_say(rng, happened.clients, told, "survey", 0.74)
    score = score_of(rng, told.situation, _OF_TEN)
    return Voices(block.keys("S", 4_001, len(turn), each=6), kind[turn], row[turn], moment[turn], score, text, told)


def _after_contact(rng: np.random.Generator, tickets: Tickets) -> Drawn:
    """Two requests in five, whether they were taken and resolved in time being what tells; the welcome script is not."""
    done = tickets.done
    rows = np.flatnonzero(happens(rng, len(tickets), 0.4) & (done < NEVER))
    n = len(rows)
    in_time = (tickets.take_outcome[rows] == "kept").astype(np.int64) + (tickets.resolve_outcome[rows] == "kept")
    served = happens(rng, n, np.asarray([0.08, 0.5, 0.94])[in_time])
    good, bad = drawn(rng, n, _SERVED), drawn(rng, n, _LET_DOWN)
    good = np.where((in_time < 2) & (good == AT["waiting-good"]), AT["competence-good"], good)
    subject = tickets.subject[rows]
    for kind, praise, blame in (
        (REFUND, "refund-done", "refund-late"), (INVOICE, "invoice-clear", "invoice-wrong"),
        (SITE, "website-good", "website-bad"), (INFORMATION, "information-good", "information-bad"),
    ):  # fmt: skip
        of_it = (subject == kind) & happens(rng, n, 0.5)
        good, bad = np.where(of_it, AT[praise], good), np.where(of_it, AT[blame], bad)
    situation = np.where(served, good, bad)
    told = about(
        tickets.client[rows], situation, product=between(rng, n, 0, 9), days=np.maximum((done - tickets.opened)[rows] // DAY, 2),
        on=tickets.opened[rows] // DAY, cents=between(rng, n, 19, 90) * 100 + 90, number=tickets.key[rows],
        team=team_thanked(rng, situation),
    )  # fmt: skip
    return told, rows, at_a_decent_hour(done[rows] + between(rng, n, 60, 3 * DAY))


def _after_installation(rng: np.random.Generator, happened: Happened) -> Drawn:
    made = happened.installations
    rows = np.flatnonzero(happens(rng, len(made), 0.45) & (made.done < NEVER))
    n = len(rows)
    situation = np.where(made.outcome[rows] == "kept", drawn(rng, n, _INSTALLED), drawn(rng, n, _NOT_INSTALLED))
    situation = np.where(made.outcome[rows] == "partial", AT["competence-bad"], situation)
    days = np.maximum(made.done[rows] // DAY - made.due_on[rows], 2)
    told = about(
        made.client[rows], situation, product=made.product[rows], days=days, on=made.due_on[rows], number=made.key[rows],
        team=team_thanked(rng, situation),
    )  # fmt: skip
    return told, rows, at_a_decent_hour(made.done[rows] + between(rng, n, 2 * 60, 4 * DAY))


def _barometer(rng: np.random.Generator, reach: Reach) -> Drawn:
    """Both waves are asked of everybody; a little more than half answer within twelve days."""
    wave, client = np.nonzero(happens(rng, 2 * len(reach.email), 0.48).reshape(2, -1))
    n = len(client)
    at = np.asarray([day(one) for one in WAVES], dtype=np.int64)[wave] * DAY + between(rng, n, 9 * 60, 12 * DAY)
    situation = drawn(rng, n, _IN_GENERAL)
    told = about(
        client, situation, product=between(rng, n, 0, 9), days=between(rng, n, 2, 12), cents=between(rng, n, 19, 90) * 100 + 90,
        team=team_thanked(rng, situation),
    )  # fmt: skip
    return told, np.full(n, -1), at_a_decent_hour(at)


def survey_columns(surveys: Voices, happened: Happened, tickets: Tickets, reach: Reach) -> dict[str, Texts | Numbers]:
    """The answers as the survey tool exports them."""
    n = len(surveys.key)
    number = np.full(n, "", dtype=object)
    for kind, keys in ((AFTER_CONTACT, tickets.key), (AFTER_INSTALLATION, happened.installations.key)):
        rows = np.flatnonzero(surveys.kind == kind)
        number[rows] = keys[surveys.row[rows]]
    return {
        "reponse": surveys.key,
        "questionnaire": texts(QUESTIONNAIRES)[surveys.kind],
        "reference": number,
        "email": reach.email[surveys.told.client],
        "repondu_le": written_moments(surveys.at, day_first=False),
        "note_sur_10": surveys.score,
        "verbatim": surveys.text,
    }
