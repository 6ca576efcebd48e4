"""A home to serve, people of every role, and Django's own test client signed in as one of them."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from visavis import database
from visavis.running.home import make_home
from visavis.vocabulary import Role

PASSWORD = "un mot de passe assez long"


@pytest.fixture
def home(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    either_database: str,
    quick_passwords: None,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Path]:
    """An empty home, in French, on SQLite and on PostgreSQL, served by the settings of this process."""
    place = tmp_path / "home"
    make_home(place, lang="fr")
    if either_database == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), place / database.FILE)
    monkeypatch.setattr(settings, "HOME", place)
    # Past the settings' own look at the former value, which refuses an empty one.
    monkeypatch.setitem(settings.__dict__, "SECRET_KEY", "only for tests, where nothing is worth stealing")
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["testserver", "localhost", "127.0.0.1"])
    database.use(place)
    yield place
    cache.clear()


@pytest.fixture
def signed_in(home: Path) -> Callable[..., Client]:
    """`signed_in(Role.LEAD)`: a client of that role; `signed_in(None)`: of nobody; `lang="en"` for English."""
    from visavis.house.models import User

    def sign_in(role: Role | None, *, lang: str = "fr", **options: object) -> Client:
        client = Client(**options)  # type: ignore[arg-type]
        client.cookies["visavis_language"] = lang
        if role is not None:
            email = f"{role}@exemple.example"
            user = User.objects.filter(email=email).first() or User.objects.create_user(
                email, f"Camille {role}", role, PASSWORD
            )
            client.force_login(user)
        return client

    return sign_in
