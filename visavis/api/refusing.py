"""Mistakes as the API tells them: `{what, remedy, field}` in the language asked for, with the status that fits."""

import logging
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from visavis.api.asking import Forbidden, TooOften, WrongKey, language_of
from visavis.api.shapes import Told
from visavis.clients.erasing import Erased
from visavis.house.slowing import TooManyTries
from visavis.mistakes import Mistake, Words


class Unknown(Mistake):
    """Nothing stands at this address, or not any more."""

    def __init__(self, what: Words) -> None:
        super().__init__(what, remedy=Words(fr="vérifiez l’identifiant", en="check the id"))


class Gone(Erased):
    """The client at this address was erased."""


UNREADABLE = Mistake(
    Words(fr="ce n’est pas du JSON", en="this is not JSON"),
    remedy=Words(fr="envoyez un objet JSON en UTF-8", en="send a JSON object in UTF-8"),
)
TOO_LARGE = Mistake(Words(fr="cette requête est trop grande", en="this request is too large"))
BROKEN = Mistake(
    Words(fr="une erreur de notre côté", en="a mistake of ours"),
    remedy=Words(
        fr="réessayez ; si elle revient, son détail est dans le journal du serveur",
        en="try again; if it comes back, the server’s log tells more",
    ),
)
NOWHERE = Mistake(
    Words(fr="rien ne se trouve à cette adresse", en="nothing stands at this address"),
    remedy=Words(fr="les adresses sont dans /api/v1/openapi.json", en="addresses are in /api/v1/openapi.json"),
)
UNSUITED = Mistake(
    Words(fr="cette adresse ne prend pas cette méthode", en="this address does not take that method"),
    remedy=Words(fr="l’en-tête Allow dit lesquelles", en="the header Allow says which ones"),
)


def refuse(api: NinjaAPI) -> None:
    """Make `api` tell every mistake that way."""
    handlers: list[tuple[type[Exception], Any]] = [
        (Mistake, lambda request, found: answer(request, found, _status(found))),
        (ValidationError, lambda request, found: answer(request, *_invalid(found.errors))),
        (HttpError, lambda request, found: answer(request, UNREADABLE, found.status_code)),
        (RequestDataTooBig, lambda request, found: answer(request, TOO_LARGE, 413)),
        (Http404, lambda request, found: answer(request, NOWHERE, 404)),
        (Exception, _broken),
    ]
    for kind, handler in handlers:
        api.add_exception_handler(kind, handler)


def answer(request: HttpRequest, found: Mistake, status: int, field: str | None = None) -> HttpResponse:
    """The answer that tells `found`."""
    lang = language_of(request)
    told = Told(what=found.what.say(lang), remedy=found.remedy.say(lang) if found.remedy else None, field=field)
    response = HttpResponse(told.model_dump_json(), status=status, content_type="application/json; charset=utf-8")
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(found, TooOften | TooManyTries):
        response.headers["Retry-After"] = str(found.seconds)
    return response


def _status(found: Mistake) -> int:
    kinds: list[tuple[type[Mistake], int]] = [
        (WrongKey, 401),
        (Forbidden, 403),
        (Unknown, 404),
        (Gone, 410),
        (TooOften, 429),
        (TooManyTries, 429),
    ]
    return next((status for kind, status in kinds if isinstance(found, kind)), 422)


def _invalid(errors: Sequence[Any]) -> tuple[Mistake, int, str | None]:
    """What is wrong with a request that does not fit its shape: the first of it."""
    error = errors[0]
    path = [str(part) for part in error["loc"] if part not in ("body", "query", "path", "sent")]
    field = ".".join(path) or None
    if error["loc"][:1] == ("path",):
        return NOWHERE, 404, field
    return Mistake(_wrong(error["type"], field or "", error), remedy=_remedy(error)), 422, field


def _wrong(kind: str, field: str, error: Any) -> Words:
    if kind == "missing":
        return Words(fr=f"il manque « {field} »", en=f"“{field}” is missing") if field else UNREADABLE.what
    if kind == "extra_forbidden":
        return Words(fr=f"clé inconnue : {field}", en=f"unknown key: {field}")
    if kind in ("string_too_short", "string_too_long"):
        short = kind.endswith("short")
        return Words(
            fr=f"« {field} » est trop {'court' if short else 'long'}",
            en=f"“{field}” is too {'short' if short else 'long'}",
        )
    return Words(fr=f"« {field} » n’a pas la forme attendue", en=f"“{field}” does not have the expected shape")


def _remedy(error: Any) -> Words | None:
    told = error.get("ctx") or {}
    if "expected" in told:
        return Words(fr=f"valeurs admises : {told['expected']}", en=f"values allowed: {told['expected']}")
    if "max_length" in told:
        return Words(fr=f"{told['max_length']} caractères au plus", en=f"{told['max_length']} characters at most")
    return Words(fr="voyez /api/v1/openapi.json", en="see /api/v1/openapi.json")


def _broken(request: HttpRequest, found: Exception) -> HttpResponse:
    logging.getLogger("django.request").error("API: %s", request.path, exc_info=found)
    return answer(request, BROKEN, 500)
