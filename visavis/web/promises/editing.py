"""Promises added, changed, tried and taken away: the YAML file is the truth, and every change can be undone."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render

from visavis.declarations import Declared, versions
from visavis.declarations.editing import typed
from visavis.engine.holding.promise import Promise
from visavis.mirror.tell.sentences import AUDIENCES
from visavis.mistakes import Mistake, Words
from visavis.promises import fields as form
from visavis.promises.known import known
from visavis.promises.ledger import FOLDER
from visavis.promises.rewriting import adopt, check_typed, find, withdraw
from visavis.web import written
from visavis.web.access import user_of
from visavis.web.mistaken import shown
from visavis.web.promises.trials import Shown, try_now
from visavis.web.promises.words import EVENTUALLY, KINDS, UNITS
from visavis.web.speaking import spoken
from visavis.web.written import listing
from visavis.work.asking import ask
from visavis.work.models import Job


def new(request: HttpRequest) -> HttpResponse:
    """A form for a promise that is not there yet; POST tries or adopts it."""
    if request.method != "POST":
        return _form(request, None, dict(form.EMPTY), "")
    fields = _typed_fields(request)
    fields["name"] = form.name_of(fields)
    return _take(request, None, fields, f"{fields['name'] or 'promesse'}.yaml")


def edit(request: HttpRequest, promise: str) -> HttpResponse:
    """The form of a promise that stands in a file; where the form can't say all of it, the text of that file."""
    declared = find(settings.HOME, promise)
    if declared is None:
        raise Http404(promise)
    text = versions.text_of(declared.file)
    if not form.sayable(text, declared.value):
        return HttpResponseRedirect(f"/promises/files/{quote(declared.file.name)}?from=form")
    if request.method != "POST":
        return _form(request, promise, form.fields_of(declared.value), declared.file.name)
    return _take(request, promise, _typed_fields(request) | {"name": promise}, declared.file.name)


def promise_file(request: HttpRequest, file: str) -> HttpResponse:
    """The text of a file of promises; POST saves or tries it."""
    path = _path(file)
    if not path.exists():
        raise Http404(file)
    if request.method != "POST":
        return _text(request, path)
    text = typed(request.POST.get("yaml", ""))
    try:
        if request.POST.get("what") == "save":
            promises = _adopt(request, path, text)
            return _adopted(request, promises[0].value.name if len(promises) == 1 else "")
        check_typed(path, text)
        found = try_now(request, file, text)
    except Mistake as wrong:
        return _text(request, path, text=text, wrong=wrong, status=422)
    if isinstance(found, Job):
        return HttpResponseRedirect(f"/promises/trials/{found.pk}")
    return _text(request, path, text=text, trials=found)


def withdrawal(request: HttpRequest, promise: str) -> HttpResponse:
    """POST takes a promise away."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        file, former = withdraw(settings.HOME, promise, if_seen=request.POST.get("seen", ""))
        written.note(request, file, former)
    except Mistake as found:
        messages.error(request, found.what.say(spoken()))
        return HttpResponseRedirect(f"/promises/{promise}/edit" if find(settings.HOME, promise) else "/promises")
    ask("run", user=user_of(request))
    _say(
        request,
        Words(
            fr="La promesse est retirée, et peut être remise. Un calcul est demandé.",
            en="The promise is withdrawn, and can be put back. A run is asked for.",
        ),
    )
    return HttpResponseRedirect("/promises")


def restoration(request: HttpRequest, file: str) -> HttpResponse:
    """POST puts a former version of a file back."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        back, former = versions.restore(settings.HOME / FOLDER, request.POST.get("version", ""))
        written.note(request, _path(back.name), former)
    except Mistake as found:
        messages.error(request, found.what.say(spoken()))
        return HttpResponseRedirect("/promises")
    ask("run", user=user_of(request))
    _say(
        request,
        Words(
            fr="La version précédente est remise en place. Un calcul est demandé.",
            en="The former version is back in place. A run is asked for.",
        ),
    )
    return HttpResponseRedirect("/promises")


def _take(request: HttpRequest, name: str | None, fields: form.Fields, file: str) -> HttpResponse:
    """Try or adopt what the form says."""
    path = settings.HOME / FOLDER / file
    try:
        _must_be_new(name, fields, path)
        text = form.written(versions.text_of(path), fields["name"], fields)
        if request.POST.get("what") == "adopt":
            _adopt(request, path, text)
            return _adopted(request, fields["name"])
        check_typed(path, text)
        own = form.alone(text, fields["name"])
        found = try_now(request, file, own)
    except Mistake as wrong:
        return _form(request, name, fields, file, wrong=wrong, status=422)
    if isinstance(found, Job):
        return HttpResponseRedirect(f"/promises/trials/{found.pk}")
    return _form(request, name, fields, file, trials=found, text=own)


def _must_be_new(name: str | None, fields: form.Fields, path: Path) -> None:
    if name is not None:
        return
    if not fields["name"]:
        raise Mistake(
            Words(fr="il manque ce que dit la promesse", en="what the promise says is missing"),
            remedy=Words(fr="écrivez-la avec les mots des clients", en="write it in the words of clients"),
        )
    if find(settings.HOME, fields["name"]) or path.exists():
        raise Mistake(
            Words(fr=f"le nom « {fields['name']} » est déjà pris", en=f"the name “{fields['name']}” is taken already"),
            remedy=Words(fr="donnez-lui un autre nom", en="give it another name"),
        )


def _form(
    request: HttpRequest,
    name: str | None,
    fields: form.Fields,
    file: str,
    *,
    wrong: Mistake | None = None,
    trials: list[Shown] | None = None,
    text: str = "",
    status: int = 200,
) -> HttpResponse:
    path = settings.HOME / FOLDER / file if file else None
    context: dict[str, Any] = {
        "name": name,
        "f": fields,
        "file": file,
        "seen": versions.seen(path) if path and name else "",
        "mistakes": [replace(each, place="", line=None) for each in shown(wrong)] if wrong else [],
        "trials": trials or [],
        "text": text,
        "known": known(settings.HOME),
        "audiences": list(AUDIENCES.items()),
        "kinds": list(KINDS.items()),
        "units": list(UNITS.items()),
        "eventually": list(EVENTUALLY.items()),
        "versions": written.told(path.parent, versions.versions(path.parent, file)) if path and name else [],
    }
    return render(request, "promises/form.html", context, status=status)


def _text(
    request: HttpRequest,
    path: Path,
    *,
    text: str | None = None,
    wrong: Mistake | None = None,
    trials: list[Shown] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "trials": trials or [],
        "from_form": request.GET.get("from") == "form",
        "action": f"/promises/files/{quote(path.name)}",
        "restore_at": f"/promises/files/{quote(path.name)}/restoration",
        **listing(path, text, wrong, request.POST.get("seen")),
    }
    return render(request, "promises/text.html", context, status=status)


def _typed_fields(request: HttpRequest) -> form.Fields:
    # A box that is not ticked is not sent: its field is empty then, not as a new promise begins.
    return {field: request.POST.get(field, "").strip() for field in form.EMPTY}


def _adopt(request: HttpRequest, path: Path, text: str) -> list[Declared[Promise]]:
    promises, former = adopt(path, text, if_seen=request.POST.get("seen", ""))
    written.note(request, path, former)
    return promises


def _adopted(request: HttpRequest, name: str) -> HttpResponse:
    ask("run", user=user_of(request))
    _say(
        request,
        Words(
            fr="La promesse est adoptée. Un calcul est demandé : ses cas viendront avec lui.",
            en="The promise is adopted. A run is asked for: its cases come with it.",
        ),
    )
    return HttpResponseRedirect(f"/promises/{name}" if name else "/promises")


def _path(file: str) -> Path:
    try:
        return versions.file_in(settings.HOME / FOLDER, file)
    except Mistake:
        raise Http404(file) from None


def _say(request: HttpRequest, words: Words) -> None:
    messages.success(request, words.say(spoken()))
