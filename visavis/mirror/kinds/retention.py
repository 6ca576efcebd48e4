"""The kind `retention`: who stays, by cohort, and what had broken before the others left."""

import json
import re
from typing import Any, Literal

import numpy as np
from pydantic import Field

from visavis.declarations import Written
from visavis.engine.holding.promise import Where
from visavis.engine.measuring.examples import MOST, Example
from visavis.engine.measuring.leaving import leaving, leaving_steps
from visavis.engine.measuring.multiple import benjamini_hochberg
from visavis.engine.measuring.retention import (
    BEFORE,
    Stays,
    Strata,
    associated,
    before_steps,
    broke_before,
    settled,
    staying,
    staying_steps,
)
from visavis.engine.measuring.selecting import Selection, Unmeasurable, select_rows
from visavis.engine.measuring.team_survey import told_of
from visavis.engine.measuring.values import Figure
from visavis.engine.steps import quoted, step
from visavis.engine.tables import EXTRA, Type
from visavis.mirror.kinds.declared import WHERE, Path, facts_in_words, refuse_staff
from visavis.mirror.kinds.kind import Bench, Kind, Result
from visavis.mirror.kinds.saying import CLIENT, CLIENTS, surely, value_of
from visavis.mirror.kinds.settled import settling
from visavis.mirror.reflection import Measured
from visavis.mirror.tell.wording import counted, percent
from visavis.mistakes import Words

SAYS_LEFT = re.compile(r"extra_(lost|left|churned|terminated|cancelled|gone|resilie|perdu|parti)(_(on|at|le|date))?")
"""Names of dates in client files that tell when a client left."""

ENDING = ("contract", "subscription", "contrat", "abonnement")
"""Types of events whose end is a client's leaving."""


class Ending(Written):
    """Events whose end is a client's leaving, once all of a client's have ended."""

    where: Where = Field(description=WHERE)
    left: Path = Field("done_at", description="The moment of the end; empty for what goes on")


class Retention(Written):
    """Who stays, and what had broken before the others left."""

    over: Literal["records", "events"] = Field(
        description="What tells of clients who left: a date in the client file (`records`), or the end of a contract (`events`)"
    )
    where: Where = Field(default_factory=dict, description=WHERE)
    left: Path = Field(
        description="The field that holds the day on which the client left; empty for who is still there"
    )
    began: Path | None = Field(
        None, description="The field that holds the first day; without it, that of the first fact"
    )
    also: Ending | None = Field(
        None, description="Beside a client file: events (contracts) whose end tells of clients that the file forgot"
    )
    within: int = Field(
        BEFORE, ge=1, description="Within how many days before a month a missed promise counts as before"
    )

    def model_post_init(self, context: Any) -> None:
        """Nobody is singled out."""
        refuse_staff(self.left, *self.where, *((self.also.left, *self.also.where) if self.also else ()))


def results(bench: Bench, spec: Retention) -> list[Result]:
    """All clients, then each year of beginning of five clients or more that leaves none or five to subtract, then each promise; raises
    Unmeasurable where no client is known to have left."""
    bench.show("records", "clusters", "cases")
    name = bench.name
    client = {"key": "key"} if spec.over == "records" else {"client": "client_ref"}
    moments = {"ended": spec.left} | ({"began": spec.began} if spec.began else {})
    bench.run(select_rows(f"{name}_rows", bench.facts(spec.over), Selection(client, moments, where=spec.where), "clients, and when they left"))  # fmt: skip
    ref = "'record/' || source || '/' || key" if spec.over == "records" else "client"
    began = "began_on" if spec.began else "CAST(NULL AS DATE)"
    also = ""
    if spec.also:
        moment = Selection({"client": "client_ref"}, {"ended": spec.also.left}, where=spec.also.where)
        bench.run(select_rows(f"{name}_also", bench.facts("events"), moment, "what else tells that clients left"))
        also = f""" UNION ALL SELECT client AS ref, CAST(NULL AS DATE) AS began_on, max(ended_on) AS left_on FROM {name}_also
        WHERE client IN (SELECT 'record/' || c.source || '/' || c.key FROM clusters AS c JOIN
        (SELECT k.cluster FROM clusters AS k JOIN {name}_rows AS r ON k.source = r.source AND k.key = r.key
        WHERE r.source IN (SELECT source FROM {name}_rows WHERE NOT ended_on IS NULL)) AS known ON c.cluster = known.cluster)
        GROUP BY client HAVING count(*) = count(ended_on)"""
    leavings = step(
        f"{name}_leavings",
        f"""SELECT {ref} AS ref, {began} AS began_on, ended_on AS left_on FROM {name}_rows
        WHERE source IN (SELECT source FROM {name}_rows WHERE NOT ended_on IS NULL) AND NOT {ref} IS NULL{also}""",
        "clients of the sources that tell who left",
    )
    with settling(bench, settled(name)) as run:
        run([leavings, *staying_steps(name, leavings.name, every=spec.over == "events")])
        stays = _stays(bench.rows(f"{name}_stays"))
        if not stays.counts.sum():
            raise Unmeasurable("nobody_left")
        run(before_steps(name, spec.within))
        before = bench.rows(f"{name}_before")
        run(leaving_steps(name, spec.within, MOST))
        ends, gone = bench.rows(f"{name}_ends"), bench.rows(f"{name}_departures")
    bench.exemplify(_departure(row) for row in sorted(gone, key=lambda row: row["place"]))
    left_out = [Figure(f"left_out_{state}", n, n, "client") for state, n in sorted(stays.left_out.items())]
    found = [Result(None, [*staying(stays.curve()), *leaving(ends), *left_out])]
    curves = {str(cohort): stays.curve(cohort) for cohort in np.unique(stays.cohorts).tolist()}
    told = told_of({cohort: int(curve.n) for cohort, curve in curves.items()})
    found += [Result(None, staying(curve), cohort) for cohort, curve in curves.items() if cohort in told]
    return found + _before(before)


def _departure(row: dict[str, Any]) -> Example:
    """A client who left, since when, and what had broken before."""
    told = {name: row[name].isoformat() for name in ("began_on", "missed_on", "silent_on") if row[name] is not None}
    told |= {"promise": row["promise"]} if row["promise"] else {}
    return Example(None, "left", row["ref"], None, row["left_on"].isoformat(), json.dumps(told))


def _stays(rows: list[dict[str, Any]]) -> Stays:
    counted_ = [row for row in rows if row["state"] in ("there", "left")]
    left_out = {row["state"]: 0 for row in rows if row not in counted_}
    for row in rows:
        if row["state"] in left_out:
            left_out[row["state"]] += row["n"]
    return Stays(
        np.array([row["cohort"] for row in counted_], dtype=np.int64),
        np.array([row["days"] for row in counted_], dtype=np.float64),
        np.array([row["state"] == "left" for row in counted_], dtype=bool),
        np.array([row["n"] for row in counted_], dtype=np.int64),
        left_out,
    )


def _before(rows: list[dict[str, Any]]) -> list[Result]:
    by_promise: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_promise.setdefault(row["promise"], []).append(row)
    strata = {promise: _strata(rows) for promise, rows in sorted(by_promise.items())}
    adjusted = benjamini_hochberg([associated(one).p for one in strata.values()])
    return [
        Result(None, broke_before(one, float(p)), promise)
        for (promise, one), p in zip(strata.items(), adjusted, strict=True)
    ]


def _strata(rows: list[dict[str, Any]]) -> Strata:
    places = {key: n for n, key in enumerate(sorted({(row["month"], row["tenure"]) for row in rows}))}
    table = np.zeros((2, 2, len(places)))
    for row in rows:
        table[row["missed"], row["gone"], places[row["month"], row["tenure"]]] += row["n"]
    return Strata(table[1, 1], table[1, 0], table[0, 1], table[0, 0])


def scope(spec: Retention) -> str:
    """What it is computed over, in one line."""
    also = f"; {facts_in_words('events', spec.also.where)} → {spec.also.left}" if spec.also else ""
    return f"{facts_in_words(spec.over, spec.where)}; {spec.began or 'first fact'} → {spec.left}{also}"


def sentences(one: Measured) -> list[Words]:
    """How many are still clients a year after they began."""
    clients = one.value.n
    return [
        Words(
            fr=f"Un an après leurs débuts, {percent(value_of(one.value), 'fr')} des {counted(clients, CLIENT, CLIENTS, 'fr')} suivis sont encore là{surely(one.value, 'fr')}.",
            en=f"A year after they began, {percent(value_of(one.value), 'en')} of the {counted(clients, CLIENT, CLIENTS, 'en')} followed are still there{surely(one.value, 'en')}.",
        )
    ]


def unasked(bench: Bench) -> Retention | None:
    """A date in the client file whose name says that the client left; else the end of contracts."""
    bench.show("records")
    told = "NOT done_on IS NULL AND NOT client_ref IS NULL"
    ended = next((kind for kind in ENDING if _any(bench, "events", f"type = '{kind}' AND {told}")), None)
    for name, type_ in bench.columns("records").items():
        if type_ == Type.DATE and SAYS_LEFT.fullmatch(name) and _any(bench, "records", f"NOT {quoted(name)} IS NULL"):
            also = Ending(where={"type": ended}, left="done_at") if ended else None
            return Retention(over="records", left="extra." + name.removeprefix(EXTRA), also=also)
    return Retention(over="events", where={"type": ended}, left="done_at", began="occurred_at") if ended else None


def _any(bench: Bench, table: str, condition: str) -> bool:
    return bool(bench.runner.rows(f"SELECT count(*) AS n FROM {table} WHERE {condition}")[0]["n"])


RETENTION = Kind(
    "retention", Retention, results, scope, sentences,
    unasked=unasked, title=Words(fr="Les clients qui restent", en="Clients who stay"),
)  # fmt: skip
