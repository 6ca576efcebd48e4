"""The way from files to the mirror, for one person: where it stands, told by rows, so that it can be left and resumed."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from visavis.house.models import User
from visavis.promises.alike import mark_of
from visavis.promises.ledger import read_ledger
from visavis.promises.models import ProposedPromise
from visavis.questions.forecasting import may_forecast
from visavis.running.models import Document
from visavis.sources.dropping import drop_of
from visavis.sources.models import Drop
from visavis.work.models import Job


class Step(StrEnum):
    """The steps, in order."""

    FILES = "files"
    MAPPING = "mapping"
    PROMISES = "promises"
    FORECAST = "forecast"
    MIRROR = "mirror"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands: the step to do next, and the job that must end before it (None: nothing to wait for)."""

    step: Step
    drop: Drop | None
    job: Job | None = None


def place_of(user: User) -> Place:
    """The first step that this person has not finished, for the files that they brought in last."""
    drop = drop_of(user.pk)
    if drop is None or (drop.looking is None and drop.accepted_at is None):
        return Place(Step.FILES, drop)
    if drop.accepted_at is None:
        if drop.looked_at is None:
            return Place(Step.MAPPING, drop, _job(drop.looking))
        return Place(Step.MAPPING if drop.proposals.exists() else Step.FILES, drop)
    if drop.promised_at is None:
        return Place(Step.PROMISES, drop, _unfinished(drop.reading))
    if drop.revealing is None:
        return Place(Step.FORECAST, drop)
    return Place(Step.MIRROR, drop, _unfinished(drop.revealing))


def _job(pk: UUID | None) -> Job | None:
    return Job.objects.filter(pk=pk).first() if pk else None


def _unfinished(pk: UUID | None) -> Job | None:
    """The job, unless it succeeded: one that failed is still to be looked at."""
    return Job.objects.filter(pk=pk).exclude(succeeded=True).first() if pk else None


def promise_to_forecast(home: Path, user: User) -> str | None:
    """The promise whose result this person has neither seen nor forecast: one made in public first, most cases first."""
    declared = [each.value for each in read_ledger(home)]
    cases = {row.adopted_as: row.cases for row in ProposedPromise.objects.exclude(adopted_as="")}
    known = cases_known()
    open_ = [promise for promise in declared if may_forecast(user, promise.name, test=mark_of(promise.test))]
    ranked = sorted(
        open_,
        key=lambda promise: (
            promise.audience != "public",
            promise.test.due is None,
            -known.get(promise.name, cases.get(promise.name, 0)),
            promise.name,
        ),
    )
    return ranked[0].name if ranked else None


def cases_known() -> dict[str, int]:
    """How many cases each promise had in the last published run."""
    document = Document.objects.filter(name="mirror").first()
    return {each["name"]: sum(each["outcomes"].values()) for each in document.body["promises"]} if document else {}
