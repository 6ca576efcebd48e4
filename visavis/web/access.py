"""Who may open which page: every URL says for whom it is, and a request that does not fit never reaches its view."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path

from visavis.house.models import User
from visavis.vocabulary import Role
from visavis.web.errors import unsuited

ANYBODY: frozenset[Role | None] = frozenset([None, *Role])
"""Signed in or not."""

EVERYBODY: frozenset[Role | None] = frozenset(Role)
"""Whoever signed in: the relation with a client is open to every employee."""

STEWARDS: frozenset[Role | None] = frozenset([Role.ANALYST, Role.ADMINISTRATOR])
"""Those who bring sources in, run, and look at raw rows."""

ADMINISTRATORS: frozenset[Role | None] = frozenset([Role.ADMINISTRATOR])

View = Callable[..., HttpResponseBase]

AUDIENCES: dict[str, frozenset[Role | None]] = {}
"""For whom each named URL is, filled by `page`."""

DRAFTS: dict[str, Callable[[HttpRequest, HttpResponse], None]] = {}
"""By named URL, what keeps the words that somebody sends after their session has ended, for when they have signed in."""


def page(route: str, view: View, *, name: str, to: frozenset[Role | None]) -> URLPattern:
    """A URL open to the roles in `to` alone; None among them stands for those who have not signed in."""
    if name in AUDIENCES and AUDIENCES[name] != to:
        raise ValueError(f"two URLs named {name} with different audiences")
    AUDIENCES[name] = to
    return path(route, view, name=name)


def role_of(request: HttpRequest) -> Role | None:
    """The role of whoever asks; None if nobody signed in."""
    return Role(request.user.role) if isinstance(request.user, User) else None


def user_of(request: HttpRequest) -> User:
    """Whoever signed in; the guard let nobody else through."""
    assert isinstance(request.user, User)
    return request.user


class guard:  # a middleware, named as settings read
    """Lets a request through to the views of its role; what no URL declares is closed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pages tell of clients: no cache keeps them, so that nothing shows after signing out."""
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            response = unsuited(request, response)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Turn away whoever may not open this URL: to the sign-in page, or with 403."""
        match = request.resolver_match
        if match and getattr(match.func, "by_key", False):
            return None  # an address of the API, which lets nobody in without a key
        allowed = AUDIENCES.get(match.url_name or "", frozenset()) if match else frozenset()
        role = role_of(request)
        if role in allowed:
            return None
        if role is None and allowed:
            where = "/sign-in?" + urlencode({"next": request.get_full_path()})
            if request.headers.get("HX-Request"):
                return HttpResponse(status=204, headers={"HX-Redirect": where})
            response = HttpResponseRedirect(where)
            if request.method == "POST" and match and match.url_name in DRAFTS:
                DRAFTS[match.url_name](request, response)
            return response
        return render(request, "errors/forbidden.html", status=403)
