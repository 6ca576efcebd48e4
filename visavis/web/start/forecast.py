"""The fourth step: one forecast before the reveal; open to everybody for any promise they have not seen."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from visavis.engine.holding.promise import Promise
from visavis.house.models import User
from visavis.mistakes import Mistake, Words
from visavis.promises.alike import mark_of
from visavis.promises.ledger import read_ledger
from visavis.questions.forecasting import seal
from visavis.running.story import Step, cases_known, promise_to_forecast
from visavis.sources.dropping import drop_of
from visavis.sources.models import Drop
from visavis.sources.wording import noun_words, plural
from visavis.web.access import STEWARDS, role_of, user_of
from visavis.web.speaking import spoken
from visavis.web.start.steps import steps
from visavis.work.asking import ask


@require_http_methods(["GET", "HEAD", "POST"])
def forecast(request: HttpRequest) -> HttpResponse:
    """Ask for a forecast of one promise, seal it, then go to the reveal."""
    user = user_of(request)
    drop = _drop_to_reveal(request, user)
    asked = request.POST.get("promise") or request.GET.get("promise") or promise_to_forecast(settings.HOME, user)
    promise = next((each.value for each in read_ledger(settings.HOME) if each.value.name == asked), None)
    if promise is None:
        return _onwards(user, drop, None)
    if request.method != "POST":
        return _show(request, promise, drop)
    typed = request.POST.get("value", "").strip()
    try:
        value = None if "skip" in request.POST else _share(typed)
        seal(user, promise.name, value, test=mark_of(promise.test))
    except Mistake as mistake:
        return _show(request, promise, drop, typed, mistake, 422)
    return _onwards(user, drop, promise)


def _drop_to_reveal(request: HttpRequest, user: User) -> Drop | None:
    """The drop of this person whose reveal waits for the forecast."""
    drop = drop_of(user.pk) if role_of(request) in STEWARDS else None
    return drop if drop is not None and drop.promised_at and drop.revealing is None else None


def _onwards(user: User, drop: Drop | None, promise: Promise | None) -> HttpResponse:
    if drop is None:
        return redirect(reverse("promise", args=[promise.name]) if promise else reverse("promises"))
    with transaction.atomic():
        job = ask("run", user=user)
        Drop.objects.filter(pk=drop.pk).update(revealing=job.pk)
    return redirect("start-progress", job=job.pk)


def _share(typed: str) -> float:
    try:
        return float(typed.replace(",", ".").rstrip("% ")) / 100
    except ValueError:
        raise Mistake(
            Words(fr="ce n’est pas un nombre", en="this is not a number"),
            remedy=Words(
                fr="écrivez un nombre de 0 à 100, par exemple 90", en="write a number from 0 to 100, such as 90"
            ),
        ) from None


def _show(
    request: HttpRequest,
    promise: Promise,
    drop: Drop | None,
    typed: str = "",
    mistake: Mistake | None = None,
    status: int = 200,
) -> HttpResponse:
    kind = (promise.test.where or {}).get("type")
    many = plural(noun_words(kind)) if isinstance(kind, str) else Words(fr="cas", en="cases")
    context: dict[str, Any] = {
        "promise": promise,
        "says": promise.says.say(spoken()),
        "question": Words(
            fr=f"Sur 100 {many.fr}, combien tiennent cette promesse ?",
            en=f"Of 100 {many.en}, how many keep this promise?",
        ),
        "cases": cases_known().get(promise.name),
        "typed": typed,
        "steps": steps(Step.FORECAST) if drop else None,
        "mistake": mistake,
    }
    return render(request, "start/forecast.html", context, status=status)
