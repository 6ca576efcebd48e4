"""URLs of this part of the workspace."""

from django.urls import URLPattern

from visavis.web.access import STEWARDS, page
from visavis.web.carrying import teams

urlpatterns: list[URLPattern] = [
    page("settings/teams", teams.teams, name="teams", to=STEWARDS),
    *(
        page(f"settings/teams/<int:number>/{name}", view, name=f"team-{name}", to=STEWARDS)
        for name, view in teams.PAGES.items()
    ),
    page("settings/teams/remits/<int:number>/withdrawal", teams.withdrawal, name="team-remit-withdrawal", to=STEWARDS),
]
