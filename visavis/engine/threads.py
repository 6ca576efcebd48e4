"""Work done in threads, its results in order: only a few wait at a time. Threads gain where Python leaves the work to libraries that
let go of it, as Arrow, DuckDB and SQLite do."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

MOST = 4
"""Each thread holds a slice and what it makes of it in memory."""


def in_order[T](
    function: Callable[..., T], slices: Iterable[tuple[Any, ...]], *, threads: int | None = None
) -> Iterator[T]:
    """`function(*slice)` of each slice, in order, in as many `threads` (usually one a core, MOST at most).

    Slices are asked for as threads come to need them. Raises what it raises.
    """
    many = threads or min(_cores(), MOST)
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


def ahead[T](items: Iterable[T], *, most: int = 2) -> Iterator[T]:
    """The same items, the next ones of which (`most` at a time) are computed in a thread beside what is done with each. Raises what
    computing them raises, once those before were given."""
    computed, end = iter(items), object()
    with ThreadPoolExecutor(1) as pool:
        waiting = deque(pool.submit(next, computed, end) for _ in range(most))
        while (found := waiting.popleft().result()) is not end:
            waiting.append(pool.submit(next, computed, end))
            yield found  # type: ignore[misc]


@contextmanager
def beside[T](function: Callable[..., T], *given: Any, **named: Any) -> Iterator[Future[T]]:
    """`function(*given, **named)`, computed in a thread while something else is done within; its end is waited for. Where both fail, what
    is raised within bears a note of the other."""
    with ThreadPoolExecutor(1) as pool:
        computed = pool.submit(function, *given, **named)
        try:
            yield computed
        except BaseException as error:
            if other := computed.exception():
                error.add_note(f"What was done beside it failed, too: {other!r}")
            raise


def _cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
