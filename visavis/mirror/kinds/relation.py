"""The kind `relation`: “my client”, of the company and of each portfolio of five people and five clients or more."""

from itertools import pairwise
from typing import Any, Literal

from pydantic import Field

from visavis.declarations import Written
from visavis.engine.holding.promise import Not, Where
from visavis.engine.measuring import fences, holding_on, knowing
from visavis.engine.measuring.examples import MOST, Example
from visavis.engine.measuring.knowing import Contacts, Window
from visavis.engine.measuring.quantiles import Ordered, ordered
from visavis.engine.measuring.relation import (
    Bond,
    Groups,
    Portfolio,
    Spread,
    benefit,
    handovers,
    relation,
    second_contact,
    together,
    truck_factor,
)
from visavis.engine.measuring.resampling import ratio_interval
from visavis.engine.measuring.selecting import Selection, Unmeasurable
from visavis.engine.measuring.values import Figure
from visavis.mirror.kinds.declared import OVER, WHERE, Path, facts_in_words, refuse_staff
from visavis.mirror.kinds.kind import Bench, Kind, Result
from visavis.mirror.kinds.portfolios import behind_portfolios, told_portfolios
from visavis.mirror.kinds.saying import surely, value_of
from visavis.mirror.kinds.settled import settling
from visavis.mirror.reflection import Measured
from visavis.mirror.tell.wording import decimal, number, percent
from visavis.mistakes import Words
from visavis.vocabulary import SMALLEST_GROUP

BINS = 10
SECOND, FENCE, BIN = "second:", "fence:", "bin:"
"""What stands before the name of a function, of a motive, of a tenth of the top shares, in a figure's name."""
NAMED: Where = {"staff": Not(**{"not": None})}


class Facts(Written):
    """Some facts."""

    over: Literal["events", "exchanges"] = Field(description=OVER)
    where: Where = Field(default_factory=dict, description=WHERE)

    def model_post_init(self, context: Any) -> None:
        """Nobody is singled out."""
        refuse_staff(*self.where)


class Worth(Facts):
    """What a client is worth."""

    amount: Path = Field("value", description="The field to add up")


class Fences(Facts):
    """Facts that are fences."""

    client: Path = Field("client_ref", description="The client concerned")
    motive: Path | None = Field(None, description="The field that says why")


class Withheld(Facts):
    """Where information about clients is written."""

    private: Where = Field(description="Which of these only their author can read")
    matter: Path = Field("about", description="What the same information shares: `about`, `thread` …")


class Relation(Written):
    """On how few people the relation with clients rests, what that risks, and what it is good for."""

    contacts: list[Facts] = Field(
        default_factory=list,
        description="Facts that are contacts with clients; without them, all that name an employee",
    )
    half_life: int = Field(180, ge=1, description="After how many days a contact counts half")
    known_for: int = Field(365, ge=1, description="For how many days a contact makes somebody know the client")
    gone: int = Field(90, ge=1, description="After how many days without any contact somebody is no longer there")
    worth: Worth | None = Field(None, description="What a client is worth; without it, every client counts one")
    fences: Fences | None = Field(None, description="Facts that tell what its holder alone can read")
    withheld: Withheld | None = Field(None, description="Facts that tell what was written in private")


def results(bench: Bench, spec: Relation) -> list[Result]:
    """The company, then each portfolio that may be told of; raises Unmeasurable below five people or clients."""
    bench.show("clusters")
    name = bench.name
    with settling(bench, knowing.settled(name) | holding_on.settled(name)) as run:
        run(knowing.contact_steps(name, _contacts(bench, spec)))
        seen = bench.runner.rows(knowing.last_day(name))[0]
        if not seen["n"]:
            raise Unmeasurable("nobody_named")
        window = Window(seen["as_of"], spec.half_life, spec.known_for, spec.gone)
        if spec.worth:
            run(knowing.worth_steps(name, bench.facts(spec.worth.over), spec.worth.amount, spec.worth.where))
        run(knowing.knowing_steps(name, window, worth=f"{name}_worth" if spec.worth else ""))
        run(holding_on.portfolio_steps(name))
        for by_function in (False, True):
            run(holding_on.truck_steps(name, by_function=by_function))
        run(
            [
                *holding_on.second_steps(name),
                holding_on.hands_step(name),
                *holding_on.handover_steps(name, window),
                *holding_on.benefit_steps(name),
            ]
        )
        _concerned(bench, run)
        return [_whole(bench, spec, window, run), *_portfolios(bench)]


def _concerned(bench: Bench, run: Any) -> None:
    """Leave the clients that hang on single people, of the whole company alone: lists by portfolio would be one person's
    clients. Only where those on a list are held by five people or more."""
    run(holding_on.concerned_steps(bench.name, MOST))
    many = {row["figure"] for row in bench.rows(f"{bench.name}_concerned_people") if row["people"] >= SMALLEST_GROUP}
    rows = sorted(bench.rows(f"{bench.name}_concerned_first"), key=lambda row: (row["figure"], row["place"]))
    bench.exemplify(
        Example(None, row["figure"], row["ref"], None, row["last_on"].isoformat())
        for row in rows
        if row["figure"] in many
    )


def _contacts(bench: Bench, spec: Relation) -> list[Contacts]:
    fields = {"client": "client_ref", "about": "about", "person": "staff", "team": "team"}
    parts = [(one.over, one.where) for one in spec.contacts] or [("exchanges", {}), ("events", {})]
    return [
        Contacts(bench.facts(over), Selection(fields, {"met": "occurred_at"}, where=where | NAMED))
        for over, where in parts
    ]


def _whole(bench: Bench, spec: Relation, window: Window, run: Any) -> Result:
    name = bench.name
    rows = bench.rows(f"{name}_portfolios")
    people = bench.runner.rows(f"SELECT count(DISTINCT person) AS n FROM {name}_pairs")[0]["n"]
    spread, factor = _spread(_spreads(bench), None), _factor(bench.rows(f"{name}_all_falls"))
    figures = relation(
        together([_portfolio(row, 0) for row in rows], people),
        spread,
        factor,
        _groups(bench.rows(f"{name}_groups"), None),
    )
    figures += (
        benefit(*_bonds(bench)) + _handovers(bench) + _fences(bench, spec, window, run) + _withheld(bench, spec, run)
    )
    counts = [0] * BINS
    for value, n in zip(spread.tops.values, _each(spread.tops), strict=True):
        counts[min(BINS - 1, int(value * BINS))] += n
    return Result(
        None, [*figures, *(Figure(f"{BIN}{place}", n, spread.tops.n, "client") for place, n in enumerate(counts))]
    )


def _portfolios(bench: Bench) -> list[Result]:
    """Portfolios of functions that may be told of."""
    name = bench.name
    rows = {row["function"]: row for row in bench.rows(f"{name}_portfolios") if row["function"] is not None}
    people = {row["function"]: int(row["people"]) for row in bench.rows(f"{name}_people")}
    shown = told_portfolios(bench)
    bench.stand(behind_portfolios(bench, shown))
    falls = bench.rows(f"{name}_by_function_falls")
    seconds, groups, spreads = bench.rows(f"{name}_seconds"), bench.rows(f"{name}_groups"), _spreads(bench)
    found = []
    for each in shown:
        figures = relation(
            _portfolio(rows[each], people[each]),
            _spread(spreads, each),
            _factor([row for row in falls if row["function"] == each]),
            _groups(groups, each),
        )
        second = second_contact(
            {row["other"]: (row["n"], row["people"]) for row in seconds if row["function"] == each}, shown
        )
        more = [Figure(SECOND + second, None, 0, "share", reason="name_alone")] if second else []
        found.append(Result(None, [*figures, *more], each))
    return found


def _portfolio(row: dict[str, Any], people: int) -> Portfolio:
    counted = {
        each: row[each] for each in Portfolio.__dataclass_fields__ if each not in ("people", "worth", "locked_worth")
    }
    return Portfolio(people=people, worth=float(row["worth"]), locked_worth=float(row["locked_worth"]), **counted)


def _groups(rows: list[dict[str, Any]], function: str | None) -> Groups:
    """Sums by group of clients, of one portfolio or of all."""
    sums: dict[str, dict[str, float]] = {each: {} for each in Groups.__dataclass_fields__}
    for row in rows:
        if function in (None, row["function"]):
            for each, by_bucket in sums.items():
                by_bucket[row["bucket"]] = by_bucket.get(row["bucket"], 0.0) + float(row[each])
    return Groups(**{each: [by[key] for key in sorted(by)] for each, by in sums.items()})


def _spreads(bench: Bench) -> dict[str, list[dict[str, Any]]]:
    return {view: bench.rows(f"{bench.name}_{view}") for view in ("tops", "indices")}


def _spread(rows: dict[str, list[dict[str, Any]]], function: str | None) -> Spread:
    tops, indices = ([row for row in of if function in (None, row["function"])] for of in rows.values())
    normal = [row for row in indices if row["value"] is not None]
    return Spread(_ordered(tops, "value"), _ordered(indices, "plain"), _ordered(normal, "value"))


def _ordered(rows: list[dict[str, Any]], column: str) -> Ordered:
    return ordered([row[column] for row in rows], [row["n"] for row in rows])


def _each(of: Ordered) -> list[int]:
    upto = [0, *map(int, of.upto)]
    return [last - first for first, last in pairwise(upto)]


def _factor(falls: list[dict[str, Any]]) -> int | None:
    return truck_factor([row["place"] for row in falls], [row["worth"] for row in falls])


def _bonds(bench: Bench) -> tuple[Bond | None, Bond | None]:
    people = {row["held"]: int(row["people"]) for row in bench.rows(f"{bench.name}_holders")}
    groups: dict[int, list[dict[str, Any]]] = {}
    for row in sorted(bench.rows(f"{bench.name}_bonds"), key=lambda row: row["bucket"]):
        groups.setdefault(row["held"], []).append(row)
    found = {
        held: Bond(
            people=people[held],
            growth=ratio_interval([row["n_since"] for row in rows], [row["n_before"] for row in rows]),
            **{each: sum(int(row[each]) for row in rows) for each in ("clients", "stayed", "n_before", "n_since")},
        )
        for held, rows in groups.items()
    }
    return found.get(1), found.get(0)


def _handovers(bench: Bench) -> list[Figure]:
    rows = bench.rows(f"{bench.name}_gaps")
    people = bench.rows(f"{bench.name}_leavers")[0]["people"]
    return handovers(
        [row["gap"] for row in rows], [row["met"] == 1 for row in rows], [row["n"] for row in rows], people
    )


def _fences(bench: Bench, spec: Relation, window: Window, run: Any) -> list[Figure]:
    if spec.fences is None:
        return [Figure("fenced_share", None, 0, "share", reason="not_declared:fences")]
    one = spec.fences
    fields = {"client": one.client, "motive": one.motive or "status", "person": "staff"}
    selection = Selection(fields, {"put_up": "occurred_at"}, where=one.where)
    run(fences.fence_steps(bench.name, bench.facts(one.over), selection, window.as_of))
    clients = {row["fenced"]: int(row["clients"]) for row in bench.rows(f"{bench.name}_fences")}
    motives: dict[str, int] = {}
    rows = bench.rows(f"{bench.name}_motives")
    for row in rows:
        motives[row["motive"] or fences.UNSAID] = motives.get(row["motive"] or fences.UNSAID, 0) + row["n"]
    people: dict[str, set[str]] = {}
    for row in bench.rows(f"{bench.name}_fencers"):
        people.setdefault(row["motive"] or fences.UNSAID, set()).add(row["person"])
    aged = [row for row in rows if row["age"] is not None]
    ages, counts = [row["age"] for row in aged], [row["n"] for row in aged]
    return fences.fences(clients.get(1, 0), sum(clients.values()), motives, ages, counts, people)


def _withheld(bench: Bench, spec: Relation, run: Any) -> list[Figure]:
    if spec.withheld is None:
        return [Figure("withheld_share", None, 0, "share", reason="not_declared:withheld")]
    one = spec.withheld
    selection = Selection(
        {"matter": one.matter, "person": "staff"}, {"told": "occurred_at"}, {"private": one.private}, one.where
    )
    run(fences.withheld_steps(bench.name, bench.facts(one.over), selection))
    rows = bench.rows(f"{bench.name}_withheld")
    states: dict[str, int] = {}
    for row in rows:
        states[row["state"]] = states.get(row["state"], 0) + row["n"]
    hidden = [row for row in rows if row["state"] != "open"]
    days, shown = [row["days"] for row in hidden], [row["state"] == "shown" for row in hidden]
    people = int(bench.rows(f"{bench.name}_hiders")[0]["people"])
    try:
        return fences.withheld(states, days, shown, [row["n"] for row in hidden], people or None)
    except Unmeasurable as why:
        return [Figure("withheld_share", None, 0, "share", reason=str(why))]


def scope(spec: Relation) -> str:
    """What it is computed over, in one line."""
    what = " + ".join(facts_in_words(one.over, one.where) for one in spec.contacts) or "exchanges + events"
    return f"{what}; staff; half-life {spec.half_life} d, known for {spec.known_for} d"


def sentences(one: Measured) -> list[Words]:
    """The index; the share in one person's hands; how many people could go; who is covered."""
    lines = [
        Words(
            fr=f"Indice de concentration médian: {decimal(value_of(one.value), 'fr', 2)}{surely_index(one.value)['fr']}, sur {number(one.value.n, 'fr')} clients rencontrés au moins cinq fois.",
            en=f"Median concentration index: {decimal(value_of(one.value), 'en', 2)}{surely_index(one.value)['en']}, over {number(one.value.n, 'en')} clients met at least five times.",
        )
    ]
    if (locked := one.figure("locked_share")) and locked.value is not None:
        lines.append(
            Words(
                fr=f"Dans les mains d’une seule personne (80 % des contacts ou plus): {percent(locked.value, 'fr')}{surely(locked, 'fr')} de ces clients.",
                en=f"In one person’s hands (80% of the contacts or more): {percent(locked.value, 'en')}{surely(locked, 'en')} of these clients.",
            )
        )
    factor, people = one.figure("truck_factor"), one.figure("people")
    if factor and people and factor.value is not None:
        lines.append(
            Words(
                fr=f"Si {number(factor.value, 'fr')} personnes sur {number(people.n, 'fr')} partaient, plus de la moitié de la clientèle n’aurait plus personne qui la connaisse.",
                en=f"If {number(factor.value, 'en')} people of {number(people.n, 'en')} left, more than half of the clients would have nobody left who knows them.",
            )
        )
    if (covered := one.figure("covered_share")) and covered.value is not None:
        lines.append(
            Words(
                fr=f"Connus d’au moins deux personnes de deux fonctions: {percent(covered.value, 'fr')}{surely(covered, 'fr')} de {number(covered.n, 'fr')} clients.",
                en=f"Known to at least two people of two functions: {percent(covered.value, 'en')}{surely(covered, 'en')} of {number(covered.n, 'en')} clients.",
            )
        )
    return lines


def surely_index(of: Any) -> dict[str, str]:
    """The interval of an index in brackets, in both languages."""
    if of.interval is None or None in of.interval:
        return {"fr": "", "en": ""}
    low, high = of.interval
    return {
        "fr": f" (fourchette {decimal(low, 'fr', 2)} à {decimal(high, 'fr', 2)})",
        "en": f" (interval {decimal(low, 'en', 2)} to {decimal(high, 'en', 2)})",
    }


def unasked(bench: Bench) -> Relation | None:
    """Wherever facts name an employee beside a client."""
    named = " UNION ALL ".join(
        f"SELECT 1 AS one FROM {table} WHERE NOT staff IS NULL AND NOT client_ref IS NULL"
        for table in ("events", "exchanges")
    )
    return (
        Relation()
        if bench.runner.rows(f"SELECT count(*) AS n FROM (SELECT one FROM ({named}) AS u LIMIT 1) AS t")[0]["n"]
        else None
    )


RELATION = Kind(
    "relation", Relation, results, scope, sentences, unit=lambda spec: "index", unasked=unasked,
    title=Words(fr="« Mon client »: sur qui repose la relation", en="“My client”: on whom the relation rests"),
)  # fmt: skip
