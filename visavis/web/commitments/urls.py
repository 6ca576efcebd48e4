"""URLs of this part of the workspace."""

from django.urls import URLPattern

from visavis.web.access import EVERYBODY, page
from visavis.web.commitments import pages

urlpatterns: list[URLPattern] = [
    page("commitments", pages.commitments, name="commitments", to=EVERYBODY),
    page("commitments/<uuid:commitment>/answer", pages.answer, name="commitment-answer", to=EVERYBODY),
    page("commitments/<uuid:commitment>/withdrawal", pages.withdrawal, name="commitment-withdrawal", to=EVERYBODY),
    page("commitments/<uuid:commitment>/due", pages.due, name="commitment-due", to=EVERYBODY),
    page("commitments/<uuid:commitment>/outcome", pages.outcome, name="commitment-outcome", to=EVERYBODY),
    page("preferences/authorship", pages.authorship, name="authorship", to=EVERYBODY),
]
