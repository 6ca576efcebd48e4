"""Clients are made in blocks of a fixed size, each from streams of its own: by any number of processes, the same bytes.

What a process makes of one block goes into files of its own; they are put behind one another in the order of the blocks, so
that nothing but one block per process stands in memory, however large the company.
"""

import gc
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from visavis.demo import chance
from visavis.demo.chance import Texts, texts

SIZE = 20_000
"""Clients of a block."""
PARTS = ".parts"
"""Folder of a home in which files of blocks wait for those of the blocks before them."""


@dataclass(frozen=True, slots=True)
class Block:
    """`clients` clients, the first of whom is the company's `first`-th."""

    number: int
    first: int
    clients: int
    seed: int

    @property
    def begins(self) -> bool:
        """Whether its rows begin the files."""
        return self.number == 0

    def stream(self, subject: str) -> np.random.Generator:
        """The random stream of one subject in this block."""
        return chance.stream(self.seed, subject, self.number)

    def keys(self, prefix: str, first: int, n: int, *, each: int = 4) -> Texts:
        """`n` keys that no other block has, as long as there are at most `each` a client."""
        start = first + self.first * each
        return texts(list(map(prefix.__add__, map(str, range(start, start + n)))))


def blocks(clients: int, seed: int, size: int = SIZE) -> list[Block]:
    """The blocks of a company; the last one may be smaller."""
    return [
        Block(number, first, min(size, clients - first), seed) for number, first in enumerate(range(0, clients, size))
    ]


def processes_for(count: int) -> int:
    """How many processes are worth starting for so many blocks: one a core, none beside this one for a single block."""
    return min(count, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def in_blocks[Told](
    make: Callable[[Block, Path], Told], of: list[Block], home: Path, *, processes: int | None = None
) -> Iterator[Told]:
    """What `make(block, folder)` tells of each block, in order; the files it wrote in `folder` stand behind those in `home`."""
    parts = home / PARTS
    shutil.rmtree(parts, ignore_errors=True)
    asked = processes or processes_for(len(of))
    try:
        for block, told in _made(make, of, parts, asked):
            _append(parts / str(block.number), home, begins=block.begins)
            yield told
    finally:
        shutil.rmtree(parts, ignore_errors=True)


def _made[Told](
    make: Callable[[Block, Path], Told], of: list[Block], parts: Path, processes: int
) -> Iterator[tuple[Block, Told]]:
    if processes == 1:
        for block in of:
            yield block, _one(make, block, parts)
        return
    # Spawned, not forked: the program that asks may hold threads and connections.
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting: list[tuple[Block, Future[Told]]] = []
        for block in of:
            waiting.append((block, pool.submit(_one, make, block, parts)))
            # Two blocks ahead for each process: files that wait stay few.
            if len(waiting) > 2 * processes:
                first, made = waiting.pop(0)
                yield first, made.result()
        for block, made in waiting:
            yield block, made.result()


def _one[Told](make: Callable[[Block, Path], Told], block: Block, parts: Path) -> Told:
    folder = parts / str(block.number)
    folder.mkdir(parents=True)
    # Hundreds of thousands of tuples come and go, none in a circle: looking for circles takes a tenth of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return make(block, folder)
    finally:
        if collecting:
            gc.enable()


def _append(folder: Path, home: Path, *, begins: bool) -> None:
    for part in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole = home / part.relative_to(folder)
        whole.parent.mkdir(parents=True, exist_ok=True)
        if begins or not whole.exists():
            os.replace(part, whole)
            continue
        with part.open("rb") as rows, whole.open("ab") as file:
            shutil.copyfileobj(rows, file, 1 << 20)
        part.unlink()
    shutil.rmtree(folder)
