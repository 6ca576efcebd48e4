"""The cases, or the clients, behind one figure of the chain, the journey, the relation or those who left: the latest few."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from visavis.clients.models import public_id
from visavis.clients.reading import ask, one_of
from visavis.engine.measuring.examples import HANDOFF, MOST, STEP, WAY
from visavis.engine.measuring.process import BETWEEN
from visavis.mirror.examples import DOCUMENT, Listed, listed
from visavis.mirror.kinds.process import PART
from visavis.mistakes import Words
from visavis.promises.saying import sayings
from visavis.web.access import STEWARDS, role_of
from visavis.web.mirror.chain import document_of

BACK = {"chain": "/mirror/chain", "process": "/mirror/journey", "relation": "/mirror/relation", "retention": "/mirror/answers#staying"}  # fmt: skip
TITLES = {
    ("chain", "value"): Words("Cas qui sont passés par {}", "Cases that went through {}"),
    ("chain", "again"): Words("Cas revenus chez {}", "Cases that came back to {}"),
    ("chain", "beyond"): Words("Cas qui ont attendu plus que d’habitude chez {}", "Cases that waited longer than usual at {}"),
    (WAY, "value"): Words("Cas qui ont pris le chemin {}", "Cases that went the way {}"),
    (STEP, "returned"): Words("Cas revenus à l’étape {}", "Cases that came back to the step {}"),
    (STEP, "censored"): Words("Cas encore à l’étape {}", "Cases still at the step {}"),
    (HANDOFF, "value"): Words("Cas passés d’une équipe à l’autre : {}", "Cases handed from team to team: {}"),
    ("relation", "locked_share"): Words("Clients dans les mains d’une seule personne", "Clients in one person’s hands"),
    ("relation", "orphaned_share"): Words("Clients que plus personne ne connaît", "Clients whom nobody knows any more"),
    ("retention", "left"): Words("Clients qui sont partis", "Clients who left"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line: the client, and the case or what is told of the departure."""

    client_id: str
    client_name: str
    case: str
    on_day: date | None
    began_on: date | None
    missed_on: date | None
    silent_on: date | None
    promise: str
    says: Words | None


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """GET `of` (a kind of measure), `about` (what the figure is about), `figure`. 404 for a list that there is not.

    Through which teams a case went is for those who look at raw rows: held beside other lists it would tell what sums leave out.
    """
    kind, about, figure = (request.GET.get(name, "") for name in ("of", "about", "figure"))
    if kind not in BACK:
        raise Http404
    part, _, of = about.partition(PART)[2].partition(PART)
    if role_of(request) not in STEWARDS and tells_teams(kind, about, team_names()):
        raise PermissionDenied
    title = TITLES.get((part if kind == "process" else kind, figure))
    found = listed(document_of(DOCUMENT + kind), about or None, figure)
    if title is None or not found:
        raise Http404
    named = of if kind == "process" else about
    context: dict[str, Any] = {
        "title": Words(title.fr.format(named), title.en.format(named)),
        "rows": _rows(found),
        "left": kind == "retention",
        "of_cases": kind in ("chain", "process"),
        "most": MOST,
        "full": len(found) >= MOST,
        "back": BACK[kind],
        "section": {"process": "journey", "retention": "answers"}.get(kind, kind),
    }
    return render(request, "mirror/cases.html", context)


def team_names() -> frozenset[str]:
    """The teams that facts name, as the last run found them."""
    return frozenset(each["name"] for each in document_of("teams").get("named", ()))


def tells_teams(kind: str, about: str, teams: frozenset[str]) -> bool:
    """Whether a list tells through which teams its cases went: of the chain, of hand-overs, of steps that are called as `teams` are."""
    part, _, of = about.partition(PART)[2].partition(PART)
    if kind != "process" or part == HANDOFF:
        return kind == "chain" or part == HANDOFF
    return not teams.isdisjoint((of, *of.split(BETWEEN)))


def _rows(found: list[Listed]) -> list[Row]:
    among, given = one_of("client", sorted({one.client for one in found}))
    names = dict(ask(f"SELECT client, name FROM visavis_clientcard WHERE {among} AND vanished_run IS NULL", *given))
    says = sayings(settings.HOME) if any(one.note.get("promise") for one in found) else {}
    return [
        Row(
            public_id(one.client),
            names.get(one.client, ""),
            one.about.partition("/")[2],
            one.on_day,
            _day(one.note.get("began_on")),
            _day(one.note.get("missed_on")),
            _day(one.note.get("silent_on")),
            one.note.get("promise", ""),
            says.get(one.note.get("promise", "")),
        )
        for one in found
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
