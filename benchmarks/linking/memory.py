"""The most memory that a process and its children held together."""

import resource
import sys
import threading
from pathlib import Path

EVERY = 0.1
"""Seconds between two looks."""


class Peak:
    """Within `with`, looks at the resident memory of this process and of all that it started; `gigabytes` is the most seen.

    Pages that several processes share are counted for each. Where there is no /proc only this process counts.
    """

    def __init__(self) -> None:
        self.gigabytes = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        unit = 1 if sys.platform == "darwin" else 1024
        self.gigabytes = max(self.gigabytes, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9)

    def _look(self) -> None:
        while not self._ended.wait(EVERY):
            self.gigabytes = max(self.gigabytes, _resident(Path("/proc/self")) / 1e9)


def _resident(process: Path) -> int:
    try:
        own = int((process / "statm").read_text().split()[1]) * resource.getpagesize()
        children = [child for task in (process / "task").iterdir() for child in (task / "children").read_text().split()]
    except (OSError, IndexError):
        return 0
    return own + sum(_resident(Path("/proc") / child) for child in children)
