"""Workers that are born and killed: `python -m tests.jobs.nursery HOME KILLS WORKERS SEED LEASE`.

Workers are forked from this process, which has everything loaded: they start within milliseconds and are killed with −9 at
random moments. After the last kill as many workers as asked for finish what is left, and are asked to stop.
"""

import contextlib
import datetime
import os
import random
import signal
import sys
import time
from pathlib import Path

from visavis import database


def main(home: Path, kills: int, workers: int, seed: int, lease: datetime.timedelta) -> None:
    """Kill, then let finish; exits with 1 where a worker that was asked to stop did not end well."""
    database.use(home)
    from django.db import connections

    from visavis.work.models import Job

    chance = random.Random(seed)
    alive = [_worker(home, lease) for _ in range(workers)]
    for _ in range(kills):
        time.sleep(chance.uniform(0.02, 0.2))
        at = chance.randrange(workers)
        os.kill(alive[at], signal.SIGKILL)
        os.waitpid(alive[at], 0)
        alive[at] = _worker(home, lease)
    while Job.objects.unfinished().exists():
        connections.close_all()
        time.sleep(0.05)
    for process in alive:
        os.kill(process, signal.SIGTERM)
    if any(os.waitpid(process, 0)[1] for process in alive):
        raise SystemExit(1)


def _worker(home: Path, lease: datetime.timedelta) -> int:
    from django.db import connections

    from visavis.jobs.worker import work

    connections.close_all()
    process = os.fork()
    if process == 0:
        with contextlib.suppress(BaseException):
            work(home, lease=lease)
            os._exit(0)
        os._exit(1)
    return process


if __name__ == "__main__":
    place, *numbers, length = sys.argv[1:]
    main(Path(place), *(int(each) for each in numbers), datetime.timedelta(seconds=float(length)))
