"""A real PostgreSQL for tests: a cluster of its own, started once, a database of its own for every test."""

import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WHY_NOT = "PostgreSQL is not installed (Debian/Ubuntu: apt install postgresql; macOS: brew install postgresql)"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=120", "shared_buffers=256MB")


def programs() -> Path | None:
    """The folder of initdb and pg_ctl; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


def available() -> bool:
    """Whether a cluster can be made here; it refuses to run as root, so then somebody called postgres is needed."""
    if programs() is None:
        return False
    if os.geteuid() != 0:
        return True
    import pwd

    return any(each.pw_name == "postgres" for each in pwd.getpwall())


@contextmanager
def cluster(folder: Path, *settings: str) -> Iterator["Cluster"]:
    """A cluster in `folder`, reached over a socket, stopped when the block ends; one that is there already is started."""
    where = programs()
    assert where is not None
    owner = "postgres" if os.geteuid() == 0 else None
    data, sockets = folder / "data", Path("/tmp") / f"visavis-pg-{uuid.uuid4().hex[:8]}"
    sockets.mkdir(mode=0o777)
    folder.mkdir(parents=True, exist_ok=True)
    if owner:
        for each in (folder, sockets):
            shutil.chown(each, owner)
        for parent in folder.parents:
            if parent.stat().st_uid == 0 and parent != Path("/") and not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o011)
    here = {"user": owner, "cwd": sockets, "check": True, "stdout": subprocess.DEVNULL}
    if not data.exists():
        subprocess.run(
            [where / "initdb", "-D", data, "-U", "visavis", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            **here,
        )  # type: ignore[call-overload]
    options = " ".join(
        f"-c {each}" for each in ("listen_addresses=", f"unix_socket_directories={sockets}", *FAST, *settings)
    )
    subprocess.run([where / "pg_ctl", "-D", data, "-w", "-l", data / "log", "-o", options, "start"], **here)  # type: ignore[call-overload]
    try:
        yield Cluster(sockets)
    finally:
        subprocess.run([where / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **here)  # type: ignore[call-overload]
        shutil.rmtree(sockets, ignore_errors=True)


class Cluster:
    """A running cluster."""

    def __init__(self, sockets: Path) -> None:
        self.sockets = sockets

    def url(self, name: str) -> str:
        """The address of a database, as VISAVIS_DATABASE_URL wants it."""
        return f"postgresql://visavis@/{name}?host={self.sockets}"

    def create(self, template: str = "template1", *, name: str = "") -> str:
        """A new database, as a copy of `template`; its name."""
        name = name or f"v_{uuid.uuid4().hex[:12]}"
        self._do(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop(self, name: str) -> None:
        """Drop a database, whoever is connected."""
        self._do(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _do(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(f"host={self.sockets} user=visavis dbname=postgres", autocommit=True) as connection:
            connection.execute(statement.encode())
