import datetime
import time
from pathlib import Path

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from tests.work import effects
from visavis.mistakes import Words
from visavis.work.claiming import claim
from visavis.work.finishing import Later, fail, postpone, succeed
from visavis.work.leasing import Lease, LeaseLost, free_what_was_held_by, give_back, prolong, worker_name, write
from visavis.work.models import Job

SHORT = datetime.timedelta(seconds=1)


def take(worker: str = "a", lease: datetime.timedelta = datetime.timedelta(seconds=20)) -> tuple[Job, Lease]:
    job = claim(worker, lease=lease)
    assert job is not None
    return job, Lease(job.pk, job.fence)


def lapse(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(leased_until=Now() - datetime.timedelta(seconds=1))


def test_jobs_are_taken_by_priority_then_by_age_and_each_once(home: Path) -> None:
    for key, priority in ((1, 0), (2, 5), (3, 0), (4, 5), (5, -1)):
        effects.note.using(priority=priority).enqueue(key)
    order = [take()[0].args[0] for _ in range(5)]
    assert (order, claim("b")) == ([2, 4, 1, 3, 5], None)


def test_a_job_put_off_is_taken_when_its_time_has_come(home: Path) -> None:
    later = timezone.now() + datetime.timedelta(hours=1)
    effects.note.using(run_after=later).enqueue(1)
    assert claim("a") is None
    Job.objects.update(not_before=timezone.now() - datetime.timedelta(seconds=1))
    assert take()[0].args == [1]


def test_a_claim_writes_down_who_when_and_which_attempt(home: Path) -> None:
    effects.note.enqueue(1)
    job, _ = take("machine/7")
    assert (job.worker, job.attempts, job.fence, job.state, job.errors) == ("machine/7", 1, 1, "working", [])
    assert job.started_at is not None
    assert job.leased_until is not None
    assert 19 < (job.leased_until - job.started_at).total_seconds() < 21


def test_after_a_lapsed_lease_another_worker_takes_over_and_late_writes_are_refused(home: Path) -> None:
    effects.note.enqueue(1)
    first, stale = take("a")
    assert claim("b") is None
    lapse(first)
    second, held = take("b")
    assert (second.pk, second.fence, second.attempts) == (first.pk, 2, 2)
    assert [(error["worker"], error["class"]) for error in second.errors] == [("a", "WorkerLost")]
    for late in (
        lambda: succeed(stale, "late"),
        lambda: fail(first, stale, RuntimeError()),
        lambda: prolong(stale),
        lambda: give_back(stale),
        lambda: postpone(stale, Later(Words("…", "…"), after=datetime.timedelta(0))),
        lambda: write(stale, doing_fr="late"),
    ):
        with pytest.raises(LeaseLost):
            late()
    succeed(held, "in time")
    job = Job.objects.get()
    assert (job.result, job.state, job.worker, job.doing_fr) == ("in time", "done", "b", "")
    with pytest.raises(LeaseLost):
        succeed(held, "twice")


def test_a_prolonged_lease_does_not_lapse(home: Path) -> None:
    effects.note.enqueue(1)
    _, lease = take("a", SHORT)
    prolong(lease)
    time.sleep(SHORT.total_seconds() + 0.1)
    assert claim("b") is None


def test_a_job_whose_workers_all_went_silent_is_given_up(home: Path) -> None:
    effects.break_down.enqueue()
    for attempt in (1, 2, 3):
        job, _ = take(f"w{attempt}")
        assert job.attempts == attempt
        lapse(job)
    assert claim("w4") is None
    job = Job.objects.get()
    assert (job.state, job.attempts, job.worker) == ("failed", 3, "w3")
    assert [error["worker"] for error in job.errors] == ["w1", "w2", "w3"]
    assert job.what_went_wrong == {
        "what": {
            "fr": "le processus qui faisait ce travail n’a plus donné de nouvelles",
            "en": "the process that did this work was no longer heard of",
        },
        "remedy": None,
    }


def test_a_job_given_back_counts_no_attempt_and_its_worker_writes_no_more(home: Path) -> None:
    effects.note.enqueue(1)
    _, lease = take("a")
    give_back(lease)
    with pytest.raises(LeaseLost):
        succeed(lease, None)
    job, _ = take("b")
    assert (job.attempts, job.fence, job.errors) == (1, 3, [])


def test_jobs_of_a_dead_worker_are_free_at_once(home: Path) -> None:
    effects.note.enqueue(1)
    effects.note.enqueue(2)
    take(worker_name(1))
    take(worker_name(2))
    began = timezone.now()
    assert (free_what_was_held_by(worker_name(1)), free_what_was_held_by(worker_name(3))) == (1, 0)
    freed = Job.objects.get(worker=worker_name(1)).leased_until
    assert freed is not None
    assert freed < began
    assert take("b")[0].args == [1]
    assert claim("b") is None
