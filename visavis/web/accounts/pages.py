"""Signing in and out, accepting an invitation."""

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from visavis.demo.standing import is_demonstration
from visavis.house.inviting import accept, holder_of, open_invitation
from visavis.house.models import User
from visavis.house.signing_in import sign_in as check_password
from visavis.house.slowing import TooManyTries, check_pace, note_failure
from visavis.mistakes import Mistake, Words
from visavis.vocabulary import Role
from visavis.web.access import STEWARDS
from visavis.web.accounts.asking import network_of, safe_next
from visavis.web.speaking import spoken
from visavis.web.tags.words import told

FREE_LINKS = 20


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Address and password; then to the page that was asked for."""
    where = safe_next(request)
    if isinstance(request.user, User):
        return redirect(where)
    email, mistake, status = "", None, 200
    if request.method == "POST":
        email = request.POST.get("email", "")
        try:
            user = check_password(email, request.POST.get("password", ""), network=network_of(request))
        except Mistake as wrong:
            mistake, status = wrong, 429 if isinstance(wrong, TooManyTries) else 422
        else:
            _begin_session(request, user)
            return HttpResponseRedirect(where)
    context = {"email": email, "next": where, "mistake": mistake}
    return render(request, "accounts/sign_in.html", context, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    auth.logout(request)
    messages.success(request, told(Words(fr="Vous êtes déconnecté(e).", en="You are signed out.")))
    return redirect("/sign-in")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """A one-time link: choose name, address and password, and be signed in."""
    subject = f"links:{network_of(request)}"
    try:
        check_pace({subject: FREE_LINKS})
    except TooManyTries as wait:
        return render(request, "accounts/lapsed.html", {"mistake": wait}, status=429)
    found = open_invitation(token)
    if found is None:
        note_failure(subject)
        return render(request, "accounts/lapsed.html", status=404)
    holder = holder_of(found)
    typed = {"email": found.email, "name": holder.name if holder else ""}
    mistake = None
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in typed}
        try:
            user = accept(token, **typed, password=request.POST.get("password", ""), language=spoken())
        except Mistake as wrong:
            mistake = wrong
        else:
            _begin_session(request, user)
            return redirect(_first_page(user))
    context = {
        "invitation": found,
        "holder": holder,
        "first": found.made_by_id is None,
        "typed": typed,
        "mistake": mistake,
    }
    return render(request, "accounts/invitation.html", context, status=422 if mistake else 200)


def _begin_session(request: HttpRequest, user: User) -> None:
    """Sign in under a new session key; sweep sessions that are over."""
    request.session.flush()
    auth.login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session.clear_expired()


def _first_page(user: User) -> str:
    """Where a new person begins: with what a demonstration is, or with the files, if the home has none and this role may
    bring some."""
    if is_demonstration(settings.HOME):
        return "/demonstration"
    has_sources = any((settings.HOME / "sources").glob("*.y*ml"))
    return "/" if has_sources or Role(user.role) not in STEWARDS else "/start/files"
