"""“My client”: on whom the relation with clients rests, of the company and of portfolios; never of a person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from visavis.engine.measuring.intervals import wilson
from visavis.mirror.draw.bars import Bars, draw_bars
from visavis.mirror.examples import DOCUMENT, addresses
from visavis.mirror.grouped import Grouped, groups, of_group
from visavis.mirror.kinds.relation import BIN, BINS, FENCE, SECOND
from visavis.mirror.reasons import Reason
from visavis.mirror.tell.cells import cell, cells
from visavis.mirror.tell.wording import percent, spaced
from visavis.vocabulary import Role
from visavis.web.access import STEWARDS, user_of
from visavis.web.mirror.chain import document_of
from visavis.web.speaking import spoken

WHOLE = (
    *("value", "median_hhi_normalised", "median_top_share", "locked_share", "locked_worth_share", "known_by_one_share"),
    *("orphaned_share", "covered_share", "truck_factor", "mean_people_per_client", "people", "clients"),
    *("stayed_difference", "held_stayed_share", "others_stayed_share", "held_growth", "others_growth"),
    *("handover_median", "met_again_in_90_days", "fenced_share", "fence_age", "withheld_share", "withheld_days"),
)
PORTFOLIO = ("value", "locked_share", "known_by_one_share", "covered_share", "truck_factor", "people", "clients")


@require_safe
def relation(request: HttpRequest) -> HttpResponse:
    """The company first, then each portfolio that may be told of."""
    document, lang = document_of("relation"), spoken()
    found = groups(document)
    whole = of_group(found, None)
    portfolios = sorted((one for one in found if one.about), key=lambda one: -_value(one, "locked_share"))
    context = {
        "section": "relation",
        "whole": whole,
        "known": whole is not None and whole.value.value is not None,
        "of": cells(whole, WHOLE, lang),
        "bins": _bins(whole),
        "rows": [
            {"name": one.about, **cells(one, PORTFOLIO, lang), "second": _second(one), "hidden": _hidden(one)}
            for one in portfolios
        ],
        "bars": _bars(portfolios),
        "first": portfolios[0] if portfolios and _value(portfolios[0], "locked_share") > 0 else None,
        "fences": _named(whole, FENCE),
        "steps": document.get("steps", []),
        "lists": {name: to for (_, name), to in addresses(document_of(DOCUMENT + "relation"), "relation").items()},
        "may_steward": Role(user_of(request).role) in STEWARDS,
    }
    return render(request, "mirror/relation.html", context)


def _hidden(one: Grouped) -> Reason | None:
    """Why nothing is told of a portfolio; None where something is."""
    return one.value.reason if one.figure("clients") is None else None


def _value(one: Grouped, name: str) -> float:
    figure = one.figure(name)
    return figure.value if figure and figure.value is not None else 0.0


def _bins(whole: Grouped | None) -> list[dict[str, Any]]:
    """How many clients have a top share in each tenth, with the bar's place in a drawing of 600 by 120."""
    if whole is None:
        return []
    counts = [int(_value(whole, f"{BIN}{place}")) for place in range(BINS)]
    most, every = max(counts), sum(counts)
    if not every:
        return []
    return [
        {"n": n, "n_share": n / every, "ends": wilson(n, every), "low": place / BINS, "high": (place + 1) / BINS, "x": 60 * place + 4, "middle": 60 * place + 30,
         "y": 110 - 90 * n / most, "height": 90 * n / most, "above": 104 - 90 * n / most}
        for place, n in enumerate(counts)
    ]  # fmt: skip


def _second(one: Grouped) -> tuple[str, Any] | None:
    given = _named(one, SECOND)
    return given[0] if given else None


def _named(one: Grouped | None, prefix: str) -> list[tuple[str, Any]]:
    """Figures whose names begin with `prefix`, by the rest of the name."""
    figures = one.figures if one else ()
    return [(each.name.removeprefix(prefix), cell(each, spoken())) for each in figures if each.name.startswith(prefix)]


def _bars(portfolios: list[Grouped]) -> Bars | None:
    given = [
        (one.about or "", spaced(percent(_value(one, "locked_share"), spoken())), known, one.figure("locked_share"))
        for one in portfolios
        if (known := one.figure("known_by_one_share")) and known.value is not None
    ]
    return draw_bars(given) if given else None
