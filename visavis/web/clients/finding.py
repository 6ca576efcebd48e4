"""Which client an address means: by the present id, a former one, or nobody."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from visavis.clients.erasing import erasure_of
from visavis.clients.models import Client, ClientCard, number_of, public_id
from visavis.clients.reading import read

LARGEST = 2**63 - 1


def with_client[**P](
    view: Callable[Concatenate[HttpRequest, ClientCard, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """A view of a client's card, found by the id in its address; a former id leads on to the present one."""

    @wraps(view)
    def found(request: HttpRequest, public: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        number = number_of(public)
        if number is None or number > LARGEST:
            return unknown(request, public)
        card = next(iter(read(ClientCard, "WHERE client = %s AND vanished_run IS NULL", number)), None)
        if card is not None and public == card.id:
            return view(request, card, *args, **kwargs)
        client = Client.objects.resolve(number)
        if client is None or (client.number == number and card is None):
            return unknown(request, public, existed=client is not None)
        where = request.get_full_path().replace(f"/clients/{public}", f"/clients/{public_id(client.number)}", 1)
        response = HttpResponsePermanentRedirect(where)
        response.status_code = 301 if request.method in ("GET", "HEAD") else 308  # a form keeps what was typed
        return response

    return found  # type: ignore[return-value]  # mypy: names of arguments, which Django's URLs give


def unknown(request: HttpRequest, public: str, *, existed: bool = False) -> HttpResponse:
    """404: nobody has that id; `existed` tells that no source speaks of the client any more. 410: the client was erased."""
    number = number_of(public) if existed else None
    if number is not None and (erasure := erasure_of(number)):
        return render(request, "clients/erased.html", {"erasure": erasure}, status=410)
    return render(request, "clients/unknown.html", {"public": public, "existed": existed}, status=404)
