"""The workspace made ready: database up to date, secret key kept in the home."""

import gc
import os
import secrets
import signal
import threading
import time
from pathlib import Path
from typing import Any

from visavis import database

KEY = "secret_key"
SERVER = "VISAVIS_SERVER"
"""Process of `visavis serve`, in the environment of those that it starts."""


def application_of_home() -> Any:
    """The WSGI application for the home of the settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "visavis.settings")
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.db import connections
    from django.urls import get_resolver

    database.use(settings.HOME)
    if not os.environ.get("VISAVIS_SECRET_KEY"):
        settings.SECRET_KEY = secret_key(settings.HOME)
    connections.close_all()
    if SERVER in os.environ:
        threading.Thread(target=_end_with, args=(int(os.environ[SERVER]),), daemon=True).start()
    application = get_wsgi_application()
    from visavis.demo.leaving import finish

    finish(settings.HOME)
    get_resolver().url_patterns  # noqa: B018  # every page loaded before the first reader comes
    settle()
    return application


def settle() -> None:
    """Let the collector of garbage pass over what was loaded for good, and look at the rest less often.

    It would go through every module again and again, a tenth of the time that pages take; what requests leave behind is
    freed without it, as nearly all of it has no cycles.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _end_with(server: int) -> None:
    """A process that answers pages ends with the one that started it, so that none holds the port for nobody."""
    while os.getppid() == server:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def secret_key(home: Path) -> str:
    """The key that signs sessions and forms: made once, readable by the owner of the home alone."""
    file = home / KEY
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(50))
    return file.read_text(encoding="ascii").strip()
