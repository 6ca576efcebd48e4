"""The mirror over time and in part: filters by months, team, kind of client and promise, all in the address, without scripts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from visavis.clients.reading import ask
from visavis.mirror.draw.facing import Facing, draw_facing
from visavis.mirror.draw.figures import FEWEST
from visavis.mirror.guard.faced import Asked, Faced, face, months_of, values_of
from visavis.mirror.keeping import from_document
from visavis.mirror.reflection import Rate, Reflected
from visavis.mirror.tell.signals import Signals, of_shares
from visavis.mirror.tell.wording import month as month_told
from visavis.mistakes import Words
from visavis.running.models import Document
from visavis.web.mirror.pages import address
from visavis.web.speaking import spoken
from visavis.web.typography import typeset

CLIENTS = {
    "person": Words(fr="particuliers", en="persons"),
    "organisation": Words(fr="entreprises", en="companies"),
}
PERIODS = {
    "month": Words(fr="Mois", en="Month"),
    "quarter": Words(fr="Trimestre commençant en", en="Quarter from"),
    "year": Words(fr="Année commençant en", en="Year from"),
    "all": Words(fr="Période", en="Period"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One period: facts and clients, or nothing of either."""

    period: str
    facts: Rate | None
    felt: Rate | None
    limits: str = ""
    rules: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One promise in the slice that is asked for."""

    says: Words
    link: str
    faced: Faced
    drawing: Facing | None
    rows: tuple[Row, ...]
    ends: tuple[str, ...]
    signals: Signals | None = None

    @property
    def period(self) -> Words:
        """What the rows of its table are."""
        return PERIODS[self.faced.grain]


_kept: dict[str, Any] = {}
"""The documents of the last publication, read once by this process."""


def documents() -> tuple[dict[str, Any], list[Reflected]] | None:
    """Slices and promises as publish left them; one query unless there is news. None before the first run."""
    found = ask("SELECT run, written_at FROM visavis_document WHERE name = 'slices'")
    if not found:
        return None
    version = "{} {}".format(*found[0])
    if _kept.get("version") != version:
        bodies = dict(Document.objects.filter(name__in=("slices", "mirror")).values_list("name", "body"))
        _kept.update(version=version, slices=bodies["slices"], promises=from_document(bodies["mirror"]).promises)
    return _kept["slices"], _kept["promises"]


@require_safe
def slices(request: HttpRequest) -> HttpResponse:
    """Facts and what clients say on one time axis, for all or for a part."""
    known = documents()
    if known is None:
        return render(request, "mirror/slices.html", {"told": None, "section": "slices"})
    document, promises = known
    months, values = months_of(document), values_of(document)
    asked = _asked(request, months, values)
    chosen = request.GET.get("promise", "")
    names = [one.name for one in promises]
    shown = [_shown(document, one, asked) for one in promises if chosen not in names or one.name == chosen]
    context = {
        "told": shown,
        "section": "slices",
        "asked": asked,
        "promise": chosen if chosen in names else "",
        "promises": [(one.name, one.says) for one in promises],
        "months": [(each, month_told(date.fromisoformat(each), spoken())) for each in months],
        "teams": values["team"],
        "segments": [(each, CLIENTS.get(each) or Words(each, each)) for each in values["segment"]],
        "unknown": _unknown(request, asked),
        "steps": document.get("steps", []),
    }
    return render(request, "mirror/slices.html", context)


def _asked(request: HttpRequest, months: list[str], values: dict[str, list[str]]) -> Asked:
    side, _, value = request.GET.get("of", "").partition(":")
    known = value in values.get(side, ())
    first, last = (each if (each := request.GET.get(end, "")) in months else "" for end in ("from", "to"))
    if first and last and first > last:
        first, last = last, first
    return Asked(side if known else "", value if known else "", first, last)


def _unknown(request: HttpRequest, asked: Asked) -> bool:
    """Whether a team or a kind of client was asked for of which nothing may be told."""
    return bool(request.GET.get("of")) and asked.whole


def _shown(document: dict[str, Any], promise: Reflected, asked: Asked) -> Shown:
    faced = face(document, promise.name, asked)
    signals = _signals(faced)
    drawing = draw_facing(faced.facts_over_time, faced.felt_over_time, signals.watched if signals else None)
    rows = _rows(faced, signals)
    ends = tuple(_told(date.fromisoformat(each.label)) for each in drawing.ends) if drawing else ()
    return Shown(Words(promise.says.fr, promise.says.en), address(promise.name), faced, drawing, rows, ends, signals)


def _signals(faced: Faced) -> Signals | None:
    """Whether the last period differs from what the first ones vary by; periods of a handful of cases are passed over."""
    rates = [each.rate if each.rate.n >= FEWEST else Rate(0, 0) for each in faced.facts_over_time]
    names = [_told(each.period) for each in faced.facts_over_time]
    return of_shares([each.kept for each in rates], [each.n for each in rates], names, spoken()) if names else None


def _rows(faced: Faced, signals: Signals | None) -> tuple[Row, ...]:
    facts, felt = (
        {each.period: each.rate for each in given} for given in (faced.facts_over_time, faced.felt_over_time)
    )
    watched = signals if signals and signals.watched else None
    beside = {
        each.period: (watched.limits[place], watched.rules[place]) if watched else ("", "")
        for place, each in enumerate(faced.facts_over_time)
    }
    return tuple(
        Row(_told(period), facts.get(period), felt.get(period), *beside.get(period, ("", "")))
        for period in sorted(facts.keys() | felt.keys())
    )


def _told(period: date) -> str:
    return typeset(month_told(period, spoken()))
