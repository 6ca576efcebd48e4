"""The language of a page: the person's own choice, else this browser's, else the home's."""

from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from visavis.house.models import User
from visavis.mistakes import Lang

COOKIE = "visavis_language"


_speaking: ContextVar[Lang | None] = ContextVar("speaking", default=None)
"""Asked for at every word of a page, for which Django's own way is slow."""


def spoken() -> Lang:
    """The language of the page that is being made."""
    return _speaking.get() or _activated()


def _activated() -> Lang:
    return "en" if translation.get_language() == "en" else "fr"


def of_home() -> Lang:
    """The language of the home."""
    from visavis.mistakes import Mistake
    from visavis.running.home import settings_of

    try:
        return settings_of(settings.HOME).language
    except Mistake:
        return "fr"


def choose(request: HttpRequest) -> Lang:
    """The language for whoever asks."""
    user = getattr(request, "user", None)
    chosen = (user.language if isinstance(user, User) else "") or request.COOKIES.get(COOKIE, "")
    return "en" if chosen == "en" else "fr" if chosen == "fr" else of_home()


def language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: speak that language while the page is made."""

    def speak(request: HttpRequest) -> HttpResponse:
        lang = choose(request)
        before = _speaking.set(lang)
        try:
            with translation.override(lang):
                request.LANGUAGE_CODE = lang
                response = get_response(request)
                response.headers.setdefault("Content-Language", lang)
                return response
        finally:
            _speaking.reset(before)

    return speak
