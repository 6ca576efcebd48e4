"""URLs of this part of the workspace."""

from django.urls import URLPattern

from visavis.web.access import EVERYBODY, page
from visavis.web.today import pages

urlpatterns: list[URLPattern] = [
    page("", pages.today, name="home", to=EVERYBODY),
    page("today", pages.today, name="today", to=EVERYBODY),
    page("today/waiting", pages.waiting, name="today-waiting", to=EVERYBODY),
    page("today/promises", pages.due, name="today-promises", to=EVERYBODY),
    page("today/thanks", pages.thanks, name="today-thanks", to=EVERYBODY),
]
