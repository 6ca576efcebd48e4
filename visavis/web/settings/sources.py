"""Sources: what each delivers and what became of it; one with its mapping in words and its YAML, changed or taken away."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render

from visavis.declarations import Declared, versions
from visavis.declarations.editing import readable, typed
from visavis.mistakes import Mistake, Words
from visavis.sources.declaration import SourceDeclaration
from visavis.sources.plainly import DELIVERIES, told
from visavis.sources.rewriting import FOLDER, check_typed, find, withdraw
from visavis.sources.standing import standings
from visavis.sources.wording import TABLES
from visavis.web import written
from visavis.web.mistaken import shown
from visavis.web.speaking import spoken
from visavis.web.written import listing


def sources(request: HttpRequest) -> HttpResponse:
    """Every source with what it delivered."""
    declared, wrong = readable(settings.HOME / FOLDER, SourceDeclaration)
    context = {
        "sources": [
            {
                "standing": each,
                "source": each.declared.value,
                "delivery": DELIVERIES[each.declared.value.delivery],
                "tables": [(TABLES[name], n) for name, n in each.rows.items()],
            }
            for each in standings(settings.HOME, declared)
        ],
        "mistakes": shown(wrong),
        "withdrawn": written.told(settings.HOME / FOLDER, versions.gone(settings.HOME / FOLDER)),
        "here": "sources",
    }
    return render(request, "settings/sources.html", context)


def source(request: HttpRequest, source: str) -> HttpResponse:
    """One source: where it stands, its mapping in words, its text; POST saves the text."""
    declared = find(settings.HOME, source)
    if declared is None:
        raise Http404(source)
    if request.method == "POST":
        return _save(request, declared.file.name, declared)
    return _page(request, declared.file.name, declared)


def source_file(request: HttpRequest, file: str) -> HttpResponse:
    """The text of a file of sources, also where it can't be read as YAML; POST saves it."""
    if not _file(file).exists():
        raise Http404(file)
    return _save(request, file, None) if request.method == "POST" else _page(request, file, None)


def withdrawal(request: HttpRequest, source: str) -> HttpResponse:
    """POST takes a source away; its file can be put back."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    declared = find(settings.HOME, source)
    if declared is None:
        raise Http404(source)
    try:
        file, former = withdraw(settings.HOME, source, if_seen=request.POST.get("seen", ""))
        written.note(request, _file(file), former)
    except Mistake as found:
        return _page(request, declared.file.name, declared, wrong=found, status=409)
    _say(
        request,
        Words(
            fr=f"La source {source} est retirée ; ses fichiers restent. Ses faits partiront au prochain calcul.",
            en=f"The source {source} is withdrawn; its files stay. Its facts go with the next run.",
        ),
    )
    return HttpResponseRedirect(
        "/settings/sources" if not _file(file).exists() else f"/settings/sources/files/{quote(file)}"
    )


def restoration(request: HttpRequest, file: str) -> HttpResponse:
    """POST puts a former version of a file back."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        back, former = versions.restore(settings.HOME / FOLDER, request.POST.get("version", ""))
        written.note(request, _file(back.name), former)
    except Mistake as found:
        messages.error(request, found.what.say(spoken()))
        return HttpResponseRedirect("/settings/sources")
    _say(request, Words(fr=f"La version de {file} est remise en place.", en=f"The version of {file} is back in place."))
    return HttpResponseRedirect(f"/settings/sources/files/{quote(file)}")


def _save(request: HttpRequest, file: str, declared: Declared[SourceDeclaration] | None) -> HttpResponse:
    text = typed(request.POST.get("yaml", ""))
    try:
        found = check_typed(settings.HOME, _file(file), text)
        if request.POST.get("what") != "check":
            former = versions.change(_file(file), text, if_seen=request.POST.get("seen", ""))
            written.note(request, _file(file), former)
    except Mistake as mistake:
        return _page(request, file, declared, text=text, wrong=mistake, status=422)
    if request.POST.get("what") == "check":
        return _page(request, file, declared, text=text, sound=True)
    _say(
        request,
        Words(
            fr="La source est enregistrée. Elle vaudra au prochain calcul.",
            en="The source is saved. It holds from the next run on.",
        ),
    )
    return HttpResponseRedirect(
        f"/settings/sources/{found[0].value.name}" if len(found) == 1 else f"/settings/sources/files/{quote(file)}"
    )


def _page(
    request: HttpRequest,
    file: str,
    declared: Declared[SourceDeclaration] | None,
    *,
    text: str | None = None,
    wrong: Mistake | None = None,
    sound: bool = False,
    status: int = 200,
) -> HttpResponse:
    path = _file(file)
    context: dict[str, Any] = {
        "declared": declared,
        "facts": told(declared.value) if declared else [],
        "delivery": DELIVERIES[declared.value.delivery] if declared else None,
        "standing": standings(settings.HOME, [declared])[0] if declared else None,
        "sound": sound,
        "action": f"/settings/sources/{declared.value.name}" if declared else f"/settings/sources/files/{quote(file)}",
        "restore_at": f"/settings/sources/files/{quote(file)}/restoration",
        "here": "sources",
        **listing(path, text, wrong, request.POST.get("seen")),
    }
    return render(request, "settings/source.html", context, status=status)


def _file(name: str) -> Path:
    try:
        return versions.file_in(settings.HOME / FOLDER, name)
    except Mistake:
        raise Http404(name) from None


def _say(request: HttpRequest, words: Words) -> None:
    messages.success(request, words.say(spoken()))
