"""Steps of a measure that several others read, written down while it is computed."""

import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from visavis.engine.settling import Columns, forgotten, perform
from visavis.engine.steps import Step
from visavis.mirror.kinds.kind import Bench


@contextmanager
def settling(bench: Bench, settled: Mapping[str, Columns]) -> Iterator[Callable[[Sequence[Step]], None]]:
    """What runs steps on `bench`, those of `settled` written down until afterwards."""
    scratch = bench.lake.folder / "scratch" / f"settled-{uuid.uuid4().hex}"
    scratch.mkdir(parents=True)

    def run(steps: Sequence[Step]) -> None:
        bench.ran += steps
        perform(bench.runner, steps, settled, scratch, hold=True)

    try:
        yield run
    finally:
        forgotten(bench.runner, settled)
        shutil.rmtree(scratch, ignore_errors=True)
