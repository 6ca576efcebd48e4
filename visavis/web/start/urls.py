"""Addresses of the story, from files to the reveal."""

from django.urls import URLPattern

from visavis.web.access import EVERYBODY, STEWARDS, page
from visavis.web.start import files, forecast, mapping, pages, promises

urlpatterns: list[URLPattern] = [
    page("start", pages.start, name="start", to=STEWARDS),
    page("start/files", files.files, name="start-files", to=STEWARDS),
    page("start/files/<int:number>/withdrawal", files.withdrawal, name="start-withdrawal", to=STEWARDS),
    page("start/files/withdrawal", files.discarding, name="start-discard", to=STEWARDS),
    page("start/examination", files.looking, name="start-look", to=STEWARDS),
    page("start/mapping", mapping.mapping, name="start-mapping", to=STEWARDS),
    page("start/promises", promises.promises, name="start-promises", to=STEWARDS),
    page("start/forecast", forecast.forecast, name="start-forecast", to=EVERYBODY),
    page("start/progress/<uuid:job>", pages.progress, name="start-progress", to=STEWARDS),
    page("start/progress/<uuid:job>/attempt", pages.attempt, name="start-attempt", to=STEWARDS),
]
