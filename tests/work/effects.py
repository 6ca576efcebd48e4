"""Tasks that leave a trace in tables of their own: every call, and one effect for each key however often they are called."""

import os
import signal
import time
from pathlib import Path

from django.db import connection

from visavis.mistakes import Mistake, Words
from visavis.work.backend import Working, task


def make_tables() -> None:
    """`calls` counts every call, `effects` holds each key once."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE calls (key INTEGER)")
        cursor.execute("CREATE TABLE effects (key INTEGER PRIMARY KEY)")


def rows(query: str) -> list[tuple[int, ...]]:
    """What a query finds."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


@task(most_attempts=100)
def note(context: Working, key: int, seconds: float = 0.0) -> int:
    """Take a while, with the effect in the middle."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO calls (key) VALUES (%s)", [key])
        time.sleep(seconds / 2)
        cursor.execute("INSERT INTO effects (key) VALUES (%s) ON CONFLICT DO NOTHING", [key])
    time.sleep(seconds / 2)
    return key


@task()
def where(context: Working) -> str:
    """Tell the home, and progress."""
    for share in range(200):
        context.progress(Words(fr=f"Étape {share}", en=f"Step {share}"), share / 200)
        time.sleep(0.01)
    return str(context.home)


@task(once=True)
def sole(context: Working, what: str = "") -> None:
    """Two that wait are one."""


@task(most_attempts=3)
def break_down(context: Working) -> None:
    """Fail without a word for people."""
    raise RuntimeError("a name of a client stands here")


@task()
def refuse(context: Working) -> None:
    """Fail by a mistake of people."""
    raise Mistake(
        Words(fr="aucune source", en="no source"),
        remedy=Words(fr="ajoutez-en une", en="add one"),
        file=Path("sources/a.yaml"),
        line=3,
    )


@task()
def die(context: Working, key: int) -> int:
    """Bring the process down at the first call, as a full memory does."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO calls (key) VALUES (%s)", [key])
    if len(rows("SELECT key FROM calls")) == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return key


@task()
def process(context: Working, megabytes: int = 0) -> int:
    """Which process does this, with that much memory in its hands."""
    held = bytearray(megabytes << 20)
    held[::4096] = b"x" * len(held[::4096])
    return os.getpid()
