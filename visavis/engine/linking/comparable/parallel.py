"""One function over many slices, in several threads: results come in order, and only a few wait at a time."""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

MOST = 4
"""Each thread holds a slice and what it makes of it in memory."""


def in_order[T](
    function: Callable[..., T], slices: Sequence[tuple[Any, ...]], *, threads: int | None = None
) -> Iterator[T]:
    """`function(*slice)` of each slice, in order, in as many `threads` (usually one a core, MOST at most).

    Threads gain where the function leaves Python to libraries, as Arrow's do. Raises what it raises.
    """
    many = min(threads or min(_cores(), MOST), len(slices))
    if many < 2:
        yield from (function(*each) for each in slices)
        return
    with ThreadPoolExecutor(many) as pool:
        waiting: deque[Future[T]] = deque()
        for each in slices:
            waiting.append(pool.submit(function, *each))
            if len(waiting) > many:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
