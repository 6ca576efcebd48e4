"""An attacker who tries promises with whatever conditions, before and after facts come and change, can't isolate fewer than five people.

Trials are made at random: conditions on teams, products and regions, the same ones put otherwise, between runs that tell promises of
their own. A trial is a sum over the facts of each person as they stood then, their outcome among them; what its conditions leave out
is another. All that was ever told is taken apart by linear algebra.
"""

import random
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.engine.measuring.test_anonymity import isolated
from tests.mirror.written import write
from tests.promises.test_tried import DAY
from visavis import database
from visavis.engine.duckdb import DuckDB
from visavis.engine.lake import Lake, Manifest
from visavis.engine.measuring.anonymity_blocks import Part
from visavis.engine.tables import Type
from visavis.promises.hold import hold
from visavis.promises.trial import try_file

FIELDS = {"team": ("north", "south", "west"), "product": ("a", "b"), "region": ("hill", "isle", "port")}
Conditions = dict[str, tuple[str, ...]]
PROMISE = """- name: {name}
  says: {{en: "{name}"}}
  audience: public
  test: {{over: events, where: {{type: visit{more}}}, due: due_at, done: done_at, by: day}}
"""


class Visit(NamedTuple):
    """What somebody did, and whether in time."""

    who: str
    team: str
    product: str
    region: str
    late: bool


def company(chance: random.Random) -> list[Visit]:
    """A dozen people, each in one team and most in one region."""
    found = []
    for number in range(13):
        team = "north" if number < 6 else "south" if number < 11 else "west"
        home = chance.choice(FIELDS["region"])
        for _ in range(chance.randint(1, 3)):
            region = home if chance.random() < 0.7 else chance.choice(FIELDS["region"])
            found.append(Visit(f"p{number:02}", team, chance.choice("aab"), region, chance.random() < 0.3))
    return found


def waves(chance: random.Random) -> list[list[Visit]]:
    """Then two visits come and one is late after all, then everybody does more."""
    first = company(chance)
    changed = chance.randrange(len(first))
    second = [*first, *chance.sample(first, 2)]
    second[changed] = second[changed]._replace(late=not second[changed].late)
    return [first, second, [*second, *{each.who: each for each in second}.values()]]


def drawn(chance: random.Random) -> Conditions:
    """Conditions on one or two fields, values in any order."""
    fields = chance.sample(sorted(FIELDS), chance.choice((1, 1, 2)))
    return {field: tuple(chance.sample(FIELDS[field], chance.randint(1, len(FIELDS[field]) - 1))) for field in fields}


def written(name: str, conditions: Conditions) -> str:
    named = {"team": "team"}
    more = "".join(
        f", {named.get(field, f'extra.{field}')}: [{', '.join(values)}]" for field, values in conditions.items()
    )
    return PROMISE.format(name=name, more=more)


def parts_of(visits: list[Visit], conditions: Conditions) -> frozenset[Part]:
    """The visits that conditions choose: of each person what they did in one place is one part, as long as nothing of it changes."""
    counted: dict[tuple[str, str, str, str], Counter[bool]] = {}
    for each in visits:
        if all(getattr(each, field) in values for field, values in conditions.items()):
            counted.setdefault(each[:4], Counter())[each.late] += 1
    return frozenset((who, (*where, tuple(sorted(n.items())))) for (who, *where), n in counted.items())


class Attacker:
    """What runs and trials of a home told, as sums of groups and of wholes."""

    def __init__(self, home: Path, promises: dict[str, Conditions]) -> None:
        self.home, self.promises = home, promises
        self.groups: list[frozenset[Part]] = []
        self.wholes: list[frozenset[Part]] = []
        self.refused = 0
        (home / "promises").mkdir()
        (home / "promises" / "all.yaml").write_text("".join(written(*each) for each in promises.items()))

    def run(self, visits: list[Visit]) -> None:
        """A run over these visits; what promises tell is told whoever moved."""
        rows: list[dict[str, Any]] = [
            {"source": "s", "key": f"v{n}", "type": "visit", "staff": each.who, "team": each.team, "extra_product": each.product,
             "extra_region": each.region, "occurred_on": DAY, "due_on": DAY, "done_on": DAY.replace(day=20) if each.late else DAY}
            for n, each in enumerate(visits)
        ]  # fmt: skip
        lake, runner = Lake(self.home / "lake"), DuckDB(self.home / "scratch")
        former = lake.current()
        made = write(lake, Manifest("r1"), "events", rows, {"extra_product": Type.TEXT, "extra_region": Type.TEXT})
        made = Manifest("r1", entries=made.entries, ledger=former.ledger if former else {})
        from visavis.promises.tried import tried_before

        made = hold(self.home, runner, lake, made, "r1", tried=tried_before())
        runner.close()
        lake.publish(made)
        for name, conditions in self.promises.items():
            if made.ledger["promises"][name]["reason"] is None:
                self.wholes.append(parts_of(visits, conditions))
                if made.ledger["promises"][name]["dropped"]["cases"]:
                    self.wholes.append(parts_of(visits, {}))

    def tries(self, visits: list[Visit], conditions: Conditions) -> None:
        file = self.home / "tried.yaml"
        file.write_text(written("tried", conditions))
        (trial,) = try_file(self.home, file)
        chosen = [
            each for each in visits if all(getattr(each, field) in values for field, values in conditions.items())
        ]
        if "fewer_than_five" in trial.reasons:
            assert (trial.cases, trial.dropped["cases"], trial.samples) == (0, 0, []), "not how many either"
            self.refused += 1
            return
        assert (trial.rate.kept, trial.rate.missed) == (
            sum(not each.late for each in chosen),
            sum(each.late for each in chosen),
        )
        self.groups.append(parts_of(visits, conditions))
        if trial.dropped["cases"]:
            assert trial.dropped["cases"] == len(visits) - len(chosen)
            self.groups.append(parts_of(visits, {}))


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 15])
@pytest.mark.usefixtures("either_database")
def test_trials_and_runs_together_isolate_nobody(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    standing: dict[str, Conditions] = {"of-two": {"region": ("hill", "isle")}} if seed % 2 else {"every": {}}
    database.use(tmp_path)
    attacker = Attacker(tmp_path, standing)
    conditions = [drawn(chance) for _ in range(9)]
    for visits in waves(chance):
        attacker.run(visits)
        for each in chance.sample(conditions, 6):
            otherwise = {field: tuple(chance.sample(values, len(values))) for field, values in each.items()}
            attacker.tries(visits, otherwise)
    assert len(set(attacker.groups)) >= 3, "trials are told"
    assert attacker.refused >= 2, "and some are not"
    assert isolated(list(dict.fromkeys(attacker.groups)), list(dict.fromkeys(attacker.wholes))) is None
