"""Tasks that leave a trace in tables of their own: every call, and one effect for each key however often they are called."""

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
