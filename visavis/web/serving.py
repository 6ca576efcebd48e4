"""The workspace made ready: database up to date, secret key kept in the home."""

import os
import secrets
from pathlib import Path
from typing import Any

from visavis import database

KEY = "secret_key"


def application_of_home() -> Any:
    """The WSGI application for the home of the settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "visavis.settings")
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    database.use(settings.HOME)
    settings.SECRET_KEY = settings.SECRET_KEY or secret_key(settings.HOME)
    return get_wsgi_application()


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
