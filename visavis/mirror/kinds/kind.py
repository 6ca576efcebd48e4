"""What a kind of measure is made of, and the bench on which it computes."""

import shutil
import uuid
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from visavis.declarations import Written
from visavis.engine.lake import Entry, Lake, Manifest, extra_columns
from visavis.engine.measuring.examples import Example
from visavis.engine.measuring.selecting import Facts
from visavis.engine.measuring.values import Figure
from visavis.engine.people import Behind
from visavis.engine.steps import Runner, Step
from visavis.engine.tables import FACTS, Table, Type
from visavis.mirror.reflection import Measured
from visavis.mistakes import Words

GROUPS = "groups"
"""Beside the name of a kind: under which name `Bench.shared` keeps the bench of the measure that tells of groups."""


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one measure in one period, over all (`grouping` None) or of one team or class; the first is its value."""

    period: str | None
    figures: list[Figure]
    grouping: str | None = None


class Bench:
    """Runs one measure's steps, remembers them, and fetches what they leave."""

    def __init__(
        self,
        runner: Runner,
        lake: Lake,
        manifest: Manifest,
        name: str,
        run: str = "",
        shared: dict[Hashable, str] | None = None,
    ) -> None:
        self.runner, self.lake, self.manifest, self.name, self.of_run = runner, lake, manifest, name, run
        self.shared = {} if shared is None else shared
        """What measures before this one left written down, and under which name."""
        self.ran: list[Step] = []
        self.behind: list[Behind] | None = None
        self.left: list[Entry] = []
        self.examples: list[Example] = []
        self.work: set[tuple[str, str]] = set()
        """Source and type of events of which a measure tells teams over all time (`guard.work_or_cases`)."""

    def tells_groups(self, kind: str) -> bool:
        """Whether this is the measure of its kind that may tell of groups, where only one does: the first by name, which pages show."""
        return self.shared.get((GROUPS, kind), self.name) == self.name

    def facts(self, view: str) -> Facts:
        """A lake view that `measures/*.yaml` may name, with its columns."""
        return Facts(view, self.columns(view), self.columns("events"))

    def columns(self, table: str) -> dict[str, Type]:
        """The columns of a table of facts, those of this home included (`extra_…`)."""
        own = {column.name: column.type for column in FACTS[table].columns}
        return own | dict(extra_columns(self.manifest.of(table)))

    def show(self, *tables: str) -> None:
        """Let the steps read further tables of the run: `clusters`, `readings` …"""
        self.lake.show(self.runner, self.manifest, tables)

    def run(self, steps: Sequence[Step]) -> None:
        """Run steps; they are shown beside the figures."""
        self.ran += steps
        self.runner.run(list(steps))

    def rows(self, view: str) -> list[dict[str, Any]]:
        """The rows of a small view."""
        return self.runner.rows(f"SELECT * FROM {view}")

    def leave(self, table: Table, view: str) -> None:
        """Leave the rows of `view` as the result table `table`, beside the measures. The former file stays where it has the same:
        what is published out of it need not be computed again."""
        target = self.lake.new_file(table.name, self.of_run)
        if rows := self.runner.write(view, target):
            entry = self.lake.entry(table.name, target, rows)
            self.left.append(next((e for e in self.manifest.of(table.name) if self.lake.same_rows(e, entry)), entry))

    def exemplify(self, examples: Iterable[Example]) -> None:
        """Leave cases or clients that figures are about, each list in its order."""
        self.examples += examples

    def stand(self, behind: Iterable[Behind]) -> None:
        """Tell who stands behind the figures of groups: a kind whose groups are about us tells it for all of them."""
        self.behind = [*(self.behind or []), *behind]

    def fetch(self, view: str, columns: list[str]) -> dict[str, Any]:
        """The columns of `view` as NumPy arrays, through a scratch file: it may have millions of rows."""
        import pyarrow.parquet as parquet

        scratch = self.lake.folder / "scratch" / f"{uuid.uuid4().hex}.parquet"
        scratch.parent.mkdir(parents=True, exist_ok=True)
        try:
            self.runner.write(view, scratch)
            table = parquet.read_table(scratch, columns=columns)
            return {name: table[name].to_numpy() for name in columns}
        finally:
            if scratch.is_dir():
                shutil.rmtree(scratch)
            scratch.unlink(missing_ok=True)


def never(bench: Bench) -> None:
    """A kind that is computed only where it is declared."""


@dataclass(frozen=True, slots=True)
class Kind[Spec: Written]:
    """One kind of measure.

    `name` is its key in `measures/*.yaml` and `spec` what stands under it. `results` computes the figures and raises Unmeasurable
    where the facts can't carry them. `scope` says in one line what was declared; `sentences` what was found, the finding first.
    `unasked` is the spec by which it is computed where nobody declared one, None where the facts don't carry it; such a measure
    bears the name of its kind, and `title`. `of_some`: even over all it is about some of us, those who judged, and is held like a group.
    """

    name: str
    spec: type[Spec]
    results: Callable[[Bench, Spec], list[Result]]
    scope: Callable[[Spec], str]
    sentences: Callable[[Measured], list[Words]]
    unit: Callable[[Spec], str] = field(default=lambda spec: "share")
    of_which: Callable[[Spec], list[str]] = field(default=lambda spec: [])
    unasked: Callable[[Bench], Spec | None] = never
    title: Words | None = None
    of_some: bool = False
