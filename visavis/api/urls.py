"""Addresses of the API. Every one asks for a key but the description itself, which tells of no home."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from ninja import NinjaAPI

from visavis.api import clients, commitments, decisions, doubts, erasing, identity, records, voices
from visavis.api.asking import Key, language_of
from visavis.api.refusing import NOWHERE, UNSUITED, answer, refuse

PLACE = "api/v1/"


class Api(NinjaAPI):
    """Its addresses stand in the one URL table of the project, without a namespace of their own."""

    def get_root_path(self, path_params: Any) -> str:
        """Where the addresses begin."""
        return f"/{PLACE}"


api = Api(
    title="Visavis",
    version="1",
    description="The verbs of the workspace for programs. Keys are made in Preferences; programs act as the person who made one.",
    docs_url=None,  # such a page needs scripts from elsewhere; docs/reference/api.md is made from the description
    auth=Key(),
    urls_namespace="api",
)
api.add_router("/voices", voices.router)
api.add_router("/clients", clients.router)
api.add_router("/clients", identity.router)
api.add_router("/clients", erasing.router)
api.add_router("/commitments", commitments.router)
api.add_router("/records", records.router)
api.add_router("/doubts", doubts.router)
api.add_router("", decisions.router)
refuse(api)


def _nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    return answer(request, NOWHERE, 404)


def _by_key(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view, let through by the workspace's guard as it looks at keys itself; what it refuses is told as JSON."""

    @wraps(view)
    def called(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            refused, response = response, answer(request, UNSUITED, 405)
            response.headers["Allow"] = refused.headers.get("Allow", "")
        response.headers["Content-Language"] = language_of(request)
        return response

    called.by_key = True  # type: ignore[attr-defined]
    called.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie opens it
    return called


urlpatterns: list[URLPattern] = [
    *(
        path(f"{PLACE}{each.pattern}", _by_key(each.callback), name=f"api-{each.name}")
        for each in api.urls[0]
        if isinstance(each, URLPattern) and each.name != "api-root"
    ),
    path(f"{PLACE}<path:rest>", _by_key(_nowhere), name="api-nowhere"),
    path("api", _by_key(_nowhere), name="api-nowhere-above"),
]
