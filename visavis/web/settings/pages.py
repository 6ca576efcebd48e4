"""Réglages: what stands behind, at a glance, and the quality of the data."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from visavis.clients.reasons.words import FIELDS
from visavis.declarations.editing import readable
from visavis.mistakes import Words
from visavis.running.models import Document
from visavis.sources.declaration import SourceDeclaration
from visavis.sources.rewriting import FOLDER
from visavis.web.counted import counts, day_told
from visavis.work.asking import last

TELLING = ("emails", "phones", "birth_date", "postcode", "street", "family_name", "given_name")
"""Columns whose absence keeps records of one client apart, or a client out of reach."""

STALE = 180
"""Days without a change after which a source of records is called stale."""


def overview(request: HttpRequest) -> HttpResponse:
    """What there is to set, with where it stands."""
    declared, wrong = readable(settings.HOME / FOLDER, SourceDeclaration)
    counted = counts()
    context = {
        "sources": len(declared),
        "unreadable": len(wrong),
        "counted": counted,
        "refused": counted.get("rejects", 0),
        "as_of": day_told(counted),
        "job": last("run"),
        "here": "settings",
    }
    return render(request, "settings/overview.html", context)


def quality(request: HttpRequest) -> HttpResponse:
    """What records lack, how old they are, where they contradict each other, and what to do (S5)."""
    body = Document.objects.filter(name="quality").values_list("body", flat=True).first() or {}
    as_of = day_told(counts())
    context = {
        "sources": [
            _source(name, list(rows)) for name, rows in groupby(body.get("fill", []), lambda row: row["source"])
        ],
        "freshness": [_fresh(row, as_of) for row in body.get("freshness", [])],
        "contradictions": sorted(
            (
                {**row, "words": _field(row["column"]), "share": row["clients"] / row["of"]}
                for row in body.get("contradictions", [])
                if row["of"]
            ),
            key=lambda row: -row["share"],
        ),
        "as_of": as_of,
        "here": "quality",
    }
    return render(request, "settings/quality.html", context)


def _source(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    fields = [
        {
            "column": row["column"],
            "words": _field(row["column"]),
            "filled": row["filled"],
            "rate": row["filled"] / row["records"],
            "width": 100 * row["filled"] / row["records"],
        }
        for row in rows
        if row["records"]
    ]
    given = sorted((field for field in fields if field["filled"]), key=lambda field: -field["rate"])
    return {
        "name": name,
        "records": rows[0]["records"],
        "fields": given,
        "absent": [field["words"] for field in fields if not field["filled"]],
        "finding": _finding([field for field in given if field["rate"] < 1 and field["column"] in TELLING]),
    }


def _finding(incomplete: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    """The field filled least, of those that are filled at all."""
    return min(incomplete, key=lambda field: field["rate"], default=None)


def _fresh(row: dict[str, Any], as_of: date | None) -> dict[str, Any]:
    latest = date.fromisoformat(row["latest"][:10]) if row["latest"] else None
    return {**row, "latest": latest, "stale": bool(latest and as_of and (as_of - latest).days > STALE)}


def _field(column: str) -> Words:
    return FIELDS.get(column) or Words(fr=column, en=column)
