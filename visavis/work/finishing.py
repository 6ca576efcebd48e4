"""How an attempt ends: done, failed for good, to be tried again, or put off."""

import datetime
from pathlib import Path
from traceback import format_exception
from typing import Any

from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.json import normalize_json

from visavis.mistakes import Mistake, Mistakes, Words, of_the_machine
from visavis.work.leasing import Lease, put_off, write
from visavis.work.models import Job

FIRST_PAUSE = datetime.timedelta(seconds=15)
LONGEST_PAUSE = datetime.timedelta(hours=1)
LONGEST_TRACE = 20_000


class Later(Exception):
    """Raised by a task that can't be done yet; it is tried again after a while, and this was no failed attempt."""

    def __init__(self, why: Words, *, after: datetime.timedelta) -> None:
        self.why, self.after = why, after
        super().__init__(why.en)


def succeed(lease: Lease, result: Any) -> None:
    """Finish the job; raises LeaseLost."""
    write(lease, finished_at=Now(), leased_until=None, succeeded=True, share=1.0, result=normalize_json(result))


def fail(job: Job, lease: Lease, error: BaseException) -> None:
    """End a failed attempt: a mistake of people is final, anything else is tried again while attempts are left."""
    trace = "".join(format_exception(error))[-LONGEST_TRACE:]
    error = of_the_machine(error) or error
    _end(job, lease, _told(job, error) | {"trace": trace}, final=isinstance(error, Mistake))


def die(job: Job, lease: Lease, how: str) -> None:
    """End an attempt whose process ended without a word (out of memory, killed); raises LeaseLost."""
    _end(job, lease, _error(job, "ProcessDied", DIED) | {"trace": how}, final=False)


def postpone(lease: Lease, later: Later) -> None:
    """Put the job off, and say why meanwhile; raises LeaseLost."""
    put_off(
        lease,
        not_before=Now() + later.after,
        attempts=F("attempts") - 1,
        doing_fr=later.why.fr,
        doing_en=later.why.en,
        share=None,
        told_at=Now(),
    )


def end_of_a_lost_worker(job: Job) -> bool:
    """Note on `job`, locked by the caller, that its worker went silent; False where that was its last attempt."""
    job.errors.append(_error(job, "WorkerLost", LOST) | {"trace": f"lease lapsed at {job.leased_until}"})
    if job.attempts < job.most_attempts:
        return True
    Job.objects.filter(pk=job.pk).update(
        errors=job.errors, finished_at=Now(), leased_until=None, succeeded=False, fence=F("fence") + 1
    )
    return False


def pause_after(attempts: int) -> datetime.timedelta:
    """How long to wait after so many attempts: four times longer each time, up to an hour."""
    return min(FIRST_PAUSE * 4 ** (attempts - 1), LONGEST_PAUSE)


def _end(job: Job, lease: Lease, error: dict[str, Any], *, final: bool) -> None:
    errors = [*job.errors, error]
    if final or job.attempts >= job.most_attempts:
        write(lease, errors=errors, finished_at=Now(), leased_until=None, succeeded=False)
    else:
        put_off(lease, errors=errors, not_before=Now() + pause_after(job.attempts))


def _told(job: Job, error: BaseException) -> dict[str, Any]:
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, Mistakes):
        each = [_place(mistake) for mistake in error.mistakes]
        what = Words(fr="\n".join(one.fr for one in each), en="\n".join(one.en for one in each))
        return _error(job, kind, what, error.remedy)
    if isinstance(error, Mistake):
        return _error(job, kind, _place(error), error.remedy)
    return _error(job, kind, UNFORESEEN, STEWARDS_SEE)


def _place(mistake: Mistake) -> Words:
    """What went wrong, with file and line: what `Mistake.say` tells, without the remedy."""
    file = Path(mistake.file) if mistake.file else None
    # Where the home stands on the server is no help to readers of a page.
    bare = Mistake(mistake.what, file=file.name if file and file.is_absolute() else file, line=mistake.line)
    return Words(fr=bare.say("fr"), en=bare.say("en"))


def _error(job: Job, kind: str, what: Words, remedy: Words | None = None) -> dict[str, Any]:
    return {
        "at": timezone.now().isoformat(),
        "worker": job.worker,
        "class": kind,
        "what": {"fr": what.fr, "en": what.en},
        "remedy": None if remedy is None else {"fr": remedy.fr, "en": remedy.en},
    }


UNFORESEEN = Words(
    fr="une erreur imprévue a arrêté ce travail; rien de ce qui était fait n’est perdu",
    en="an unforeseen error stopped this work; nothing that was done is lost",
)
STEWARDS_SEE = Words(
    fr="un analyste ou un administrateur en trouve le détail dans les réglages",
    en="an analyst or administrator finds the details in the settings",
)
DIED = Words(
    fr="le processus qui faisait ce travail s’est arrêté brusquement (mémoire pleine, peut-être)",
    en="the process that did this work stopped suddenly (out of memory, perhaps)",
)
LOST = Words(
    fr="le processus qui faisait ce travail n’a plus donné de nouvelles",
    en="the process that did this work was no longer heard of",
)
