"""People who use Visavis: who they are, inviting, changing a role, closing an account."""

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from visavis.house.changes import last_of_accounts
from visavis.house.inviting import HOURS, invite, renew
from visavis.house.leaving import change_role, close_account, reopen_account
from visavis.house.models import Change, Invitation, User
from visavis.house.roles import DUTIES, NAMES
from visavis.mirror.tell import wording
from visavis.mistakes import Mistake, Words
from visavis.vocabulary import Role
from visavis.web.access import user_of
from visavis.web.tags.words import told


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, and the links that wait to be opened."""
    return _page(request)


@require_http_methods(["GET", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    """Make a link and show it once, to hand over."""
    if request.method != "POST":
        return redirect("/settings/people")
    email, role = request.POST.get("email", ""), _role(request)
    try:
        token = invite(role, made_by=user_of(request), email=email)
    except Mistake as mistake:
        return _page(request, mistake=mistake, typed={"email": email, "role": role}, status=422)
    link = request.build_absolute_uri(f"/invitations/{token}")
    return _page(request, link=link, hours=HOURS, invited=NAMES[role], invited_email=email.strip())


@require_POST
def withdrawal(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw a link that nobody opened yet."""
    Invitation.objects.filter(pk=number, used_at=None).delete()
    messages.success(request, told(Words(fr="Le lien n’ouvre plus rien.", en="The link opens nothing any more.")))
    return redirect("/settings/people")


@require_POST
def role(request: HttpRequest, number: int) -> HttpResponse:
    """Give a person another role."""
    user, chosen = _somebody(number), _role(request)
    try:
        change_role(user, chosen, by=user_of(request))
    except Mistake as mistake:
        return _page(request, mistake=mistake, status=422)
    name = NAMES[chosen]
    done = Words(fr=f"{user.name} est désormais {name.fr}.", en=f"{user.name} is now {name.en}.")
    messages.success(request, told(done))
    return redirect("/settings/people")


@require_POST
def closing(request: HttpRequest, number: int) -> HttpResponse:
    """Close an account; whoever holds it is signed out at once."""
    user = _somebody(number)
    try:
        close_account(user, by=user_of(request))
    except Mistake as mistake:
        return _page(request, mistake=mistake, status=422)
    done = Words(fr=f"Le compte de {user.name} est fermé.", en=f"The account of {user.name} is closed.")
    messages.success(request, told(done))
    return redirect("/settings/people")


@require_POST
def renewal(request: HttpRequest, number: int) -> HttpResponse:
    """Make a link by which a person chooses another password, and show it once."""
    user = _somebody(number)
    try:
        token = renew(user, made_by=user_of(request))
    except Mistake as mistake:
        return _page(request, mistake=mistake, status=422)
    link = request.build_absolute_uri(f"/invitations/{token}")
    return _page(request, link=link, hours=HOURS, invited=NAMES[Role(user.role)], invited_email=user.email)


@require_POST
def reopening(request: HttpRequest, number: int) -> HttpResponse:
    """Open a closed account again."""
    user = _somebody(number)
    reopen_account(user, by=user_of(request))
    done = Words(fr=f"Le compte de {user.name} est rouvert.", en=f"The account of {user.name} is open again.")
    messages.success(request, told(done))
    return redirect("/settings/people")


def _somebody(number: int) -> User:
    user: User = get_object_or_404(User, pk=number)
    return user


def _role(request: HttpRequest) -> Role:
    try:
        return Role(request.POST.get("role", ""))
    except ValueError:
        raise Http404 from None


def _told(change: Change | None) -> Words | None:
    """What was changed of an account last, by whom and when."""
    if change is None:
        return None
    who, days = change.user.name, [wording.day(change.changed_at.date(), lang) for lang in ("fr", "en")]
    if change.what == Change.What.ROLE:
        before = NAMES[Role(change.before)]
        return Words(
            fr=f"Fonction changée par {who} le {days[0]} (avant : {before.fr}).",
            en=f"Role changed by {who} on {days[1]} (before: {before.en}).",
        )
    if change.what == Change.What.CLOSED:
        return Words(fr=f"Compte fermé par {who} le {days[0]}.", en=f"Account closed by {who} on {days[1]}.")
    return Words(fr=f"Compte rouvert par {who} le {days[0]}.", en=f"Account opened again by {who} on {days[1]}.")


def _page(request: HttpRequest, *, status: int = 200, **more: object) -> HttpResponse:
    changed = last_of_accounts()
    waiting = Invitation.objects.filter(used_at=None, expires_at__gt=timezone.now())
    context = {
        "here": "people",
        "people": [
            (user, NAMES[Role(user.role)], _told(changed.get(user.pk)))
            for user in User.objects.order_by(F("left_at").asc(nulls_first=True), "name", "pk")
        ],
        "waiting": [(one, NAMES[Role(one.role)]) for one in waiting.select_related("made_by").order_by("-made_at")],
        "roles": [(role, NAMES[role], DUTIES[role]) for role in Role],
        **more,
    }
    return render(request, "accounts/people.html", context, status=status)
