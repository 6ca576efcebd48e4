"""Tables of the lake for other tools: nothing in them tells one employee from another (X6)."""

import tempfile
from pathlib import Path
from typing import get_args

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from visavis.clients.details import note_look
from visavis.engine.lake import Lake
from visavis.engine.tables import ALL, CASES, FACTS, FELT, RECORDS
from visavis.mistakes import Mistake
from visavis.promises.alike import marks
from visavis.questions.forecasting import reveal
from visavis.running.export import Shape, export_table
from visavis.web.access import user_of
from visavis.web.clients.details import PURPOSES
from visavis.web.settings.words import TABLES
from visavis.web.speaking import spoken

TYPES: dict[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/x-ndjson",
}
TELLING = (CASES.name, FELT.name)
"""Tables that tell how promises ended: who takes them along can no longer forecast it."""

ENDINGS = {"csv": "csv", "parquet": "parquet", "json": "jsonl"}


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Every table with its rows, and the formats it can be saved in."""
    return _page(request)


def _page(request: HttpRequest, mistake: Mistake | None = None, status: int = 200) -> HttpResponse:
    manifest = Lake(settings.HOME / "lake").current()
    rows = {name: sum(entry.rows for entry in manifest.of(name)) for name in ALL} if manifest else {}
    context = {
        "facts": [(name, TABLES[name], rows[name]) for name in FACTS if rows.get(name)],
        "results": [(name, TABLES[name], rows[name]) for name in ALL if name not in FACTS and rows.get(name)],
        "shapes": get_args(Shape),
        "records": rows.get(RECORDS.name),
        "purposes": PURPOSES.items(),
        "mistake": mistake,
        "here": "data",
    }
    return render(request, "settings/data.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest, table: str, shape: str) -> HttpResponseBase:
    """One table as a file to save; records without addresses and numbers, unless a POST says what they are for.

    It is written first, so that half a table is never sent as a whole one.
    """
    found: Shape | None = next((each for each in get_args(Shape) if each == shape), None)
    if found is None or table not in ALL or Lake(settings.HOME / "lake").current() is None:
        raise Http404(f"{table}.{shape}")
    details = request.method == "POST" and table == RECORDS.name
    if details:
        try:
            note_look(user_of(request), request.POST.get("purpose", ""))
        except Mistake as mistake:
            return _page(request, mistake, 422)
    if table in TELLING:
        tests = marks(settings.HOME)
        reveal(user_of(request), tests, tests)
    with tempfile.TemporaryDirectory(prefix="visavis-export-") as folder:
        file = Path(folder) / "table"
        export_table(settings.HOME, table, shape=found, out=file, details=details, lang=spoken())
        # Open before the folder goes: the file lives until the response is closed.
        stream = file.open("rb")
    return FileResponse(stream, as_attachment=True, filename=f"{table}.{ENDINGS[found]}", content_type=TYPES[found])
