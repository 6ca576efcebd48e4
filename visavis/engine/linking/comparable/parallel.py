"""One function over many slices, in several processes: results come in order, and only a few wait at a time."""

import gc
import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any

FEWEST = 3
"""Fewer slices are read in this process: starting others takes longer."""

MOST = 4
"""Each process holds a slice and what it makes of it in memory."""


def in_order[T](
    function: Callable[..., T], slices: Sequence[tuple[Any, ...]], *, processes: int | None = None
) -> Iterator[T]:
    """`function(*slice)` of each slice, in order.

    A process that may start no other (a daemon) does it alone. The others are started anew (spawn), for the threads of this one can't be copied; so `function` is one of a module. Raises
    what it raises.
    """
    many = min(
        processes
        or min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, MOST),
        len(slices),
    )
    alone = processes is None and len(slices) < FEWEST
    if many < 2 or alone or multiprocessing.current_process().daemon:
        yield from (function(*each) for each in slices)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(many, mp_context=context, initializer=_begin) as pool:
        waiting: deque[Future[T]] = deque()
        for each in slices:
            waiting.append(pool.submit(function, *each))
            if len(waiting) > many + 1:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _begin() -> None:
    """Ready a process that reads slices and ends."""
    # Millions of small values and hardly a cycle among them: looking for one takes a fifth of the time.
    gc.disable()
    sys.meta_path.insert(0, _WithoutPandas())


class _WithoutPandas:
    """Tells that there is no pandas: where it is installed, pyarrow loads it to ask of each list whether it is one of its columns,
    and none is."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        """None, for what others find; raises ModuleNotFoundError for pandas."""
        if name == "pandas":
            raise ModuleNotFoundError(name, name=name)
