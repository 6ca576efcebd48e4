"""A home with its database, on SQLite and on PostgreSQL; a reader of words alone, which needs nothing built."""

from pathlib import Path

import pytest

from visavis import database
from visavis.engine.reading.reader import Reader, load_reader
from visavis.running.home import make_home


@pytest.fixture
def home(tmp_path: Path, either_database: str) -> Path:
    """An empty home."""
    place = tmp_path / "home"
    make_home(place, lang="fr")
    database.use(place)
    return place


@pytest.fixture(scope="session")
def words_reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """A reader without encoder, trained once."""
    return load_reader(tmp_path_factory.mktemp("words"))
