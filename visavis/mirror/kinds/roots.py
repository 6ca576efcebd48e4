"""The kind `roots`: for whom work is done, where a field says who asked."""

from typing import Literal

from pydantic import Field

from visavis.declarations import Written
from visavis.engine.holding.apart import choosing
from visavis.engine.holding.promise import Where
from visavis.engine.measuring.selecting import Selection, select_rows
from visavis.engine.measuring.work_for_whom import root_steps, settled, work_for_whom
from visavis.engine.people import Behind, known_teams, without
from visavis.engine.steps import Step
from visavis.mirror.guard.teams import check_teams
from visavis.mirror.guard.work_or_cases import Event, kinds_of_cases
from visavis.mirror.kinds.chain import OTHERS
from visavis.mirror.kinds.declared import OVER, WHERE, Path, facts_in_words, refuse_staff
from visavis.mirror.kinds.kind import Bench, Kind, Result
from visavis.mirror.kinds.logs import facts_of
from visavis.mirror.kinds.saying import surely, value_of
from visavis.mirror.kinds.settled import settling
from visavis.mirror.reflection import Measured
from visavis.mirror.tell.wording import percent
from visavis.mistakes import Words

Root = Literal["client", "internal", "hierarchy", "regulation"]
FIELDS = ("extra_root", "extra_asked_by", "extra_origine")
"""Columns that say who asked, by their usual names."""

USUAL: dict[Root, list[str]] = {
    "client": ["client", "clients", "customer"],
    "internal": ["internal", "internal client", "interne", "client interne"],
    "hierarchy": ["hierarchy", "management", "hiérarchie", "direction"],
    "regulation": ["regulation", "regulatory", "réglementation", "réglementaire"],
}


class Roots(Written):
    """For whom work is done."""

    over: Literal["events", "exchanges"] = Field("events", description=OVER)
    where: Where = Field(default_factory=dict, description=WHERE)
    asked: Path = Field(description="The field that says who asked")
    roots: dict[Root, list[str]] = Field(
        default_factory=lambda: dict(USUAL),
        description="Which of its values mean which root; capitals count for nothing",
    )
    hours: Path | None = Field(
        None, description="The field that holds the hours spent; without it, requests are counted alone"
    )

    def model_post_init(self, context: object) -> None:
        """Nobody is singled out."""
        refuse_staff(self.asked, *self.where)


def results(bench: Bench, spec: Roots) -> list[Result]:
    """All teams together, then each; raises Unmeasurable where no root is known.

    Over messages, or over events that conditions choose, all teams together alone: what each has of these is not held against
    what other kinds tell of the same messages and events. So it is where promises count these events month by month.
    """
    facts = bench.facts(spec.over)
    check_teams(bench.runner, bench.name, facts, spec.where)
    fields = {"asked": spec.asked, "team": "team", "client": "client_ref", "about": "about"}
    selection = Selection(fields | ({"hours": spec.hours} if spec.hours else {}), where=spec.where)
    masked = known_teams(bench.runner).masked
    roots = {str(root): values for root, values in spec.roots.items()}
    with settling(bench, settled(bench.name)) as run:
        run(root_steps(bench.name, facts, selection, roots, masked))
        rows = bench.rows(f"{bench.name}_roots")
    hands = f"{bench.name}_hands"
    alike = spec.over == "events" and not choosing(spec.where)
    if alike:
        kinds = _kinds(bench, select_rows(f"{bench.name}_kinds", facts, Selection({"type": "type"}, where=spec.where), "kinds of requests"))  # fmt: skip
        bench.show("cases")
        if alike := not kinds & kinds_of_cases(bench.runner, bench.manifest.ledger):
            bench.work |= kinds
    named = {each: each for each in ("team", "staff", *(("type", "status", "about") if alike else ()))}
    bench.runner.run(select_rows(hands, facts, Selection(named, where=spec.where), "whose requests"))
    told = without("team", masked)
    cell = (
        f"source, split_part(about, '/', 1) AS root, type, coalesce(status, {told}, type, '') AS step"
        if alike
        else "source"
    )
    bench.stand(
        Behind(
            (row["told"] or OTHERS,),
            row["staff"],
            row["team"],
            str(row["n"]),
            facts=facts_of(row["source"], row["root"], row["type"], row["step"], row["told"]) if alike else "",
        )
        for row in bench.runner.rows(
            f"SELECT {cell}, {told} AS told, team, staff, count(*) AS n FROM {hands} GROUP BY ALL"
        )
    )
    found = [one for one in work_for_whom(rows) if alike or one.team == ""]
    return [Result(None, list(one.figures), None if one.team == "" else one.team or OTHERS) for one in found]


def _kinds(bench: Bench, steps: list[Step]) -> set[Event]:
    bench.runner.run(steps)
    rows = bench.runner.rows(f"SELECT DISTINCT source, coalesce(type, '') AS type FROM {bench.name}_kinds")
    return {(row["source"], row["type"]) for row in rows}


def scope(spec: Roots) -> str:
    """What it is computed over, in one line."""
    return f"{facts_in_words(spec.over, spec.where)}; {spec.asked}{f'; {spec.hours}' if spec.hours else ''}"


def sentences(one: Measured) -> list[Words]:
    """How much of the work a client asked for."""
    return [
        Words(
            fr=f"{percent(value_of(one.value), 'fr')} des demandes ont un client pour origine{surely(one.value, 'fr')}.",
            en=f"{percent(value_of(one.value), 'en')} of requests go back to a client{surely(one.value, 'en')}.",
        )
    ]


def unasked(bench: Bench) -> Roots | None:
    """Where a column of the events bears a usual name, and one of its values a usual word: over the types of events that fill it."""
    columns = bench.columns("events")
    for name in FIELDS:
        if name in columns:
            words = ", ".join(f"'{word}'" for usual in USUAL.values() for word in usual)
            (found,) = bench.runner.rows(f'SELECT count(*) AS n FROM events WHERE lower(trim("{name}")) IN ({words})')
            if found["n"]:
                filled = bench.runner.rows(f'SELECT DISTINCT type FROM events WHERE NOT "{name}" IS NULL')
                types = sorted(row["type"] for row in filled if row["type"] is not None)
                where: Where = {"type": [*types]} if len(types) == len(filled) else {}
                return Roots(where=where, asked="extra." + name.removeprefix("extra_"))
    return None


ROOTS_KIND = Kind(
    "roots", Roots, results, scope, sentences,
    unasked=unasked, title=Words(fr="Pour qui travaillons-nous ?", en="For whom do we work?"),
)  # fmt: skip
