"""What each person chooses for themselves: language, appearance, password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from visavis.house.keys import keys_of
from visavis.house.models import User
from visavis.house.passwords import check_choice
from visavis.house.signing_in import check_own_password
from visavis.house.teams import teams_of
from visavis.mistakes import Mistake, Words
from visavis.web import speaking
from visavis.web.access import user_of
from visavis.web.accounts.asking import safe_next
from visavis.web.commitments.pages import own_names
from visavis.web.frame import THEME_COOKIE
from visavis.web.tags.words import told

YEAR = 365 * 24 * 3600


@require_GET
def preferences(request: HttpRequest) -> HttpResponse:
    """Language, appearance, teams, password."""
    return render(request, "accounts/preferences.html", own_choices(request))


def own_choices(request: HttpRequest) -> dict[str, object]:
    """What the page of preferences shows of whoever asks."""
    return {"teams": teams_of(user_of(request)), "keys": keys_of(user_of(request))} | own_names(request)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language, for this person and this browser."""
    return _choose(request, "language", ("fr", "en"), speaking.COOKIE)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Choose light, dark, or what the system says."""
    return _choose(request, "theme", ("light", "dark", ""), THEME_COOKIE)


def _choose(request: HttpRequest, field: str, choices: tuple[str, ...], cookie: str) -> HttpResponse:
    chosen = request.POST.get(field, "")
    response = HttpResponseRedirect(safe_next(request), status=303)
    if chosen not in choices:
        return response
    if isinstance(request.user, User):
        setattr(request.user, field, chosen)
        request.user.save(update_fields=[field])
    response.set_cookie(cookie, chosen, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    return response


@sensitive_post_parameters("current", "password")
@require_POST
def password(request: HttpRequest) -> HttpResponse:
    """Choose another password; every other session of this person ends."""
    user = user_of(request)
    chosen = request.POST.get("password", "")
    try:
        check_own_password(user, request.POST.get("current", ""))
        check_choice(user, chosen)
    except Mistake as mistake:
        return render(request, "accounts/preferences.html", own_choices(request) | {"mistake": mistake}, status=422)
    user.set_password(chosen)
    user.save(update_fields=["password"])
    update_session_auth_hash(request, user)
    done = Words(
        fr="Votre mot de passe est changé. Vos autres sessions sont fermées.",
        en="Your password is changed. Your other sessions are closed.",
    )
    messages.success(request, told(done))
    return redirect("/preferences")
