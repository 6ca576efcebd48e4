"""Addresses of the house."""

from django.urls import URLPattern

from visavis.web.access import STEWARDS, page
from visavis.web.house import services

urlpatterns: list[URLPattern] = [
    page("settings/teams/services", services.services, name="team-services", to=STEWARDS),
    page("settings/teams/services/file", services.taken_in, name="team-services-file", to=STEWARDS),
    page(
        "settings/teams/services/<int:number>/withdrawal", services.withdrawal, name="service-withdrawal", to=STEWARDS
    ),
    page(
        "settings/teams/services/<int:number>/restoration",
        services.restoration,
        name="service-restoration",
        to=STEWARDS,
    ),
]
