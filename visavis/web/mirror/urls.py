"""Addresses of the mirror."""

from visavis.web.access import EVERYBODY, page
from visavis.web.mirror.answers import answers
from visavis.web.mirror.cases import cases
from visavis.web.mirror.catalogue import catalogue
from visavis.web.mirror.chain import chain
from visavis.web.mirror.dialogue import dialogue
from visavis.web.mirror.foretold import drafts, forecasts, sealing, withdrawal
from visavis.web.mirror.journey import journey
from visavis.web.mirror.pages import html, mirror, pdf
from visavis.web.mirror.relation import relation
from visavis.web.mirror.slices import over_time_file, slices
from visavis.web.mirror.teams import teams
from visavis.web.mirror.voices import voices

urlpatterns = [
    page("mirror", mirror, name="mirror", to=EVERYBODY),
    page("mirror/answers", answers, name="answers", to=EVERYBODY),
    page("mirror/cases", cases, name="mirror-cases", to=EVERYBODY),
    page("mirror/catalogue", catalogue, name="catalogue", to=EVERYBODY),
    page("mirror/chain", chain, name="chain", to=EVERYBODY),
    page("mirror/dialogue", dialogue, name="dialogue", to=EVERYBODY),
    page("mirror/forecasts", forecasts, name="answer-forecasts", to=EVERYBODY),
    page("mirror/forecasts/new", drafts, name="answer-forecast-new", to=EVERYBODY),
    page("mirror/forecasts/<int:number>/seal", sealing, name="answer-forecast-seal", to=EVERYBODY),
    page("mirror/forecasts/<int:number>/withdrawal", withdrawal, name="answer-forecast-withdrawal", to=EVERYBODY),
    page("mirror/journey", journey, name="journey", to=EVERYBODY),
    page("mirror/relation", relation, name="relation", to=EVERYBODY),
    page("mirror/voices", voices, name="mirror-voices", to=EVERYBODY),
    page("mirror/over-time", slices, name="mirror-over-time", to=EVERYBODY),
    page("mirror/teams", teams, name="mirror-teams", to=EVERYBODY),
    page("mirror/over-time.html", over_time_file, name="mirror-over-time-html", to=EVERYBODY),
    page("mirror.pdf", pdf, name="mirror-pdf", to=EVERYBODY),
    page("mirror.html", html, name="mirror-html", to=EVERYBODY),
]
