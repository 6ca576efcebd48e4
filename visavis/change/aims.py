"""What an action may aim at beside the kept rate of a promise: measures whose shares are known week by week.

A measure is called by a key: `answer:24h`, `answer:7d` (conversations answered by a person in time), `score:INSTRUMENT` (a question
put to clients), `felt:PROMISE` (clients who say that it was kept), `delay:24h:NAME`, `delay:7d:NAME` and `funnel:NAME` (measures
declared in `measures/`). Longer waits than seven days are not offered: an action would end before they could be seen.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from visavis.clients.reading import ask
from visavis.declarations import read_folder
from visavis.engine.lake import Manifest, extra_columns
from visavis.engine.measuring import aimed, talking
from visavis.engine.measuring.interrupted import Sided
from visavis.engine.measuring.selecting import Facts, Selection, Unmeasurable
from visavis.engine.people import named_in
from visavis.engine.steps import Runner, Step
from visavis.engine.tables import FACTS, Type
from visavis.mirror.declaration import MeasureDeclaration
from visavis.mirror.guard.slices import SEGMENT_FIELDS
from visavis.mirror.kinds.dialogue import Dialogue
from visavis.mistakes import Mistake, Words
from visavis.promises.ledger import read_ledger

HOURS = {"24h": 24, "7d": 168}
NPS = "nps"
ANSWERS = {
    "answer:24h": Words(fr="Conversations répondues sous 24 heures", en="Conversations answered within 24 hours"),
    "answer:7d": Words(fr="Conversations répondues sous 7 jours", en="Conversations answered within 7 days"),
}
_WITHIN = {
    "24h": Words(fr="« {name} » en 24 heures au plus", en="“{name}” within 24 hours"),
    "7d": Words(fr="« {name} » en 7 jours au plus", en="“{name}” within 7 days"),
}


def columns_of(manifest: Manifest) -> Callable[[str], Mapping[str, Type]]:
    """The columns of each table of facts in that run, those of the home included."""

    def columns(table: str) -> Mapping[str, Type]:
        own = {column.name: column.type for column in FACTS[table].columns}
        return own | dict(extra_columns(manifest.of(table)))

    return columns


def standard(table: str) -> Mapping[str, Type]:
    """The columns that every home has."""
    return {column.name: column.type for column in FACTS[table].columns}


@dataclass(frozen=True)
class Aims:
    """The measures of a home, and how each is counted; `readings` tells whether texts were read."""

    home: Path
    columns: Callable[[str], Mapping[str, Type]] = standard
    readings: bool = False

    @cached_property
    def declared(self) -> dict[str, MeasureDeclaration]:
        """Measures of `measures/`, by name."""
        return {each.value.name: each.value for each in read_folder(self.home / "measures", MeasureDeclaration)}

    @cached_property
    def felt(self) -> dict[str, float]:
        """By promise, the score from which a client says that it was kept."""
        tests = {each.value.name: each.value.test.felt_by for each in read_ledger(self.home)}
        return {name: by.kept_when.at_least for name, by in tests.items() if by and by.kept_when}

    @property
    def segment_field(self) -> str:
        """The column of `records` that tells what kind of client one is."""
        known = self.columns("records")
        return next((name for name in SEGMENT_FIELDS if name in known), "kind")

    def offered(self) -> dict[str, Words]:
        """Every measure that an action may aim at here, in words."""
        found = dict(ANSWERS)
        found |= {
            f"score:{name}": _named("Réponses à « {name} »", "Answers to “{name}”", name) for name in instruments()
        }
        says = {each.value.name: each.value.says for each in read_ledger(self.home)}
        for name in self.felt:
            fr, en = says[name].say("fr"), says[name].say("en")
            found[f"felt:{name}"] = Words(fr=f"Tenue selon les clients : « {fr} »", en=f"Kept, clients say: “{en}”")
        for name, one in self.declared.items():
            title = Words(fr=one.says.fr, en=one.says.en) if one.says else Words(fr=name, en=name)
            if one.delay is not None:
                found |= {
                    f"delay:{key}:{name}": Words(fr=told.fr.format(name=title.fr), en=told.en.format(name=title.en))
                    for key, told in _WITHIN.items()
                    if key != "24h" or one.delay.unit in ("minute", "hour")
                }
            elif one.funnel is not None and one.funnel.cumulative:
                found[f"funnel:{name}"] = Words(fr=f"« {title.fr} » jusqu’au bout", en=f"“{title.en}” to the end")
        return found

    def names(self, side: Sided) -> set[str]:
        """Teams, and values of the company's own fields, that a series names."""
        spec = self._spec(side.measure)
        return set(side.teams) | (named_in(spec.where) if spec is not None else set())

    def steps(self, name: str, side: Sided) -> list[Step]:
        """Steps to the tally `name` of a series. Raises Unmeasurable where the facts lack what it counts."""
        tally = f"{name}_all" if side.segment else name
        found = self._tally(tally, side)
        if side.segment:
            found += [*aimed.segment_steps(name, self.segment_field), aimed.segmented(name, tally, f"{name}_kinds")]
        return found

    def _tally(self, name: str, side: Sided) -> list[Step]:
        kind, _, rest = side.measure.partition(":")
        if not kind:
            return aimed.promise_tally(name, side.promise, named=side.apart)
        if kind == "answer" and rest in HOURS:
            return self._answered(name, HOURS[rest])
        if kind == "score" and rest:
            return aimed.score_tally(name, rest)
        if kind == "felt" and rest in self.felt:
            return aimed.felt_tally(name, rest, self.felt[rest], named=side.apart)
        spec = self._spec(side.measure)
        if spec is None:
            raise Unmeasurable("measure_gone")
        facts = Facts(spec.over, self.columns(spec.over), self.columns("events"))
        if kind == "delay":
            moments = {"started": spec.from_, "ended": spec.to} | (
                {"seen": spec.censored_at} if spec.censored_at else {}
            )
            hours = HOURS[rest.partition(":")[0]]
            return aimed.delay_tally(name, facts, Selection(moments=moments, where=spec.where), hours=hours)
        selection = Selection({"stage": spec.stage}, {"happened": "occurred_at"}, where=spec.where)
        return aimed.funnel_tally(name, facts, selection, spec.order)

    def _answered(self, name: str, hours: int) -> list[Step]:
        spec = next((one.dialogue for one in self.declared.values() if one.dialogue is not None), None) or Dialogue()
        facts = Facts("exchanges", self.columns("exchanges"), self.columns("events"))
        thanks = f"{name}_thanks" if self.readings else None
        return [
            *talking.turn_steps(name, facts, spec.where, mass=spec.mass),
            *([aimed.thanks_step(thanks)] if thanks else []),
            *aimed.answered_tally(name, f"{name}_turns", hours=hours, complete=spec.complete, thanks=thanks),
        ]

    def _spec(self, measure: str) -> Any:
        """What is declared of the measure behind a key; None where nothing is, or not of that kind."""
        kind, _, rest = measure.partition(":")
        if kind not in ("delay", "funnel"):
            return None
        within, _, name = rest.partition(":") if kind == "delay" else ("7d", "", rest)
        one = self.declared.get(name)
        if one is None or within not in HOURS:
            return None
        return one.delay if kind == "delay" else one.funnel if one.funnel and one.funnel.cumulative else None


def _named(fr: str, en: str, name: str) -> Words:
    return Words(fr=fr.format(name=name), en=en.format(name=name))


def instruments() -> list[str]:
    """Questions that clients answered, as the last run knows them."""
    return sorted({row[3] for row in _document("answers").get("rows", []) if row[1] == "survey" and row[3]})


def segments() -> list[str]:
    """Kinds of client that may be told of, as the last run knows them."""
    promises = _document("slices").get("promises", {}).values()
    return sorted(
        {cell[2] for each in promises for told in each.values() for cell in told["cells"] if cell[1] == "segment"}
    )


def _document(name: str) -> dict[str, Any]:
    for (body,) in ask("SELECT CAST(body AS text) FROM visavis_document WHERE name = %s", name):
        found: dict[str, Any] = json.loads(body)
        return found
    return {}


def check_measures(aims: Aims, sides: Iterable[Sided]) -> None:
    """Raises Mistake for a measure that there is not here."""
    for side in sides:
        if not side.measure:
            continue
        offered = aims.offered()
        unknown_yet = side.measure.startswith("score:") and len(side.measure) > len("score:") and not instruments()
        if side.measure not in offered and not unknown_yet:
            raise Mistake(
                Words(
                    fr=f"aucune mesure ne s’appelle ici « {side.measure} »",
                    en=f"no measure is called “{side.measure}” here",
                ),
                remedy=Words(
                    fr=f"choisissez parmi : {', '.join(offered)}",
                    en=f"choose among: {', '.join(offered)}",
                ),
            )


def unit_of(runner: Runner, view: str, side: Sided) -> str:
    """`nps` where a series counts answers from 0 to 10, else `share`. Raises Unmeasurable where one question has several scales."""
    if not side.measure.startswith("score:"):
        return "share"
    scales = [row["how"] for row in runner.rows(f"SELECT DISTINCT how FROM {view}")]
    if len(scales) > 1:
        raise Unmeasurable("mixed_scales")
    return NPS if scales == [NPS] else "share"
