"""Leaving the demonstration: all that came with it goes, so that a company begins with its own files; people stay.

What was begun is finished: the database is emptied first, in one transaction, and the mark by which the home is known goes
last, so that a home whose server was killed meanwhile is still a demonstration, and is left on the next try.
"""

import json
import time
from pathlib import Path

from django.db import connection, models, transaction
from django.utils import timezone

from visavis import database
from visavis.declarations.writing import write_atomically
from visavis.demo.standing import MARK, TRUTH, is_demonstration, own, remove, written
from visavis.house.models import ApiKey, Change, Invitation, SignInAttempt, User
from visavis.mistakes import Mistake, Words
from visavis.running.home import FOLDERS as FOLDERS_OF_A_HOME
from visavis.running.lock import running_alone
from visavis.sources.dropping import unlook
from visavis.sources.models import Drop, DroppedFile
from visavis.work.leasing import NOTICED, at_work, withdraw_all

BEGUN = Path(TRUTH) / "leaving.json"
"""That somebody decided to leave, until all of it is done."""

KEPT: tuple[type[models.Model], ...] = (User, ApiKey, Invitation, SignInAttempt, Change, Drop, DroppedFile)
"""Tables that tell of people, not of the company; the last three lose the rows that do."""


class Beside(Mistake):
    """Sources of somebody's own stand beside the demonstration, and would go with it."""


def leave(home: Path) -> None:
    """Forget the demonstration in `home`: exports, sources, promises, measures, truth, lake, and all that was computed or
    noted about its clients. Accounts, roles, settings and files that people sent and did not yet agree to stay.

    What a worker is at for the demonstration is given up: its process ends before anything is erased. Raises AnotherRun
    while somebody computes in a terminal, and Beside where people declared sources of their own.
    """
    if not (is_demonstration(home) or is_begun(home)):
        return
    _must_hold_nothing_else(home)
    with running_alone(home, patience=_stop_work()):
        if is_demonstration(home):
            write_atomically(home / BEGUN, json.dumps({"since": timezone.now().isoformat()}) + "\n")
        _forget(home)
    database.shrink()


def is_begun(home: Path) -> bool:
    """Whether leaving was begun and not finished: its process was killed."""
    return (home / BEGUN).is_file()


def finish(home: Path) -> bool:
    """Finish what a killed process began, if anything; whether it is done. For servers, when they start."""
    if not is_begun(home):
        return False
    try:
        leave(home)
    except Mistake:
        return False
    return True


def _must_hold_nothing_else(home: Path) -> None:
    names = own(home).sources
    if names:
        listed = ", ".join(names)
        raise Beside(
            Words(
                fr=f"vos propres sources sont ici, à côté de la démonstration: {listed}; rien n’a été effacé",
                en=f"sources of your own stand here, beside the demonstration: {listed}; nothing was erased",
            ),
            remedy=Words(
                fr="retirez-les d’abord dans Réglages, Sources (leurs fichiers restent), ou commencez dans un autre dossier: "
                "visavis init MON-ENTREPRISE",
                en="withdraw them first in Settings, Sources (their files stay), or begin in another folder: "
                "visavis init MY-COMPANY",
            ),
        )


PATIENCE = 10.0
"""Seconds that a worker's process gets to be gone, beyond those after which the worker ends it."""


def _stop_work() -> float:
    """Have workers give up what they are at; for how many seconds the lock may still be held by what they did."""
    if not at_work():
        return 0.0
    withdraw_all()
    time.sleep(NOTICED.total_seconds())
    return PATIENCE


def _forget(home: Path) -> None:
    with transaction.atomic():
        _empty_tables()
        Change.objects.filter(what=Change.What.FILE).delete()
        Drop.objects.exclude(accepted_at=None, discarded_at=None).delete()
        for drop in Drop.objects.select_for_update():
            unlook(drop)
    remove(*(each for each in (home / "lake").glob("*") if each.name != "lock"))
    made = ("rejects", "sources", "promises", "measures", "words", "reader", "teams.yaml")
    remove(*(home / name for name in made))
    remove(*(home / "exports" / name for name in written(home).get("exports", ())))
    for name in FOLDERS_OF_A_HOME:
        (home / name).mkdir(exist_ok=True)
    last = (home / MARK, home / BEGUN)
    remove(*(each for each in (home / TRUTH).glob("*") if each not in last))
    remove(*last, home / TRUTH)


def _empty_tables() -> None:
    """Empty every table of ours that is not kept, whoever refers to whom, and count rows anew from one."""
    from django.apps import apps
    from django.core.management.color import no_style

    gone = [model._meta.db_table for model in apps.get_app_config("visavis").get_models() if model not in KEPT]
    with connection.cursor() as cursor:
        for sql in connection.ops.sql_flush(no_style(), gone, reset_sequences=True):
            cursor.execute(sql)
