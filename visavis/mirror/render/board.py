"""The mirror as one A4 page for a board, set by Typst from the fonts in its wheel: nothing is fetched, nothing is evaluated.

What people and clients wrote reaches Typst as JSON strings, never as markup; the page's own source is `board.typ`.
"""

import json
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from visavis.mirror.render.appearance import colours
from visavis.mirror.render.templates import render
from visavis.mirror.tell.told import PromiseTold, RatesTold, Told, TrendTold
from visavis.mistakes import Words

SOURCE = Path(__file__).with_name("board.typ")
DRAWN = ("said", "lived", "lived-soft", "ink", "muted", "edge", "line", "paper")
LONGEST_SAID = 160
"""Characters of a promise that a board reads at a glance; a longer one is cut at a word, and its page has the whole."""

MOST_PROMISES, MOST_MEASURES = 24, 8
"""More than any page holds: those with most cases are set, the others counted as left out."""

LEFT_OUT: dict[str, Words] = {
    "left_out": Words(fr="Non montré ici, faute de place :", en="Not shown here, for want of room:"),
    "where": Words(fr="à lire dans Visavis, page Miroir.", en="to be read in Visavis, on the page Mirror."),
    "promise": Words(fr="promesse", en="promise"),
    "promises": Words(fr="promesses", en="promises"),
    "measure": Words(fr="mesure", en="measure"),
    "measures": Words(fr="mesures", en="measures"),
    "note": Words(fr="remarque", en="note"),
    "notes": Words(fr="remarques", en="notes"),
}


def as_pdf(told: Told) -> bytes:
    """The PDF: always one page, the same bytes for the same mirror. Where room ends, the page says what it leaves out."""
    largest = sorted(range(len(told.promises)), key=lambda n: (-told.promises[n].cases, n))[:MOST_PROMISES]
    words = {key: each.say(told.lang) for key, each in LEFT_OUT.items()}
    asked = {
        "lang": told.lang,
        "words": told.words | {f"out_{key}": word for key, word in words.items()},
        "known": told.known,
        "as_of": told.as_of,
        "period": " · ".join(each for each in (told.part, told.period) if each),
        "run": told.run,
        "colours": colours(),
        "promises": [_promise(told.promises[n], n) for n in sorted(largest)],
        "beyond": {
            "promises": max(0, len(told.promises) - MOST_PROMISES),
            "measures": max(0, len(told.measures) - MOST_MEASURES),
        },
        "measures": [
            {"title": one.title, "sentences": [one.finding, *one.sentences]} for one in told.measures[:MOST_MEASURES]
        ],
        "notes": [
            *([told.unseen] if told.unseen else []),
            *told.refused,
            *(f"{one.name} : {one.why}" for one in told.unmeasured),
        ],
    }
    return _set(json.dumps(asked, ensure_ascii=False), _moment(told.as_of))


def _set(asked: str, moment: datetime) -> bytes:
    import typst

    def made(**standards: Any) -> bytes:
        pdf: bytes = typst.compile(
            SOURCE.read_bytes(),
            format="pdf",
            font_paths=_fonts(),
            sys_inputs={"told": asked},
            timestamp=moment,
            **standards,
        )
        return pdf

    try:
        return made(pdf_standards=["ua-1"])
    except typst.TypstError as error:
        # PDF/UA refuses words in a script that no font of this machine has; the page is worth more than the label.
        if "PDF/UA" not in error.message:
            raise
        return made()


@cache
def _fonts() -> Any:
    """The fonts of the wheel; those of the machine only for signs that they lack."""
    import typst

    return typst.Fonts()


def _moment(as_of: str) -> datetime:
    day = date.fromisoformat(as_of) if as_of else date(1970, 1, 1)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _promise(one: PromiseTold, n: int) -> dict[str, Any]:
    kept = asdict(replace(one, steps=(), figure=None, trend=None))
    return kept | {
        "quoted": _short(one.quoted),
        "figure": _drawn("rates", one.figure, n) if one.figure else None,
        "trend": _drawn("trend", one.trend, n) if one.trend else None,
    }


def _drawn(kind: str, told: RatesTold | TrendTold, n: int) -> dict[str, str]:
    svg = render(f"mirror/figures/{kind}.svg.html", told=told, n=n)
    start = svg.index("<svg")
    inside = svg.index(">", start) + 1
    named = svg[start:inside].replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return {"svg": named + _style() + svg[inside:], "title": told.title}


def _style() -> str:
    rules = "".join(f".{name}{{color:{colour}}}" for name, colour in colours().items() if name in DRAWN)
    return f"<style>{rules}.hollow{{fill:{colours()['paper']}}}text{{fill:currentColor;font-family:'Libertinus Serif'}}</style>"


def _short(text: str) -> str:
    if len(text) <= LONGEST_SAID:
        return text
    closing = text[-2:] if text.endswith("»") else text[-1:]
    return text[:LONGEST_SAID].rsplit(None, 1)[0] + " …" + closing
