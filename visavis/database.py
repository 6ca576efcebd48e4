"""The database of a home: Django set up once per process, pointed at a home, migrated when it needs to be."""

import os
from pathlib import Path

from visavis.mistakes import Mistake, Words

FILE = "visavis.sqlite3"


def use(home: Path) -> None:
    """Work with the database of `home` from now on in this thread, made or brought up to date if need be.

    May be called as often as one likes, for one home or for several in turn. Raises Mistake where the database can't be
    opened or written.
    """
    import django
    from django.apps import apps
    from django.db import Error, connections

    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "visavis.settings")
        django.setup()
    path = (home / FILE).absolute()
    settings = connections.databases["default"]
    if Path(str(settings["NAME"])) != path:
        connections.close_all()
        settings["NAME"] = path
    try:
        if not path.exists() or _is_behind():
            _migrate()
    except (Error, OSError) as error:
        connections.close_all()
        raise Mistake(
            Words(fr=f"la base de données ne s’ouvre pas: {error}", en=f"the database can't be opened: {error}"),
            remedy=Words(fr="vérifiez les droits et la place sur le disque", en="check permissions and disk space"),
            file=path,
        ) from None


def exists(home: Path) -> bool:
    """Whether `home` has a database."""
    return (home / FILE).exists()


def _is_behind() -> bool:
    """Whether a migration of ours has not been applied; costs one query."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    applied = {name for app, name in MigrationRecorder(connection).applied_migrations() if app == "visavis"}
    ours = {file.stem for file in (Path(__file__).parent / "migrations").glob("[0-9]*.py")}
    return not ours <= applied


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
