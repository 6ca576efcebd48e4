"""Addresses of the demonstration and its guided visit."""

from django.urls import URLPattern

from visavis.web.access import ADMINISTRATORS, EVERYBODY, page
from visavis.web.visit import pages

urlpatterns: list[URLPattern] = [
    page("demonstration", pages.demonstration, name="demonstration", to=EVERYBODY),
    page("demonstration/departure", pages.departure, name="demonstration-departure", to=ADMINISTRATORS),
    page("visit", pages.visit, name="visit", to=EVERYBODY),
    page("visit/<int:number>", pages.stop, name="visit-stop", to=EVERYBODY),
    page("visit/leaving", pages.leaving, name="visit-leaving", to=EVERYBODY),
]
