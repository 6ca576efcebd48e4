import datetime
import itertools
import threading
import time
from pathlib import Path

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.tasks import TaskResultStatus, default_task_backend
from django.tasks.exceptions import TaskResultDoesNotExist, TaskResultMismatch
from django.utils import timezone

from tests.work import effects
from tests.work.test_claiming import lapse, take
from visavis.mistakes import Mistake, Mistakes, Words
from visavis.work.finishing import fail, pause_after
from visavis.work.leasing import Lease, LeaseLost
from visavis.work.models import Job
from visavis.work.performing import perform
from visavis.work.telling import telling


def do(home: Path, worker: str = "a") -> bool:
    return perform(home, take(worker)[1])


def due_now() -> None:
    Job.objects.update(not_before=None)


def test_a_job_is_done_and_its_result_kept(home: Path) -> None:
    asked = effects.note.enqueue(7, seconds=0.0)
    assert (asked.status, asked.attempts) == (TaskResultStatus.READY, 0)
    assert do(home)
    asked.refresh()
    assert (asked.status, asked.return_value, asked.worker_ids, asked.errors) == (
        TaskResultStatus.SUCCESSFUL,
        7,
        ["a"],
        [],
    )
    assert (effects.rows("SELECT key FROM effects"), Job.objects.get().share) == ([(7,)], 1.0)


def test_a_result_belongs_to_its_task(home: Path) -> None:
    asked = effects.note.enqueue(7)
    with pytest.raises(TaskResultMismatch):
        effects.sole.get_result(asked.id)
    for unknown in ("e3f6b7a1-0000-4000-8000-000000000000", "no id at all"):
        with pytest.raises(TaskResultDoesNotExist):
            default_task_backend.get_result(unknown)


def test_a_failed_attempt_is_repeated_ever_later_and_given_up_after_the_last(home: Path) -> None:
    effects.break_down.enqueue()
    pauses = []
    for _ in range(3):
        assert not do(home)
        job = Job.objects.annotate(now=Now()).get()
        if job.not_before is not None:
            pauses.append(round((job.not_before - job.now).total_seconds()))  # type: ignore[attr-defined]
        due_now()
    assert (pauses, job.attempts, job.state, job.fence) == ([15, 60], 3, "failed", 5)
    assert [error["class"] for error in job.errors] == ["builtins.RuntimeError"] * 3
    assert pause_after(9) == datetime.timedelta(hours=1)


def test_what_broke_is_told_without_the_trace_which_stewards_alone_see(home: Path) -> None:
    effects.break_down.enqueue()
    do(home)
    job = Job.objects.get()
    assert job.what_went_wrong == {
        "what": {
            "fr": "une erreur imprévue a arrêté ce travail; rien de ce qui était fait n’est perdu",
            "en": "an unforeseen error stopped this work; nothing that was done is lost",
        },
        "remedy": {
            "fr": "un analyste ou un administrateur en trouve le détail dans les réglages",
            "en": "an analyst or administrator finds the details in the settings",
        },
    }
    assert "a name of a client stands here" in job.errors[0]["trace"]


def test_a_mistake_of_people_is_final_and_told_in_both_languages(home: Path) -> None:
    effects.refuse.enqueue()
    assert not do(home)
    job = Job.objects.get()
    assert (job.state, job.attempts) == ("failed", 1)
    assert job.what_went_wrong == {
        "what": {"fr": "sources/a.yaml:3: aucune source", "en": "sources/a.yaml:3: no source"},
        "remedy": {"fr": "ajoutez-en une", "en": "add one"},
    }


def test_several_mistakes_are_all_told(home: Path) -> None:
    effects.note.enqueue(1)
    job, lease = take()
    fail(job, lease, Mistakes([Mistake(Words("un", "one")), Mistake(Words("deux", "two"), file="b.yaml")]))
    job.refresh_from_db()
    assert job.errors[0]["what"] == {"fr": "un\nb.yaml: deux", "en": "one\nb.yaml: two"}


def test_progress_is_written_at_most_twice_a_second_and_the_home_is_told(home: Path) -> None:
    effects.where.enqueue()
    _, lease = take()
    written = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.02):
            job = Job.objects.get()
            if job.told_at and (not written or written[-1][0] != job.told_at):
                written.append((job.told_at, job.doing_fr, job.doing_en, job.share))
        connection.close()

    watcher = threading.Thread(target=watch)
    watcher.start()
    began = time.monotonic()
    assert perform(home, lease)
    took = time.monotonic() - began
    over.set()
    watcher.join()
    gaps = [(b[0] - a[0]).total_seconds() for a, b in itertools.pairwise(written)]
    assert 3 <= len(written) <= 2 * took + 1
    assert min(gaps) > 0.45
    for _, fr, en, share in written:
        assert (fr, en) == (f"Étape {round(share * 200)}", f"Step {round(share * 200)}")
    assert Job.objects.get().result == str(home)


def test_work_that_was_taken_over_is_told_so_and_writes_nothing(home: Path) -> None:
    effects.note.enqueue(1)
    job, lease = take("a")
    lapse(job)
    take("b")

    def go_on() -> None:
        with telling(lease, every=0.01) as progress:
            for _ in range(500):
                progress(Words("tard", "late"))
                time.sleep(0.01)

    with pytest.raises(LeaseLost):
        go_on()
    assert Job.objects.get().doing_fr == ""
    assert not perform(home, lease)
    assert (effects.rows("SELECT key FROM calls"), Job.objects.get().state) == ([], "working")


def test_a_job_that_is_lost_while_it_fails_leaves_no_error(home: Path) -> None:
    effects.break_down.enqueue()
    job, lease = take("a")
    stolen = Lease(lease.job, lease.fence)
    lapse(job)
    second, _ = take("b")
    assert not perform(home, stolen)
    assert [error["class"] for error in Job.objects.get().errors] == ["WorkerLost"]
    assert second.fence == 2


def test_two_that_wait_with_the_same_arguments_are_one(home: Path) -> None:
    first = effects.sole.enqueue(what="x")
    assert effects.sole.enqueue(what="x").id == first.id
    assert effects.sole.enqueue(what="y").id != first.id
    _, lease = take()
    second = effects.sole.enqueue(what="x")
    assert second.id != first.id, "what is at work may have read before this was asked"
    assert perform(home, lease)
    assert (Job.objects.count(), effects.sole.enqueue(what="x").id) == (3, second.id)


def test_asking_again_for_what_was_put_off_makes_it_due(home: Path) -> None:
    first = effects.sole.enqueue()
    Job.objects.update(started_at=Now(), not_before=timezone.now() + datetime.timedelta(hours=1))
    assert effects.sole.enqueue().id == first.id
    assert take()[0].pk == Job.objects.get().pk


def test_asking_at_the_same_time_makes_one_job(home: Path) -> None:
    found: list[str] = []
    start = threading.Barrier(6)

    def ask() -> None:
        start.wait()
        try:
            found.append(effects.sole.enqueue().id)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(set(found)), Job.objects.count()) == (6, 1, 1)
