"""Two records in particular: the path that makes them one client; and what keeps another client apart."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from visavis.clients.models import ClientCard, number_of
from visavis.clients.named import Record
from visavis.clients.reasons.between import between
from visavis.mistakes import Mistake, Words
from visavis.running.home import settings_of
from visavis.web.clients.together import ties

Said = Mapping[str, dict[str, Any]]
"""What sources say, by `source/key`."""


def between_shown(
    request: HttpRequest, card: ClientCard, records: Mapping[str, Record], values: Said
) -> dict[str, Any]:
    """What the page shows of two records that are asked for (`one`, `other`), or of another client (`not`)."""
    asked = [request.GET.get(name, "") for name in ("one", "other")]
    another = request.GET.get("not", "").replace("\0", "").strip()
    shown: dict[str, Any] = {"one": asked[0], "other": asked[1], "another": another}
    if another:
        return shown | _apart(card, another)
    chosen = [name for token in asked for name, record in records.items() if record.token == token]
    if len(chosen) == 2 and chosen[0] != chosen[1]:
        path = between(settings.HOME, *chosen).get("path")
        shown |= {"path": ties(path, records, values) if path else [], "asked": True}
    return shown


def _apart(card: ClientCard, another: str) -> dict[str, Any]:
    try:
        if number_of(another) is None:
            raise Mistake(
                Words(fr=f"« {another} » n’est pas un identifiant de client", en=f"“{another}” is no client’s id"),
                remedy=Words(fr="écrivez-le comme c-000123", en="write it as c-000123"),
            )
        answer = between(settings.HOME, card.id, another, country=settings_of(settings.HOME).country)
    except Mistake as mistake:
        return {"unknown": mistake}
    words = answer["apart"]["words"]
    return {"apart_from": answer["clients"][1], "apart_words": Words(words["fr"], words["en"])}
