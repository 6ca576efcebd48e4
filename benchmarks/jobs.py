"""Jobs through their table: asked for, claimed, finished, against rows inserted and deleted, on SQLite and PostgreSQL."""

import contextlib
import os
import tempfile
import time
import uuid
from pathlib import Path

from tests import postgresql
from visavis import database

JOBS = 300


def main() -> None:
    """Print both rates, and their ratio."""
    with tempfile.TemporaryDirectory(prefix="visavis-jobs-") as folder:
        measure("SQLite", Path(folder))
        if postgresql.available():
            with postgresql.cluster(Path(folder) / "cluster") as cluster:
                os.environ[database.URL] = cluster.url(cluster.create())
                try:
                    measure("PostgreSQL", Path(folder))
                finally:
                    del os.environ[database.URL]
                    with contextlib.suppress(Exception):
                        from django.db import connections

                        connections.close_all()


def measure(name: str, home: Path) -> None:
    """One line: jobs a second, bare rows a second."""
    database.use(home)
    from django.db import connection

    from visavis.work.asking import ask
    from visavis.work.claiming import claim
    from visavis.work.finishing import succeed
    from visavis.work.leasing import Lease

    begun = time.perf_counter()
    for n in range(JOBS):
        ask("run", only=[str(n)])
    while job := claim("bench"):
        succeed(Lease(job.pk, job.fence), None)
    jobs = JOBS / (time.perf_counter() - begun)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (id TEXT PRIMARY KEY, body TEXT)")
        keys = [str(uuid.uuid4()) for _ in range(JOBS)]
        begun = time.perf_counter()
        for key in keys:
            cursor.execute("INSERT INTO bare VALUES (%s, %s)", [key, "x" * 400])
        for key in keys:
            cursor.execute("DELETE FROM bare WHERE id = %s", [key])
        bare = JOBS / (time.perf_counter() - begun)
    print(
        f"{name:10} {jobs:6.0f} jobs/s, {bare:6.0f} rows inserted and deleted/s: {bare / jobs:.1f} × slower than bare rows"
    )


if __name__ == "__main__":
    main()
