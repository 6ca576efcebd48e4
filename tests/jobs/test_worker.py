import datetime
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
from django.db import connection
from django.utils import timezone

from tests.jobs.workers import ROOT, all_done, state_of, until, worker
from tests.work import effects
from visavis.work.models import Job


def test_once_does_all_that_is_due_and_ends(home: Path) -> None:
    for key in range(5):
        effects.note.enqueue(key)
    later = effects.note.using(run_after=timezone.now() + datetime.timedelta(hours=1)).enqueue(9)
    assert all_done(home) == 0
    assert effects.rows("SELECT key FROM effects ORDER BY key") == [(key,) for key in range(5)]
    assert [str(job.pk) for job in Job.objects.unfinished()] == [later.id]


def test_a_job_that_brings_its_process_down_is_told_and_tried_again(home: Path) -> None:
    effects.die.enqueue(1)
    effects.note.enqueue(2)
    assert all_done(home) == 0
    job = Job.objects.get(task="tests.work.effects.die")
    assert (job.state, job.attempts, job.errors[0]["class"]) == ("waiting", 1, "ProcessDied")
    assert job.errors[0]["trace"] == "signal SIGKILL"
    assert job.what_went_wrong == {
        "what": {
            "fr": "le processus qui faisait ce travail s’est arrêté brusquement (mémoire pleine, peut-être)",
            "en": "the process that did this work stopped suddenly (out of memory, perhaps)",
        },
        "remedy": None,
    }
    assert effects.rows("SELECT key FROM effects") == [(2,)]
    Job.objects.update(not_before=None)
    assert all_done(home) == 0
    job.refresh_from_db()
    assert (job.state, job.attempts, job.result) == ("done", 2, 1)


def test_a_job_is_picked_up_at_once_and_its_memory_leaves_with_it(home: Path) -> None:
    with worker(home) as process:
        first = Job.objects.get(pk=effects.process.enqueue().id)
        until(lambda: state_of(first) == "done")
        second = Job.objects.get(pk=effects.process.enqueue(megabytes=200).id)
        until(lambda: state_of(second) == "done")
        assert second.started_at is not None
        assert (second.started_at - second.asked_at).total_seconds() < 0.5 + os.getloadavg()[0] / 10
        assert len({first.result, second.result, process.pid}) == 3
        assert psutil.Process(process.pid).memory_info().rss < 150 << 20


def test_asked_to_stop_a_worker_lets_a_short_job_end(home: Path) -> None:
    job = Job.objects.get(pk=effects.note.enqueue(1, seconds=1.0).id)
    with worker(home) as process:
        until(lambda: effects.rows("SELECT key FROM calls") == [(1,)])
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert (state_of(job), job.attempts) == ("done", 1)


def test_asked_to_stop_a_worker_gives_a_long_job_back(home: Path) -> None:
    job = Job.objects.get(pk=effects.note.enqueue(1, seconds=60.0).id)
    program = f"""
from pathlib import Path
from visavis import database
database.use(Path({str(home)!r}))
from visavis.jobs.worker import work
work(Path({str(home)!r}), grace=0.1)
"""
    process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT)
    until(lambda: effects.rows("SELECT key FROM calls") == [(1,)])
    children = psutil.Process(process.pid).children()
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    assert (state_of(job), job.attempts, job.worker, job.errors) == ("waiting", 0, "", [])
    assert [child.is_running() for child in children] == [False]


def test_a_killed_worker_takes_its_job_process_along(home: Path) -> None:
    effects.note.enqueue(1, seconds=60.0)
    with worker(home) as process:
        until(lambda: effects.rows("SELECT key FROM calls") == [(1,)])
        (child,) = psutil.Process(process.pid).children()
        process.kill()
        process.wait()
        until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


def test_a_worker_ends_with_the_process_it_stands_beside(home: Path) -> None:
    started = subprocess.run(
        [
            sys.executable,
            "-c",
            "import os, subprocess, sys\n"
            "p = subprocess.Popen([sys.executable, '-m', 'visavis.jobs', sys.argv[1], '--parent', str(os.getpid())],"
            " stdout=subprocess.DEVNULL)\n"
            "print(p.pid)",
            str(home),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    until(lambda: not psutil.pid_exists(int(started.stdout)))


def test_a_worker_outlives_a_database_that_is_busy(home: Path, either_database: str) -> None:
    with worker(home) as process:
        first = Job.objects.get(pk=effects.process.enqueue().id)
        until(lambda: state_of(first) == "done")
        if either_database == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE pid <> pg_backend_pid() AND datname = current_database()"
                )
        else:
            with connection.cursor() as cursor:
                cursor.execute("BEGIN EXCLUSIVE")
                time.sleep(1)
                cursor.execute("COMMIT")
        second = Job.objects.get(pk=effects.process.enqueue().id)
        until(lambda: state_of(second) == "done")
        assert process.poll() is None
