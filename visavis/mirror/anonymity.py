"""No figure on a team comes from fewer than five people, directly or by subtraction (X6)."""

from collections.abc import Iterator

from visavis.engine.holding.promise import Not, Where
from visavis.engine.measuring.selecting import Facts, Selection, Unmeasurable, select_rows
from visavis.engine.people import known_teams, named_in
from visavis.engine.steps import Runner
from visavis.mirror.declaration import Delay, Funnel
from visavis.vocabulary import SMALLEST_GROUP

TEAM = ("team", "about.team")


def check_teams(runner: Runner, name: str, facts: Facts, spec: Delay | Funnel) -> None:
    """Count the people behind every team that `spec` looks at; raises Unmeasurable where they are one to four.

    Where the facts name nobody, nobody is singled out.
    """
    named = _named(spec)
    if named and known_teams(runner).singles_out(named):
        raise Unmeasurable("fewer_than_five")
    for number, where in enumerate(_looked_at(spec)):
        staff = "staff" if "staff" in facts.columns else "about.staff"
        view = f"{name}_people_{number}"
        runner.run(select_rows(view, facts, Selection({"staff": staff}, where=where), "the people of a team"))
        people = runner.rows(f"SELECT count(DISTINCT staff) AS people FROM {view}")[0]["people"]
        if 0 < people < SMALLEST_GROUP:
            raise Unmeasurable("fewer_than_five", str(people))


def _named(spec: Delay | Funnel) -> set[str]:
    """Teams that the measure names, in its conditions or as its stages."""
    found = named_in(spec.where)
    if isinstance(spec, Funnel):
        found |= {name for inner in spec.of_which.values() for name in named_in(inner)}
        found |= named_in({spec.stage: list(spec.order)})
    return found


def _looked_at(spec: Delay | Funnel) -> Iterator[Where]:
    """Conditions that pick a team's facts; for `not` also those that it leaves out: they follow by subtraction."""
    wheres = [spec.where]
    if isinstance(spec, Funnel):
        wheres += [spec.where | inner for inner in spec.of_which.values()]
        if spec.stage in TEAM:
            wheres += [spec.where | {spec.stage: team} for team in spec.order]
    for where in wheres:
        named = [path for path in TEAM if path in where]
        if named:
            yield where
        for path in named:
            test = where[path]
            if isinstance(test, Not):
                yield where | {path: test.not_}
