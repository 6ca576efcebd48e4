"""For whom teams work, and what they answer about it: never of fewer than five people, never of a person."""

from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from visavis.engine.measuring.work_for_whom import ROOTS
from visavis.mirror.draw.lanes import Lanes, draw_lanes
from visavis.mirror.grouped import Grouped, groups, of_group
from visavis.mirror.kinds.chain import OTHERS
from visavis.mirror.reflection import Amount
from visavis.mirror.teams import ScaleTold, Wave, waves
from visavis.mirror.tell.answers import Figured
from visavis.mirror.tell.cells import cell
from visavis.mirror.tell.wording import decimal, spaced
from visavis.mistakes import Words
from visavis.vocabulary import Role
from visavis.web.access import STEWARDS, user_of
from visavis.web.mirror.chain import document_of
from visavis.web.speaking import spoken

ROOT_NAMES = {
    "client": Words(fr="Un client", en="A client"),
    "internal": Words(fr="Un client interne", en="An internal client"),
    "hierarchy": Words(fr="La hiérarchie", en="The hierarchy"),
    "regulation": Words(fr="La réglementation", en="Regulation"),
}
FIGURES = ("mean", "alpha", "omega", "icc_1", "icc_2", "r_wg", "off_scale")


@dataclass(frozen=True, slots=True)
class RootRow:
    """One team, or all together: the part of each root in requests, and in hours where they are known."""

    name: str
    requests: tuple[tuple[Words, Figured | None], ...]
    hours: Figured | None


@dataclass(frozen=True, slots=True)
class ScaleShown:
    """One scale as the page tells it; `raw` if teams' means stand as they are."""

    name: str
    figures: dict[str, Figured | None]
    reasons: tuple[Words, ...]
    raw: bool
    drawing: Lanes | None
    teams: tuple[tuple[str, Figured], ...]


@require_safe
def teams(request: HttpRequest) -> HttpResponse:
    """The last run's figures; one row of the database."""
    document = document_of("teams-told")
    found = groups(document.get("roots", {}))
    told = waves(document)
    context: dict[str, Any] = {
        "section": "teams",
        "roots": _roots(found),
        "asked": _shares(of_group(found, None)),
        "unknown": _unknown(of_group(found, None)),
        "why": _why(of_group(found, None)),
        "wave": told[0] if told else None,
        "scales": [_scale(one) for one in told[0].scales] if told else [],
        "shown": max((len(one.teams) for one in told[0].scales), default=0) if told else 0,
        "before": [_before(one) for one in told[1:]],
        "steps": [*document.get("roots", {}).get("steps", []), *document.get("steps", [])],
        "may_steward": Role(user_of(request).role) in STEWARDS,
    }
    return render(request, "mirror/teams/page.html", context)


def _roots(found: list[Grouped]) -> list[RootRow]:
    rows = []
    for one in found:
        if one.value.value is None:
            continue
        name = Words(fr="Toutes les équipes", en="All teams").say(spoken()) if one.about is None else one.about
        if one.about == OTHERS:
            name = Words(fr="Autres équipes, réunies", en="Other teams, together").say(spoken())
        parts = tuple((ROOT_NAMES[root], cell(_part(one, root), spoken())) for root in ROOTS)
        rows.append(RootRow(name, parts, cell(one.figure("hours_client"), spoken())))
    return rows


def _part(one: Grouped, root: str) -> Amount | None:
    return one.value if root == ROOTS[0] else one.figure(root)


def _shares(whole: Grouped | None) -> Lanes | None:
    if whole is None or whole.value.value is None:
        return None
    given = []
    for root in ROOTS:
        part, told = _part(whole, root), cell(_part(whole, root), spoken())
        if part and told and part.value is not None:
            given.append((ROOT_NAMES[root].say(spoken()), told.value, part.value, _ends(part)))
    return draw_lanes(given, (0.0, 1.0), [(0.0, "0"), (0.5, "50"), (1.0, "100")])


def _unknown(whole: Grouped | None) -> int:
    left = whole.figure("left_out_root") if whole else None
    return int(left.value or 0) if left else 0


def _why(whole: Grouped | None) -> Words | None:
    return whole.value.reason.words if whole and whole.value.value is None and whole.value.reason else None


def _scale(one: ScaleTold) -> ScaleShown:
    figures = {name: cell(one.whole.get(name), spoken()) for name in FIGURES}
    told = [(team, figure, shown) for team, figure in one.teams if (shown := cell(figure, spoken()))]
    reasons = tuple(each.reason.words for each in one.drawn if each.reason)
    whole = one.whole.get("mean")
    drawing = None
    if told:
        ends = [end for _, figure, _ in told for end in (_ends(figure) or (figure.value or 0.0,))]
        least, most = floor(min(ends)), ceil(max(ends))
        ticks = [(float(at), decimal(at, spoken(), 0)) for at in range(least, most + 1)]
        given = [(team, f"{shown.value} · {spaced(_n(figure.n))}", figure.value or 0.0, _ends(figure)) for team, figure, shown in told]  # fmt: skip
        drawing = draw_lanes(given, (float(least), float(most)), ticks[:12], whole.value if whole else None)
    return ScaleShown(one.name, figures, reasons, not reasons, drawing, tuple((team, shown) for team, _, shown in told))


def _n(n: int) -> str:
    return Words(fr=f"{n} réponses", en=f"{n} sheets").say(spoken())


def _ends(figure: Amount) -> tuple[float, float] | None:
    low, high = figure.interval or (None, None)
    return None if low is None or high is None else (low, high)


def _before(wave: Wave) -> tuple[str, list[tuple[str, Figured | None]]]:
    return wave.period, [(one.name, cell(one.whole.get("mean"), spoken())) for one in wave.scales]
