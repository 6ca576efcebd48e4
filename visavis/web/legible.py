"""Requests with the character NUL, which no text of people holds and PostgreSQL takes in none, get no further than here."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, UnreadablePostError

from visavis.web.access import View
from visavis.web.errors import illegible


class legible:  # a middleware, named as settings read
    """Answers 400 to NUL in the address, in cookies (before a session is looked for), and in forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at what stands at the head of the request."""
        asked = (text for name, values in request.GET.lists() for text in (name, *values))
        cookies = (text for cookie in request.COOKIES.items() for text in cookie)
        if _any_nul([request.path]) or _any_nul(asked) or _any_nul(cookies):
            return illegible(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Look at a form, which the check of its token would read next; a view that is exempt reads it by itself."""
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return None
        try:
            typed = request.POST.lists()
        except UnreadablePostError:
            return None
        return illegible(request) if _any_nul(text for name, values in typed for text in (name, *values)) else None


def _any_nul(texts: Iterable[str]) -> bool:
    return any("\0" in text for text in texts)
