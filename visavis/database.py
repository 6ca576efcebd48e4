"""The database of a home: Django set up once per process, pointed at a home, migrated when it needs to be.

SQLite in the home by default; PostgreSQL where `VISAVIS_DATABASE_URL` names one, which then belongs to that home alone.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from weakref import WeakKeyDictionary

from visavis.mistakes import Mistake, Words

FILE = "visavis.sqlite3"
URL = "VISAVIS_DATABASE_URL"


def configuration(home: Path) -> dict[str, Any]:
    """What Django needs to know of the database of `home`; raises Mistake for an address that can't be understood."""
    url = os.environ.get(URL, "")
    return _postgresql(url) if url else _sqlite(home)


def _sqlite(home: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": (home / FILE).absolute(),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            # 40 MB of log before it is folded in: whoever writes a little seldom waits for that, as durable as before
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA wal_autocheckpoint=10000;",
            "timeout": 60,
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgresql", "postgres") or not name:
        raise Mistake(
            Words(fr=f"{URL} ne désigne pas une base PostgreSQL", en=f"{URL} does not name a PostgreSQL database"),
            remedy=Words(
                fr="écrivez postgresql://utilisateur:mot-de-passe@serveur:5432/base",
                en="write postgresql://user:password@server:5432/database",
            ),
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"server_side_binding": True} | options,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def use(home: Path) -> None:
    """Work with the database of `home` from now on in this process, made or brought up to date if need be.

    May be called as often as one likes, for one home or for several in turn. Raises Mistake where the database can't be
    opened or written.
    """
    import django
    from django.apps import apps
    from django.db import Error, connections

    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "visavis.settings")
        django.setup()
    _point(configuration(home))
    try:
        if _is_behind():
            _migrate()
    except (Error, OSError) as error:
        connections.close_all()
        raise Mistake(
            Words(fr=f"la base de données ne s’ouvre pas: {error}", en=f"the database can't be opened: {error}"),
            remedy=Words(
                fr="vérifiez les droits, la place sur le disque, et que le serveur répond",
                en="check permissions, disk space, and that the server answers",
            ),
            file=None if os.environ.get(URL) else home / FILE,
        ) from None


_opened_for: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()
"""What each connection was pointed at. Django keeps one for a thread and another for code under an event loop in it,
so one may have missed that the process went on to another home."""


def _point(wanted: dict[str, Any]) -> None:
    """Make the connection that the caller sees lead where `wanted` says, and nowhere else."""
    from django.db import connections

    settings = connections.databases["default"]
    if any(settings.get(name) != value for name, value in wanted.items()):
        connections.close_all()
        for name in ("USER", "PASSWORD", "HOST", "PORT"):
            settings[name] = ""
        settings["CONN_MAX_AGE"] = 0
        settings.update(wanted)
    connection = connections["default"]
    if _opened_for.get(connection, wanted) != wanted:
        connection.close()
    if type(connection).__module__ != f"{wanted['ENGINE']}.base":
        connection.close()
        del connections["default"]
    _opened_for[connections["default"]] = wanted


def exists(home: Path) -> bool:
    """Whether `home` has a database that something was written to."""
    return bool(os.environ.get(URL)) or (home / FILE).exists()


_up_to_date: set[str] = set()
"""Names of databases that this process has seen with all migrations, so that it asks once."""


def _is_behind() -> bool:
    """Whether a migration of ours has not been applied; costs one query, once per database and process."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    place = connection.settings_dict
    if connection.vendor == "sqlite" and not Path(str(place["NAME"])).exists():
        return True
    name = f"{place['HOST']}:{place['PORT']}/{place['NAME']}"
    if name not in _up_to_date:
        applied = {name for app, name in MigrationRecorder(connection).applied_migrations() if app == "visavis"}
        if not {file.stem for file in (Path(__file__).parent / "migrations").glob("[0-9]*.py")} <= applied:
            return True
        _up_to_date.add(name)
    return False


def shrink() -> None:
    """Give the room of erased rows back to the disk, where the database does not by itself; not while others hold it."""
    from contextlib import suppress

    from django.db import OperationalError, connection

    if connection.vendor == "sqlite":
        with suppress(OperationalError), connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
