"""Taking the next job that is due: one worker alone gets it."""

import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now

from visavis.work.finishing import end_of_a_lost_worker
from visavis.work.leasing import LEASE
from visavis.work.models import Job


def claim(worker: str, *, lease: datetime.timedelta = LEASE) -> Job | None:
    """The next due job, by priority and then by age, leased to `worker`; None where nothing is due.

    On PostgreSQL rows that another worker is taking are skipped; on SQLite the transaction is immediate (settings), so
    that workers take turns. Moments are those of the database's clock: workers may stand on several machines.
    """
    while Job.objects.due().exists():
        with transaction.atomic():
            due = Job.objects.select_for_update(skip_locked=True).due()
            job = due.order_by("-priority", "asked_at").first()
            if job is None:
                return None
            if job.leased_until is not None and not end_of_a_lost_worker(job):
                continue
            Job.objects.filter(pk=job.pk).update(
                worker=worker,
                fence=F("fence") + 1,
                attempts=F("attempts") + 1,
                leased_until=Now() + lease,
                not_before=None,
                started_at=Coalesce("started_at", Now()),
                last_attempted_at=Now(),
                errors=job.errors,
                doing_fr="",
                doing_en="",
                share=None,
            )
            job.refresh_from_db()
            return job
    return None
