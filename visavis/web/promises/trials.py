"""Trials of promises on past data, as pages show them: at once where the facts are few, as a job where they are many."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from visavis.mirror.reasons import reason
from visavis.mirror.reflection import Felt, Rate
from visavis.mirror.tell.findings import surely
from visavis.mirror.tell.telling import tell_rates
from visavis.mirror.tell.told import RatesTold
from visavis.mistakes import Words
from visavis.promises.rewriting import AT_ONCE, facts_to_try, try_text
from visavis.questions.forecasting import reveal
from visavis.vocabulary import Outcome
from visavis.web.access import user_of
from visavis.web.promises.words import OUTCOMES, reason_words
from visavis.web.speaking import spoken
from visavis.web.tags.figures import day, instant
from visavis.work.asking import TASKS, ask
from visavis.work.models import Job


@dataclass(frozen=True, slots=True)
class Sample:
    """A case of the trial."""

    key: str
    outcome: str
    words: Words
    due: str
    done: str
    n: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A trial: what it would have shown, what the filter leaves out, some cases."""

    name: str
    says: dict[str, str]
    cases: int
    outcomes: list[tuple[str, Words, int]]
    rate: float | None
    sure: Words | None
    figure: RatesTold | None
    reasons: list[tuple[Words, int]]
    dropped: dict[str, Any]
    with_dropped: float | None
    observed_until: str
    samples: list[Sample]


def try_now(request: HttpRequest, file: str, text: str) -> list[Shown] | Job:
    """The trials of `text`, or the job that tries them; raises Mistake with lines of `text`."""
    if facts_to_try(settings.HOME) > AT_ONCE:
        return ask("try_promises", user=user_of(request), file=file, text=text)
    return _shown_to(request, try_text(settings.HOME, file, text))


def trial(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """A trial that is a job: its progress, then what it shows. Whoever asked for it sees it."""
    found = Job.objects.filter(pk=job, task=f"{TASKS}.try_promises", user=user_of(request)).first()
    if found is None:
        raise Http404(str(job))
    trials = _shown_to(request, found.result) if found.succeeded and isinstance(found.result, list) else []
    partial = "promises/trial_job.html" if request.headers.get("HX-Request") else "promises/trial.html"
    return render(request, partial, {"job": found, "trials": trials})


def _shown_to(request: HttpRequest, found: list[dict[str, Any]]) -> list[Shown]:
    # Whoever tries a promise sees how it was kept: a forecast made later does not count, under whatever name.
    reveal(user_of(request), [each["name"] for each in found], {each["name"]: each.get("test", "") for each in found})
    return [shown(each) for each in found]


def shown(found: dict[str, Any]) -> Shown:
    """One trial, out of its plain data."""
    kept, missed = found["kept"], found["missed"]
    interval = tuple(found["interval"]) if found["interval"] else None
    rate = Rate(kept, kept + missed, found["kept_rate"], interval)
    told = {code: words for code, words in OUTCOMES.items() if found[code]}
    says = found["says"]
    return Shown(
        name=found["name"],
        says={"fr": says.get("fr") or says["en"], "en": says.get("en") or says["fr"]},
        cases=found["cases"],
        outcomes=[(code, words, found[code]) for code, words in told.items()],
        rate=rate.value,
        sure=surely(rate) if rate.value is not None and interval else None,
        figure=tell_rates(rate, Felt(), spoken()) if rate.value is not None and interval else None,
        reasons=[(reason_words(reason(code)) or Words(code, code), n) for code, n in found["reasons"].items()],
        dropped=found["dropped_by_filter"],
        with_dropped=found["kept_rate_with_dropped"],
        observed_until=_until(found["observed_until"]),
        samples=[_sample(each) for each in found["sample"]],
    )


def _until(observed: str | None) -> str:
    """The end of observation as people read it: a day, or a moment."""
    if not observed:
        return ""
    return instant(datetime.datetime.fromisoformat(observed)) if "T" in observed else day(observed)


def _sample(row: dict[str, Any]) -> Sample:
    due, done = (str(row[f"{stem}_at"] or row[f"{stem}_on"] or "") for stem in ("due", "done"))
    return Sample(row["key"], row["outcome"], OUTCOMES[Outcome(row["outcome"])], _short(due), _short(done), row["n"])


def _short(moment: str) -> str:
    """A moment or a day in ISO form, without seconds."""
    try:
        return datetime.datetime.fromisoformat(moment).strftime("%Y-%m-%d %H:%M") if "T" in moment else moment
    except ValueError:
        return moment
