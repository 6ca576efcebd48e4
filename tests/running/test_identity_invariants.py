"""Whatever arrives, leaves, is decided, taken back and run: who is who keeps its promises."""

import shutil
import tempfile
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests import postgresql
from tests.running.identity import ACTOR, World, end, links, without_pages
from visavis import database
from visavis.clients.decided import Pairs, in_force, standing_pairs
from visavis.mistakes import Mistake
from visavis.running.deciding import cannot_link, merge, must_link, part, undo, undo_merge

KEYS = "abcdefg"
SIMPLEST = settings(
    max_examples=5,
    stateful_step_count=12,
    deadline=None,
    database=None,
    print_blob=False,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


SHORTER = settings(SIMPLEST, max_examples=3, stateful_step_count=8)


def decisions() -> "list[Decision]":  # noqa: F821
    from visavis.clients.models import Decision

    return list(Decision.objects.order_by("id"))


def pairs() -> tuple[Pairs, Pairs]:
    """What stands decided: together and apart."""
    return standing_pairs(decisions())


class Identity(RuleBasedStateMachine):
    """Records of one source come and go; evidence about them is drawn; people decide."""

    template: Path
    home: Path

    def __init__(self) -> None:
        from django.db import connections

        super().__init__()
        connections.close_all()
        self.home = self.make_home()
        self.world = World(self.home)
        self.keys: set[str] = set()
        self.evidence: dict[tuple[str, str], float] = {}
        self.issued: set[int] = set()
        self.seen: dict[str, int] = {}

    def make_home(self) -> Path:
        """A home with an empty database."""
        home = Path(tempfile.mkdtemp(prefix="visavis-"))
        shutil.copy(self.template, home / database.FILE)
        return home

    def teardown(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)

    @initialize(keys=st.sets(st.sampled_from(KEYS), min_size=3))
    def first(self, keys: set[str]) -> None:
        self.keys = keys
        self._run()

    @rule(keys=st.sets(st.sampled_from(KEYS), min_size=1, max_size=3))
    def come_or_go(self, keys: set[str]) -> None:
        """Keys that are there leave, others come; a run sees it."""
        self.keys ^= keys
        self._run()

    @rule(pair=st.sampled_from(list(combinations(KEYS, 2))), bits=st.integers(0, 12))
    def tell(self, pair: tuple[str, str], bits: int) -> None:
        """What sources say of two records changes; a run sees it."""
        self.evidence.pop(pair, None)
        if bits:
            self.evidence[pair] = float(bits)
        self._run()

    @rule()
    def again(self) -> None:
        """A run without anything new changes nothing, once what was decided has been linked."""
        self._run()
        before = dict(links())
        self._run()
        assert links() == before

    @rule(data=st.data())
    def merge_two(self, data: st.DataObject) -> None:
        numbers = sorted(set(links().values()))
        assume(len(numbers) > 1)
        chosen = data.draw(st.lists(st.sampled_from(numbers), min_size=2, max_size=2, unique=True))
        self._decide(lambda: merge(self.home, chosen, actor=ACTOR, reason="one").pk)

    @rule(data=st.data())
    def part_some(self, data: st.DataObject) -> None:
        now = links()
        assume(now)
        client = data.draw(st.sampled_from(sorted(set(now.values()))))
        own = sorted(key for key, number in now.items() if number == client)
        assume(len(own) > 1)
        chosen = data.draw(st.lists(st.sampled_from(own), min_size=1, max_size=len(own) - 1, unique=True))
        self._decide(lambda: part(self.home, client, [end(key) for key in chosen], actor=ACTOR, reason="two").pk)

    @rule(pair=st.sampled_from(list(combinations(KEYS, 2))), same=st.booleans())
    def say_of_two(self, pair: tuple[str, str], same: bool) -> None:
        verb = must_link if same else cannot_link
        self._decide(lambda: verb(self.home, end(pair[0]), end(pair[1]), actor=ACTOR, reason="seen").pk)

    @rule(data=st.data())
    def undo_one(self, data: st.DataObject) -> None:
        standing = [each.pk for each in in_force(decisions())]
        assume(standing)
        number = data.draw(st.sampled_from(standing))
        self._decide(lambda: undo(self.home, number, actor=ACTOR, reason="wrong").pk)

    @rule(data=st.data())
    def undo_a_merge(self, data: st.DataObject) -> None:
        from visavis.clients.models import ClientAlias

        former = sorted(ClientAlias.objects.values_list("former", flat=True))
        assume(former)
        number = data.draw(st.sampled_from(former))
        self._decide(lambda: undo_merge(self.home, number, actor=ACTOR, reason="wrong").pk)

    @rule(data=st.data(), kind=st.sampled_from(["merge", "must-link", "cannot-link", "part"]))
    def decide_and_undo(self, data: st.DataObject, kind: str) -> None:
        """Taken back at once, a decision leaves no trace but new numbers that resolve to whom they came out of."""
        before, aliases = links(), _resolved()
        assume(len(before) > 1)
        one, other = data.draw(st.lists(st.sampled_from(sorted(before)), min_size=2, max_size=2, unique=True))
        try:
            if kind == "merge":
                made = merge(self.home, [before[one], before[other]], actor=ACTOR, reason="one")
            elif kind == "part":
                made = part(self.home, before[one], [end(one)], actor=ACTOR, reason="two")
            else:
                verb = must_link if kind == "must-link" else cannot_link
                made = verb(self.home, end(one), end(other), actor=ACTOR, reason="seen")
        except Mistake:
            return
        undo(self.home, made.pk, actor=ACTOR, reason="wrong")
        note(f"{kind} {one} {other}")
        after = _resolved()
        assert (links(), {number: after[number] for number in aliases}) == (before, aliases)

    @precondition(lambda self: self.world.runs > 0)
    @invariant()
    def every_record_has_one_client_and_every_id_resolves(self) -> None:
        from visavis.clients.models import Client, ClientAlias

        self.issued |= set(Client.objects.values_list("number", flat=True))
        now = _resolved()
        assert self.issued <= set(now)
        assert [each for each in now.values() if each is None] == []
        roots = set(now.values())
        assert set(ClientAlias.objects.values_list("former", flat=True)) & roots == set()
        assert set(links()) == self.keys

    @precondition(lambda self: self.world.runs > 0)
    @invariant()
    def what_is_decided_holds(self) -> None:
        together, apart = pairs()
        now = {end(key): number for key, number in links().items()}
        said = [pair for pair, by in together.items() if by.kind in ("must-link", "merge") and set(pair) <= set(now)]
        assert [pair for pair in said if now[pair[0]] != now[pair[1]]] == []
        assert [pair for pair in apart if set(pair) <= set(now) and now[pair[0]] == now[pair[1]]] == []

    def _run(self) -> None:
        """A run; a client whose records that stayed neither merged nor split keeps its id."""
        before = dict(links()) if self.world.runs else {}
        after = self.world.run(self.keys, self.evidence)
        assert set(after) == self.keys
        stayed = set(before) & set(after)
        for key in stayed:
            mates = {other for other in stayed if before[other] == before[key]}
            mates_after = {other for other in stayed if after[other] == after[key]}
            if mates == mates_after:
                assert after[key] == before[key], f"{key}: {before} → {after}"

    def _decide(self, decision: "Callable[[], int]") -> None:  # noqa: F821
        """People decide; what contradicts is refused, and changes nothing."""
        before = links()
        try:
            decision()
        except Mistake:
            assert links() == before


def _resolved() -> dict[int, int | None]:
    from visavis.clients.models import Client

    found = {number: Client.objects.resolve(number) for number in Client.objects.values_list("number", flat=True)}
    return {number: client.number if client else None for number, client in found.items()}


def test_identity_keeps_its_promises(monkeypatch: pytest.MonkeyPatch, migrated_sqlite: Path) -> None:
    without_pages(monkeypatch)
    monkeypatch.setattr(Identity, "template", migrated_sqlite, raising=False)
    run_state_machine_as_test(Identity, settings=SIMPLEST)  # type: ignore[no-untyped-call]


class OnPostgreSQL(Identity):
    """The same, each example in a database of its own; rules are drawn anew, so fewer do."""

    cluster: postgresql.Cluster
    migrated: str
    patched: pytest.MonkeyPatch

    def make_home(self) -> Path:
        """A home without a file of its database."""
        self.name = self.cluster.create(self.migrated)
        self.patched.setenv(database.URL, self.cluster.url(self.name))
        return Path(tempfile.mkdtemp(prefix="visavis-"))

    def teardown(self) -> None:
        from django.db import connections

        super().teardown()
        connections.close_all()
        self.cluster.drop(self.name)


@pytest.mark.postgresql
def test_identity_keeps_its_promises_on_postgresql(
    monkeypatch: pytest.MonkeyPatch, postgresql_cluster: postgresql.Cluster, migrated: str
) -> None:
    without_pages(monkeypatch)
    for name, given in (("cluster", postgresql_cluster), ("migrated", migrated), ("patched", monkeypatch)):
        monkeypatch.setattr(OnPostgreSQL, name, given, raising=False)
    run_state_machine_as_test(OnPostgreSQL, settings=SHORTER)  # type: ignore[no-untyped-call]
