"""A home whose jobs are looked at, on SQLite and on PostgreSQL."""

from pathlib import Path

import pytest

from tests.work.effects import make_tables
from visavis import database
from visavis.running.home import make_home


@pytest.fixture
def home(tmp_path: Path, either_database: str) -> Path:
    """An empty home and its database, with a table for what jobs do."""
    place = tmp_path / "home"
    make_home(place, lang="fr")
    database.use(place)
    make_tables()
    return place
