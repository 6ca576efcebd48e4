"""Keys of the API that a person made: made here, shown once, withdrawn."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from visavis.house.keys import make_key, withdraw_key
from visavis.mistakes import Mistake, Words
from visavis.web.access import user_of
from visavis.web.accounts.own import own_choices
from visavis.web.tags.words import told


@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """Make a key and show it, this once."""
    name = request.POST.get("name", "")
    try:
        key, token = make_key(user_of(request), name)
    except Mistake as mistake:
        return _page(request, {"key_mistake": mistake, "key_name": name}, status=422)
    return _page(request, {"new_key": token, "new_key_name": key.name})


@require_POST
def withdrawal(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw a key: programs that hold it are let in no more."""
    if withdraw_key(user_of(request), number):
        messages.success(request, told(Words(fr="Cette clé n’ouvre plus rien.", en="This key opens nothing any more.")))
    return redirect("/preferences")


def _page(request: HttpRequest, more: dict[str, object], status: int = 200) -> HttpResponse:
    return render(request, "accounts/preferences.html", own_choices(request) | more, status=status)
