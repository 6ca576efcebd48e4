"""No figure on a team comes from fewer than five people, directly or by subtraction (X6)."""

from collections.abc import Iterator, Sequence

from visavis.engine.holding.promise import Not, Where
from visavis.engine.measuring.selecting import Facts, Selection, Unmeasurable, select_rows
from visavis.engine.people import known_teams, named_in
from visavis.engine.steps import Runner
from visavis.vocabulary import SMALLEST_GROUP

TEAM = ("team", "about.team")


def check_teams(
    runner: Runner,
    name: str,
    facts: Facts,
    where: Where,
    *,
    inner: Sequence[Where] = (),
    stage: str | None = None,
    order: Sequence[str] = (),
) -> None:
    """Count the people behind every team that a measure looks at; raises Unmeasurable where they are one to four.

    It looks at the facts that meet `where`, at those of them that meet each of `inner`, and at each value of `order` in the field
    `stage`. Where the facts name nobody, nobody is singled out.
    """
    named = named_in(where).union(*map(named_in, inner), named_in({stage: list(order)}) if stage else ())
    if named and known_teams(runner).singles_out(named):
        raise Unmeasurable("fewer_than_five")
    wheres = [where, *(where | each for each in inner)]
    if stage in TEAM:
        wheres += [where | {stage: team} for team in order]
    for number, looked_at in enumerate(_of_teams(wheres)):
        staff = "staff" if "staff" in facts.columns else "about.staff"
        view = f"{name}_people_{number}"
        runner.run(select_rows(view, facts, Selection({"staff": staff}, where=looked_at), "the people of a team"))
        people = runner.rows(f"SELECT count(DISTINCT staff) AS people FROM {view}")[0]["people"]
        if 0 < people < SMALLEST_GROUP:
            raise Unmeasurable("fewer_than_five", str(people))


def _of_teams(wheres: list[Where]) -> Iterator[Where]:
    """Conditions that pick a team's facts; for `not` also those that it leaves out: they follow by subtraction."""
    for where in wheres:
        named = [path for path in TEAM if path in where]
        if named:
            yield where
        for path in named:
            test = where[path]
            if isinstance(test, Not):
                yield where | {path: test.not_}
