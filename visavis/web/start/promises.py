"""The third step: promises that the files can test, chosen before anybody sees how they end."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from visavis.declarations.together import all_or_nothing
from visavis.engine.holding.promise import Promise
from visavis.mistakes import Mistake, Words
from visavis.promises.adopting import adopt, open_proposals, untestable_proposals
from visavis.promises.ledger import read_ledger
from visavis.promises.models import ProposedPromise
from visavis.promises.plainly import told
from visavis.running.story import Step
from visavis.sources.dropping import drop_of
from visavis.sources.models import Drop
from visavis.web.access import user_of
from visavis.web.speaking import spoken
from visavis.web.start.steps import steps
from visavis.web.written import note
from visavis.work.models import Job


@dataclass(frozen=True, slots=True)
class Proposed:
    """A promise on offer."""

    row: ProposedPromise
    says: str
    chosen: bool
    tested: list[Words]

    @property
    def document(self) -> str:
        """The document that makes it, without its folder."""
        return PurePath(self.row.document).name


@require_http_methods(["GET", "HEAD", "POST"])
def promises(request: HttpRequest) -> HttpResponse:
    """Choose promises, in one's own words."""
    drop = drop_of(user_of(request).pk)
    if drop is None or drop.accepted_at is None:
        return redirect("start")
    if (
        drop.revealing is not None
        or drop.reading is None
        or Job.objects.filter(pk=drop.reading).exclude(succeeded=True).exists()
    ):
        return redirect("start")
    rows = open_proposals()
    if request.method != "POST":
        return _show(request, [_proposed(row, _said(row), chosen=True) for row in rows])
    chosen = {row.pk: request.POST.get(f"says-{row.pk}", "") for row in rows if f"chosen-{row.pk}" in request.POST}
    typed = [_proposed(row, request.POST.get(f"says-{row.pk}", _said(row)), chosen=row.pk in chosen) for row in rows]
    if not chosen and not read_ledger(settings.HOME):
        return _show(request, typed, NONE_CHOSEN, 422)
    try:
        with all_or_nothing() as together, transaction.atomic():
            adopt(settings.HOME, chosen, spoken(), together)
            for file, former in together.made:
                note(request, file, former)
            Drop.objects.filter(pk=drop.pk).update(promised_at=timezone.now())
    except Mistake as mistake:
        return _show(request, typed, mistake, 422)
    return redirect("start-forecast")


def _said(row: ProposedPromise) -> str:
    """Its words: a document says them in one language."""
    says = row.written["says"]
    return str(says.get(spoken()) or next(iter(says.values())))


def _proposed(row: ProposedPromise, says: str, *, chosen: bool) -> Proposed:
    return Proposed(row, says, chosen, told(Promise.model_validate(row.written)))


def _show(
    request: HttpRequest, proposed: list[Proposed], mistake: Mistake | None = None, status: int = 200
) -> HttpResponse:
    ledger = read_ledger(settings.HOME)
    context: dict[str, Any] = {
        "proposed": proposed,
        "untestable": [Proposed(row, _said(row), False, []) for row in untestable_proposals()],
        "ledger": [each.value.says.say(spoken()) for each in ledger],
        "steps": steps(Step.PROMISES),
        "mistake": mistake,
    }
    return render(request, "start/promises.html", context, status=status)


NONE_CHOSEN = Mistake(
    Words(fr="aucune promesse n’est choisie", en="no promise is chosen"),
    remedy=Words(
        fr="choisissez-en au moins une: le miroir n’a rien à montrer sans elle",
        en="choose at least one: without it the mirror has nothing to show",
    ),
)
