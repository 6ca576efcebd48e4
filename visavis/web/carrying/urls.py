"""URLs of this part of the workspace."""

from django.urls import URLPattern

from visavis.web.access import DRAFTS, EVERYBODY, STEWARDS, page
from visavis.web.carrying import heard, inbox, route, teams

DRAFTS["heard"] = heard.keep_draft

urlpatterns: list[URLPattern] = [
    page("voices/inbox", inbox.inbox, name="inbox", to=EVERYBODY),
    page("voices/triage", inbox.triage, name="triage", to=EVERYBODY),
    page("voices/heard", heard.heard, name="heard", to=EVERYBODY),
    page("voices/heard/<str:key>/withdrawal", heard.withdrawal, name="heard-withdrawal", to=EVERYBODY),
    page("voices/<uuid:voice>/route", route.routing, name="voice-route", to=EVERYBODY),
    page("voices/<uuid:voice>/seen", route.seeing, name="voice-seen", to=EVERYBODY),
    page("voices/routes/<int:number>/withdrawal", route.unrouting, name="voice-route-withdrawal", to=EVERYBODY),
    page("settings/teams", teams.teams, name="teams", to=STEWARDS),
    *(
        page(f"settings/teams/<int:number>/{name}", view, name=f"team-{name}", to=STEWARDS)
        for name, view in teams.PAGES.items()
    ),
    page("settings/teams/remits/<int:number>/withdrawal", teams.withdrawal, name="team-remit-withdrawal", to=STEWARDS),
]
