"""Write down what is planted, for tests and for people: the engine never reads these files."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from visavis.demo.chance import Texts, texts
from visavis.demo.exports import write_csv
from visavis.demo.known import delay_truth, funnel_truth, knowing_truth
from visavis.demo.orders import Orders
from visavis.demo.outcomes import counts
from visavis.demo.plan import (
    FAULTY_SINCE,
    FAULTY_WAREHOUSE,
    NEW_SITE_SINCE,
    REINFORCED_SINCE,
    SCRIPT_SINCE,
    WAREHOUSES,
)  # fmt: skip
from visavis.demo.voices import SITUATIONS
from visavis.demo.world import World


def write_truths(folder: Path, world: World) -> None:
    """Identities, outcomes of every promise, the cause, who holds whom, delays, funnels and the mood of each voice."""
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(folder / "identities.csv", _identities(world))
    write_csv(folder / "cases.csv", _cases(world))
    write_csv(folder / "voices.csv", _voices(world))
    _write(folder / "promises.json", promise_truth(world))
    _write(folder / "cause.json", cause_truth(world.orders))
    _write(folder / "holders.json", knowing_truth(world))
    _write(folder / "delays.json", delay_truth(world.tickets, world.log))
    _write(folder / "funnels.json", funnel_truth(world.complaints))
    _write(folder / "changes.json", _changes(world))


def _write(file: Path, truth: Any) -> None:
    file.write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _identities(world: World) -> dict[str, Texts]:
    """Which records are the same client; and which clients share a household."""
    sources = list(world.records.values())
    client = np.concatenate([source.client for source in sources])
    return {
        "source": np.concatenate([texts([source.source] * len(source)) for source in sources]),
        "key": np.concatenate([source.key for source in sources]),
        "client": texts([f"K{one}" for one in client.tolist()]),
        "household": texts([f"H{one}" for one in world.clients.household[client].tolist()]),
        "kind": np.where(world.clients.organisation[client], "organisation", "person").astype(object),
    }


def _outcomes(world: World) -> dict[str, tuple[str, Texts, Texts]]:
    """Source, keys and outcomes of the cases of each promise."""
    orders, tickets = world.orders, world.tickets
    kept = ~orders.cancelled
    delivered = orders.key[orders.done < 1 << 40]
    warned = np.where(orders.warned[orders.done < 1 << 40], "kept", "broken").astype(object)
    satisfied = np.where(world.surveys.score >= 8, "kept", "broken").astype(object)
    return {
        "livre-a-la-date": ("commandes", orders.key[kept], orders.outcome[kept]),
        "preparee-a-temps": ("commandes", orders.key[kept], orders.prepared[kept]),
        "prevenu-la-veille": ("commandes", delivered, warned),
        "prise-en-charge-8h": ("tickets", tickets.key, tickets.take_outcome),
        "resolu-24h": ("tickets", tickets.key, tickets.resolve_outcome),
        "rappele-2-jours": ("rappels", world.callbacks.key, world.callbacks.outcome),
        "engagement-tenu": ("engagements", world.commitments.key, world.commitments.outcome),
        "satisfait-de-la-reponse": ("enquetes", world.surveys.key, satisfied),
    }


def _cases(world: World) -> dict[str, Texts]:
    columns: dict[str, list[Texts]] = {"promise": [], "source": [], "key": [], "outcome": []}
    for promise, (source, key, outcome) in _outcomes(world).items():
        columns["promise"].append(texts([promise] * len(key)))
        columns["source"].append(texts([source] * len(key)))
        columns["key"].append(key)
        columns["outcome"].append(outcome)
    return {name: np.concatenate(parts) for name, parts in columns.items()}


def promise_truth(world: World) -> dict[str, Any]:
    """Exact counts of each promise, and what clients said of the cases it rests on."""
    truth: dict[str, Any] = {name: counts(outcome) for name, (_, _, outcome) in _outcomes(world).items()}
    truth["livre-a-la-date"] |= {
        "dropped_by_filter": int(world.orders.cancelled.sum()),
        "felt": _felt(world),
    }
    late = int(world.pickups.late.sum())
    population = int((world.pickups.ordered - world.pickups.cancelled).sum())
    truth["retrait-2-heures"] = {
        "kept": population - late, "late": late, "partial": 0, "broken": 0, "open": 0, "untestable": 0,
    }  # fmt: skip
    truth["rappele-48h-boutique"] = {
        "not_measurable": "no file tells when a shop was asked to call, nor when it called"
    }
    for counted in truth.values():
        if "kept" in counted:
            missed = counted["late"] + counted["partial"] + counted["broken"]
            counted["kept_rate"] = counted["kept"] / max(1, counted["kept"] + missed)
    return truth


def _felt(world: World) -> dict[str, Any]:
    """Mean stars on kept and on missed orders; each review counts."""
    outcome = world.orders.outcome[world.reviews.about]
    felt: dict[str, Any] = {"unit": "rating"}
    for side, among in (("kept", outcome == "kept"), ("missed", np.isin(outcome, ("late", "partial", "broken")))):
        scores = world.reviews.score[among]
        felt[side] = {"n": len(scores), "mean": float(scores.mean()) if len(scores) else None}
    return felt


def cause_truth(orders: Orders) -> dict[str, Any]:
    """The broken promise and its cause, with the counts that show it."""
    from visavis.demo.days import day

    due, taken = orders.due_on >= day(FAULTY_SINCE), ~orders.cancelled
    faulty = (orders.warehouse == FAULTY_WAREHOUSE) & due
    return {
        "promise": "livre-a-la-date",
        "cause": {"field": "entrepot", "value": WAREHOUSES[FAULTY_WAREHOUSE], "since": FAULTY_SINCE},
        "not_the_cause": {"field": "transporteur"},
        "at_fault": counts(orders.outcome, faulty & taken),
        "elsewhere": counts(orders.outcome, ~faulty & taken),
    }


def _voices(world: World) -> dict[str, Texts]:
    """Language, sentiment and theme that were planted in each text."""
    parts = []
    for source, table, voices in (
        ("avis", "ratings", world.reviews), ("enquetes", "ratings", world.surveys), ("messages", "exchanges", world.messages),
    ):  # fmt: skip
        spoken = voices.text != ""
        if table == "exchanges":
            spoken &= ~world.messages.answer
        n = int(spoken.sum())
        at = voices.situation[spoken]
        parts.append([
            texts([source] * n), texts([table] * n), voices.key[spoken],
            np.where(voices.english[spoken], "en", "fr").astype(object),
            texts([one.sentiment or "" for one in SITUATIONS])[at], texts([one.theme or "" for one in SITUATIONS])[at],
            texts([one.name for one in SITUATIONS])[at],
        ])  # fmt: skip
    names = ("source", "table", "key", "language", "sentiment", "theme", "situation")
    return {name: np.concatenate(columns) for name, *columns in zip(names, *parts, strict=True)}


def _changes(world: World) -> dict[str, Any]:
    """An effect, a non-effect and a rising theme."""
    from visavis.demo.days import DAY, day

    since = world.callbacks.asked >= day(REINFORCED_SINCE) * DAY
    script = world.surveys.at >= day(SCRIPT_SINCE) * DAY
    scores = world.surveys.score
    return {
        "effect": {
            "what": "more people call clients back", "promise": "rappele-2-jours", "since": REINFORCED_SINCE,
            "before": counts(world.callbacks.outcome, ~since), "after": counts(world.callbacks.outcome, since),
        },
        "non_effect": {
            "what": "a new welcome script", "promise": "satisfait-de-la-reponse", "since": SCRIPT_SINCE,
            "mean_before": float(scores[~script].mean()) if (~script).any() else None,
            "mean_after": float(scores[script].mean()) if script.any() else None,
        },
        "rising_theme": {"theme": "website", "since": NEW_SITE_SINCE},
    }  # fmt: skip
