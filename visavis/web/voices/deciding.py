"""What people decide about topics: a name, a merger, two parts; each undone in one press."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from visavis.mistakes import Mistake, Words
from visavis.voices.decided_topics import decided_topics, merge_topics, rename_topic, split_topic, withdraw
from visavis.voices.telling import told_voices
from visavis.web.access import user_of
from visavis.web.tags.words import told as in_page

_UNKNOWN = Mistake(
    Words(fr="ce sujet n’existe plus", en="this topic is no longer there"),
    remedy=Words(fr="revenez à la liste des sujets", en="go back to the list of topics"),
)


@require_POST
def naming(request: HttpRequest, number: int) -> HttpResponse:
    """POST `name`."""
    try:
        _known(number)
        rename_topic(user_of(request), number, request.POST.get("name", ""))
    except Mistake as mistake:
        return _refused(request, number, mistake)
    return _to(number)


@require_POST
def merging(request: HttpRequest, number: int) -> HttpResponse:
    """POST `into`: the topic under which this one stands from now on."""
    into = request.POST.get("into", "")
    try:
        numbers = _known(number)
        other = int(into) if into.isascii() and into.isdecimal() and len(into) < 10 else 0
        merge_topics(user_of(request), number, other, numbers)
    except Mistake as mistake:
        return _refused(request, number, mistake)
    return _to(other)


@require_POST
def parting(request: HttpRequest, number: int) -> HttpResponse:
    """The next run parts this topic in two."""
    try:
        _known(number)
        split_topic(user_of(request), number)
    except Mistake as mistake:
        return _refused(request, number, mistake)
    messages.success(
        request, in_page(Words("Le prochain calcul le scindera en deux.", "The next run will part it in two."))
    )
    return _to(number)


@require_POST
def undoing(request: HttpRequest, decision: int) -> HttpResponse:
    """Takes a decision back."""
    undone = withdraw(decision)
    return _to(undone.topic) if undone else HttpResponseRedirect("/voices/topics", status=303)


def _known(number: int) -> frozenset[int]:
    """Numbers of all topics; raises Mistake where `number` is none of them."""
    numbers = told_voices(decided_topics()).numbers
    if number not in numbers:
        raise _UNKNOWN
    return numbers


def _to(number: int) -> HttpResponse:
    known = told_voices(decided_topics()).topic(number)
    return HttpResponseRedirect(f"/voices/topics/{known.number}" if known else "/voices/topics", status=303)


def _refused(request: HttpRequest, number: int, mistake: Mistake) -> HttpResponse:
    remedy = f" {in_page(mistake.remedy)}" if mistake.remedy else ""
    messages.error(request, f"{in_page(mistake.what)}.{remedy}")
    return _to(number)
