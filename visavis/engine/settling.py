"""Steps that many others read: their rows are written down once, else each reader computes them anew."""

import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path

from visavis.engine.duckdb import DuckDB
from visavis.engine.steps import Piece, Runner, Step
from visavis.engine.tables import Type

Columns = tuple[tuple[str, Type], ...]


def perform(
    runner: Runner, steps: Iterable[Step], settled: Mapping[str, Columns], scratch: Path, *, hold: bool = False
) -> None:
    """Run `steps`, writing down the rows of those named in `settled` (with their columns, in order): into files under `scratch`, or,
    with `hold`, in tables of the session where the engine has them: quicker, and they spill to disk as all else it holds.

    The views of settled steps live as long as these files, or until `forgotten`.
    """
    for each in steps:
        runner.run([each])
        columns = settled.get(each.name)
        if columns is None:
            continue
        if hold and isinstance(runner, DuckDB):
            runner.hold(each.name, columns)
        else:
            target = scratch / f"{each.name}-{uuid.uuid4().hex[:8]}.parquet"
            runner.write(each.name, target)
            files = tuple(sorted(target.glob("*.parquet"))) if target.is_dir() else (target,)
            runner.show(each.name, [Piece(files, columns)], columns)


def forgotten(runner: Runner, settled: Iterable[str]) -> None:
    """Let go of the rows of `settled` steps that the session holds; their views can't be read any more."""
    if isinstance(runner, DuckDB):
        for name in settled:
            runner.let_go(name)
