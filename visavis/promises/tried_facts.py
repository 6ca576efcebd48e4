"""Whose facts stand behind trials: cells of facts that the same conditions choose, with what tells when somebody's facts there change."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from visavis.engine.measuring.retelling import Once
from visavis.engine.steps import Runner

BETWEEN = "\x1f"


@dataclass(frozen=True)
class TriedFacts:
    """Facts by what chooses them: `rows` are (staff, names of the conditions that hold, how many, digest of them all)."""

    names: Sequence[str]
    rows: Sequence[tuple[str, frozenset[str], int, int]]

    @cached_property
    def cells(self) -> dict[str, dict[str, str]]:
        """By cell, whose facts are in it, each with what changes with them."""
        return self._by_cell(self.names)

    def inside(self, name: str) -> list[str]:
        """The cells of the facts that a condition chooses."""
        return sorted(cell for cell in self.cells if name in cell.split(BETWEEN))

    def behind(self, name: str) -> dict[str, str]:
        """Whose facts a condition chooses, in whatever cells."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for staff, own, n, digest in self.rows:
            if name in own:
                found[staff].append((n, digest))
        return {staff: _mark(facts) for staff, facts in found.items()}

    def once(self, apart: Collection[str]) -> Once | None:
        """The cells as they were told apart by `apart`; None where they are no finer now, or were never told."""
        if not apart or set(self.names) <= set(apart):
            return None
        named = {_cell(own, self.names): _cell(own, apart) for _, own, _, _ in self.rows}
        return Once({cell: former for cell, former in named.items() if cell and former}, self._by_cell(apart))

    def _by_cell(self, among: Collection[str]) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
        for staff, own, n, digest in self.rows:
            if cell := _cell(own, among):
                found[cell][staff].append((n, digest))
        return {cell: {staff: _mark(facts) for staff, facts in them.items()} for cell, them in found.items()}


def _cell(own: frozenset[str], among: Collection[str]) -> str:
    return BETWEEN.join(sorted(own.intersection(among)))


def _mark(facts: Sequence[tuple[int, int]]) -> str:
    """The same for the same facts, however they are told apart."""
    digest = 0
    for _, each in facts:
        digest ^= each
    return f"{sum(n for n, _ in facts)} {digest}"


def read_facts(runner: Runner, table: str, wheres: Mapping[str, str]) -> TriedFacts:
    """The facts of `table` (named `f` in `wheres`, SQL by name) that somebody did. DuckDB; the views of facts must stand.

    What a trial tells hangs on the fact itself, on events about it and on ratings of it: so does the digest.
    """
    names = sorted(wheres)
    flags = ", ".join(
        f"CASE WHEN {wheres[name]} THEN 1 ELSE 0 END AS holds_{place}" for place, name in enumerate(names)
    )
    own = "bit_xor(md5_number_lower(concat_ws('|', CAST(f AS VARCHAR), CAST(e.digest AS VARCHAR), CAST(r.digest AS VARCHAR))))"
    about = " ".join(
        f"""LEFT JOIN (SELECT about, bit_xor(md5_number_lower(CAST(a AS VARCHAR))) AS digest FROM {other} AS a
        WHERE NOT about IS NULL GROUP BY about) AS {name} ON {name}.about = f.source || '/' || f.key"""
        for other, name in (("events", "e"), ("ratings", "r"))
    )
    rows = runner.rows(
        f"SELECT f.staff, {flags}, count(*) AS n, {own} AS digest FROM {table} AS f {about} WHERE NOT f.staff IS NULL GROUP BY ALL"
    )
    return TriedFacts(
        names,
        [
            (
                row["staff"],
                frozenset(name for place, name in enumerate(names) if row[f"holds_{place}"]),
                int(row["n"]),
                int(row["digest"]),
            )
            for row in rows
        ],
    )
