"""URLs of this part of the workspace."""

from django.urls import URLPattern

from visavis.web.access import EVERYBODY, STEWARDS, page
from visavis.web.change import forms, pages

urlpatterns: list[URLPattern] = [
    page("actions", pages.actions, name="actions", to=EVERYBODY),
    page("actions/new", forms.new, name="action-new", to=STEWARDS),
    page("actions/<int:number>", pages.action, name="action", to=EVERYBODY),
    page("actions/<int:number>/versions", forms.version, name="action-version", to=STEWARDS),
    page("actions/<int:number>/stop", forms.stopping, name="action-stop", to=STEWARDS),
]
