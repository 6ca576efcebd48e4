"""A small company with a published run: deliveries kept and missed, what clients said, and tickets."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.mirror.written import declare, write
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.tables import Type
from visavis.mirror.measure import measure
from visavis.promises.hold import hold

PROMISES = """
name: delivered-on-time
says: {fr: "Livré à la date annoncée", en: "Delivered by the date we announced"}
audience: public
carrier: logistics
test:
  over: events
  where: {type: delivery, status: delivered}
  due: due_at
  done: done_at
  felt_by: {table: ratings, join: about, unit: rating, kept_when: {at_least: 4}}
---
name: called-back
says: {fr: "Rappelé sous 48 heures", en: "Called back within 48 hours"}
audience: service-level
carrier: support
test:
  where: {type: ticket}
  due: {after: occurred_at, within: "48 hours"}
  done: {event: {type: call-back}}
---
name: refunded
says: {fr: "Remboursé en cinq jours", en: "Refunded within five days"}
test:
  where: {type: refund}
  due: due_at
"""

MEASURES = """
- name: known-by
  says: {fr: "Qui connaît chaque client", en: "Who knows each client"}
  concentration: {over: events, where: {type: touch}, client: about.client_ref, person: staff, count: about, min_cases: 2}
- name: first-take-in-charge
  delay: {over: events, where: {type: ticket}, from: occurred_at, to: done_at, unit: hour}
- name: answered
  funnel: {over: events, where: {type: report}, stage: status, order: [heard, read, answered], cumulative: true, period: year,
           of_which: {promised: {extra.answer: yes}}}
- name: unknown
  delay: {over: events, where: {type: ticket}, from: occurred_at, to: extra.never}
"""

START = datetime.datetime(2024, 1, 3, 10)


def at(days: float) -> datetime.datetime:
    """So many days after the start."""
    return START + datetime.timedelta(days=days)


def moment(stem: str, days: float) -> dict[str, Any]:
    """The columns of a moment."""
    return {f"{stem}_at": at(days), f"{stem}_on": at(days).date(), f"{stem}_zone": "UTC"}


def deliveries() -> list[dict[str, Any]]:
    """120 deliveries, two a day; every sixth is two days late; every twentieth is cancelled or never came."""
    rows = []
    for n in range(120):
        lost = n % 20 == 0
        row = {"source": "shop", "key": f"o{n:03}", "type": "delivery", "client_ref": f"record/shop/c{n % 40}"}
        row |= moment("occurred", n / 2) | moment("due", n / 2 + 5)
        row["status"] = ("cancelled" if n % 40 else "shipped") if lost else "delivered"
        rows.append(row if lost else row | moment("done", n / 2 + (7 if n % 6 == 0 else 3)))
    return rows


def tickets() -> list[dict[str, Any]]:
    """30 tickets of six clients; each touched by one of six people, and taken in charge after n hours, but the last five."""
    rows: list[dict[str, Any]] = []
    for n in range(30):
        key = f"t{n:02}"
        ticket = {"source": "desk", "key": key, "type": "ticket", "client_ref": f"record/desk/c{n % 6}"} | moment(
            "occurred", n
        )
        rows.append(ticket | (moment("done", n + (n + 1) / 24) if n < 25 else {}))
        rows.append(
            {"source": "desk", "key": f"{key}a", "type": "touch", "about": f"desk/{key}", "staff": f"p{n % 5}"}
            | moment("occurred", n)
        )
    for n in range(10):
        status, answer = (("heard", None), ("read", None), ("answered", "yes"))[n % 3]
        rows.append(
            {"source": "desk", "key": f"r{n}", "type": "report", "status": status, "extra_answer": answer}
            | moment("occurred", n)
        )
    return rows


def ratings() -> list[dict[str, Any]]:
    """Every second delivery is rated: 5 where it came in time, 2 where it was late; with words."""
    rows = []
    for n in range(1, 120, 2):
        late = n % 6 == 3 and n % 4 == 3
        words = (
            f"Colis n° {n} arrivé comme prévu, merci beaucoup."
            if not late
            else f"Colis n° {n}: toujours pas de nouvelles…"
        )
        rows.append(
            {"source": "reviews", "key": f"a{n:03}", "instrument": "review", "score": 2.0 if late else 5.0, "low": 1.0, "high": 5.0,
             "about": f"shop/o{n:03}", "text": words} | moment("occurred", n / 2 + 9)
        )  # fmt: skip
    for n in range(0, 120, 6):
        rows.append(
            {"source": "reviews", "key": f"b{n:03}", "instrument": "review", "score": 1.0 + n % 4, "low": 1.0, "high": 5.0,
             "about": f"shop/o{n:03}", "text": "Deux jours de retard, et personne pour me prévenir."} | moment("occurred", n / 2 + 9)
        )  # fmt: skip
    return rows


@contextmanager
def company(home: Path, promises: str = PROMISES, measures: str = MEASURES) -> Iterator[Path]:
    """The home with a published run."""
    lake, runner = Lake(home / "lake"), DuckDB(home / "lake" / "scratch")
    try:
        manifest = write(
            lake, Manifest("20240401T120000-abcd"), "events", deliveries() + tickets(), {"extra_answer": Type.TEXT}
        )
        manifest = write(lake, manifest, "ratings", ratings())
        declare(home, "promises", promises)
        declare(home, "measures", measures)
        manifest = measure(home, runner, lake, hold(home, runner, lake, manifest, "r1"), "r1")
        lake.publish(replace(manifest, finished_at="2024-04-01T12:00:09+00:00"))
        yield home
    finally:
        runner.close()
