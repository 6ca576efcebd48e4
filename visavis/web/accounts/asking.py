"""Reading a request: where to go next, and from which network it comes."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """The page named by `next`, if it is one of ours; otherwise `default`."""
    where = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(where, allowed_hosts=None, require_https=request.is_secure())
    return where if ours and where.startswith("/") and urlsplit(where).path != "/sign-in" else default


def network_of(request: HttpRequest) -> str:
    """The address that the request comes from: behind a proxy of ours, the last one that it added."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))
