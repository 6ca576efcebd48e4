"""Progress on the terminal: a bar for people, plain lines for logs; always on standard error."""

import contextlib
import sys
import time
from collections.abc import Iterator

from visavis.engine.progress import Progress
from visavis.mistakes import Lang, Words


@contextlib.contextmanager
def bar(lang: Lang) -> Iterator[Progress]:
    """A callback that shows progress in `lang` while the context lasts."""
    if not sys.stderr.isatty():
        yield _lines(lang)
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("…", total=None)

        def progress(what: Words, share: float | None = None, /) -> None:
            shown.update(task, description=what.say(lang), total=None if share is None else 1.0, completed=share or 0.0)

        yield progress


def _lines(lang: Lang) -> Progress:
    """Lines for logs: what takes less than a second is not worth one."""
    last = [time.monotonic(), 0.0]

    def progress(what: Words, share: float | None = None, /) -> None:
        now = time.monotonic()
        if now - last[0] > 1 and now - last[1] > 2:
            last[1] = now
            print(what.say(lang) if share is None else f"{what.say(lang)} ({share:.0%})", file=sys.stderr)

    return progress
