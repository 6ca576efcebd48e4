"""What is planted, counted: each block tells its figures, which add up to those of the company."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from visavis.demo.chance import Flags, Numbers
from visavis.demo.days import DAY, LAST_DAY, NEVER, OPEN, day, open_minutes
from visavis.demo.manufacturer.cases import NOT_MEASURABLE, outcomes
from visavis.demo.manufacturer.companies import NEVER_DAY
from visavis.demo.manufacturer.orders import BUDGETS
from visavis.demo.manufacturer.plan import (
    ACCOUNTS,
    BACK_OFFICE,
    CONSUMER,
    HOTLINE_SINCE,
    HYDRANE,
    INVOICE_CHECK_SINCE,
    LAUNCHED_ON,
    LEAVES_ON,
    LINES,
    MAILBOXES,
    PARTS,
    SUCCESSOR_ON,
    TEAMS,
)
from visavis.demo.manufacturer.tables import stage_rows
from visavis.demo.manufacturer.telling import THANKED
from visavis.demo.manufacturer.world import World
from visavis.demo.outcomes import counts
from visavis.demo.words.situations import AT

MIN_CASES = 10
Told = dict[str, Any]


def merged(one: Any, other: Any) -> Any:
    """Figures of two blocks put together: numbers added, lists put behind one another."""
    if isinstance(one, dict):
        return {name: merged(one[name], other[name]) if name in other else one[name] for name in one} | {
            name: other[name] for name in other if name not in one
        }
    return one + other


def told(world: World) -> Told:
    """The figures of one block."""
    return {
        "promises": {name: counts(outcome) for name, (_, _, outcome) in outcomes(world).items()},
        "dropped": int(world.orders.cancelled.sum()),
        "felt": _felt(world),
        "cause": _cause(world),
        "portfolio": _portfolio(world),
        "touches": _touches(world),
        "stages": _stages(world),
        "changes": _changes(world),
        "rising": _rising(world),
        "answers": _answers(world),
        "surveys": _surveys(world),
        "thanks": _thanks(world),
        "people": {"people": len(world.contacts), "moved": int((world.contacts.moved_on < NEVER_DAY).sum())},
    }


def _felt(world: World) -> Told:
    """Marks after a technical answer that was in time, and after one that was not."""
    outcome, score = world.tickets.outcome[world.help_answers.about], world.help_answers.score
    sides = {"kept": outcome == "kept", "missed": np.isin(outcome, ("late", "broken"))}
    return {side: {"n": int(among.sum()), "sum": int(score[among].sum())} for side, among in sides.items()}


def _cause(world: World) -> Told:
    orders = world.orders
    at_fault, going = orders.line == HYDRANE, ~orders.cancelled
    return {
        "at_fault": counts(orders.outcome, at_fault & going),
        "elsewhere": counts(orders.outcome, ~at_fault & going),
    }


def _portfolio(world: World) -> Told:
    companies, quotes, threads = world.companies, world.quotes, world.threads
    since = quotes.asked // DAY > day(LEAVES_ON)
    before_successor = quotes.asked // DAY < day(SUCCESSOR_ON)
    locked = companies.locked[quotes.company]
    lost = companies.lost_on < NEVER_DAY
    return {
        "accounts": world.records.account[companies.locked].tolist(),
        "companies": {"locked": int(companies.locked.sum()), "others": int((~companies.locked).sum())},
        "lost": {"locked": int((lost & companies.locked).sum()), "others": int((lost & ~companies.locked).sum())},
        "quotes": {
            "before": counts(quotes.outcome, locked & ~since),
            "after": counts(quotes.outcome, locked & since & before_successor),
            "others_meanwhile": counts(quotes.outcome, ~locked & since & before_successor),
        },
        "mails_after": _answered(threads.alone & threads.wants, threads.answered),
        "mails_elsewhere": _answered(~threads.alone & threads.wants, threads.answered),
    }


def _answered(among: Flags, answered: Numbers) -> dict[str, int]:
    return {"asked": int(among.sum()), "answered": int((among & (answered < NEVER)).sum())}


def _touches(world: World) -> Told:
    """Of each company with calls or visits: how many, the share of who has most of them, and the sum of squared shares."""
    activities = world.activities
    if not len(activities):
        return {"n": [], "top": [], "hhi": [], "locked": []}
    pair, n = np.unique(activities.company * 1_000_000 + activities.staff, return_counts=True)
    of = pair // 1_000_000
    size = np.bincount(of, weights=n, minlength=len(world.companies))
    share = n / size[of]
    top = np.zeros(len(world.companies))
    np.maximum.at(top, of, share)
    hhi = np.bincount(of, weights=share**2, minlength=len(world.companies))
    known = np.flatnonzero(size > 0)
    return {
        "n": size[known].astype(int).tolist(), "top": top[known].tolist(), "hhi": hhi[known].tolist(),
        "locked": world.companies.locked[known].tolist(),
    }  # fmt: skip


def _stages(world: World) -> Told:
    """Open hours that finished stages took, those that were planned, and those beyond the plan, by team."""
    orders = world.orders
    order, place, team = stage_rows(world)
    done = orders.left[order, place] < NEVER
    order, place, team = order[done], place[done], team[done]
    spent = open_minutes(orders.left[order, place]) - open_minutes(orders.entered[order, place])
    machines, parts = (np.asarray([*budget, *[0.0] * (5 - len(budget))]) for budget in BUDGETS)
    planned = np.where(orders.line[order] == PARTS, parts[place], machines[place]) * OPEN
    over = np.maximum(0, spent - planned)
    return {
        TEAMS[one]: {
            "stages": int((team == one).sum()), "open_minutes": int(spent[team == one].sum()),
            "planned_minutes": int(planned[team == one].sum()), "minutes_over": int(over[team == one].sum()),
        }
        for one in sorted(set(team.tolist()))
    }  # fmt: skip


def _changes(world: World) -> Told:
    tickets, orders = world.tickets, world.orders
    on_call = tickets.opened // DAY >= day(HOTLINE_SINCE)
    invoiced = orders.invoiced < NEVER_DAY
    checked = orders.invoiced >= day(INVOICE_CHECK_SINCE)
    right = np.where(orders.wrong, "broken", "kept").astype(object)
    return {
        "effect": {"before": counts(tickets.outcome, ~on_call), "after": counts(tickets.outcome, on_call)},
        "non_effect": {"before": counts(right, invoiced & ~checked), "after": counts(right, invoiced & checked)},
    }


def _rising(world: World) -> Told:
    """Texts on missing documentation, and all texts of clients, by quarter."""
    messages = world.messages
    moments = np.concatenate([messages.at[~messages.outgoing], world.yearly.at, world.help_answers.at])
    situation = np.concatenate(
        [messages.situation[~messages.outgoing], world.yearly.situation, world.help_answers.situation]
    )
    months = (moments // DAY).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    told_: Told = {}
    for quarter in sorted(set((months // 3).tolist())):
        among = months // 3 == quarter
        name = f"{1970 + quarter // 4}-Q{quarter % 4 + 1}"
        told_[name] = {
            "documentation": int((among & (situation == AT["documentation-bad"])).sum()),
            "all": int(among.sum()),
        }
    return told_


def _answers(world: World) -> Told:
    threads = world.threads
    return {
        name: _answered((threads.mailbox == one) & threads.wants, threads.answered)
        for one, name in enumerate(MAILBOXES)
    }


def _surveys(world: World) -> Told:
    years = world.yearly.at // DAY < day("2025-06-01")
    return {
        "2024": {"asked": int(world.yearly.asked[0]), "answered": int(years.sum())},
        "2025": {"asked": int(world.yearly.asked[1]), "answered": int((~years).sum())},
        "after_help": {"asked": int(world.help_answers.asked[0]), "answered": len(world.help_answers)},
    }


def _thanks(world: World) -> Told:
    """Texts that thank teams of the back office, and uses that nobody had planned."""
    written = world.messages.situation[~world.messages.outgoing]
    said = np.concatenate([written, world.yearly.situation[world.yearly.text != ""]])
    return {
        "back_office": int((said == AT["thanks-back-office-b2b"]).sum()),
        "surprise_uses": int((said == AT["surprise-pump"]).sum()),
    }


def write_truths(folder: Path, whole: Told, holder: str) -> None:
    """The JSON files of the truth, from the figures of all blocks."""
    promises = whole["promises"]
    for counted in promises.values():
        missed = counted["late"] + counted["partial"] + counted["broken"]
        counted["kept_rate"] = counted["kept"] / max(1, counted["kept"] + missed)
    promises["livre-a-la-date-confirmee"]["dropped_by_filter"] = whole["dropped"]
    felt = {
        side: {"n": of["n"], "mean": of["sum"] / of["n"] if of["n"] else None} for side, of in whole["felt"].items()
    }
    promises["reponse-technique-8h"]["felt"] = {"unit": "rating"} | felt
    promises[NOT_MEASURABLE] = {"not_measurable": "no file tells when an account manager leaves, nor who follows"}
    stages = whole["stages"]
    over = sum(of["minutes_over"] for of in stages.values())
    _write(folder / "promises.json", promises)
    _write(folder / "cause.json", {
        "promise": "livre-a-la-date-confirmee", "cause": {"field": "gamme", "value": LINES[HYDRANE], "since": LAUNCHED_ON, "team": TEAMS[CONSUMER]},
        **whole["cause"],
    })  # fmt: skip
    _write(folder / "portfolio.json", {
        "holder": holder, "team": TEAMS[ACCOUNTS], "left_on": LEAVES_ON, "successor_on": SUCCESSOR_ON,
        **whole["portfolio"], **known_by(whole["touches"]),
    })  # fmt: skip
    _write(folder / "delays.json", {
        "consumer": TEAMS[CONSUMER],
        "share_of_minutes_over": {name: of["minutes_over"] / over if over else 0.0 for name, of in stages.items()}, "by_team": stages,
    })  # fmt: skip
    _write(folder / "changes.json", {
        "effect": {"what": "an engineer on call for technical questions", "promise": "reponse-technique-8h", "since": HOTLINE_SINCE, **whole["changes"]["effect"]},
        "non_effect": {"what": "a second check of invoices", "promise": "facture-sans-erreur", "since": INVOICE_CHECK_SINCE, **whole["changes"]["non_effect"]},
        "rising_theme": {"theme": "information", "what": "documentation of the line Hydrane", "since": LAUNCHED_ON, "by_quarter": whole["rising"]},
    })  # fmt: skip
    _write(folder / "answers.json", {"mailboxes": whole["answers"], "surveys": whole["surveys"]})
    _write(folder / "back_office.json", {
        "teams": [TEAMS[one] for one in BACK_OFFICE], "exchanges": 0,
        "stages": {TEAMS[one]: stages.get(TEAMS[one], {}).get("stages", 0) for one in BACK_OFFICE},
        "thanked_in": whole["thanks"]["back_office"], "thanked": [TEAMS[one] for one in THANKED],
    })  # fmt: skip
    _write(folder / "surprises.json", {"situation": "surprise-pump", "texts": whole["thanks"]["surprise_uses"]})
    _write(folder / "people.json", whole["people"] | {"observed_until": LAST_DAY})


def known_by(touches: Told) -> Told:
    """How much of each company's contacts one person holds, over companies with at least MIN_CASES of them."""
    n = np.asarray(touches["n"], dtype=np.int64)
    top: npt.NDArray[np.float64] = np.asarray(touches["top"], dtype=float)
    many = n >= MIN_CASES
    return {
        "min_cases": MIN_CASES,
        "clients": len(n),
        "clients_known_by_one": int((top == 1.0).sum()),
        "clients_with_min_cases": int(many.sum()),
        "of_which_known_by_one": int((top[many] == 1.0).sum()),
        "median_top_share": float(np.median(top[many])) if many.any() else None,
        "median_hhi": float(np.median(np.asarray(touches["hhi"])[many])) if many.any() else None,
    }


def _write(file: Path, truth: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
