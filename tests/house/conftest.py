"""A home with its database, on SQLite and on PostgreSQL."""

from pathlib import Path

import pytest
from django.conf import settings

from visavis import database
from visavis.running.home import make_home


@pytest.fixture
def home(tmp_path: Path, either_database: str, quick_passwords: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home whose people we look at."""
    place = tmp_path / "home"
    make_home(place, lang="fr")
    database.use(place)
    monkeypatch.setitem(settings.__dict__, "SECRET_KEY", "only for tests, where nothing is worth stealing")
    return place
