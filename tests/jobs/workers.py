"""A worker in a process of its own, as `visavis worker` starts one."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from visavis.work.models import Job

ROOT = Path(__file__).parents[2]


@contextlib.contextmanager
def worker(home: Path, *arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    """At work while the block lasts."""
    process = subprocess.Popen([sys.executable, "-m", "visavis.jobs", str(home), *arguments], cwd=ROOT)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def all_done(home: Path) -> int:
    """What `visavis worker --once` does; its exit code."""
    return subprocess.run(
        [sys.executable, "-m", "visavis.jobs", str(home), "--once"], cwd=ROOT, timeout=60, check=False
    ).returncode


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)


def state_of(job: Job) -> str:
    """How a job stands now."""
    job.refresh_from_db()
    return job.state
