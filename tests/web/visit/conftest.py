"""A demonstration that was run once, copied for each test and published to its database."""

import shutil
from pathlib import Path

import pytest
from django.db import connections

from visavis import database
from visavis.demo.generate import generate
from visavis.running.home import make_home
from visavis.running.run import run

CLIENTS = 60
FOLDERS = ("exports", "sources", "promises", "measures", "truth", "lake", "rejects")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders of an invented company whose run is published, to copy."""
    place = tmp_path_factory.mktemp("demonstration") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(database.URL, raising=False)
        connections.close_all()
        generate(place, clients=CLIENTS, seed=5)
        make_home(place, lang="fr")
        run(place)
        connections.close_all()
    return place


@pytest.fixture
def invented(home: Path, made: Path) -> Path:
    """The home of this test as a demonstration, before its first run."""
    for name in FOLDERS:
        if name != "lake" and (made / name).is_dir():
            shutil.copytree(made / name, home / name, dirs_exist_ok=True)
    return home


@pytest.fixture
def published(invented: Path, made: Path, either_database: str) -> Path:
    """The same with its run published."""
    shutil.copytree(made / "lake", invented / "lake", dirs_exist_ok=True)
    if either_database == "sqlite":
        connections.close_all()
        shutil.copy(made / database.FILE, invented / database.FILE)
    else:
        run(invented, only=["publish"])
    return invented
