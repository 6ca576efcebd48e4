"""What every page's frame needs: language, theme, the three entries, what else this role may open."""

from typing import Any

from django.http import HttpRequest

from visavis.house.models import User
from visavis.web.access import STEWARDS, role_of
from visavis.web.speaking import spoken
from visavis.web.visit.band import band

THEME_COOKIE = "visavis_theme"


ENTRIES = {
    "today": ("/", "/today"),
    "clients": ("/clients", "/voices"),
    "promises": ("/promises", "/mirror", "/actions"),
    "settings": ("/settings", "/start"),
}
"""What stands behind each entry of the header."""


def entry_of(path: str) -> str:
    """The entry of the header that a path belongs to; nothing for a page behind none."""
    for entry, places in ENTRIES.items():
        if any(path == place or (place != "/" and path.startswith(f"{place}/")) for place in places):
            return entry
    return ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every template."""
    user = getattr(request, "user", None)
    theme = (user.theme if isinstance(user, User) else "") or request.COOKIES.get(THEME_COOKIE, "")
    return {
        "band": band(request),
        "lang": spoken(),
        "theme": theme if theme in ("light", "dark") else "",
        "role": role_of(request) if user is not None else None,
        "may_steward": user is not None and role_of(request) in STEWARDS,
        "this_page": request.get_full_path(),
        "entry": entry_of(request.path),
        "section": getattr(request.resolver_match, "url_name", "") if request.resolver_match else "",
    }
