"""The lists of words that are watched: words added and removed in one press, the text of a list, every change undone."""

from pathlib import Path
from typing import Any, cast, get_args
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from visavis.declarations import versions
from visavis.declarations.editing import check_text, typed
from visavis.declarations.versions import Version
from visavis.engine.reading.wording.lists import FOLDER, WordList, shipped_lists
from visavis.mirror.words.lists import Language, Standing, add_word, adopt, find, remove_word, standing, take_back
from visavis.mistakes import Mistake, Words
from visavis.web import written
from visavis.web.mistaken import shown
from visavis.web.speaking import spoken
from visavis.web.written import listing

NEW = "new"
"""The name in the address of a list that is not there yet."""

EMPTY = """name: notre-liste
says: {fr: "dire …", en: "saying …"}
wish: less        # more, less, neither
fr: ["un mot", "un début*"]
en: ["a word"]
"""


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Every list with its words."""
    found, wrong = standing(settings.HOME)
    return render(
        request,
        "words/lists.html",
        {"lists": found, "mistakes": shown(wrong), "here": "words"},
    )


def word_list(request: HttpRequest, name: str) -> HttpResponse:
    """One list: its words, and its text; POST saves the text."""
    found = None if name == NEW else _found(name)
    file = found.file if found else settings.HOME / FOLDER / "notre-liste.yaml"
    if request.method != "POST":
        return _page(request, name, found, file)
    text = typed(request.POST.get("yaml", ""))
    try:
        if request.POST.get("what") == "check":
            check_text(file, text, WordList)
            return _page(request, name, found, file, text=text, sound=True)
        declared, former = adopt(file, text, if_seen=request.POST.get("seen", ""))
    except Mistake as wrong:
        return _page(request, name, found, file, text=text, wrong=wrong, status=422)
    written.note(request, file, former)
    return _saved(declared[0].value.name)


def more(request: HttpRequest, name: str) -> HttpResponse:
    """POST adds a word."""
    return _press(request, name, add=True)


def fewer(request: HttpRequest, name: str) -> HttpResponse:
    """POST removes a word."""
    return _press(request, name, add=False)


def restoration(request: HttpRequest, name: str) -> HttpResponse:
    """POST puts a former version back, or the list as it came along."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _found(name)
    try:
        file, former = take_back(settings.HOME, name, request.POST.get("version", ""))
        written.note(request, file, former)
    except Mistake as wrong:
        messages.error(request, wrong.what.say(spoken()))
    else:
        messages.success(request, Words(fr="C’est annulé.", en="Undone.").say(spoken()))
    return HttpResponseRedirect(f"/settings/words/{name}" if find(settings.HOME, name) else "/settings/words")


def _press(request: HttpRequest, name: str, *, add: bool) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    found = _found(name)
    language = request.POST.get("language", "")
    word = request.POST.get("word", "")
    if language not in get_args(Language):
        language = "fr"
    change = add_word if add else remove_word
    try:
        file, former = change(settings.HOME, name, cast(Language, language), word, if_seen=request.POST.get("seen", ""))
    except Mistake as wrong:
        return _page(request, name, found, found.file, wrong=wrong, word=word, language=language, status=422)
    written.note(request, file, former)
    return _saved(name, file, former)


def _saved(name: str, file: Path | None = None, former: Version | None = None) -> HttpResponse:
    undo = f"?undo={quote(former.id if former else 'none')}" if file else "?saved=yes"
    return HttpResponseRedirect(f"/settings/words/{name}{undo}")


def _page(
    request: HttpRequest,
    name: str,
    found: Standing | None,
    file: Path,
    *,
    text: str | None = None,
    wrong: Mistake | None = None,
    word: str = "",
    language: str = "fr",
    sound: bool = False,
    status: int = 200,
) -> HttpResponse:
    undo = request.GET.get("undo", "")
    known = {each.id for each in versions.versions(file.parent, file.name)}
    context: dict[str, Any] = {
        "name": name,
        "found": found,
        "came_along": any(each.name == name for each in shipped_lists()),
        "word": word,
        "language": language,
        "undo": undo if undo in known or (undo == "none" and found and found.own) else "",
        "sound": sound,
        "saved": request.GET.get("saved") == "yes",
        "action": f"/settings/words/{name}",
        "restore_at": f"/settings/words/{name}/restoration",
        "here": "words",
        **listing(file, text, wrong, request.POST.get("seen")),
    }
    if text is None and not (found and found.own):
        context["yaml"] = found.text if found else EMPTY
    return render(request, "words/list.html", context, status=status)


def _found(name: str) -> Standing:
    found = find(settings.HOME, name)
    if found is None:
        raise Http404(name)
    return found
