"""One run at a time in a home; whoever comes second is told who is at it."""

import contextlib
import datetime
import fcntl
import getpass
import json
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from visavis.mistakes import Mistake, Words


class AnotherRun(Mistake):
    """A run is at work in this home; a person waits for it to end, a job tries again later."""


@contextlib.contextmanager
def running_alone(home: Path, *, patience: float = 0.0) -> Iterator[None]:
    """Hold the home's lock; raises AnotherRun naming process, person, machine and start of the run that holds it.

    `patience`: seconds that a run which is about to end is waited for.
    The lock belongs to the process: the kernel frees it when the process ends, however it ends.
    """
    path = home / "lake" / "lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as lock:
        give_up = time.monotonic() + patience
        while not _taken(lock):
            if time.monotonic() >= give_up:
                raise _held(path)
            time.sleep(0.1)
        lock.seek(0)
        lock.truncate()
        json.dump(_who(), lock)
        lock.flush()
        try:
            yield
        finally:
            lock.seek(0)
            lock.truncate()


def _taken(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _who() -> dict[str, str | int]:
    started = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    return {"process": os.getpid(), "person": getpass.getuser(), "machine": socket.gethostname(), "since": started}


def _held(path: Path) -> AnotherRun:
    try:
        who = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        who = {"process": "?", "person": "?", "machine": "?", "since": "?"}
    return AnotherRun(
        Words(
            fr="une autre exécution est en cours dans ce dossier: processus {process} de {person} sur {machine}, depuis {since}".format(
                **who
            ),
            en="another run is at work in this home: process {process} of {person} on {machine}, since {since}".format(
                **who
            ),
        ),
        remedy=Words(
            fr="attendez qu’elle finisse, ou arrêtez ce processus: la suivante reprendra où elle en était",
            en="wait until it ends, or stop that process: the next run goes on from where it was",
        ),
        file=path,
    )
