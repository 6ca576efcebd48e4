"""Addresses of this part."""

from visavis.web.access import EVERYBODY, STEWARDS, page
from visavis.web.settings import corrections, data, labels, pages, reading, rejects, runs, sources

urlpatterns = [
    page("settings", pages.overview, name="settings", to=STEWARDS),
    page("settings/sources", sources.sources, name="sources", to=STEWARDS),
    page("settings/sources/<slug:source>", sources.source, name="source", to=STEWARDS),
    page("settings/sources/<slug:source>/withdrawal", sources.withdrawal, name="source-withdrawal", to=STEWARDS),
    page("settings/sources/files/<str:file>", sources.source_file, name="source-file", to=STEWARDS),
    page("settings/sources/files/<str:file>/restoration", sources.restoration, name="source-restoration", to=STEWARDS),
    page("settings/quality", pages.quality, name="settings-quality", to=STEWARDS),
    page("settings/runs", runs.runs, name="settings-runs", to=STEWARDS),
    page("settings/rejects", rejects.rejects, name="settings-rejects", to=STEWARDS),
    page("settings/rejects/<slug:source>.csv", rejects.rejects_file, name="settings-rejects-file", to=STEWARDS),
    page("settings/reading", reading.reading, name="settings-reading", to=STEWARDS),
    page("settings/reading/lessons", reading.lessons, name="settings-reading-lessons", to=STEWARDS),
    page("settings/reading/versions", reading.rollback, name="settings-reading-versions", to=STEWARDS),
    page("settings/reading/labels", labels.labels, name="settings-reading-labels", to=STEWARDS),
    page("settings/reading/labels/withdrawal", labels.withdrawal, name="settings-reading-undo", to=STEWARDS),
    page("voices/<uuid:voice>/corrections", corrections.corrections, name="voice-corrections", to=EVERYBODY),
    page(
        "voices/<uuid:voice>/corrections/withdrawal",
        corrections.withdrawal,
        name="voice-corrections-withdrawal",
        to=EVERYBODY,
    ),
    page("settings/data", data.data, name="settings-data", to=STEWARDS),
    page("settings/data/<slug:table>/<slug:shape>", data.table, name="settings-table", to=STEWARDS),
]
