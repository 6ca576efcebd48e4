"""Fixtures that every folder of tests may use: engines, and the public data sets."""

import os
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import override_settings
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from tests import postgresql, sharing, spark_cluster
from tests.both import Both
from visavis import database
from visavis.cli import home, language
from visavis.engine.duckdb import DuckDB
from visavis.engine.steps import Runner
from visavis.voices import read

if TYPE_CHECKING:
    from visavis.engine.spark import Spark

# In CI the same examples every time: chance belongs to the developer's machine, where a find can be looked into.
# No test is timed: a machine that is busy fails none.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first."""
    sharing.reorder(items)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> sharing.ByScope:
    """Between several processes, what starts something costly stays together."""
    return sharing.ByScope(config, log)


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Spark"]:
    """A session on a standalone cluster with two workers in processes of their own."""
    if not spark_cluster.available():
        pytest.skip(spark_cluster.WHY_NOT)
    from visavis.engine.spark import Spark

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    # Steps on a few rows end before Java's second compiler has paid for itself.
    os.environ.setdefault("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    folder = tmp_path_factory.mktemp("spark")
    local = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.executor.memory": "700m",
        "spark.sql.shuffle.partitions": "2",
        "spark.default.parallelism": "2",
    }
    with spark_cluster.cluster(folder) as url:
        session = Spark(url, settings=local)
        yield session
        session.close()


@pytest.fixture(params=["duckdb", pytest.param("both", marks=pytest.mark.spark)])
def runner(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Runner]:
    """DuckDB alone; then DuckDB and Spark together, every step compared."""
    duckdb = DuckDB(tmp_path / "scratch")
    yield duckdb if request.param == "duckdb" else Both(duckdb, request.getfixturevalue("spark"))
    duckdb.close()


@pytest.fixture(scope="session")
def postgresql_cluster() -> Iterator[postgresql.Cluster]:
    """One PostgreSQL cluster for all tests of this process.

    Not in pytest's own folder: another pytest that starts meanwhile closes that to everybody but its owner, and the
    cluster's owner may be somebody else.
    """
    if not postgresql.available():
        pytest.skip(postgresql.WHY_NOT)
    with tempfile.TemporaryDirectory(prefix="visavis-cluster-") as folder, postgresql.cluster(Path(folder)) as started:
        yield started


@pytest.fixture(scope="session")
def migrated(postgresql_cluster: postgresql.Cluster) -> str:
    """A database with all tables and no row, to copy."""
    from django.db import connections

    name = postgresql_cluster.create()
    os.environ[database.URL] = postgresql_cluster.url(name)
    try:
        database.use(Path("/nowhere"))
    finally:
        del os.environ[database.URL]
        connections.close_all()
    return name


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with all tables and no row, to copy: migrating one anew takes longer than most tests."""
    from django.db import connections

    place = tmp_path_factory.mktemp("migrated")
    database.use(place)
    connections.close_all()
    return place / database.FILE


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def either_database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The same test on SQLite and on PostgreSQL: for one home, which then finds its database by the environment."""
    from django.db import connections

    if request.param == "sqlite":
        yield "sqlite"
        return
    cluster: postgresql.Cluster = request.getfixturevalue("postgresql_cluster")
    name = cluster.create(request.getfixturevalue("migrated"))
    monkeypatch.setenv(database.URL, cluster.url(name))
    yield "postgresql"
    connections.close_all()
    cluster.drop(name)


@pytest.fixture
def quick_passwords() -> Iterator[None]:
    """Passwords hashed in no time; Django forgets the former hashers at both ends, as it keeps those it once found."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def databases_of_homes(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Every test works on homes of its own (tmp_path), so none needs Django's test database."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="session", autouse=True)
def one_reader() -> Iterator[None]:
    """Runs in one process read verbatims with one reader: loading it takes longer than all else that most tests do."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(read, "load_reader", cache(read.load_reader))
        yield


@pytest.fixture(autouse=True)
def surroundings_decide() -> Iterator[None]:
    """What one test's commands were told, home and language, is no later test's."""
    yield
    home.choose(None)
    language.ask_for(None)


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of public data sets; tests that ask for it skip where it is absent."""
    folder = Path(os.environ.get("VISAVIS_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"the public data sets are not at {folder}; name their folder in VISAVIS_DATA")
    return folder
