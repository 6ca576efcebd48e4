"""What of a page a request asks for."""

from django.http import HttpRequest


def part_of(request: HttpRequest) -> str:
    """The id of the element that HTMX will replace with the answer, `-` for one without id; empty for a whole page."""
    if not request.headers.get("HX-Request") or request.headers.get("HX-History-Restore-Request"):
        return ""
    return request.headers.get("HX-Target") or "-"
