"""The chain: for every team its distance to the client, the voices and promises it carries, the time and delay it consumed."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from visavis.engine.measuring.service_graph import distances, passing_figures
from visavis.engine.measuring.values import Figure
from visavis.house.services import pairs
from visavis.mirror.draw.bars import Bars, draw_bars
from visavis.mirror.examples import DOCUMENT, addresses
from visavis.mirror.grouped import Grouped, groups, of_group
from visavis.mirror.kinds.chain import OTHERS, WITH_NOBODY
from visavis.mirror.reflection import Amount, Reflected
from visavis.mirror.tell.typesetting import typeset
from visavis.mirror.tell.wording import percent as told_percent
from visavis.mistakes import Words
from visavis.running.models import Document
from visavis.vocabulary import Role
from visavis.web.access import STEWARDS, user_of
from visavis.web.house.shown import house_shown
from visavis.web.mirror.shown import ask, mirror_of
from visavis.web.speaking import spoken

SPECIAL = {
    WITH_NOBODY: Words(fr="Entre deux équipes", en="Between teams"),
    OTHERS: Words(fr="Autres équipes, réunies", en="Other teams, together"),
}


@dataclass(frozen=True, slots=True)
class TeamRow:
    """What is known of one team; None where it is not."""

    name: str
    special: bool
    distance: int | None
    between: Figure | None
    voices: int | None
    promises: tuple[Reflected, ...]
    held: Amount | None
    days: Amount | None
    again: Amount | None
    beyond: Amount | None
    late: Amount | None
    felt: Amount | None
    lists: dict[str, str]
    """Where the cases behind a figure stand, by its name."""


@require_safe
def chain(request: HttpRequest) -> HttpResponse:
    """Every team on the way to the clients, and what the time of their cases went through."""
    document = document_of("chain")
    found = groups(document.get("measured", {}))
    whole = of_group(found, None)
    may_steward = Role(user_of(request).role) in STEWARDS
    rows = _rows(found, document.get("voices", {}), listed=may_steward)
    over = whole.figure("over") if whole else None
    context = {
        "section": "chain",
        "rows": rows,
        "carried": sum(document.get("voices", {}).values()),
        "whole": whole,
        "cases": whole.figure("cases") if whole else None,
        "over": over,
        "still_open": over.n - (over.value or 0) if over else 0,
        "late": whole.figure("association_late") if whole else None,
        "felt": whole.figure("association_felt") if whole else None,
        "bars": _bars(rows),
        "longest": _first(rows, "held"),
        "delaying": _first(rows, "beyond"),
        "measured": any(row.held for row in rows),
        "steps": document.get("measured", {}).get("steps", []),
        "may_steward": may_steward,
        **house_shown(),
    }
    return render(request, "mirror/chain.html", context)


def document_of(name: str) -> dict[str, Any]:
    """A document of the last publication; empty before it."""
    found: dict[str, Any] = Document.objects.filter(name=name).values_list("body", flat=True).first() or {}
    return found


def _rows(found: list[Grouped], voices: dict[str, int], *, listed: bool) -> list[TeamRow]:
    """Teams that held cases, those that held them longest first; then those of the house, nearest the clients first.

    `listed`: with the addresses of the lists behind their figures.
    """
    noted = pairs()
    far, between = distances(noted), passing_figures(noted, voices)
    promises = _promises()
    measured = {one.about: one for one in found if one.about is not None}
    lists = addresses(document_of(DOCUMENT + "chain"), "chain") if listed else {}
    held = sorted(measured, key=lambda name: (name in SPECIAL, -(measured[name].value.value or 0.0), name))
    rest = sorted(
        (far.keys() | voices.keys()) - measured.keys(),
        key=lambda name: (far.get(name) is None, far.get(name) or 0, name),
    )
    return [
        TeamRow(
            SPECIAL[name].say(spoken()) if name in SPECIAL else name,
            name in SPECIAL,
            far.get(name),
            between.get(name) if voices else None,
            voices.get(name, 0) if voices and name not in SPECIAL else None,
            tuple(promises.get(name, ())),
            held=_figure(measured.get(name), "held"),
            days=_figure(measured.get(name), "days"),
            again=_figure(measured.get(name), "again"),
            beyond=_figure(measured.get(name), "beyond"),
            late=_figure(measured.get(name), "association_late"),
            felt=_figure(measured.get(name), "association_felt"),
            lists={figure: to for (about, figure), to in lists.items() if about == name},
        )
        for name in (*held, *rest)
        if name not in SPECIAL or (measured[name].value.value or 0) > 0
    ]


def _figure(one: Grouped | None, name: str) -> Amount | None:
    if one is None:
        return None
    return one.value if name == "held" else one.figure(name)


def _promises() -> dict[str, list[Reflected]]:
    """Promises by the team that carries them, as the last run found them."""
    asked = ask(settings.HOME)
    found: dict[str, list[Reflected]] = {}
    for one in mirror_of(asked).promises if asked else ():
        if one.carrier:
            found.setdefault(one.carrier, []).append(one)
    return found


def _bars(rows: list[TeamRow]) -> Bars | None:
    given = [
        (row.name, typeset(told_percent(row.held.value, spoken())), row.held, row.beyond)
        for row in rows
        if row.held and row.held.value is not None
    ]
    return draw_bars(given) if given else None


def _first(rows: list[TeamRow], figure: str) -> TeamRow | None:
    """The team whose share is the largest."""
    given = [
        (getattr(row, figure).value, row)
        for row in rows
        if not row.special and getattr(row, figure) and getattr(row, figure).value
    ]
    return max(given, key=lambda each: each[0])[1] if given else None
