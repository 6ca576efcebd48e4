"""The second step: what the files say, on sample rows, to be corrected and agreed to."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from visavis.declarations.editing import typed
from visavis.declarations.together import all_or_nothing
from visavis.mistakes import Mistake
from visavis.running.story import Step
from visavis.sources.accepting import Disagreement, Overtaken, accept, proposed_for
from visavis.sources.correcting import Correction
from visavis.sources.dropping import drop_of
from visavis.sources.models import Drop, ProposedSource
from visavis.web.access import user_of
from visavis.web.start.files import show_files
from visavis.web.start.showing import Shown, shown
from visavis.web.start.steps import steps
from visavis.web.written import note
from visavis.work.asking import ask


@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: HttpRequest) -> HttpResponse:
    """Show what was understood; agree to it."""
    user = user_of(request)
    drop = drop_of(user.pk)
    if drop is None or drop.accepted_at or drop.looked_at is None or not drop.proposals.exists():
        return _anew(request, Overtaken()) if request.method == "POST" else redirect("start")
    seen = request.POST.get("seen") or proposed_for(drop)
    proposals = list(drop.proposals.order_by("position"))
    if request.method != "POST":
        return _show(request, drop, [shown(each, Correction()) for each in proposals])
    corrections = {each.position: correction(each, request.POST) for each in proposals}
    try:
        with all_or_nothing() as together, transaction.atomic():
            accept(settings.HOME, drop, corrections, together, seen=seen)
            for file, former in together.made:
                note(request, file, former)
            job = ask("prepare", user=user)
            Drop.objects.filter(pk=drop.pk).update(reading=job.pk)
    except Overtaken as mistake:
        return _anew(request, mistake)
    except Disagreement as mistake:
        sources = [_with(each, corrections, mistake) for each in proposals]
        return _show(request, drop, sources, mistake, 422)
    except Mistake as mistake:
        return _show(request, drop, [shown(each, corrections[each.position]) for each in proposals], mistake, 422)
    return redirect("start-progress", job=job.pk)


def _anew(request: HttpRequest, mistake: Overtaken) -> HttpResponse:
    """What there is to agree to now, or to have looked at; what was typed told of something else."""
    drop = drop_of(user_of(request).pk)
    if drop is None or drop.accepted_at or not drop.files.exists():
        return redirect("start")
    if drop.looked_at is None or not drop.proposals.exists():
        return show_files(request, mistake, 409)
    return _show(
        request, drop, [shown(each, Correction()) for each in drop.proposals.order_by("position")], mistake, 409
    )


def _with(proposal: ProposedSource, corrections: dict[int, Correction], mistake: Disagreement) -> Shown:
    mine = shown(proposal, corrections[proposal.position])
    return replace(mine, mistake=mistake) if proposal.position == mistake.position else mine


def _show(
    request: HttpRequest, drop: Drop, sources: list[Shown], mistake: Mistake | None = None, status: int = 200
) -> HttpResponse:
    refused = [file for file in drop.files.order_by("pk") if file.refused]
    context: dict[str, Any] = {
        "sources": sources,
        "seen": proposed_for(drop),
        "refused": refused,
        "steps": steps(Step.MAPPING),
        "mistake": mistake,
    }
    return render(request, "start/mapping.html", context, status=status)


def correction(proposal: ProposedSource, form: QueryDict) -> Correction:
    """What the form says of one proposal."""
    own = f"s{proposal.position}-"
    answer = form.get(f"{own}day_first")
    facts = range(len(proposal.shown["facts"]))
    columns = {
        place: {
            key.removeprefix(f"{own}f{place}-"): str(form[key])
            for key in form
            if key.startswith(f"{own}f{place}-") and _is_offered(proposal, str(form[key]))
        }
        for place in facts
    }
    return Correction(
        taken=f"{own}taken" in form,
        name=form.get(f"{own}name", "").strip(),
        day_first={"day": True, "month": False}.get(answer or ""),
        facts=frozenset(place for place in facts if f"{own}f{place}" in form),
        columns=columns,
        text=_changed(proposal, form.get(f"{own}yaml")),
        instead=form.get(f"{own}instead") == "instead",
    )


def _changed(proposal: ProposedSource, text: str | None) -> str | None:
    """The expert's text, where it is another one than was proposed (browsers send other line ends)."""
    plain = typed(text or "")
    return None if not plain.strip() or plain.strip() == proposal.yaml.strip() else plain


def _is_offered(proposal: ProposedSource, column: str) -> bool:
    """Only columns of the file itself can fill a field."""
    return column == "" or column in proposal.shown["columns"]
