"""Steps of a measure that several others read, written down while it is computed."""

import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from visavis.engine.settling import Columns, perform
from visavis.engine.steps import Step
from visavis.mirror.kinds.kind import Bench


@contextmanager
def settling(bench: Bench, settled: Mapping[str, Columns]) -> Iterator[Callable[[Sequence[Step]], None]]:
    """What runs steps on `bench`, those of `settled` written into files that are gone afterwards."""
    scratch = bench.lake.folder / "scratch" / f"settled-{uuid.uuid4().hex}"
    scratch.mkdir(parents=True)

    def run(steps: Sequence[Step]) -> None:
        bench.ran += steps
        perform(bench.runner, steps, settled, scratch)

    try:
        yield run
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
