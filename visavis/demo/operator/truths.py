"""Write down what is planted, for tests and for people: the engine never reads these files."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from visavis.demo.chance import Flags, Numbers, Texts, texts
from visavis.demo.days import DAY, FIRST_DAY, LAST_DAY, NEVER, day, written_days
from visavis.demo.exports import write_csv
from visavis.demo.operator.installations import NEVER_DAY, STEPS, step_rows
from visavis.demo.operator.known import delay_part, delay_truth, knowing_part, knowing_truth
from visavis.demo.operator.outcomes import OUTCOMES, cases_of, dropped_by_filter, felt_of, whole
from visavis.demo.operator.plan import (
    DEPOTS,
    FAULTY_DEPOT,
    FAULTY_SINCE,
    FRONT,
    NEW_SITE_SINCE,
    REINFORCED_SINCE,
    SCRIPT_SINCE,
    TEAMS,
)
from visavis.demo.operator.shops import STAGES, Visits
from visavis.demo.operator.spoken import Spoken, spoken
from visavis.demo.operator.surveys import AFTER_CONTACT
from visavis.demo.operator.tallies import Tally
from visavis.demo.operator.tickets import FORM, MAIL
from visavis.demo.operator.world import World
from visavis.demo.words.answering import ACTS, KINDS
from visavis.demo.words.situations import AT, SITUATIONS

THANKS = ("thanks-front", "thanks-back-office")
USES = ("surprise-greenhouse", "surprise-baby-phone")


def write_rows(folder: Path, world: World) -> Tally:
    """The truths of one block that are rows; returned, those that are counted."""
    voices, cases, header = spoken(world), cases_of(world), world.block.begins
    write_csv(folder / "identities.csv", _identities(world), header=header)
    write_csv(folder / "cases.csv", whole(cases), header=header)
    write_csv(folder / "voices.csv", _voices(voices), header=header)
    write_csv(folder / "thanks.csv", _thanks(voices), header=header)
    write_csv(folder / "uses.csv", _uses(voices), header=header)
    write_csv(folder / "commitments.csv", _commitments(world), header=header)
    return {
        "promises": {promise: _counted(outcome) for promise, (_, _, outcome) in cases.items()},
        "dropped": dropped_by_filter(world),
        "felt": {promise: _felt(*felt) for promise, felt in felt_of(world).items()},
        "cause": _cause(world),
        "known": knowing_part(world),
        "delay": delay_part(world.tickets, world.log),
        "funnel": _funnel(world),
        "changes": _changes(world),
        "chain": _chain(world),
        "answers": _answers(world),
        "themes": _themes(voices),
    }


def write_counts(folder: Path, told: Tally, visits: Visits) -> None:
    """The truths that are counted over the whole company."""
    _write(folder / "promises.json", _promises(told, visits))
    _write(
        folder / "cause.json",
        {
            "promise": "installe-a-la-date",
            "cause": {"field": "depot", "value": DEPOTS[FAULTY_DEPOT], "since": FAULTY_SINCE},
            "not_the_cause": {"field": "equipage"},
            **told["cause"],
        },
    )
    _write(folder / "holders.json", knowing_truth(told["known"]))
    _write(folder / "delays.json", delay_truth(told["delay"]))
    _write(folder / "funnels.json", told["funnel"])
    _write(folder / "changes.json", _changes_told(told["changes"]))
    _write(folder / "chain.json", _chain_told(told["chain"]))
    _write(folder / "answers.json", told["answers"])
    _write(
        folder / "themes.json", {"rising": {"theme": "website", "since": NEW_SITE_SINCE}, "by_month": told["themes"]}
    )


def _write(file: Path, truth: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _counted(outcome: Texts, among: Flags | None = None) -> dict[str, int]:
    of = outcome if among is None else outcome[among]
    return {name: int((of == name).sum()) for name in OUTCOMES}


def _identities(world: World) -> dict[str, Texts]:
    """Which records are the same client; and which clients share a household."""
    sources = list(world.records.values())
    mail = world.mail
    own = np.flatnonzero(mail.alone & (mail.who != ""))
    client = np.concatenate([*(source.client for source in sources), world.written.told.client[mail.rows[own]]])
    key = np.concatenate([*(source.key for source in sources), mail.address[own]])
    named = np.concatenate([
        *(texts([source.source] * len(source)) for source in sources), texts(["courriels"] * len(own)),
    ])  # fmt: skip
    # Who writes twice is one record.
    mails = len(key) - len(own)
    first = {address: row for row, address in reversed(list(enumerate(key[mails:].tolist())))}
    rows = np.concatenate([np.arange(mails), mails + np.sort(np.asarray(list(first.values()), dtype=np.int64))])
    clients = world.happened.clients
    number = (world.block.first + client[rows]).tolist()
    home = (world.block.first + clients.household[client[rows]]).tolist()
    return {
        "source": named[rows],
        "key": key[rows],
        "client": texts([f"K{one}" for one in number]),
        "household": texts([f"H{one}" for one in home]),
        "kind": np.where(clients.organisation[client[rows]], "organisation", "person").astype(object),
    }


_SENTIMENTS = texts([one.sentiment or "" for one in SITUATIONS])
_THEMES = texts([one.theme or "" for one in SITUATIONS])
_NAMES = texts([one.name for one in SITUATIONS])


def _voices(voices: Spoken) -> dict[str, Texts]:
    """Language, sentiment and theme that were planted in each text."""
    return {
        "source": voices.source,
        "table": voices.table,
        "key": voices.key,
        "language": np.where(voices.english, "en", "fr").astype(object),
        "sentiment": _SENTIMENTS[voices.situation],
        "theme": _THEMES[voices.situation],
        "situation": _NAMES[voices.situation],
    }


def _thanks(voices: Spoken) -> dict[str, Texts]:
    rows = np.flatnonzero(np.isin(voices.situation, [AT[name] for name in THANKS]))
    team = voices.team[rows]
    return {
        "source": voices.source[rows],
        "table": voices.table[rows],
        "key": voices.key[rows],
        "on": written_days(voices.at[rows] // DAY, day_first=False),
        "to": np.where(team >= 0, texts(TEAMS)[team], "").astype(object),
        "heard": np.where(np.isin(team, FRONT), "front", "back-office").astype(object),
    }


def _uses(voices: Spoken) -> dict[str, Texts]:
    rows = np.flatnonzero(np.isin(voices.situation, [AT[name] for name in USES]))
    use = texts([name.removeprefix("surprise-") for name in _NAMES.tolist()])
    return {
        "source": voices.source[rows],
        "table": voices.table[rows],
        "key": voices.key[rows],
        "use": use[voices.situation[rows]],
    }


def _commitments(world: World) -> dict[str, Texts]:
    """What outgoing messages promise, by when, and whether it was done."""
    written = world.written
    rows = np.flatnonzero((written.answered_at < NEVER) & (written.kind > 0))
    key, source = _answer_keys(world)
    return {
        "source": source[rows],
        "key": key[rows],
        "kind": texts(KINDS)[written.kind[rows]],
        "act": texts(ACTS)[written.act[rows]],
        "sent_on": written_days(written.answered_at[rows] // DAY, day_first=False),
        "due_on": written_days(written.due_on[rows], day_first=False),
        "held_on": written_days(written.held_on[rows], day_first=False),
        "outcome": written.outcome[rows],
        "noted": np.where(written.noted[rows], "yes", "no").astype(object),
    }


def _answer_keys(world: World) -> tuple[Texts, Texts]:
    """Key and source of the first answer to each request in writing."""
    from visavis.demo.operator.mailing import message_key

    written, mail = world.written, world.mail
    ticket = world.tickets.key[written.ticket]
    key = np.asarray("M" + ticket + "-2", dtype=object)
    key[mail.rows] = message_key(ticket[mail.rows], 1, mail.address)
    source = texts(["messages-site"] * len(key))
    source[mail.rows] = "courriels"
    return key, source


def _felt(outcome: Texts, score: Numbers) -> dict[str, dict[str, int]]:
    """Stars on cases that were kept, and on those that were not; each review counts."""
    sides = (("kept", outcome == "kept"), ("missed", np.isin(outcome, ("late", "partial", "broken"))))
    return {side: {"n": int(among.sum()), "sum": int(score[among].sum())} for side, among in sides}


def _cause(world: World) -> dict[str, dict[str, int]]:
    made = world.happened.installations
    planned = (made.due_on < NEVER_DAY) & ~made.cancelled
    faulty = (made.depot == FAULTY_DEPOT) & (made.due_on >= day(FAULTY_SINCE))
    return {
        "at_fault": _counted(made.outcome, faulty & planned),
        "elsewhere": _counted(made.outcome, ~faulty & planned),
    }


def _funnel(world: World) -> dict[str, Any]:
    """How many complaints of each year reached each stage or a later one, and how many were promised an action."""
    complaints, told = world.complaints, {}
    for year in range(int(FIRST_DAY[:4]), int(LAST_DAY[:4]) + 1):
        within = (complaints.day >= day(f"{year}-01-01")) & (complaints.day < day(f"{year + 1}-01-01"))
        reached = {name: int((complaints.stage[within] >= at).sum()) for at, name in enumerate(STAGES)}
        told[str(year)] = {"stages": reached, "promised": int(complaints.promised[within].sum())}
    return told


def _changes(world: World) -> dict[str, Any]:
    since = world.callbacks.asked >= day(REINFORCED_SINCE) * DAY
    contact = world.surveys.kind == AFTER_CONTACT
    after = world.surveys.at >= day(SCRIPT_SINCE) * DAY
    satisfied = np.where(world.surveys.score >= 8, "kept", "broken").astype(object)
    return {
        "effect": {
            side: _counted(world.callbacks.outcome, among) for side, among in (("before", ~since), ("after", since))
        },
        "non_effect": {
            side: _counted(satisfied, contact & among) for side, among in (("before", ~after), ("after", after))
        },
    }


def _changes_told(counted: Tally) -> dict[str, Any]:
    return {
        "effect": {
            "what": "more people call clients back", "promise": "rappele-2-jours", "since": REINFORCED_SINCE, **counted["effect"],
        },
        "non_effect": {
            "what": "a new welcome script", "promise": "satisfait-de-la-reponse", "since": SCRIPT_SINCE, **counted["non_effect"],
        },
    }  # fmt: skip


def _chain(world: World) -> dict[str, Any]:
    """Days for which each team had the installations that came to their end in hand."""
    made = world.happened.installations
    step, row = step_rows(made)
    done = made.steps[-1, row] < NEVER_DAY
    step, row = step[done], row[done]
    days = made.steps[step + 1, row] - made.steps[step, row]
    return {
        "installations": int((made.steps[-1] < NEVER_DAY).sum()),
        "days": {TEAMS[team]: int(days[step == at].sum()) for at, (_, team) in enumerate(STEPS)},
    }


def _chain_told(counted: Tally) -> dict[str, Any]:
    days: dict[str, int] = counted["days"]
    whole_time = max(1, sum(days.values()))
    return {
        "team": max(days, key=lambda team: days[team]),
        "share": {team: round(held / whole_time, 4) for team, held in days.items()},
        **counted,
    }


def _answers(world: World) -> dict[str, dict[str, int]]:
    """Requests in writing, and those that were answered, by channel; and those of the accounts that one person holds."""
    written, tickets = world.written, world.tickets
    channel, held = tickets.channel[written.ticket], tickets.held[written.ticket]
    answered = written.answered_at < NEVER
    sides = (("mail", channel == MAIL), ("web", channel == FORM), ("held_accounts", held & (channel == MAIL)))
    return {name: {"asked": int(of.sum()), "answered": int((of & answered).sum())} for name, of in sides}


def _themes(voices: Spoken) -> dict[str, dict[str, int]]:
    """Voices of each month, and those that speak of the website."""
    site = _THEMES[voices.situation] == "website"
    months = voices.at.astype("datetime64[m]").astype("datetime64[M]").astype(np.int64)
    everything, of_site = (
        np.bincount(months[among], minlength=int(months.max(initial=0)) + 1) for among in (slice(None), site)
    )
    return {
        str(np.datetime64(month, "M")): {"voices": int(everything[month]), "website": int(of_site[month])}
        for month in np.flatnonzero(everything).tolist()
    }


def _promises(told: Tally, visits: Visits) -> dict[str, Any]:
    """Exact counts of each promise, and what clients said of the cases it rests on."""
    truth: dict[str, Any] = told["promises"]
    for promise, dropped in told["dropped"].items():
        truth[promise]["dropped_by_filter"] = dropped
    for promise, sides in told["felt"].items():
        means = {
            side: {"n": one["n"], "mean": one["sum"] / one["n"] if one["n"] else None} for side, one in sides.items()
        }
        truth[promise]["felt"] = {"unit": "rating", **means}
    late, population = int(visits.late.sum()), int((visits.came - visits.left).sum())
    truth["accueil-15-minutes"] = dict.fromkeys(OUTCOMES, 0) | {"kept": population - late, "late": late}
    truth["rappele-48h-boutique"] = {
        "not_measurable": "no file tells when a shop was asked to call, nor when it called"
    }
    for counted in truth.values():
        if "kept" in counted:
            missed = counted["late"] + counted["partial"] + counted["broken"]
            counted["kept_rate"] = counted["kept"] / max(1, counted["kept"] + missed)
    return truth
