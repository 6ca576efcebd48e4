"""What need not be kept: done by workers, now and then."""

import datetime

from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from visavis.house.models import SignInAttempt
from visavis.work.models import Job

JOBS_KEPT = datetime.timedelta(days=90)
ATTEMPTS_KEPT = datetime.timedelta(days=1)


def tidy() -> None:
    """Forget finished jobs after 90 days, failed sign-ins after a day, sessions that lapsed."""
    Job.objects.filter(finished_at__lt=Now() - JOBS_KEPT).delete()
    SignInAttempt.objects.filter(tried_at__lt=Now() - ATTEMPTS_KEPT).delete()
    Session.objects.filter(expire_date__lt=Now()).delete()
