import datetime
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db.models.functions import Now
from django.utils import timezone

from tests.jobs.workers import all_done, state_of
from tests.running.shop import shop
from tests.work import effects
from visavis.engine.lake import Lake
from visavis.house.models import SignInAttempt, User
from visavis.jobs.tidying import tidy
from visavis.running.lock import running_alone
from visavis.vocabulary import Role
from visavis.work.asking import ask, last
from visavis.work.models import Job


def test_a_run_is_asked_for_once_waits_for_another_is_done_and_told(home: Path) -> None:
    shop(home)
    user = User.objects.create_user("a@exemple.example", "Ada", Role.ANALYST)
    job = ask("run", user=user)
    assert ask("run", user=user).pk == job.pk
    assert last("run") == job
    with running_alone(home):
        assert all_done(home) == 0
    assert (state_of(job), job.attempts, job.errors) == ("waiting", 0, [])
    assert job.doing is not None
    assert job.doing.en == "Another run is at work: this one starts when it has ended"
    assert ask("run").pk == job.pk
    assert all_done(home) == 0
    assert (state_of(job), job.attempts, job.user, job.share) == ("done", 1, user, 1.0)
    current = Lake(home / "lake").current()
    assert current is not None
    assert (job.result["run"], job.result["lost"]) == (current.run, [])
    assert {"fr": "Faits: 5 évènements, 2 avis", "en": "Facts: 5 events, 2 ratings"} in job.result["lines"]


def test_a_run_with_nothing_to_read_fails_for_good_and_says_what_to_do(home: Path) -> None:
    job = ask("run")
    assert all_done(home) == 0
    assert (state_of(job), job.attempts) == ("failed", 1)
    told = job.what_went_wrong
    assert told is not None
    assert told["what"]["fr"].endswith("ce dossier n’a pas encore de source")
    assert told["what"]["en"].endswith("this home has no source yet")
    assert told["remedy"] is not None


def test_old_jobs_failed_sign_ins_and_lapsed_sessions_are_forgotten(home: Path) -> None:
    ages = {"old": datetime.timedelta(days=91), "young": datetime.timedelta(days=89)}
    for age in ages.values():
        job = Job.objects.get(pk=effects.note.enqueue(1).id)
        Job.objects.filter(pk=job.pk).update(finished_at=Now() - age)
    waiting = effects.note.enqueue(2)
    Job.objects.filter(pk=waiting.id).update(asked_at=timezone.now() - datetime.timedelta(days=400))
    for hours in (23, 25):
        attempt = SignInAttempt.objects.create(about=str(hours))
        SignInAttempt.objects.filter(pk=attempt.pk).update(tried_at=timezone.now() - datetime.timedelta(hours=hours))
    for name, days in (("lapsed", -1), ("good", 1)):
        Session.objects.create(
            session_key=name, session_data="", expire_date=timezone.now() + datetime.timedelta(days=days)
        )
    tidy()
    assert Job.objects.count() == 2
    assert [attempt.about for attempt in SignInAttempt.objects.all()] == ["23"]
    assert [session.session_key for session in Session.objects.all()] == ["good"]
