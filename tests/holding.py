"""Whether somebody else could take a row now: seen from another connection, without waiting."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import OperationalError, connection, connections, transaction
from django.db.models import Model


def is_held(row: Model) -> bool:
    """Whether this thread's transaction keeps every other one from locking `row`."""
    look = _sqlite if connection.vendor == "sqlite" else _postgresql
    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(look, row).result()


def _postgresql(row: Any) -> bool:
    try:
        with transaction.atomic():
            type(row).objects.select_for_update(nowait=True, no_key=True).get(pk=row.pk)
    except OperationalError:
        return True
    finally:
        connections.close_all()
    return False


def _sqlite(row: Model) -> bool:
    """SQLite has one lock for all rows, which whoever is about to write holds."""
    file = sqlite3.connect(str(connections.databases["default"]["NAME"]), timeout=0)
    try:
        file.execute("BEGIN IMMEDIATE")
        file.rollback()
    except sqlite3.OperationalError:
        return True
    finally:
        file.close()
    return False
