"""What becomes of clients’ messages: how far they come, where and why they are lost, through how many teams they go."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from visavis.engine.measuring.voices import LOST, STAGES, stood
from visavis.mirror.draw.losses import Losses, draw_losses
from visavis.mirror.grouped import Grouped, groups, of_group
from visavis.mirror.kinds.voices import CHANNEL, YEAR
from visavis.mirror.reflection import Amount
from visavis.mirror.tell.answers import Figured
from visavis.mirror.tell.cells import cell, cells
from visavis.mirror.tell.wording import number, percent, spaced
from visavis.mistakes import Words
from visavis.vocabulary import Role
from visavis.voices.fates import STAGES as STAGE_WORDS
from visavis.voices.fates import WHY
from visavis.web.access import STEWARDS, user_of
from visavis.web.clients.wording import CHANNELS
from visavis.web.mirror.chain import document_of
from visavis.web.speaking import spoken
from visavis.web.typography import typeset

GROUP = ("read", "reached", "done", "told", "value", "reach_mean")
SPREAD = (
    *("reach_mean", "reach_median", "reach_in_24_hours", "reach_in_7_days", "right", "wrong", "rerouted"),
    *("teams_mean", "teams_none", "teams_one", "teams_several"),
)
WHATS = {"team": Words(fr="équipe", en="team"), "channel": Words(fr="canal", en="channel"), "year": Words(fr="année", en="year")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lost:
    """Voices that came no further than a stage, for one reason: how many, their share of the stage, where they can be read."""

    why: Words
    fate: str
    n: int
    share: Figured


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage: how many came so far, and whom it lost before the next."""

    name: Words
    n: int
    share: Figured | None
    lost: tuple[Lost, ...]


@require_safe
def voices(request: HttpRequest) -> HttpResponse:
    """All messages first, then by team, channel and year."""
    document, lang = document_of("fates"), spoken()
    found = groups(document)
    whole = of_group(found, None)
    told = whole if whole and whole.value.value is not None else None
    stages = _stages(told) if told else []
    lost = [each for stage in stages for each in stage.lost]
    context = {
        "section": "voices",
        "whole": whole,
        "told": told,
        "heard": told.value.n if told else 0,
        "window": _count(told, "window"),
        "stages": stages,
        "worst": max(lost, key=lambda each: each.n) if lost else None,
        "drawing": _drawing(told) if told else None,
        "of": cells(told, SPREAD, lang),
        "left_out": {name: _count(whole, f"left_out_{name}") for name in ("under_way", "glad", "unfollowed", "untimed")},
        "rows": _rows(found),
        "steps": document.get("steps", []),
        "may_steward": Role(user_of(request).role) in STEWARDS,
    }  # fmt: skip
    return render(request, "mirror/voices.html", context)


def _count(of: Grouped | None, name: str) -> int:
    figure = of.figure(name) if of else None
    return int(figure.value or 0) if figure else 0


def _stages(of: Grouped) -> list[StageRow]:
    heard = of.value.n
    rows = []
    for stage in STAGES:
        figure = None if stage == "heard" else of.figure(stage)
        n = heard if figure is None else round((figure.value or 0.0) * figure.n)
        rows.append(StageRow(STAGE_WORDS[stage], n, cell(figure, spoken()), tuple(_lost(of, stage))))
    return rows


def _lost(of: Grouped, stage: str) -> list[Lost]:
    found = []
    for at, why in LOST:
        figure = of.figure(stood(at, why)) if at == stage else None
        if figure is not None and (share := cell(figure, spoken())) is not None:
            fate = stood(at, why)
            found.append(Lost(WHY[fate], fate, round((figure.value or 0.0) * figure.n), share))
    return sorted(found, key=lambda each: -each.n)


def _drawing(of: Grouped) -> Losses:
    lang = spoken()
    given = []
    for stage in STAGES:
        figure = of.figure(stage)
        share = 1.0 if figure is None or figure.value is None else figure.value
        n = round(share * of.value.n)
        words = f"{number(n, lang)} · {spaced(percent(share, lang))}"
        given.append((typeset(STAGE_WORDS[stage].say(lang)), words, share, _ends(figure)))
    return draw_losses(given)


def _ends(figure: Amount | None) -> tuple[float, float] | None:
    low, high = figure.interval if figure and figure.interval else (None, None)
    return None if low is None or high is None else (low, high)


def _rows(found: list[Grouped]) -> list[dict[str, Any]]:
    """Teams, then channels, then years."""
    rows = []
    for one in found:
        if one.about is None:
            continue
        what = "channel" if one.about.startswith(CHANNEL) else "year" if one.about.startswith(YEAR) else "team"
        name = one.about.removeprefix(CHANNEL).removeprefix(YEAR)
        called = CHANNELS[name].say(spoken()) if what == "channel" and name in CHANNELS else name
        rows.append({"name": called, "what": WHATS[what], "n": one.value.n, "order": (*WHATS,).index(what), **cells(one, GROUP, spoken())})  # fmt: skip
    return sorted(rows, key=lambda row: (row["order"], row["name"]))
