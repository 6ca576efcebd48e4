"""Ids over many runs: `python -m benchmarks.linking.churn [--runs 100] [--people 1500]`.

Customers arrive, leave, come back and are corrected between runs; evidence joins and parts them, people decide and take back.
Counted are records whose id changed though their cluster, of records that stayed, neither merged nor split (must be 0), ids ever
issued that resolve to nobody (must be 0), and runs after which an undone merge did not stand as before it (must be 0). Records
and evidence are invented; partition, decisions, ids and links go the way that they go in a run.
"""

import argparse
import random
import shutil
import tempfile
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path

from tests.running.identity import ACTOR, World, links
from visavis import database

Evidence = dict[tuple[str, str], float]


class Town:
    """People with one to four records each, and evidence that holds most of them together, and some wrongly."""

    def __init__(self, people: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.of = {f"{person:05d}-{n}": person for person in range(people) for n in range(self.random.randint(1, 4))}
        self.every = sorted(self.of)
        self.here = {key for key in self.every if self.random.random() < 0.8}
        self.evidence: Evidence = {}
        self.own: defaultdict[int, list[str]] = defaultdict(list)
        for key in self.every:
            self.own[self.of[key]].append(key)
        for own in self.own.values():
            self.evidence |= {pair: self._bits() for pair in combinations(own, 2) if self.random.random() < 0.8}
        for _ in range(people // 50):
            self.evidence[self._two()] = self._bits()

    def change(self, share: float = 0.01) -> None:
        """One percent arrives, leaves, or is corrected."""
        some = max(1, round(len(self.of) * share))
        for key in self.random.sample(self.every, some):
            self.here ^= {key}
        for pair in self.random.sample(sorted(self.evidence), min(some // 4 + 1, len(self.evidence))):
            del self.evidence[pair]
        for _ in range(some // 4 + 1):
            self.evidence[self._two(near=self.random.random() < 0.8)] = self._bits()

    def _two(self, *, near: bool = False) -> tuple[str, str]:
        one = other = self.random.choice(self.every)
        if near and len(self.own[self.of[one]]) > 1:
            one, other = self.random.sample(self.own[self.of[one]], 2)
        while other == one:
            other = self.random.choice(self.every)
        return (one, other) if one < other else (other, one)

    def _bits(self) -> float:
        return round(self.random.uniform(2, 12), 3)


def churned(before: dict[str, int], held: dict[str, int], after: dict[str, int]) -> int:
    """Records whose id changed, of those present `before` and after whose cluster neither merged nor split.

    `held`: the client of every record that ever was here. A record that comes back brings the client that it had: who joins it then
    joins that client, which may be the older one, and that is a merge.
    """
    mates: list[defaultdict[int, set[str]]] = [defaultdict(set), defaultdict(set)]
    for key in held.keys() & after.keys():
        mates[0][held[key]].add(key)
        mates[1][after[key]].add(key)
    return sum(
        before[key] != after[key] and mates[0][before[key]] == mates[1][after[key]]
        for key in before.keys() & after.keys()
    )


def main() -> None:
    """Run, and print what was counted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--people", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="visavis-churn-"))
    database.use(home)
    from visavis.clients.models import Client, ClientAlias
    from visavis.running.deciding import again, merge, turn, undo

    for module in (turn, again):  # pages are not looked at here
        for name in ("publish_anew", "count_anew"):
            setattr(module, name, lambda *_: None)
    try:
        world, town = World(home), Town(asked.people, asked.seed)
        before = world.run(town.here, town.evidence)
        held = dict(before)
        pure = lost = moved = 0
        issued: set[int] = set()
        began = time.process_time()
        for _ in range(asked.runs):
            town.change()
            after = world.run(town.here, town.evidence)
            pure += churned(before, held, after)
            moved += sum(before[key] != after[key] for key in before.keys() & after.keys())
            issued |= set(Client.objects.values_list("number", flat=True))
            known = set(Client.objects.values_list("number", flat=True))
            former = dict(ClientAlias.objects.values_list("former", "client_id"))
            lost += sum(former.get(number, number) not in known for number in issued)
            held = {key: former.get(number, number) for key, number in (held | after).items()}
            before = after
        numbers = sorted(set(links().values()))
        made = merge(home, [numbers[0], numbers[1]], actor=ACTOR, reason="benchmark")
        undo(home, made.pk, actor=ACTOR, reason="benchmark")
        broken = sum(world.run(town.here, town.evidence) != before for _ in range(asked.runs))
        took = time.process_time() - began
    finally:
        shutil.rmtree(home, ignore_errors=True)
    print(f"records: {len(before)} present of {len(town.of)}; clients ever issued: {len(issued)}; runs: {asked.runs}")
    print(f"pure id churn: {pure} (of {moved} records that changed their client by a merge or a split)")
    print(f"ids that resolve to nobody: {lost}")
    print(f"runs after which an undone merge did not stand: {broken} of {asked.runs}")
    print(f"processor time: {took:.1f} s")


if __name__ == "__main__":
    main()
