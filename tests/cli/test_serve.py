import contextlib
import datetime
import os
import re
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from django.db.models.functions import Now

from tests.cli.test_main import VISAVIS, visavis
from tests.jobs.workers import until
from visavis import database
from visavis.running.home import make_home
from visavis.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Served:
    """A workspace that answers."""

    process: "subprocess.Popen[str]"
    address: str
    said: list[str]

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers (in small letters) and body."""
        request = urllib.request.Request(self.address + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()

    def workers(self) -> list[psutil.Process]:
        """The processes that do jobs."""
        children = psutil.Process(self.process.pid).children()
        alive = [each for each in children if each.status() != psutil.STATUS_ZOMBIE]
        return [each for each in alive if "visavis.jobs" in each.cmdline()]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def served(home: Path, *arguments: str, lang: str = "en") -> Iterator[Served]:
    port = free_port()
    environment = os.environ | {"VISAVIS_LANG": lang, "VISAVIS_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    program = [str(VISAVIS), "serve", "--port", str(port), "--workers", "1", *arguments]
    process = subprocess.Popen(program, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    said = [process.stdout.readline().strip()]
    serving = Served(process, f"http://localhost:{port}", said)
    try:
        until(lambda: answers(port), 90)
        yield serving
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(30)
        said.extend(line.strip() for line in process.stdout)
        process.stdout.close()


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@pytest.fixture
def home(tmp_path: Path, either_database: str) -> Path:
    place = tmp_path / "home"
    make_home(place, lang="fr")
    return place


def test_the_workspace_is_served_with_a_worker_and_a_link_for_the_first_administrator(home: Path) -> None:
    with served(home) as workspace:
        family = psutil.Process(workspace.process.pid).children(recursive=True)
        status, headers, body = workspace.get("/sign-in")
        assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
        _static_files_are_kept_for_good_and_compressed(workspace, body.decode())
        assert workspace.get("/sign-in", Host="elsewhere.example")[0] == 400
        _no_file_is_taken_where_no_page_asks_for_one(workspace)
        family += _a_worker_that_is_killed_is_replaced_and_its_job_goes_on(workspace, home)
    assert workspace.said[:2] == [
        f"The workspace: {workspace.address} (Ctrl-C to stop)",
        "Nobody has an account yet. First administrator, one-time link:",
    ]
    assert workspace.said[2].startswith(f"{workspace.address}/invitations/")
    assert len(workspace.said) == 3
    assert workspace.process.returncode == 0
    until(lambda: not any(each.is_running() for each in family), 5)


def _static_files_are_kept_for_good_and_compressed(workspace: Served, page: str) -> None:
    style = re.search(r'href="(/static/visavis/visavis\.[0-9a-f]{12}\.css)"', page)
    assert style is not None
    status, headers, plain = workspace.get(style[1])
    assert (status, headers["cache-control"]) == (200, "max-age=315360000, public, immutable")
    status, headers, packed = workspace.get(style[1], **{"Accept-Encoding": "gzip"})
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert len(packed) < len(plain)


def _no_file_is_taken_where_no_page_asks_for_one(workspace: Served) -> None:
    port = int(workspace.address.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(
            b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nCookie: csrftoken=" + b"a" * 32 + b"\r\n"
            b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1073741824\r\n\r\n"
            b'--x\r\nContent-Disposition: form-data; name="f"; filename="big"\r\n\r\n'
        )
        sent, chunk = 0, b"y" * (1 << 16)
        with contextlib.suppress(OSError):
            while sent < 1 << 28:
                line.sendall(chunk)
                sent += len(chunk)
    assert sent < 1 << 26, "the server went on reading what nobody asked for"


def _a_worker_that_is_killed_is_replaced_and_its_job_goes_on(workspace: Served, home: Path) -> list[psutil.Process]:
    from visavis.work.asking import ask
    from visavis.work.leasing import worker_name
    from visavis.work.models import Job

    database.use(home)
    until(lambda: len(workspace.workers()) == 1)
    (first,) = workspace.workers()
    # As if it were at work on it when it is killed: in its hands for an hour.
    asked = ask("run")
    an_hour = Now() + datetime.timedelta(hours=1)
    Job.objects.filter(pk=asked.pk).update(
        finished_at=None, succeeded=None, errors=[], attempts=1, worker=worker_name(first.pid), leased_until=an_hour
    )
    first.kill()
    until(lambda: Job.objects.filter(pk=asked.pk, attempts=2, succeeded=False).exists(), 60)
    (second,) = workspace.workers()
    assert second.pid != first.pid
    assert [error["class"] for error in Job.objects.get(pk=asked.pk).errors][-2:] == [
        "WorkerLost",
        "visavis.mistakes.Mistake",
    ]
    return [second]


def test_nobody_is_invited_once_somebody_has_an_account_and_pages_end_with_a_killed_server(tmp_path: Path) -> None:
    home = tmp_path / "home"
    make_home(home, lang="fr")
    database.use(home)
    from visavis.house.models import User

    User.objects.create_user("a@exemple.example", "Ada", Role.ADMINISTRATOR)
    with served(home, lang="fr") as workspace:
        until(lambda: len(workspace.workers()) == 1)
        family = psutil.Process(workspace.process.pid).children(recursive=True)
        workspace.process.kill()
        until(lambda: not any(each.is_running() for each in family), 15)
    assert workspace.said == [f"L’espace de travail: {workspace.address} (Ctrl-C pour arrêter)"]


def test_a_busy_port_is_refused_with_a_remedy(tmp_path: Path) -> None:
    make_home(tmp_path / "home", lang="en")
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        code, out, err = visavis("serve", "--port", str(port), home=tmp_path / "home")
        assert (code, out) == (1, "")
        assert err.splitlines() == [
            f"can’t listen on 127.0.0.1, port {port}: Address already in use",
            f"  → choose another port: visavis serve --port {port + 1}, or stop the program that holds it",
        ]


def test_the_network_is_not_served_without_a_name(tmp_path: Path) -> None:
    make_home(tmp_path / "home", lang="fr")
    code, _, err = visavis("serve", "--host", "0.0.0.0", home=tmp_path / "home", lang="fr")
    assert code == 1
    assert "demande de dire sous quel nom on y vient" in err
    assert "VISAVIS_HOSTS=" in err


def test_worker_once_does_what_is_left_to_do(home: Path) -> None:
    from visavis.work.asking import ask
    from visavis.work.models import Job

    database.use(home)
    ask("run")
    assert visavis("worker", "--once", home=home) == (0, "", "")
    job = Job.objects.get()
    assert (job.state, job.attempts) == ("failed", 1)
