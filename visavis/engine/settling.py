"""Steps that many others read: their rows are written down once, else each reader computes them anew."""

import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path

from visavis.engine.steps import Piece, Runner, Step
from visavis.engine.tables import Type

Columns = tuple[tuple[str, Type], ...]


def perform(runner: Runner, steps: Iterable[Step], settled: Mapping[str, Columns], scratch: Path) -> None:
    """Run `steps`, writing those named in `settled` (with their columns, in order) into files under `scratch`.

    The views of settled steps live as long as these files.
    """
    for each in steps:
        runner.run([each])
        columns = settled.get(each.name)
        if columns is not None:
            target = scratch / f"{each.name}-{uuid.uuid4().hex[:8]}.parquet"
            runner.write(each.name, target)
            files = tuple(sorted(target.glob("*.parquet"))) if target.is_dir() else (target,)
            runner.show(each.name, [Piece(files, columns)], columns)
