"""Several homes in one test, each with a database of its own, on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from visavis import database
from visavis.running.publishing import kept
from visavis.running.publishing import publish as publishing

Enter = Callable[..., Path]


@pytest.fixture(autouse=True)
def few_count_as_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever changes in small homes is much of them: publish as in big ones, where it is little."""
    monkeypatch.setattr(kept, "MOST", 1_000.0)


@pytest.fixture
def enter(
    either_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Enter]:
    """`enter("one")` is the path of a home whose database is used from then on; `copy_of="two"` copies another home's."""
    from django.db import connections

    cluster = request.getfixturevalue("postgresql_cluster") if either_database == "postgresql" else None
    names: dict[str, str] = {}

    def enter(name: str, *, copy_of: str | None = None) -> Path:
        connections.close_all()
        if cluster:
            if name not in names:
                names[name] = cluster.create(names[copy_of] if copy_of else request.getfixturevalue("migrated"))
            monkeypatch.setenv(database.URL, cluster.url(names[name]))
        if copy_of and not (tmp_path / name).exists():
            shutil.copytree(tmp_path / copy_of, tmp_path / name)
        (tmp_path / name).mkdir(exist_ok=True)
        if not cluster and not (tmp_path / name / database.FILE).exists():
            shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / name / database.FILE)
        database.use(tmp_path / name)
        return tmp_path / name

    yield enter
    connections.close_all()
    for each in names.values() if cluster else ():
        cluster.drop(each)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each publication changed."""
    counts: list[int] = []
    write_tables = publishing.write_tables

    def counting(*given: Any) -> int:
        counts.append(write_tables(*given))
        return counts[-1]

    monkeypatch.setattr(publishing, "write_tables", counting)
    return counts
