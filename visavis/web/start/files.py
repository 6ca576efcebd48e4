"""The first step: files dropped, refused or kept, each with what can be done."""

from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from visavis.mistakes import Mistake, Words
from visavis.running.story import Step
from visavis.sources.dropping import discard, drop_of, locked, must_have_room, receive, withdraw
from visavis.sources.landing import sweep
from visavis.sources.models import DroppedFile
from visavis.web.access import user_of
from visavis.web.start.steps import steps
from visavis.web.start.uploading import INTERRUPTED, Landed, ToDisk
from visavis.work.asking import ask


@csrf_exempt
def files(request: HttpRequest) -> HttpResponse:
    """Show the files of the drop; take more of them in.

    Exempt here and protected below: the token stands in the body, which must not be read before this handler is set. What a
    request without a token sent is never kept.
    """
    if request.method == "POST":
        handler = ToDisk(request, settings.HOME)
        try:
            if request.content_type == "multipart/form-data":
                must_have_room(settings.HOME, int(request.META.get("CONTENT_LENGTH") or 0))
            request.upload_handlers = [handler]
            return _take(request, handler)
        except Mistake as mistake:
            return _answer(request, mistake, 400 if mistake is INTERRUPTED else 507)
        except (UnreadablePostError, MultiPartParserError, BadRequest):
            return _answer(request, INTERRUPTED, 400)
        finally:
            handler.forsake()
    return _shown(request)


@csrf_protect
def _take(request: HttpRequest, handler: ToDisk) -> HttpResponse:
    landed = [each for each in request.FILES.getlist("files") if isinstance(each, Landed)]
    sweep(settings.HOME)
    if landed:
        receive(settings.HOME, user_of(request).pk, [each.landing for each in landed])
    if handler.mistake is not None:
        raise handler.mistake
    return redirect("start-files") if landed else _answer(request, NOTHING, 400)


@require_safe
def _shown(request: HttpRequest) -> HttpResponse:
    return show_files(request)


def show_files(request: HttpRequest, mistake: Mistake | None = None, status: int = 200) -> HttpResponse:
    """The page of the files that this person is bringing in."""
    return render(request, "start/files.html", _context(request) | {"mistake": mistake}, status=status)


def _answer(request: HttpRequest, mistake: Mistake, status: int) -> HttpResponse:
    """The page with what happened; to the script that sends files, the mistake alone."""
    context: dict[str, Any] = {"mistake": mistake}
    if request.headers.get("X-Sent-By") == "visavis":
        response = render(request, "parts/mistake.html", context, status=status)
        response["X-Mistake"] = "1"
        return response
    return render(request, "start/files.html", _context(request) | context, status=status)


def _context(request: HttpRequest) -> dict[str, Any]:
    drop = drop_of(user_of(request).pk)
    open_ = None if drop is None or drop.accepted_at else drop
    dropped = [] if open_ is None else list(open_.files.order_by("pk"))
    return {
        "drop": open_,
        "files": dropped,
        "usable": [file for file in dropped if file.refused is None],
        "steps": steps(Step.FILES),
    }


@require_POST
def withdrawal(request: HttpRequest, number: int) -> HttpResponse:
    """Take one file back."""
    file = get_object_or_404(DroppedFile, pk=number, drop__user=user_of(request))
    try:
        withdraw(settings.HOME, file)
    except Mistake as mistake:
        return show_files(request, mistake, 409)
    return redirect("start-files")


@require_POST
def discarding(request: HttpRequest) -> HttpResponse:
    """Give up the drop, and its files."""
    drop = drop_of(user_of(request).pk)
    if drop is not None:
        discard(settings.HOME, drop)
    return redirect("start-files")


@require_POST
def looking(request: HttpRequest) -> HttpResponse:
    """Have the files looked at."""
    user = user_of(request)
    drop = drop_of(user.pk)
    if drop is None:
        return redirect("start-files")
    # Locked until the job is noted: its worker must not have looked before that, nor files land between.
    with transaction.atomic():
        drop = locked(drop)
        if drop.accepted_at or not drop.files.exists():
            return redirect("start-files")
        if drop.looked_at is not None and drop.proposals.exists():
            return redirect("start-mapping")
        job = ask("look", user=user, drop=drop.pk)
        drop.looking, drop.looked_at = job.pk, None
        drop.save(update_fields=["looking", "looked_at"])
    return redirect("start-progress", job=job.pk)


NOTHING = Mistake(
    Words(fr="aucun fichier n’est arrivé", en="no file arrived"),
    remedy=Words(
        fr="choisissez un ou plusieurs fichiers, puis envoyez-les", en="choose one or several files, then send them"
    ),
)
