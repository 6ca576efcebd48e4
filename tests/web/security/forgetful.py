"""A URL table whose author forgot to say for whom a page is."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from visavis.web.urls import handler403, handler404, handler500


def secret(request: HttpRequest) -> HttpResponse:
    """A view that no `page` declares."""
    return HttpResponse("secret")


urlpatterns = [path("forgotten", secret, name="forgotten")]

__all__ = ["handler403", "handler404", "handler500", "secret", "urlpatterns"]
